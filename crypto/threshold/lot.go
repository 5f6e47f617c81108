package threshold

import (
	"fmt"
	"io"

	"valurna/crypto/group"
)

// LotPoint is the point that the trustees apply their shares to for the lot named
// input: HashToPoint("lot", input). Nobody knows its discrete logarithm.
//
// input says what is decided, and among whom in which order, so that it fits one
// question only; it must be fixed before anybody could gain by its choice. The
// lot is then fixed as well: nobody can steer it, and fewer than t trustees
// cannot foresee it, but t who join forces can, from the moment on when input is
// known. A key that draws lots must apply its shares to no point that a stranger
// chose: ciphertexts need a proof that their maker knows r with C1 = r B.
func LotPoint(input []byte) *group.Point { return group.HashToPoint("lot", input) }

// LotShare is what one trustee adds to a lot: Z_i = x_i G, G being the
// [LotPoint], with a proof that its logarithm is that of the public share (Chaum
// and Pedersen, "Wallet databases with observers", 1992). Together the shares are
// a verifiable random function with a shared key.
//
//	NewTranscript("valurna/v1/lot")
//	Append("input", input)
//	AppendUint64("trustee", i)
//	AppendPoints("public share", Y_i)
//	AppendPoints("share", Z_i),  Z_i = x_i G
//	AppendPoints("commitments", A, B),  A = k B,  B = k G
//	c = Challenge("challenge"),  z = k + c x_i
//	holds if z B = A + c Y_i and z G = B + c Z_i
//
// The encoding is that of a [CollectiveShare], without any identity.
type LotShare CollectiveShare

// LotShareSize is the length in bytes of an encoded LotShare.
const LotShareSize = CollectiveShareSize

// ProveLot makes the share of trustee i. public must be share B, as
// [PublicShare] gives it. The share of the key is handled in constant time.
func ProveLot(input []byte, i int, share *group.Scalar, public *group.Point, rand io.Reader) (*LotShare, error) {
	if err := checkIndex(i); err != nil {
		return nil, err
	}
	if new(group.Point).ScalarBaseMult(share).Equal(public) != 1 || public.IsIdentity() {
		return nil, fmt.Errorf("threshold: the share of trustee %d does not belong to its public share; nothing was drawn, take the share of this key", i)
	}
	g := LotPoint(input)
	s := &LotShare{Z: new(group.Point).ScalarMult(share, g)}
	t := lotTranscript(input, i, public, s.Z)
	nonces, err := t.Nonces(1, rand, share)
	if err != nil {
		return nil, err
	}
	k := nonces[0]
	s.A = new(group.Point).ScalarBaseMult(k)
	s.B = new(group.Point).ScalarMult(k, g)
	s.Response = group.NewScalar().MultiplyAdd((*CollectiveShare)(s).challenge(t), share, k)
	k.Set(group.NewScalar())
	return s, nil
}

// VerifyLot checks the share of trustee i. Variable time. Its error wraps
// [ErrLot] and names the trustee.
func VerifyLot(input []byte, i int, public *group.Point, s *LotShare) error {
	if err := checkIndex(i); err != nil {
		return err
	}
	for _, p := range []*group.Point{public, s.Z, s.A, s.B} {
		if p.IsIdentity() {
			return fmt.Errorf("%w: the share or public share of trustee %d has an identity; it was refused, draw with another trustee", ErrLot, i)
		}
	}
	c := (*CollectiveShare)(s).challenge(lotTranscript(input, i, public, s.Z))
	if !equation(s.Response, group.Generator(), s.A, c, public) || !equation(s.Response, LotPoint(input), s.B, c, s.Z) {
		return fmt.Errorf("%w: the proof of trustee %d is false; its share was refused, draw with another trustee and look into this one", ErrLot, i)
	}
	return nil
}

// lotTranscript binds the statement.
func lotTranscript(input []byte, i int, public, share *group.Point) *group.Transcript {
	t := group.NewTranscript("valurna/v1/lot")
	t.Append("input", input)
	t.AppendUint64("trustee", uint64(i))
	t.AppendPoints("public share", public)
	t.AppendPoints("share", share)
	return t
}

// CombineLot verifies the shares of at least t trustees and returns the lot,
// which is the same whoever they are. publics[k] and shares[k] are of the trustee
// indices[k]. With V the sum of lambda_i Z_i, that is x G, the lot is
//
//	NewTranscript("valurna/v1/lot output")
//	AppendPoints("key", Y)
//	Append("input", input)
//	AppendPoints("value", V)
//	Digest("lot")
//
// The sum of lambda_i Y_i must be Y, which says that the trustees are enough and
// of this key. Variable time. Its errors wrap [ErrLot] where a share or a public
// share is at fault, and name the trustee.
func CombineLot(key *group.Point, input []byte, indices []int, publics []*group.Point, shares []*LotShare) (*Lot, error) {
	if len(indices) == 0 || len(indices) != len(publics) || len(indices) != len(shares) {
		return nil, fmt.Errorf("threshold: %d trustees, %d public shares and %d shares of a lot; nothing was drawn, give one for each trustee", len(indices), len(publics), len(shares))
	}
	lambda, err := lagrange(indices)
	if err != nil {
		return nil, err
	}
	points := make([]*group.Point, len(shares))
	for k, s := range shares {
		if err := VerifyLot(input, indices[k], publics[k], s); err != nil {
			return nil, err
		}
		points[k] = s.Z
	}
	if key.IsIdentity() || group.MultiScalarMult(lambda, publics).Equal(key) != 1 {
		return nil, fmt.Errorf("%w: trustees %v are too few, or their public shares are not of this key; nothing was drawn, take the shares from the ceremony", ErrLot, indices)
	}
	t := group.NewTranscript("valurna/v1/lot output")
	t.AppendPoints("key", key)
	t.Append("input", input)
	t.AppendPoints("value", group.MultiScalarMult(lambda, points))
	lot := Lot(t.Digest("lot"))
	return &lot, nil
}

// Bytes returns the encoding Z | A | B | z.
func (s *LotShare) Bytes() []byte { return (*CollectiveShare)(s).Bytes() }

// Decode sets s to the share that b encodes: exactly [LotShareSize] bytes of
// canonical encodings, no identity among them. Otherwise s is unchanged.
func (s *LotShare) Decode(b []byte) error {
	read, err := readShare(b)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrLot, err)
	}
	if read.Z.IsIdentity() {
		return fmt.Errorf("%w: a share has the identity where no honest trustee puts it; it was not read, refuse it", ErrLot)
	}
	*s = LotShare(*read)
	return nil
}
