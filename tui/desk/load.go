package desk

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"valurna/ballot/view"
	"valurna/tui/words"
)

type (
	changedMsg   struct{}
	endedMsg     struct{}
	tickMsg      struct{}
	lookAgainMsg struct{}
	viewMsg      struct {
		view view.Desk
		err  error
	}
	ranMsg struct {
		quiet bool // a success is told in one line, without a page
		reply view.Reply
		err   error
	}
)

// retry is how long the desk waits after a look that failed.
const retry = 5 * time.Second

// look asks how things stand; one look at a time.
func (m *Model) look() tea.Cmd {
	if m.loading {
		m.again = true
		return nil
	}
	m.loading = true
	return func() tea.Msg {
		v, err := m.backend.View()
		return viewMsg{v, err}
	}
}

// listen waits for one tick.
func (m *Model) listen() tea.Cmd {
	changed := m.backend.Changed()
	if changed == nil {
		return nil
	}
	return func() tea.Msg {
		if _, ok := <-changed; !ok {
			return endedMsg{}
		}
		return changedMsg{}
	}
}

func (m *Model) arrived(msg viewMsg) tea.Cmd {
	m.loading = false
	var next tea.Cmd
	if m.again {
		m.again = false
		next = m.look()
	}
	if msg.err != nil {
		if m.since.IsZero() {
			m.since = m.now()
		}
		return tea.Batch(next, tea.Tick(retry, func(time.Time) tea.Msg { return lookAgainMsg{} }))
	}
	m.view, m.loaded, m.since = msg.view, true, time.Time{}
	return tea.Batch(next, m.tick())
}

// tick redraws the time that is left of a grace or a check window.
func (m *Model) tick() tea.Cmd {
	if m.ticking {
		return nil
	}
	var wait time.Duration
	for _, b := range m.view.Ballots {
		if again := words.Again(m.left(b)); b.Deadline != 0 && again != 0 && (wait == 0 || again < wait) {
			wait = again
		}
	}
	if wait == 0 {
		return nil
	}
	m.ticking = true
	return tea.Tick(wait, func(time.Time) tea.Msg { return tickMsg{} })
}

func (m *Model) left(b view.Ballot) time.Duration {
	return time.Unix(b.Deadline, 0).Sub(m.now())
}

// run sends a command; one at a time.
func (m *Model) run(quiet bool, args ...string) tea.Cmd {
	if m.busy {
		m.notice = m.words.Answer.Running
		return nil
	}
	m.busy = true
	backend, args := m.backend, slices.Clone(args)
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), runTime)
		defer cancel()
		reply, err := backend.Run(ctx, args...)
		return ranMsg{quiet, reply, err}
	}
}

// ran shows what a command answered, and looks afresh.
func (m *Model) ran(msg ranMsg) tea.Cmd {
	m.busy = false
	if msg.quiet && msg.err == nil && msg.reply.OK {
		m.notice = msg.reply.Text
	} else {
		m.cover(answerPage{msg.reply, msg.err})
	}
	return m.look()
}
