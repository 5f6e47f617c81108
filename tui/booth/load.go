package booth

import (
	"context"
	"errors"
	"slices"
	"strings"
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
	visitMsg     struct {
		visit view.BoothVisit
		err   error
	}
	sealedMsg struct {
		code string
		err  error
	}
	castMsg struct {
		done view.CastDone
		err  error
	}
	auditMsg struct {
		done view.AuditDone
		err  error
	}
)

// retry is how long the booth waits after a look that failed.
const retry = 2 * time.Second

// look asks how the vote stands; one look at a time.
func (m *Model) look() tea.Cmd {
	if m.loading {
		m.again = true
		return nil
	}
	m.loading = true
	return func() tea.Msg {
		v, err := m.backend.Visit()
		return visitMsg{v, err}
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

// tick redraws the time that is left while the vote closes.
func (m *Model) tick() tea.Cmd {
	if m.ticking || m.visit.Phase != view.PhaseClosing {
		return nil
	}
	wait := words.Again(m.left())
	if wait == 0 {
		return nil
	}
	m.ticking = true
	return tea.Tick(wait, func(time.Time) tea.Msg { return tickMsg{} })
}

func (m *Model) left() time.Duration {
	return time.Unix(m.visit.Deadline, 0).Sub(m.now())
}

func (m *Model) seal() tea.Cmd {
	choice, word, backend := m.paper.choice(), strings.TrimSpace(m.paper.word), m.backend
	return func() tea.Msg {
		code, err := backend.Seal(choice, word)
		return sealedMsg{code, err}
	}
}

func (m *Model) cast() tea.Cmd {
	backend := m.backend
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), castTime)
		defer cancel()
		done, err := backend.Cast(ctx)
		return castMsg{done, err}
	}
}

func (m *Model) audit() tea.Cmd {
	backend := m.backend
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), castTime)
		defer cancel()
		done, err := backend.Audit(ctx)
		return auditMsg{done, err}
	}
}

// arrived takes in a look and turns to the page that it calls for.
func (m *Model) arrived(msg visitMsg) tea.Cmd {
	m.loading = false
	var next tea.Cmd
	if m.again {
		m.again = false
		next = m.look()
	}
	m.problem = msg.err
	if msg.err != nil {
		return tea.Batch(next, tea.Tick(retry, func(time.Time) tea.Msg { return lookAgainMsg{} }))
	}
	before := m.visit
	m.visit = msg.visit
	changed := m.loaded && (before.Ballot != msg.visit.Ballot || before.Contest.Kind != msg.visit.Contest.Kind ||
		before.Contest.Elect != msg.visit.Contest.Elect || !slices.Equal(before.Contest.Options, msg.visit.Contest.Options))
	m.follow(changed || !m.loaded)
	if !m.loaded && msg.visit.Slot > 0 {
		next = tea.Batch(next, m.waitIdle())
	}
	m.loaded = true
	return tea.Batch(next, m.tick())
}

// follow decides what a new look means for the page that is shown. Pages that
// wait for an answer about a ballot paper stay until they have it.
func (m *Model) follow(changed bool) {
	v, working, now := m.visit, false, m.under()
	if p, leaving := now.(leavePage); leaving {
		now = p.back
	}
	switch p := now.(type) {
	case sealingPage, choosePage, wordPage, reviewPage, codePage, auditPage:
		working = true
	case castingPage, donePage, auditingPage, testedPage:
		return
	case failedPage:
		if p.at == castFailed && !p.refused {
			return
		}
		working = true
	}
	if changed {
		m.paper, m.code, m.unsure = newPaper(v.Contest, m.start), "", false
	}
	switch {
	case v.Ballot == "" || v.Phase == view.PhasePreparing:
		m.rest(nonePage{})
	case v.In:
		m.rest(inPage{})
	case v.Phase != view.PhaseOpen && v.Phase != view.PhaseClosing:
		m.rest(closedPage{})
	case changed && working:
		m.show(changedPage{})
	case changed || !working && !m.stays():
		m.show(welcomePage{})
	}
}

// rest turns to a page, unless it is shown already, perhaps behind the help.
func (m *Model) rest(p page) {
	if m.under() != p {
		m.show(p)
	}
}

// stays says whether the page may stay when an open vote is seen again.
func (m *Model) stays() bool {
	switch m.under().(type) {
	case welcomePage, changedPage:
		return true
	}
	return false
}

func (m *Model) sealed(msg sealedMsg) {
	if _, waiting := m.page.(sealingPage); !waiting {
		return // the vote changed or the voter left meanwhile; nothing was cast
	}
	if msg.err != nil {
		m.show(failedPage{at: sealFailed, err: msg.err})
		return
	}
	m.code = msg.code
	m.show(codePage{})
}

func (m *Model) castEnded(msg castMsg) tea.Cmd {
	if msg.err == nil {
		m.unsure = false
		m.paper = paper{} // the choice is no longer needed here
		m.show(donePage{msg.done})
		return nil
	}
	var refusal *view.Problem
	refused := errors.As(msg.err, &refusal)
	m.unsure = m.unsure || !refused
	m.show(failedPage{at: castFailed, err: msg.err, refused: refused})
	return m.look()
}

func (m *Model) auditEnded(msg auditMsg) {
	if msg.err != nil {
		var refusal *view.Problem
		m.show(failedPage{at: auditFailed, err: msg.err, refused: errors.As(msg.err, &refusal)})
		return
	}
	m.show(testedPage{msg.done})
}
