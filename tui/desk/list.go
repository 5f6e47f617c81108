package desk

import (
	tea "charm.land/bubbletea/v2"

	"valurna/tui/part"
	"valurna/tui/style"
	"valurna/tui/words"
)

// drawList draws a list whose rows take one line each; do is what a second tap on the
// cursor's row does. Only rows that can come in sight are drawn: a roll may have
// thousands.
func (m *Model) drawList(s *sheet, list *part.List, rows []part.Row, width int, text func(r part.Row, selected bool) string, do func(*Model) tea.Cmd) {
	m.drawFind(s, list, rows, width)
	shown := list.Shown(rows)
	at := list.Cursor(shown)
	first := len(s.lines)
	top := min(m.scroll, first+len(shown))
	near := func(row, line int) bool { return row > line-2*m.height && row < line+2*m.height }
	for i, r := range shown {
		if !m.text && !near(first+i, top) && !near(first+i, first+at) {
			s.lines = append(s.lines, "")
			continue
		}
		s.row(m, list, r, style.Fit(text(r, i == at), width-2), i == at, width, do)
	}
}

// row adds one line of a list, with what a tap on it does.
func (s *sheet) row(m *Model, list *part.List, r part.Row, text string, selected bool, width int, do func(*Model) tea.Cmd) {
	line := "  " + text
	if selected {
		line = m.style.Mark(style.Pad("> "+text, width))
		s.focus, s.focusEnd = len(s.lines), len(s.lines)+1
	}
	s.tap(len(s.lines), func(m *Model) tea.Cmd {
		if selected && do != nil {
			return do(m)
		}
		list.Go(r.Key)
		return nil
	})
	s.lines = append(s.lines, line)
}

// drawGroups draws a list whose rows may take several lines, with a heading before those
// for which heading gives one.
func (m *Model) drawGroups(s *sheet, list *part.List, rows []part.Row, width int, heading func(r part.Row) string, do func(*Model) tea.Cmd) {
	m.drawFind(s, list, rows, width)
	shown := list.Shown(rows)
	at := list.Cursor(shown)
	for i, r := range shown {
		if h := heading(r); h != "" {
			s.heading(m, h, width)
		}
		focus := len(s.lines)
		lines := style.Hang("  ", r.Text, width)
		for _, line := range lines {
			if i == at {
				line = m.style.Mark(style.Pad(">"+line[1:], width))
			}
			s.tap(len(s.lines), func(m *Model) tea.Cmd {
				if i == at && do != nil {
					return do(m)
				}
				list.Go(r.Key)
				return nil
			})
			s.lines = append(s.lines, line)
		}
		if i == at {
			s.focus, s.focusEnd = focus, len(s.lines)
		}
	}
}

func (m *Model) drawFind(s *sheet, list *part.List, rows []part.Row, width int) {
	if !list.Typing && list.Find == "" {
		return
	}
	w := m.words.Find
	text := list.Find
	if list.Typing {
		text += part.Cursor
	}
	s.say(words.Fill(w.For, "text", text), width)
	shown := len(list.Shown(rows))
	s.say(words.Fill(w.Found, "n", shown, "all", len(rows)), width)
	if shown == 0 {
		s.say(w.None, width)
	}
}

// listHints are the keys of a page with a list.
func listHints(m *Model, list *part.List, more ...style.Hint) []style.Hint {
	k := m.words.Keys
	if list.Typing {
		return []style.Hint{{Key: "Enter", Does: k.Continue}, {Key: "Esc", Does: k.Back}}
	}
	out := append([]style.Hint{{Key: "↑↓", Does: k.Move}}, more...)
	return append(out, style.Hint{Key: "/", Does: k.Search})
}
