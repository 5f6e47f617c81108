package desk

import (
	"valurna/ballot/view"
	"valurna/tui/part"
	"valurna/tui/style"
	"valurna/tui/words"
)

// hideLines are the meter of the anonymity set, for the chair: among how many each voter
// hides, how many it takes, and what a result would give away all the same.
func hideLines(m *Model, voters, all, width int) []string {
	w, enough := m.words.Hide, m.view.Hide
	var s sheet
	s.say(words.Fill(w.Among, "n", voters, "enough", enough)+" "+part.Meter(voters, enough, all, min(24, width-8)), width)
	if voters < enough {
		s.lines = append(s.lines, style.Each(style.Hang("! ", words.Fill(w.Few, "n", voters, "enough", enough), width), m.style.Warn)...)
	}
	s.say(w.Alike, width)
	return s.lines
}

// hides says whether the chair has to see the meter of a ballot: while it is open or closing.
func hides(b view.Ballot) bool {
	return b.Counts != nil && b.Result == nil && !b.Trial && (b.Phase == view.PhaseOpen || b.Phase == view.PhaseClosing)
}
