package desk

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"valurna/ballot/view"
	"valurna/tui/part"
	"valurna/tui/style"
	"valurna/tui/words"
)

// actsPage lists everything that the person may do now, by subject; typing filters it.
// With an item it lists what may be done about that one.
type actsPage struct {
	list part.List
	item int
}

// steps are what the page lists, subject by subject in a fixed order.
func (p *actsPage) steps(v view.Desk) []view.Step {
	var out []view.Step
	for _, g := range words.Groups() {
		for _, s := range v.Steps {
			if words.GroupOf(s) == g && (p.item == 0 || s.Item == p.item) {
				out = append(out, s)
			}
		}
	}
	return out
}

func (p *actsPage) rows(m *Model) []part.Row {
	var out []part.Row
	for _, s := range p.steps(m.view) {
		out = append(out, part.Row{Key: key(s), Text: told(m.view, m.words, s).Name})
	}
	return out
}

func (p *actsPage) draw(m *Model, width int) sheet {
	w := m.words
	var s sheet
	s.heading(m, w.Acts.Title, width)
	s.say(w.Acts.How, width)
	group, steps := "", p.steps(m.view)
	m.drawGroups(&s, &p.list, p.rows(m), width, func(r part.Row) string {
		at := slices.IndexFunc(steps, func(s view.Step) bool { return key(s) == r.Key })
		if g := words.GroupOf(steps[at]); g != group {
			group = g
			return w.OfGroup(g)
		}
		return ""
	}, func(m *Model) tea.Cmd { return p.do(m) })
	if len(steps) == 0 {
		s.say(w.Acts.None, width)
	}
	s.hints = listHints(m, &p.list, style.Hint{Key: "Enter", Does: w.Keys.Do})
	s.hints = append(s.hints, style.Hint{Key: "Esc", Does: w.Keys.Back})
	s.alone = p.list.Typing
	return s
}

func (p *actsPage) do(m *Model) tea.Cmd {
	at := p.list.At(p.rows(m))
	for _, s := range m.view.Steps {
		if key(s) == at {
			return m.take(s)
		}
	}
	return nil
}

func (p *actsPage) press(m *Model, k tea.KeyPressMsg) (bool, tea.Cmd) {
	if keys.Do.in(k) && !p.list.Typing {
		return true, p.do(m)
	}
	taken, moved := p.list.Press(p.rows(m), strings.ToLower(k.String()), k.Text)
	m.follow = m.follow || moved
	return taken, nil
}

// take begins a step: with the questions that it needs, or the one whether to do it.
func (m *Model) take(s view.Step) tea.Cmd {
	switch {
	case s.ID == view.StepVote:
		ballot := s.Ballot
		return func() tea.Msg { return Vote{ballot} }
	case len(s.Fields) > 0:
		m.cover(m.form(s))
	default:
		m.cover(confirmPage{step: s})
	}
	return nil
}
