package registrar

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"valurna/ballot/guarantee"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/meeting"
	"valurna/ballot/roll"
	"valurna/ballot/view"
	"valurna/server/wire"
)

// hybrid makes a town whose body has allowed to take part from elsewhere.
func hybrid(s *roll.Source) {
	s.Policy.Remote = &manifest.Remote{
		Decision: "KF § 41", Document: bytes.Repeat([]byte{1}, 32), Days: manifest.LeastDays, Line: 2, Floor: manifest.LeastFloor,
	}
}

func earnest(s *roll.Source) { s.Rehearsal = false }

func (w *town) says(person int, words string) {
	w.t.Helper()
	if _, err := w.Act(w.t.Context(), role{kind: kindPerson, person: person, key: w.people[person-1].PublicKey()}, strings.Fields(words)...); err != nil {
		w.t.Fatalf("%s: %v", words, err)
	}
}

func (w *town) saysInVain(person int, words, code string) {
	w.t.Helper()
	_, err := w.Act(w.t.Context(), role{kind: kindPerson, person: person, key: w.people[person-1].PublicKey()}, strings.Fields(words)...)
	refused(w.t, err, code)
}

func (w *town) gate() map[string]guarantee.Finding {
	out := map[string]guarantee.Finding{}
	for _, f := range w.Gate(role{}).Findings {
		out[f.ID] = f
	}
	return out
}

func TestAFreshMeetingShowsNothingAndPermitsNothing(t *testing.T) {
	t.Parallel()
	w := newTown(t, hybrid, earnest)
	w.start()
	g := w.Gate(role{})
	if g.Participation || g.Voting || g.Opening || g.Hosted || g.Rehearsal || len(g.Next) == 0 {
		t.Errorf("%+v", g)
	}
	for _, id := range []string{"G1", "G4", "G13", "G17", "G18", "G19", "S3", "S4", "S6", "S7", "A20"} {
		if f := w.gate()[id]; f.Verdict == guarantee.Holds {
			t.Errorf("%s holds: %s", id, f.Evidence)
		}
	}
}

func TestWhatIsAttestedHolds(t *testing.T) {
	t.Parallel()
	w := newTown(t, hybrid, earnest)
	w.start()
	for id, words := range map[string][]string{"G1": {"1 attest G1 decided"}, "G13": {"1 attest G13 no paper"}, "S7": {"1 attest S7 sent"}, "G18": {"1 attest G18 known", "6 attest G18 known"}} {
		for _, line := range words {
			person, rest, _ := strings.Cut(line, " ")
			w.says(int(person[0]-'0'), rest)
		}
		if f := w.gate()[id]; f.Verdict != guarantee.Holds {
			t.Errorf("%s: %s (%s)", id, f.Evidence, f.Code)
		}
	}
	w.says(1, "attest withdraw G13")
	if f := w.gate()["G13"]; f.Verdict == guarantee.Holds {
		t.Error("what was withdrawn still holds")
	}
}

func TestARestartIsOnRecordAndTheSameProgramHolds(t *testing.T) {
	t.Parallel()
	w := newTown(t, earnest)
	w.start()
	if f := w.gate()["G19"]; f.Verdict != guarantee.Unknown {
		t.Errorf("before a preflight: %+v", f)
	}
	if err := w.preflight(3); err == nil {
		t.Error("a member without an office made a preflight")
	}
	if err := w.preflight(1); err != nil {
		t.Fatal(err)
	}
	count := func() (n int) {
		for _, leaf := range w.leaves {
			if e, err := journal.DecodeEntry(leaf); err == nil && e.Type == meeting.TypePreflight {
				n++
			}
		}
		return n
	}
	w.restart()
	if n := count(); n != 2 {
		t.Errorf("%d preflights after a restart, 2 are due", n)
	}
	if f := w.gate()["G19"]; strings.HasPrefix(f.Code, "G19-program") || strings.HasPrefix(f.Code, "G19-store") || strings.HasPrefix(f.Code, "G19-preflight") {
		t.Errorf("%+v", f)
	}
	// Another store than the one that was looked at.
	w.mu.Lock()
	w.storeHash, w.shown = bytes.Repeat([]byte{9}, 32), shownPanel{}
	w.mu.Unlock()
	if f := w.gate()["G19"]; f.Code != "G19-store" || f.Verdict != guarantee.Fails {
		t.Errorf("%+v", f)
	}
}

