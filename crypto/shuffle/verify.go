package shuffle

import (
	"errors"
	"fmt"

	"valurna/crypto/group"
)

// Verify returns nil if proof shows that out is in, permuted and encrypted anew
// under key, with this context. Variable time: nothing here is secret. Its errors
// wrap [ErrShuffle] and name the place and the reason; if it is the proof itself
// that does not hold, the error is an *[EquationError].
//
// It checks all equations as one linear combination with weights of 128 bits, on
// all processors, and on failure each kind by itself to name the false ones. It
// needs about 120 bytes an element beside its arguments, and some 60 MB for the
// points that it works on and the generators that are kept.
func Verify(context []byte, key *group.Point, width int, in, out, proof []byte, progress Progress) error {
	v, err := newVerifier(context, key, width, in, out, proof)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrShuffle, err)
	}
	v.steps = steps{tell: progress, total: v.n}
	t := v.transcript()
	v.u = v.proof.permutationChallenges(t)
	v.c = v.proof.challenge(t)
	sum, err := v.sum(v.batchWeights(t))
	if err != nil {
		return fmt.Errorf("%w: %w", ErrShuffle, err)
	}
	if !sum.IsIdentity() {
		return v.diagnose()
	}
	return nil
}

// verifier is a shuffle being checked.
type verifier struct {
	*statement
	proof proof
	u     []*group.Scalar // the permutation challenges
	c     *group.Scalar   // the challenge

	announcements []*group.Point  // t1, t2, t3, t4 ...
	responses     []*group.Scalar // s1, s2, s3, s4 ...

	steps steps
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

// batchWeights draws the weights of the equations from all that was absorbed and
// all responses. They are no part of the format: another verifier may draw others,
// or check each equation by itself.
func (v *verifier) batchWeights(t *group.Transcript) *weights {
	t.Append("link responses", v.proof.list(atLink))
	t.Append("permuted responses", v.proof.list(atPermuted))
	t.Append("responses", v.proof.responses())
	list := t.Weights("batch", v.n+2+2*v.width)
	w := &weights{
		chain:    list[:v.n],
		sum:      list[v.n],
		product:  list[v.n+1],
		weighted: group.ScalarFromUint64(1),
		columns:  make([][]*group.Scalar, v.width),
	}
	for k := range w.columns {
		w.columns[k] = list[v.n+2+2*k:][:2]
	}
	return w
}
