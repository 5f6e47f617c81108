package shuffle

import (
	"errors"
	"fmt"
	"slices"
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
	sum, err := sums([]*verifier{v}, []*weights{v.weights}, &steps{tell: progress, total: v.n})
	if err != nil {
		return fmt.Errorf("%w: %w", ErrShuffle, err)
	}
	if !sum[0].IsIdentity() {
		return v.diagnose()
	}
	return nil
}

// VerifyChain verifies shuffles of which each takes what the one before has put
// out, and the first in. It accepts what [Verify] accepts of each, and is faster,
// since it decodes a box once that one step puts out and the next takes in. The
// error is a *[StepError] and names the first step that is not accepted.
// progress counts the elements of all steps.
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
	vs, ws, errs := make([]*verifier, len(chain)), make([]*weights, len(chain)), make([]error, len(chain))
	var preparing sync.WaitGroup
	for i, s := range chain {
		before := in
		if i > 0 {
			before = chain[i-1].Out
		}
		preparing.Go(func() {
			if vs[i], errs[i] = prepare(key, width, before, s); errs[i] == nil {
				ws[i] = vs[i].weights
			}
		})
	}
	preparing.Wait()
	if errors.Join(errs...) != nil {
		return false
	}
	totals, err := sums(vs, ws, &steps{tell: progress, total: vs[0].n * len(chain)})
	return err == nil && !slices.ContainsFunc(totals, func(p *group.Point) bool { return !p.IsIdentity() })
}

// verifier is a shuffle being checked.
type verifier struct {
	*statement
	proof   proof
	u       *group.WeightStream // the permutation challenges
	c       *group.Scalar       // the challenge
	weights *weights            // of all equations

	announcements []*group.Point  // t1, t2, t3, t4 ...
	responses     []*group.Scalar // s1, s2, s3, s4 ...
}

// prepare reads a step's lengths and tail, and draws the challenges and weights.
func prepare(key *group.Point, width int, in []byte, s Step) (*verifier, error) {
	v, err := newVerifier(s.Context, key, width, in, s.Out, s.Proof)
	if err != nil {
		return nil, err
	}
	t := v.transcript()
	v.u = v.proof.permutationChallenges(t)
	v.c = v.proof.challenge(t)
	v.weights = v.batchWeights(t)
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

// batchWeights draws the weights of the equations from all that was absorbed and
// all responses. They are no part of the format: another verifier may draw others,
// or check each equation by itself.
func (v *verifier) batchWeights(t *group.Transcript) *weights {
	v.proof.absorb(t, "link responses", atLink)
	v.proof.absorb(t, "permuted responses", atPermuted)
	t.Append("responses", v.proof.responses())
	list := t.Weights("batch", 2+2*v.width)
	w := &weights{
		chain:    t.WeightStream("batch of the chain"),
		sum:      list[0],
		product:  list[1],
		weighted: group.ScalarFromUint64(1),
		columns:  make([][]*group.Scalar, v.width),
	}
	for k := range w.columns {
		w.columns[k] = list[2+2*k:][:2]
	}
	return w
}
