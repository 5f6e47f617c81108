package desk

import (
	"slices"
	"strconv"
	"strings"

	"valurna/ballot/meeting"
	"valurna/ballot/view"
	"valurna/tui/words"
)

// nameOf names a person: by name where this desk may know it, else by seat or number.
func nameOf(v view.Desk, w *words.Words, person int) string {
	for _, s := range v.Seats {
		if s.Person == person {
			if s.Name != "" {
				return s.Name
			}
			return words.Fill(w.Person.Seat, "seat", s.Seat)
		}
	}
	for _, r := range v.Remote {
		if r.Person == person && r.Name != "" {
			return r.Name
		}
	}
	for _, s := range v.Substitutes {
		if s.Person == person && s.Name != "" {
			return s.Name
		}
	}
	if person == v.Me.Person && v.Me.Name != "" {
		return v.Me.Name
	}
	return words.Fill(w.Person.Number, "n", person)
}

// seatOf is the seat on which a person sits; 0: none.
func seatOf(v view.Desk, person int) int {
	for _, s := range v.Seats {
		if s.Person == person && s.Present {
			return s.Seat
		}
	}
	return 0
}

func itemOf(v view.Desk, item int) (view.Item, bool) {
	at := slices.IndexFunc(v.Agenda, func(it view.Item) bool { return it.Item == item })
	if at < 0 {
		return view.Item{}, false
	}
	return v.Agenda[at], true
}

func motionOf(v view.Desk, motion int) (view.Motion, bool) {
	at := slices.IndexFunc(v.Floor.Motions, func(m view.Motion) bool { return m.Motion == motion })
	if at < 0 {
		return view.Motion{}, false
	}
	return v.Floor.Motions[at], true
}

// motionText is a motion in one line: its number, what it says, and its kind where that is
// more than a proposal.
func motionText(v view.Desk, w *words.Words, motion int) string {
	text := words.Fill(w.Item.Motion, "motion", motion)
	mo, _ := motionOf(v, motion)
	if mo.Kind != "" && mo.Kind != meeting.KindMain {
		text += " (" + w.OfMotion(mo.Kind) + ")"
	}
	if mo.Text != "" {
		text += ": " + mo.Text
	}
	return text
}

// sideText says what yes or no means in an open vote.
func sideText(v view.Desk, w *words.Words, motion int) string {
	if motion == 0 {
		return w.Item.Falls
	}
	return motionText(v, w, motion)
}

// titleOf is what a step is about: its ballot's title, else its item's.
func titleOf(v view.Desk, s view.Step) string {
	if b, ok := find(v, s.Ballot); ok {
		return b.Title
	}
	if it, ok := itemOf(v, s.Item); ok {
		return it.Title
	}
	return s.Ballot
}

// told gives a step's label and what it will do, filled in.
func told(v view.Desk, w *words.Words, s view.Step) words.Told {
	t := w.OfStep(s)
	if b, ok := find(v, s.Ballot); ok && b.Trial && s.ID == view.StepBallotCertify {
		t = w.Steps.TrialCertify
	}
	mo, _ := motionOf(v, s.Motion)
	yes, no := "", ""
	if vote := v.Floor.Vote; vote != nil {
		yes, no = sideText(v, w, vote.Yes), sideText(v, w, vote.No)
	}
	who := ""
	if s.Person != 0 {
		who = nameOf(v, w, s.Person)
	}
	fill := func(text string) string {
		return words.Fill(text, "title", titleOf(v, s), "item", s.Item, "motion", s.Motion, "text", mo.Text, "kind", w.OfMotion(mo.Kind),
			"who", who, "seat", seatOf(v, s.Person), "yes", yes, "no", no, "present", present(v), "seats", len(v.Seats))
	}
	return words.Told{Name: fill(t.Name), Says: fill(t.Says)}
}

// valueText says what a choice of a field stands for.
func valueText(v view.Desk, w *words.Words, of, value string) string {
	n, _ := strconv.Atoi(strings.TrimPrefix(value, "p"))
	switch of {
	case meeting.OfItem:
		if it, ok := itemOf(v, n); ok {
			return value + "  " + it.Title
		}
	case meeting.OfMotion:
		return motionText(v, w, n)
	case meeting.OfPerson:
		return nameOf(v, w, n)
	case meeting.OfSeat:
		for _, s := range v.Seats {
			if s.Seat == n {
				return value + "  " + s.Name
			}
		}
	case meeting.OfPaper:
		for _, p := range v.Papers {
			if p.Paper == n {
				return value + "  " + p.Title
			}
		}
	}
	return w.OfValue(of, value)
}

// lawful says whether a step is still among those that the view offers.
func lawful(v view.Desk, s view.Step) bool {
	return slices.ContainsFunc(v.Steps, func(o view.Step) bool { return key(o) == key(s) })
}

func present(v view.Desk) int {
	n := 0
	for _, s := range v.Seats {
		if s.Present {
			n++
		}
	}
	return n
}