func TestNobodyIsElsewhereUnadmittedAndACodeIsOfALine(t *testing.T) {
	t.Parallel()
	w := newTown(t, hybrid)
	w.start()
	w.saysInVain(3, "checkin remote", "A05")
	w.says(3, "remote apply far away")
	w.saysInVain(3, "checkin room", "A11")
	w.says(1, "remote grant 3")
	w.saysInVain(1, "remote identify 3 babab-babab", "A13") // nobody is on the line
	c := w.dial("x", w.people[2])
	if _, err := c.Run(t.Context(), "view --json", nil); err != nil {
		t.Fatal(err)
	}
	code := w.code(3)
	if code == "" || code == "babab-babab" {
		t.Fatalf("the code is %q", code)
	}
	w.saysInVain(1, "remote identify 3 babab-babab", "A13")
	w.says(1, "remote identify 3 "+strings.ToUpper(code))
	// Another connection has another code, once the first has gone.
	c.Close()
	for deadline := time.Now().Add(10 * time.Second); w.code(3) != ""; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("a connection that was closed still counts")
		}
	}
	c = w.dial("x", w.people[2])
	if _, err := c.Run(t.Context(), "view --json", nil); err != nil {
		t.Fatal(err)
	}
	if again := w.code(3); again == "" || again == code {
		t.Errorf("the code of another connection is %q", again)
	}
}

func (w *town) code(person int) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.spoken(person)
}

func TestABallotThatWaitsTooLongForItsMeetingIsVoid(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	id := w.openBallot(1)
	w.says(1, "meeting adjourn order")
	_, err := w.token(2, id, w.booth(id))
	refused(t, err, "suspended")
	w.ahead.Add(meeting.MostSuspended + 1)
	w.await(id, journal.Voided)
}

// While a ballot is open nobody but the chair learns how many have voted, and the chair
// only what the urn has reported at its fixed times.
func TestThePanelKeepsSilentAboutWhoHasVotedWhileABallotIsOpen(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	id := w.openBallot(1)
	w.reports(id, 0)
	before := w.Gate(role{kind: kindPerson, person: 2})
	if _, err := w.token(2, id, w.booth(id)); err != nil {
		t.Fatal(err)
	}
	for who, r := range map[string]role{"a member": {kind: kindPerson, person: 2}, "an observer": {kind: kindObserver}, "the chair": {kind: kindPerson, person: 1}} {
		for _, f := range w.Gate(r).Findings {
			if f.ID == "G16" && strings.Contains(f.Evidence, "1") {
				t.Errorf("%s reads %q before the urn has reported", who, f.Evidence)
			}
		}
	}
	w.reports(id, 1)
	after := w.Gate(role{kind: kindPerson, person: 2})
	for i := range after.Findings {
		if a, b := after.Findings[i], before.Findings[i]; a.ID == "G16" && (a.Evidence != b.Evidence || a.Verdict != b.Verdict) {
			t.Errorf("a vote shows: %q became %q", b.Evidence, a.Evidence)
		}
	}
}

// reports is the urn's report of how many ballots it holds.
func (w *town) reports(id string, cast int) {
	w.t.Helper()
	link := w.dial("urn", w.link)
	if err := wire.Call(w.t.Context(), link, wire.CmdCount, wire.CountReport{Ballot: id, Cast: cast}, nil); err != nil {
		w.t.Fatal(err)
	}
}

