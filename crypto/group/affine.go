package group

import "filippo.io/edwards25519/field"

// feTwoD is 2 d.
var feTwoD = new(field.Element).Add(feD, feD)

// affine is a point with Z = 1 in the form in which it is added fastest:
// y + x, y - x and 2 d x y. The identity is 1, 1, 0.
type affine struct{ plus, minus, t2d field.Element }

// affines gives points in affine form, in constant time. The inverses of all Z
// come from one inversion (Montgomery, "Speeding the Pollard and elliptic curve
// methods of factorization", 1987, section 10.3.1).
func affines(p []Point) []affine {
	a := make([]affine, len(p))
	before := make([]field.Element, len(p)) // the product of the Z before each
	var product field.Element
	product.One()
	for i := range p {
		_, _, z, _ := p[i].inner.ExtendedCoordinates()
		before[i].Set(&product)
		product.Multiply(&product, z)
	}
	product.Invert(&product)
	for i := len(p) - 1; i >= 0; i-- {
		x, y, z, t := p[i].inner.ExtendedCoordinates()
		var inverse field.Element
		inverse.Multiply(&product, &before[i])
		product.Multiply(&product, z)
		a[i].plus.Multiply(a[i].plus.Add(y, x), &inverse)
		a[i].minus.Multiply(a[i].minus.Subtract(y, x), &inverse)
		a[i].t2d.Multiply(a[i].t2d.Multiply(t, feTwoD), &inverse)
	}
	return a
}

// choose sets a to b if cond is 1 and leaves it if cond is 0, in constant time.
func (a *affine) choose(b *affine, cond int) {
	a.plus.Select(&b.plus, &a.plus, cond)
	a.minus.Select(&b.minus, &a.minus, cond)
	a.t2d.Select(&b.t2d, &a.t2d, cond)
}

// negateIf sets a to -a if cond is 1, in constant time.
func (a *affine) negateIf(cond int) {
	var minus field.Element
	a.plus.Swap(&a.minus, cond)
	a.t2d.Select(minus.Negate(&a.t2d), &a.t2d, cond)
}

// identity sets c to the identity.
func (c *coordinates) identity() {
	*c = coordinates{}
	c.y.One()
	c.z.One()
}

// addAffine sets c = c + a with 7 multiplications, in constant time
// (Explicit-Formulas Database, twisted Edwards curves with a = -1, extended
// coordinates, madd-2008-hwcd-3, with 2 d x y made in advance; Hisil, Wong,
// Carter and Dawson, "Twisted Edwards curves revisited", 2008, section 3.1).
// The formula holds for all points of this curve, equal, opposite and identity.
func (c *coordinates) addAffine(a *affine) {
	var A, B, C, D, E, F, G, H field.Element
	A.Subtract(&c.y, &c.x)
	A.Multiply(&A, &a.minus)
	B.Add(&c.y, &c.x)
	B.Multiply(&B, &a.plus)
	C.Multiply(&c.t, &a.t2d)
	D.Add(&c.z, &c.z)
	E.Subtract(&B, &A)
	F.Subtract(&D, &C)
	G.Add(&D, &C)
	H.Add(&B, &A)
	c.x.Multiply(&E, &F)
	c.y.Multiply(&G, &H)
	c.z.Multiply(&F, &G)
	c.t.Multiply(&E, &H)
}

// double sets c = 2 c, in constant time (RFC 8032, section 5.1.4).
func (c *coordinates) double() {
	var A, B, C, E, F, G, H field.Element
	A.Square(&c.x)
	B.Square(&c.y)
	C.Square(&c.z)
	C.Add(&C, &C)
	H.Add(&A, &B)
	E.Add(&c.x, &c.y)
	E.Square(&E)
	E.Subtract(&H, &E)
	G.Subtract(&A, &B)
	F.Add(&C, &G)
	c.x.Multiply(&E, &F)
	c.y.Multiply(&G, &H)
	c.z.Multiply(&F, &G)
	c.t.Multiply(&E, &H)
}
