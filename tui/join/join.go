// Package join is one window with a member's desk and the booth on the member's
// own machine. Call New with a Backend and run the model, or Plain for the same in
// lines.
//
// The banner at the top stays on every page: whose booth this is, that a hardware
// key waits, and what must not be overlooked.
package join

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"valurna/ballot/view"
	"valurna/tui/booth"
	"valurna/tui/desk"
	"valurna/tui/style"
	"valurna/tui/words"
)

// Backend is what the window works with: the desk's backend, and a booth for each
// ballot. Methods of the desk and the booths may block.
type Backend interface {
	desk.Backend
	// Booth opens the booth for a ballot; end closes it.
	Booth(ballot string) (b booth.Backend, end func())
	// Line says how the program stands with the meeting. It does not block.
	Line() view.Line
	// Watch ticks, coalesced, when Line may differ, until end is called.
	Watch() (changed <-chan struct{}, end func())
}

// screen is what desk and booth have in common.
type screen interface {
	tea.Model
	Words() *words.Words
}

// Model is the window.
type Model struct {
	backend Backend
	now     func() time.Time
	style   style.Style
	line    view.Line
	changed <-chan struct{}

	size   tea.WindowSizeMsg
	env    tea.EnvMsg
	desk   screen
	booth  screen // nil while the desk is in front
	end    func() // of the booth's visit
	visits int    // booths opened so far: what an earlier one still says is not heard
}

// New makes the window.
func New(b Backend, w *words.Words, now func() time.Time) tea.Model {
	m := &Model{backend: b, now: now, line: b.Line(), size: tea.WindowSizeMsg{Width: 80, Height: 24}}
	m.desk = desk.New(b, w, now).(*desk.Model).WithBooth()
	m.changed, _ = b.Watch() // until the program ends
	return m
}

type (
	lineMsg struct{}
	// boothMsg is what a command of the booth answered.
	boothMsg struct {
		visit int
		msg   tea.Msg
	}
	boothLeft struct{ visit int }
)

// Init starts the desk.
func (m *Model) Init() tea.Cmd { return tea.Batch(m.desk.Init(), m.listen()) }

func (m *Model) listen() tea.Cmd {
	changed := m.changed
	return func() tea.Msg {
		if _, ok := <-changed; !ok {
			return nil
		}
		return lineMsg{}
	}
}

// Update hands keys to the screen in front and answers to the one that asked.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case lineMsg:
		m.line = m.backend.Line()
		return m, tea.Batch(m.resize(), m.listen())
	case tea.WindowSizeMsg:
		m.size = msg
		return m, m.resize()
	case tea.EnvMsg:
		m.env, m.style = msg, style.FromEnv(msg.Getenv)
		return m, tea.Batch(m.toDesk(msg), m.toBooth(msg))
	case desk.Vote:
		return m, m.vote(msg.Ballot)
	case boothMsg:
		if msg.visit != m.visits || m.booth == nil {
			return m, nil
		}
		return m, m.toBooth(msg.msg)
	case boothLeft:
		return m, m.leave(msg.visit)
	case tea.MouseClickMsg:
		if m.booth != nil {
			return m, nil // in the booth nothing is chosen by a click
		}
		msg.Y -= len(m.banner())
		return m, m.toDesk(msg)
	case tea.KeyPressMsg, tea.PasteMsg:
		if k, ok := msg.(tea.KeyPressMsg); ok && (k.Code == tea.KeyF9 || k.Code == tea.KeyF10) {
			return m, m.toDesk(msg) // the panic keys are the desk's, also in front of the booth
		}
		var cmd tea.Cmd
		if m.booth != nil {
			cmd = m.toBooth(msg)
		} else {
			cmd = m.toDesk(msg)
		}
		return m, tea.Batch(cmd, m.resize()) // another language's banner may be longer
	}
	return m, m.toDesk(msg)
}

// vote opens the booth, once.
func (m *Model) vote(ballot string) tea.Cmd {
	if m.booth != nil {
		return nil
	}
	b, end := m.backend.Booth(ballot)
	m.visits++
	m.end = end
	m.booth = booth.New(b, m.desk.Words(), m.now, booth.Anywhere).(*booth.Model)
	return tea.Batch(m.tagged(m.booth.Init()), m.toBooth(m.env), m.resize())
}

// leave goes back to the desk, in the language that the booth spoke last.
func (m *Model) leave(visit int) tea.Cmd {
	if visit != m.visits || m.booth == nil {
		return nil
	}
	m.desk.(*desk.Model).Speak(m.booth.Words())
	m.booth = nil
	return tea.Batch(m.closed(), m.resize())
}

// closed ends the booth's visit, which may have to wait for what it is doing.
func (m *Model) closed() tea.Cmd {
	end := m.end
	m.end = nil
	return func() tea.Msg {
		end()
		return nil
	}
}

func (m *Model) toDesk(msg tea.Msg) tea.Cmd {
	next, cmd := m.desk.Update(msg)
	m.desk = next.(*desk.Model)
	return cmd
}

func (m *Model) toBooth(msg tea.Msg) tea.Cmd {
	if m.booth == nil {
		return nil
	}
	next, cmd := m.booth.Update(msg)
	m.booth = next.(*booth.Model)
	return m.tagged(cmd)
}

// tagged marks what a command of the booth answers, so that it comes back to this
// visit; where the booth asks to quit, it is the visit that ends.
func (m *Model) tagged(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	visit := m.visits
	return func() tea.Msg {
		switch msg := cmd().(type) {
		case nil:
			return nil
		case tea.QuitMsg:
			return boothLeft{visit}
		case tea.BatchMsg:
			cmds := make([]tea.Cmd, len(msg))
			for i, c := range msg {
				cmds[i] = (&Model{visits: visit}).tagged(c)
			}
			return tea.BatchMsg(cmds)
		default:
			return boothMsg{visit, msg}
		}
	}
}
