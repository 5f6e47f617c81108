package sealed

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"valurna/crypto/group"
	"valurna/crypto/tree"
)

func TestABoxOfGoodBallotsHolds(t *testing.T) {
	for _, points := range []int{1, 2} {
		d := define(t, points)
		for _, n := range []int{0, 1, 7} {
			last := 0
			if err := VerifyAll(d.Terms, d.box(t, n), func(n int) { last = n }); err != nil || last != n {
				t.Fatalf("%d ballots: %v, progress stopped at %d", n, err, last)
			}
		}
	}
}

func TestTheFirstBadBallotOfABoxIsNamedWithItsFault(t *testing.T) {
	d := define(t, 1)
	good := d.box(t, 9)
	change := func(i, at int) func([][]byte) {
		return func(box [][]byte) {
			box[i] = bytes.Clone(box[i])
			box[i][at] ^= 1
		}
	}
	const version, check, response, token = 0, 40, 177, 300
	for _, x := range []struct {
		name   string
		change []func([][]byte)
		index  int
		cause  error
	}{
		{"encoding", []func([][]byte){change(3, version)}, 3, ErrEncoding},
		{"proof", []func([][]byte){change(8, check)}, 8, ErrProof},
		{"token", []func([][]byte){change(0, token)}, 0, ErrToken},
		{"a false proof before a false token", []func([][]byte){change(2, response), change(5, token)}, 2, ErrProof},
		{"a false token before two false proofs", []func([][]byte){change(6, check), change(7, response), change(5, token)}, 5, ErrToken},
		{"a doubled ballot", []func([][]byte){func(box [][]byte) { box[7] = box[4] }}, 7, ErrDoubled},
		{"not a ballot", []func([][]byte){func(box [][]byte) { box[6] = nil }}, 6, ErrEncoding},
	} {
		box := slices.Clone(good)
		for _, change := range x.change {
			change(box)
		}
		err := VerifyAll(d.Terms, box, func(int) { t.Errorf("%s: progress was reported", x.name) })
		var which *BoxError
		if !errors.As(err, &which) || which.Index != x.index || !errors.Is(err, x.cause) {
			t.Errorf("%s: %v, want ballot %d: %v", x.name, err, x.index, x.cause)
		}
	}
}

func TestASecondBallotUnderOneTokenIsRefusedAcrossBatches(t *testing.T) {
	d := define(t, 1)
	box := d.box(t, 7)
	var seen []int
	if err := verifyAll(d.Terms, box, 3, func(n int) { seen = append(seen, n) }); err != nil || !slices.Equal(seen, []int{3, 6, 7}) {
		t.Fatalf("%v, progress %v", err, seen)
	}
	// A fresh ballot under the token of the first, in another batch.
	rand := source(4)
	secret := must[*group.Scalar](t)(group.RandomScalar(rand))
	payload := must[[]byte](t)(d.contest.Encode(d.choice(2)))
	second := must[*Ballot](t)(Make(d.Terms, payload, secret, [CheckSize]byte{1}, source(19)))
	second.Signature = must[*Ballot](t)(Decode(1, box[0])).Signature
	if err := second.Verify(d.Terms); err != nil {
		t.Fatalf("by itself the second ballot is in order: %v", err)
	}
	box[5] = second.Encode()
	err := verifyAll(d.Terms, box, 3, nil)
	var which *BoxError
	if !errors.As(err, &which) || which.Index != 5 || !errors.Is(err, ErrDoubled) {
		t.Fatal(err)
	}
}

func TestTheSealDoesNotDependOnTheOrderOfCasting(t *testing.T) {
	d := define(t, 1)
	box := d.box(t, 12)
	Sort(box)
	if !IsSorted(box) {
		t.Fatal("sorted ballots are not in order")
	}
	root := Root(box)
	shuffled := slices.Clone(box)
	rng := rand.New(rand.NewPCG(1, 1))
	rng.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	if IsSorted(shuffled) || Root(shuffled) == root {
		t.Fatal("another order passes for the sorted one")
	}
	Sort(shuffled)
	if Root(shuffled) != root {
		t.Fatal("the same ballots give two seals")
	}
	if IsSorted([][]byte{box[0], box[0]}) {
		t.Fatal("the same ballot twice passes for sorted")
	}
	if Root(box[:11]) == root {
		t.Fatal("an omitted ballot does not change the seal")
	}
}

