package shuffle

import (
	"errors"
	"fmt"
	"sync"

	"valurna/crypto/group"
)

// Step is one shuffle of a chain: its context, what it put out, and its proof.
type Step struct{ Context, Out, Proof []byte }

// StepError says which step of a chain is not accepted; it wraps the reason.
type StepError struct {
	Step int // from 0
	Err  error
}

func (e *StepError) Error() string { return fmt.Sprintf("step %d: %v", e.Step, e.Err) }

// Unwrap returns what [Verify] says about the step.
func (e *StepError) Unwrap() error { return e.Err }

// Verify returns nil if proof shows that out is in, permuted and encrypted anew
// under key, with this context. Variable time: nothing here is secret. Its errors
// wrap [ErrShuffle] and name the place and the reason; if it is the proof itself
// that does not hold, the error is an *[EquationError].
//
// It checks all equations as one linear combination with weights of 128 bits, on
// all processors, and on failure each kind by itself to name the false ones. Beside
// its arguments it needs some 80 MB, for the points that it works on and the
// generators that are kept, however large the box.
func Verify(context []byte, key *group.Point, width int, in, out, proof []byte, progress Progress) error {
	v, err := prepare(key, width, in, Step{context, out, proof})
	if err != nil {
		return fmt.Errorf("%w: %w", ErrShuffle, err)
	}
	total, err := combination([]*verifier{v}, []*weights{drawWeights(v.absorbed, width)}, &steps{tell: progress, total: v.n})
	if err != nil {
		return fmt.Errorf("%w: %w", ErrShuffle, err)
	}
	if !total.IsIdentity() {
		return v.diagnose()
	}
	return nil
}

// VerifyChain verifies shuffles of which each takes what the one before has put
// out, and the first in. It accepts what [Verify] accepts of each, and is faster,
// since it checks all steps as one linear combination: a box that one step puts out
// and the next takes in is decoded and multiplied once, and so are the generators.
// Only if that fails does it look at each step, and the error is a *[StepError] that
// names the first that is not accepted. progress counts the elements of all steps.
func VerifyChain(key *group.Point, width int, in []byte, chain []Step, progress Progress) error {
	if len(chain) == 0 || !holds(key, width, in, chain, progress) {
		for i, s := range chain {
			if err := Verify(s.Context, key, width, in, s.Out, s.Proof, nil); err != nil {
				return &StepError{i, err}
			}
			in = s.Out
		}
	}
	return nil
}

// holds says whether all steps of a chain are accepted, without a reason if not.
func holds(key *group.Point, width int, in []byte, chain []Step, progress Progress) bool {
	vs, errs := make([]*verifier, len(chain)), make([]error, len(chain))
	var preparing sync.WaitGroup
	for i, s := range chain {
		before := in
		if i > 0 {
			before = chain[i-1].Out
		}
		preparing.Go(func() {
			vs[i], errs[i] = prepare(key, width, before, s)
		})
	}
	preparing.Wait()
	if errors.Join(errs...) != nil {
		return false
	}
	total, err := combination(vs, chainWeights(vs), &steps{tell: progress, total: vs[0].n * len(chain)})
	return err == nil && total.IsIdentity()
}

// chainWeights draws the weights of the equations of all steps, from all that every
// step's transcript has absorbed: no proof of the chain can be chosen after them.
// They are no part of the format, as those of [drawWeights] are not.
//
// Every equation of every step has a weight that was drawn for it alone, but for the
// two on c_i: sum has the weight of the pair times one of its own, and weighted that
// of the pair. With a false equation among the two, the pair adds up to the identity
// with probability 2^-128 at most over the weight within it; and a combination of
// equations with independent weights, of which one is false, with 2^-128 (Bellare,
// Garay and Rabin, "Fast batch verification for modular exponentiation and digital
// signatures", 1998, the small exponents test). Together that is 2^-127.
func chainWeights(vs []*verifier) []*weights {
	t := group.NewTranscript("valurna/v1/shuffle chain")
	for _, v := range vs {
		d := v.absorbed.Digest("step of a chain")
		t.Append("step", d[:])
	}
	ws := make([]*weights, len(vs))
	for i, v := range vs {
		// Drawing absorbs what is drawn, so no two steps have the same weights.
		ws[i] = drawWeights(t, v.width)
		ws[i].pair = t.Weights("batch of the steps", 1)[0]
	}
	return ws
}

