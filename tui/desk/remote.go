package desk

import (
	tea "charm.land/bubbletea/v2"

	"valurna/ballot/view"
	"valurna/tui/style"
	"valurna/tui/words"
)

// remotePage is about taking part from elsewhere: who has applied, who is admitted, the
// words that each says, whose line is lost, who does not see and hear whom yet; and what
// this person can do about it.
type remotePage struct{ steps stepList }

func (p *remotePage) draw(m *Model, width int) sheet {
	v, w := m.view, m.words
	var s sheet
	s.heading(m, w.Remote.Title, width)
	if len(v.Remote) == 0 {
		s.say(w.Remote.Nobody, width)
	}
	for _, r := range v.Remote {
		lines := style.Hang("  ", remoteLine(v, w, r), width)
		if r.Lost != "" {
			style.Each(lines, m.style.Bad)
		}
		s.lines = append(s.lines, lines...)
		if r.Reason != "" && r.State == view.RemoteApplied {
			s.lines = append(s.lines, style.Hang("    ", words.Fill(w.Remote.Reason, "reason", r.Reason), width)...)
		}
	}
	if line := sightLine(v, w); line != "" {
		s.heading(m, w.Remote.Sight, width)
		s.lines = append(s.lines, style.Each(style.Hang("! ", line, width), m.style.Warn)...)
		for _, c := range v.Sight.Missing[:min(len(v.Sight.Missing), mostPairs)] {
			s.say(words.Fill(w.Remote.Pair, "from", partyOf(v, w, c.From), "of", partyOf(v, w, c.Of)), width)
		}
	} else if v.Sight.Asked > 0 {
		s.heading(m, w.Remote.Sight, width)
		s.say(w.Remote.AllSee, width)
	}
	p.steps.draw(m, &s, func(st view.Step) bool { return words.SubjectOf(st) == "remote" }, width)
	if OnLine(v) {
		s.hints = append(s.hints, style.Hint{Key: "F9", Does: w.Keys.Lost}, style.Hint{Key: "F10", Does: w.Keys.Overheard})
	}
	return s
}

func (p *remotePage) press(m *Model, k tea.KeyPressMsg) (bool, tea.Cmd) { return p.steps.press(m, k) }

// mostPairs is how many pairs that do not see and hear each other are named.
const mostPairs = 6

// remoteLine is how one of them stands.
func remoteLine(v view.Desk, w *words.Words, r view.Remote) string {
	who := nameOf(v, w, r.Person)
	if r.Name != "" {
		who = r.Name
	}
	line := who
	if r.Seat != 0 && r.Name != "" {
		line += ", " + words.Fill(w.Person.Seat, "seat", r.Seat)
	}
	line += ": " + w.OfRemote(r.State)
	if r.Lost != "" {
		line += ", " + w.OfLost(r.Lost)
	}
	if r.Code != "" {
		line += " (" + r.Code + ")"
	}
	return line
}

// partyOf names a party of those who have to see and hear each other; 0 is the room.
func partyOf(v view.Desk, w *words.Words, person int) string {
	if person == 0 {
		return w.Remote.Room
	}
	return nameOf(v, w, person)
}
