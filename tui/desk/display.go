package desk

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"valurna/ballot/view"
	"valurna/tui/part"
	"valurna/tui/style"
	"valurna/tui/words"
)

// Display is the screen of the projector in the room: what is handled, what is put, who
// has the floor, who is here, how it went. It has what an observer sees and nothing else,
// so nothing that is not public; it needs no key and scrolls nothing. What matters most
// stands first, and what does not fit is left out.
type Display struct{ m *Model }

// NewDisplay makes it. Its backend is never asked to run anything.
func NewDisplay(b Backend, w *words.Words, now func() time.Time) *Display {
	return &Display{New(b, w, now).(*Model)}
}

// Init asks for the first look and waits for changes.
func (d *Display) Init() tea.Cmd { return d.m.Init() }

// Update takes no key but those that leave and that change the language.
func (d *Display) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		switch {
		case keys.Quit.in(msg), keys.Leave.in(msg):
			return d, tea.Quit
		case keys.Language.in(msg):
			return d, d.m.language()
		}
		return d, nil
	case tea.MouseClickMsg, tea.MouseWheelMsg, tea.PasteMsg:
		return d, nil
	case tea.EnvMsg:
		d.m.pressed = d.m.now() // nobody presses keys here, and it stays
	}
	_, cmd := d.m.Update(msg)
	return d, cmd
}

// View draws it.
func (d *Display) View() tea.View {
	v := tea.NewView(d.content())
	v.AltScreen = true
	return v
}

func (d *Display) content() string {
	m := d.m
	if m.width < style.MinWidth || m.height < style.MinHeight || !m.loaded {
		content, _ := m.content()
		return content
	}
	main, side := m.width, []string(nil)
	head := d.head()
	if m.width >= wideWindow {
		main = max(60, m.width/2)
		side = d.side(m.width-main-sideGap, m.height-len(head)-2)
	}
	f := style.Frame{Width: m.width, Height: m.height, Head: head, Foot: d.foot(), Side: side, SideAt: main}
	body := d.body(main)
	rows := f.Height - len(f.Head) - len(f.Foot)
	if len(body) > rows {
		body = append(body[:rows-1], words.Fill(m.words.Display.Left, "n", len(body)-rows+1))
	}
	f.Body = body
	content, _ := f.Render()
	return content
}

// head is the meeting, its state and who takes part, in numbers.
func (d *Display) head() []string {
	m, v, w := d.m, d.m.view, d.m.words
	right := ""
	if v.Rehearsal {
		right = m.style.Mark(" " + w.Marks.Rehearsal + " ")
	}
	title := style.Fit(v.Body+" · "+v.Meeting, max(m.width-style.Width(right)-1, m.width/2))
	lines := style.Columns(m.style.Strong(title), right, m.width)
	state := style.Clean(w.OfState(v.State))
	taking := words.Fill(w.Hall.Summary, "present", present(v), "seats", len(v.Seats))
	lines = append(lines, style.Columns(state, taking, m.width)...)
	lines = append(lines, m.style.Rule(m.width))
	if v.Interrupted != nil {
		lines = append(lines, style.Each(style.Wrap("! "+w.OfInterruption(v.Interrupted), m.width), m.style.Bad)...)
	}
	return lines
}

// foot says only that what is shown may be old.
func (d *Display) foot() []string {
	m := d.m
	switch {
	case m.ended:
		return style.Each(style.Wrap("! "+m.words.Frame.Ended, m.width), m.style.Warn)
	case !m.since.IsZero():
		return style.Each(style.Wrap("! "+words.Fill(m.words.Frame.Stale, "time", m.since.Format("15:04")), m.width), m.style.Warn)
	}
	return nil
}

