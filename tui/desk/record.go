package desk

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	rec "valurna/ballot/record"
	"valurna/tui/record"
	"valurna/tui/style"
	"valurna/tui/words"
)

// recordPage is the record of the meeting as it grows, for the minutes.
type recordPage struct{}

func (*recordPage) needs() []need { return []need{{needRecord, 0}} }

func (*recordPage) draw(m *Model, width int) sheet {
	w := m.words
	var s sheet
	f := m.extra.state[need{needRecord, 0}]
	r, ok := f.value.(*rec.Record)
	if f.err != nil {
		s.lines = append(s.lines, style.Each(style.Wrap(words.Fill(w.Extra.Failed, "error", explained(f.err, w)), width), m.style.Bad)...)
	}
	if !ok {
		if f.err == nil {
			s.say(w.Frame.Loading, width)
		}
		return s
	}
	s.lines = append(s.lines, strings.Split(strings.TrimRight(record.In(r, true, w, width), "\n"), "\n")...)
	s.focus, s.focusEnd = len(s.lines)-1, len(s.lines)
	s.hints = []style.Hint{{Key: "PgDn", Does: w.Keys.Further}, {Key: "End", Does: w.Keys.Newest}}
	s.copied = true
	return s
}

func (*recordPage) press(m *Model, k tea.KeyPressMsg) (bool, tea.Cmd) {
	switch k.String() {
	case "end":
		m.follow = true
		return true, nil
	case "home":
		m.follow, m.scroll = false, 0
		return true, nil
	}
	m.follow = false
	return false, nil
}
