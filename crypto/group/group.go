// Package group is the one prime-order group of the system: ristretto255
// (RFC 9496), with the transcript that every proof hashes its statement into.
//
// For most uses: decode points with [Point.SetBytes] and scalars with
// [DecodeScalar], put the whole statement into a [Transcript], and let
// [ProveKnowledge] or a challenge do the rest.
//
// Everything runs in constant time except what is named variable time
// ([MultiScalarMult], [Extract] and the verification of proofs), which must see
// public data only.
//
// The encoding stands here, over the points of filippo.io/edwards25519, and is
// not taken from gtank/ristretto255: that package keeps its inner points to
// itself, and Pippenger's multi-scalar multiplication, which verifies a ballot
// box several times faster than the library's own, has to reach them.
package group

import (
	"errors"
	"fmt"
	"io"

	"filippo.io/edwards25519"
)

// Size is the length in bytes of an encoded point and of an encoded scalar.
const Size = 32

// Scalar is an integer modulo the group order
// l = 2^252 + 27742317777372353535851937790883648493 (RFC 9496, section 4.4).
// Its encoding is 32 bytes, little endian, smaller than l. The zero value is 0.
type Scalar = edwards25519.Scalar

// Errors of the decoders. The receiver is unchanged whenever one is returned.
var (
	// ErrPoint says that bytes are no canonical ristretto255 encoding.
	ErrPoint = errors.New("group: not a canonical ristretto255 encoding; the point was not read, refuse the message that holds it")
	// ErrScalar says that bytes are no scalar: not 32 bytes, or not below the order.
	ErrScalar = errors.New("group: not a canonical scalar; it was not read, refuse the message that holds it")
)

// NewScalar returns 0.
func NewScalar() *Scalar { return edwards25519.NewScalar() }

// DecodeScalar reads the canonical encoding of a scalar: exactly 32 bytes,
// little endian, smaller than the order (RFC 9496, section 4.4). Every other
// input gives [ErrScalar].
func DecodeScalar(b []byte) (*Scalar, error) {
	s, err := edwards25519.NewScalar().SetCanonicalBytes(b)
	if err != nil {
		return nil, ErrScalar
	}
	return s, nil
}

// RandomScalar returns a uniform scalar other than zero: 64 bytes of rand, read
// as a little-endian integer and reduced (RFC 9496, section 4.4). It reads on
// should the result be zero, and fails only if rand does.
func RandomScalar(rand io.Reader) (*Scalar, error) {
	var wide [64]byte
	defer clear(wide[:])
	for {
		if err := readRandom(rand, wide[:]); err != nil {
			return nil, err
		}
		s := scalarFromWide(&wide)
		if s.Equal(edwards25519.NewScalar()) == 0 {
			return s, nil
		}
	}
}

// ScalarFromUint64 returns v as a scalar.
func ScalarFromUint64(v uint64) *Scalar {
	var b [Size]byte
	for i := range 8 {
		b[i] = byte(v >> (8 * i))
	}
	s, err := edwards25519.NewScalar().SetCanonicalBytes(b[:])
	if err != nil {
		panic("group: a 64-bit integer exceeds the group order")
	}
	return s
}

// scalarFromWide reduces 64 little-endian bytes modulo the order.
func scalarFromWide(wide *[64]byte) *Scalar {
	s, err := edwards25519.NewScalar().SetUniformBytes(wide[:])
	if err != nil {
		panic("group: 64 bytes are not the width of a uniform scalar")
	}
	return s
}

// readRandom fills b from rand.
func readRandom(rand io.Reader, b []byte) error {
	if _, err := io.ReadFull(rand, b); err != nil {
		return fmt.Errorf("group: the source of randomness failed, so no secret was made; mend it and try again: %w", err)
	}
	return nil
}
