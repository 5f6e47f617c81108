package meeting_test

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"valurna/ballot/canon"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/ballot/meeting"
)

// hybrid is a meeting with members in the room and elsewhere. Person 1 holds the chair
// and seat 1, the members after them the seats after it, person 2 as vice chair; the
// substitutes follow, the secretary is the last person.
type hybrid struct {
	t *testing.T
	*meeting.State
	manifest  *manifest.Manifest
	ballots   *runningBallots
	now       int64
	secretary int
	entered   []hybridEvent
}

type hybridEvent struct {
	at   int64
	typ  string
	body []byte
}

// runningBallots is what a test says of the secret ballots.
type runningBallots struct{ frozen string }

func (b *runningBallots) Frozen() string        { return b.frozen }
func (b *runningBallots) Unfinished(int) string { return b.frozen }
func (*runningBallots) DecidedBy(int) string    { return "" }

const (
	chairPerson = 1
	vicePerson  = 2
)

// hybridEvening is when the meeting is held; the members apply on the last day on which they
// can.
var (
	hybridEvening = time.Date(2026, 11, 30, 17, 0, 0, 0, time.UTC).Unix()
	lastApplyDay  = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC).Unix()
)

// newHybrid calls a council of so many seats and substitutes; each change is made to
// its manifest.
func newHybrid(t *testing.T, seats, substitutes int, changes ...func(*manifest.Manifest)) *hybrid {
	t.Helper()
	document := sha256.Sum256([]byte("KF 2026 § 41"))
	m := &manifest.Manifest{
		Profile: manifest.ProfileCouncil, Date: "2026-11-30", Place: "Rådhuset",
		Policy: manifest.Policy{Remote: &manifest.Remote{
			Decision: "KF 2026 § 41", Document: document[:], Days: manifest.LeastDays, Line: manifest.MostLine, Floor: manifest.LeastFloor,
		}},
	}
	for _, change := range changes {
		change(m)
	}
	h := &hybrid{t: t, manifest: m, ballots: &runningBallots{}, now: lastApplyDay, secretary: seats + substitutes + 1}
	h.State = meeting.New(h.ballots)
	h.Under(m)
	for i := 1; i <= h.secretary; i++ {
		p := meeting.Person{Person: i, Offices: []string{}, Commit: hybridCommit(fmt.Sprint("person ", i))}
		switch {
		case i <= seats:
			p.Seat = i
		case i < h.secretary:
			p.Substitute = true
		default:
			p.Offices = []string{meeting.OfficeSecretary}
		}
		switch i {
		case chairPerson:
			p.Offices = []string{meeting.OfficeChair}
		case vicePerson:
			p.Offices = []string{meeting.OfficeVice}
		}
		h.enter(&p)
	}
	for _, it := range hybridAgenda(m.Profile) {
		h.enter(&it)
	}
	h.enter(&meeting.Ready{Seats: seats, Keys: 2})
	h.enter(&meeting.Notice{By: h.secretary, Posted: "2026-11-20", Summoned: "2026-11-20"})
	h.enter(green(meeting.GateAdmission, ""))
	return h
}

// hybridAgenda has two items whose ballots are secret, in an association a third. A
// Danish council elects by named votes.
func hybridAgenda(profile string) []meeting.Item {
	contest := &kind.Contest{Kind: kind.OneOfN, Elect: 1, Options: []string{"Ada", "Bo"}}
	if profile == manifest.ProfileDanish {
		contest = nil
	}
	items := []meeting.Item{
		{Item: 1, Class: meeting.ClassDecision, Title: "Budget"},
		{Item: 2, Class: meeting.ClassElection, Title: "Val av ordförande", Contest: contest},
		{Item: 3, Class: meeting.ClassEmployment, Title: "Anställning av förvaltningschef"},
		{Item: 4, Class: meeting.ClassInformation, Title: "Rapport"},
	}
	if profile == manifest.ProfileAssociation {
		items = append(items, meeting.Item{Item: 5, Class: meeting.ClassDecision, Title: "Stadgar", Contest: contest})
	}
	return items
}

// hybridCommit is a commitment to a value.
func hybridCommit(value any) canon.Hex {
	h := sha256.Sum256([]byte(fmt.Sprint("salt ", value)))
	return h[:]
}

// enter adds an event that keeps the rules.
func (h *hybrid) enter(event any) {
	h.t.Helper()
	if err := h.tryEnter(event); err != nil {
		h.t.Fatalf("%s %+v: %v", meeting.TypeOf(event), event, err)
	}
}

func (h *hybrid) tryEnter(event any) error {
	commit, err := h.Check(h.now, event)
	if err != nil {
		return err
	}
	commit()
	h.entered = append(h.entered, hybridEvent{h.now, meeting.TypeOf(event), canon.MustMarshal(event)})
	return nil
}

// refused checks that an event is refused by a rule, for a reason that holds these
// words, and changes nothing.
func (h *hybrid) refused(rule, words string, event any) {
	h.t.Helper()
	before := h.picture()
	h.isRefusal(rule, words, h.tryEnter(event))
	if h.picture() != before {
		h.t.Errorf("%+v was refused and changed something", event)
	}
}

