package booth

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"valurna/tui/style"
	"valurna/tui/words"
)

// reviewPage shows the choice once more, before it is sealed.
type reviewPage struct{}

func (reviewPage) draw(m *Model, width int) sheet {
	w, p := m.words.Booth, &m.paper
	lines := style.Each(style.Wrap(m.visit.Title, width), m.style.Strong)
	lines = append(lines, "", w.ReviewChoice+":")
	lines = append(append(lines, m.marked(width)...), "")
	word := w.WordEmpty
	if own := strings.TrimSpace(p.word); own != "" {
		word = own
	}
	lines = append(lines, paragraphs(width, words.Fill(w.ReviewWord, "word", word), w.ReviewSeal)...)
	return sheet{
		title: w.ReviewTitle, lines: lines,
		hints: m.everywhere(m.hint("Enter", m.words.Keys.Continue), m.hint("Esc", m.words.Keys.Back)),
	}
}

// marked lists the choice.
func (m *Model) marked(width int) []string {
	var lines []string
	if m.paper.blank {
		lines = append(lines, style.Each(style.Hang("  X ", m.words.Booth.ReviewBlank, width), m.style.Strong)...)
	}
	for _, name := range m.paper.chosen() {
		lines = append(lines, style.Each(style.Hang("  X ", name, width), m.style.Strong)...)
	}
	return lines
}

func (reviewPage) press(m *Model, key tea.KeyPressMsg) (page, tea.Cmd) {
	switch key.String() {
	case "enter":
		return sealingPage{}, m.seal()
	case "esc":
		return wordPage{}, nil
	}
	return nil, nil
}

// sealingPage waits for the encryption.
type sealingPage struct{}

func (sealingPage) draw(m *Model, width int) sheet {
	return sheet{title: m.words.Booth.SealingTitle, lines: paragraphs(width, m.words.Booth.Sealing), hints: m.languageAndQuit()}
}

func (sealingPage) press(*Model, tea.KeyPressMsg) (page, tea.Cmd) { return nil, nil }

// codePage shows the ballot code and asks for the one key that casts.
type codePage struct{}

func (codePage) draw(m *Model, width int) sheet {
	w := m.words.Booth
	key := strings.ToUpper(m.words.Keys.Confirm)
	lines := append([]string{w.CodeIs}, m.codeLines(m.code, width)...)
	lines = append(lines, "")
	lines = append(lines, paragraphs(width, w.CodeWhy+" "+w.OfCode(m.visit.Hosted))...)
	lines = append(lines, "")
	lines = append(lines, style.Each(style.Wrap(words.Fill(w.CodeCast, "key", key), width), m.style.Strong)...)
	test := strings.ToUpper(w.TestKey)
	lines = append(append(lines, ""), style.Wrap(words.Fill(w.CodeTest, "key", test), width)...)
	return sheet{
		title: w.CodeTitle, lines: lines, status: w.NotIn,
		hints: m.everywhere(m.hint(key, w.CastYes), m.hint("Esc", m.words.Keys.Back), m.hint(test, w.TestHint)),
	}
}

func (codePage) press(m *Model, key tea.KeyPressMsg) (page, tea.Cmd) {
	switch strings.ToLower(key.String()) {
	case m.words.Keys.Confirm:
		return castingPage{}, m.cast()
	case m.words.Booth.TestKey:
		return auditPage{}, nil
	case "esc":
		return reviewPage{}, nil
	case "enter":
		m.notice = words.Fill(m.words.Booth.CodeCast, "key", strings.ToUpper(m.words.Keys.Confirm))
	}
	return nil, nil
}

// codeLines shows a code on one line, or where it does not fit on lines of four
// groups; never broken inside a group.
func (m *Model) codeLines(code string, width int) []string {
	code = style.Clean(code)
	if style.Width(code)+2 <= width {
		return []string{m.style.Strong("  " + code)}
	}
	var lines []string
	for part := range slices.Chunk(strings.Split(code, "-"), 4) {
		lines = append(lines, m.style.Strong("  "+strings.Join(part, "-")))
	}
	return lines
}
