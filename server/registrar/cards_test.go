package registrar

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"

	gossh "golang.org/x/crypto/ssh"

	"valurna/ballot/journal"
	"valurna/ballot/view"
	"valurna/server/wire"
)

// card has somebody make a card.
func (w *town) card(by int, whom, purpose string) view.Card {
	w.t.Helper()
	var c view.Card
	if err := wire.Call(w.t.Context(), w.dial("x", w.people[by-1]), "card "+whom+" "+purpose+" --json", nil, &c); err != nil {
		w.t.Fatal(err)
	}
	return c
}

// enrol enters a key as whoever holds a code does, from any machine.
func (w *town) enrol(code, text string) error {
	w.t.Helper()
	c := w.dial(wire.UserEnrol, nil)
	defer c.Close()
	_, err := c.Run(w.t.Context(), code+" --json", []byte(text))
	return err
}

// ended waits for the end of a connection.
func ended(t *testing.T, what string, c *gossh.Client) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		_ = c.Wait()
		close(done)
	}()
	eventually(t, what+" has ended", func() bool {
		select {
		case <-done:
			return true
		default:
			return false
		}
	})
}

func TestACardEntersANewKeyAndTheOldOneEndsAtOnce(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	id := w.openBallot(1)
	old, fresh := w.people[1], newSigner()
	session := w.bare("x", old)
	conn, v := w.knock(session, w.source.Urn.Booth)
	defer conn.Close()
	c := w.card(1, "2", view.CardKey)
	if c.Seat != 2 || c.Name != "Beda Ledamot" || len(c.Code) != 19 || len(c.Commands) != 2 || !strings.Contains(c.Commands[0], "enrol@127.0.0.1 "+c.Code) {
		t.Errorf("%+v", c)
	}
	if err := w.enrol(strings.ToLower(strings.ReplaceAll(c.Code, "-", "")), sshLine(fresh)+" beda@tablet\n"); err != nil {
		t.Fatal(err)
	}
	ended(t, "the old key's session", session)
	_, err := w.hosted(v, id, w.booth(id).blinded)
	refused(t, err, "no-visit")
	if _, err := w.tryDial("x", old); err == nil {
		t.Error("the old key still opens the door")
	}
	for range 2 { // the second time after a restart
		var d view.Desk
		if err := wire.Call(t.Context(), w.dial("x", fresh), "view --json", nil, &d); err != nil || d.Me.Seat != 2 || !d.Me.Present {
			t.Errorf("%+v, %v", d.Me, err)
		}
		refused(t, w.enrol(c.Code, sshLine(newSigner())), "card-used")
		w.restart()
	}
	w.people[1] = fresh
	if _, again := w.visit(2); !bytes.Equal(again.Handle, v.Handle) {
		t.Error("another handle with another key")
	}
	if _, err := w.token(2, id, w.booth(id)); err != nil {
		t.Errorf("the new key's own booth: %v", err)
	}
}

func TestOfTwoEnrolmentsWithOneCodeExactlyOneWins(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.start()
	before := locked(w.Registrar, (*journal.State).Next)
	c := w.card(secretary, "3", view.CardKey)
	const n = 8
	errs, keys := make([]error, n), make([]gossh.Signer, n)
	var wg sync.WaitGroup
	for i := range n {
		keys[i] = newSigner()
		wg.Go(func() { errs[i] = w.enrol(c.Code, sshLine(keys[i])) })
	}
	wg.Wait()
	won := 0
	for i, err := range errs {
		if err != nil {
			refused(t, err, "card-used")
			if _, err := w.tryDial("x", keys[i]); err == nil {
				t.Error("a refused key opens the door")
			}
			continue
		}
		won++
		w.dial("x", keys[i])
	}
	if after := locked(w.Registrar, (*journal.State).Next); won != 1 || after != before+1 {
		t.Errorf("%d won; %d entries", won, after-before)
	}
}

func TestWrongCodesAreSlowedDownAndSlipsAreNot(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.start()
	c := w.card(1, "2", view.CardKey)
	for range 2 * wrongCodes {
		refused(t, w.enrol("ABCD-EFGH", sshLine(newSigner())), "card-form")
	}
	for i := range wrongCodes {
		refused(t, w.enrol(fmt.Sprintf("AAAA-AAAA-AAAA-AAA%d", i), sshLine(newSigner())), "card-unknown")
	}
	// Then nobody's is looked at, so that trying tells nothing.
	refused(t, w.enrol("AAAA-AAAA-AAAA-AAA9", sshLine(newSigner())), "slow-down")
	refused(t, w.enrol(c.Code, sshLine(newSigner())), "slow-down")
	if _, err := w.loan(c.Code); err == nil {
		t.Error("the loan terminal has a budget of its own")
	}
	w.ahead.Add(61)
	if err := w.enrol(c.Code, sshLine(newSigner())); err != nil {
		t.Error(err)
	}
}

