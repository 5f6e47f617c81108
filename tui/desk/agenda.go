package desk

import (
	"fmt"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"valurna/ballot/meeting"
	"valurna/ballot/view"
	"valurna/tui/part"
	"valurna/tui/style"
	"valurna/tui/words"
)

// agendaPage lists the items of the meeting; Enter opens one.
type agendaPage struct{ list part.List }

func agendaRows(m *Model) []part.Row {
	var out []part.Row
	for _, it := range m.view.Agenda {
		out = append(out, part.Row{Key: strconv.Itoa(it.Item), Text: fmt.Sprintf("%2d  %s", it.Item, it.Title)})
	}
	return out
}

func (p *agendaPage) draw(m *Model, width int) sheet {
	w := m.words
	var s sheet
	s.heading(m, w.Agenda.Title, width)
	s.say(m.view.Date+" · "+m.view.Place, width)
	if len(m.view.Agenda) == 0 {
		s.say(w.Agenda.Empty, width)
	}
	s.lines = append(s.lines, "")
	p.begin(m)
	state := 0
	for _, it := range m.view.Agenda {
		state = min(max(state, style.Width(itemLine(it, w))), width/3)
	}
	m.drawList(&s, &p.list, agendaRows(m), width, func(r part.Row, _ bool) string {
		n, _ := strconv.Atoi(r.Key)
		it, _ := itemOf(m.view, n)
		now := "  "
		if it.State == "now" {
			now = "* " // what is handled now, wherever the cursor is
		}
		return now + style.Pad(r.Text, width-state-8) + "  " + style.Fit(itemLine(it, w), state)
	}, p.open)
	s.hints = listHints(m, &p.list, style.Hint{Key: "Enter", Does: w.Keys.Open})
	s.alone = p.list.Typing
	return s
}

// begin puts the cursor on the item that is handled now, until somebody moves it.
func (p *agendaPage) begin(m *Model) {
	rows := agendaRows(m)
	if p.list == (part.List{}) && m.view.Floor.Item != 0 && len(rows) > 0 {
		p.list.Go(strconv.Itoa(m.view.Floor.Item))
	}
}

func (p *agendaPage) open(m *Model) tea.Cmd {
	p.begin(m)
	if n, err := strconv.Atoi(p.list.At(agendaRows(m))); err == nil {
		m.cover(&itemPage{item: n})
	}
	return nil
}

func (p *agendaPage) press(m *Model, k tea.KeyPressMsg) (bool, tea.Cmd) {
	if keys.Do.in(k) && !p.list.Typing {
		return true, p.open(m)
	}
	taken, moved := p.list.Press(agendaRows(m), strings.ToLower(k.String()), k.Text)
	m.follow = m.follow || moved
	return taken, nil
}

// itemLine is how far an item has come, and what it is.
func itemLine(it view.Item, w *words.Words) string {
	state := w.OfStage(it.Stage)
	if it.Stage == "" || it.Stage == meeting.StageWaiting { // a ballot can be ahead of the chair
		state = map[string]string{"waiting": w.Agenda.Waiting, "now": w.Agenda.Now, "done": w.Agenda.Done}[it.State]
	}
	return state + " · " + w.OfClass(it.Class)
}
