package group

import (
	"bytes"
	"encoding/hex"
	mathrand "math/rand"
	"reflect"
	"testing"
	"testing/quick"

	"filippo.io/edwards25519"
)

// element is a random point for testing/quick, sometimes the identity, with a
// random representative of its class.
type element struct{ p *Point }

func (element) Generate(r *mathrand.Rand, _ int) reflect.Value {
	var wide [64]byte
	if r.Intn(8) > 0 {
		r.Read(wide[:])
	}
	p := new(Point).ScalarBaseMult(scalarFromWide(&wide))
	p.inner.Add(&p.inner, torsion(r.Intn(4)))
	return reflect.ValueOf(element{p})
}

// number is a random scalar for testing/quick, sometimes a small or extreme one.
type number struct{ s *Scalar }

func (number) Generate(r *mathrand.Rand, _ int) reflect.Value {
	var wide [64]byte
	s := edwards25519.NewScalar()
	switch r.Intn(6) {
	case 0:
		s.Set(ScalarFromUint64(uint64(r.Intn(3))))
	case 1:
		s.Negate(ScalarFromUint64(uint64(r.Intn(3))))
	default:
		r.Read(wide[:])
		s.Set(scalarFromWide(&wide))
	}
	return reflect.ValueOf(number{s})
}

// torsion returns k times a point of order 4, (sqrt(-1), 0): all of them stand
// for the identity of ristretto255 (RFC 9496, section 4.3.3).
func torsion(k int) *edwards25519.Point {
	var c coordinates
	c.x.Set(feSqrtM1)
	c.z.One()
	t, err := new(edwards25519.Point).SetExtendedCoordinates(&c.x, &c.y, &c.z, &c.t)
	if err != nil {
		panic(err)
	}
	sum := edwards25519.NewIdentityPoint()
	for range k {
		sum.Add(sum, t)
	}
	return sum
}

func holdsFor(t *testing.T, name string, law any) {
	t.Helper()
	if err := quick.Check(law, &quick.Config{MaxCount: 60, Rand: mathrand.New(mathrand.NewSource(1))}); err != nil {
		t.Errorf("%s: %v", name, err)
	}
}

func fresh() *Point { return new(Point) }

func TestTheGroupObeysItsLaws(t *testing.T) {
	holdsFor(t, "addition is associative", func(a, b, c element) bool {
		left := fresh().Add(fresh().Add(a.p, b.p), c.p)
		return left.Equal(fresh().Add(a.p, fresh().Add(b.p, c.p))) == 1
	})
	holdsFor(t, "addition commutes", func(a, b element) bool {
		return bytes.Equal(fresh().Add(a.p, b.p).Bytes(), fresh().Add(b.p, a.p).Bytes())
	})
	holdsFor(t, "the identity is neutral", func(a element) bool {
		return fresh().Add(a.p, NewPoint()).Equal(a.p) == 1
	})
	holdsFor(t, "a point and its negative cancel", func(a element) bool {
		return fresh().Add(a.p, fresh().Negate(a.p)).IsIdentity()
	})
	holdsFor(t, "subtraction undoes addition", func(a, b element) bool {
		return fresh().Subtract(fresh().Add(a.p, b.p), b.p).Equal(a.p) == 1
	})
	holdsFor(t, "multiplication distributes over points", func(s number, a, b element) bool {
		left := fresh().ScalarMult(s.s, fresh().Add(a.p, b.p))
		return left.Equal(fresh().Add(fresh().ScalarMult(s.s, a.p), fresh().ScalarMult(s.s, b.p))) == 1
	})
	holdsFor(t, "multiplication distributes over scalars", func(s, u number, a element) bool {
		left := fresh().ScalarMult(edwards25519.NewScalar().Add(s.s, u.s), a.p)
		return left.Equal(fresh().Add(fresh().ScalarMult(s.s, a.p), fresh().ScalarMult(u.s, a.p))) == 1
	})
	holdsFor(t, "multiplications compose", func(s, u number, a element) bool {
		left := fresh().ScalarMult(s.s, fresh().ScalarMult(u.s, a.p))
		return left.Equal(fresh().ScalarMult(edwards25519.NewScalar().Multiply(s.s, u.s), a.p)) == 1
	})
	holdsFor(t, "the base multiplication is a multiplication", func(s number) bool {
		return fresh().ScalarBaseMult(s.s).Equal(fresh().ScalarMult(s.s, Generator())) == 1
	})
}

