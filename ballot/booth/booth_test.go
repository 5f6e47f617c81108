package booth

import (
	"bytes"
	"crypto/sha256"
	"crypto/sha3"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"valurna/ballot/kind"
	"valurna/ballot/sealed"
	"valurna/crypto/blind"
	"valurna/crypto/group"
)

// The signing keys take long to make, so all tests share two.
var signers = sync.OnceValues(func() (*blind.Signer, *blind.Signer) {
	one, err := blind.GenerateKey(source(1))
	if err != nil {
		panic(err)
	}
	two, err := blind.GenerateKey(source(2))
	if err != nil {
		panic(err)
	}
	return one, two
})

// source is a fixed stream of random bytes.
func source(seed byte) io.Reader { return rand.NewChaCha8([32]byte{seed}) }

func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

var contest = kind.Contest{Kind: kind.OneOfN, Elect: 1, Options: []string{"Anna", "Bo", "Cecilia"}}

func terms(t testing.TB) sealed.Terms {
	t.Helper()
	issuer, _ := signers()
	key := must[*group.Scalar](t)(group.RandomScalar(source(3)))
	return sealed.Terms{Context: sealed.Context{7}, Key: new(group.Point).ScalarBaseMult(key), Issuing: issuer.Public(), Points: 1}
}

func open(t testing.TB, terms sealed.Terms, seed Seed) *Booth {
	t.Helper()
	return must[*Booth](t)(New(terms, contest, seed))
}

// issue is the registrar's answer to a request.
func issue(t testing.TB, blinded []byte) []byte {
	t.Helper()
	issuer, _ := signers()
	return must[[]byte](t)(issuer.BlindSign(blinded))
}

// vote goes through all steps in the order of the hosted booth.
func vote(t testing.TB, b *Booth, word string, rand io.Reader) []byte {
	t.Helper()
	must[sealed.Code](t)(b.Seal(kind.Choice{Options: []int{1}}, word, rand))
	return must[[]byte](t)(b.Finish(issue(t, must[[]byte](t)(b.Request()))))
}

func TestAVotersBallotIsOneThatTheUrnAccepts(t *testing.T) {
	terms := terms(t)
	b := open(t, terms, Seed{1})
	code := must[sealed.Code](t)(b.Seal(kind.Choice{Options: []int{2}}, "", source(4)))
	encoding := must[[]byte](t)(b.Finish(issue(t, must[[]byte](t)(b.Request()))))
	ballot := must[*sealed.Ballot](t)(sealed.Decode(1, encoding))
	if err := ballot.Verify(terms); err != nil {
		t.Fatal(err)
	}
	if ballot.TokenKey.Equal(b.TokenKey()) != 1 {
		t.Fatal("the ballot stands under another token key")
	}
	if ballot.Code(terms.Context) != code {
		t.Fatal("the code that the voter saw is not the ballot's")
	}
}

func TestTheSameSeedRepeatsTheSameTokenRequest(t *testing.T) {
	terms := terms(t)
	first := open(t, terms, Seed{1})
	request := must[[]byte](t)(first.Request())
	if again := must[[]byte](t)(first.Request()); !bytes.Equal(request, again) {
		t.Fatal("asked twice, one booth makes two requests")
	}
	// The first booth is lost after the registrar has answered.
	answer := issue(t, request)
	second := open(t, terms, Seed{1})
	must[sealed.Code](t)(second.Seal(kind.Choice{Blank: true}, "", source(5)))
	if again := must[[]byte](t)(second.Request()); !bytes.Equal(request, again) {
		t.Fatal("after a crash the booth asks for another token")
	}
	if second.TokenKey().Equal(first.TokenKey()) != 1 {
		t.Fatal("after a crash the booth has another token key")
	}
	encoding := must[[]byte](t)(open(t, terms, Seed{1}).finishAfter(t, answer))
	if err := must[*sealed.Ballot](t)(sealed.Decode(1, encoding)).Verify(terms); err != nil {
		t.Fatal(err)
	}
}

