package desk

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"valurna/ballot/view"
	"valurna/tui/style"
	"valurna/tui/words"
)

// confirmPage says what a step will do and asks for a key that says yes.
type confirmPage struct {
	step view.Step
	name string    // of the person, where the step takes one off the list
	form *formPage // that has asked for what the step needs; nil: it needs nothing
}

// lawful says whether the step is still among those that the view offers. Marking
// a person as not present is offered by the list, to the chair.
func (p confirmPage) lawful(m *Model) bool {
	if p.step.ID == stepAbsent {
		return m.view.Me.Chair()
	}
	return lawful(m.view, p.asked())
}

// asked is the step as the view offers it.
func (p confirmPage) asked() view.Step {
	if p.form != nil {
		return p.form.step
	}
	return p.step
}

func (p confirmPage) told(m *Model) words.Told {
	if p.step.ID != stepAbsent {
		return told(m.view, m.words, p.asked())
	}
	t := m.words.Steps.Absent
	return words.Told{Name: words.Fill(t.Name, "title", p.name), Says: words.Fill(t.Says, "title", p.name)}
}

func (p confirmPage) draw(m *Model, width int) sheet {
	w := m.words
	s := sheet{alone: true, hints: []style.Hint{{Key: "Esc", Does: w.Keys.No}}}
	if !p.lawful(m) {
		s.lines = style.Each(style.Wrap(w.Confirm.Gone, width), m.style.Bad)
		return s
	}
	t := p.told(m)
	s.heading(m, w.Confirm.Title, width)
	s.say(t.Name, width)
	p.answers(m, &s, width)
	s.heading(m, w.Confirm.Will, width)
	s.say(t.Says, width)
	if b, ok := find(m.view, p.step.Ballot); ok && (p.step.ID == view.StepBallotCertify || p.step.ID == view.StepBallotLot) && b.Result != nil {
		s.heading(m, b.Title, width)
		s.lines = append(s.lines, resultLines(m, b, width)...)
	} else if ok && p.step.ID == view.StepBallotClose && b.Counts != nil {
		if urnAway(m.view) {
			s.lines = append(s.lines, style.Each(style.Wrap(w.Now.UrnAway, width), m.style.Bad)...)
		}
		s.heading(m, b.Title, width)
		s.lines = append(s.lines, countLines(m, *b.Counts, width)...)
		if hides(b) {
			s.lines = append(s.lines, hideLines(m, b.Counts.Cast, b.Counts.Eligible, width)...)
		}
	} else if p.step.ID == view.StepBallotOpen {
		s.lines = append(s.lines, "")
		s.lines = append(s.lines, hideLines(m, present(m.view), len(m.view.Seats), width)...)
	}
	p.undecided(m, &s, width)
	s.lines = append(s.lines, "")
	s.say(words.Fill(w.Confirm.Command, "command", key(p.step)), width)
	s.hints = append([]style.Hint{{Key: strings.ToUpper(w.Keys.Confirm), Does: w.Keys.Yes}}, s.hints...)
	return s
}

// undecided names what a meeting that is closed leaves undecided.
func (p confirmPage) undecided(m *Model, s *sheet, width int) {
	if p.step.ID != view.StepMeetingClose {
		return
	}
	first := true
	for _, it := range m.view.Agenda {
		if it.State == "done" {
			continue
		}
		if first {
			s.heading(m, m.words.Item.Undecided, width)
			first = false
		}
		s.lines = append(s.lines, style.Hang("  - ", fmt.Sprintf("%d. %s", it.Item, it.Title), width)...)
	}
}

// answers shows what was written and chosen.
func (p confirmPage) answers(m *Model, s *sheet, width int) {
	if p.form == nil {
		return
	}
	for i, f := range p.form.step.Fields {
		s.heading(m, m.words.OfField(f.Name).Ask, width)
		for _, value := range p.form.values(i) {
			if value == "" {
				value = m.words.Form.Nothing
			}
			s.say(valueText(m.view, m.words, f.Of, value), width)
		}
	}
}

func (p confirmPage) press(m *Model, k tea.KeyPressMsg) (bool, tea.Cmd) {
	switch {
	case keys.No.in(k):
		m.back()
	case strings.ToLower(k.String()) == m.words.Keys.Confirm:
		if p.lawful(m) && !m.busy {
			draft := ""
			if p.form != nil {
				draft = key(p.form.step)
			}
			m.cover(runningPage{p.told(m).Name})
			return true, m.run(false, draft, p.step.Args...)
		}
	}
	return true, nil
}