func (d *Display) body(width int) []string {
	m, v, w := d.m, d.m.view, d.m.words
	var s sheet
	if it, ok := itemOf(v, v.Floor.Item); ok {
		s.heading(m, fmt.Sprintf("%d. %s", it.Item, it.Title), width)
		s.say(w.OfStage(v.Floor.Stage), width)
		s.lines = append(s.lines, d.speakers(width)...)
		if details := floorDetails(m, width); len(details) > 0 {
			s.lines = append(append(s.lines, ""), details...)
		}
	}
	for _, b := range v.Ballots {
		if running(b) {
			s.heading(m, b.Title, width)
			s.lines = append(s.lines, d.ballot(b, width)...)
		}
	}
	if b, ok := newest(v); ok && !running(b) {
		s.heading(m, w.Now.Result+": "+b.Title, width)
		s.lines = append(s.lines, d.ballot(b, width)...)
	}
	if len(s.lines) == 0 {
		s.say(w.Display.Nothing, width)
	}
	for _, it := range v.Agenda {
		if it.State == "waiting" {
			s.heading(m, w.Display.Next, width)
			s.say(fmt.Sprintf("%d. %s", it.Item, it.Title), width)
			break
		}
	}
	if m.width < wideWindow && v.Floor.Vote == nil {
		if lines, fits := d.hall(width, 8); fits {
			s.lines = append(append(s.lines, ""), lines...)
		}
	}
	return s.lines
}

// speakers are the one who has the floor, in strong, and the next ones.
func (d *Display) speakers(width int) []string {
	m, v, w := d.m, d.m.view, d.m.words
	var lines []string
	if f := v.Speakers.Floor; f != nil {
		lines = style.Each(style.Hang("▶ ", words.Fill(w.Speakers.Has, "who", speakerName(v, w, *f)), width), m.style.Strong)
	}
	if len(v.Speakers.Waiting) == 0 {
		return lines
	}
	var next []string
	for _, sp := range v.Speakers.Waiting[:min(len(v.Speakers.Waiting), mostNext)] {
		next = append(next, speakerName(v, w, sp))
	}
	text := words.Fill(w.Display.Speakers, "names", strings.Join(next, ", "), "n", len(v.Speakers.Waiting))
	return append(lines, style.Hang("  ", text, width)...)
}

// mostNext is how many who wait for the floor are named.
const mostNext = 5

// ballot is how a secret ballot stands; of one that is open no number is shown.
func (d *Display) ballot(b view.Ballot, width int) []string {
	m, w := d.m, d.m.words
	var s sheet
	told, _ := w.OfPhase(b.Phase)
	s.lines = style.Each(style.Hang("  ", told.Name, width), m.style.Strong)
	switch {
	case b.Result != nil:
		s.lines = append(s.lines, resultLines(m, b, width)...)
	default:
		s.say(told.Says, width)
	}
	if b.Counts != nil && b.Phase != view.PhaseOpen && b.Phase != view.PhaseClosing {
		s.say(countsLine(*b.Counts, w), width)
	}
	if b.Deadline != 0 && (b.Phase == view.PhaseClosing || b.Phase == view.PhaseWindow) {
		s.say(m.deadline(b), width)
	}
	return s.lines
}

// side is the hall, beside the rest.
func (d *Display) side(width, height int) []string {
	lines, fits := d.hall(width, height)
	if !fits {
		return []string{words.Fill(d.m.words.Hall.Summary, "present", present(d.m.view), "seats", len(d.m.view.Seats))}
	}
	return append([]string{""}, lines...)
}

func (d *Display) hall(width, height int) ([]string, bool) {
	v := d.m.view
	marks := make([]part.SeatMark, len(v.Seats))
	for i, s := range v.Seats {
		sign := seatSign(v, s)
		marks[i] = part.SeatMark{Seat: s.Seat, Sign: sign, Strong: sign == signFloor || sign == signAsked}
	}
	lines, fits := part.Hall(marks, width, height-3, d.m.style)
	return append(append(lines, ""), part.Legend(signWords(v, d.m.words), width)...), fits
}
