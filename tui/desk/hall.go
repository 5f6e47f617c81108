package desk

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"valurna/ballot/view"
	"valurna/tui/part"
	"valurna/tui/style"
	"valurna/tui/words"
)

// stepAbsent marks the confirmation that takes a person off the list.
const stepAbsent = "presence-absent"

// hallPage draws the seats as they stand in the hall: who is here and from where, who is
// asked, who has the floor. V turns it into a list. The chair checks people in and out.
type hallPage struct {
	list part.List
	flat bool // the list is wanted, not the drawing
}

func hallRows(v view.Desk) []part.Row {
	out := make([]part.Row, len(v.Seats))
	for i, s := range v.Seats {
		n := strconv.Itoa(s.Seat)
		out[i] = part.Row{Key: n, Text: n + "  " + s.Name}
	}
	return out
}

// Signs of the seats, each one cell wide; the legend has a word for each.
const (
	signFloor  = '▶'
	signAsked  = '?'
	signLost   = '!'
	signJav    = '×'
	signRoom   = '●'
	signRemote = '◐'
	signAbsent = '·'
)

// seatSign says how a seat stands: of several things the one that matters most now.
func seatSign(v view.Desk, s view.Seat) rune {
	switch {
	case !s.Present:
		return signAbsent
	case v.Speakers.Floor != nil && v.Speakers.Floor.Person == s.Person:
		return signFloor
	case v.Floor.Vote != nil && v.Floor.Vote.Turn == s.Seat:
		return signAsked
	case slices.ContainsFunc(v.Remote, func(r view.Remote) bool { return r.Person == s.Person && r.Lost != "" }):
		return signLost
	case s.Jav:
		return signJav
	case s.Place == "remote":
		return signRemote
	}
	return signRoom
}

// signWords are the signs that are in use, with their words, in a fixed order.
func signWords(v view.Desk, w *words.Words) []part.Sign {
	used := map[rune]bool{}
	for _, s := range v.Seats {
		used[seatSign(v, s)] = true
	}
	room := w.Person.Room
	if v.Me.Person == 0 {
		room = w.Person.Here // an observer is not told where
	}
	var out []part.Sign
	for _, s := range []part.Sign{
		{Rune: signRoom, Word: room}, {Rune: signRemote, Word: w.Person.Remote}, {Rune: signAbsent, Word: w.Person.Absent},
		{Rune: signFloor, Word: w.Hall.Floor}, {Rune: signAsked, Word: w.Hall.Asked}, {Rune: signJav, Word: w.Hall.Jav}, {Rune: signLost, Word: w.Hall.Lost},
	} {
		if used[s.Rune] {
			out = append(out, s)
		}
	}
	return out
}

func (p *hallPage) draw(m *Model, width int) sheet {
	v, w := m.view, m.words
	var s sheet
	s.heading(m, words.Fill(w.Hall.Summary, "present", present(v), "seats", len(v.Seats)), width)
	if len(v.Seats) == 0 {
		s.say(w.Hall.Empty, width)
		return s
	}
	rows := hallRows(v)
	var drawing []string
	fits := false
	if !m.text {
		drawing, fits = p.drawing(m, width)
	}
	if !fits || m.text || p.flat || p.list.Typing || p.list.Find != "" {
		p.drawFlat(m, &s, rows, width)
	} else {
		s.lines = append(s.lines, drawing...)
		s.lines = append(s.lines, "")
		if seat, ok := p.seat(m); ok {
			s.lines = append(s.lines, style.Each(style.Hang("> ", seatLine(v, w, seat), width), m.style.Strong)...)
		}
	}
	p.substitutes(m, &s, width)
	if line := sightLine(v, w); line != "" {
		s.lines = append(s.lines, style.Each(style.Hang("! ", line, width), m.style.Warn)...)
	}
	s.hints = p.hints(m, fits)
	s.alone = p.list.Typing
	return s
}

// substitutes are listed for those who lead and who keep the record, the next one marked;
// all others see who is next.
func (p *hallPage) substitutes(m *Model, s *sheet, width int) {
	v, w := m.view, m.words
	office := len(v.Me.Offices) > 0
	if office && len(v.Substitutes) > 0 {
		s.heading(m, w.Hall.Substitutes, width)
	}
	for i, sub := range v.Substitutes {
		if !office && sub.Next {
			s.say(words.Fill(w.Hall.Next, "who", nameOf(v, w, sub.Person)), width)
		}
		if !office {
			continue
		}
		state := w.Hall.Gone
		switch {
		case sub.Seat != 0:
			state = words.Fill(w.Person.Seat, "seat", sub.Seat)
		case sub.Here:
			state = w.Hall.Here
		}
		if sub.Next {
			state += ", " + w.Hall.First
		}
		s.lines = append(s.lines, style.Hang(fmt.Sprintf("  %2d  ", i+1), nameOf(v, w, sub.Person)+", "+state, width)...)
	}
}

