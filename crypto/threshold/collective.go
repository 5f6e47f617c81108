package threshold

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"valurna/crypto/group"
)

// Collective is the statement that points P_j are the trustees' common secret x
// times C1_j, and nothing else: what [CombineParts] gives from true parts. All
// ciphertexts are covered by one random linear combination, and each trustee
// proves one pair of equal logarithms (Chaum and Pedersen, "Wallet databases
// with observers", 1992), whatever their number.
//
//	NewTranscript("valurna/v1/collective")
//	Append("context", context)
//	AppendPoints("key", Y)
//	AppendUint64("trustees", k)
//	for each trustee in the order given:
//	    AppendUint64("trustee", i)
//	    AppendPoints("public share", Y_i)
//	AppendPoints("ciphertexts", C1_1..C1_N)
//	AppendPoints("combined points", P_1..P_N)
//	d_1..d_N = Weights("weights", N)
//	M = sum of d_j C1_j,  Z = sum of d_j P_j
//	AppendPoints("weighted", M, Z)
//	and then for trustee i, on a transcript of its own from here:
//	AppendUint64("prover", i)
//	AppendPoints("share", Z_i),  Z_i = x_i M
//	AppendPoints("commitments", A, B),  A = k B,  B = k M
//	c = Challenge("challenge"),  z = k + c x_i
//	holds if z B = A + c Y_i and z M = B + c Z_i for every trustee,
//	      and the sum of lambda_i Y_i is Y, and that of lambda_i Z_i is Z
//
// The sum of the public shares says that the trustees are enough and of this
// key. Each weight hangs on every pair; see [PartProof] for why.
type Collective struct {
	indices []int
	publics []*group.Point
	lambda  []*group.Scalar
	n       int
	m, z    *group.Point
	t       *group.Transcript
	c2s     []byte // to be opened; nil if nothing is
	opened  []byte
}

// NewCollective prepares the statement, to prove or to verify, at the price of
// reading 2 N points and two multi-scalar multiplications. indices[k] has the
// public share publics[k]; c1s and combined are lists of N canonical encodings
// of 32 bytes. N may be 0: an empty ballot box is opened too. Variable time.
//
// Its errors wrap [ErrCollective] when the combined points or the public shares
// are at fault.
func NewCollective(context []byte, key *group.Point, indices []int, publics []*group.Point, c1s, combined []byte) (*Collective, error) {
	return newCollective(context, key, indices, publics, c1s, nil, combined)
}

// NewOpening is NewCollective for who wants to open as well ([Collective.Open]): it
// reads the ciphertexts' second components c2s too, and each combined point once for
// both.
func NewOpening(context []byte, key *group.Point, indices []int, publics []*group.Point, c1s, c2s, combined []byte) (*Collective, error) {
	if len(c2s) != len(c1s) {
		return nil, fmt.Errorf("threshold: %d bytes of first components and %d of second are no ciphertexts; nothing was opened", len(c1s), len(c2s))
	}
	if c2s == nil {
		c2s = []byte{}
	}
	return newCollective(context, key, indices, publics, c1s, c2s, combined)
}

func newCollective(context []byte, key *group.Point, indices []int, publics []*group.Point, c1s, c2s, combined []byte) (*Collective, error) {
	if len(indices) == 0 || len(indices) != len(publics) {
		return nil, fmt.Errorf("threshold: %d trustees and %d public shares; nothing was proved or verified, give one for each trustee", len(indices), len(publics))
	}
	lambda, err := lagrange(indices)
	if err != nil {
		return nil, err
	}
	for k, public := range publics {
		if public.IsIdentity() {
			return nil, fmt.Errorf("%w: the public share of trustee %d is the identity; it was refused", ErrCollective, indices[k])
		}
	}
	if key.IsIdentity() || group.MultiScalarMult(lambda, publics).Equal(key) != 1 {
		return nil, fmt.Errorf("%w: trustees %v are too few, or their public shares are not of this key; it was refused, take the shares from the ceremony", ErrCollective, indices)
	}
	if len(c1s)%group.Size != 0 {
		return nil, fmt.Errorf("threshold: %d bytes are no list of ciphertexts; nothing was proved or verified", len(c1s))
	}
	if len(combined) != len(c1s) {
		return nil, fmt.Errorf("%w: the combined points have %d bytes where the ciphertexts have %d; they were refused, combine again", ErrCollective, len(combined), len(c1s))
	}
	c := &Collective{indices: slices.Clone(indices), publics: slices.Clone(publics), lambda: lambda, n: len(c1s) / group.Size, c2s: c2s}
	c.t = collectiveTranscript(context, key, indices, publics, c1s, combined)
	if err := c.weigh(c1s, combined); err != nil {
		return nil, err
	}
	c.t.AppendPoints("weighted", c.m, c.z)
	return c, nil
}

// collectiveTranscript binds the statement. The frames of the lists are those of
// AppendPoints, because only canonical encodings come through weigh.
func collectiveTranscript(context []byte, key *group.Point, indices []int, publics []*group.Point, c1s, combined []byte) *group.Transcript {
	t := group.NewTranscript("valurna/v1/collective")
	t.Append("context", context)
	t.AppendPoints("key", key)
	t.AppendUint64("trustees", uint64(len(indices)))
	for k, i := range indices {
		t.AppendUint64("trustee", uint64(i))
		t.AppendPoints("public share", publics[k])
	}
	t.Append("ciphertexts", c1s)
	t.Append("combined points", combined)
	return t
}

