package threshold

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"valurna/crypto/group"
)

// source returns reproducible randomness for a test.
func source(seed byte) *rand.ChaCha8 { return rand.NewChaCha8([32]byte{seed}) }

var context = []byte("meeting 7, ballot 3")

// ceremony is what n trustees hold at its end.
type ceremony struct {
	t, n     int
	dealings []*Dealing
	key      *group.Point
	shares   []*group.Scalar // of trustee i at i-1
}

// held are the ceremonies that several tests share; nobody changes them.
var held = map[[2]int]*ceremony{}

// ceremonies returns the shared ceremony of t of n.
func ceremonies(tb testing.TB, t, n int) *ceremony {
	tb.Helper()
	if held[[2]int{t, n}] == nil {
		held[[2]int{t, n}] = hold(tb, t, n, source(40))
	}
	return held[[2]int{t, n}]
}

// hold runs a whole ceremony, with every share sent sealed.
func hold(tb testing.TB, t, n int, rand *rand.ChaCha8) *ceremony {
	tb.Helper()
	c := &ceremony{t: t, n: n}
	received := make([][]*group.Scalar, n)
	keys := make([]*TransportKey, n)
	for i := range keys {
		k, err := NewTransportKey(rand)
		if err != nil {
			tb.Fatal(err)
		}
		keys[i] = k
	}
	for dealer := 1; dealer <= n; dealer++ {
		p, d, err := Deal(context, dealer, t, n, rand)
		if err != nil {
			tb.Fatal(err)
		}
		if err := d.Verify(context, dealer, t, n); err != nil {
			tb.Fatal(err)
		}
		for receiver := 1; receiver <= n; receiver++ {
			info := fmt.Appendf(nil, "%d to %d", dealer, receiver)
			sealed, err := SealShares(keys[receiver-1].Public(), info, []*group.Scalar{p.Share(receiver)})
			if err != nil {
				tb.Fatal(err)
			}
			opened, err := keys[receiver-1].OpenShares(info, sealed, 1)
			if err != nil {
				tb.Fatal(err)
			}
			if err := d.VerifyShare(receiver, opened[0]); err != nil {
				tb.Fatal(err)
			}
			received[receiver-1] = append(received[receiver-1], opened[0])
		}
		p.Erase()
		c.dealings = append(c.dealings, d)
	}
	for i := range n {
		c.shares = append(c.shares, SumShares(received[i]))
	}
	key, err := PublicKey(c.dealings)
	if err != nil {
		tb.Fatal(err)
	}
	c.key = key
	return c
}

// encrypt returns n messages and their encryptions under the ceremony's key.
func (c *ceremony) encrypt(tb testing.TB, n int, rand *rand.ChaCha8) ([]*group.Point, []Ciphertext) {
	tb.Helper()
	messages, cts := make([]*group.Point, n), make([]Ciphertext, n)
	for j := range n {
		r, err := group.RandomScalar(rand)
		if err != nil {
			tb.Fatal(err)
		}
		messages[j] = group.HashToPoint("message", []byte{byte(j), byte(j >> 8)})
		cts[j] = Encrypt(c.key, messages[j], r)
	}
	return messages, cts
}

// decrypt has the trustees at the indices decrypt, each part verified.
func (c *ceremony) decrypt(tb testing.TB, indices []int, cts []Ciphertext, rand *rand.ChaCha8) []*group.Point {
	tb.Helper()
	var all [][]*group.Point
	for _, i := range indices {
		public := PublicShare(c.dealings, i)
		parts, proof, err := DecryptParts(context, i, c.shares[i-1], public, firsts(cts), rand)
		if err != nil {
			tb.Fatal(err)
		}
		if err := VerifyParts(context, i, public, firsts(cts), parts, proof); err != nil {
			tb.Fatal(err)
		}
		all = append(all, parts)
	}
	opened, err := Combine(indices, all, cts)
	if err != nil {
		tb.Fatal(err)
	}
	return opened
}

func firsts(cts []Ciphertext) []*group.Point {
	c1s := make([]*group.Point, len(cts))
	for j := range cts {
		c1s[j] = cts[j].C1
	}
	return c1s
}

