package meeting

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"valurna/ballot/canon"
)

// Ask is what somebody asks of the meeting, as typed: ssh HOST WORDS.
type Ask struct {
	By    int // person
	Words []string
	At    int64 // Unix seconds
	// Commit makes a salted commitment to a value and keeps its opening; the events hold
	// names, reasons and places only so.
	Commit func(value any) canon.Hex
}

// Decide gives the events by which the meeting does what is asked, in their order, or
// a *Refusal. Nothing is changed: every event has still to pass Check. Known is false
// where the words are no command of a meeting.
func (s *State) Decide(q Ask) (events []any, known bool, err error) {
	for _, c := range Commands() {
		if !c.matches(q.Words) {
			continue
		}
		args := q.Words[len(strings.Fields(c.Name)):]
		if len(args) < c.least || c.most >= 0 && len(args) > c.most {
			return nil, true, refuse("usage", "write: %s", c.Usage())
		}
		events, err := c.decide(s, q, args)
		if err != nil {
			return nil, true, err
		}
		if err := s.try(q.At, events); err != nil {
			return nil, true, err
		}
		return events, true, nil
	}
	return nil, false, nil
}

// try checks the first event; those that follow rest on it and are checked as they
// are entered.
func (s *State) try(at int64, events []any) error {
	if len(events) == 0 {
		return nil
	}
	_, err := s.Check(at, events[0])
	return err
}

// Command is one thing that can be asked of a meeting.
type Command struct {
	Name        string // its first words: "meeting open"
	Args        string // "ITEM [PERSON]"
	Who         string // who may ask: "chair", "secretary", "member", "substitute", "remote"
	least, most int    // arguments; most -1: any number
	decide      func(s *State, q Ask, args []string) ([]any, error)
}

// Usage is how the command is written.
func (c Command) Usage() string { return strings.TrimSpace(c.Name + " " + c.Args) }

func (c Command) matches(words []string) bool {
	name := strings.Fields(c.Name)
	return len(words) >= len(name) && slices.Equal(words[:len(name)], name)
}

// Commands lists everything that can be asked.
func Commands() []Command {
	return slices.Concat(sessionCommands, seatCommands, itemCommands, speakCommands, voteCommands, remoteCommands)
}

var sessionCommands = []Command{
	{"notice", "POSTED SUMMONED", "secretary", 2, 2, func(_ *State, q Ask, a []string) ([]any, error) {
		return one(&Notice{By: q.By, Posted: a[0], Summoned: a[1]})
	}},
	{"meeting rollcall", "", "chair", 0, 0, declared(RollCall)},
	{"meeting open", "", "chair", 0, 0, declared(Open)},
	{"meeting close", "", "chair", 0, 0, declared(Closed)},
	{"meeting adjourn", "time|order|line|gate|quorum", "chair", 1, 1, func(_ *State, q Ask, a []string) ([]any, error) {
		return one(&Adjourn{Cause: a[0], By: q.By})
	}},
	{"meeting resume", "", "chair", 0, 0, func(_ *State, q Ask, _ []string) ([]any, error) {
		return one(&Resume{By: q.By})
	}},
	{"chair", "PERSON absent|line|disqualified|elected|oldest|back", "chair", 2, 2, func(s *State, q Ask, a []string) ([]any, error) {
		n, err := s.who(a[0])
		return []any{&Chair{Person: n, Cause: a[1], By: q.By}}, err
	}},
	{"appoint", "adjusters|tellers PERSON [PERSON ...]", "chair", 2, -1, func(s *State, q Ask, a []string) ([]any, error) {
		appoint := &Appoint{Task: a[0], By: q.By}
		for _, word := range a[1:] {
			n, err := s.who(word)
			if err != nil {
				return nil, err
			}
			appoint.Persons = append(appoint.Persons, n)
		}
		return one(appoint)
	}},
}

var seatCommands = []Command{
	{"standby", "here|gone", "substitute", 1, 1, func(_ *State, q Ask, a []string) ([]any, error) {
		if a[0] != "here" && a[0] != "gone" {
			return nil, refuse("usage", "write: standby here, or standby gone")
		}
		return one(&Standby{Person: q.By, Here: a[0] == "here"})
	}},
	{"substitute", "SEAT [PERSON]", "chair", 1, 2, callIn},
	{"jav", "ITEM [PERSON]", "member", 1, 2, javAs(false)},
	{"no-jav", "ITEM [PERSON]", "chair", 1, 2, javAs(true)},
}

func one(event any) ([]any, error) { return []any{event}, nil }

func declared(state string) func(*State, Ask, []string) ([]any, error) {
	return func(_ *State, q Ask, _ []string) ([]any, error) {
		return one(&Meeting{State: state, Person: q.By})
	}
}

// callIn has a substitute take a seat, the next in order where none is named. The
// member who has sat there leaves it.
func callIn(s *State, q Ask, args []string) ([]any, error) {
	if err := s.Leads(q.By); err != nil {
		return nil, err
	}
	seat, err := number(args[0])
	if err != nil {
		return nil, err
	}
	person := s.NextSubstitute()
	if len(args) == 2 {
		if person, err = s.who(args[1]); err != nil {
			return nil, err
		}
	}
	if person == 0 {
		return nil, refuse("KL 5:18", "no substitute stands by")
	}
	// Before the seat is left: who leaves it may not come back today.
	who, _ := s.Person(person) // the word has named one that there is
	if err := first(s.attendance(), s.staysOut(person), s.precedence(who)); err != nil {
		return nil, err
	}
	if other := s.seatOf[person]; other != 0 || !who.Substitute || s.holders[seat] == 0 {
		return nil, refuse("presence", "person %d is no substitute who could take seat %d now", person, seat)
	}
	var out []any
	if sits := s.seated[seat]; sits != 0 {
		out = append(out, &Presence{Person: sits, Seat: seat, Place: q.Commit("")})
	}
	return append(out, &Presence{Person: person, Seat: seat, Present: true, Place: q.Commit(s.placeOf(person))}), nil
}

func javAs(off bool) func(*State, Ask, []string) ([]any, error) {
	return func(s *State, q Ask, args []string) ([]any, error) {
		item, err := number(args[0])
		if err != nil {
			return nil, err
		}
		person := q.By
		if len(args) == 2 {
			if person, err = s.who(args[1]); err != nil {
				return nil, err
			}
		}
		return one(&Jav{Person: person, Item: item, Off: off, By: q.By})
	}
}

// Who reads a person as a command names one; see who.
func (s *State) Who(word string) (int, error) { return s.who(word) }

// who reads a person as "pN", or as the number of the seat on which the person sits
// or which the person holds.
func (s *State) who(word string) (int, error) {
	if rest, ok := strings.CutPrefix(word, "p"); ok {
		n, err := number(rest)
		if _, known := s.Person(n); err == nil && !known {
			err = refuse("person", "there is no person %d", n)
		}
		return n, err
	}
	seat, err := number(word)
	if err != nil {
		return 0, err
	}
	if p := s.seated[seat]; p != 0 {
		return p, nil
	}
	if p := s.holders[seat]; p != 0 {
		return p, nil
	}
	return 0, refuse("presence", "there is no seat %d", seat)
}

// number reads a positive number in plain digits.
func number(word string) (int, error) {
	n, err := strconv.Atoi(word)
	if err != nil || n < 1 || fmt.Sprint(n) != word {
		return 0, refuse("usage", "%q is not a number", word)
	}
	return n, nil
}