// Whoever is not the chair cannot make the journal grow by asking for what only the
// chair does, and nobody by asking for much at once.
func TestNobodyFloodsTheJournal(t *testing.T) {
	t.Parallel()
	w := newTown(t, hybrid, earnest)
	w.start()
	size := w.state.Next()
	for range 5 {
		w.saysInVain(3, "remote admit p4", "A05")
		w.saysInVain(3, "meeting resume", "adjourned")
	}
	if now := w.state.Next(); now != size {
		t.Errorf("refused commands have entered %d entries", now-size)
	}
	var p *view.Problem
	for i := range paceActs + 20 {
		_, err := w.Act(t.Context(), role{kind: kindPerson, person: 3, key: w.people[2].PublicKey()}, "jav", "1")
		if errors.As(err, &p) && p.Code == "too-fast" {
			return
		}
		if i > paceActs {
			t.Fatal("nobody was slowed down")
		}
	}
}

// A substitute who may not come in leaves the member on the seat.
func TestARefusedSubstituteSendsNobodyAway(t *testing.T) {
	t.Parallel()
	w := newTown(t, func(s *roll.Source) {
		for i := range 2 {
			s.Substitutes = append(s.Substitutes, roll.Substitute{Name: "Ersättare " + strconv.Itoa(i+1), Order: i + 1, Keys: []string{sshLine(newSigner())}})
		}
	})
	w.assemble()
	first, second := seats+1, seats+2
	act := func(person int, words string) error {
		_, err := w.Act(t.Context(), role{kind: kindPerson, person: person}, strings.Fields(words)...)
		return err
	}
	if err := errors.Join(act(first, "standby here"), act(second, "standby here")); err != nil {
		t.Fatal(err)
	}
	refused(t, act(1, "substitute 4 p"+strconv.Itoa(second)), "KL 5:18")
	if sits := locked(w.Registrar, func(s *journal.State) int { return s.Seated(4) }); sits != 4 {
		t.Errorf("person %d sits on seat 4", sits)
	}
	if err := act(1, "substitute 4"); err != nil {
		t.Fatal(err)
	}
	if sits := locked(w.Registrar, func(s *journal.State) int { return s.Seated(4) }); sits != first {
		t.Errorf("person %d sits on seat 4", sits)
	}
}

// A loan card leads to no booth on the urn's machine that the meeting does not allow.
func TestNoHostedBoothWithoutAWordForTheUrnsOperator(t *testing.T) {
	t.Parallel()
	w := newTown(t, hybrid, earnest)
	w.start()
	b := &journal.Ballot{Definition: journal.Definition{Ballot: "1-1", Item: 1}}
	trial := &journal.Ballot{Definition: journal.Definition{Ballot: "0-1", Item: journal.TrialItem}}
	w.mu.Lock()
	defer w.mu.Unlock()
	refused(t, w.Registrar.hosted(b), "S6")
	if err := w.Registrar.hosted(trial); err != nil {
		t.Error(err)
	}
}

// A reason is for chair, secretary and the person alone.
func TestAReasonIsShownToThoseWhoAnswerIt(t *testing.T) {
	t.Parallel()
	w := newTown(t, func(s *roll.Source) {
		s.Policy.Remote = &manifest.Remote{Decision: "§ 1", Document: make([]byte, 32), Days: manifest.LeastDays, Line: 2, Floor: manifest.LeastFloor}
	})
	w.call()
	w.says(3, "remote apply sjuk sedan i går")
	see := func(when string) {
		t.Helper()
		for person, shown := range map[int]bool{1: true, 2: false, 3: true, secretary: true} {
			if got := w.View(w.role(person)).Remote[0].Reason; (got == "sjuk sedan i går") != shown {
				t.Errorf("%s person %d reads %q", when, person, got)
			}
		}
		if got := w.View(role{kind: kindObserver}).Remote[0].Reason; got != "" {
			t.Errorf("%s an observer reads %q", when, got)
		}
	}
	see("at once")
	w.restart()
	see("after a restart")
}
