package group

import (
	"fmt"
	"testing"

	"filippo.io/edwards25519"
)

// naive is the definition of the product.
func naive(s []*Scalar, p []*Point) *Point {
	sum := NewPoint()
	for i := range s {
		sum.Add(sum, new(Point).ScalarMult(s[i], p[i]))
	}
	return sum
}

func TestMultiScalarMultIsTheSumOfProducts(t *testing.T) {
	minusOne := edwards25519.NewScalar().Negate(ScalarFromUint64(1))
	edges := []*Scalar{NewScalar(), ScalarFromUint64(1), minusOne, ScalarFromUint64(1 << 63)}
	for _, n := range []int{0, 1, 2, 3, pippengerFrom - 1, pippengerFrom, parallelFrom + 1} {
		s, p := random(t, byte(n), n)
		weights := NewTranscript("test").Weights("short", n)
		for i := range s {
			switch i % 3 {
			case 1:
				s[i] = weights[i]
			case 2:
				s[i] = edges[i/3%len(edges)]
			}
		}
		if MultiScalarMult(s, p).Equal(naive(s, p)) != 1 {
			t.Errorf("n = %d: not the sum of products", n)
		}
	}
}

func TestEveryWindowSizeRecodesTheSameScalar(t *testing.T) {
	s, p := random(t, 9, 5)
	s[0] = edwards25519.NewScalar().Negate(ScalarFromUint64(1))
	want := naive(s, p)
	encoded, longest, _ := encodeAll(s)
	for size := 2; size <= maxWindow; size++ {
		got := new(Point)
		recode(encoded, longest, size).multiply(got, p)
		if got.Equal(want) != 1 {
			t.Errorf("window size %d gives another point", size)
		}
	}
	for i := range s {
		s[i] = NewScalar()
	}
	got := new(Point)
	newRecoding(s).multiply(got, p)
	if !got.IsIdentity() {
		t.Error("zero scalars do not give the identity")
	}
}

func TestUnequalLengthsAreAProgrammersError(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("one scalar and no point were multiplied")
		}
	}()
	MultiScalarMult([]*Scalar{NewScalar()}, nil)
}

func BenchmarkMultiScalarMult(b *testing.B) {
	for _, n := range []int{50, 100, 200, 300, 1000, 10000} {
		full, p := random(b, 1, n)
		for i := range p {
			p[i] = kept(p[i]) // as received points are
		}
		for _, kind := range []struct {
			bits int
			s    []*Scalar
		}{{253, full}, {128, NewTranscript("bench").Weights("w", n)}} {
			b.Run(fmt.Sprintf("n=%d/bits=%d", n, kind.bits), func(b *testing.B) {
				for b.Loop() {
					MultiScalarMult(kind.s, p)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n)/1000, "µs/point")
			})
		}
	}
}
