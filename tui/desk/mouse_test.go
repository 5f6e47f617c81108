package desk

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"valurna/ballot/view"
	"valurna/tui/screentest"
	"valurna/tui/words"
)

// clicks clicks on the place where a text stands.
func clicks(t *testing.T, d *screentest.Driver, text string) {
	t.Helper()
	d.Until(text)
	for y, line := range strings.Split(d.Screen(), "\n") {
		if before, _, found := strings.Cut(line, text); found {
			d.Send(tea.MouseClickMsg{X: len([]rune(before)) + 1, Y: y, Button: tea.MouseLeft})
			return
		}
	}
	t.Fatalf("%q is on no line", text)
}

func TestTheMouseDoesWhatKeysDoAndNeverMore(t *testing.T) {
	w := words.Pick("sv")
	v := chair(council(), step(view.StepMeetingClose, "", "meeting", "close"), step(view.StepBallotOpen, "", "ballot", "open", "2"))
	for _, size := range [][2]int{{80, 24}, {40, 24}, {130, 40}} {
		d, r := start(t, v, "sv", size[0], size[1])
		clicks(t, d, "Öppna sluten")
		d.Until("> Öppna sluten")
		if r.commands() != nil || d.Has(w.Confirm.Title) {
			t.Fatal("the first click does more than move the cursor")
		}
		clicks(t, d, "Öppna sluten")
		d.Until(w.Confirm.Title)
		clicks(t, d, w.Confirm.Title)
		for y := range size[1] {
			d.Send(tea.MouseClickMsg{X: 3, Y: y, Button: tea.MouseLeft})
		}
		if r.commands() != nil {
			t.Errorf("%v: clicks alone ran %q", size, r.commands())
		}
	}
	d, _ := start(t, v, "sv", 80, 24)
	clicks(t, d, "2 Ärenden")
	d.Until(w.Agenda.Title)
	clicks(t, d, "Val av ordförande")
	clicks(t, d, "Val av ordförande")
	d.Until("2. Val av ordförande", w.Agenda.Secret)
}

func TestTheWheelScrolls(t *testing.T) {
	v := council()
	for i := 6; i <= 300; i++ {
		v.Seats = append(v.Seats, view.Seat{Seat: i, Person: i})
	}
	d, _ := start(t, v, "sv", 80, 24)
	d.Press("3", "v")
	d.Until("[X] 1 ")
	for range 20 {
		d.Send(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
	}
	d.UntilTrue("rows further down", func() bool { return d.Has("] 60 ") })
	for range 30 {
		d.Send(tea.MouseWheelMsg{Button: tea.MouseWheelUp})
	}
	d.Until("[X] 1 ")
}

// Who copies a command with the mouse gets the mouse, and the line whole.
func TestTheMouseIsLeftAloneWhereACommandIsCopied(t *testing.T) {
	r := &registrar{view: voting(view.PhaseOpen), changed: make(chan struct{}, 1)}
	m := New(r, words.Pick("sv"), nil).(*Model)
	m.view, m.loaded = r.view, true
	if got := m.View().MouseMode; got != tea.MouseModeNone {
		t.Errorf("mouse mode %v over a command", got)
	}
	m.view = council()
	if got := m.View().MouseMode; got != tea.MouseModeCellMotion {
		t.Errorf("mouse mode %v", got)
	}
}
