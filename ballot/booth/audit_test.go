package booth

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"testing"

	"valurna/ballot/kind"
	"valurna/ballot/sealed"
	"valurna/crypto/group"
)

func choose(options ...int) kind.Choice { return kind.Choice{Options: options} }

func TestAnAuditShowsWhatTheVoterChoseUnderTheCodeThatWasShown(t *testing.T) {
	terms := terms(t)
	for _, choice := range []kind.Choice{choose(0), choose(2), {Blank: true}} {
		b := open(t, terms, Seed{1})
		code := must[sealed.Code](t)(b.Seal(choice, "blåbär", source(30)))
		encoding := must[[]byte](t)(b.Audit())
		held := must[Held](t)(CheckOpened(terms, contest, encoding))
		if held.Code != code {
			t.Fatal("the code that the voter saw is not that of the ballot that was opened")
		}
		if !held.Valid || fmt.Sprint(held.Choice) != fmt.Sprint(choice) {
			t.Fatalf("%v was sealed, %+v opened", choice, held)
		}
		if err := held.MadeWith("blåbär"); err != nil {
			t.Fatal(err)
		}
		if err := held.MadeWith("hallon"); !errors.Is(err, ErrWord) {
			t.Fatalf("another word passes: %v", err)
		}
		if again := must[[]byte](t)(b.Audit()); !bytes.Equal(again, encoding) {
			t.Fatal("opened twice, one encryption gives two audited ballots")
		}
	}
}

func TestWhatWasAuditedIsNeverCastByTheBooth(t *testing.T) {
	b := open(t, terms(t), Seed{1})
	must[sealed.Code](t)(b.Seal(choose(0), "", source(31)))
	must[[]byte](t)(b.Audit())
	if _, err := b.Request(); !errors.Is(err, ErrAudited) {
		t.Errorf("it asks for a token: %v", err)
	}
	if _, err := b.Finish(make([]byte, 256)); !errors.Is(err, ErrAudited) {
		t.Errorf("it finishes: %v", err)
	}
	if _, err := b.Seal(choose(1), "", source(32)); !errors.Is(err, ErrAudited) {
		t.Errorf("it seals another ballot under the published token key: %v", err)
	}
}

func TestABallotWhoseTokenWasAskedForIsNotOpened(t *testing.T) {
	b := open(t, terms(t), Seed{1})
	if _, err := b.Audit(); !errors.Is(err, ErrNotSealed) {
		t.Fatalf("before anything was sealed: %v", err)
	}
	must[sealed.Code](t)(b.Seal(choose(0), "", source(33)))
	request := must[[]byte](t)(b.Request())
	for range 2 {
		if _, err := b.Audit(); !errors.Is(err, ErrAsked) {
			t.Fatalf("the token would be lost: %v", err)
		}
		if b.opening != nil {
			t.Fatal("what opens the ballot outlives the request")
		}
		// Not even another ballot under it.
		must[sealed.Code](t)(b.Seal(choose(1), "", source(34)))
	}
	must[[]byte](t)(b.Finish(issue(t, request)))
	b.Erase()
	if _, err := b.Audit(); !errors.Is(err, ErrErased) {
		t.Fatal(err)
	}
}

func TestAttemptsHaveNothingInCommon(t *testing.T) {
	terms := terms(t)
	seen := map[string]string{}
	for attempt := range MaxAttempts + 1 {
		b := open(t, terms, Seed{1}.Attempt(attempt))
		for what, value := range map[string][]byte{"token key": b.TokenKey().Bytes(), "request": must[[]byte](t)(b.Request())} {
			if other, doubled := seen[string(value)]; doubled {
				t.Errorf("attempt %d: %s is that of %s", attempt, what, other)
			}
			seen[string(value)] = fmt.Sprint(what, " of attempt ", attempt)
		}
	}
	if (Seed{1}).Attempt(0) != (Seed{1}) {
		t.Error("the first attempt has another seed than before there were any")
	}
	for _, attempt := range []int{-1, MaxAttempts + 1} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("attempt %d has a seed", attempt)
				}
			}()
			Seed{1}.Attempt(attempt)
		}()
	}
}

// The malicious hosted booth, which shows one thing and does another. Whatever it
// does must be decided before it knows whether the voter casts or audits: the code
// is on the voter's paper by then.

