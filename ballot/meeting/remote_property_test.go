package meeting_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"valurna/ballot/manifest"
	"valurna/ballot/meeting"
)

// remoteCases is the number of evenings to try. Every run takes the same ones;
// VALURNA_CASES=100000 makes it longer.
func remoteCases(t *testing.T, usual int) int {
	t.Helper()
	s := os.Getenv("VALURNA_CASES")
	if s == "" {
		return usual
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		t.Fatalf("VALURNA_CASES=%q is no number of cases", s)
	}
	return n
}

// typed are the words that people type in these evenings; % is a person.
var typed = []string{
	"remote apply sjuk", "remote apply", "remote grant %", "remote refuse % nej", "remote identify % CODE", "remote admit %",
	"remote inroom %", "remote absent %", "remote sees all", "remote sees room", "remote sees %", "remote sees % no",
	"room sees all", "room sees %", "room sees % no", "remote lost", "remote lost av %", "remote lost overheard", "remote back",
	"remote alone", "remote alone no", "remote asked % yes", "remote asked % no",
	"paper hand 1 " + paperHash + " Yrkande", "paper got 1", "paper got 2", "attest G4 Here.", "attest withdraw G4",
	"meeting rollcall", "meeting open", "meeting adjourn line", "meeting adjourn quorum", "meeting resume",
	"jav 1", "no-jav 1 %", "standby here", "substitute 4", "chair % line", "chair % back",
}

func TestEveningsOfEverybodyTypingAnything(t *testing.T) {
	admitted, decided, halted, adjourned := 0, 0, 0, 0
	for i := range remoteCases(t, 150) {
		e := newEvening(t, uint64(i))
		for range 250 {
			e.step()
			e.check()
			admitted += len(e.RemoteMembers())
			switch {
			case e.Halted() != nil:
				halted++
			case e.Decides() == nil && len(e.RemoteMembers()) > 0:
				decided++
			}
			if a := e.Adjourned(); a != nil && a.By == 0 {
				adjourned++
			}
		}
		e.replays()
		if t.Failed() {
			t.Fatalf("evening %d", i)
		}
	}
	if admitted == 0 || decided == 0 || halted == 0 || adjourned == 0 {
		t.Errorf("the evenings try too little: %d seats elsewhere, %d moments of decision, %d halts, %d adjournments by the rules", admitted, decided, halted, adjourned)
	}
}

// randomEvening is a meeting in which everybody does anything at any time.
type randomEvening struct {
	*hybrid
	r *rand.Rand
}

func newEvening(t *testing.T, seed uint64) *randomEvening {
	r := rand.New(rand.NewPCG(seed, 1))
	profiles := manifest.Profiles()
	h := newHybrid(t, 5, 2, func(m *manifest.Manifest) {
		m.Rehearsal = true // applications at any time
		m.Profile = profiles[r.IntN(len(profiles))]
		if r.IntN(20) == 0 {
			m.Policy.Remote = nil
		}
	})
	// Two of three begin in the middle of the meeting.
	if h.Profile().Remote && h.manifest.Policy.Remote != nil && r.IntN(3) > 0 {
		h.applies(4, 5)
		h.sits(1, 2, 3)
		h.joins(4, 5)
		h.says(chairPerson, "meeting open")
	}
	return &randomEvening{h, r}
}

func (e *randomEvening) step() {
	e.now += int64(e.r.IntN(12))
	if e.r.IntN(30) == 0 {
		e.ballots.frozen = []string{"", "2-1"}[e.r.IntN(2)]
	}
	before := e.picture()
	n := len(e.entered)
	if e.r.IntN(4) == 0 {
		_ = e.tryEnter(e.event())
	} else {
		person, words := e.who()
		sampled := len(e.entered)%4 == 0
		var offers []meeting.Offer
		if sampled {
			offers = offersHold(e.t, e.State, person, e.now)
		}
		if e.trySay(person, words) == nil && sampled && !offered(offers, strings.Fields(words)) {
			e.t.Errorf("person %d could ask %q, and was not offered it", person, words)
		}
	}
	if len(e.entered) == n && e.picture() != before {
		e.t.Error("what was refused changed something")
	}
}

