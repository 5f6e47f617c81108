package desk

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"valurna/ballot/meeting"
	"valurna/ballot/view"
	"valurna/tui/part"
	"valurna/tui/style"
	"valurna/tui/words"
)

// speakersPage is the speakers' list: who has the floor, who waits for it in which order,
// and what this person can do about it.
type speakersPage struct{ steps stepList }

func speakerName(v view.Desk, w *words.Words, s view.Speaker) string {
	name := s.Name
	if name == "" {
		name = nameOf(v, w, s.Person)
	}
	if s.Kind != "" && s.Kind != meeting.FloorSpeech {
		name += " (" + w.OfFloor(s.Kind) + ")"
	}
	return name
}

func (p *speakersPage) draw(m *Model, width int) sheet {
	v, w := m.view, m.words
	var s sheet
	s.heading(m, w.Speakers.Title, width)
	switch it, ok := itemOf(v, v.Floor.Item); {
	case !ok:
		s.say(w.Speakers.NoItem, width)
	default:
		s.say(fmt.Sprintf("%d. %s", it.Item, it.Title), width)
	}
	if f := v.Speakers.Floor; f != nil {
		s.lines = append(s.lines, style.Each(style.Hang("▶ ", words.Fill(w.Speakers.Since, "who", speakerName(v, w, *f), "time", clockOf(f.Since)), width), m.style.Strong)...)
	} else {
		s.say(w.Speakers.Free, width)
	}
	if v.Speakers.Line {
		s.say(w.Speakers.Line, width)
	}
	p.steps.draw(m, &s, func(st view.Step) bool { return words.SubjectOf(st) == "speak" }, width)
	s.heading(m, words.Fill(w.Speakers.Waiting, "n", len(v.Speakers.Waiting)), width)
	if len(v.Speakers.Waiting) == 0 {
		s.say(w.Speakers.Nobody, width)
	}
	for i, sp := range v.Speakers.Waiting {
		line := style.Fit(fmt.Sprintf("  %3d  %s", i+1, speakerName(v, w, sp)), width)
		if sp.Person == v.Me.Person {
			line = m.style.Strong(style.Fit(line+" < "+w.Speakers.You, width))
		}
		s.lines = append(s.lines, line)
	}
	return s
}

func (p *speakersPage) press(m *Model, k tea.KeyPressMsg) (bool, tea.Cmd) { return p.steps.press(m, k) }

// stepList is a list of steps as part of a page.
type stepList struct {
	list  part.List
	shown []view.Step // as drawn last
}

// draw lists the steps of the view that are wanted, and gives the page its keys; nothing
// where there are none.
func (l *stepList) draw(m *Model, s *sheet, want func(view.Step) bool, width int) {
	l.shown = nil
	for _, st := range m.view.Steps {
		if want(st) {
			l.shown = append(l.shown, st)
		}
	}
	if len(l.shown) == 0 {
		return
	}
	s.heading(m, m.words.Now.Steps, width)
	m.drawGroups(s, &l.list, l.rows(m), width, func(part.Row) string { return "" }, l.do)
	s.hints = append(s.hints, style.Hint{Key: "↑↓", Does: m.words.Keys.Move}, style.Hint{Key: "Enter", Does: m.words.Keys.Do})
}

func (l *stepList) rows(m *Model) []part.Row {
	var out []part.Row
	for _, s := range l.shown {
		out = append(out, part.Row{Key: key(s), Text: told(m.view, m.words, s).Name})
	}
	return out
}

func (l *stepList) do(m *Model) tea.Cmd {
	at := l.list.At(l.rows(m))
	for _, s := range l.shown {
		if key(s) == at {
			return m.take(s)
		}
	}
	return nil
}

func (l *stepList) press(m *Model, k tea.KeyPressMsg) (bool, tea.Cmd) {
	switch {
	case len(l.shown) == 0:
		return false, nil
	case keys.Do.in(k):
		return true, l.do(m)
	case keys.Up.in(k) || keys.Down.in(k):
		l.list.Press(l.rows(m), k.String(), "")
		m.follow = true
		return true, nil
	}
	return false, nil
}