// verifier is a shuffle being checked.
type verifier struct {
	*statement
	proof    proof
	u        *group.WeightStream // the permutation challenges
	c        *group.Scalar       // the challenge
	absorbed *group.Transcript   // of the statement, all announced and all responses

	announcements []*group.Point  // t1, t2, t3, t4 ...
	responses     []*group.Scalar // s1, s2, s3, s4 ...
}

// prepare reads a step's lengths and tail, and draws the challenges.
func prepare(key *group.Point, width int, in []byte, s Step) (*verifier, error) {
	v, err := newVerifier(s.Context, key, width, in, s.Out, s.Proof)
	if err != nil {
		return nil, err
	}
	t := v.transcript()
	v.u = v.proof.permutationChallenges(t)
	v.c = v.proof.challenge(t)
	v.proof.absorb(t, "link responses", atLink)
	v.proof.absorb(t, "permuted responses", atPermuted)
	t.Append("responses", v.proof.responses())
	v.absorbed = t
	return v, nil
}

// newVerifier checks the lengths and reads the tail.
func newVerifier(context []byte, key *group.Point, width int, in, out, encoded []byte) (*verifier, error) {
	s, err := newStatement(context, key, width, in)
	if err != nil {
		return nil, err
	}
	s.out = out
	if len(out) != len(in) {
		return nil, fmt.Errorf("the output has %d bytes, not the %d of the input", len(out), len(in))
	}
	if want := ProofSize(s.n, width); len(encoded) != want {
		return nil, fmt.Errorf("the proof has %d bytes, not the %d for %d elements of width %d", len(encoded), want, s.n, width)
	}
	if s.n == 0 && !isZero(encoded) {
		return nil, errors.New("the proof of an empty box is not all zero, which is the only one there is")
	}
	v := &verifier{statement: s, proof: proof{s.n, width, encoded}}
	for i := range 3 + 2*width {
		t, err := decodePoint(word(v.proof.announcements(), i), false)
		if err != nil {
			return nil, fmt.Errorf("%s of the proof's tail: %w", tailName(i), err)
		}
		v.announcements = append(v.announcements, t)
	}
	for i := range 3 + width {
		s, err := group.DecodeScalar(word(v.proof.responses(), i))
		if err != nil {
			return nil, fmt.Errorf("s%d of the proof's tail%s: %w", min(i, 3)+1, column(i-3), err)
		}
		v.responses = append(v.responses, s)
	}
	return v, nil
}

func tailName(i int) string {
	if i < 3 {
		return fmt.Sprintf("t%d", i+1)
	}
	return fmt.Sprintf("t4%s, point %d,", column((i-3)/2), (i-3)%2+1)
}

func column(k int) string {
	if k < 0 {
		return ""
	}
	return fmt.Sprintf(", column %d", k)
}

// drawWeights draws the weights of a step's equations from t, which has absorbed all
// of the step. They are no part of the format: another verifier may draw others, or
// check each equation by itself.
func drawWeights(t *group.Transcript, width int) *weights {
	list := t.Weights("batch", 2+2*width)
	w := &weights{
		chain:    t.WeightStream("batch of the chain"),
		sum:      list[0],
		product:  list[1],
		weighted: group.ScalarFromUint64(1),
		columns:  make([][]*group.Scalar, width),
	}
	for k := range w.columns {
		w.columns[k] = list[2+2*k:][:2]
	}
	return w
}
