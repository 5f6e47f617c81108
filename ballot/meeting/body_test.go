package meeting_test

import (
	"crypto/sha256"
	"errors"
	"strings"
	"testing"

	"valurna/ballot/canon"
	"valurna/ballot/manifest"
	"valurna/ballot/meeting"
)

// noon of the meeting's day, 2026-11-30.
const noon = 1_796_036_400

// noBallots is a meeting without secret ballots.
type noBallots struct{ frozen, unfinished, decided string }

func (b noBallots) Frozen() string        { return b.frozen }
func (b noBallots) Unfinished(int) string { return b.unfinished }
func (b noBallots) DecidedBy(int) string  { return b.decided }

// body is a body in session: members on the seats 1 to n, of whom 1 is the chair and
// 2 and 3 are vice chairs; three substitutes; and the secretary.
type body struct {
	t       *testing.T
	state   *meeting.State
	ballots *noBallots
	at      int64
	seats   int
}

func newBody(t *testing.T, profile string, seats int, change ...func(*manifest.Manifest)) *body {
	m := &manifest.Manifest{Profile: profile, Date: "2026-11-30"}
	for _, c := range change {
		c(m)
	}
	b := &body{t: t, ballots: &noBallots{}, at: noon, seats: seats}
	b.state = meeting.New(b.ballots)
	b.state.Under(m)
	for i := range seats {
		offices := []string{}
		switch i {
		case 0:
			offices = []string{"chair"}
		case 1, 2:
			offices = []string{"vice-chair"}
		}
		b.enter(&meeting.Person{Person: i + 1, Seat: i + 1, Offices: offices, Commit: secret("person", i)})
	}
	for i := range 3 {
		b.enter(&meeting.Person{Person: seats + 1 + i, Substitute: true, Offices: []string{}, Commit: secret("substitute", i)})
	}
	b.enter(&meeting.Person{Person: seats + 4, Offices: []string{"secretary"}, Commit: secret("secretary", 0)})
	for i, class := range []string{"election", "decision", "information"} {
		b.enter(&meeting.Item{Item: i + 1, Class: class, Title: "Item"})
	}
	b.enter(&meeting.Ready{Seats: seats, Keys: 3})
	return b
}

func (b *body) substitute(n int) int { return b.seats + n }
func (b *body) secretary() int       { return b.seats + 4 }

func secret(what string, n int) canon.Hex {
	sum := sha256.Sum256([]byte(what + string(rune('a'+n%26)) + string(rune('a'+n/26))))
	return sum[:]
}

// enter enters an event that has to be lawful.
func (b *body) enter(event any) {
	b.t.Helper()
	commit, err := b.state.Check(b.at, event)
	if err != nil {
		b.t.Fatalf("%+v: %v", event, err)
	}
	commit()
}

// sit seats members.
func (b *body) sit(seats ...int) {
	b.t.Helper()
	for _, seat := range seats {
		b.enter(&meeting.Presence{Person: seat, Seat: seat, Present: true, Place: secret("place", seat)})
	}
}

func (b *body) sitAll(from, to int) {
	b.t.Helper()
	for seat := from; seat <= to; seat++ {
		b.sit(seat)
	}
}

// open opens the meeting, announced in time.
func (b *body) open() {
	b.t.Helper()
	b.enter(&meeting.Notice{By: b.secretary(), Posted: "2026-11-20", Summoned: "2026-11-21"})
	b.enter(&meeting.Meeting{State: meeting.Open, Person: b.state.Presiding()})
}

// asks has a person ask for something that is granted.
func (b *body) asks(person int, words string) {
	b.t.Helper()
	events, err := b.try(person, words)
	if err != nil {
		b.t.Fatalf("%s: %v", words, err)
	}
	for _, e := range events {
		b.enter(e)
	}
}

func (b *body) try(person int, words string) ([]any, error) {
	b.t.Helper()
	commits := 0
	events, known, err := b.state.Decide(meeting.Ask{By: person, Words: strings.Fields(words), At: b.at, Commit: func(any) canon.Hex {
		commits++
		return secret(words, commits)
	}})
	if !known {
		b.t.Fatalf("%q is no command", words)
	}
	return events, err
}

// refuses has a person ask for something that a rule refuses.
func (b *body) refuses(rule string, person int, words string) {
	b.t.Helper()
	_, err := b.try(person, words)
	b.refused(rule, words, err)
}

func (b *body) refused(rule, what string, err error) {
	b.t.Helper()
	var r *meeting.Refusal
	if !errors.As(err, &r) || r.Rule != rule || r.Text == "" {
		b.t.Fatalf("%s: %v; a refusal by %q was due", what, err, rule)
	}
}

// refusesEvent holds an event against the rules that no command makes.
func (b *body) refusesEvent(rule string, event any) {
	b.t.Helper()
	_, err := b.state.Check(b.at, event)
	b.refused(rule, meeting.TypeOf(event), err)
}
