package threshold

import (
	"errors"
	"strings"
	"testing"

	"valurna/crypto/group"
)

// opening is one trustee's parts for some ciphertexts, to tamper with.
type opening struct {
	i      int
	share  *group.Scalar
	public *group.Point
	c1s    []*group.Point
	parts  []*group.Point
	proof  *PartProof
}

func open(tb testing.TB, n int) opening {
	tb.Helper()
	rand := source(20)
	c := hold(tb, 2, 3, rand)
	_, cts := c.encrypt(tb, n, rand)
	o := opening{i: 2, share: c.shares[1], public: PublicShare(c.dealings, 2), c1s: firsts(cts)}
	var err error
	o.parts, o.proof, err = DecryptParts(context, o.i, o.share, o.public, o.c1s, rand)
	if err != nil {
		tb.Fatal(err)
	}
	return o
}

func (o *opening) verify() error {
	return VerifyParts(context, o.i, o.public, o.c1s, o.parts, o.proof)
}

func TestForgedPartsAreRefused(t *testing.T) {
	for name, forge := range map[string]func(o *opening){
		"a part moved":            func(o *opening) { o.parts[1].Add(o.parts[1], group.Generator()) },
		"two parts swapped":       func(o *opening) { o.parts[0], o.parts[1] = o.parts[1], o.parts[0] },
		"a ciphertext replaced":   func(o *opening) { o.c1s[2] = group.Generator() },
		"both orders changed":     func(o *opening) { swap(o.c1s); swap(o.parts) },
		"another trustee's index": func(o *opening) { o.i = 3 },
		"another public share":    func(o *opening) { o.public = group.Generator() },
		"an identity public share": func(o *opening) {
			o.public = group.NewPoint()
		},
		"a part left out":        func(o *opening) { o.parts = o.parts[:2] },
		"a ballot and part left": func(o *opening) { o.parts, o.c1s = o.parts[:2], o.c1s[:2] },
		"A moved":                func(o *opening) { o.proof.A.Add(o.proof.A, group.Generator()) },
		"B moved":                func(o *opening) { o.proof.B.Add(o.proof.B, group.Generator()) },
		"z moved":                func(o *opening) { o.proof.Z.Add(o.proof.Z, group.ScalarFromUint64(1)) },
	} {
		o := open(t, 3)
		if err := o.verify(); err != nil {
			t.Fatal(err)
		}
		forge(&o)
		if err := o.verify(); !errors.Is(err, ErrParts) {
			t.Errorf("%s: %v", name, err)
		}
	}
	o := open(t, 2)
	if err := VerifyParts([]byte("another ballot"), o.i, o.public, o.c1s, o.parts, o.proof); !errors.Is(err, ErrParts) {
		t.Errorf("another context: %v", err)
	}
}

func swap(p []*group.Point) { p[0], p[1] = p[1], p[0] }

// A trustee who knows its share makes two false parts whose errors cancel under
// the weights of the true parts, and proves the combination in all honesty. It
// would pass if weights did not hang on every part.
func TestErrorsThatCancelUnderKnownWeightsAreRefused(t *testing.T) {
	o := open(t, 3)
	weights := partsTranscript(context, o.i, o.public, o.c1s, o.parts).Weights("weights", 3)
	m := group.MultiScalarMult(weights, o.c1s)
	z := group.MultiScalarMult(weights, o.parts)

	error0 := new(group.Point).ScalarMult(weights[1], group.Generator())
	error1 := new(group.Point).ScalarMult(weights[0], group.Generator())
	o.parts[0] = new(group.Point).Add(o.parts[0], error0)
	o.parts[1] = new(group.Point).Subtract(o.parts[1], error1)
	if group.MultiScalarMult(weights, o.parts).Equal(z) != 1 {
		t.Fatal("the errors do not cancel, so this tests nothing")
	}

	tr := partsTranscript(context, o.i, o.public, o.c1s, o.parts)
	moved := tr.Clone().Weights("weights", 3)
	for j := range moved {
		if moved[j].Equal(weights[j]) == 1 {
			t.Errorf("weight %d does not hang on parts 0 and 1", j)
		}
	}
	tr.Weights("weights", 3)
	var err error
	if o.proof, err = provePart(tr, o.share, m, z, source(21)); err != nil {
		t.Fatal(err)
	}
	if err := o.verify(); !errors.Is(err, ErrParts) {
		t.Errorf("got %v", err)
	}
}