func TestABoothThatEncryptsAnotherChoiceIsShownByTheAudit(t *testing.T) {
	terms := terms(t)
	shown, encrypted := choose(0), choose(2)
	b := open(t, terms, Seed{1})
	code := must[sealed.Code](t)(b.Seal(encrypted, "", source(35)))
	held := must[Held](t)(CheckOpened(terms, contest, must[[]byte](t)(b.Audit())))
	if held.Code != code {
		t.Fatal("not the ballot that the voter saw")
	}
	if slices.Equal(held.Choice.Options, shown.Options) {
		t.Fatal("the audit shows what the booth showed, not what it encrypted")
	}
	// Another ballot, with the voter's choice, has another code.
	other := open(t, terms, Seed{1}.Attempt(1))
	must[sealed.Code](t)(other.Seal(shown, "", source(36)))
	if held := must[Held](t)(CheckOpened(terms, contest, must[[]byte](t)(other.Audit()))); held.Code == code {
		t.Fatal("an honest ballot serves as the opening of a false one")
	}
}

func TestABoothThatShowsTwoVotersOneBallotIsFoundByTheWord(t *testing.T) {
	terms := terms(t)
	b := open(t, terms, Seed{1})
	first := must[sealed.Code](t)(b.Seal(choose(0), "annas ord", source(37)))
	held := must[Held](t)(CheckOpened(terms, contest, must[[]byte](t)(b.Audit())))
	if err := held.MadeWith("bos ord"); !errors.Is(err, ErrWord) {
		t.Fatalf("the second voter's word fits the first voter's ballot: %v", err)
	}
	// The same choice, the same randomness: with each voter's own word and token
	// the codes differ, and the inclusion of one code says nothing of the other.
	honest := open(t, terms, Seed{2})
	second := must[sealed.Code](t)(honest.Seal(choose(0), "bos ord", source(37)))
	if first == second || b.TokenKey().Equal(honest.TokenKey()) == 1 {
		t.Fatal("two voters have one code or one token key")
	}
}

func TestABoothThatPreparesCollidingCodesNeedsTheWholeCode(t *testing.T) {
	// The beginning of a code can be had for the asking: here two ballots, for two
	// choices, share the first group's first five bits after a few tries. A full code
	// has 160 bits, so the checker compares all of them.
	terms := terms(t)
	honest := open(t, terms, Seed{1})
	want := must[sealed.Code](t)(honest.Seal(choose(0), "", source(38)))
	var found Held
	// The issuing key is new in every run, since key generation ignores its reader, and
	// the code covers it; the bound leaves 2^-91 for a run that finds no such ballot.
	stream := source(100)
	for try := 0; ; try++ {
		b := open(t, terms, Seed{1})
		code := must[sealed.Code](t)(b.Seal(choose(2), "", stream))
		if sealed.MatchCode(want.String()[:1], code) {
			found = must[Held](t)(CheckOpened(terms, contest, must[[]byte](t)(b.Audit())))
			break
		}
		if try == 2000 {
			t.Fatal("no ballot begins with the same letter after 2000 tries")
		}
	}
	if found.Code == want {
		t.Fatal("two ballots have one code")
	}
	if bits := len(want) * 8; bits != 160 {
		t.Fatalf("a code has %d bits: two ballots with one code must take 2^80 tries", bits)
	}
}

func TestTheCodeIsFixedBeforeTheVoterDecides(t *testing.T) {
	terms := terms(t)
	cast, audit := open(t, terms, Seed{1}), open(t, terms, Seed{1})
	// One encryption in two worlds: in one it is cast, in the other audited.
	shown := must[sealed.Code](t)(cast.Seal(choose(1), "ord", source(39)))
	if must[sealed.Code](t)(audit.Seal(choose(1), "ord", source(39))) != shown {
		t.Fatal("one encryption has two codes")
	}
	encoding := must[[]byte](t)(cast.Finish(issue(t, must[[]byte](t)(cast.Request()))))
	held := must[Held](t)(CheckOpened(terms, contest, must[[]byte](t)(audit.Audit())))
	if code := must[sealed.Code](t)(sealed.CodeOf(terms.Context, encoding)); code != shown || held.Code != shown {
		t.Fatalf("shown %s, cast %s, audited %s", shown, code, held.Code)
	}
}

func TestAnAuditedBallotThatHoldsNoChoiceIsSaidToBeInvalid(t *testing.T) {
	terms := terms(t)
	secret := must[*group.Scalar](t)(group.RandomScalar(source(40)))
	payload := make([]byte, group.EmbedSize)
	payload[29] = 1 // a mark beside the choice
	ballot, opening, err := sealed.MakeToOpen(terms, payload, secret, [sealed.CheckSize]byte{}, source(41))
	if err != nil {
		t.Fatal(err)
	}
	held := must[Held](t)(CheckOpened(terms, contest, (&sealed.Opened{Ballot: ballot, Randomness: opening}).Encode()))
	if held.Valid {
		t.Fatalf("it passes for %+v", held.Choice)
	}
	if _, err := CheckOpened(terms, contest, nil); !errors.Is(err, sealed.ErrEncoding) {
		t.Fatal(err)
	}
}