// says has a person give a command, and enters what comes of it.
func (h *hybrid) says(person int, words string) {
	h.t.Helper()
	if err := h.trySay(person, words); err != nil {
		h.t.Fatalf("person %d says %q: %v", person, words, err)
	}
}

func (h *hybrid) trySay(person int, words string) error {
	events, known, err := h.Decide(meeting.Ask{By: person, Words: strings.Fields(words), At: h.now, Commit: hybridCommit})
	if !known {
		return errors.New("no command")
	}
	for _, e := range events {
		if err := h.tryEnter(e); err != nil {
			return err
		}
	}
	return err
}

// saysInVain checks that a command is refused.
func (h *hybrid) saysInVain(person int, words, rule, because string) {
	h.t.Helper()
	before := h.picture()
	h.isRefusal(rule, because, h.trySay(person, words))
	if h.picture() != before {
		h.t.Errorf("%q was refused and changed something", words)
	}
}

func (h *hybrid) isRefusal(rule, words string, err error) {
	h.t.Helper()
	var r *meeting.Refusal
	if !errors.As(err, &r) || r.Rule != rule || !strings.Contains(r.Text, words) {
		h.t.Errorf("got %v; want a refusal by %s with %q", err, rule, words)
	}
}

// halts checks that nothing can be decided, and by which rule.
func (h *hybrid) halts(rule, words string) {
	h.t.Helper()
	h.isRefusal(rule, words, h.Halted())
	if h.Decides() == nil {
		h.t.Error("the meeting is halted and decides")
	}
}

func (h *hybrid) goesOn() {
	h.t.Helper()
	if err := h.Decides(); err != nil {
		h.t.Errorf("the meeting does not decide: %v", err)
	}
}

// sits has people take their own seats, in the evening.
func (h *hybrid) sits(people ...int) {
	h.t.Helper()
	h.now = max(h.now, hybridEvening)
	for _, n := range people {
		p, _ := h.Person(n)
		h.enter(&meeting.Presence{Person: n, Seat: p.Seat, Present: true, Place: hybridCommit("place")})
	}
}

// applies lets people apply, on the last day, and the chair grant it.
func (h *hybrid) applies(people ...int) {
	h.t.Helper()
	for _, n := range people {
		h.says(n, "remote apply jag är sjuk")
		h.says(chairPerson, fmt.Sprintf("remote grant p%d", n))
	}
}

// spokenBy is what a person says aloud.
func spokenBy(person, session int) string {
	return meeting.SpokenCode([32]byte{}, fmt.Append(nil, person), nil, fmt.Append(nil, session))
}

// connects brings people to the point where only the matrix is missing.
func (h *hybrid) connects(people ...int) {
	h.t.Helper()
	for _, n := range people {
		h.says(chairPerson, fmt.Sprintf("remote identify p%d %s", n, spokenBy(n, len(h.entered))))
		h.says(n, "remote alone")
		h.says(chairPerson, fmt.Sprintf("remote asked p%d yes", n))
	}
}

// sees has everybody confirm everybody.
func (h *hybrid) sees(people ...int) {
	h.t.Helper()
	for _, n := range people {
		h.says(n, "remote sees all")
	}
	h.says(chairPerson, "room sees all")
}

// joins admits people and seats them.
func (h *hybrid) joins(people ...int) {
	h.t.Helper()
	h.admits(people...)
	h.sits(people...)
}

func (h *hybrid) admits(people ...int) {
	h.t.Helper()
	h.connects(people...)
	h.sees(people...)
	for _, n := range people {
		h.says(chairPerson, fmt.Sprintf("remote admit p%d", n))
	}
}

// underWay is a council of five: 1, 2 and 3 in the room, 4 and 5 elsewhere, the
// meeting open.
func underWay(t *testing.T, changes ...func(*manifest.Manifest)) *hybrid {
	t.Helper()
	h := newHybrid(t, 5, 2, changes...)
	h.applies(4, 5)
	h.sits(1, 2, 3)
	h.joins(4, 5)
	h.says(chairPerson, "meeting open")
	h.goesOn()
	return h
}

// picture is everything that a state shows.
func (h *hybrid) picture() string { return pictureOf(h.State) }

func pictureOf(s *meeting.State) string {
	var remote []meeting.RemoteState
	for _, n := range s.RemotePeople() {
		remote = append(remote, s.Remote(n))
	}
	var seated []int
	for _, seat := range s.Present() {
		seated = append(seated, s.Seated(seat))
	}
	var words []meeting.Attestation
	for _, g := range []string{"G1", "G4", "G18", "D-urn"} {
		words = append(words, s.Attestations(g)...)
	}
	adjourned := "no"
	if a := s.Adjourned(); a != nil {
		adjourned = fmt.Sprintf("%+v", *a)
	}
	return fmt.Sprintf("%+v\n%v %v %v %v %s %d\n%v\n%v %v %v\n%v\n%v %v %v", remote,
		s.RemoteMembers(), s.Present(), seated, s.Meeting(), adjourned, s.Presiding(), s.Matrix(),
		s.Papers(), s.PapersMissing(1), s.PapersMissing(2), words, s.Halted(), s.Decides(), s.Quorate())
}