// subsets returns all subsets of 1..n with t elements.
func subsets(t, n int) [][]int {
	var found [][]int
	for mask := range 1 << n {
		var s []int
		for i := range n {
			if mask>>i&1 == 1 {
				s = append(s, i+1)
			}
		}
		if len(s) == t {
			found = append(found, s)
		}
	}
	return found
}

func equal(a, b []*group.Point) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Equal(b[i]) != 1 {
			return false
		}
	}
	return true
}

func TestEveryQuorumOfTrusteesOpensTheSame(t *testing.T) {
	for _, size := range [][2]int{{1, 1}, {1, 2}, {2, 3}, {3, 5}, {4, 4}} {
		rand := source(byte(size[0]*10 + size[1]))
		c := hold(t, size[0], size[1], rand)
		messages, cts := c.encrypt(t, 3, rand)
		for _, indices := range subsets(c.t, c.n) {
			if !equal(c.decrypt(t, indices, cts, rand), messages) {
				t.Errorf("%d of %d: trustees %v open something else", c.t, c.n, indices)
			}
		}
	}
}

func TestMoreTrusteesThanNeededOpenTheSame(t *testing.T) {
	rand := source(1)
	c := hold(t, 2, 4, rand)
	messages, cts := c.encrypt(t, 2, rand)
	if !equal(c.decrypt(t, []int{4, 1, 3}, cts, rand), messages) {
		t.Error("three trustees of a threshold of two open something else")
	}
}

func TestFewerTrusteesThanTheThresholdOpenNothing(t *testing.T) {
	rand := source(2)
	c := hold(t, 3, 5, rand)
	messages, cts := c.encrypt(t, 1, rand)
	for _, indices := range subsets(2, 5) {
		if c.decrypt(t, indices, cts, rand)[0].Equal(messages[0]) == 1 {
			t.Errorf("trustees %v of a threshold of three open the ballot", indices)
		}
	}
}

func TestAnEmptyBallotBoxIsOpened(t *testing.T) {
	rand := source(3)
	c := hold(t, 2, 3, rand)
	if opened := c.decrypt(t, []int{1, 2}, nil, rand); len(opened) != 0 {
		t.Errorf("nothing opens to %d points", len(opened))
	}
}

func TestTheSharesLieOnTheCommonKey(t *testing.T) {
	c := hold(t, 3, 4, source(4))
	lambda, err := lagrange([]int{1, 3, 4})
	if err != nil {
		t.Fatal(err)
	}
	secret := group.NewScalar()
	for k, i := range []int{1, 3, 4} {
		if new(group.Point).ScalarBaseMult(c.shares[i-1]).Equal(PublicShare(c.dealings, i)) != 1 {
			t.Errorf("the public share of trustee %d is not its share's", i)
		}
		secret.MultiplyAdd(lambda[k], c.shares[i-1], secret)
	}
	if new(group.Point).ScalarBaseMult(secret).Equal(c.key) != 1 {
		t.Error("the shares do not interpolate to the public key's secret")
	}
}

func TestAWrongShareIsLaidAtItsDealersDoor(t *testing.T) {
	rand := source(5)
	var dealings []*Dealing
	var shares []*group.Scalar
	for dealer := 1; dealer <= 3; dealer++ {
		p, d, err := Deal(context, dealer, 2, 3, rand)
		if err != nil {
			t.Fatal(err)
		}
		dealings = append(dealings, d)
		shares = append(shares, p.Share(2))
	}
	shares[1].Add(shares[1], group.ScalarFromUint64(1))
	for i, d := range dealings {
		if err := d.VerifyShare(2, shares[i]); errors.Is(err, ErrShare) != (i == 1) {
			t.Errorf("the share of dealer %d: %v", i+1, err)
		}
	}
	if err := dealings[0].VerifyShare(3, shares[0]); !errors.Is(err, ErrShare) {
		t.Errorf("another trustee's share: %v", err)
	}
	if err := dealings[0].VerifyShare(0, shares[0]); err == nil {
		t.Error("index 0 was accepted")
	}
}

