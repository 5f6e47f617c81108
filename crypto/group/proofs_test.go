package group

import (
	"errors"
	"math/rand/v2"
	"slices"
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
}
