package shuffle

import "valurna/crypto/group"

// table multiplies one point by many secret scalars, in constant time.
type table struct{ p *group.Point }

func newTable(p *group.Point) *table { return &table{p} }

func (t *table) mul(v *group.Point, s *group.Scalar) *group.Point {
	return v.ScalarMult(s, t.p)
}

// multiScalarMultSecret returns the sum of s[i] p[i] in constant time.
func multiScalarMultSecret(s []*group.Scalar, p []*group.Point) *group.Point {
	products := make([]group.Point, len(s))
	_ = each(len(s), func(i int) error {
		products[i].ScalarMult(s[i], p[i])
		return nil
	})
	sum := group.NewPoint()
	for i := range products {
		sum.Add(sum, &products[i])
	}
	return sum
}
