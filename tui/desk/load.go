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
		quiet bool   // a success is told in one line, without a page
		draft string // the form that asked for it, by its step; "": none
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
	m.extra.old()
	if !slices.Contains(m.tabs(), m.tab) {
		m.tab = tabNow
	}
	return tea.Batch(next, m.tick(), m.need())
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
func (m *Model) run(quiet bool, draft string, args ...string) tea.Cmd {
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
		return ranMsg{quiet, draft, reply, err}
	}
}

// ran shows what a command answered, and looks afresh. What was written for one that did
// not go through is kept.
func (m *Model) ran(msg ranMsg) tea.Cmd {
	m.busy = false
	good := msg.err == nil && msg.reply.OK
	if good && msg.draft != "" {
		delete(m.drafts, msg.draft)
	}
	switch {
	case msg.quiet && good:
		m.notice = m.words.OfReply(msg.reply)
	case msg.quiet: // a form in front stays there behind it
		m.cover(answerPage{msg.reply, msg.err})
	default:
		m.clear()
		m.cover(answerPage{msg.reply, msg.err})
	}
	return m.look()
}

// Steps of the panic keys.
const (
	StepOverheard = "remote-lost-overheard"
	StepLost      = "remote-lost-av"
)

// panics does at once what a panic key is for, whatever is in front; it is only for those
// who take part from elsewhere.
func (m *Model) panics(id string) tea.Cmd {
	at := slices.IndexFunc(m.view.Steps, func(s view.Step) bool { return s.ID == id })
	if at < 0 {
		m.notice = m.words.Remote.NoPanic
		return nil
	}
	return m.run(true, "", m.view.Steps[at].Args...)
}
