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
	s.lines = append(s.lines, strings.Split(strings.TrimRight(record.In(r, record.Shown, w, width), "\n"), "\n")...)
	if m.beside {
		s.lines = s.lines[newestPart(m, r, s.lines):]
	}
	s.focus, s.focusEnd = len(s.lines)-1, len(s.lines)
	s.hints = []style.Hint{{Key: "PgDn", Does: w.Keys.Further}, {Key: "End", Does: w.Keys.Newest}}
	s.copied = true
	return s
}

// newestPart is the line at which the item begins that is handled now, or the last one that
// was: where the record grows.
func newestPart(m *Model, r *rec.Record, lines []string) int {
	at := m.view.Floor.Item
	for i := range r.Items {
		if it := &r.Items[i]; m.view.Floor.Item == 0 && len(it.Begun) > 0 {
			at = it.Item
		}
	}
	it, ok := itemOf(m.view, at)
	if !ok {
		return 0
	}
	head := style.Wrap(words.Fill(m.words.Record.Item.Head, "item", it.Item, "title", it.Title, "class", m.words.OfClass(it.Class)), m.width)[0]
	for i, line := range lines {
		if line != "" && strings.HasPrefix(head, strings.TrimRight(line, " ")) {
			return i
		}
	}
	return 0
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
