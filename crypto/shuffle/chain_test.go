package shuffle

import (
	"bytes"
	"errors"
	"testing"
)

// chainOf shuffles a box several times over.
func chainOf(t *testing.T, b *box, steps int) []Step {
	t.Helper()
	var chain []Step
	in := b.in
	for i := range steps {
		context := append([]byte(nil), b.context...)
		context = append(context, byte(i))
		out, proof, err := Shuffle(context, b.key, b.width, in, seeded("chain", i), nil)
		if err != nil {
			t.Fatal(err)
		}
		chain = append(chain, Step{context, out, proof})
		in = out
	}
	return chain
}

func TestAChainOfShufflesHoldsTogetherAndNotOnlyOneByOne(t *testing.T) {
	for _, width := range []int{1, 2} {
		for _, n := range []int{0, 1, 9} {
			b := newBox(t, n, width)
			chain := chainOf(t, b, 3)
			done := 0
			if !holds(b.key, width, b.in, chain, func(n, total int) { done = n }) || done != 3*n {
				t.Fatalf("%d elements of width %d: the chain does not hold together, progress %d", n, width, done)
			}
			if err := VerifyChain(b.key, width, b.in, chain, nil); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestTheFirstFalseStepOfAChainIsNamed(t *testing.T) {
	b := newBox(t, 6, 1)
	good := chainOf(t, b, 3)
	for at := range good {
		for what, change := range map[string]func(*Step){
			"another context": func(s *Step) { s.Context = append([]byte("x"), s.Context...) },
			"another output":  func(s *Step) { s.Out = bytes.Clone(b.in) },
			"a false response": func(s *Step) {
				s.Proof = bytes.Clone(s.Proof)
				s.Proof[atPermuted] ^= 1
			},
			"no point": func(s *Step) {
				s.Proof = bytes.Clone(s.Proof)
				s.Proof[atChain+31] = 0xff
			},
			"a short proof": func(s *Step) { s.Proof = s.Proof[1:] },
		} {
			chain := append([]Step(nil), good...)
			change(&chain[at])
			err := VerifyChain(b.key, 1, b.in, chain, nil)
			var which *StepError
			if !errors.As(err, &which) || which.Step != at || !errors.Is(err, ErrShuffle) {
				t.Errorf("step %d, %s: %v", at, what, err)
			}
		}
	}
	if err := VerifyChain(b.key, 1, b.in, []Step{good[1]}, nil); err == nil {
		t.Error("a step of another input passes")
	}
}

func TestAChainInManyPiecesHoldsAndAFalseStepOfItDoesNot(t *testing.T) {
	defer func(size int) { verifierChunk = size }(verifierChunk)
	verifierChunk = 36
	for _, width := range []int{1, 2} {
		b := newBox(t, 11, width)
		chain := chainOf(t, b, 3)
		if !holds(b.key, width, b.in, chain, nil) {
			t.Fatalf("width %d: the chain does not hold together", width)
		}
		// The second's responses for the first's are of the right form, and false.
		chain[1].Proof = bytes.Clone(chain[1].Proof)
		copy(chain[1].Proof[atPermuted:], chain[0].Proof[atPermuted:][:32])
		if holds(b.key, width, b.in, chain, nil) {
			t.Errorf("width %d: a chain with a false response holds", width)
		}
	}
}

func TestNoTwoEquationsOfAChainHaveTheSameWeight(t *testing.T) {
	b := newBox(t, 2, 1)
	chain := chainOf(t, b, 1)
	v, err := prepare(b.key, 1, b.in, chain[0])
	if err != nil {
		t.Fatal(err)
	}
	w, err := prepare(b.key, 1, b.in, chain[0])
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	// Even if the very same step stood there twice.
	ws := chainWeights([]*verifier{v, w})
	for _, w := range ws {
		for _, x := range append(w.chain.Again().Next(2), w.pair, w.sum, w.product, w.columns[0][0], w.columns[0][1]) {
			seen[string(x.Bytes())] = true
		}
	}
	if len(seen) != 14 {
		t.Errorf("14 equations have %d weights", len(seen))
	}
}