func TestTheRootIsThatOfRFC6962(t *testing.T) {
	if Root(nil) != tree.Hash(sha256.Sum256(nil)) || !IsSorted(nil) {
		t.Fatal("the root of an empty box is not SHA-256 of nothing")
	}
	a, b := tree.LeafHash([]byte("a")), tree.LeafHash([]byte("b"))
	if want := tree.Hash(sha256.Sum256(slices.Concat([]byte{1}, a[:], b[:]))); Root([][]byte{[]byte("a"), []byte("b")}) != want {
		t.Fatal("the root of two leaves is not the hash of the node over both")
	}
}

func TestTwoVotersCannotBeShownOneBallot(t *testing.T) {
	// The check field, the voter's own, is in the code: a booth that shows two
	// voters one ballot needs one ballot with two check fields.
	d := define(t, 1)
	b := d.vote(t, d.choice(0), source(20))
	other := *b
	other.Check[0] ^= 1
	if b.Code(d.Context) == other.Code(d.Context) {
		t.Fatal("two check fields give one code")
	}
	if err := other.Verify(d.Terms); !errors.Is(err, ErrProof) {
		t.Fatalf("the check field can be exchanged afterwards: %v", err)
	}
	if b.Code(Context{1}) == b.Code(Context{2}) {
		t.Fatal("the code does not say of which definition the ballot is")
	}
}

func TestTheCodeStandsBeforeTheTokenAndAfter(t *testing.T) {
	d := define(t, 2)
	b := d.vote(t, d.choice(0), source(21))
	unsigned := *b
	unsigned.Signature = nil
	code := b.Code(d.Context)
	if unsigned.Code(d.Context) != code || must[Code](t)(CodeOf(d.Context, b.Encode())) != code {
		t.Fatal("the code changes with the token's signature")
	}
	if _, err := CodeOf(d.Context, b.Encode()[:Size(1)-1]); !errors.Is(err, ErrEncoding) {
		t.Fatalf("bytes too short for a ballot have a code: %v", err)
	}
	seen := map[Code]int{}
	encoding := b.Encode()
	for i := range encoding[:bodySize(2)] {
		encoding[i] ^= 1
		c := must[Code](t)(CodeOf(d.Context, encoding))
		encoding[i] ^= 1
		if earlier, ok := seen[c]; ok || c == code {
			t.Fatalf("bytes %d and %d do not change the code", i, earlier)
		}
		seen[c] = i
	}
}

func TestACodeIsReadBackAsPeopleTypeIt(t *testing.T) {
	c := Code{0x00, 0x44, 0x32, 0x14, 0xc7, 0x42, 0x54, 0xb6, 0x35, 0xcf, 0x84, 0x65, 0x3a, 0x56, 0xd7, 0xc6, 0x75, 0xbe, 0x77, 0xdf}
	const want = "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ"
	if c.String() != want {
		t.Fatalf("%s, want %s", c, want)
	}
	for _, s := range []string{want, strings.ToLower(want), strings.ReplaceAll(want, "-", ""), "oi23 4567 89ab cdef ghjk mnpq rstv wxyz", "Ol23" + want[4:]} {
		if got, err := ParseCode(s); err != nil || got != c {
			t.Errorf("%q: %v, %v", s, got, err)
		}
	}
	for _, s := range []string{"", want[:38], want + "0", "U" + want[1:], "0123_" + want[5:], "\u013123" + want[3:], "é" + want[1:]} {
		if _, err := ParseCode(s); err == nil {
			t.Errorf("%q passes for a code", s)
		}
	}
	for _, s := range []string{"0", "0123", "012", "0123-4", "o1 23", want} {
		if !MatchCode(s, c) {
			t.Errorf("%q does not find %s", s, c)
		}
	}
	for _, s := range []string{"", "-", " ", "1", "0124", "U", "0123/", want + "0"} {
		if MatchCode(s, c) {
			t.Errorf("%q finds %s", s, c)
		}
	}
}

func FuzzParseCode(f *testing.F) {
	f.Add("0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ")
	f.Add("oi23 4567 89ab cdef ghjk mnpq rstv wxyz")
	f.Add("")
	f.Add("U")
	f.Fuzz(func(t *testing.T, s string) {
		c, err := ParseCode(s)
		if err != nil {
			return
		}
		if again, err := ParseCode(c.String()); err != nil || again != c || !MatchCode(s, c) {
			t.Fatalf("%q gives %s, which gives %s, %v", s, c, again, err)
		}
	})
}
