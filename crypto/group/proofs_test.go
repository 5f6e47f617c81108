package group

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"filippo.io/edwards25519"
)

// source returns reproducible randomness for a test.
func source(seed byte) *rand.ChaCha8 { return rand.NewChaCha8([32]byte{seed}) }

// random returns n random scalars and the points of which they are the logarithms.
func random(t testing.TB, seed byte, n int) ([]*Scalar, []*Point) {
	t.Helper()
	r := source(seed)
	xs, ps := make([]*Scalar, n), make([]*Point, n)
	for i := range xs {
		x, err := RandomScalar(r)
		if err != nil {
			t.Fatal(err)
		}
		xs[i], ps[i] = x, new(Point).ScalarBaseMult(x)
	}
	return xs, ps
}

func prove(t testing.TB, context string, seed byte, n int) ([]*Point, Knowledge) {
	t.Helper()
	xs, ps := random(t, seed, n)
	tr := NewTranscript("test")
	tr.Append("context", []byte(context))
	k, err := ProveKnowledge(tr, xs, source(seed+100))
	if err != nil {
		t.Fatal(err)
	}
	return ps, k
}

func verify(context string, ps []*Point, k Knowledge) error {
	tr := NewTranscript("test")
	tr.Append("context", []byte(context))
	return k.Verify(tr, ps)
}

func TestAProofOfKnowledgeHoldsForItsStatementOnly(t *testing.T) {
	for _, n := range []int{1, 2, 7} {
		ps, k := prove(t, "ballot 1", 1, n)
		if err := verify("ballot 1", ps, k); err != nil {
			t.Fatalf("n = %d: %v", n, err)
		}
		if err := verify("ballot 2", ps, k); !errors.Is(err, ErrKnowledge) {
			t.Errorf("n = %d: another context: %v", n, err)
		}
		for i := range n {
			moved := slices.Clone(ps)
			moved[i] = new(Point).Add(ps[i], Generator())
			if err := verify("ballot 1", moved, k); !errors.Is(err, ErrKnowledge) {
				t.Errorf("n = %d: statement %d moved: %v", n, i, err)
			}
		}
	}
}

func TestABatchNamesTheProofsThatFail(t *testing.T) {
	build := func(forge ...int) *KnowledgeBatch {
		b := new(KnowledgeBatch)
		for i := range 10 {
			ps, k := prove(t, "batch", byte(i), 2)
			if slices.Contains(forge, i) {
				k.Z[1] = edwards25519.NewScalar().Add(k.Z[1], ScalarFromUint64(1))
			}
			tr := NewTranscript("test")
			tr.Append("context", []byte("batch"))
			b.Add(tr, ps, k)
		}
		return b
	}
	if err := build().Verify(); err != nil {
		t.Fatal(err)
	}
	if err := new(KnowledgeBatch).Verify(); err != nil {
		t.Errorf("an empty batch: %v", err)
	}
	var named *BatchError
	if err := build(3, 8).Verify(); !errors.As(err, &named) || !slices.Equal(named.Invalid, []int{3, 8}) {
		t.Errorf("got %v", err)
	}
	if !errors.Is(named, ErrKnowledge) {
		t.Error("a batch's error does not wrap ErrKnowledge")
	}
	if want := "2 proofs of the batch do not hold, the first at place 3"; !strings.Contains(named.Error(), want) {
		t.Errorf("%q does not say %q", named, want)
	}
}