// finishAfter seals and finishes with an answer that an earlier booth got.
func (b *Booth) finishAfter(t testing.TB, answer []byte) ([]byte, error) {
	must[sealed.Code](t)(b.Seal(kind.Choice{Blank: true}, "", source(6)))
	return b.Finish(answer)
}

func TestRequestAndTokenKeyDifferForEveryVoterBallotAndIssuingKey(t *testing.T) {
	_, another := signers()
	one := terms(t)
	context, issuing := one, one
	context.Context = sealed.Context{8}
	issuing.Issuing = another.Public()
	requests, keys := map[string]string{}, map[string]string{}
	for name, b := range map[string]*Booth{
		"first":               open(t, one, Seed{1}),
		"another voter":       open(t, one, Seed{2}),
		"another ballot":      open(t, context, Seed{1}),
		"another issuing key": open(t, issuing, Seed{1}),
	} {
		request, key := string(must[[]byte](t)(b.Request())), string(b.TokenKey().Bytes())
		if other, doubled := requests[request]; doubled {
			t.Errorf("%s and %s make the same request", name, other)
		}
		if other, doubled := keys[key]; doubled {
			t.Errorf("%s and %s have the same token key", name, other)
		}
		requests[request], keys[key] = name, name
	}
}

func TestTheRequestDoesNotDependOnTheChoice(t *testing.T) {
	var requests [][]byte
	for option := range 3 {
		b := open(t, terms(t), Seed{1})
		must[sealed.Code](t)(b.Seal(kind.Choice{Options: []int{option}}, "", source(7)))
		requests = append(requests, must[[]byte](t)(b.Request()))
	}
	if !bytes.Equal(requests[0], requests[1]) || !bytes.Equal(requests[0], requests[2]) {
		t.Fatal("the registrar sees a difference between choices")
	}
}

func TestAReturningVisitorOfTheHostedBoothFindsTheSameToken(t *testing.T) {
	secret := bytes.Repeat([]byte{9}, 32)
	seed := HostedSeed(secret, []byte("handle"), sealed.Context{1})
	if seed != HostedSeed(secret, []byte("handle"), sealed.Context{1}) {
		t.Fatal("the same visitor got another seed")
	}
	for name, other := range map[string]Seed{
		"another handle":  HostedSeed(secret, []byte("handlf"), sealed.Context{1}),
		"another ballot":  HostedSeed(secret, []byte("handle"), sealed.Context{2}),
		"another urn":     HostedSeed(bytes.Repeat([]byte{8}, 32), []byte("handle"), sealed.Context{1}),
		"an empty handle": HostedSeed(secret, nil, sealed.Context{1}),
	} {
		if other == seed {
			t.Errorf("%s gives the same seed", name)
		}
	}
}

func TestAnUrnWithoutASecretOpensNoBooth(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Fatal("a seed was made from a short secret")
		}
	}()
	HostedSeed(make([]byte, 31), []byte("handle"), sealed.Context{1})
}

func TestTwoVotersCannotBeShownOneBallot(t *testing.T) {
	terms := terms(t)
	// Even a source of randomness that repeats itself gives them two.
	codes := map[sealed.Code]string{}
	for name, x := range map[string]struct {
		seed Seed
		word string
	}{
		"anna": {Seed{1}, "blåbär"}, "bo": {Seed{2}, "blåbär"}, "cecilia": {Seed{3}, ""},
	} {
		b := open(t, terms, x.seed)
		code := must[sealed.Code](t)(b.Seal(kind.Choice{Options: []int{0}}, x.word, source(8)))
		if other, doubled := codes[code]; doubled {
			t.Errorf("%s and %s are shown one code", name, other)
		}
		codes[code] = name
	}
	// A dishonest urn that shows Bo the ballot of Anna is found out by his word.
	annas := must[*sealed.Ballot](t)(sealed.Decode(1, vote(t, open(t, terms, Seed{1}), "blåbär", source(9))))
	if annas.Check != must[[sealed.CheckSize]byte](t)(CheckOf("blåbär")) {
		t.Fatal("a voter does not find the own word")
	}
	if annas.Check == must[[sealed.CheckSize]byte](t)(CheckOf("lingon")) {
		t.Fatal("two words give one check field")
	}
}

