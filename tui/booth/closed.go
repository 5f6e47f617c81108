package booth

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"valurna/tui/style"
	"valurna/tui/words"
)

// still is a page on which there is nothing to do but read.
type still struct{}

func (still) press(*Model, tea.KeyPressMsg) (page, tea.Cmd) { return nil, nil }

// loadingPage stands until the first look has arrived.
type loadingPage struct{ still }

func (loadingPage) draw(m *Model, width int) sheet {
	s := sheet{title: m.words.Booth.Title, lines: paragraphs(width, m.words.Frame.Loading), hints: m.everywhere()}
	if m.problem != nil {
		s.lines = paragraphs(width, words.Fill(m.words.Booth.LoadFailed, "error", sentence(m.problem)), m.words.Booth.LoadNext)
	}
	return s
}

// nonePage: no vote is open for this visit.
type nonePage struct{ still }

func (nonePage) draw(m *Model, width int) sheet {
	return sheet{title: m.words.Booth.NoneTitle, lines: paragraphs(width, m.words.Booth.None), hints: m.everywhere()}
}

// inPage: this visitor's vote is in already.
type inPage struct{ still }

func (inPage) draw(m *Model, width int) sheet {
	return sheet{
		title: m.words.Booth.InTitle, hints: m.everywhere(),
		lines: paragraphs(width, words.Fill(m.words.Booth.In, "title", m.visit.Title)),
	}
}

// closedPage: the vote no longer accepts ballot papers.
type closedPage struct{ still }

func (closedPage) draw(m *Model, width int) sheet {
	text := words.Fill(m.words.Booth.Closed, "title", m.visit.Title)
	if m.unsure {
		text = words.Fill(m.words.Booth.ClosedUnsure, "title", m.visit.Title)
	}
	s := sheet{title: m.words.Booth.ClosedTitle, lines: paragraphs(width, text), hints: m.everywhere()}
	if m.unsure {
		s.lines = append(append(s.lines, "", m.words.Booth.CodeIs), m.codeLines(m.code, width)...)
	}
	return s
}

// leavePage asks before what was marked or sealed is thrown away.
type leavePage struct{ back page }

func (p leavePage) draw(m *Model, width int) sheet {
	text := m.words.Booth.Leave
	switch back := p.back.(type) {
	case codePage:
		text = m.words.Booth.LeaveCode
	case failedPage:
		if back.at == castFailed && !back.refused {
			text = words.Fill(m.words.Booth.NoAnswer, "error", sentence(back.err)) + " " + m.words.Booth.NoAnswerNext
		}
	}
	return sheet{
		title: m.words.Booth.LeaveTitle, lines: paragraphs(width, text),
		hints: []style.Hint{m.hint(strings.ToUpper(m.words.Booth.DropKey), m.words.Booth.Drop), m.hint("Esc", m.words.Keys.No)},
	}
}

func (p leavePage) press(m *Model, key tea.KeyPressMsg) (page, tea.Cmd) {
	switch strings.ToLower(key.String()) {
	// Not the key that casts: it would throw away what it was meant to cast.
	case m.words.Booth.DropKey:
		return nil, tea.Quit
	case "esc", "enter", "n":
		return p.back, nil
	}
	return nil, nil
}
