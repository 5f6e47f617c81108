package group

import (
	"crypto/sha512"
	"fmt"

	"filippo.io/edwards25519"
	"filippo.io/edwards25519/field"
)

// Point is an element of ristretto255. The zero value is not valid as an
// operand, only as a receiver; [NewPoint] gives the identity. Methods set their
// receiver and return it; receivers and arguments may be the same point.
//
// A Point is one representative on the Edwards curve of its class; compare only
// with [Point.Equal] or by [Point.Bytes].
type Point struct {
	inner edwards25519.Point

	// encoded is the canonical encoding while known is set. Only SetBytes and
	// Set write it, so that reading a point from several goroutines is safe.
	// It saves hashing a received statement the price of encoding it again.
	encoded [Size]byte
	known   bool
}

// NewPoint returns the identity.
func NewPoint() *Point {
	p := new(Point)
	p.inner.Set(edwards25519.NewIdentityPoint())
	return p
}

// Generator returns a fresh copy of the generator B (RFC 9496, section 4).
func Generator() *Point {
	p := new(Point)
	p.inner.Set(edwards25519.NewGeneratorPoint())
	return p
}

// Set sets v = a.
func (v *Point) Set(a *Point) *Point {
	*v = *a
	return v
}

// Add sets v = a + b.
func (v *Point) Add(a, b *Point) *Point {
	v.inner.Add(&a.inner, &b.inner)
	v.known = false
	return v
}

// Subtract sets v = a - b.
func (v *Point) Subtract(a, b *Point) *Point {
	v.inner.Subtract(&a.inner, &b.inner)
	v.known = false
	return v
}

// Negate sets v = -a.
func (v *Point) Negate(a *Point) *Point {
	v.inner.Negate(&a.inner)
	v.known = false
	return v
}

// ScalarMult sets v = s p, in constant time.
func (v *Point) ScalarMult(s *Scalar, p *Point) *Point {
	v.inner.ScalarMult(s, &p.inner)
	v.known = false
	return v
}

// ScalarBaseMult sets v = s B, in constant time.
func (v *Point) ScalarBaseMult(s *Scalar) *Point {
	v.inner.ScalarBaseMult(s)
	v.known = false
	return v
}

// Equal returns 1 if v and u are the same group element and 0 if not, in
// constant time (RFC 9496, section 4.3.3).
func (v *Point) Equal(u *Point) int {
	x1, y1, _, _ := v.inner.ExtendedCoordinates()
	x2, y2, _, _ := u.inner.ExtendedCoordinates()
	var a, b field.Element
	same := a.Multiply(x1, y2).Equal(b.Multiply(y1, x2))
	turned := a.Multiply(y1, y2).Equal(b.Multiply(x1, x2))
	return same | turned
}

// IsIdentity says whether v is the identity.
func (v *Point) IsIdentity() bool {
	if v.known {
		return v.encoded == [Size]byte{} // the one encoding of the identity (RFC 9496, section 4.3.2)
	}
	return v.Equal(NewPoint()) == 1
}

// Bytes returns the canonical 32-byte encoding (RFC 9496, section 4.3.2).
func (v *Point) Bytes() []byte {
	if !v.known {
		return encode(&v.inner)
	}
	b := make([]byte, Size)
	copy(b, v.encoded[:])
	return b
}

// SetBytes sets v to the point that b encodes (RFC 9496, section 4.3.1). b must
// be the 32 bytes that [Point.Bytes] returns for the point; otherwise SetBytes
// returns nil and [ErrPoint], and v is unchanged. The identity is accepted:
// callers refuse it where a protocol does.
func (v *Point) SetBytes(b []byte) (*Point, error) {
	var c coordinates
	if len(b) != Size || c.decode(b) == 0 {
		return nil, ErrPoint
	}
	v.setCoordinates(&c)
	copy(v.encoded[:], b)
	v.known = true
	return v, nil
}

// SetUniformBytes sets v to the image of 64 uniform bytes under the one-way map
// of RFC 9496, section 4.3.4, in constant time. Any other length is refused and
// leaves v unchanged.
func (v *Point) SetUniformBytes(b []byte) (*Point, error) {
	if len(b) != 64 {
		return nil, fmt.Errorf("group: the map to a point takes 64 bytes, not %d; no point was made", len(b))
	}
	var first, second Point
	var c coordinates
	c.elligator(b[:32])
	first.setCoordinates(&c)
	c.elligator(b[32:])
	second.setCoordinates(&c)
	return v.Add(&first, &second), nil
}

// HashToPoint returns a point of which nobody knows the discrete logarithm: the
// image under [Point.SetUniformBytes] of
//
//	SHA-512(frame("valurna/v1/point", label) | frame("data", data))
//
// with the frame of [Transcript.Append]. label names the use.
func HashToPoint(label string, data []byte) *Point {
	h := sha512.New()
	writeFrame(h, "valurna/v1/point", []byte(label))
	writeFrame(h, "data", data)
	p, err := new(Point).SetUniformBytes(h.Sum(nil))
	if err != nil {
		panic("group: SHA-512 did not give 64 bytes")
	}
	return p
}

// setCoordinates takes over coordinates that decode or elligator made.
func (v *Point) setCoordinates(c *coordinates) {
	if _, err := v.inner.SetExtendedCoordinates(&c.x, &c.y, &c.z, &c.t); err != nil {
		panic("group: coordinates off the curve")
	}
	v.known = false
}
