package group

import "filippo.io/edwards25519"

// A chunk of points whose tables are made at once: at 1280 bytes each the most
// stay in a processor's cache, and the least are worth the doublings that each
// chunk costs.
const (
	secretLeast = 32
	secretMost  = 128
)

// MultiScalarMultSecret returns the sum of s[i] p[i], and the identity for no
// points. It panics if the lengths differ.
//
// Constant time in scalars and points: the running time depends on their number
// and on that of the processors, among which they are shared out. For public
// scalars [MultiScalarMult] is several times faster.
func MultiScalarMultSecret(s []*Scalar, p []*Point) *Point {
	if len(s) != len(p) {
		panic("group: multi-scalar multiplication of unequal lengths")
	}
	inner := inners(p)
	return sumOfChunks(len(p), secretLeast, secretMost, func(from, to int) *Point {
		v := new(Point)
		v.inner.MultiScalarMult(s[from:to], inner[from:to])
		return v
	})
}

// inners gives the library's points.
func inners(p []*Point) []*edwards25519.Point {
	inner := make([]*edwards25519.Point, len(p))
	for i := range p {
		inner[i] = &p[i].inner
	}
	return inner
}
