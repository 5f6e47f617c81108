package booth

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"valurna/ballot/view"
	"valurna/tui/style"
	"valurna/tui/words"
)

// A visit to the hosted booth is for one ballot and ends by itself: soon after the
// vote is in, and when no key has been pressed for long.
const (
	afterVote = 2 * time.Minute
	idleEnd   = 15 * time.Minute
	idleWarn  = 14 * time.Minute
	idleLook  = 20 * time.Second
)

type idleMsg struct{}

func (m *Model) waitIdle() tea.Cmd {
	return tea.Tick(idleLook, func(time.Time) tea.Msg { return idleMsg{} })
}

// rested ends a hosted visit that has waited long enough. Pages that wait for an
// answer about a ballot paper are left to their own time.
func (m *Model) rested() tea.Cmd {
	limit := idleEnd
	switch m.under().(type) {
	case castingPage, auditingPage, sealingPage:
		return m.waitIdle()
	case donePage:
		limit = afterVote
	}
	if m.now().Sub(m.pressed) >= limit {
		m.idle = true
		return tea.Quit
	}
	return m.waitIdle()
}

// endsSoon says that the visit will soon be ended for want of keys.
func (m *Model) endsSoon() bool {
	_, done := m.under().(donePage)
	return m.visit.Slot > 0 && !done && m.now().Sub(m.pressed) >= idleWarn
}

// Farewell is what is left on the terminal once the screen is gone: how the vote
// stands, and that the line of a hosted booth stays a moment.
func (m *Model) Farewell() string {
	w := m.words
	var lines []string
	say := func(text string) { lines = append(lines, style.Wrap(text, m.width)...) }
	switch p := m.under().(type) {
	case donePage:
		say(w.Booth.DoneTitle + ". " + w.Booth.Done)
		lines = append(append(lines, w.Booth.DoneCode), m.codeLines(p.done.Code, m.width)...)
		if p.done.Lookup != "" { // on one line, to be copied
			lines = append(lines, words.Fill(w.Booth.DoneLookup, "lookup", p.done.Lookup))
		}
	case inPage:
		say(words.Fill(w.Booth.In, "title", m.visit.Title))
	default:
		if m.idle {
			say(w.Booth.IdleEnded)
		}
		if m.unsure {
			say(w.Plain.LeftUnsure)
			lines = append(append(lines, w.Booth.CodeIs), m.codeLines(m.code, m.width)...)
		} else {
			say(w.Plain.LeftNothing)
		}
	}
	if m.visit.Slot > 0 {
		say(Tail(w, m.visit))
	}
	return strings.Join(lines, "\n") + "\n"
}

// Tail says why the line of a hosted booth stays for a moment after the visit.
func Tail(w *words.Words, v view.BoothVisit) string {
	return words.Fill(w.Booth.Tail, "seconds", v.Slot)
}
