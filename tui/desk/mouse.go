package desk

import (
	tea "charm.land/bubbletea/v2"
)

// The mouse is never needed. It does what keys do: a click on a tab turns to it, a click
// on a row puts the cursor there, a second one is Enter; the wheel scrolls. Nothing that
// changes the meeting is ever done by a click alone: a key has to say yes.

// span is the cells of the tab line that one tab takes.
type span struct {
	from, to int
	tab      tabID
}

// tap remembers what a click on a line of the body does.
func (s *sheet) tap(line int, do func(*Model) tea.Cmd) {
	if s.taps == nil {
		s.taps = map[int]func(*Model) tea.Cmd{}
	}
	s.taps[line] = do
}

func (m *Model) click(msg tea.MouseClickMsg) tea.Cmd {
	if msg.Button != tea.MouseLeft || !m.loaded {
		return nil
	}
	m.notice = ""
	if msg.Y == m.top-2 {
		for _, s := range m.tabSpans {
			if msg.X >= s.from && msg.X < s.to {
				m.turn(s.tab)
			}
		}
		return nil
	}
	if do := m.taps[msg.Y-m.top+m.scroll]; do != nil && msg.Y >= m.top && msg.Y < m.top+m.body && msg.X < m.mainWidth() {
		return do(m)
	}
	return nil
}

// wheelLines is how far one notch of the wheel scrolls.
const wheelLines = 3

func (m *Model) wheel(msg tea.MouseWheelMsg) {
	m.follow = false
	switch msg.Button {
	case tea.MouseWheelUp:
		m.scroll = max(0, m.scroll-wheelLines)
	case tea.MouseWheelDown:
		m.scroll += wheelLines
	}
}
