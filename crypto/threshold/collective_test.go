package threshold

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"valurna/crypto/group"
	"valurna/crypto/parallel"
)

// box is a ballot box that trustees 3 and 1 of three open together, to tamper with.
type box struct {
	c        *ceremony
	context  []byte
	key      *group.Point
	indices  []int
	publics  []*group.Point
	messages []*group.Point
	c1s, c2s []byte
	parts    [][]byte
	combined []byte
	shares   []*CollectiveShare
}

// list is the encoded list of points.
func list(points []*group.Point) []byte {
	b := []byte{}
	for _, p := range points {
		b = append(b, p.Bytes()...)
	}
	return b
}

// fill makes the box with its true parts; combine and prove follow.
func fill(tb testing.TB, n int) *box {
	tb.Helper()
	rand, c := source(40), ceremonies(tb, 2, 3)
	b := &box{c: c, context: context, key: c.key, indices: []int{3, 1}}
	var cts []Ciphertext
	b.messages, cts = c.encrypt(tb, n, rand)
	b.c1s = list(firsts(cts))
	for _, ct := range cts {
		b.c2s = append(b.c2s, ct.C2.Bytes()...)
	}
	for _, i := range b.indices {
		b.publics = append(b.publics, PublicShare(c.dealings, i))
		parts := make([]*group.Point, n)
		parallel.Each(n, perWorker, func(j int) { parts[j] = new(group.Point).ScalarMult(c.shares[i-1], cts[j].C1) })
		b.parts = append(b.parts, list(parts))
	}
	return b
}

func (b *box) combine(tb testing.TB) {
	tb.Helper()
	var err error
	if b.combined, err = CombineParts(b.indices, b.parts); err != nil {
		tb.Fatal(err)
	}
}

func (b *box) statement() (*Collective, error) {
	return NewCollective(b.context, b.key, b.indices, b.publics, b.c1s, b.combined)
}

// prove has every trustee prove with its true share.
func (b *box) prove(tb testing.TB) {
	tb.Helper()
	s, err := b.statement()
	if err != nil {
		tb.Fatal(err)
	}
	b.shares = nil
	for _, i := range b.indices {
		share, err := s.Prove(i, b.c.shares[i-1], source(byte(i)))
		if err != nil {
			tb.Fatal(err)
		}
		b.shares = append(b.shares, share)
	}
}

func (b *box) verify() error {
	s, err := b.statement()
	if err != nil {
		return err
	}
	return s.Verify(b.shares)
}

// opened is an honest box of n ballots, combined and proved.
func opened(tb testing.TB, n int) *box {
	tb.Helper()
	b := fill(tb, n)
	b.combine(tb)
	b.prove(tb)
	return b
}

// move adds p to the j-th point of an encoded list.
func move(tb testing.TB, l []byte, j int, p *group.Point) {
	tb.Helper()
	q, err := new(group.Point).SetBytes(encoding(l, j))
	if err != nil {
		tb.Fatal(err)
	}
	copy(encoding(l, j), q.Add(q, p).Bytes())
}

func TestTrusteesOpenABoxTogether(t *testing.T) {
	for _, n := range []int{0, 1, 2, 70} {
		b := opened(t, n)
		if err := b.verify(); err != nil {
			t.Fatalf("%d ballots: %v", n, err)
		}
		plain, err := OpenCombined(b.c2s, b.combined)
		if err != nil || !bytes.Equal(plain, list(b.messages)) {
			t.Errorf("%d ballots: other votes came out: %v", n, err)
		}
	}
}

func TestEverySubsetOfTrusteesCombinesTheSamePoints(t *testing.T) {
	b := fill(t, 3)
	seen := map[string]bool{}
	for _, indices := range append(subsets(2, 3), []int{1, 2, 3}, []int{2, 1}) {
		var all [][]byte
		for _, i := range indices {
			parts := make([]*group.Point, 3)
			points, bad := decodePoints(b.c1s, 0, 3)
			if bad >= 0 {
				t.Fatal(bad)
			}
			for j := range parts {
				parts[j] = new(group.Point).ScalarMult(b.c.shares[i-1], &points[j])
			}
			all = append(all, list(parts))
		}
		combined, err := CombineParts(indices, all)
		if err != nil {
			t.Fatal(err)
		}
		seen[string(combined)] = true
	}
	if len(seen) != 1 {
		t.Errorf("%d different results", len(seen))
	}
}

