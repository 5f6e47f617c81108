package group

import (
	"errors"
	"io"
	"slices"

	"filippo.io/edwards25519"
)

// ErrKnowledge says that a proof of knowledge does not hold.
var ErrKnowledge = errors.New("group: the proof of knowledge does not hold; nothing was accepted, refuse the message that carries it")

// Knowledge is a Schnorr proof, with one challenge for all, that its maker knows
// x_1..x_n with X_i = x_i B. The commitments and not the challenge are kept, so
// that many proofs verify with one multi-scalar multiplication
// ([KnowledgeBatch]).
//
//	t absorbs   AppendPoints("knowledge statement", X_1..X_n)
//	            AppendPoints("knowledge commitments", R_1..R_n), R_i = k_i B
//	c         = Challenge("knowledge challenge")
//	z_i       = k_i + c x_i
//	holds if    z_i B = R_i + c X_i for every i, and n >= 1
type Knowledge struct {
	R []*Point
	Z []*Scalar
}

// ProveKnowledge proves knowledge of xs. t must have absorbed everything else
// that the proof is to bind; afterwards it has absorbed the proof's challenge
// and can be used further. Constant time. It reads 32 bytes of rand and fails
// only if rand does, or if xs is empty.
func ProveKnowledge(t *Transcript, xs []*Scalar, rand io.Reader) (Knowledge, error) {
	if len(xs) == 0 {
		return Knowledge{}, errors.New("group: a proof of knowledge of nothing was asked for; none was made")
	}
	statement := make([]*Point, len(xs))
	for i, x := range xs {
		statement[i] = new(Point).ScalarBaseMult(x)
	}
	t.AppendPoints("knowledge statement", statement...)
	nonces, err := t.Nonces(len(xs), rand, xs...)
	if err != nil {
		return Knowledge{}, err
	}
	k := Knowledge{R: make([]*Point, len(xs)), Z: make([]*Scalar, len(xs))}
	for i, nonce := range nonces {
		k.R[i] = new(Point).ScalarBaseMult(nonce)
	}
	t.AppendPoints("knowledge commitments", k.R...)
	c := t.Challenge("knowledge challenge")
	for i, nonce := range nonces {
		k.Z[i] = edwards25519.NewScalar().MultiplyAdd(c, xs[i], nonce)
		nonce.Set(edwards25519.NewScalar())
	}
	return k, nil
}

// Verify returns nil if k proves knowledge of the discrete logarithms of xs, and
// [ErrKnowledge] if not. t must have absorbed what it had when the proof was
// made; it moves on as in [ProveKnowledge]. Variable time. Whether an identity
// among xs is acceptable is for the caller to say.
func (k Knowledge) Verify(t *Transcript, xs []*Point) error {
	c, ok := k.challenge(t, xs)
	if !ok || !holds([]claim{{c, xs, k}}, NewTranscript("valurna/v1/knowledge single")) {
		return ErrKnowledge
	}
	return nil
}

// challenge absorbs statement and commitments and returns the challenge; it says
// false, and absorbs nothing, if the proof has not the statement's length.
func (k Knowledge) challenge(t *Transcript, xs []*Point) (*Scalar, bool) {
	if len(xs) == 0 || len(k.R) != len(xs) || len(k.Z) != len(xs) {
		return nil, false
	}
	t.AppendPoints("knowledge statement", xs...)
	t.AppendPoints("knowledge commitments", k.R...)
	return t.Challenge("knowledge challenge"), true
}

// Bytes returns the encoding R_1 | ... | R_n | z_1 | ... | z_n, 64 n bytes.
func (k Knowledge) Bytes() []byte {
	b := make([]byte, 0, 2*Size*len(k.R))
	for _, r := range k.R {
		b = append(b, r.Bytes()...)
	}
	for _, z := range k.Z {
		b = append(b, z.Bytes()...)
	}
	return b
}

// DecodeKnowledge reads a proof about n points: exactly 64 n bytes of canonical
// encodings. Identity commitments are refused, which no honest prover makes.
func DecodeKnowledge(b []byte, n int) (Knowledge, error) {
	if n < 1 || len(b)%(2*Size) != 0 || len(b)/(2*Size) != n {
		return Knowledge{}, errors.New("group: a proof of knowledge has the wrong length; it was not read, refuse the message that holds it")
	}
	k := Knowledge{R: make([]*Point, n), Z: make([]*Scalar, n)}
	var err error
	i := 0
	for part := range slices.Chunk(b, Size) {
		if i < n {
			if k.R[i], err = new(Point).SetBytes(part); err == nil && k.R[i].IsIdentity() {
				err = ErrPoint
			}
		} else {
			k.Z[i-n], err = DecodeScalar(part)
		}
		if err != nil {
			return Knowledge{}, err
		}
		i++
	}
	return k, nil
}