func TestOnlyChairAndSecretaryMakeCards(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.start()
	for _, command := range []string{"card 3 key", "card 2 loan", "card 3"} {
		refused(t, w.try(2, command), "not-office")
	}
	for _, command := range []string{"card", "card 2 master", "card 2 key more"} {
		refused(t, w.try(1, command), "usage")
	}
	for _, whom := range []string{"99", "0", "-1", "p0", "p99", "Beda", ""} {
		if _, err := w.MakeCard(1, whom, view.CardKey); err == nil {
			t.Errorf("a card for %q", whom)
		}
	}
	if c := w.card(1, "p6", view.CardKey); c.Seat != 0 || c.Name != "Sonja Skrivare" {
		t.Errorf("%+v", c)
	}
	c := w.dial("x", w.people[0])
	out, err := c.Run(t.Context(), "card 2 --lang da", nil)
	if err != nil || !strings.HasPrefix(string(out), "da: Beda Ledamot: ") {
		t.Errorf("%q, %v", out, err)
	}
}

func TestNoCodeIsInTheFilesOrTheLog(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	w.openBallot(1)
	used, kept, loan := w.card(1, "2", view.CardKey), w.card(1, "3", view.CardKey), w.card(1, "4", view.CardLoan)
	if err := w.enrol(used.Code, sshLine(newSigner())); err != nil {
		t.Fatal(err)
	}
	w.knock(must(w.loan(loan.Code)), w.source.Urn.Booth)
	refused(t, w.enrol("ZZZZ-ZZZZ-ZZZZ-ZZZZ", sshLine(newSigner())), "card-unknown")
	search := func(when string) {
		t.Helper()
		for name, data := range w.files() {
			for _, c := range []view.Card{used, kept, loan, {Code: "ZZZZ-ZZZZ-ZZZZ-ZZZZ"}} {
				code, _ := readCode(c.Code)
				plain := strings.ReplaceAll(c.Code, "-", "")
				for _, s := range append(spellings(code[:]), []byte(c.Code), []byte(plain), []byte(strings.ToLower(plain))) {
					if bytes.Contains(data, s) {
						t.Errorf("%s: %s holds a code", when, name)
					}
				}
			}
		}
	}
	search("while it runs")
	w.stop()
	search("after the end")
	code, _ := readCode(kept.Code)
	if !bytes.Contains(w.files()["registrar.db"], cardHash(code)) {
		t.Error("the search does not see what the store holds")
	}
}

func TestACodeIsReadAsPeopleTypeIt(t *testing.T) {
	want := [cardSize]byte{0x00, 0x44, 0x32, 0x14, 0xc7, 0x42, 0x54, 0xb6, 0x35, 0xcf}
	s := writeCode(want)
	for _, typed := range []string{s, strings.ToLower(s), strings.ReplaceAll(s, "-", " "), " " + strings.ReplaceAll(s, "-", "") + "\r\n",
		strings.ReplaceAll(strings.ReplaceAll(s, "0", "o"), "1", "l"), strings.ReplaceAll(s, "1", "I")} {
		if got, ok := readCode(typed); !ok || got != want {
			t.Errorf("%q: %x", typed, got)
		}
	}
	for _, typed := range []string{"", s[1:], s + "0", strings.Replace(s, "0", "U", 1), strings.Replace(s, "0", "é", 1)} {
		if _, ok := readCode(typed); ok {
			t.Errorf("%q was read", typed)
		}
	}
}

func FuzzReadCode(f *testing.F) {
	f.Add("ABCD-EFGH-JKMN-PQRS")
	f.Add("0OIL 1111 zzzz----zzzz")
	f.Fuzz(func(t *testing.T, typed string) {
		code, ok := readCode(typed)
		if !ok {
			return
		}
		if again, ok := readCode(writeCode(code)); !ok || again != code {
			t.Errorf("%q is read as %x and then as %x", typed, code, again)
		}
	})
}

func TestAKeyIsTakenFromOneLineAndNotFromWhatFollows(t *testing.T) {
	for in, want := range map[string]string{"a b\nc\n": "a b", "\n\na b": "\n\na b", "": "", "a\r\nb": "a"} {
		if got, err := firstLine(context.Background(), strings.NewReader(in)); err != nil || got != want {
			t.Errorf("%q: %q, %v", in, got, err)
		}
	}
	if got, err := firstLine(context.Background(), io.MultiReader(strings.NewReader(strings.Repeat("x", maxKeyLine)), endless{})); err != nil || len(got) != maxKeyLine+1 {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}

// endless is an input that goes on for ever.
type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }
