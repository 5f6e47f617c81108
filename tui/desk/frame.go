package desk

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"valurna/tui/style"
	"valurna/tui/words"
)

// page is one screenful: what is shown, and what its keys do. press says whether
// the page took the key.
type page interface {
	draw(m *Model, width int) sheet
	press(m *Model, key tea.KeyPressMsg) (taken bool, cmd tea.Cmd)
}

// sheet is a drawn page. Lines from focus up to focusEnd hold the cursor.
type sheet struct {
	lines           []string
	focus, focusEnd int
	hints           []style.Hint
	alone           bool // the hints are all there are
}

// heading adds a heading, with an empty line before it unless it is the first.
func (s *sheet) heading(m *Model, text string, width int) {
	if len(s.lines) > 0 {
		s.lines = append(s.lines, "")
	}
	s.lines = append(s.lines, style.Each(style.Wrap(text, width), m.style.Strong)...)
}

// say adds wrapped text, indented by two.
func (s *sheet) say(text string, width int) {
	s.lines = append(s.lines, style.Hang("  ", text, width)...)
}

// View draws the page in front inside the frame that every page has.
func (m *Model) View() tea.View {
	v := tea.NewView(m.content())
	v.AltScreen = true
	return v
}

func (m *Model) content() string {
	if m.width < style.MinWidth || m.height < style.MinHeight {
		lines := style.Wrap(words.Fill(m.words.Frame.TooSmall, "width", m.width, "height", m.height,
			"needwidth", style.MinWidth, "needheight", style.MinHeight), m.width)
		return strings.Join(lines[:min(len(lines), max(m.height, 1))], "\n")
	}
	s := sheet{lines: style.Wrap(m.words.Frame.Loading, m.width)}
	if m.loaded {
		s = m.front().draw(m, m.width)
	}
	f := style.Frame{
		Width: m.width, Height: m.height, Scroll: m.scroll, Body: s.lines,
		Head: m.head(), Foot: m.foot(s),
		More: func(from, to, all int) string {
			return words.Fill(m.words.Frame.More, "from", from, "to", to, "all", all)
		},
	}
	if m.follow {
		f.Focus, f.FocusEnd = s.focus, s.focusEnd
	}
	content, scroll := f.Render()
	m.scroll, m.rows = scroll, f.Rows()
	return content
}

// head says which body and meeting it is, who looks, and which page is in front.
func (m *Model) head() []string {
	v, w := m.view, m.words
	if !m.loaded {
		return []string{"", m.style.Rule(m.width)}
	}
	var marks []string
	if v.Rehearsal {
		marks = append(marks, m.style.Mark(" "+w.Marks.Rehearsal+" "))
	}
	right := strings.Join(marks, " ")
	title := style.Fit(v.Body+" · "+v.Meeting, max(m.width-style.Width(right)-1, m.width/2))
	lines := style.Columns(m.style.Strong(title), right, m.width)
	if me, state := w.OfPerson(v.Me), w.OfState(v.State); style.Width(me)+style.Width(state) < m.width {
		lines = append(lines, style.Columns(style.Clean(me), style.Clean(state), m.width)...)
	} else {
		lines = append(lines, style.Wrap(me+" · "+state, m.width)...)
	}
	return append(lines, m.tabLine(), m.style.Rule(m.width))
}

// tabLine names all pages where there is room, else only the one in front.
func (m *Model) tabLine() string {
	t := m.words.Tabs
	names := []string{t.Now, t.Agenda, t.Seats, t.Ballots, t.Checks}
	draw := func(short bool) string {
		var parts []string
		for i, name := range names {
			label := fmt.Sprintf("%d %s", i+1, name)
			switch {
			case i == m.tab && m.over == nil:
				parts = append(parts, m.style.Mark("["+label+"]"))
			case short:
				parts = append(parts, fmt.Sprintf(" %d ", i+1))
			default:
				parts = append(parts, " "+label+" ")
			}
		}
		return strings.Join(parts, " ")
	}
	if line := draw(false); style.Width(line) <= m.width {
		return line
	}
	return draw(true)
}

func (m *Model) foot(s sheet) []string {
	var lines []string
	say := func(text string) {
		lines = append(lines, style.Each(style.Wrap("! "+text, m.width), m.style.Warn)...)
	}
	switch {
	case m.ended:
		say(m.words.Frame.Ended)
	case !m.since.IsZero():
		say(words.Fill(m.words.Frame.Stale, "time", m.since.Format("15:04")))
	}
	if m.notice != "" {
		say(m.notice)
	}
	hints, k := s.hints, m.words.Keys
	switch narrow := m.width < 60; {
	case s.alone:
	case narrow: // the help page names the other keys
		hints = append(hints, style.Hint{Key: "?", Does: k.Help}, style.Hint{Key: "q", Does: k.Quit})
	default:
		hints = append(hints, style.Hint{Key: "1-5", Does: k.Page}, style.Hint{Key: "?", Does: k.Help},
			style.Hint{Key: "m", Does: k.Words}, style.Hint{Key: "l", Does: k.Language}, style.Hint{Key: "q", Does: k.Quit})
	}
	return append(append(lines, m.style.Rule(m.width)), m.style.Hints(hints, m.width)...)
}
