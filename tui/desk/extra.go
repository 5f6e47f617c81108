package desk

import (
	"maps"

	tea "charm.land/bubbletea/v2"

	rec "valurna/ballot/record"
	"valurna/ballot/view"
	"valurna/tui/words"
)

// What is too much for every desk's view is asked for by the page that shows it, while it
// is shown: the record, the guarantees, the journal, a paper's text. A backend need not
// have them; the page says so then.

// need is one such thing; of papers, which.
type need struct {
	what needID
	n    int
}

type needID int

const (
	needRecord needID = iota
	needGate
	needJournal
	needPaper
	needLink
)

// Backends that have them.
type (
	// Recorder gives the record of the meeting so far.
	Recorder interface {
		Record() (*rec.Record, error)
	}
	// Gatekeeper gives the panel of the guarantees.
	Gatekeeper interface{ Gate() (view.Gate, error) }
	// Journalist gives entries of the journal, and how far witnesses have cosigned it.
	Journalist interface {
		Entries(from int64, most int) ([]view.Entry, error)
		Witnessed() view.Witnessed
	}
	// Linker tells of one's own connection.
	Linker interface{ Link() (view.Link, error) }
	// Library gives the text of a paper.
	Library interface {
		Paper(n int) (view.PaperText, error)
	}
)

// extra is what has been fetched, and how fresh it is.
type extra struct {
	state map[need]fetched
}

type fetched struct {
	value   any
	err     error
	fresh   bool
	loading bool
	again   bool // something changed while it was on its way
}

// extraMsg is the answer to a need.
type extraMsg struct {
	need  need
	value any
	err   error
}

// journalTail is what the journal's page shows.
type journalTail struct {
	entries   []view.Entry
	witnessed view.Witnessed
}

// mostEntries is how many of the newest entries the page shows.
const mostEntries = 200

// errAbsent says that this program cannot show something.
var errAbsent = &view.Problem{Code: "not-here", Text: "This program does not show that.", Next: "Ask for it by command."}

// old marks everything as possibly changed. A paper never changes.
func (e *extra) old() {
	next := make(map[need]fetched, len(e.state))
	for n, f := range e.state {
		f.fresh = f.fresh && n.what == needPaper
		f.again = f.loading
		next[n] = f
	}
	e.state = next
}

// need fetches what the pages in sight show and is not fresh, each thing once at a time.
func (m *Model) need() tea.Cmd {
	if !m.loaded {
		return nil
	}
	var wanted []need
	for _, p := range []page{m.front(), m.side()} {
		if n, ok := p.(interface{ needs() []need }); ok {
			wanted = append(wanted, n.needs()...)
		}
	}
	var cmds []tea.Cmd
	for _, n := range wanted {
		f := m.extra.state[n]
		if f.fresh || f.loading {
			continue
		}
		f.loading = true
		m.extra.set(n, f)
		cmds = append(cmds, m.fetch(n))
	}
	return tea.Batch(cmds...)
}

// side is the page that is drawn beside; nil where there is none.
func (m *Model) side() page {
	if m.mainWidth() == m.width {
		return nil
	}
	return m.pages[besides(m.view)]
}

func (e *extra) set(n need, f fetched) {
	next := maps.Clone(e.state)
	if next == nil {
		next = map[need]fetched{}
	}
	next[n] = f
	e.state = next
}

func (m *Model) fetch(n need) tea.Cmd {
	backend := m.backend
	return func() tea.Msg {
		msg := extraMsg{need: n, err: errAbsent}
		switch n.what {
		case needRecord:
			if b, ok := backend.(Recorder); ok {
				msg.value, msg.err = b.Record()
			}
		case needGate:
			if b, ok := backend.(Gatekeeper); ok {
				msg.value, msg.err = b.Gate()
			}
		case needLink:
			if b, ok := backend.(Linker); ok {
				msg.value, msg.err = b.Link()
			}
		case needPaper:
			if b, ok := backend.(Library); ok {
				msg.value, msg.err = b.Paper(n.n)
			}
		case needJournal:
			if b, ok := backend.(Journalist); ok {
				msg.value, msg.err = newestOf(b)
			}
		}
		return msg
	}
}

func newestOf(b Journalist) (journalTail, error) {
	w := b.Witnessed()
	entries, err := b.Entries(max(0, w.Entries-mostEntries), mostEntries)
	return journalTail{entries, w}, err
}

// got keeps an answer. What came before stays in sight if a later look fails.
func (m *Model) got(msg extraMsg) tea.Cmd {
	f := m.extra.state[msg.need]
	f.loading, f.fresh, f.again, f.err = false, !f.again, false, msg.err
	if msg.err == nil {
		f.value = msg.value
	}
	m.extra.set(msg.need, f)
	return m.need()
}

// paper is a paper's text, nil while it has not come.
func (e *extra) paper(n int) (*view.PaperText, error) {
	f := e.state[need{needPaper, n}]
	if text, ok := f.value.(view.PaperText); ok {
		return &text, nil
	}
	return nil, f.err
}

// explained is an error as people read it.
func explained(err error, w *words.Words) string {
	if p, ok := err.(*view.Problem); ok {
		text, next := w.OfProblem(p)
		return text + " " + next
	}
	return err.Error()
}
