package registrar

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	gossh "golang.org/x/crypto/ssh"

	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/view"
	"valurna/server/wire"
)

// loan logs in with a code typed at the prompt.
func (w *town) loan(code string) (*gossh.Client, error) {
	w.t.Helper()
	key := must(manifest.ParseKeyLine(w.source.Registrar.HostKey))
	c, err := gossh.Dial("tcp", w.address.Load().(string), &gossh.ClientConfig{
		User: wire.UserLoan, HostKeyCallback: gossh.FixedHostKey(key),
		Auth: []gossh.AuthMethod{gossh.KeyboardInteractive(func(_, _ string, questions []string, echos []bool) ([]string, error) {
			if len(questions) != 1 || echos[0] {
				w.t.Errorf("asked %q, echo %v", questions, echos)
			}
			return []string{code}, nil
		})},
	})
	if err == nil {
		w.t.Cleanup(func() { c.Close() })
	}
	return c, err
}

func TestALoanCardVotesOnceAndALostLineComesBackWithIt(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	early := w.card(1, "2", view.CardLoan) // before any ballot is open
	if _, err := must(w.loan(early.Code)).Dial("tcp", w.source.Urn.Booth); err == nil {
		t.Error("the booth is open without a ballot")
	}
	id := w.openBallot(1)
	b := w.booth(id)
	first := must(w.loan(early.Code))
	_, v := w.knock(first, w.source.Urn.Booth)
	first.Close()
	w.gone(v)
	w.restart()
	again := must(w.loan(early.Code))
	_, back := w.knock(again, w.source.Urn.Booth)
	_, own := w.visit(2)
	if back.Ballot != id || !bytes.Equal(back.Handle, v.Handle) || !bytes.Equal(own.Handle, v.Handle) {
		t.Errorf("the handle changes: %+v, %+v, %+v", v, back, own)
	}
	want, err := w.hosted(back, id, b.blinded)
	if err != nil {
		t.Fatal(err)
	}
	// The visit goes on; the card opens it no more, nor any later ballot's.
	if got, err := w.hosted(back, id, b.blinded); err != nil || !bytes.Equal(got, want) {
		t.Errorf("the same request again: %v", err)
	}
	_, err = w.hosted(back, id, w.booth(id).blinded)
	refused(t, err, "second-token")
	if _, err := w.loan(early.Code); err == nil {
		t.Error("a used card was let in")
	}
	if _, err := again.Dial("tcp", w.source.Urn.Booth); err == nil {
		t.Error("the connection of a used card opens a second visit")
	}
	// If the urn dies now, a new card leads back to the same handle and token.
	rescue := must(w.loan(w.card(1, "2", view.CardLoan).Code))
	_, same := w.knock(rescue, w.source.Urn.Booth)
	if got, err := w.hosted(same, id, b.blinded); err != nil || !bytes.Equal(got, want) || !bytes.Equal(same.Handle, v.Handle) {
		t.Errorf("with a new card: %v", err)
	}
}

func TestALoanCardOpensNothingForAnOwnBoothsVoteAnAbsentSeatOrAnEndedBallot(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	w.do(5, "checkout")
	id := w.openBallot(1)
	if _, err := w.token(2, id, w.booth(id)); err != nil {
		t.Fatal(err)
	}
	shut := func(why, whom, code string) {
		t.Helper()
		_, err := must(w.loan(code)).Dial("tcp", w.source.Urn.Booth)
		var open *gossh.OpenChannelError
		if !errors.As(err, &open) || open.Reason != gossh.Prohibited {
			t.Errorf("%s, seat %s: %v", why, whom, err)
		}
	}
	// Making one says nothing of who has voted.
	shut("its own booth has the token", "2", w.card(1, "2", view.CardLoan).Code)
	shut("not checked in", "5", w.card(1, "5", view.CardLoan).Code)
	late, live := w.card(1, "3", view.CardLoan), w.card(1, "4", view.CardLoan)
	inside := must(w.loan(live.Code))
	_, v := w.knock(inside, w.source.Urn.Booth)
	w.do(1, "ballot close "+id)
	if _, err := w.hosted(v, id, w.booth(id).blinded); err != nil {
		t.Errorf("who was inside at the close: %v", err)
	}
	w.ahead.Add(grace + 1)
	w.mustPost(manifest.ByUrn, journal.TypeStop, journal.Stop{Ballot: id, Cast: 0})
	w.await(id, journal.Counted)
	if _, err := w.loan(late.Code); err == nil {
		t.Error("the ballot has ended, and the card is still good")
	}
	var p *view.Problem
	err := wire.Call(t.Context(), w.dial("x", w.people[0]), "card p6 loan --json", nil, &view.Card{})
	if !errors.As(err, &p) || p.Code != "card-no-seat" {
		t.Error(err)
	}
}

