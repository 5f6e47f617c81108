// Package desk is the screen of one person at a meeting: member, chair or
// observer, as the view says. Call New with a Backend and run the model, or Plain
// for the same as text.
//
// Looking never does anything: whatever changes the meeting is a step from the
// view, shown with what it will do, and is sent after a key of its own.
package desk

import (
	"context"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"valurna/ballot/view"
	"valurna/tui/style"
	"valurna/tui/words"
)

// Backend is what the desk works with. All methods may block and are never
// called from Update.
type Backend interface {
	// View tells how things stand for this person.
	View() (view.Desk, error)
	// Changed ticks, coalesced, when View may differ; closed when the session ends.
	Changed() <-chan struct{}
	// Run sends a command. A *view.Problem is a refusal that changed nothing; any
	// other error leaves it uncertain whether the command was carried out.
	Run(ctx context.Context, args ...string) (view.Reply, error)
}

// Speaker is a Backend that answers in a language; the desk tells it when the
// person changes language.
type Speaker interface {
	Language(lang string)
}

// Vote asks the program around the desk to open the booth for a ballot. It comes
// only from a view that offers the step.
type Vote struct{ Ballot string }

// runTime bounds one command.
const runTime = 30 * time.Second

// Model is the desk's screen.
type Model struct {
	backend Backend
	words   *words.Words
	now     func() time.Time
	style   style.Style

	width, height int
	scroll, rows  int
	follow        bool // keep the cursor's line in sight

	view    view.Desk
	loaded  bool
	loading bool // a look is under way
	again   bool // look once more after it
	ticking bool
	ended   bool
	since   time.Time // of the first look that failed, zero if the last went well
	notice  string
	busy    bool // a command is under way
	own     bool // the booth opens in this window

	tabs [5]page
	tab  int
	over page // a page in front of the tab's, or nil
}

// New makes the screen of one session.
func New(b Backend, w *words.Words, now func() time.Time) tea.Model {
	return &Model{
		backend: b, words: w, now: now, width: 80, height: 24,
		tabs: [5]page{&nowPage{}, agendaPage{}, &seatsPage{}, ballotsPage{}, checksPage{}},
	}
}

// Init asks for the first look and waits for changes.
func (m *Model) Init() tea.Cmd {
	return tea.Batch(m.look(), m.listen())
}

// Update does no I/O: whatever waits is in the commands of load.go.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
	case tea.EnvMsg:
		m.style = style.FromEnv(msg.Getenv)
	case tea.KeyPressMsg:
		return m, m.press(msg)
	case changedMsg:
		return m, tea.Batch(m.look(), m.listen())
	case endedMsg:
		m.ended = true
	case viewMsg:
		return m, m.arrived(msg)
	case lookAgainMsg:
		return m, m.look()
	case tickMsg:
		m.ticking = false
		return m, m.tick()
	case ranMsg:
		return m, m.ran(msg)
	}
	return m, nil
}

// press gives a key to the page in front, then to the keys that mean the same
// everywhere. A page that takes text takes every key but ctrl+c.
func (m *Model) press(key tea.KeyPressMsg) tea.Cmd {
	m.notice = ""
	k := strings.ToLower(key.String()) // capitals lock is no reason to go wrong
	switch k {
	case "ctrl+c":
		return tea.Quit
	case "pgdown":
		m.follow, m.scroll = false, m.scroll+m.rows
		return nil
	case "pgup":
		m.follow, m.scroll = false, max(0, m.scroll-m.rows)
		return nil
	}
	if taken, cmd := m.front().press(m, key); taken {
		return cmd
	}
	switch k {
	case "q":
		return tea.Quit
	case "l":
		return m.language()
	case "?":
		m.cover(helpPage{})
	case "m":
		m.cover(trustPage{})
	case "1", "2", "3", "4", "5":
		m.turn(int(k[0] - '1'))
	case "tab", "right":
		m.turn((m.tab + 1) % len(m.tabs))
	case "shift+tab", "left":
		m.turn((m.tab + len(m.tabs) - 1) % len(m.tabs))
	case "esc":
		if m.over != nil {
			m.cover(nil)
		} else {
			m.turn(0)
		}
	case "up":
		m.scroll = max(0, m.scroll-1)
	case "down":
		m.scroll++
	}
	return nil
}

// Words is the language that the desk speaks now.
func (m *Model) Words() *words.Words { return m.words }

// WithBooth says that the booth opens in this window.
func (m *Model) WithBooth() *Model { m.own = true; return m }

// Speak changes it.
func (m *Model) Speak(w *words.Words) { m.words = w }

func (m *Model) language() tea.Cmd {
	m.words = m.words.Next()
	speaker, ok := m.backend.(Speaker)
	if !ok {
		return nil
	}
	lang := m.words.Lang
	return func() tea.Msg {
		speaker.Language(lang)
		return lookAgainMsg{}
	}
}

func (m *Model) front() page {
	if m.over != nil {
		return m.over
	}
	return m.tabs[m.tab]
}

// turn goes to a tab, cover puts a page in front of it (nil takes it away).
func (m *Model) turn(tab int) { m.tab = tab; m.cover(nil) }

func (m *Model) cover(p page) { m.over, m.scroll, m.follow = p, 0, false }