func TestForgedProofsAreRefused(t *testing.T) {
	ps, good := prove(t, "ballot 1", 1, 3)
	one := ScalarFromUint64(1)
	for name, forge := range map[string]func(xs []*Point, k *Knowledge) []*Point{
		"a response moved": func(xs []*Point, k *Knowledge) []*Point {
			k.Z[2] = edwards25519.NewScalar().Add(k.Z[2], one)
			return xs
		},
		"responses moved against each other": func(xs []*Point, k *Knowledge) []*Point {
			k.Z[0] = edwards25519.NewScalar().Add(k.Z[0], one)
			k.Z[1] = edwards25519.NewScalar().Subtract(k.Z[1], one)
			return xs
		},
		"commitment and response moved together": func(xs []*Point, k *Knowledge) []*Point {
			k.R[0] = new(Point).Add(k.R[0], Generator())
			k.Z[0] = edwards25519.NewScalar().Add(k.Z[0], one)
			return xs
		},
		"proofs in another order": func(xs []*Point, k *Knowledge) []*Point {
			k.R[0], k.R[1], k.Z[0], k.Z[1] = k.R[1], k.R[0], k.Z[1], k.Z[0]
			return xs
		},
		"everything in another order": func(xs []*Point, k *Knowledge) []*Point {
			k.R[0], k.R[1], k.Z[0], k.Z[1] = k.R[1], k.R[0], k.Z[1], k.Z[0]
			xs[0], xs[1] = xs[1], xs[0]
			return xs
		},
		"one statement fewer": func(xs []*Point, k *Knowledge) []*Point {
			k.R, k.Z = k.R[:2], k.Z[:2]
			return xs[:2]
		},
		"a response missing": func(xs []*Point, k *Knowledge) []*Point {
			k.Z = k.Z[:2]
			return xs
		},
		"a commitment missing": func(xs []*Point, k *Knowledge) []*Point {
			k.R = k.R[:2]
			return xs
		},
		"nothing at all": func(_ []*Point, k *Knowledge) []*Point {
			*k = Knowledge{}
			return nil
		},
		// Without the logarithm: choose response and challenge, and work the
		// commitment out. The challenge that it hashes to is another.
		"a simulated proof": func(xs []*Point, k *Knowledge) []*Point {
			k.R[0] = MultiScalarMult([]*Scalar{ScalarFromUint64(11), ScalarFromUint64(5)}, []*Point{Generator(), xs[0]})
			k.Z[0] = ScalarFromUint64(11)
			return xs
		},
	} {
		k := Knowledge{R: slices.Clone(good.R), Z: slices.Clone(good.Z)}
		xs := forge(slices.Clone(ps), &k)
		if err := verify("ballot 1", xs, k); !errors.Is(err, ErrKnowledge) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := verify("ballot 1", ps, good); err != nil {
		t.Errorf("the proof itself: %v", err)
	}
}

func TestErrorsOfTwoProofsDoNotCancelInABatch(t *testing.T) {
	var b KnowledgeBatch
	one := ScalarFromUint64(1)
	for i := range 3 {
		ps, k := prove(t, "batch", byte(i), 1)
		switch i {
		case 0:
			k.Z[0] = edwards25519.NewScalar().Add(k.Z[0], one)
		case 1:
			k.Z[0] = edwards25519.NewScalar().Subtract(k.Z[0], one)
		}
		tr := NewTranscript("test")
		tr.Append("context", []byte("batch"))
		b.Add(tr, ps, k)
	}
	var named *BatchError
	if err := b.Verify(); !errors.As(err, &named) || !slices.Equal(named.Invalid, []int{0, 1}) {
		t.Errorf("got %v", err)
	}
}

func TestABatchNamesAProofOfTheWrongShape(t *testing.T) {
	var b KnowledgeBatch
	for i := range 3 {
		ps, k := prove(t, "batch", byte(i), 2)
		if i == 1 {
			k.Z = k.Z[:1]
		}
		tr := NewTranscript("test")
		tr.Append("context", []byte("batch"))
		b.Add(tr, ps, k)
	}
	var named *BatchError
	if err := b.Verify(); !errors.As(err, &named) || !slices.Equal(named.Invalid, []int{1}) {
		t.Errorf("got %v", err)
	}
}

func TestProverVerifierAndBatchLeaveTheSameTranscript(t *testing.T) {
	xs, ps := random(t, 1, 2)
	proving, verifying, batching := example(), example(), example()
	k, err := ProveKnowledge(proving, xs, source(2))
	if err != nil {
		t.Fatal(err)
	}
	if err := k.Verify(verifying, ps); err != nil {
		t.Fatal(err)
	}
	new(KnowledgeBatch).Add(batching, ps, k)
	want := proving.Digest("next")
	if verifying.Digest("next") != want || batching.Digest("next") != want {
		t.Error("the transcripts went apart")
	}
}

func TestARepeatedProofIsTheSameAndAnotherStatementHasOtherNonces(t *testing.T) {
	_, a := prove(t, "ballot 1", 1, 2)
	_, b := prove(t, "ballot 1", 1, 2)
	_, c := prove(t, "ballot 2", 1, 2)
	if !slices.Equal(a.Bytes(), b.Bytes()) {
		t.Error("the same randomness gives another proof")
	}
	for i := range a.R {
		if a.R[i].Equal(c.R[i]) == 1 {
			t.Errorf("nonce %d was used under two challenges", i)
		}
	}
}

func TestNothingIsProvedWithoutSecretsOrRandomness(t *testing.T) {
	if _, err := ProveKnowledge(example(), nil, source(1)); err == nil {
		t.Error("a proof of nothing was made")
	}
	if _, err := ProveKnowledge(example(), []*Scalar{ScalarFromUint64(1)}, bytes.NewReader(nil)); err == nil {
		t.Error("a proof was made without randomness")
	}
}

func TestProofsDecodeFromOneEncodingOnly(t *testing.T) {
	_, good := prove(t, "x", 1, 2)
	b := good.Bytes()
	if k, err := DecodeKnowledge(b, 2); err != nil || !bytes.Equal(k.Bytes(), b) {
		t.Fatalf("the proof came back as another: %v", err)
	}
	ff := bytes.Repeat([]byte{0xff}, 32)
	for name, c := range map[string]struct {
		b []byte
		n int
	}{
		"one statement":         {b, 1},
		"three statements":      {b, 3},
		"no statement":          {nil, 0},
		"a negative number":     {b, -1},
		"a byte short":          {b[:127], 2},
		"a byte long":           {append(bytes.Clone(b), 0), 2},
		"an identity":           {append(make([]byte, 32), b[32:]...), 2},
		"a non-canonical point": {append(bytes.Clone(ff), b[32:]...), 2},
		"a scalar too large":    {append(bytes.Clone(b[:96]), ff...), 2},
	} {
		if k, err := DecodeKnowledge(c.b, c.n); err == nil || k.R != nil {
			t.Errorf("%s: read", name)
		}
	}
}

func BenchmarkKnowledge(b *testing.B) {
	const width = 3
	xs, _ := random(b, 1, width)
	b.Run("prove", func(b *testing.B) {
		r := source(2)
		for b.Loop() {
			if _, err := ProveKnowledge(NewTranscript("test"), xs, r); err != nil {
				b.Fatal(err)
			}
		}
	})
	ps, k := prove(b, "bench", 1, width)
	for i := range ps {
		ps[i], k.R[i] = kept(ps[i]), kept(k.R[i])
	}
	b.Run("verify", func(b *testing.B) {
		for b.Loop() {
			if err := verify("bench", ps, k); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("batch1000", func(b *testing.B) {
		for b.Loop() {
			var batch KnowledgeBatch
			for range 1000 {
				tr := NewTranscript("test")
				tr.Append("context", []byte("bench"))
				batch.Add(tr, ps, k)
			}
			if err := batch.Verify(); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1e6, "µs/proof")
	})
}
