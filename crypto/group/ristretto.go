package group

import (
	"bytes"
	"crypto/subtle"
	"math/big"
	"slices"

	"filippo.io/edwards25519"
	"filippo.io/edwards25519/field"
)

// The constants of RFC 9496, section 4.1.
var (
	feOne            = new(field.Element).One()
	feMinusOne       = new(field.Element).Negate(feOne)
	feD              = constant("37095705934669439343138083508754565189542113879843219016388785533085940283555")
	feSqrtM1         = constant("19681161376707505956807079304988542015446066515923890162744021073123829784752")
	feSqrtADMinusOne = constant("25063068953384623474111414158702152701244531502492656460079210482610430750235")
	feInvSqrtAMinusD = constant("54469307008909316920995813868745141605393597292927456921205312896311721017578")
	feOneMinusDSq    = constant("1159843021668779879193775521855586647937357759715417654439879720876111806838")
	feDMinusOneSq    = constant("40440834346308536858101042469323190826248399146238708352240133220865137265952")
)

// constant reads a field element from the decimal form that the RFC prints.
func constant(decimal string) *field.Element {
	n, ok := new(big.Int).SetString(decimal, 10)
	if !ok {
		panic("group: a constant is not a number")
	}
	b := n.FillBytes(make([]byte, Size))
	slices.Reverse(b)
	e, err := new(field.Element).SetBytes(b)
	if err != nil || !bytes.Equal(e.Bytes(), b) {
		panic("group: a constant is not a field element")
	}
	return e
}

// coordinates are extended Edwards coordinates: x = X/Z, y = Y/Z, xy = T/Z.
type coordinates struct{ x, y, z, t field.Element }

// decode sets c to the point with the 32-byte encoding b and returns 1, or
// returns 0 if there is none, c then being meaningless. Its running time does
// not depend on b, which [Embed] needs (RFC 9496, section 4.3.1).
func (c *coordinates) decode(b []byte) int {
	var s field.Element
	if _, err := s.SetBytes(b); err != nil {
		return 0
	}
	// SetBytes reduces and drops the top bit, so only a canonical field element
	// comes back as it was; s must also be non-negative, that is even.
	ok := subtle.ConstantTimeCompare(s.Bytes(), b) & (1 - s.IsNegative())

	var ss, u1, u2, u2Sq, v, w, invSqrt, denX, denY field.Element
	ss.Square(&s)
	u1.Subtract(feOne, &ss)
	u2.Add(feOne, &ss)
	u2Sq.Square(&u2)

	// v = -(D u1^2) - u2^2
	v.Square(&u1)
	v.Multiply(&v, feD)
	v.Negate(&v)
	v.Subtract(&v, &u2Sq)

	w.Multiply(&v, &u2Sq)
	_, wasSquare := invSqrt.SqrtRatio(feOne, &w)

	denX.Multiply(&invSqrt, &u2)
	denY.Multiply(&invSqrt, &denX)
	denY.Multiply(&denY, &v)

	c.x.Add(&s, &s)
	c.x.Multiply(&c.x, &denX)
	c.x.Absolute(&c.x)
	c.y.Multiply(&u1, &denY)
	c.z.One()
	c.t.Multiply(&c.x, &c.y)

	return ok & wasSquare & (1 - c.t.IsNegative()) & (1 - c.y.Equal(new(field.Element)))
}

// encode returns the canonical encoding of p's class, in constant time
// (RFC 9496, section 4.3.2).
func encode(p *edwards25519.Point) []byte {
	x0, y0, z0, t0 := p.ExtendedCoordinates()

	var u1, u2, w, invSqrt, den1, den2, zInv field.Element
	u1.Add(z0, y0)
	w.Subtract(z0, y0)
	u1.Multiply(&u1, &w)
	u2.Multiply(x0, y0)

	w.Square(&u2)
	w.Multiply(&w, &u1)
	invSqrt.SqrtRatio(feOne, &w)

	den1.Multiply(&invSqrt, &u1)
	den2.Multiply(&invSqrt, &u2)
	zInv.Multiply(&den1, &den2)
	zInv.Multiply(&zInv, t0)

	var ix0, iy0, enchanted, x, y, denInv, s field.Element
	ix0.Multiply(x0, feSqrtM1)
	iy0.Multiply(y0, feSqrtM1)
	enchanted.Multiply(&den1, feInvSqrtAMinusD)

	rotate := w.Multiply(t0, &zInv).IsNegative()
	x.Select(&iy0, x0, rotate)
	y.Select(&ix0, y0, rotate)
	denInv.Select(&enchanted, &den2, rotate)

	flip := w.Multiply(&x, &zInv).IsNegative()
	w.Negate(&y)
	y.Select(&w, &y, flip)

	s.Subtract(z0, &y)
	s.Multiply(&s, &denInv)
	return s.Absolute(&s).Bytes()
}

// elligator sets c to the image of 32 bytes, whose top bit is ignored, under the
// function MAP of RFC 9496, section 4.3.4, in constant time.
func (c *coordinates) elligator(b []byte) {
	var t, r, u, v, w, s, sPrime, k, n field.Element
	if _, err := t.SetBytes(b); err != nil {
		panic("group: MAP takes 32 bytes")
	}
	r.Square(&t)
	r.Multiply(&r, feSqrtM1)

	u.Add(&r, feOne)
	u.Multiply(&u, feOneMinusDSq)

	// v = (-1 - r D) (r + D)
	v.Multiply(&r, feD)
	v.Subtract(feMinusOne, &v)
	w.Add(&r, feD)
	v.Multiply(&v, &w)

	_, wasSquare := s.SqrtRatio(&u, &v)
	sPrime.Multiply(&s, &t)
	sPrime.Absolute(&sPrime)
	sPrime.Negate(&sPrime)
	s.Select(&s, &sPrime, wasSquare)
	k.Select(feMinusOne, &r, wasSquare)

	// n = k (r - 1) (D - 1)^2 - v
	n.Subtract(&r, feOne)
	n.Multiply(&n, &k)
	n.Multiply(&n, feDMinusOneSq)
	n.Subtract(&n, &v)

	var w0, w1, w2, w3 field.Element
	w0.Multiply(&s, &v)
	w0.Add(&w0, &w0)
	w1.Multiply(&n, feSqrtADMinusOne)
	w.Square(&s)
	w2.Subtract(feOne, &w)
	w3.Add(feOne, &w)

	c.x.Multiply(&w0, &w3)
	c.y.Multiply(&w2, &w1)
	c.z.Multiply(&w1, &w3)
	c.t.Multiply(&w0, &w2)
}