func TestAWordIsTheSameFromEveryKeyboard(t *testing.T) {
	want := must[[sealed.CheckSize]byte](t)(CheckOf("bl\u00e5b\u00e4r"))
	for _, word := range []string{"bla\u030aba\u0308r", " bl\u00e5b\u00e4r", "bl\u00e5b\u00e4r\n"} {
		if got := must[[sealed.CheckSize]byte](t)(CheckOf(word)); got != want {
			t.Errorf("%q gives another check field", word)
		}
	}
	b := open(t, terms(t), Seed{1})
	for _, word := range []string{" ", "a\x00b", "a\u202eb", "\xff", strings.Repeat("x", MaxWord+1)} {
		if _, err := b.Seal(kind.Choice{Blank: true}, word, source(10)); err == nil {
			t.Errorf("%q passes for a word", word)
		}
	}
}

func TestWithoutAWordTheCheckFieldIsRandom(t *testing.T) {
	terms := terms(t)
	one := must[*sealed.Ballot](t)(sealed.Decode(1, vote(t, open(t, terms, Seed{1}), "", source(11))))
	two := must[*sealed.Ballot](t)(sealed.Decode(1, vote(t, open(t, terms, Seed{1}), "", source(12))))
	if one.Check == two.Check || one.Check == ([sealed.CheckSize]byte{}) {
		t.Fatal("the check field repeats")
	}
}

func TestSealingAgainGivesAFreshBallotUntilItIsFinished(t *testing.T) {
	b := open(t, terms(t), Seed{1})
	choice := kind.Choice{Options: []int{1}}
	rand := source(13)
	first := must[sealed.Code](t)(b.Seal(choice, "word", rand))
	second := must[sealed.Code](t)(b.Seal(choice, "word", rand))
	if first == second {
		t.Fatal("the same randomness encrypted twice")
	}
	if _, err := b.Seal(kind.Choice{Options: []int{7}}, "", rand); err == nil {
		t.Fatal("a choice that is not on the ballot was sealed")
	}
	answer := issue(t, must[[]byte](t)(b.Request()))
	encoding := must[[]byte](t)(b.Finish(answer))
	if code := must[sealed.Code](t)(sealed.CodeOf(b.terms.Context, encoding)); code != second {
		t.Fatal("finished is not what was sealed last")
	}
	if _, err := b.Seal(choice, "", rand); !errors.Is(err, ErrFinished) {
		t.Fatalf("a second ballot was sealed under the token: %v", err)
	}
	if again := must[[]byte](t)(b.Finish(answer)); !bytes.Equal(again, encoding) {
		t.Fatal("finishing twice gave two ballots")
	}
}

