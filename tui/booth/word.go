package booth

import (
	tea "charm.land/bubbletea/v2"

	"valurna/tui/style"
)

// wordPage asks for the optional check word, which keeps two voters from being
// shown one ballot paper.
type wordPage struct{}

func (wordPage) draw(m *Model, width int) sheet {
	w := m.words.Booth
	lines := paragraphs(width, w.WordWhy, w.WordHow)
	lines = append(lines, "")
	field := style.Hang(w.WordField+": ", m.paper.word+"_", width)
	at := len(lines)
	lines = append(lines, style.Each(field, m.style.Strong)...)
	if m.paper.word == "" {
		lines = append(lines, style.Wrap(w.WordEmpty, width)...)
	}
	return sheet{
		title: w.WordTitle, lines: lines, focus: at, focusEnd: len(lines),
		hints: []style.Hint{m.hint("Enter", m.words.Keys.Continue), m.hint("←", m.words.Keys.Erase), m.hint("Esc", m.words.Keys.Back)},
	}
}

func (wordPage) press(m *Model, key tea.KeyPressMsg) (page, tea.Cmd) {
	switch key.String() {
	case "enter":
		return reviewPage{}, nil
	case "esc":
		return choosePage{}, nil
	case "backspace", "ctrl+h", "delete", "left":
		m.paper.erase()
	case "ctrl+u":
		m.paper.word = ""
	default:
		if key.Text != "" {
			m.paper.write(key.Text)
		}
	}
	return nil, nil
}
