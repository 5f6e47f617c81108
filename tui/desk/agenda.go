package desk

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"valurna/ballot/view"
	"valurna/tui/style"
	"valurna/tui/words"
)

// agendaPage lists the items of the meeting.
type agendaPage struct{}

func (agendaPage) draw(m *Model, width int) sheet {
	w := m.words
	var s sheet
	s.heading(m, w.Agenda.Title, width)
	s.say(m.view.Date+" · "+m.view.Place, width)
	s.lines = append(s.lines, "")
	if len(m.view.Agenda) == 0 {
		s.say(w.Agenda.Empty, width)
	}
	for _, it := range m.view.Agenda {
		point := "  "
		if it.State == "now" {
			point = "> "
		}
		lines := style.Hang(fmt.Sprintf("%s%2d  ", point, it.Item), it.Title, width)
		if it.State == "now" {
			style.Each(lines, m.style.Strong)
		}
		s.lines = append(s.lines, lines...)
		s.lines = append(s.lines, style.Hang("      ", itemLine(it, w), width)...)
	}
	return s
}

func (agendaPage) press(*Model, tea.KeyPressMsg) (bool, tea.Cmd) { return false, nil }

// itemLine is an item's state and class.
func itemLine(it view.Item, w *words.Words) string {
	state := it.State
	switch it.State {
	case "waiting":
		state = w.Agenda.Waiting
	case "now":
		state = w.Agenda.Now
	case "done":
		state = w.Agenda.Done
	}
	if !it.Ballots {
		return w.OfClass(it.Class) // nothing here follows it
	}
	return state + " · " + w.OfClass(it.Class) + " · " + w.Agenda.Secret
}