func TestEveryRepresentativeOfAClassIsTheSamePoint(t *testing.T) {
	holdsFor(t, "equality and encoding ignore torsion", func(a element) bool {
		for k := range 4 {
			b := fresh().Set(a.p)
			b.inner.Add(&b.inner, torsion(k))
			b.known = false
			if a.p.Equal(b) != 1 || !bytes.Equal(a.p.Bytes(), b.Bytes()) || a.p.IsIdentity() != b.IsIdentity() {
				return false
			}
		}
		return true
	})
	holdsFor(t, "equality agrees with the encodings", func(a, b element) bool {
		return (a.p.Equal(b.p) == 1) == bytes.Equal(a.p.Bytes(), b.p.Bytes())
	})
	holdsFor(t, "an encoding decodes to its point", func(a element) bool {
		q, err := fresh().SetBytes(a.p.Bytes())
		return err == nil && q.Equal(a.p) == 1
	})
}

// kept returns a with its encoding kept, as a received point has it.
func kept(a *Point) *Point {
	p, err := new(Point).SetBytes(a.Bytes())
	if err != nil {
		panic(err)
	}
	return p
}

func TestReceiversMayBeArgumentsAndForgetOldEncodings(t *testing.T) {
	binary := map[string]func(v, a, b *Point) *Point{
		"Add":      (*Point).Add,
		"Subtract": (*Point).Subtract,
	}
	for name, op := range binary {
		holdsFor(t, name, func(a, b element) bool {
			want := op(fresh(), a.p, b.p)
			first, second, both := kept(a.p), kept(b.p), kept(a.p)
			op(first, first, b.p)
			op(second, a.p, second)
			op(both, both, both)
			twice := op(fresh(), a.p, a.p)
			return same(first, want) && same(second, want) && same(both, twice)
		})
	}
	holdsFor(t, "Negate", func(a element) bool {
		v := kept(a.p)
		return same(v.Negate(v), fresh().Negate(a.p))
	})
	holdsFor(t, "ScalarMult", func(s number, a element) bool {
		v := kept(a.p)
		return same(v.ScalarMult(s.s, v), fresh().ScalarMult(s.s, a.p))
	})
	holdsFor(t, "ScalarBaseMult", func(s number, a element) bool {
		return same(kept(a.p).ScalarBaseMult(s.s), fresh().ScalarBaseMult(s.s))
	})
	holdsFor(t, "Set", func(a, b element) bool {
		v := kept(a.p).Set(b.p)
		return same(v, b.p) && same(v.Set(v), b.p)
	})
	holdsFor(t, "SetUniformBytes", func(a element, wide [64]byte) bool {
		want, err := fresh().SetUniformBytes(wide[:])
		if err != nil {
			return false
		}
		got, err := kept(a.p).SetUniformBytes(wide[:])
		return err == nil && same(got, want)
	})
	holdsFor(t, "bytes are the caller's own", func(a element) bool {
		v := kept(a.p)
		v.Bytes()[0] ^= 2
		return same(v, a.p)
	})
}

// same compares as points and as bytes, so that a stale encoding shows.
func same(a, b *Point) bool {
	return a.Equal(b) == 1 && bytes.Equal(a.Bytes(), b.Bytes())
}

func TestTheGeneratorIsAFreshCopy(t *testing.T) {
	Generator().Add(Generator(), Generator())
	g := Generator()
	g.Negate(g)
	if hex.EncodeToString(Generator().Bytes()) != smallMultiples[1] {
		t.Error("changing a generator changed the generator")
	}
}

func TestHashedPointsDifferWithLabelAndData(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range [][2]string{{"a", "b"}, {"a", "c"}, {"d", "b"}, {"ab", ""}, {"", "ab"}} {
		seen[string(HashToPoint(c[0], []byte(c[1])).Bytes())] = true
	}
	if len(seen) != 5 {
		t.Errorf("five inputs give %d points", len(seen))
	}
}
