package meeting

import "slices"

// Kinds of speeches.
const (
	FloorSpeech = "speech" // anförande
	FloorReply  = "reply"  // replik, to whoever has the floor or had it last
	FloorOrder  = "order"  // ordningsfråga
)

// speeches are the kinds in the order in which they are given the floor; within a kind
// it is the order in which it was asked for.
var speeches = []string{FloorOrder, FloorReply, FloorSpeech}

// Speakers are who speaks, and who has asked to, on the item that is handled now.
type Speakers struct {
	Floor   *Speaker  // nil: the floor is free
	Waiting []Speaker // in the order in which they would be given the floor
	Line    bool      // the list is closed (streck i debatten): no more speeches are asked for
}

// Speaker is one speech, held or asked for. Times are Unix seconds; 0 says that it has
// not happened.
type Speaker struct {
	Person int
	Kind   string
	Asked  int64 // 0: the chair called on the person without that
	Since  int64 // when the person got the floor
}

// Speakers gives the list as it stands. It is a copy.
func (s *State) Speakers() Speakers {
	l := &s.agenda.speakers
	return Speakers{clone(l.floor), slices.Clone(l.waiting), l.line}
}

// speakers are the list of one item: it begins with the item, and ends when that is put
// aside or ends.
type speakers struct {
	floor   *Speaker
	waiting []Speaker // sorted by kind, then as asked
	line    bool
	last    int // who has had the floor last, or has it; 0: nobody yet
}

// turn goes over to another item, or with 0 to none.
func (a *agenda) turn(item int) { a.current, a.speakers = item, speakers{} }

// add puts somebody behind all who go before.
func (l *speakers) add(who Speaker) {
	rank := slices.Index(speeches, who.Kind)
	at := len(l.waiting)
	for at > 0 && slices.Index(speeches, l.waiting[at-1].Kind) > rank {
		at--
	}
	l.waiting = slices.Insert(l.waiting, at, who)
}

// first is the place of what a person has asked for and would get first; -1: nothing.
func (l *speakers) first(person int) int {
	return slices.IndexFunc(l.waiting, func(w Speaker) bool { return w.Person == person })
}

// give hands the floor over, for what the person has asked for first.
func (l *speakers) give(person int, at int64) {
	who := Speaker{Person: person, Kind: FloorSpeech}
	if i := l.first(person); i >= 0 {
		who = l.waiting[i]
		l.waiting = slices.Delete(l.waiting, i, i+1)
	}
	who.Since = at
	l.floor, l.last = &who, person
}

// drop takes everything off the list that a person has asked for.
func (l *speakers) drop(person int) {
	l.waiting = slices.DeleteFunc(l.waiting, func(w Speaker) bool { return w.Person == person })
}

// silence takes a person off the list and the floor who takes no part any more.
func (l *speakers) silence(person int) {
	l.drop(person)
	if l.floor != nil && l.floor.Person == person {
		l.floor = nil
	}
}

// close ends the debate: nothing but points of order is left.
func (l *speakers) close() {
	l.waiting = slices.DeleteFunc(l.waiting, func(w Speaker) bool { return w.Kind != FloorOrder })
	if l.floor != nil && l.floor.Kind != FloorOrder {
		l.floor = nil
	}
}
