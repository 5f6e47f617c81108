package booth

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"valurna/tui/style"
	"valurna/tui/words"
)

// choosePage is the ballot paper. The cursor begins on nothing; the space bar or
// an option's number marks; Enter only goes on.
type choosePage struct{}

func (choosePage) draw(m *Model, width int) sheet {
	w, p := m.words.Booth, &m.paper
	how := w.ChooseOne
	if p.many() {
		how = words.Fill(w.ChooseMany, "k", p.contest.Elect)
	}
	number := w.Number
	if p.digits() > 1 {
		number = words.Fill(w.NumberMany, "example", p.label(7))
	}
	s := sheet{title: w.ChooseTitle}
	s.lines = style.Each(style.Wrap(m.visit.Title, width), m.style.Strong)
	s.lines = append(s.lines, style.Wrap(how+" "+number, width)...)
	s.lines = append(s.lines, "")
	for i, name := range p.contest.Options {
		s.row(m, i, p.marked[i], p.label(i+1), name, width)
	}
	s.lines = append(s.lines, "")
	s.row(m, len(p.marked), p.blank, p.label(0), w.Blank, width)

	n := p.count()
	s.status = words.Fill(w.Marked, "n", n, "k", p.contest.Elect)
	if p.blank {
		s.status = w.ReviewBlank
	}
	if p.typed != "" {
		s.status = words.Fill(w.Typed, "digits", p.typed+strings.Repeat("_", p.digits()-len(p.typed)))
	}
	s.hints = m.everywhere(m.hint("↑↓", m.words.Keys.Move), m.hint(m.words.Keys.Space, m.words.Keys.Mark),
		m.hint("Enter", m.words.Keys.Continue), m.hint("Esc", m.words.Keys.Back))
	return s
}

// row draws one option. All options look alike but for their own mark and the
// cursor (LAW D03).
func (s *sheet) row(m *Model, i int, marked bool, number, name string, width int) {
	open, close := "(", ")"
	if m.paper.many() && i < len(m.paper.marked) {
		open, close = "[", "]"
	}
	sign, point := " ", " "
	if marked {
		sign = "X"
	}
	if i == m.paper.cursor {
		point = ">"
	}
	lines := style.Hang(point+" "+open+sign+close+" "+number+"  ", name, width)
	if i == m.paper.cursor {
		s.focus, s.focusEnd = len(s.lines), len(s.lines)+len(lines)
		for j := range lines {
			lines[j] = m.style.Mark(style.Pad(lines[j], width))
		}
	} else if marked {
		style.Each(lines, m.style.Strong)
	}
	s.lines = append(s.lines, lines...)
}

func (choosePage) press(m *Model, key tea.KeyPressMsg) (page, tea.Cmd) {
	p, w := &m.paper, m.words.Booth
	k := key.String()
	digit := len(k) == 1 && k[0] >= '0' && k[0] <= '9'
	if !digit {
		p.typed = ""
	}
	mark := func(row int) {
		if !p.mark(row) {
			m.notice = words.Fill(w.TooMany, "k", p.contest.Elect)
		}
	}
	switch {
	case k == "up":
		p.move(-1)
	case k == "down" || k == "tab": // a key of one byte, as long as any character
		p.move(1)
	case k == "space" && p.cursor < 0:
		m.notice = w.NothingMarked
	case k == "space":
		mark(p.cursor)
	case digit:
		switch row, whole := p.number(k); {
		case row >= 0:
			p.cursor = row
			mark(row)
		case whole:
			m.notice = words.Fill(w.NoSuch, "least", p.label(1), "most", p.label(len(p.marked)), "blank", p.label(0))
		}
	case k == "esc":
		return welcomePage{}, nil
	case k == "enter" && p.ready():
		return wordPage{}, nil
	case k == "enter" && p.empty():
		m.notice = w.NothingMarked
	case k == "enter":
		m.notice = words.Fill(w.TooFew, "n", p.count(), "k", p.contest.Elect)
	}
	return nil, nil
}