// who gives a person and what it types: the chair's words mostly from the chair.
func (e *randomEvening) who() (int, string) {
	words := typed[e.r.IntN(len(typed))]
	by := 1 + e.r.IntN(9)
	if strings.Contains(words, "%") && e.r.IntN(4) > 0 {
		by = e.Presiding()
	}
	person := fmt.Sprint("p", 1+e.r.IntN(8))
	return by, strings.NewReplacer("%", person, "CODE", spokenBy(by, len(e.entered))).Replace(words)
}

// event gives one that no command makes, or not so.
func (e *randomEvening) event() any {
	person := e.r.IntN(9)
	p, _ := e.Person(person)
	switch e.r.IntN(6) {
	case 0:
		return &meeting.RemoteLost{Person: person, Cause: meeting.LostHeartbeat}
	case 1:
		return &meeting.Adjourn{Cause: meeting.CauseLine}
	case 2:
		return &meeting.RemoteRoom{Person: person, Item: e.r.IntN(7) - 1, Alone: e.r.IntN(4) > 0}
	case 3:
		return &meeting.RemoteSees{Person: person, Of: e.r.IntN(9), OK: true, By: person}
	default:
		return &meeting.Presence{Person: person, Seat: p.Seat, Present: e.r.IntN(6) > 0, Place: hybridCommit("place")}
	}
}

// check asks what holds at every moment.
func (e *randomEvening) check() {
	e.t.Helper()
	if e.Halted() != nil && e.Decides() == nil {
		e.t.Error("halted, and decides")
	}
	for _, n := range e.RemotePeople() {
		r := e.Remote(n)
		if r.Admitted != 0 && (!r.Granted || r.Identified == 0 || r.InRoom) {
			e.t.Errorf("admitted without grant or identity, or in the room: %+v", r)
		}
		if r.Identified != 0 && !r.Granted || r.Granted && r.Applied == 0 {
			e.t.Errorf("out of turn: %+v", r)
		}
	}
	members := e.RemoteMembers()
	if len(members) > 0 && (!e.Profile().Remote || e.manifest.Policy.Remote == nil) {
		e.t.Errorf("%v take part from elsewhere where nobody may", members)
	}
	_, _, missing := e.MissingSight()
	for _, n := range members {
		if r := e.Remote(n); e.Halted() == nil && (r.Admitted == 0 || r.Lost != "" || !r.Alone || !r.Satisfied || missing) {
			e.t.Errorf("the meeting goes on with %+v, a pair missing: %v", r, missing)
		}
	}
	if e.Halted() == nil && len(members) > 0 && len(members) == len(e.Present()) {
		e.t.Error("the meeting goes on with nobody in the room")
	}
}

// replays has a witness fold the same entries, with other answers about ballots, of
// which the rules made no use in what they let through.
func (e *randomEvening) replays() {
	e.t.Helper()
	ballots := &runningBallots{}
	s := meeting.New(ballots)
	s.Under(e.manifest)
	for i, entry := range e.entered {
		event, known, err := meeting.Decode(entry.typ, entry.body)
		if !known || err != nil {
			e.t.Fatalf("entry %d, %s: %v", i, entry.typ, err)
		}
		commit, err := s.Check(entry.at, event)
		if err != nil {
			e.t.Fatalf("entry %d, %s: %v", i, entry.typ, err)
		}
		commit()
	}
	if got, want := pictureOf(s), e.picture(); got != want {
		e.t.Errorf("replayed:\n%s\nheld:\n%s", got, want)
	}
}

func TestEveryRemoteCommandSaysHowItIsWritten(t *testing.T) {
	seen := map[string]bool{}
	for i, c := range meeting.Commands() {
		if c.Name == "" || c.Who == "" || seen[c.Name] {
			t.Errorf("command %d, %q for %q, is doubled or for nobody", i, c.Name, c.Who)
		}
		seen[c.Name] = true
		for _, later := range meeting.Commands()[i+1:] {
			if strings.HasPrefix(later.Name+" ", c.Name+" ") {
				t.Errorf("%q is never reached behind %q", later.Name, c.Name)
			}
		}
	}
	h := newHybrid(t, 5, 1)
	for _, words := range []string{"remote grant", "remote asked p4", "remote sees", "room sees", "paper hand 1", "paper got", "attest withdraw", "remote back now"} {
		h.saysInVain(chairPerson, words, "usage", "write: ")
	}
}
