package desk

import (
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"valurna/ballot/view"
	"valurna/tui/style"
	"valurna/tui/words"
)

// runningPage waits for a command's answer.
type runningPage struct{ name string }

func (p runningPage) draw(m *Model, width int) sheet {
	var s sheet
	s.heading(m, p.name, width)
	s.say(m.words.Answer.Running, width)
	s.alone = true
	return s
}

// press takes every key: the answer comes within runTime.
func (runningPage) press(*Model, tea.KeyPressMsg) (bool, tea.Cmd) { return true, nil }

// answerPage says what came of a command: what happened, what was not done, what
// to do next.
type answerPage struct {
	reply view.Reply
	err   error
}

func (p answerPage) draw(m *Model, width int) sheet {
	w := m.words.Answer
	s := sheet{hints: []style.Hint{{Key: "Enter", Does: m.words.Keys.Continue}}, alone: true}
	title := func(text string, emphasis func(string) string) {
		s.lines = append(s.lines, style.Each(style.Wrap(text, width), emphasis)...)
	}
	var problem *view.Problem
	switch {
	case errors.As(p.err, &problem):
		title(w.Failed, m.style.Bad)
		s.heading(m, w.Happened, width)
		text, next := m.words.OfProblem(problem)
		s.say(text, width)
		s.say(w.NotDone, width)
		if next != "" {
			s.heading(m, w.Next, width)
			s.say(next, width)
		}
		if problem.Rule != "" {
			s.lines = append(s.lines, "")
			s.say(words.Fill(w.Rule, "rule", m.words.OfRule(problem.Rule)), width)
		}
	case p.err != nil:
		title(w.Unsure, m.style.Bad)
		s.heading(m, w.Happened, width)
		s.say(words.Fill(w.NoAnswer, "error", p.err), width)
		s.heading(m, w.Next, width)
		s.say(w.Look, width)
	case !p.reply.OK:
		title(w.Failed, m.style.Bad)
		s.heading(m, w.Happened, width)
		s.sayLines(m.words.OfReply(p.reply), width)
		s.heading(m, w.Next, width)
		s.say(w.Look, width)
	default:
		title(w.Done, m.style.Good)
		s.lines = append(s.lines, "")
		s.sayLines(m.words.OfReply(p.reply), width)
	}
	return s
}

// sayLines keeps the lines of an answer that has several.
func (s *sheet) sayLines(text string, width int) {
	for line := range strings.SplitSeq(text, "\n") {
		s.say(line, width)
	}
}

func (answerPage) press(m *Model, k tea.KeyPressMsg) (bool, tea.Cmd) {
	if keys.Do.in(k) || keys.Back.in(k) || keys.Mark.in(k) {
		m.back()
		return true, nil
	}
	return false, nil
}
