package desk

import (
	"fmt"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"valurna/ballot/view"
	"valurna/tui/words"
)

// large is a meeting as large as they come.
func large(seats, items, speakers int) view.Desk {
	v := chair(council(), step(view.StepMeetingClose, "", "meeting", "close"))
	v.Seats, v.Agenda = nil, nil
	for i := 1; i <= seats; i++ {
		v.Seats = append(v.Seats, view.Seat{Seat: i, Person: i, Name: fmt.Sprintf("Ledamot Åström %d", i), Present: i%9 != 0, Place: "room", Since: 1})
	}
	for i := 1; i <= items; i++ {
		v.Agenda = append(v.Agenda, view.Item{Item: i, Title: fmt.Sprintf("Motion om ärende %d", i), Class: "decision", State: "waiting"})
	}
	v.Floor.Item = 1
	for i := 1; i <= speakers; i++ {
		v.Speakers.Waiting = append(v.Speakers.Waiting, view.Speaker{Person: i, Seat: i, Name: v.Seats[i-1].Name})
	}
	return v
}

func largeDesk(width, height int) *Model {
	m := New(&registrar{}, words.Pick("sv"), time.Now).(*Model)
	m.view, m.loaded, m.width, m.height = large(1000, 200, 300), true, width, height
	return m
}

// A key in the largest meeting is answered at once on every page.
func TestNoPageFreezesWhereThereAreAThousand(t *testing.T) {
	m := largeDesk(80, 24)
	for _, tab := range m.tabs() {
		m.turn(tab)
		begun := time.Now()
		const keys = 20
		for range keys {
			m.Update(tea.KeyPressMsg{Code: tea.KeyDown})
			_ = m.View()
		}
		if each := time.Since(begun) / keys; each > 50*time.Millisecond {
			t.Errorf("%s: a key takes %v", tabName(tab, m.words), each)
		}
	}
}

func TestAThousandSeatsAreSearched(t *testing.T) {
	v := large(1000, 200, 300)
	d, _ := start(t, v, "sv", 80, 24)
	d.Press("3", "/", "9", "9", "1", "enter")
	d.Until("1 av 1000 visas", "> [X] 991 Ledamot Åström 991")
	d.Press("2", "/", "ä", "r", "e", "n", "d", "e", "space", "1", "9", "9", "enter")
	d.Until("> 199 Motion om ärende 199")
	d.Press("4", "pgdown", "pgdown")
	d.Until("Ledamot Åström 30")
}

func BenchmarkDraw(b *testing.B) {
	for _, size := range [][2]int{{80, 24}, {120, 40}} {
		m := largeDesk(size[0], size[1])
		for _, tab := range m.tabs() {
			b.Run(fmt.Sprintf("%s/%dx%d", pageNames[tab], size[0], size[1]), func(b *testing.B) {
				m.turn(tab)
				for b.Loop() {
					_ = m.View()
				}
			})
		}
	}
}
