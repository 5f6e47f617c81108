// Package desk is the screen of one person at a meeting: member, chair, secretary or
// observer, as the view says. Call New with a Backend and run the model, or Plain
// for the same as text.
//
// A page is one file: what it draws, and what its keys do. roles.go says who has which
// pages, keys.go what the keys are; the words of each page are in package words, the
// parts that pages share in package part.
//
// Looking never does anything: whatever changes the meeting is a step from the
// view, shown with what it will do, and is sent after a key of its own. Only the two
// panic keys act at once.
package desk

import (
	"context"
	"fmt"
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
	top, body     int  // lines above the body and in it, as they were drawn last
	taps          map[int]func(*Model) tea.Cmd
	tabSpans      []span

	view    view.Desk
	loaded  bool
	loading bool // a look is under way
	again   bool // look once more after it
	ticking bool
	ended   bool
	pressed time.Time // when the last key was
	idle    bool      // ended since no key was pressed for very long
	since   time.Time // of the first look that failed, zero if the last went well
	notice  string
	busy    bool // a command is under way
	own     bool // the booth opens in this window
	beside  bool // drawn beside another page
	text    bool // drawn as text: whole lists, nothing for the eye alone

	tab    tabID
	pages  map[tabID]page
	over   []page               // pages in front of the tab's, the last one shown
	drafts map[string]*formPage // half-filled forms, by their step
	extra  extra
}

// New makes the screen of one session.
func New(b Backend, w *words.Words, now func() time.Time) tea.Model {
	return &Model{
		backend: b, words: w, now: now, width: 80, height: 24, tab: tabNow,
		pages: newPages(), drafts: map[string]*formPage{},
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
		return m, m.need() // there may be room beside now
	case tea.EnvMsg:
		m.style = style.FromEnv(msg.Getenv)
		return m, m.waitIdle(msg)
	case idleMsg:
		return m, m.rested()
	case tea.KeyPressMsg:
		if !m.pressed.IsZero() {
			m.pressed = m.now()
		}
		return m, tea.Batch(m.press(msg), m.need())
	case tea.PasteMsg:
		if p, ok := m.front().(interface{ paste(*Model, tea.PasteMsg) }); ok {
			p.paste(m, msg)
		}
	case tea.MouseClickMsg:
		return m, tea.Batch(m.click(msg), m.need())
	case tea.MouseWheelMsg:
		m.wheel(msg)
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
	case extraMsg:
		return m, m.got(msg)
	}
	return m, nil
}

// press gives a key to the page in front, then to the keys that mean the same
// everywhere. A page that takes text takes every key but ctrl+c and the panic keys.
func (m *Model) press(k tea.KeyPressMsg) tea.Cmd {
	m.notice = ""
	switch {
	case keys.Quit.in(k):
		return tea.Quit
	case keys.Overheard.in(k):
		return m.panics(StepOverheard)
	case keys.Lost.in(k):
		return m.panics(StepLost)
	case keys.PageDown.in(k):
		m.follow, m.scroll = false, m.scroll+m.rows
		return nil
	case keys.PageUp.in(k):
		m.follow, m.scroll = false, max(0, m.scroll-m.rows)
		return nil
	}
	if taken, cmd := m.front().press(m, k); taken {
		return cmd
	}
	tabs := m.tabs()
	switch {
	case keys.Leave.in(k):
		return tea.Quit
	case keys.Alarm.in(k):
		return m.panics(StepOverheard)
	case keys.Language.in(k):
		return m.language()
	case keys.Help.in(k):
		m.cover(helpPage{})
	case keys.Manifest.in(k):
		m.cover(trustPage{})
	case keys.More.in(k):
		m.cover(&actsPage{})
	case keys.Next.in(k):
		m.turn(tabs[(m.tabPlace()+1)%len(tabs)])
	case keys.Before.in(k):
		m.turn(tabs[(m.tabPlace()+len(tabs)-1)%len(tabs)])
	case keys.Back.in(k):
		if len(m.over) > 0 {
			m.back()
		} else {
			m.turn(tabNow)
		}
	case keys.Up.in(k):
		m.scroll = max(0, m.scroll-1)
	case keys.Down.in(k):
		m.scroll++
	default:
		if n := strings.Index("123456789", k.String()); n >= 0 && n < len(tabs) {
			m.turn(tabs[n])
		}
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

// front is the page that is shown.
func (m *Model) front() page {
	if n := len(m.over); n > 0 {
		return m.over[n-1]
	}
	return m.pages[m.tab]
}

// turn goes to a tab; cover puts a page in front of what is shown; back takes it away;
// clear takes all of them away.
func (m *Model) turn(tab tabID) { m.tab = tab; m.clear() }

func (m *Model) cover(p page) {
	if n := len(m.over); n > 0 && fmt.Sprintf("%T", m.over[n-1]) == fmt.Sprintf("%T", p) {
		m.over = m.over[:n-1] // a key held down piles up nothing
	}
	m.over = append(m.over[max(0, len(m.over)-deepest):], p)
	m.scroll, m.follow = 0, false
}

// deepest is how many pages lie in front of a tab's at most, one less.
const deepest = 7

func (m *Model) back() {
	if n := len(m.over); n > 0 {
		m.over = m.over[:n-1]
	}
	m.scroll, m.follow = 0, true
}

func (m *Model) clear() { m.over, m.scroll, m.follow = nil, 0, false }
