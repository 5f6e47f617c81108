package booth

import (
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"valurna/ballot/view"
	"valurna/tui/style"
	"valurna/tui/words"
)

// castingPage waits for the urn and takes no key: the answer decides what is true.
type castingPage struct{}

func (castingPage) draw(m *Model, width int) sheet {
	return sheet{title: m.words.Booth.CastingTitle, lines: paragraphs(width, m.words.Booth.Casting), status: m.words.Booth.NotIn}
}

func (castingPage) press(*Model, tea.KeyPressMsg) (page, tea.Cmd) { return nil, nil }

// donePage is shown only after Backend.Cast has returned that the vote is in.
type donePage struct{ done view.CastDone }

func (p donePage) draw(m *Model, width int) sheet {
	w := m.words.Booth
	lines := style.Each(style.Wrap(w.Done, width), m.style.Good)
	lines = append(append(lines, "", w.DoneCode), m.codeLines(p.done.Code, width)...)
	lines = append(lines, "")
	if p.done.Lookup != "" {
		lines = append(lines, paragraphs(width, words.Fill(w.DoneLookup, "lookup", p.done.Lookup))...)
		lines = append(lines, "")
	}
	leave := w.DoneLeave
	if !m.visit.Hosted {
		leave = m.words.Join.DoneLeave
	}
	lines = append(lines, paragraphs(width, leave)...)
	return sheet{title: w.DoneTitle, lines: lines, hints: m.everywhere()}
}

func (donePage) press(*Model, tea.KeyPressMsg) (page, tea.Cmd) { return nil, nil }

// failure says what was being done.
type failure int

const (
	sealFailed failure = iota
	castFailed
	auditFailed
)

// failedPage says what happened, what was not done, and what to do. After a cast
// whose end is unknown, the only way on is the same ballot paper again.
type failedPage struct {
	at      failure
	err     error
	refused bool // the urn or the registrar said no; nothing was put in
}

func (p failedPage) draw(m *Model, width int) sheet {
	w := m.words.Booth
	s := sheet{title: m.words.Answer.Failed}
	text, next, rule := w.SealFailed, w.SealNext, ""
	cause := p.err.Error()
	switch p.at {
	case castFailed:
		text, next = w.NoAnswer, w.NoAnswerNext
		s.title = m.words.Answer.Unsure
	case auditFailed:
		text, next = w.AuditNoAnswer, w.AuditNext
		s.status = w.NotIn
	}
	var problem *view.Problem
	if errors.As(p.err, &problem) {
		told, advice := m.words.OfProblem(problem)
		cause, rule = told, problem.Rule
		if p.at == castFailed {
			text, next, s.title = w.Refused, w.RefusedNext, m.words.Answer.Failed
		}
		if p.at == auditFailed {
			text = w.AuditRefused
		}
		if advice != "" {
			next = advice
		}
	}
	what := words.Fill(text, "error", strings.TrimRight(cause, ". "))
	s.lines = append(s.lines, style.Each(paragraphs(width, what), m.style.Bad)...)
	s.lines = append(s.lines, "", m.words.Answer.Next+":")
	s.lines = append(s.lines, paragraphs(width, next)...)
	if rule != "" {
		s.lines = append(append(s.lines, ""), paragraphs(width, words.Fill(m.words.Answer.Rule, "rule", m.words.OfRule(rule)))...)
	}
	if p.refused && m.unsure {
		s.lines = append(append(s.lines, ""), paragraphs(width, w.Earlier, w.CodeIs)...)
		s.lines = append(s.lines, m.codeLines(m.code, width)...)
	}
	s.hints = []style.Hint{m.hint("Enter", m.words.Keys.Retry)}
	if p.back(m) != nil {
		s.hints = append(s.hints, m.hint("Esc", m.words.Keys.Back))
	}
	s.hints = m.everywhere(s.hints...)
	return s
}

// back is where Esc leads; nowhere while it is not known whether the vote is in.
func (p failedPage) back(m *Model) page {
	if m.unsure {
		return nil
	}
	return reviewPage{}
}

func (p failedPage) press(m *Model, key tea.KeyPressMsg) (page, tea.Cmd) {
	switch key.String() {
	case "enter":
		switch p.at {
		case sealFailed:
			return sealingPage{}, m.seal()
		case auditFailed:
			return auditingPage{}, m.audit()
		}
		return castingPage{}, m.cast()
	case "esc":
		return p.back(m), nil
	}
	return nil, nil
}
