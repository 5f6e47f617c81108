package desk

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"valurna/ballot/view"
	"valurna/tui/style"
	"valurna/tui/words"
)

// journalPage is the public journal as it grows, and how far the witnesses have cosigned
// it, for observers.
type journalPage struct{}

func (*journalPage) needs() []need { return []need{{needJournal, 0}} }

func (*journalPage) draw(m *Model, width int) sheet {
	w := m.words
	var s sheet
	f := m.extra.state[need{needJournal, 0}]
	j, ok := f.value.(journalTail)
	s.heading(m, w.Journal.Title, width)
	if f.err != nil {
		s.lines = append(s.lines, style.Each(style.Wrap(words.Fill(w.Extra.Failed, "error", explained(f.err, w)), width), m.style.Bad)...)
	}
	if !ok {
		if f.err == nil {
			s.say(w.Frame.Loading, width)
		}
		return s
	}
	s.lines = append(s.lines, witnessLines(m, j.witnessed, width)...)
	s.heading(m, w.Journal.Newest, width)
	for i := len(j.entries) - 1; i >= 0; i-- { // the newest first
		e := j.entries[i]
		s.lines = append(s.lines, entryLines(e, w, width)...)
	}
	s.hints = []style.Hint{{Key: "PgDn", Does: w.Keys.Further}}
	return s
}

func (*journalPage) press(*Model, tea.KeyPressMsg) (bool, tea.Cmd) { return false, nil }

func entryLines(e view.Entry, w *words.Words, width int) []string {
	return style.Hang(fmt.Sprintf("  %4d  %s  ", e.Seq, clockOf(e.Time)), w.OfEvent(e), width)
}

// witnessLines say how many entries the quorum has cosigned, and who.
func witnessLines(m *Model, x view.Witnessed, width int) []string {
	w := m.words.Journal
	var s sheet
	if x.Size == 0 {
		s.lines = style.Each(style.Hang("! ", w.Unwitnessed, width), m.style.Warn)
		return s.lines
	}
	s.say(words.Fill(w.Witnessed, "size", x.Size, "entries", x.Entries, "time", clockOf(x.At)), width)
	s.say(words.Fill(w.By, "names", strings.Join(x.Cosigned, ", "), "quorum", x.Quorum), width)
	s.say(words.Fill(w.Root, "root", x.Root), width)
	return s.lines
}
