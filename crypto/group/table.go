package group

import "crypto/subtle"

// Table holds multiples of one point, so that many multiplications of it cost
// about a quarter of [Point.ScalarMult] each, as those of the generator do. It
// is worth making, at the price of a few multiplications, for a key or a second
// generator. A Table does not change and may be used from several goroutines.
//
// The method is that of Bernstein, Duif, Lange, Schwabe and Yang, "High-speed
// high-security signatures", 2012, section 4.
type Table struct {
	rows [32][8]affine // rows[i][j] = (j + 1) 256^i p
}

// NewTable makes the table of p, in constant time.
func NewTable(p *Point) *Table {
	var points [32 * 8]Point
	base := new(Point).Set(p)
	for i := range 32 {
		points[8*i].Set(base)
		for j := 1; j < 8; j++ {
			points[8*i+j].Add(&points[8*i+j-1], base)
		}
		for range 8 {
			base.inner.Double(&base.inner)
		}
	}
	t := new(Table)
	for i, a := range affines(points[:]) {
		t.rows[i/8][i%8] = a
	}
	return t
}

// Mul sets v = s p, p being the table's point, and returns v. Constant time: it
// reads the whole table whatever s is.
func (t *Table) Mul(v *Point, s *Scalar) *Point {
	// s is the sum of digits[i] 16^i with -8 <= digits[i] <= 8. The odd digits
	// are added up first and multiplied by 16, so that one table serves both.
	digits := radix16(s)
	var c coordinates
	var a affine
	c.identity()
	for i := 1; i < 64; i += 2 {
		a.pick(&t.rows[i/2], digits[i])
		c.addAffine(&a)
	}
	for range 4 {
		c.double()
	}
	for i := 0; i < 64; i += 2 {
		a.pick(&t.rows[i/2], digits[i])
		c.addAffine(&a)
	}
	v.setCoordinates(&c)
	clear(digits[:])
	return v
}

// pick sets a to digit times the first of row, -8 <= digit <= 8, in constant time.
func (a *affine) pick(row *[8]affine, digit int8) {
	sign := digit >> 7
	size := uint8((digit + sign) ^ sign)
	a.plus.One()
	a.minus.One()
	a.t2d.Zero()
	for j := range row {
		a.choose(&row[j], subtle.ConstantTimeByteEq(size, uint8(j+1)))
	}
	a.negateIf(int(sign & 1))
}

// radix16 returns the signed digits of s to the base 16, in constant time. s is
// below 2^253, so the last digit leaves no carry.
func radix16(s *Scalar) [64]int8 {
	var digits [64]int8
	for i, b := range s.Bytes() {
		digits[2*i] = int8(b & 15)
		digits[2*i+1] = int8(b >> 4)
	}
	for i := range 63 {
		carry := (digits[i] + 8) >> 4
		digits[i] -= carry << 4
		digits[i+1] += carry
	}
	return digits
}