// weigh draws the weights and sets m and z, in chunks.
func (c *Collective) weigh(c1s, combined []byte) error {
	weights := c.t.WeightStream("weights")
	c.m, c.z = group.NewPoint(), group.NewPoint()
	if c.c2s != nil {
		c.opened = make([]byte, len(c.c2s))
	}
	for from := 0; from < c.n; from += chunk {
		to := min(from+chunk, c.n)
		first, bad := decodePoints(c1s, from, to)
		if bad >= 0 {
			return fmt.Errorf("threshold: the first component of ciphertext %d is no canonical encoding; nothing was proved or verified, refuse the ciphertext where it comes in", bad)
		}
		second, bad := decodePoints(combined, from, to)
		if bad >= 0 {
			return fmt.Errorf("%w: combined point %d is no canonical encoding; they were refused, combine again", ErrCollective, bad)
		}
		bases, products := make([]*group.Point, to-from), make([]*group.Point, to-from)
		for j := range first {
			if first[j].IsIdentity() {
				return fmt.Errorf("threshold: ciphertext %d has the identity as its first component; nothing was proved or verified, refuse the ciphertext where it comes in", from+j)
			}
			bases[j], products[j] = &first[j], &second[j]
		}
		w := weights.Next(to - from)
		c.m.Add(c.m, group.MultiScalarMult(w, bases))
		c.z.Add(c.z, group.MultiScalarMult(w, products))
		if c.c2s != nil {
			if err := openTo(c.opened, c.c2s, second, from); err != nil {
				return err
			}
		}
	}
	return nil
}

// Prove makes the proof of trustee i. The share is handled in constant time. It
// says nothing about the combined points being true: [Collective.Verify] does,
// with all proofs.
func (c *Collective) Prove(i int, share *group.Scalar, rand io.Reader) (*CollectiveShare, error) {
	k := slices.Index(c.indices, i)
	if k < 0 {
		return nil, fmt.Errorf("threshold: trustee %d is not among those who decrypt, %v; nothing was proved", i, c.indices)
	}
	if new(group.Point).ScalarBaseMult(share).Equal(c.publics[k]) != 1 {
		return nil, fmt.Errorf("threshold: the share of trustee %d does not belong to its public share; nothing was proved, take the share of this key", i)
	}
	s := &CollectiveShare{Z: new(group.Point).ScalarMult(share, c.m)}
	t := c.prover(i, s.Z)
	nonces, err := t.Nonces(1, rand, share)
	if err != nil {
		return nil, err
	}
	nonce := nonces[0]
	s.A = new(group.Point).ScalarBaseMult(nonce)
	s.B = new(group.Point).ScalarMult(nonce, c.m)
	s.Response = group.NewScalar().MultiplyAdd(s.challenge(t), share, nonce)
	nonce.Set(group.NewScalar())
	return s, nil
}

// prover is the transcript of trustee i up to its share.
func (c *Collective) prover(i int, share *group.Point) *group.Transcript {
	t := c.t.Clone()
	t.AppendUint64("prover", uint64(i))
	t.AppendPoints("share", share)
	return t
}

// VerifyShare checks the proof of one trustee, as soon as it is there. Variable
// time. Its error wraps [ErrCollective] and names the trustee.
func (c *Collective) VerifyShare(i int, s *CollectiveShare) error {
	k := slices.Index(c.indices, i)
	if k < 0 {
		return fmt.Errorf("%w: trustee %d is not among those who decrypt, %v; its proof was refused", ErrCollective, i, c.indices)
	}
	// An honest Z and B are the identity in an empty box, and only there.
	empty := c.m.IsIdentity()
	if s.Z.IsIdentity() != empty || s.B.IsIdentity() != empty || s.A.IsIdentity() {
		return fmt.Errorf("%w: the proof of trustee %d has the identity where none can be, or lacks it in an empty box; it was refused", ErrCollective, i)
	}
	challenge := s.challenge(c.prover(i, s.Z))
	if !equation(s.Response, group.Generator(), s.A, challenge, c.publics[k]) || !equation(s.Response, c.m, s.B, challenge, s.Z) {
		return fmt.Errorf("%w: the proof of trustee %d is false; it was refused, decrypt with another trustee and look into this one", ErrCollective, i)
	}
	return nil
}

// Verify returns nil if the combined points are the ciphertexts' first
// components times the secret of the key. shares[k] is of the trustee indices[k].
// Variable time. Its error wraps [ErrCollective] and names every trustee whose
// proof is false; if all proofs hold, the combined points are at fault, and the
// trustees' own proofs ([VerifyParts]) tell whose parts made them so, or clear all
// trustees and leave the one who combined.
func (c *Collective) Verify(shares []*CollectiveShare) error {
	if len(shares) != len(c.indices) {
		return fmt.Errorf("%w: %d proofs for %d trustees; it was refused", ErrCollective, len(shares), len(c.indices))
	}
	var findings []error
	points := make([]*group.Point, len(shares))
	for k, s := range shares {
		points[k] = s.Z
		findings = append(findings, c.VerifyShare(c.indices[k], s))
	}
	if err := errors.Join(findings...); err != nil {
		return err
	}
	if group.MultiScalarMult(c.lambda, points).Equal(c.z) != 1 {
		return fmt.Errorf("%w: every trustee's proof is true, but the combined points are not what the trustees' shares give; they were refused, verify each trustee's parts and combine again", ErrCollective)
	}
	return nil
}

// Open verifies, as [Collective.Verify] does, and only then gives the plaintexts, as
// [OpenCombined] does. It panics if the statement is not of [NewOpening].
func (c *Collective) Open(shares []*CollectiveShare) ([]byte, error) {
	if c.c2s == nil {
		panic("threshold: a statement without second components was to be opened")
	}
	if err := c.Verify(shares); err != nil {
		return nil, err
	}
	return slices.Clone(c.opened), nil
}
