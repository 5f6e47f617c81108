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
	copied          bool // it shows what people copy with the mouse, which is theirs then
	taps            map[int]func(*Model) tea.Cmd
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
	content, s := m.content()
	v := tea.NewView(content)
	v.AltScreen = true
	if !s.copied {
		v.MouseMode = tea.MouseModeCellMotion
	}
	return v
}

func (m *Model) content() (string, sheet) {
	if m.width < style.MinWidth || m.height < style.MinHeight {
		lines := style.Wrap(words.Fill(m.words.Frame.TooSmall, "width", m.width, "height", m.height,
			"needwidth", style.MinWidth, "needheight", style.MinHeight), m.width)
		return strings.Join(lines[:min(len(lines), max(m.height, 1))], "\n"), sheet{}
	}
	head := m.head()
	s := sheet{lines: style.Wrap(m.words.Frame.Loading, m.width)}
	main := m.mainWidth()
	if m.loaded {
		if s = m.front().draw(m, main); s.copied && main < m.width {
			main = m.width // who copies lines with the mouse wants nothing beside them
			s = m.front().draw(m, main)
		}
	}
	f := style.Frame{
		Width: m.width, Height: m.height, Scroll: m.scroll, Body: s.lines,
		Head: head, Foot: m.foot(s),
		More: func(from, to, all int) string {
			return words.Fill(m.words.Frame.More, "from", from, "to", to, "all", all)
		},
	}
	if m.follow {
		f.Focus, f.FocusEnd = s.focus, s.focusEnd
	}
	if m.loaded && main < m.width {
		side := m.side().draw(m.aside(), m.width-main-sideGap)
		f.Side, f.SideAt = side.lines, main
	}
	content, scroll := f.Render()
	m.scroll, m.rows, m.top, m.body, m.taps = scroll, f.Rows(), len(head), f.Height-len(f.Head)-len(f.Foot), s.taps
	return content, s
}

// A window this wide has room for a page beside, behind a line.
const (
	wideWindow = 110
	sideGap    = 2
)

// mainWidth is how much of the window the page in front takes. The page beside is never
// shown twice.
func (m *Model) mainWidth() int {
	if m.width < wideWindow || len(m.over) == 0 && m.tab == besides(m.view) {
		return m.width
	}
	return max(72, m.width*3/5)
}

// aside is what the page beside is drawn with: the same desk from its beginning.
func (m *Model) aside() *Model {
	c := *m
	c.scroll, c.follow, c.beside = 0, false, true
	return &c
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
	line, spans := m.tabsIn(true)
	if style.Width(line) > m.width {
		line, spans = m.tabsIn(false)
	}
	m.tabSpans = spans
	return line
}

func (m *Model) tabsIn(long bool) (string, []span) {
	var line strings.Builder
	var spans []span
	at := 0
	add := func(text string, emphasis func(string) string) {
		at += style.Width(text)
		line.WriteString(emphasis(text))
	}
	plain := func(text string) string { return text }
	before := " "
	for i, t := range m.tabs() {
		front := t == m.tab && len(m.over) == 0
		label := fmt.Sprint(i + 1)
		if long || t == m.tab {
			label += " " + tabName(t, m.words)
		}
		emphasis := plain
		if front {
			before, emphasis = "[", m.style.Mark
		}
		add(before, plain)
		spans = append(spans, span{at, at + style.Width(label), t})
		add(label, emphasis)
		before = " "
		if front {
			before = "]"
		}
	}
	add(before, plain)
	return strings.TrimRight(line.String(), " "), spans
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
		hints = append(hints, style.Hint{Key: fmt.Sprintf("1-%d", len(m.tabs())), Does: k.Page}, style.Hint{Key: "?", Does: k.Help},
			style.Hint{Key: "m", Does: k.Words}, style.Hint{Key: "l", Does: k.Language}, style.Hint{Key: "q", Does: k.Quit})
	}
	return append(append(lines, m.style.Rule(m.width)), m.style.Hints(hints, m.width)...)
}
