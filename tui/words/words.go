// Package words holds every sentence that a screen shows, as one typed value per
// language. Call Pick for the language asked for; a missing translation cannot
// happen, because a test wants every field of every language filled, with the
// same placeholders. Terms follow the project's glossary.
//
// Placeholders stand in braces, {title}; Fill replaces them by name, so that each
// language may order its sentence as it likes.
package words

import (
	"fmt"
	"strings"

	"valurna/ballot/view"
)

// Words is one language.
type Words struct {
	Lang string // "sv", "da", "en"
	Name string // the language's own name

	Marks   Marks
	Keys    Keys
	Frame   Frame
	Tabs    Tabs
	Person  Person
	Meeting Meeting
	Class   Class
	Ask     Ask
	Now     Now
	Phase   Phases
	Work    Work
	Steps   Steps
	Confirm Confirm
	Answer  Answer
	Agenda  Agenda
	Ballot  Ballot
	Checks  Checks
	Trust   Trust
	Help    Help
	Booth   Booth
	Audit   Audit
	Plain   Plain
	Join    Join
	Invite  Invite
	Test    Test
	Gate    Gate
	Panel   Panel
	States  States
	Record  Record

	Form     Form
	Acts     Acts
	Find     Find
	Extra    Extra
	Item     Item
	Standing Standing
	Hall     Hall
	Hide     Hide
	Display  Display
	Speakers Speakers
	Remote   RemotePage
	Papers   Papers
	Journal  Journal
	Fetch    Fetch
}

// Marks are the warnings that stay in sight.
type Marks struct{ Rehearsal, Trial string }

// Keys names what the keys do, for the line at the bottom.
type Keys struct {
	Confirm string // the one letter that says yes: "j" or "y"
	Space   string // name of the space bar

	Move, Mark, Continue, Back, Help, Language, Quit, Page, Do, Copy, Yes,
	No, Retry, Search, Room, Remote, Absent, Words, Erase,
	Open, Turn, Lost, Overheard, Receipt, Further, Newest string
}

// Frame is what every screen can say about itself.
type Frame struct{ More, TooSmall, Loading, Stale, Ended, IdleEnded string }

// Tabs are the desk's pages.
type Tabs struct {
	Now, Agenda, Hall, Speakers, Ballots, Papers, Remote, Record, Journal, Fetch, Guards string
}

// Person describes the one who looks.
type Person struct {
	Seat, Number, Member, Substitute, Chair, Secretary, Observer, Room, Remote, Here, Absent string
}

// Meeting names its states.
type Meeting struct{ Called, RollCall, Open, Closed string }

// Class names the classes of items.
type Class struct{ Election, Employment, Decision, Information string }

// Pick returns the words of a language tag such as "da" or "da_DK.UTF-8", and
// Swedish for every other.
func Pick(lang string) *Words {
	tag, _, _ := strings.Cut(strings.ToLower(lang), "_")
	tag, _, _ = strings.Cut(tag, "-")
	for i := range all {
		if all[i].Lang == tag {
			return &all[i]
		}
	}
	return &all[0]
}

// Next returns the language after this one, round and round.
func (w *Words) Next() *Words {
	for i := range all {
		if all[i].Lang == w.Lang {
			return &all[(i+1)%len(all)]
		}
	}
	return &all[0]
}

// Languages lists the tags that Pick knows; the first is the default.
func Languages() []string {
	tags := make([]string, len(all))
	for i := range all {
		tags[i] = all[i].Lang
	}
	return tags
}

var all = [...]Words{swedish, danish, english}

// Fill replaces {name} by its value; pairs are name, value, name, value. A value
// is never searched for placeholders itself.
func Fill(sentence string, pairs ...any) string {
	olds := make([]string, 0, len(pairs))
	for i := 0; i+1 < len(pairs); i += 2 {
		olds = append(olds, fmt.Sprintf("{%v}", pairs[i]), fmt.Sprint(pairs[i+1]))
	}
	return strings.NewReplacer(olds...).Replace(sentence)
}

// OfState names a meeting's state; an unknown one is shown as it came.
func (w *Words) OfState(state string) string {
	switch state {
	case "called":
		return w.Meeting.Called
	case "rollcall":
		return w.Meeting.RollCall
	case "open":
		return w.Meeting.Open
	case "closed":
		return w.Meeting.Closed
	}
	return state
}

// OfClass names an item's class; an unknown one is shown as it came.
func (w *Words) OfClass(class string) string {
	switch class {
	case "election":
		return w.Class.Election
	case "employment":
		return w.Class.Employment
	case "decision":
		return w.Class.Decision
	case "information":
		return w.Class.Information
	}
	return class
}

// OfPlace names where a person takes part from.
func (w *Words) OfPlace(present bool, place string) string {
	switch {
	case !present:
		return w.Person.Absent
	case place == "room":
		return w.Person.Room
	case place == "remote":
		return w.Person.Remote
	}
	return w.Person.Here // an observer is not told where
}

// OfPerson is the line under the body's name: who looks, on which seat, where.
func (w *Words) OfPerson(p view.Person) string {
	if p.Person == 0 {
		return w.Person.Observer
	}
	parts := []string{p.Name}
	for _, o := range p.Offices {
		switch o {
		case "chair":
			parts = append(parts, w.Person.Chair)
		case "secretary":
			parts = append(parts, w.Person.Secretary)
		}
	}
	if len(parts) == 1 && p.Seat > 0 && !p.Substitute {
		parts = append(parts, w.Person.Member)
	}
	if p.Seat > 0 {
		parts = append(parts, Fill(w.Person.Seat, "seat", p.Seat))
	}
	if p.Substitute {
		parts = append(parts, w.Person.Substitute)
	}
	if p.Seat == 0 && !p.Substitute {
		return strings.Join(parts, " · ") // has no seat to be on
	}
	return strings.Join(append(parts, w.OfPlace(p.Present, p.Place)), " · ")
}