func TestAnAnswerThatIsNoTokenIsRefused(t *testing.T) {
	b := open(t, terms(t), Seed{1})
	if _, err := b.Finish(make([]byte, blind.Size)); !errors.Is(err, ErrNotSealed) {
		t.Fatalf("finished before sealing: %v", err)
	}
	must[sealed.Code](t)(b.Seal(kind.Choice{Blank: true}, "", source(14)))
	request := must[[]byte](t)(b.Request())
	_, another := signers()
	foreign, err := another.BlindSign(request)
	if err != nil {
		foreign = request // above the other modulus; any wrong answer serves
	}
	for name, answer := range map[string][]byte{
		"nothing":                 nil,
		"another ballot's key":    foreign,
		"the request sent back":   request,
		"another voter's token":   issue(t, must[[]byte](t)(open(t, terms(t), Seed{2}).Request())),
		"one byte short":          issue(t, request)[1:],
		"not below the modulus":   bytes.Repeat([]byte{0xff}, blind.Size),
		"zero, whatever is asked": make([]byte, blind.Size),
	} {
		if encoding, err := b.Finish(answer); !errors.Is(err, blind.ErrSignature) || encoding != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := b.Finish(issue(t, request)); err != nil {
		t.Fatalf("after wrong answers the right one: %v", err)
	}
}

func TestABoothStaysClosedForADefinitionThatDoesNotFit(t *testing.T) {
	good := terms(t)
	points, key := good, good
	points.Points = 2
	key.Key = group.NewPoint()
	for name, err := range map[string]error{
		"another length": second(New(points, contest, Seed{1})),
		"no key":         second(New(key, contest, Seed{1})),
		"no contest":     second(New(good, kind.Contest{}, Seed{1})),
	} {
		if err == nil {
			t.Errorf("%s: the booth opened", name)
		}
	}
}

func second(_ *Booth, err error) error { return err }

func TestABoothWithoutRandomnessSealsNothing(t *testing.T) {
	b := open(t, terms(t), Seed{1})
	for _, n := range []int{0, 15, 16, 70, 100} {
		if _, err := b.Seal(kind.Choice{Blank: true}, "", io.LimitReader(source(15), int64(n))); err == nil {
			t.Errorf("sealed with %d random bytes", n)
		}
	}
	if _, err := b.Finish(nil); !errors.Is(err, ErrNotSealed) {
		t.Fatal(err)
	}
}

func TestSecretsAreNotPrinted(t *testing.T) {
	seed := Seed{0xab, 0xcd}
	b := open(t, terms(t), seed)
	var log bytes.Buffer
	untimed := &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{} // whose digits could be those looked for
		}
		return a
	}}
	slog.New(slog.NewTextHandler(&log, untimed)).Info("booth", "booth", b, "seed", seed)
	for _, s := range []string{
		fmt.Sprint(seed), fmt.Sprintf("%x %v %+v %#v %d %s", seed, seed, &seed, seed, seed, seed),
		fmt.Sprintf("%v %+v %#v %x", b, b, *b, b), log.String(),
	} {
		for _, secret := range []string{"abcd", "ABCD", "171", "0xab", fmt.Sprintf("%x", b.secret.Bytes())} {
			if strings.Contains(s, secret) {
				t.Errorf("%q shows %q", s, secret)
			}
		}
	}
	if out, err := json.Marshal(seed); err == nil {
		t.Errorf("a seed was written as JSON: %s", out)
	}
}

func TestAnErasedBoothDoesNothing(t *testing.T) {
	b := open(t, terms(t), Seed{1})
	answer := issue(t, must[[]byte](t)(b.Request()))
	must[sealed.Code](t)(b.Seal(kind.Choice{Blank: true}, "", source(16)))
	b.Erase()
	_, requestErr := b.Request()
	_, sealErr := b.Seal(kind.Choice{Blank: true}, "", source(16))
	_, finishErr := b.Finish(answer)
	for _, err := range []error{requestErr, sealErr, finishErr} {
		if !errors.Is(err, ErrErased) {
			t.Errorf("%v", err)
		}
	}
}

func BenchmarkVisit(b *testing.B) {
	terms := terms(b)
	rand := source(17)
	for b.Loop() {
		vote(b, open(b, terms, Seed{1}), "", rand)
	}
}

func TestTheDerivationsAreThoseOfTheFormat(t *testing.T) {
	terms := terms(t)
	seed := Seed{1}
	stream := sha3.NewSHAKE256()
	for _, part := range [][]byte{[]byte("valurna/v1/booth/token\n"), seed[:], terms.Context[:], terms.Issuing.Modulus()} {
		must[int](t)(stream.Write(part))
	}
	secret := must[*group.Scalar](t)(group.RandomScalar(stream))
	if new(group.Point).ScalarBaseMult(secret).Equal(open(t, terms, seed).TokenKey()) != 1 {
		t.Error("the token key comes from another stream")
	}
	h := sha256.Sum256([]byte("valurna/v1/check\nbl\u00e5b\u00e4r"))
	if got := must[[sealed.CheckSize]byte](t)(CheckOf("bl\u00e5b\u00e4r")); got != [sealed.CheckSize]byte(h[:16]) {
		t.Error("the check field is another hash")
	}
}