func TestIdentityCiphertextsAreRefused(t *testing.T) {
	o := open(t, 2)
	o.c1s[1] = group.NewPoint()
	if parts, _, err := DecryptParts(context, o.i, o.share, o.public, o.c1s, source(1)); err == nil || parts != nil {
		t.Error("the identity was decrypted")
	}
	if err := o.verify(); err == nil {
		t.Error("parts of the identity were accepted")
	}
}

func TestAShareOfAnotherKeyDecryptsNothing(t *testing.T) {
	o := open(t, 1)
	for name, share := range map[string]*group.Scalar{"another": group.ScalarFromUint64(7), "zero": group.NewScalar()} {
		if parts, _, err := DecryptParts(context, o.i, share, o.public, o.c1s, source(1)); err == nil || parts != nil {
			t.Errorf("%s share was used", name)
		}
	}
	if _, _, err := DecryptParts(context, o.i, group.NewScalar(), group.NewPoint(), o.c1s, source(1)); err == nil {
		t.Error("the zero share was used with its own public share")
	}
}

func TestPartsNeedATrusteeAndRandomness(t *testing.T) {
	o := open(t, 1)
	for _, i := range []int{-1, 0, 256} {
		if parts, _, err := DecryptParts(context, i, o.share, o.public, o.c1s, source(1)); err == nil || parts != nil {
			t.Errorf("trustee %d decrypted", i)
		}
		if err := VerifyParts(context, i, o.public, o.c1s, o.parts, o.proof); err == nil {
			t.Errorf("parts of trustee %d were accepted", i)
		}
	}
	if parts, _, err := DecryptParts(context, o.i, o.share, o.public, o.c1s, strings.NewReader("short")); err == nil || parts != nil {
		t.Error("parts were made without randomness for their proof")
	}
}

func TestCombiningRefusesWhatDoesNotFit(t *testing.T) {
	rand := source(22)
	c := hold(t, 2, 3, rand)
	_, cts := c.encrypt(t, 2, rand)
	p := firsts(cts)
	for name, f := range map[string]func() ([]*group.Point, error){
		"no trustees":    func() ([]*group.Point, error) { return Combine(nil, nil, cts) },
		"one twice":      func() ([]*group.Point, error) { return Combine([]int{1, 1}, [][]*group.Point{p, p}, cts) },
		"index 0":        func() ([]*group.Point, error) { return Combine([]int{0, 1}, [][]*group.Point{p, p}, cts) },
		"too large":      func() ([]*group.Point, error) { return Combine([]int{1, 256}, [][]*group.Point{p, p}, cts) },
		"a set missing":  func() ([]*group.Point, error) { return Combine([]int{1, 2}, [][]*group.Point{p}, cts) },
		"a part missing": func() ([]*group.Point, error) { return Combine([]int{1, 2}, [][]*group.Point{p, p[:1]}, cts) },
		"fewer ballots":  func() ([]*group.Point, error) { return Combine([]int{1, 2}, [][]*group.Point{p, p}, cts[:1]) },
	} {
		if got, err := f(); err == nil || got != nil {
			t.Errorf("%s: got %v, %v", name, got, err)
		}
	}
}

func BenchmarkParts(b *testing.B) {
	o := open(b, 1000)
	perBallot := func(b *testing.B) {
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1e6, "µs/ballot")
	}
	b.Run("decrypt", func(b *testing.B) {
		for b.Loop() {
			if _, _, err := DecryptParts(context, o.i, o.share, o.public, o.c1s, source(1)); err != nil {
				b.Fatal(err)
			}
		}
		perBallot(b)
	})
	b.Run("verify", func(b *testing.B) {
		for b.Loop() {
			if err := o.verify(); err != nil {
				b.Fatal(err)
			}
		}
		perBallot(b)
	})
	b.Run("combine3", func(b *testing.B) {
		for b.Loop() {
			if _, err := combinePoints([]int{1, 2, 5}, [][]*group.Point{o.parts, o.parts, o.parts}); err != nil {
				b.Fatal(err)
			}
		}
		perBallot(b)
	})
}
