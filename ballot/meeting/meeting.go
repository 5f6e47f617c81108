// Package meeting holds the rules of a council's, a board's or an association's
// meeting: who sits where and who presides, what is asked now, who takes part from
// elsewhere, and what may be decided. The rules are those of LAW.md sections 1 and 2;
// every refusal carries the id of its rule.
//
// For most uses call Decide with what somebody asks: it gives the events that are to
// be entered, or a *Refusal. State is the fold of these events; Check says whether
// the next one keeps the rules, and gives back the change to make. Both are pure and
// total: no clock but the event's own time, no randomness, and whoever folds the same
// events holds the same state.
//
// Events name people by their numbers. Names and reasons stand behind commitments,
// as everywhere in the journal.
package meeting

import (
	"slices"

	"valurna/ballot/canon"
	"valurna/ballot/manifest"
)

// Ballots is what the rules ask about the secret ballots, which package journal
// keeps.
type Ballots interface {
	// Frozen is a ballot during which attendance may not change, "" if there is none.
	Frozen() string
	// Unfinished is a ballot on the item that is neither certified nor void, "" if
	// there is none; item 0 asks about all items.
	Unfinished(item int) string
	// DecidedBy is the certified ballot that has filled all places of an item.
	DecidedBy(item int) string
}

// State is the fold of a meeting's events.
type State struct {
	profile Profile
	policy  manifest.Policy
	date    string // of the meeting, "2006-01-02"
	drill   bool   // a rehearsal
	ballots Ballots
	entry   int64 // number of the entry that is being checked

	people []Person
	items  []Item
	added  map[int]int64 // item -> entry that added it in the meeting
	ready  *Ready

	phase     string // "called", "rollcall", "open", "closed"
	notice    *Notice
	adjourned *Adjourn
	since     int64            // the adjournment, Unix seconds
	presiding int              // who was handed the chair; 0: whoever holds the office
	presided  []int            // who has handed the chair over
	appointed map[string][]int // task -> persons

	holders map[int]int  // seat -> the person who holds it
	seated  map[int]int  // seat -> person, present now
	seatOf  map[int]int  // person -> seat, the same turned round
	standby map[int]bool // substitutes who are here and have no seat
	left    map[int]int64
	jav     map[int]map[int]bool // item -> persons disqualified

	preflight *Preflight
	gate      *Gate
	gateEntry int64 // where it stands
	agenda    agenda
	votes     votes
	remote    remote
}

// New is the state before any event.
func New(b Ballots) *State {
	return &State{
		phase: Called, ballots: b, holders: map[int]int{}, seated: map[int]int{}, seatOf: map[int]int{},
		standby: map[int]bool{}, left: map[int]int64{}, jav: map[int]map[int]bool{},
	}
}

// Under takes over the manifest's profile and policy.
func (s *State) Under(m *manifest.Manifest) {
	s.profile, s.policy, s.date, s.drill = ProfileOf(m), m.Policy, m.Date, m.Rehearsal
	s.remote.place = m.Place
}

// Entry says which entry of the journal holds the event that Check gets next.
func (s *State) Entry(seq int64) *State {
	s.entry = seq
	return s
}

// Check says whether an event that Decode gave keeps the rules at a time, Unix
// seconds, and gives back the change to make. It changes nothing itself.
func (s *State) Check(at int64, event any) (commit func(), err error) {
	for _, rule := range rules {
		if commit, known, err := rule(s, at, event); known {
			return commit, err
		}
	}
	return nil, refuse("type", "%T is no event of a meeting", event)
}

// A rule knows the events of one subject.
type rule func(s *State, at int64, event any) (commit func(), known bool, err error)

var rules = []rule{
	(*State).setup, (*State).session, (*State).seats, (*State).chairs,
	(*State).itemRules, (*State).speakRules, (*State).voteRules, (*State).remoteRules, (*State).gates, (*State).preflights,
}

// Decode reads an event of a type; known is false where the type is none of this
// package. It refuses every encoding but the one.
func Decode(typ string, body []byte) (event any, known bool, err error) {
	fresh, known := events[typ]
	if !known {
		return nil, false, nil
	}
	event = fresh()
	return event, true, canon.Unmarshal(body, event)
}

// TypeOf is the type under which an event is entered.
func TypeOf(event any) string {
	for typ, fresh := range events {
		if sameType(fresh(), event) {
			return typ
		}
	}
	return ""
}

// Profile is the law under which the body meets.
func (s *State) Profile() Profile { return s.profile }

// People lists everybody known, in order of their number.
func (s *State) People() []Person { return s.people }

// Person gives one person by number.
func (s *State) Person(n int) (Person, bool) {
	if n < 1 || n > len(s.people) {
		return Person{}, false
	}
	return s.people[n-1], true
}

// Items lists the agenda.
func (s *State) Items() []Item { return s.items }

// Ready is nil until the first entries are complete.
func (s *State) Ready() *Ready { return s.ready }

// Meeting is "called", "rollcall", "open" or "closed". An adjourned meeting is open.
func (s *State) Meeting() string { return s.phase }

// Present lists the seats that are taken, rising.
func (s *State) Present() []int {
	seats := make([]int, 0, len(s.seated))
	for seat := range s.seated {
		seats = append(seats, seat)
	}
	slices.Sort(seats)
	return seats
}

// Seated is who sits on a seat now; 0 is nobody.
func (s *State) Seated(seat int) int { return s.seated[seat] }

// SeatOf is the seat on which a person sits now; 0 is none.
func (s *State) SeatOf(person int) int { return s.seatOf[person] }

// Holder is the person who holds a seat, present or not; 0 if there is no such seat.
func (s *State) Holder(seat int) int { return s.holders[seat] }
