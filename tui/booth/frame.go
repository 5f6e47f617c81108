package booth

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"valurna/ballot/view"
	"valurna/tui/style"
	"valurna/tui/words"
)

// page is one screenful: what is shown, and what its keys do. press returns nil
// to stay on the page.
type page interface {
	draw(m *Model, width int) sheet
	press(m *Model, key tea.KeyPressMsg) (page, tea.Cmd)
}

// sheet is a drawn page. Lines from focus up to focusEnd are kept in sight.
type sheet struct {
	title           string
	lines           []string
	focus, focusEnd int
	status          string // one line above the keys
	hints           []style.Hint
}

// View draws the page inside the frame that every page has.
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
	s := m.page.draw(m, m.width)
	f := style.Frame{
		Width: m.width, Height: m.height, Scroll: m.scroll, Body: s.lines, Focus: s.focus, FocusEnd: s.focusEnd,
		Head: append(m.head(), m.style.Strong(style.Fit(s.title, m.width)), ""),
		Foot: m.foot(s),
		More: func(from, to, all int) string {
			return words.Fill(m.words.Frame.More, "from", from, "to", to, "all", all)
		},
	}
	content, scroll := f.Render()
	m.scroll, m.rows = scroll, f.Rows()
	return content
}

// head says whose booth it is and keeps every warning in sight on every page.
func (m *Model) head() []string {
	v, w := m.visit, m.words
	var marks []string
	if v.Trial {
		marks = append(marks, m.style.Mark(" "+w.Marks.Trial+" "))
	} else if v.Rehearsal {
		marks = append(marks, m.style.Mark(" "+w.Marks.Rehearsal+" "))
	}
	name := w.Booth.Title
	if v.Body != "" {
		name = v.Body + " · " + name
	}
	right := strings.Join(marks, " ")
	lines := style.Columns(style.Fit(name, max(m.width-style.Width(right)-1, m.width/2)), right, m.width)
	if v.Trial {
		lines = append(lines, style.Each(style.Wrap("! "+w.Booth.Trial, m.width), m.style.Warn)...)
	}
	if v.Hosted {
		lines = append(lines, style.Wrap(w.Booth.Machine, m.width)...)
	}
	if _, done := m.under().(donePage); v.Phase == view.PhaseClosing && !done && !v.In {
		text := w.Booth.CastNow
		if left := m.left(); left > 0 {
			text = words.Fill(w.Booth.Left, "left", w.Left(left))
		}
		lines = append(lines, style.Each(style.Wrap("! "+text, m.width), m.style.Warn)...)
	}
	return append(lines, m.style.Rule(m.width))
}

func (m *Model) foot(s sheet) []string {
	var lines []string
	say := func(text string) {
		lines = append(lines, style.Each(style.Wrap("! "+text, m.width), m.style.Warn)...)
	}
	switch _, done := m.under().(donePage); {
	case m.ended && !done:
		say(m.words.Frame.Ended)
	case m.problem != nil && m.loaded && !done:
		say(words.Fill(m.words.Booth.LoadFailed, "error", sentence(m.problem)) + " " + m.words.Booth.LoadNext)
	}
	if m.endsSoon() {
		say(m.words.Booth.IdleSoon)
	}
	if m.visit.Again && m.resting() {
		say(m.words.Booth.Again)
	}
	if m.notice != "" {
		say(m.notice)
	}
	if s.status != "" {
		lines = append(lines, m.style.Strong(style.Fit(s.status, m.width)))
	}
	return append(append(lines, m.style.Rule(m.width)), m.style.Hints(s.hints, m.width)...)
}

// sentence is an error's text, ready to stand inside a sentence.
func sentence(err error) string { return strings.TrimRight(err.Error(), ". ") }

// paragraphs wraps each text, with an empty line between.
func paragraphs(width int, texts ...string) []string {
	var lines []string
	for i, t := range texts {
		if i > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, style.Wrap(t, width)...)
	}
	return lines
}

func (m *Model) hint(key, does string) style.Hint { return style.Hint{Key: key, Does: does} }

// everywhere adds the keys that mean the same on every page that can be left.
func (m *Model) everywhere(hints ...style.Hint) []style.Hint {
	return m.languageAndQuit(append(hints, m.hint("?", m.words.Keys.Help))...)
}

func (m *Model) languageAndQuit(hints ...style.Hint) []style.Hint {
	return append(hints, m.hint("l", m.words.Keys.Language), m.hint("q", m.words.Keys.Quit))
}
