package booth

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"valurna/ballot/view"
	"valurna/tui/style"
	"valurna/tui/words"
)

// auditPage has the voter note the whole code, by which a booth that has two ballots
// ready is found, and warns of what a test is before it opens anything: what was marked
// becomes public, and it is not the vote. Its key is not the one that casts, so
// that nobody publishes a choice by casting in haste.
type auditPage struct{}

func (auditPage) draw(m *Model, width int) sheet {
	w := m.words.Booth
	key := strings.ToUpper(w.OpenKey)
	lines := append(append([]string{w.CodeIs}, m.codeLines(m.code, width)...), "")
	lines = append(lines, style.Each(paragraphs(width, w.AuditWarn), m.style.Warn)...)
	lines = append(append(lines, ""), style.Each(style.Wrap(words.Fill(w.AuditOpen, "key", key), width), m.style.Strong)...)
	return sheet{
		title: w.AuditTitle, lines: lines, status: w.NotIn,
		hints: m.everywhere(m.hint(key, w.OpenHint), m.hint("Esc", m.words.Keys.Back)),
	}
}

func (auditPage) press(m *Model, key tea.KeyPressMsg) (page, tea.Cmd) {
	switch strings.ToLower(key.String()) {
	case m.words.Booth.OpenKey:
		return auditingPage{}, m.audit()
	case "esc":
		return codePage{}, nil
	case "enter", m.words.Keys.Confirm:
		m.notice = words.Fill(m.words.Booth.AuditOpen, "key", strings.ToUpper(m.words.Booth.OpenKey))
	}
	return nil, nil
}

// auditingPage waits for the urn and takes no key.
type auditingPage struct{}

func (auditingPage) draw(m *Model, width int) sheet {
	return sheet{title: m.words.Booth.AuditingTitle, lines: paragraphs(width, m.words.Booth.Auditing), status: m.words.Booth.NotIn}
}

func (auditingPage) press(*Model, tea.KeyPressMsg) (page, tea.Cmd) { return nil, nil }

// testedPage says that nothing is in, how any device shows what was sealed, and
// what should stand there. Enter begins again with an empty ballot paper.
type testedPage struct{ done view.AuditDone }

func (p testedPage) draw(m *Model, width int) sheet {
	w := m.words.Booth
	lines := style.Each(style.Wrap(w.Tested, width), m.style.Strong)
	lines = append(append(lines, "", w.TestedCode), m.codeLines(p.done.Code, width)...)
	if p.done.Lookup != "" {
		lines = append(append(lines, ""), style.Wrap(words.Fill(w.TestedCheck, "lookup", p.done.Lookup), width)...)
	}
	lines = append(append(lines, ""), paragraphs(width, w.TestedChose)...)
	lines = append(append(lines, w.ReviewChoice+":"), m.marked(width)...)
	lines = append(append(lines, ""), style.Each(style.Wrap(w.TestedNext, width), m.style.Strong)...)
	return sheet{
		title: w.TestedTitle, lines: lines, status: w.NotIn,
		hints: m.everywhere(m.hint("Enter", w.TestedHint)),
	}
}

func (testedPage) press(m *Model, key tea.KeyPressMsg) (page, tea.Cmd) {
	if key.String() != "enter" {
		return nil, nil
	}
	m.paper, m.code = newPaper(m.visit.Contest, m.start), ""
	return choosePage{}, m.look()
}
