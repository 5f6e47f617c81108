package threshold

import (
	"fmt"
	"io"
	"slices"

	"valurna/crypto/group"
)

// Dealing is the public side of a dealer's polynomial: a commitment A_k = a_k B
// to each coefficient (Feldman, "A practical scheme for non-interactive
// verifiable secret sharing", 1987), and a proof that the dealer knows a_0, so
// that no dealer can cancel the others' keys with a key made from theirs.
//
// The proof is a [group.Knowledge] of a_0 on the transcript
//
//	NewTranscript("valurna/v1/dealing")
//	Append("context", context)
//	AppendUint64("dealer", dealer)
//	AppendUint64("threshold", t)
//	AppendUint64("trustees", n)
//	AppendPoints("commitments", A_0..A_{t-1})
type Dealing struct {
	Commitments []*group.Point
	Proof       group.Knowledge
}

// DealingSize returns the length in bytes of an encoded dealing of threshold t.
func DealingSize(t int) int { return (t + 2) * group.Size }

// Deal makes the polynomial of one dealer for a key that t of n trustees use.
func Deal(context []byte, dealer, t, n int, rand io.Reader) (*Polynomial, *Dealing, error) {
	if err := checkDealer(dealer, t, n); err != nil {
		return nil, nil, err
	}
	p, err := newPolynomial(t, n, rand)
	if err != nil {
		return nil, nil, err
	}
	d := &Dealing{Commitments: make([]*group.Point, t)}
	for k, a := range p.coefficients {
		d.Commitments[k] = new(group.Point).ScalarBaseMult(a)
	}
	d.Proof, err = group.ProveKnowledge(d.transcript(context, dealer, t, n), p.coefficients[:1], rand)
	if err != nil {
		p.Erase()
		return nil, nil, err
	}
	return p, d, nil
}

// Verify checks the dealing's shape, that no commitment is the identity, and the
// proof of knowledge. Its error wraps [ErrDealing].
func (d *Dealing) Verify(context []byte, dealer, t, n int) error {
	if err := checkDealer(dealer, t, n); err != nil {
		return err
	}
	if len(d.Commitments) != t {
		return fmt.Errorf("%w: dealer %d has %d commitments, not %d; it was refused, complain and abort the ceremony", ErrDealing, dealer, len(d.Commitments), t)
	}
	for k, a := range d.Commitments {
		if a.IsIdentity() {
			return fmt.Errorf("%w: commitment %d of dealer %d is the identity; it was refused, complain and abort the ceremony", ErrDealing, k, dealer)
		}
	}
	if err := d.Proof.Verify(d.transcript(context, dealer, t, n), d.Commitments[:1]); err != nil {
		return fmt.Errorf("%w: dealer %d does not prove to know the secret; it was refused, complain and abort the ceremony: %w", ErrDealing, dealer, err)
	}
	return nil
}

// VerifyShare checks a share that this dealing's dealer sent to receiver:
// s B must be the commitments' value at the receiver's index. The share is
// handled in constant time. Verify the dealing first.
func (d *Dealing) VerifyShare(receiver int, s *group.Scalar) error {
	if err := checkIndex(receiver); err != nil {
		return err
	}
	if new(group.Point).ScalarBaseMult(s).Equal(evaluate(d.Commitments, receiver)) != 1 {
		return ErrShare
	}
	return nil
}

// PublicKey returns the common key, the sum of the dealers' A_0. All dealings
// must have been verified.
func PublicKey(ds []*Dealing) (*group.Point, error) {
	y := group.NewPoint()
	for _, d := range ds {
		if len(d.Commitments) == 0 {
			return nil, fmt.Errorf("%w: it has no commitments; no key was made, verify every dealing first", ErrDealing)
		}
		y.Add(y, d.Commitments[0])
	}
	if y.IsIdentity() {
		return nil, fmt.Errorf("%w: the sum of %d dealings is the identity; no key was made, repeat the ceremony", ErrDealing, len(ds))
	}
	return y, nil
}

// PublicShare returns x_i B, where x_i is trustee i's share of the common key.
// All dealings must have been verified for the same t; it panics if i is no
// trustee's index.
func PublicShare(ds []*Dealing, i int) *group.Point {
	if err := checkIndex(i); err != nil {
		panic(err.Error())
	}
	var sums []*group.Point
	for _, d := range ds {
		for k, a := range d.Commitments {
			if k == len(sums) {
				sums = append(sums, group.NewPoint())
			}
			sums[k].Add(sums[k], a)
		}
	}
	return evaluate(sums, i)
}

// evaluate returns the sum of i^k A_k, in variable time.
func evaluate(commitments []*group.Point, i int) *group.Point {
	x := group.ScalarFromUint64(uint64(i))
	powers := make([]*group.Scalar, len(commitments))
	power := group.ScalarFromUint64(1)
	for k := range powers {
		powers[k] = group.NewScalar().Set(power)
		power.Multiply(power, x)
	}
	return group.MultiScalarMult(powers, commitments)
}

func (d *Dealing) transcript(context []byte, dealer, t, n int) *group.Transcript {
	tr := group.NewTranscript("valurna/v1/dealing")
	tr.Append("context", context)
	tr.AppendUint64("dealer", uint64(dealer))
	tr.AppendUint64("threshold", uint64(t))
	tr.AppendUint64("trustees", uint64(n))
	tr.AppendPoints("commitments", d.Commitments...)
	return tr
}

// Bytes returns the encoding A_0 | ... | A_{t-1} | R | z.
func (d *Dealing) Bytes() []byte {
	b := make([]byte, 0, DealingSize(len(d.Commitments)))
	for _, a := range d.Commitments {
		b = append(b, a.Bytes()...)
	}
	return append(b, d.Proof.Bytes()...)
}

// Decode sets d to the dealing of threshold t that b encodes: exactly
// [DealingSize] bytes of canonical encodings, none of a point the identity.
// Otherwise d is unchanged. It does not verify.
func (d *Dealing) Decode(b []byte, t int) error {
	if t < 1 || t > MaxTrustees || len(b) != DealingSize(t) {
		return fmt.Errorf("%w: %d bytes do not encode one of threshold %d; it was not read, refuse it", ErrDealing, len(b), t)
	}
	commitments := make([]*group.Point, 0, t)
	for part := range slices.Chunk(b[:t*group.Size], group.Size) {
		a, err := new(group.Point).SetBytes(part)
		if err != nil {
			return fmt.Errorf("%w: %w", ErrDealing, err)
		}
		if a.IsIdentity() {
			return fmt.Errorf("%w: a commitment is the identity; it was not read, refuse it", ErrDealing)
		}
		commitments = append(commitments, a)
	}
	proof, err := group.DecodeKnowledge(b[t*group.Size:], 1)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDealing, err)
	}
	*d = Dealing{commitments, proof}
	return nil
}

func checkDealer(dealer, t, n int) error {
	if err := checkSizes(t, n); err != nil {
		return err
	}
	if dealer < 1 || dealer > n {
		return fmt.Errorf("threshold: dealer %d is none of %d trustees; nothing was done", dealer, n)
	}
	return nil
}