func TestALoanAndAnEnrolmentOpenNothingElse(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	w.openBallot(1)
	loan := must(w.loan(w.card(1, "2", view.CardLoan).Code))
	run := func(c *gossh.Client, command string) string {
		t.Helper()
		s := must(c.NewSession())
		defer s.Close()
		var out syncBuffer // both outputs, each from a goroutine of its own
		s.Stdout = &out
		s.Stderr = &out
		var err error
		if command == "" {
			s.Stdin = strings.NewReader("")
			if err = s.Shell(); err == nil {
				err = s.Wait()
			}
		} else {
			err = s.Run(command)
		}
		if err == nil {
			t.Errorf("%q ended well", command)
		}
		return out.String()
	}
	for _, command := range []string{"", "plain", "view --json", "journal", "bundles", "token", "checkin room", "ballot close 1-1", "card 2 key", "revoke 3"} {
		if out := run(loan, command); !strings.Contains(out, "A loan card opens the booth") {
			t.Errorf("loan %q: %q", command, out)
		}
	}
	guest := w.bare(wire.UserEnrol, nil)
	for _, address := range []string{w.source.Urn.Cast, w.source.Urn.Booth} {
		if _, err := guest.Dial("tcp", address); err == nil {
			t.Errorf("enrol came to %s", address)
		}
	}
	if _, err := loan.Dial("tcp", w.source.Urn.Cast); err == nil {
		t.Error("loan came to the cast address")
	}
	for _, command := range []string{"", "plain"} {
		if out := run(guest, command); !strings.Contains(out, "Here a new key is entered") && !strings.Contains(out, "no code of a card") {
			t.Errorf("enrol %q: %q", command, out)
		}
	}
	for _, command := range []string{"view", "journal", "checkin room", "revoke 3"} {
		if out := run(guest, command); !strings.Contains(out, "no code of a card") {
			t.Errorf("enrol %q: %q", command, out)
		}
	}
	// A member's key does not make more of these names.
	if _, err := w.tryDial(wire.UserLoan, w.people[0]); err == nil {
		t.Error("a key was let in as loan")
	}
	if out := run(w.bare(wire.UserEnrol, w.people[0]), "ballot close 1-1"); !strings.Contains(out, "no code of a card") {
		t.Errorf("the chair as enrol: %q", out)
	}
}

func TestADuplicateKillsTheFirstCardAndWhoeverCameWithIt(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	id := w.openBallot(1)
	key, loan := w.card(1, "2", view.CardKey), w.card(1, "2", view.CardLoan)
	thief := must(w.loan(loan.Code))
	_, v := w.knock(thief, w.source.Urn.Booth)
	second := w.card(1, "2", view.CardLoan)
	ended(t, "the visit with the first card", thief)
	_, err := w.hosted(v, id, w.booth(id).blinded)
	refused(t, err, "no-visit")
	if _, err := w.loan(loan.Code); err == nil {
		t.Error("the first loan card still opens the booth")
	}
	if _, err := w.loan(second.Code); err != nil {
		t.Error(err)
	}
	// One for the other purpose lives on until it is replaced itself.
	newer := w.card(1, "2", view.CardKey)
	refused(t, w.enrol(key.Code, sshLine(newSigner())), "card-replaced")
	refused(t, w.enrol(second.Code, sshLine(newSigner())), "card-purpose")
	if err := w.enrol(newer.Code, sshLine(newSigner())); err != nil {
		t.Error(err)
	}
}