// A box larger than a chunk gives what one multi-scalar multiplication gives.
func TestALargeBoxIsWeighedInChunks(t *testing.T) {
	const n = chunk + 3
	point := group.Generator()
	points := make([]*group.Point, n)
	for j := range points {
		points[j] = new(group.Point).Set(point)
		point.Add(point, group.Generator())
	}
	l := list(points)
	c := &Collective{n: n, t: group.NewTranscript("test"), c2s: l}
	if err := c.weigh(l, l); err != nil {
		t.Fatal(err)
	}
	want := group.MultiScalarMult(group.NewTranscript("test").Weights("weights", n), points)
	if c.m.Equal(want) != 1 || c.z.Equal(want) != 1 {
		t.Error("the chunks give another sum")
	}
	if !bytes.Equal(c.opened, make([]byte, len(l))) {
		t.Error("the chunks are opened to something else")
	}
	plain, err := OpenCombined(l, l)
	if err != nil || !bytes.Equal(plain, make([]byte, len(l))) {
		t.Errorf("opening in chunks gives another result: %v", err)
	}
	combined, err := CombineParts([]int{1}, [][]byte{l})
	if err != nil || !bytes.Equal(combined, l) {
		t.Errorf("combining in chunks gives another result: %v", err)
	}
}

func TestFalseCombinedPointsAreRefusedThoughEveryTrusteeProves(t *testing.T) {
	for name, cheat := range map[string]func(b *box){
		"one part of many is false": func(b *box) { move(t, b.parts[1], 7, group.Generator()) },
		"errors that cancel in two parts": func(b *box) {
			move(t, b.parts[0], 2, group.Generator())
			move(t, b.parts[0], 3, new(group.Point).Negate(group.Generator()))
		},
		"two parts swapped": func(b *box) {
			first := bytes.Clone(encoding(b.parts[0], 0))
			copy(encoding(b.parts[0], 0), encoding(b.parts[0], 1))
			copy(encoding(b.parts[0], 1), first)
		},
		"errors proportional to each one's own ciphertext": func(b *box) {
			c1s, _ := decodePoints(b.c1s, 0, 20)
			for j := range c1s {
				move(t, b.parts[0], j, new(group.Point).ScalarMult(group.ScalarFromUint64(9), &c1s[j]))
			}
		},
		"one error proportional to its own ciphertext": func(b *box) {
			c1s, _ := decodePoints(b.c1s, 0, 1)
			move(t, b.parts[0], 0, &c1s[0])
		},
		"trustees named in another order than their parts": func(b *box) {
			b.parts[0], b.parts[1] = b.parts[1], b.parts[0]
		},
	} {
		b := fill(t, 20)
		cheat(b)
		b.combine(t)
		b.prove(t)
		err := b.verify()
		if !errors.Is(err, ErrCollective) || !strings.Contains(err.Error(), "the combined points are not") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCombinedPointsChangedByTheCombinerAreRefused(t *testing.T) {
	b := fill(t, 5)
	b.combine(t)
	move(t, b.combined, 4, group.Generator())
	b.prove(t)
	if err := b.verify(); !errors.Is(err, ErrCollective) {
		t.Errorf("changed before the proofs: %v", err)
	}
	b = opened(t, 5)
	move(t, b.combined, 4, group.Generator())
	if err := b.verify(); !errors.Is(err, ErrCollective) {
		t.Errorf("changed after the proofs: %v", err)
	}
}

// A trustee that used x + a everywhere proves x + a, as nothing else would make
// the sum come out.
func TestAShareOfAnotherKeyIsNamed(t *testing.T) {
	b := opened(t, 5)
	s, err := b.statement()
	if err != nil {
		t.Fatal(err)
	}
	other := group.ScalarFromUint64(77)
	if got, err := s.Prove(3, other, source(1)); err == nil || got != nil {
		t.Error("a share of another key proved")
	}
	lying := *s
	lying.publics = []*group.Point{new(group.Point).ScalarBaseMult(other), b.publics[1]}
	if b.shares[0], err = lying.Prove(3, other, source(1)); err != nil {
		t.Fatal(err)
	}
	err = s.Verify(b.shares)
	if !errors.Is(err, ErrCollective) || !strings.Contains(err.Error(), "proof of trustee 3 is false") {
		t.Errorf("got %v", err)
	}
}

func TestAProofServesOneStatementOnly(t *testing.T) {
	for name, change := range map[string]func(b *box){
		"another context": func(b *box) { b.context = []byte("meeting 7, ballot 4") },
		"another order": func(b *box) {
			b.indices = []int{1, 3}
			b.publics[0], b.publics[1] = b.publics[1], b.publics[0]
			b.shares[0], b.shares[1] = b.shares[1], b.shares[0]
		},
		"another subset": func(b *box) {
			b.indices = []int{2, 1}
			b.publics[0] = PublicShare(b.c.dealings, 2)
		},
		"another ciphertext": func(b *box) { move(t, b.c1s, 0, group.Generator()) },
		"a ballot and its point left out": func(b *box) {
			b.c1s, b.combined = b.c1s[32:], b.combined[32:]
		},
		"the other trustee's proof": func(b *box) { b.shares[0] = b.shares[1] },
		"a proof missing":           func(b *box) { b.shares = b.shares[:1] },
		"too few trustees": func(b *box) {
			b.indices, b.publics, b.shares = b.indices[:1], b.publics[:1], b.shares[:1]
		},
		"another key":              func(b *box) { b.key = group.Generator() },
		"the identity as key":      func(b *box) { b.key = group.NewPoint() },
		"another public share":     func(b *box) { b.publics[0] = group.Generator() },
		"an identity public share": func(b *box) { b.publics[0] = group.NewPoint() },
		"a combined point missing": func(b *box) { b.combined = b.combined[32:] },
		"an encoding that is none": func(b *box) { b.combined[31] = 0xff },
	} {
		b := opened(t, 3)
		change(b)
		if err := b.verify(); !errors.Is(err, ErrCollective) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestEveryPieceOfAProofMatters(t *testing.T) {
	one, g := group.ScalarFromUint64(1), group.Generator()
	for name, change := range map[string]func(s *CollectiveShare){
		"Z":            func(s *CollectiveShare) { s.Z.Add(s.Z, g) },
		"A":            func(s *CollectiveShare) { s.A.Add(s.A, g) },
		"B":            func(s *CollectiveShare) { s.B.Add(s.B, g) },
		"z":            func(s *CollectiveShare) { s.Response.Add(s.Response, one) },
		"Z identity":   func(s *CollectiveShare) { s.Z = group.NewPoint() },
		"A identity":   func(s *CollectiveShare) { s.A = group.NewPoint() },
		"B identity":   func(s *CollectiveShare) { s.B = group.NewPoint() },
		"both in full": func(s *CollectiveShare) { s.Z, s.B = group.NewPoint(), group.NewPoint() },
	} {
		b := opened(t, 2)
		change(b.shares[1])
		err := b.verify()
		if !errors.Is(err, ErrCollective) || !strings.Contains(err.Error(), "trustee 1 ") || strings.Contains(err.Error(), "trustee 3") {
			t.Errorf("%s: %v", name, err)
		}
	}
	b := opened(t, 0)
	b.shares[0].Z = group.Generator()
	if err := b.verify(); !errors.Is(err, ErrCollective) {
		t.Errorf("an empty box with a share: %v", err)
	}
}

// The attack on weights that hang on their own pair only (Wagner, 2002) has
// nothing to work with: whatever pair changes, every weight does.
func TestEveryWeightHangsOnEveryPair(t *testing.T) {
	const n = 6
	weights := func(b *box) []*group.Scalar {
		return collectiveTranscript(b.context, b.key, b.indices, b.publics, b.c1s, b.combined).Weights("weights", n)
	}
	b := opened(t, n)
	honest := weights(b)
	for _, l := range [][]byte{b.c1s, b.combined} {
		for j := range n {
			move(t, l, j, group.Generator())
			for k, w := range weights(b) {
				if w.Equal(honest[k]) == 1 {
					t.Errorf("weight %d does not hang on pair %d", k, j)
				}
			}
			move(t, l, j, new(group.Point).Negate(group.Generator()))
		}
	}
}

// A trustee who foresees the weights of the true points makes two errors that
// cancel under them.
func TestErrorsThatCancelUnderTheTrueWeightsAreRefused(t *testing.T) {
	b := opened(t, 4)
	s, err := b.statement()
	if err != nil {
		t.Fatal(err)
	}
	w := collectiveTranscript(b.context, b.key, b.indices, b.publics, b.c1s, b.combined).Weights("weights", 4)
	move(t, b.combined, 0, new(group.Point).ScalarBaseMult(w[1]))
	move(t, b.combined, 1, new(group.Point).Negate(new(group.Point).ScalarBaseMult(w[0])))
	points, _ := decodePoints(b.combined, 0, 4)
	if group.MultiScalarMult(w, []*group.Point{&points[0], &points[1], &points[2], &points[3]}).Equal(s.z) != 1 {
		t.Fatal("the errors do not cancel, so this tests nothing")
	}
	if err := b.verify(); !errors.Is(err, ErrCollective) {
		t.Errorf("with the old proofs: %v", err)
	}
	b.prove(t)
	if err := b.verify(); !errors.Is(err, ErrCollective) {
		t.Errorf("with new proofs: %v", err)
	}
}

func TestACollectiveNeedsItsTrusteesAndRandomness(t *testing.T) {
	b := opened(t, 2)
	s, err := b.statement()
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range []int{-1, 0, 2, 256} {
		if got, err := s.Prove(i, b.c.shares[1], source(1)); err == nil || got != nil {
			t.Errorf("trustee %d proved", i)
		}
		if err := s.VerifyShare(i, b.shares[0]); !errors.Is(err, ErrCollective) {
			t.Errorf("trustee %d: %v", i, err)
		}
	}
	if got, err := s.Prove(1, b.c.shares[0], strings.NewReader("short")); err == nil || got != nil {
		t.Error("proved without randomness")
	}
	for name, change := range map[string]func(b *box){
		"no trustees":         func(b *box) { b.indices, b.publics = nil, nil },
		"one twice":           func(b *box) { b.indices = []int{1, 1} },
		"index 0":             func(b *box) { b.indices = []int{0, 1} },
		"a share too few":     func(b *box) { b.publics = b.publics[:1] },
		"half a ciphertext":   func(b *box) { b.c1s = b.c1s[:40] },
		"an identity":         func(b *box) { clear(encoding(b.c1s, 1)) },
		"no canonical point":  func(b *box) { b.c1s[31] = 0xff },
		"nothing but a piece": func(b *box) { b.c1s, b.combined = b.c1s[:31], b.combined[:31] },
	} {
		b := opened(t, 2)
		change(b)
		if s, err := b.statement(); err == nil || s != nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// The whole way: all proofs hold, the sum does not, and the trustees' own proofs
// tell whose part was false.
func TestAFalsePartIsTracedToItsTrustee(t *testing.T) {
	b := fill(t, 6)
	move(t, b.parts[1], 4, group.Generator())
	b.combine(t)
	b.prove(t)
	if err := b.verify(); !errors.Is(err, ErrCollective) {
		t.Fatalf("got %v", err)
	}
	pointers := func(l []byte) []*group.Point {
		points, bad := decodePoints(l, 0, len(l)/group.Size)
		if bad >= 0 {
			t.Fatalf("point %d of a list is none", bad)
		}
		var out []*group.Point
		for j := range points {
			out = append(out, &points[j])
		}
		return out
	}
	c1s := pointers(b.c1s)
	var culprits []int
	for k, i := range b.indices {
		// Each proves what its share gives; what it gave before is on record.
		_, proof, err := DecryptParts(b.context, i, b.c.shares[i-1], b.publics[k], c1s, source(byte(i)))
		if err != nil {
			t.Fatal(err)
		}
		if err := VerifyParts(b.context, i, b.publics[k], c1s, pointers(b.parts[k]), proof); errors.Is(err, ErrParts) {
			culprits = append(culprits, i)
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if len(culprits) != 1 || culprits[0] != 1 {
		t.Errorf("trustees %v are blamed, and it was 1", culprits)
	}
}

func TestNothingIsOpenedUnlessTheProofsHold(t *testing.T) {
	b := opened(t, 5)
	opening := func() *Collective {
		c, err := NewOpening(b.context, b.key, b.indices, b.publics, b.c1s, b.c2s, b.combined)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	plain, err := opening().Open(b.shares)
	if err != nil || !bytes.Equal(plain, list(b.messages)) {
		t.Errorf("an honest box opens to %x, %v", plain, err)
	}
	move(t, b.combined, 1, group.Generator())
	b.prove(t)
	if plain, err := opening().Open(b.shares); plain != nil || !errors.Is(err, ErrCollective) {
		t.Errorf("false combined points open to %x, %v", plain, err)
	}
	if _, err := NewOpening(b.context, b.key, b.indices, b.publics, b.c1s, b.c2s[:32], b.combined); err == nil {
		t.Error("ciphertexts without their second components are opened")
	}
}
