package join

import (
	tea "charm.land/bubbletea/v2"

	"valurna/tui/style"
	"valurna/tui/words"
)

// front is the screen that is shown.
func (m *Model) front() screen {
	if m.booth != nil {
		return m.booth
	}
	return m.desk
}

// View puts the banner over the screen in front.
func (m *Model) View() tea.View {
	v := m.front().View()
	for _, line := range backwards(m.banner()) {
		v.Content = line + "\n" + v.Content
	}
	return v
}

// banner is what stays in sight. In a window too small for both, warnings stay and
// the sentence goes; in one too small for anything the screen says so itself.
func (m *Model) banner() []string {
	w, width := m.front().Words().Join, m.size.Width
	room := m.size.Height - style.MinHeight
	if width < style.MinWidth || room <= 0 {
		return nil
	}
	var lines []string
	say := func(text string, emphasis func(string) string) {
		lines = append(lines, style.Each(style.Wrap(text, width), emphasis)...)
	}
	for _, title := range m.line.Missing {
		say("! "+words.Fill(w.Missing, "title", title), m.style.Bad)
	}
	if m.line.Distrust != "" {
		say("! "+words.Fill(w.Distrust, "error", m.line.Distrust), m.style.Bad)
	}
	if m.line.Touch {
		say("! "+w.Touch, m.style.Warn)
	}
	if own := style.Wrap(w.Banner, width); len(lines)+len(own) <= room {
		lines = append(own, lines...)
	}
	return lines[:min(len(lines), room)]
}

// resize tells both screens how much the banner leaves them.
func (m *Model) resize() tea.Cmd {
	size := m.size
	size.Height -= len(m.banner())
	return tea.Batch(m.toDesk(size), m.toBooth(size))
}

func backwards(lines []string) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[len(lines)-1-i] = l
	}
	return out
}