// drawing is the half circle with its legend; fits is false where there is no room.
func (p *hallPage) drawing(m *Model, width int) (lines []string, fits bool) {
	v := m.view
	marks := make([]part.SeatMark, len(v.Seats))
	at := p.list.At(hallRows(v))
	for i, s := range v.Seats {
		sign := seatSign(v, s)
		marks[i] = part.SeatMark{Seat: s.Seat, Sign: sign, Strong: s.Seat == v.Me.Seat, Marked: strconv.Itoa(s.Seat) == at}
	}
	legend := part.Legend(signWords(v, m.words), width)
	lines, fits = part.Hall(marks, width, max(6, m.height-len(legend)-12), m.style)
	return append(lines, legend...), fits
}

func (p *hallPage) drawFlat(m *Model, s *sheet, rows []part.Row, width int) {
	v, w := m.view, m.words
	bySeat := make(map[string]view.Seat, len(v.Seats))
	for _, seat := range v.Seats {
		bySeat[strconv.Itoa(seat.Seat)] = seat
	}
	s.lines = append(s.lines, "")
	m.drawList(s, &p.list, rows, width, func(r part.Row, _ bool) string {
		seat := bySeat[r.Key]
		sign := " "
		if seat.Present {
			sign = "X"
		}
		return fmt.Sprintf("[%s] %3d  %s  %s", sign, seat.Seat, style.Pad(seat.Name, max(8, min(40, width-35))), placeLine(v, w, seat))
	}, nil)
}

// placeLine is where somebody is, and since when.
func placeLine(v view.Desk, w *words.Words, s view.Seat) string {
	out := w.OfPlace(s.Present, s.Place)
	if s.Since != 0 {
		out += " " + clockOf(s.Since)
	}
	return out
}

// clockOf writes a time of the evening on the clock of the server's wall.
func clockOf(unix int64) string { return time.Unix(unix, 0).Format("15:04") }

// seatLine is everything about one seat in a line.
func seatLine(v view.Desk, w *words.Words, s view.Seat) string {
	parts := []string{words.Fill(w.Person.Seat, "seat", s.Seat)}
	if s.Name != "" {
		parts = append(parts, s.Name)
	}
	parts = append(parts, placeLine(v, w, s))
	for _, sign := range signWords(v, w) {
		if r := seatSign(v, s); r == sign.Rune && r != signRoom && r != signRemote && r != signAbsent {
			parts = append(parts, sign.Word)
		}
	}
	return strings.Join(parts, " · ")
}

func (p *hallPage) seat(m *Model) (view.Seat, bool) {
	at := p.list.At(hallRows(m.view))
	i := slices.IndexFunc(m.view.Seats, func(s view.Seat) bool { return strconv.Itoa(s.Seat) == at })
	if i < 0 {
		return view.Seat{}, false
	}
	return m.view.Seats[i], true
}

func (p *hallPage) hints(m *Model, fits bool) []style.Hint {
	k := m.words.Keys
	if p.list.Typing {
		return listHints(m, &p.list)
	}
	out := []style.Hint{{Key: "↑↓", Does: k.Move}}
	if m.view.Me.Chair() {
		out = append(out, style.Hint{Key: "r", Does: k.Room}, style.Hint{Key: "d", Does: k.Remote}, style.Hint{Key: "x", Does: k.Absent})
	}
	if fits {
		out = append(out, style.Hint{Key: "v", Does: k.Turn})
	}
	return append(out, style.Hint{Key: "/", Does: k.Search})
}

func (p *hallPage) press(m *Model, k tea.KeyPressMsg) (bool, tea.Cmd) {
	rows := hallRows(m.view)
	s := strings.ToLower(k.String())
	if taken, moved := p.list.Press(rows, s, k.Text); taken {
		m.follow = moved
		return true, nil
	}
	seat, ok := p.seat(m)
	switch {
	case s == "v":
		p.flat = !p.flat
		m.follow = true
	case ok && m.view.Me.Chair() && (s == "r" || s == "d" || s == "x"):
		return true, p.check(m, seat, s)
	default:
		return false, nil
	}
	return true, nil
}

// check checks a person in at once, since that can be taken back, and asks before
// one is taken off the list, since that takes away a vote.
func (p *hallPage) check(m *Model, seat view.Seat, key string) tea.Cmd {
	number := strconv.Itoa(seat.Seat)
	p.list.Go(number)
	switch key {
	case "r":
		return m.run(true, "", "presence", number, "room")
	case "d":
		return m.run(true, "", "presence", number, "remote")
	}
	m.cover(confirmPage{step: view.Step{ID: stepAbsent, Args: []string{"presence", number, "absent"}}, name: seat.Name})
	return nil
}

// sightLine says how much lacks before everybody is known to see and hear everybody.
func sightLine(v view.Desk, w *words.Words) string {
	if len(v.Sight.Missing) == 0 {
		return ""
	}
	return words.Fill(w.Remote.Missing, "n", len(v.Sight.Missing), "all", v.Sight.Asked)
}
