package member

import (
	"bytes"
	"context"
	"errors"
	"testing"

	"valurna/ballot/booth"
	"valurna/ballot/kind"
	"valurna/ballot/sealed"
	"valurna/ballot/view"
	"valurna/server/wire"
)

func refusedWith(t *testing.T, err error, code string) {
	t.Helper()
	var p *view.Problem
	if !errors.As(err, &p) || p.Code != code {
		t.Errorf("a refusal %q was due, got: %v", code, err)
	}
}

// tokenKeys of everything that the urn has been given.
func (h *hall) tokenKeys() map[string]bool {
	keys := map[string]bool{}
	for _, list := range [][][]byte{h.audited, h.box} {
		for _, e := range list {
			keys[string(e[1:33])] = true
		}
	}
	return keys
}

func TestAMemberTestsTheOwnBoothAndVotesUnderAnotherTokenKey(t *testing.T) {
	h := newHall(t)
	h.Show(h.Quorum())
	dir := folder(t)
	s := h.session(dir)
	s.o.AuditLookup = func(ballot, code string) string { return "check " + ballot + " " + code }
	b := s.Booth(ballotID)
	defer b.Close()
	awaitVisit(t, b, view.PhaseOpen)
	_, err := b.Audit(t.Context())
	refusedWith(t, err, "not-sealed")
	for n := range booth.MaxAttempts {
		code := must(b.Seal(choice(n%3), "ekorre"))
		switch n {
		case 0: // the test does not get away; then what may be out is never cast
			gone, cancel := context.WithCancel(t.Context())
			cancel()
			if _, err := b.Audit(gone); err == nil {
				t.Fatal("it was said to be published")
			}
			_, err := b.Cast(t.Context())
			refusedWith(t, err, "audited")
		case 1:
			h.mu.Lock()
			h.mute = wire.CmdAudit // the answer is lost, and asked for again
			h.mu.Unlock()
		}
		done, err := b.Audit(t.Context())
		if err != nil || done != (view.AuditDone{Code: code, Lookup: "check " + ballotID + " " + code}) {
			t.Fatalf("%+v, %v", done, err)
		}
		if again := must(b.Audit(t.Context())); again != done {
			t.Errorf("again %+v", again)
		}
		held := must(booth.CheckOpened(h.terms(), s.contest(), h.audited[len(h.audited)-1]))
		if held.Code.String() != code || held.Choice.Options[0] != n%3 {
			t.Errorf("%s opens to %+v", code, held)
		}
		_, err = b.Cast(t.Context())
		refusedWith(t, err, "not-sealed")
	}
	must(b.Seal(choice(1), ""))
	_, err = b.Audit(t.Context())
	refusedWith(t, err, "audit-used")
	if _, err := b.Cast(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, err = b.Audit(t.Context())
	refusedWith(t, err, "audit-cast")
	if len(h.asked) != 1 || len(h.box) != 1 || len(h.tokenKeys()) != booth.MaxAttempts+1 {
		t.Errorf("%d tokens, %d votes, %d token keys", len(h.asked), len(h.box), len(h.tokenKeys()))
	}
}

func (s *Session) contest() (c kind.Contest) {
	_, c, err := s.journal.terms(ballotID)
	if err != nil {
		panic(err)
	}
	return c
}

// A window that ends in the middle of a test never casts what it has opened, and
// asks for no token that would be lost.
func TestAWindowThatEndsInATestGoesOnWithAFreshBallot(t *testing.T) {
	h := newHall(t)
	h.Show(h.Quorum())
	dir := folder(t)
	s := h.session(dir)
	b := s.Booth(ballotID)
	awaitVisit(t, b, view.PhaseOpen)
	must(b.Seal(choice(0), ""))
	first := b.booth.TokenKey()
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.Audit(gone); err == nil {
		t.Fatal("it was said to be published")
	}
	b.Close()
	s.Close()
	s.o.State.Close()
	again := h.session(dir)
	b = again.Booth(ballotID)
	defer b.Close()
	awaitVisit(t, b, view.PhaseOpen)
	must(b.Seal(choice(0), ""))
	if _, err := b.Cast(t.Context()); err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(first.Bytes(), h.box[0][1:33]) || len(h.asked) != 1 {
		t.Error("what was opened was cast")
	}
}

// A window that ended after it had asked for the token does not test any more.
func TestAfterTheTokenWasAskedForThereIsNoTest(t *testing.T) {
	h := newHall(t)
	h.Show(h.Quorum())
	dir := folder(t)
	h.mute = wire.CmdToken
	if _, err := h.member(dir).Vote(t.Context(), ballotID, 2, choice(0), ""); err == nil {
		t.Fatal("the answer was not lost")
	}
	s := h.session(dir)
	b := s.Booth(ballotID)
	defer b.Close()
	awaitVisit(t, b, view.PhaseOpen)
	must(b.Seal(choice(0), ""))
	_, err := b.Audit(t.Context())
	refusedWith(t, err, "audit-cast")
	if _, err := b.Cast(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(h.asked) != 1 || len(h.audited) != 0 {
		t.Errorf("%d requests, %d tests", len(h.asked), len(h.audited))
	}
	if _, err := sealed.Decode(1, h.box[0]); err != nil {
		t.Error(err)
	}
}

func TestARecordThatNoBoothWritesIsRefused(t *testing.T) {
	seed := bytes.Repeat([]byte{1}, 32)
	for name, r := range map[string]record{
		"a negative attempt":         {Ballot: "1-1", Seed: seed, Attempt: -1},
		"an attempt too many":        {Ballot: "1-1", Seed: seed, Attempt: booth.MaxAttempts + 1},
		"finished without a request": {Ballot: "1-1", Seed: seed, Sealed: []byte{1}},
	} {
		s := &State{dir: t.TempDir()}
		if err := s.save(&r); err != nil {
			t.Fatal(err)
		}
		if _, err := s.record("1-1"); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

// Any device without a key finds what was opened, and checks it alone. The registrar
// and the booth here are the malicious ones.
func TestAnyDeviceShowsWhatATestHeld(t *testing.T) {
	h := newHall(t)
	h.Show(h.Quorum())
	m := h.member(folder(t))
	code := must(m.Test(t.Context(), ballotID, choice(2), "ekorre"))
	fetch := func(ballot string, code sealed.Code) (*Audited, error) {
		return FetchAudited(t.Context(), h.signed, h.address, ballot, code)
	}
	found := must(fetch("", code))
	if !found.Held.Valid || found.Held.Choice.Options[0] != 2 || found.Sealed || found.Ballot != ballotID {
		t.Errorf("found %+v", found)
	}
	if err := found.Held.MadeWith("ekorre"); err != nil {
		t.Error(err)
	}
	other := code
	other[sealed.CodeSize-1] ^= 1
	if _, err := fetch(ballotID, other); !errors.Is(err, ErrNotPublished) {
		t.Errorf("a code that differs in its last bit: %v", err)
	}
	if _, err := fetch("9-9", code); err == nil {
		t.Error("a ballot that is not there was looked into")
	}
	h.publish = func(list [][]byte) [][]byte {
		bad := bytes.Clone(list[0])
		bad[len(bad)-32] ^= 1
		return [][]byte{bad}
	}
	if _, err := fetch("", code); !errors.Is(err, sealed.ErrOpening) {
		t.Errorf("false randomness: %v", err)
	}
	h.publish = nil
	done := must(m.Vote(t.Context(), ballotID, 2, choice(0), ""))
	if _, err := fetch("", done.Code); !errors.Is(err, ErrNotPublished) {
		t.Errorf("the code of the vote: %v", err)
	}
	h.seal([][]byte{h.other(), h.box[0]})
	if found := must(fetch("", code)); !found.Sealed {
		t.Error("the seal does not name it")
	}
	if _, err := fetch("", other); !errors.Is(err, ErrNoAudit) {
		t.Errorf("after the seal: %v", err)
	}
	h.publish = func([][]byte) [][]byte { return nil }
	if _, err := fetch("", code); !errors.Is(err, ErrHidden) {
		t.Errorf("an audited ballot is hidden after the seal: %v", err)
	}
}
