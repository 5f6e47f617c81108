package booth

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"valurna/tui/style"
	"valurna/tui/words"
)

// helpPage explains the booth, in front of the page that is gone back to.
type helpPage struct{ back page }

func (p helpPage) draw(m *Model, width int) sheet {
	w, v := m.words, m.visit
	how := words.Fill(w.Booth.Help, "key", strings.ToUpper(w.Keys.Confirm))
	s := sheet{title: w.Help.Title, hints: []style.Hint{m.hint("Esc", w.Keys.Back)}}
	texts := []string{how}
	if v.Threshold > 0 { // a visit has been seen
		texts = append(texts, w.Booth.OfSecrecy(v.Hosted, v.Threshold))
	}
	for _, text := range append(texts, w.Help.Limits) {
		s.lines = append(s.lines, style.Hang("- ", text, width)...)
	}
	return s
}

func (p helpPage) press(_ *Model, key tea.KeyPressMsg) (page, tea.Cmd) {
	switch strings.ToLower(key.String()) {
	case "esc", "enter", "?":
		return p.back, nil
	}
	return nil, nil
}

// under is the page that is shown, or the one behind the help.
func (m *Model) under() page {
	if p, ok := m.page.(helpPage); ok {
		return p.back
	}
	return m.page
}

// canHelp says whether the page may be covered: not while an answer is awaited, nor
// in front of the question whether to leave.
func (m *Model) canHelp() bool {
	switch m.page.(type) {
	case sealingPage, castingPage, auditingPage, leavePage:
		return false
	}
	return true
}

// resting says whether nothing is under way that another vote could wait for.
func (m *Model) resting() bool {
	switch m.under().(type) {
	case nonePage, inPage, closedPage, donePage:
		return true
	}
	return false
}
