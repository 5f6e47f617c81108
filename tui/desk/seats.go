package desk

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"valurna/ballot/view"
	"valurna/tui/style"
	"valurna/tui/words"
)

// stepAbsent marks the confirmation that takes a person off the list.
const stepAbsent = "presence-absent"

// seatsPage lists the seats. The chair checks people in and out here.
type seatsPage struct {
	at      int // seat under the cursor, 0: the first
	finding bool
	text    string
}

// shown is the seats that fit what is searched for.
func (p *seatsPage) shown(v view.Desk) []view.Seat {
	if p.text == "" {
		return v.Seats
	}
	var seats []view.Seat
	for _, s := range v.Seats {
		if fmt.Sprint(s.Seat) == p.text || strings.Contains(strings.ToLower(s.Name), strings.ToLower(p.text)) {
			seats = append(seats, s)
		}
	}
	return seats
}

func (p *seatsPage) cursor(seats []view.Seat) int {
	return max(0, slices.IndexFunc(seats, func(s view.Seat) bool { return s.Seat == p.at }))
}

func (p *seatsPage) draw(m *Model, width int) sheet {
	v, w := m.view, m.words
	var s sheet
	s.heading(m, words.Fill(w.Seats.Summary, "present", present(v), "seats", len(v.Seats)), width)
	chair := v.Me.Chair()
	if chair {
		s.say(w.Seats.How, width)
	}
	seats := p.shown(v)
	if p.finding || p.text != "" {
		s.say(words.Fill(w.Seats.Find, "text", p.text), width)
		s.say(words.Fill(w.Seats.Found, "n", len(seats), "all", len(v.Seats)), width)
	}
	s.lines = append(s.lines, "")
	switch {
	case len(v.Seats) == 0:
		s.say(w.Seats.Empty, width)
	case len(seats) == 0:
		s.say(w.Seats.None, width)
	}
	at := p.cursor(seats)
	label := 0
	for _, place := range []string{w.Person.Room, w.Person.Remote, w.Person.Absent} {
		label = max(label, style.Width(place))
	}
	// Only rows that can come in sight are drawn; a roll may have thousands.
	first := len(s.lines)
	top := min(m.scroll, first+len(seats))
	near := func(row, line int) bool { return row > line-2*m.height && row < line+2*m.height }
	for i, seat := range seats {
		if !near(first+i, top) && !near(first+i, first+at) {
			s.lines = append(s.lines, "")
			continue
		}
		point, sign := " ", " "
		if i == at {
			point = ">"
			s.focus, s.focusEnd = len(s.lines), len(s.lines)+1
		}
		if seat.Present {
			sign = "X"
		}
		line := fmt.Sprintf("%s [%s] %3d  %s  %s", point, sign, seat.Seat, style.Pad(seat.Name, max(8, min(40, width-label-14))), w.OfPlace(seat.Present, seat.Place))
		if i == at {
			line = m.style.Mark(style.Pad(line, width))
		}
		s.lines = append(s.lines, line)
	}
	if p.finding {
		s.hints = []style.Hint{{Key: "Enter", Does: w.Keys.Continue}, {Key: "Esc", Does: w.Keys.Back}}
		s.alone = true
		return s
	}
	s.hints = []style.Hint{{Key: "↑↓", Does: w.Keys.Move}}
	if chair {
		s.hints = append(s.hints, style.Hint{Key: "r", Does: w.Keys.Room}, style.Hint{Key: "d", Does: w.Keys.Remote}, style.Hint{Key: "x", Does: w.Keys.Absent})
	}
	s.hints = append(s.hints, style.Hint{Key: "/", Does: w.Keys.Search})
	return s
}

func (p *seatsPage) press(m *Model, k tea.KeyPressMsg) (bool, tea.Cmd) {
	s := strings.ToLower(k.String())
	if p.finding {
		p.find(k)
		m.scroll = 0
		return true, nil
	}
	seats := p.shown(m.view)
	move := func(by int) {
		m.follow = true
		if len(seats) > 0 {
			p.at = seats[max(0, min(p.cursor(seats)+by, len(seats)-1))].Seat
		}
	}
	switch s {
	case "up":
		move(-1)
	case "down":
		move(1)
	case "home":
		move(-len(seats))
	case "end":
		move(len(seats))
	case "/":
		p.finding, p.text = true, ""
	case "esc":
		if p.text == "" {
			return false, nil
		}
		p.text = ""
	case "r", "d", "x":
		if !m.view.Me.Chair() || len(seats) == 0 {
			return false, nil
		}
		return true, p.check(m, seats[p.cursor(seats)], s)
	default:
		return false, nil
	}
	return true, nil
}

// find takes what is typed while searching.
func (p *seatsPage) find(k tea.KeyPressMsg) {
	switch k.String() {
	case "enter":
		p.finding = false
	case "esc":
		p.finding, p.text = false, ""
	case "backspace":
		if runes := []rune(p.text); len(runes) > 0 {
			p.text = string(runes[:len(runes)-1])
		}
	default:
		if len(p.text) < 60 {
			p.text += style.Clean(k.Text)
		}
	}
}

// check checks a person in at once, since that can be taken back, and asks before
// one is taken off the list, since that takes away a vote.
func (p *seatsPage) check(m *Model, seat view.Seat, key string) tea.Cmd {
	p.at = seat.Seat
	number := fmt.Sprint(seat.Seat)
	switch key {
	case "r":
		return m.run(true, "presence", number, "room")
	case "d":
		return m.run(true, "presence", number, "remote")
	}
	m.cover(confirmPage{step: view.Step{ID: stepAbsent, Args: []string{"presence", number, "absent"}}, name: seat.Name})
	return nil
}
