package group

import (
	"errors"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"

	"filippo.io/edwards25519"
)

// The tests of this file compare what is fast with what is plain, on random and
// on adversarial inputs. Every run takes the same small sample;
// VALURNA_CASES=100000 makes it longer.

// cases is the number of cases to try.
func cases(tb testing.TB, usual int) int {
	tb.Helper()
	s := os.Getenv("VALURNA_CASES")
	if s == "" {
		return usual
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		tb.Fatalf("VALURNA_CASES=%q is no number of cases", s)
	}
	return n
}

// inputs makes scalars and points that are awkward as often as random.
type inputs struct {
	*rand.Rand
	bytes *rand.ChaCha8
}

func newInputs(seed byte) *inputs {
	bytes := source(seed)
	return &inputs{rand.New(bytes), bytes}
}

// scalar is 0, 1, -1, a power of two or its neighbour, short, or uniform.
func (in *inputs) scalar() *Scalar {
	power := func() *Scalar {
		var wide [64]byte
		k := in.IntN(253)
		wide[k/8] = 1 << (k % 8)
		return scalarFromWide(&wide)
	}
	s := edwards25519.NewScalar()
	switch in.IntN(8) {
	case 0:
	case 1:
		s.Set(ScalarFromUint64(1))
	case 2:
		s.Negate(ScalarFromUint64(1 + uint64(in.IntN(3))))
	case 3:
		s.Set(power())
	case 4:
		s.Subtract(power(), ScalarFromUint64(1))
	case 5:
		s.Negate(power())
	case 6:
		s.Set(NewTranscript("test").Weights(strconv.Itoa(in.Int()), 1)[0])
	default:
		var wide [64]byte
		in.read(wide[:])
		s.Set(scalarFromWide(&wide))
	}
	return s
}

func (in *inputs) read(b []byte) {
	if _, err := in.bytes.Read(b); err != nil {
		panic(err)
	}
}

// point is the identity, a point from before, its negative or its double, or
// random; with any representative, and with its encoding known or not.
func (in *inputs) point(before []*Point) *Point {
	p := NewPoint()
	old := NewPoint()
	if len(before) > 0 {
		old = before[in.IntN(len(before))]
	}
	switch in.IntN(6) {
	case 0:
	case 1:
		p.Set(old)
	case 2:
		p.Negate(old)
	case 3:
		p.Add(old, old)
	default:
		p.ScalarBaseMult(in.scalar())
	}
	if in.IntN(2) == 0 {
		return kept(p)
	}
	p.inner.Add(&p.inner, torsion(in.IntN(4)))
	p.known = false
	return p
}

func (in *inputs) terms(n int) ([]*Scalar, []*Point) {
	s, p := make([]*Scalar, n), []*Point{}
	for i := range s {
		s[i] = in.scalar()
		p = append(p, in.point(p))
		if i > 0 && in.IntN(8) == 0 {
			// The last term once more, or what cancels it.
			s[i], p[i] = edwards25519.NewScalar().Set(s[i-1]), new(Point).Set(p[i-1])
			if in.IntN(2) == 0 {
				p[i].Negate(p[i])
			}
		}
	}
	return s, p
}

func TestFastProductsAreThePlainOnes(t *testing.T) {
	in := newInputs(60)
	for i := range cases(t, 60) {
		s, p := in.terms(in.IntN(9))
		want := naive(s, p)
		size := 2 + in.IntN(maxWindow-1)
		bucketed := new(Point)
		encoded, longest, _ := encodeAll(s)
		recode(encoded, longest, size).multiply(bucketed, p)
		for name, got := range map[string]*Point{
			"buckets": bucketed,
			"public":  MultiScalarMult(s, p),
			"secret":  MultiScalarMultSecret(s, p),
		} {
			if !same(got, want) {
				t.Fatalf("case %d, %d terms, window %d: %s gives another point", i, len(p), size, name)
			}
		}
		table, u := NewTable(in.point(p)), in.scalar()
		if !same(table.Mul(new(Point), u), new(Point).ScalarMult(u, table.Mul(new(Point), ScalarFromUint64(1)))) {
			t.Fatalf("case %d: the table gives another point", i)
		}
	}
	for i := range max(1, cases(t, 100)/100) {
		s, p := in.terms(pippengerFrom + in.IntN(2*parallelFrom))
		want := MultiScalarMultSecret(s, p)
		if !same(MultiScalarMult(s, p), want) {
			t.Fatalf("large case %d, %d terms: another point", i, len(p))
		}
	}
}

// claimed is a proof as a verifier gets it, true or false.
type claimed struct {
	context string
	xs      []*Point
	k       Knowledge
}

func (in *inputs) claimed(t *testing.T) claimed {
	t.Helper()
	secrets := make([]*Scalar, 1+in.IntN(3))
	c := claimed{context: strconv.Itoa(in.IntN(3))}
	for i := range secrets {
		secrets[i] = in.scalar()
		c.xs = append(c.xs, new(Point).ScalarBaseMult(secrets[i]))
	}
	tr := NewTranscript("test")
	tr.Append("context", []byte(c.context))
	var err error
	if c.k, err = ProveKnowledge(tr, secrets, in.bytes); err != nil {
		t.Fatal(err)
	}
	return c
}

// spoil makes some claims false, some of them so that errors cancel in a sum.
func (in *inputs) spoil(all []claimed) {
	for range in.IntN(3) {
		a, b := &all[in.IntN(len(all))], &all[in.IntN(len(all))]
		i := in.IntN(min(len(a.xs), len(a.k.R), len(a.k.Z))) // they may be spoilt before
		switch in.IntN(7) {
		case 0:
			e, r, s := in.point(a.xs), a.k.R[i], b.k.R[0]
			a.k.R[i] = new(Point).Add(r, e)
			b.k.R[0] = new(Point).Subtract(s, e)
		case 1:
			e := in.scalar()
			a.k.Z[i] = edwards25519.NewScalar().Add(a.k.Z[i], e)
			b.k.Z[0] = edwards25519.NewScalar().Subtract(b.k.Z[0], e)
		case 2:
			a.k, b.k = b.k, a.k
		case 3:
			a.xs, b.xs = b.xs, a.xs
		case 4:
			a.xs[i] = in.point(b.xs)
		case 5:
			a.context += "x"
		case 6:
			a.k.R = append(slices.Clone(a.k.R), NewPoint())
		}
	}
}

func TestABatchFindsWhatSingleVerificationFinds(t *testing.T) {
	in := newInputs(61)
	accepted, refused := 0, 0
	for i := range cases(t, 60) {
		all := make([]claimed, 1+in.IntN(6))
		for j := range all {
			all[j] = in.claimed(t)
		}
		in.spoil(all)
		var batch KnowledgeBatch
		var want []int
		for j, c := range all {
			tr := NewTranscript("test")
			tr.Append("context", []byte(c.context))
			batch.Add(tr, c.xs, c.k)
			if verify(c.context, c.xs, c.k) != nil {
				want = append(want, j)
			}
		}
		err := batch.Verify()
		var bad *BatchError
		switch {
		case len(want) == 0 && err == nil:
			accepted++
		case errors.As(err, &bad) && slices.Equal(bad.Invalid, want):
			refused++
		default:
			t.Fatalf("case %d: one by one %v are false, the batch says %v", i, want, err)
		}
	}
	if accepted == 0 || refused == 0 {
		t.Errorf("%d batches accepted and %d refused: the sample shows one side only", accepted, refused)
	}
}
