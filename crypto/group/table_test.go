package group

import (
	"fmt"
	"testing"

	"filippo.io/edwards25519"
)

// edgeScalars are those where a digit, a carry or a sign is at its limit.
func edgeScalars() []*Scalar {
	edges := []*Scalar{NewScalar()}
	power := ScalarFromUint64(1)
	two := ScalarFromUint64(2)
	for range 253 {
		minus := edwards25519.NewScalar().Negate(power)
		less := edwards25519.NewScalar().Subtract(power, ScalarFromUint64(1))
		edges = append(edges, edwards25519.NewScalar().Set(power), minus, less)
		power.Multiply(power, two)
	}
	// Every digit 8 (which recodes to -8 with a carry), every digit 7.
	for _, b := range []byte{0x88, 0x77, 0x80, 0x08} {
		var wide [64]byte
		for i := range 31 {
			wide[i] = b
		}
		edges = append(edges, scalarFromWide(&wide))
	}
	return edges
}

func TestATableMultipliesItsPoint(t *testing.T) {
	holdsFor(t, "a table multiplies as the point does", func(s number, a element) bool {
		return same(NewTable(a.p).Mul(kept(a.p), s.s), fresh().ScalarMult(s.s, a.p))
	})
	holdsFor(t, "the generator's table is the base multiplication", func(s number) bool {
		return same(NewTable(Generator()).Mul(fresh(), s.s), fresh().ScalarBaseMult(s.s))
	})
	h := HashToPoint("test", []byte("h"))
	table, identity := NewTable(h), NewTable(NewPoint())
	for i, s := range edgeScalars() {
		if !same(table.Mul(fresh(), s), fresh().ScalarMult(s, h)) {
			t.Errorf("edge %d: another product", i)
		}
		if !identity.Mul(fresh(), s).IsIdentity() {
			t.Errorf("edge %d: a multiple of the identity is not the identity", i)
		}
	}
}

func TestATableKeepsItsPointWhenThePointChanges(t *testing.T) {
	p := HashToPoint("test", []byte("h"))
	want := fresh().Set(p)
	table := NewTable(p)
	p.Add(p, p)
	if !same(table.Mul(p, ScalarFromUint64(1)), want) {
		t.Error("the table followed its point")
	}
}

func TestASecretMultiScalarMultIsTheSumOfProducts(t *testing.T) {
	edges := edgeScalars()
	for _, n := range []int{0, 1, 2, secretLeast, secretLeast + 1, secretMost, 2*secretMost + 3} {
		s, p := random(t, byte(n), n)
		for i := range s {
			switch i % 4 {
			case 1:
				s[i] = edges[i*31%len(edges)]
			case 2:
				p[i] = NewPoint()
			case 3:
				s[i], p[i] = s[i-1], new(Point).Negate(p[i-1])
			}
		}
		if MultiScalarMultSecret(s, p).Equal(naive(s, p)) != 1 {
			t.Errorf("n = %d: not the sum of products", n)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("one scalar and no point were multiplied")
		}
	}()
	MultiScalarMultSecret([]*Scalar{NewScalar()}, nil)
}

func BenchmarkFixedPoint(b *testing.B) {
	s, p := random(b, 1, 1)
	table := NewTable(p[0])
	v := new(Point)
	b.Run("table", func(b *testing.B) {
		for b.Loop() {
			table.Mul(v, s[0])
		}
	})
	b.Run("make", func(b *testing.B) {
		for b.Loop() {
			NewTable(p[0])
		}
	})
	b.Run("generator", func(b *testing.B) {
		for b.Loop() {
			v.ScalarBaseMult(s[0])
		}
	})
	b.Run("any point", func(b *testing.B) {
		for b.Loop() {
			v.ScalarMult(s[0], p[0])
		}
	})
}

func BenchmarkMultiScalarMultSecret(b *testing.B) {
	for _, n := range []int{1, 100, 1000, 10000} {
		s, p := random(b, 1, n)
		b.Run(fmt.Sprintf("n=%d", n), func(b *testing.B) {
			for b.Loop() {
				MultiScalarMultSecret(s, p)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n)/1000, "µs/point")
		})
	}
}
