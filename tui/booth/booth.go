// Package booth is the screen on which a voter marks, seals and casts one
// ballot paper, one question at a time. Call New with a Backend and run the
// model; it is used in both booths, the voter's own and the one in the urn.
//
// The screen says that the vote is in only after Backend.Cast has returned it.
// Nothing is marked beforehand, Enter never marks, and casting needs a key of its
// own, so that no row of presses on one key can cast a vote.
package booth

import (
	"context"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"valurna/ballot/kind"
	"valurna/ballot/view"
	"valurna/tui/style"
	"valurna/tui/words"
)

// Backend is what the booth works with. All methods may block and are never
// called from Update.
type Backend interface {
	// Visit tells how the vote stands for this visitor.
	Visit() (view.BoothVisit, error)
	// Changed ticks, coalesced, when Visit may differ; closed when the visit ends.
	Changed() <-chan struct{}
	// Seal encrypts the choice anew and keeps it for Cast; the word may be empty.
	Seal(choice kind.Choice, word string) (code string, err error)
	// Cast puts the ballot paper that was sealed last into the urn. It may be
	// called again: the same ballot paper counts once. A *view.Problem is a
	// refusal that put nothing in; any other error leaves it uncertain.
	Cast(ctx context.Context) (view.CastDone, error)
	// Audit opens what was sealed last as a test of the booth, instead of casting it,
	// and has it published. It may be called again; the next Seal is a fresh ballot
	// paper. Errors as of Cast, but the vote is never in.
	Audit(ctx context.Context) (view.AuditDone, error)
}

// castTime bounds one attempt to cast; the leave page promises at most a minute.
const castTime = 60 * time.Second

// Model is the booth's screen.
type Model struct {
	backend Backend
	words   *words.Words
	now     func() time.Time
	start   func(rows int) int // where the arrow keys begin
	style   style.Style

	width, height int
	scroll, rows  int

	visit   view.BoothVisit
	loaded  bool
	loading bool // a look is under way
	again   bool // look once more after it
	ticking bool
	ended   bool
	problem error // of the last look, nil if it went well
	notice  string
	paper   paper
	page    page
	code    string    // of the paper sealed last
	unsure  bool      // a cast of that paper ended without an answer
	pressed time.Time // when the last key was
	idle    bool      // ended since no key was pressed for long
}

// New makes the screen of one visit. start picks one of so many rows, at which the
// arrow keys begin: Anywhere, or in a test a fixed one.
func New(b Backend, w *words.Words, now func() time.Time, start func(rows int) int) tea.Model {
	return &Model{backend: b, words: w, now: now, start: start, width: 80, height: 24, page: loadingPage{}, pressed: now()}
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
	case tea.PasteMsg:
		if _, typing := m.page.(wordPage); typing {
			m.paper.write(msg.Content)
		}
	case changedMsg:
		return m, tea.Batch(m.look(), m.listen())
	case endedMsg:
		m.ended = true
	case visitMsg:
		return m, m.arrived(msg)
	case lookAgainMsg:
		return m, m.look()
	case tickMsg:
		m.ticking = false
		return m, m.tick()
	case sealedMsg:
		m.sealed(msg)
	case idleMsg:
		return m, m.rested()
	case castMsg:
		return m, m.castEnded(msg)
	case auditMsg:
		m.auditEnded(msg)
	}
	return m, nil
}

// Words is the language that the booth speaks now.
func (m *Model) Words() *words.Words { return m.words }

// press handles the keys that mean the same on every page, then the page's own.
func (m *Model) press(key tea.KeyPressMsg) tea.Cmd {
	m.notice = ""
	m.pressed = m.now()
	_, typing := m.page.(wordPage)
	_, helped := m.page.(helpPage)
	switch k := strings.ToLower(key.String()); {
	case k == "pgdown":
		m.scroll += m.rows
		return nil
	case k == "pgup":
		m.scroll = max(0, m.scroll-m.rows)
		return nil
	case k == "ctrl+c" || k == "q" && !typing:
		return m.leave(k)
	case k == "l" && !typing:
		m.words = m.words.Next()
		return nil
	case k == "?" && !typing && !helped && m.canHelp():
		m.show(helpPage{back: m.page})
		return nil
	}
	next, cmd := m.page.press(m, key)
	if next != nil {
		m.show(next)
	}
	return cmd
}

// show turns to a page, from its top.
func (m *Model) show(p page) { m.page, m.scroll = p, 0 }

// leave quits where nothing would be lost, and asks first everywhere else.
func (m *Model) leave(key string) tea.Cmd {
	switch p := m.under().(type) {
	case castingPage:
		m.notice = m.words.Booth.LeaveCasting
	case auditingPage:
		m.notice = m.words.Booth.Auditing
	case leavePage:
		if key == "ctrl+c" {
			return tea.Quit
		}
	case sealingPage:
		m.show(leavePage{back: reviewPage{}})
	case choosePage, wordPage, reviewPage, codePage, auditPage, testedPage, failedPage:
		m.show(leavePage{back: p})
	default:
		return tea.Quit
	}
	return nil
}
