package threshold

import (
	"errors"
	"fmt"
	"io"

	"valurna/crypto/group"
	"valurna/crypto/parallel"
)

// PartProof shows that one trustee applied its share x_i, and nothing else, to
// every ciphertext: parts D_j = x_i C1_j, all covered by one proof of equal
// logarithms (Chaum and Pedersen, "Wallet databases with observers", 1992) about
// a random linear combination.
//
//	NewTranscript("valurna/v1/parts")
//	Append("context", context)
//	AppendUint64("trustee", i)
//	AppendPoints("public share", Y_i)
//	AppendPoints("ciphertexts", C1_1..C1_N)
//	AppendPoints("parts", D_1..D_N)
//	d_1..d_N = Weights("weights", N)
//	M = sum of d_j C1_j,  Z = sum of d_j D_j
//	AppendPoints("combined", M, Z)
//	AppendPoints("commitments", A, B),  A = k B,  B = k M
//	c = Challenge("challenge"),  z = k + c x_i
//	holds if z B = A + c Y_i and z M = B + c Z
//
// Each weight hangs on every pair. Were a weight to depend on its own pair only,
// somebody who knows x_i could look for false parts whose weighted errors cancel
// (a generalised birthday attack: Wagner, "A generalized birthday problem", 2002).
type PartProof struct {
	A, B *group.Point
	Z    *group.Scalar
}

// PartProofSize is the length in bytes of an encoded PartProof.
const PartProofSize = 3 * group.Size

// DecryptParts applies trustee i's share to the first components of ciphertexts
// and proves it. public must be share B, as [PublicShare] gives it. The share is
// handled in constant time. No ciphertexts give no parts and a valid proof: an
// empty ballot box is opened too.
func DecryptParts(context []byte, i int, share *group.Scalar, public *group.Point, c1s []*group.Point, rand io.Reader) ([]*group.Point, *PartProof, error) {
	if err := checkIndex(i); err != nil {
		return nil, nil, err
	}
	if err := checkComponents(c1s); err != nil {
		return nil, nil, err
	}
	if new(group.Point).ScalarBaseMult(share).Equal(public) != 1 || public.IsIdentity() {
		return nil, nil, fmt.Errorf("threshold: the share of trustee %d does not belong to its public share; nothing was decrypted, take the share of this key", i)
	}
	parts := make([]*group.Point, len(c1s))
	parallel.Each(len(c1s), perWorker, func(j int) {
		parts[j] = new(group.Point).ScalarMult(share, c1s[j])
	})
	t := partsTranscript(context, i, public, c1s, parts)
	m, z := combined(t, c1s, parts)
	p, err := provePart(t, share, m, z, rand)
	if err != nil {
		return nil, nil, err
	}
	return parts, p, nil
}

// VerifyParts checks that parts are c1s times the share behind public. Variable
// time. Its error wraps [ErrParts].
func VerifyParts(context []byte, i int, public *group.Point, c1s, parts []*group.Point, p *PartProof) error {
	if err := checkIndex(i); err != nil {
		return err
	}
	if len(parts) != len(c1s) {
		return fmt.Errorf("%w: trustee %d gave %d for %d ciphertexts; they were refused, ask for them again", ErrParts, i, len(parts), len(c1s))
	}
	if err := checkComponents(c1s); err != nil {
		return err
	}
	if public.IsIdentity() {
		return fmt.Errorf("%w: the public share of trustee %d is the identity; they were refused", ErrParts, i)
	}
	t := partsTranscript(context, i, public, c1s, parts)
	m, z := combined(t, c1s, parts)
	c := p.challenge(t, m, z)
	if !equation(p.Z, group.Generator(), p.A, c, public) || !equation(p.Z, m, p.B, c, z) {
		return fmt.Errorf("%w: the proof of trustee %d is false; they were refused, decrypt with another trustee and look into this one", ErrParts, i)
	}
	return nil
}

// partsTranscript binds the statement.
func partsTranscript(context []byte, i int, public *group.Point, c1s, parts []*group.Point) *group.Transcript {
	t := group.NewTranscript("valurna/v1/parts")
	t.Append("context", context)
	t.AppendUint64("trustee", uint64(i))
	t.AppendPoints("public share", public)
	t.AppendPoints("ciphertexts", c1s...)
	t.AppendPoints("parts", parts...)
	return t
}

// combined draws the weights and returns M and Z.
func combined(t *group.Transcript, c1s, parts []*group.Point) (m, z *group.Point) {
	weights := t.Weights("weights", len(c1s))
	return group.MultiScalarMult(weights, c1s), group.MultiScalarMult(weights, parts)
}

// provePart proves log_B public = log_m z on a transcript that binds the statement.
func provePart(t *group.Transcript, share *group.Scalar, m, z *group.Point, rand io.Reader) (*PartProof, error) {
	nonces, err := t.Nonces(1, rand, share)
	if err != nil {
		return nil, err
	}
	k := nonces[0]
	p := &PartProof{
		A: new(group.Point).ScalarBaseMult(k),
		B: new(group.Point).ScalarMult(k, m),
	}
	p.Z = group.NewScalar().MultiplyAdd(p.challenge(t, m, z), share, k)
	k.Set(group.NewScalar())
	return p, nil
}

func (p *PartProof) challenge(t *group.Transcript, m, z *group.Point) *group.Scalar {
	t.AppendPoints("combined", m, z)
	t.AppendPoints("commitments", p.A, p.B)
	return t.Challenge("challenge")
}

// equation says whether s base = commitment + c public.
func equation(s *group.Scalar, base, commitment *group.Point, c *group.Scalar, public *group.Point) bool {
	minus := group.NewScalar().Negate(c)
	left := group.MultiScalarMult([]*group.Scalar{s, minus}, []*group.Point{base, public})
	return left.Equal(commitment) == 1
}

// checkComponents refuses identities, which no encryption gives and for which
// a part would say nothing.
func checkComponents(c1s []*group.Point) error {
	for j, c1 := range c1s {
		if c1.IsIdentity() {
			return fmt.Errorf("threshold: ciphertext %d has the identity as its first component; nothing was decrypted, refuse the ciphertext where it comes in", j)
		}
	}
	return nil
}

// Bytes returns the encoding A | B | z.
func (p *PartProof) Bytes() []byte {
	b := append(p.A.Bytes(), p.B.Bytes()...)
	return append(b, p.Z.Bytes()...)
}

// Decode sets p to the proof that b encodes: exactly [PartProofSize] bytes of
// canonical encodings. Otherwise p is unchanged. B may be the identity, as it is
// for an empty ballot box.
func (p *PartProof) Decode(b []byte) error {
	if len(b) != PartProofSize {
		return fmt.Errorf("%w: a proof has %d bytes, not %d; it was not read, refuse it", ErrParts, len(b), PartProofSize)
	}
	first, errA := new(group.Point).SetBytes(b[:32])
	second, errB := new(group.Point).SetBytes(b[32:64])
	z, errZ := group.DecodeScalar(b[64:])
	if err := errors.Join(errA, errB, errZ); err != nil {
		return fmt.Errorf("%w: %w", ErrParts, err)
	}
	*p = PartProof{first, second, z}
	return nil
}