func TestADealingHoldsForItsOwnPlaceOnly(t *testing.T) {
	_, d, err := Deal(context, 1, 2, 3, source(6))
	if err != nil {
		t.Fatal(err)
	}
	_, other, err := Deal(context, 2, 2, 3, source(7))
	if err != nil {
		t.Fatal(err)
	}
	identity := &Dealing{[]*group.Point{d.Commitments[0], group.NewPoint()}, d.Proof}
	swapped := &Dealing{[]*group.Point{d.Commitments[0], other.Commitments[1]}, d.Proof}
	// A rogue key: what remains of a chosen key once the other's is taken away.
	rogue := &Dealing{[]*group.Point{new(group.Point).Subtract(d.Commitments[0], other.Commitments[0]), d.Commitments[1]}, d.Proof}
	for _, c := range []struct {
		name         string
		d            *Dealing
		context      string
		dealer, t, n int
		holds        bool
	}{
		{"as made", d, string(context), 1, 2, 3, true},
		{"another context", d, "meeting 8", 1, 2, 3, false},
		{"another dealer", d, string(context), 2, 2, 3, false},
		{"another number of trustees", d, string(context), 1, 2, 4, false},
		{"another threshold", d, string(context), 1, 3, 3, false},
		{"an identity commitment", identity, string(context), 1, 2, 3, false},
		{"a commitment swapped", swapped, string(context), 1, 2, 3, false},
		{"a rogue key", rogue, string(context), 1, 2, 3, false},
	} {
		if err := c.d.Verify([]byte(c.context), c.dealer, c.t, c.n); (err == nil) != c.holds || (err != nil && !errors.Is(err, ErrDealing)) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestImpossibleSizesAreRefused(t *testing.T) {
	for _, c := range [][3]int{{1, 0, 3}, {1, 4, 3}, {0, 2, 3}, {4, 2, 3}, {1, 1, 0}, {1, 2, 256}, {-1, 1, 1}} {
		if _, _, err := Deal(context, c[0], c[1], c[2], source(8)); err == nil {
			t.Errorf("dealer %d, %d of %d: accepted", c[0], c[1], c[2])
		}
	}
	if _, _, err := Deal(context, 1, 2, 3, strings.NewReader("too short")); err == nil {
		t.Error("a source that ends early made a dealing")
	}
}

func TestACommonKeyIsNeverTheIdentity(t *testing.T) {
	_, d, err := Deal(context, 1, 1, 2, source(9))
	if err != nil {
		t.Fatal(err)
	}
	negated := &Dealing{[]*group.Point{new(group.Point).Negate(d.Commitments[0])}, d.Proof}
	for name, ds := range map[string][]*Dealing{"cancelling": {d, negated}, "none": nil, "empty": {{}}} {
		if y, err := PublicKey(ds); !errors.Is(err, ErrDealing) || y != nil {
			t.Errorf("%s dealings: got %v, %v", name, y, err)
		}
	}
}

func TestThereIsNoPublicShareOfNobody(t *testing.T) {
	c := hold(t, 1, 1, source(13))
	for _, i := range []int{0, -1, 256} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("index %d has a public share", i)
				}
			}()
			PublicShare(c.dealings, i)
		}()
	}
}

func TestSecretsPrintRedacted(t *testing.T) {
	p, _, err := Deal(context, 1, 2, 3, source(10))
	if err != nil {
		t.Fatal(err)
	}
	k, err := NewTransportKey(source(11))
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range []any{p, *p, k, *k, p.String(), k.String(), p.GoString(), k.GoString()} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%d", "%x"} {
			if s, ok := v.(string); ok {
				if s != redacted {
					t.Errorf("printed as %s", s)
				}
				continue
			}
			if got := fmt.Sprintf(verb, v); got != redacted {
				t.Errorf("%s of %T prints %s", verb, v, got)
			}
		}
	}
}

func TestAnErasedPolynomialGivesNoShare(t *testing.T) {
	p, _, err := Deal(context, 1, 2, 3, source(12))
	if err != nil {
		t.Fatal(err)
	}
	held := p.coefficients[0]
	refuses := func(receiver int) (panicked bool) {
		defer func() { panicked = recover() != nil }()
		p.Share(receiver)
		return false
	}
	if !refuses(0) || !refuses(4) || refuses(3) {
		t.Error("shares are given outside 1..n, or not inside")
	}
	p.Erase()
	if held.Equal(group.NewScalar()) != 1 {
		t.Error("the secret is still in memory after Erase")
	}
	if !refuses(1) {
		t.Error("an erased polynomial gives a share")
	}
}
