package desk

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"valurna/ballot/view"
	"valurna/tui/part"
	"valurna/tui/style"
	"valurna/tui/words"
)

// papersPage lists what was handed out; Enter reads one in the terminal.
type papersPage struct{ list part.List }

func paperRows(m *Model) []part.Row {
	var out []part.Row
	for _, p := range m.view.Papers {
		out = append(out, part.Row{Key: strconv.Itoa(p.Paper), Text: paperLine(p, m.words)})
	}
	return out
}

// paperLine is one paper: number, item, title, whether I have it, how many have.
func paperLine(p view.Paper, w *words.Words) string {
	line := strconv.Itoa(p.Paper) + "  " + p.Title
	if p.Item != 0 {
		line += " · " + words.Fill(w.Papers.Item, "item", p.Item)
	}
	line += " · " + words.Fill(w.Papers.Receipts, "n", p.Got, "all", p.Due)
	if p.Mine {
		line += " · " + w.Papers.Mine
	}
	return line
}

func (p *papersPage) draw(m *Model, width int) sheet {
	w := m.words
	var s sheet
	s.heading(m, w.Papers.Title, width)
	rows := paperRows(m)
	if len(rows) == 0 {
		s.say(w.Papers.None, width)
	}
	m.drawGroups(&s, &p.list, rows, width, func(part.Row) string { return "" }, p.open)
	if keepsRecord(m.view) {
		s.heading(m, w.Papers.Hand, width)
		s.copied = true
		s.say("ssh "+w.Papers.Host+" paper put "+w.Papers.HandArgs, width)
	}
	if len(rows) > 0 {
		s.hints = listHints(m, &p.list, style.Hint{Key: "Enter", Does: w.Keys.Open})
	}
	s.alone = p.list.Typing
	return s
}

func (p *papersPage) open(m *Model) tea.Cmd {
	if n, err := strconv.Atoi(p.list.At(paperRows(m))); err == nil {
		m.cover(&readerPage{paper: n})
	}
	return nil
}

func (p *papersPage) press(m *Model, k tea.KeyPressMsg) (bool, tea.Cmd) {
	if keys.Do.in(k) && !p.list.Typing {
		return true, p.open(m)
	}
	taken, moved := p.list.Press(paperRows(m), strings.ToLower(k.String()), k.Text)
	m.follow = m.follow || moved
	return taken, nil
}

// readerPage shows one paper as text, with its hash; K acknowledges that one has it.
type readerPage struct{ paper int }

func (p *readerPage) needs() []need { return []need{{needPaper, p.paper}} }

func (p *readerPage) draw(m *Model, width int) sheet {
	w := m.words
	var s sheet
	for _, of := range m.view.Papers {
		if of.Paper != p.paper {
			continue
		}
		s.heading(m, of.Title, width)
		s.say(paperLine(of, w), width)
		s.say("SHA-256 "+of.Hash, width)
		if keepsRecord(m.view) && len(of.Missing) > 0 {
			var names []string
			for _, person := range of.Missing[:min(len(of.Missing), mostNames)] {
				names = append(names, nameOf(m.view, w, person))
			}
			s.say(words.Fill(w.Papers.Missing, "n", len(of.Missing), "names", strings.Join(names, ", ")), width)
		}
		if !of.Mine && p.receipt(m) != nil {
			s.hints = append(s.hints, style.Hint{Key: "k", Does: w.Keys.Receipt})
		}
	}
	s.lines = append(s.lines, "")
	text, err := m.extra.paper(p.paper)
	switch {
	case err != nil:
		s.lines = append(s.lines, style.Each(style.Wrap(words.Fill(w.Extra.Failed, "error", explained(err, w)), width), m.style.Bad)...)
	case text == nil:
		s.say(w.Frame.Loading, width)
	case !text.Readable:
		s.say(words.Fill(w.Papers.Unreadable, "n", p.paper), width)
	default:
		for line := range strings.SplitSeq(text.Text, "\n") {
			s.lines = append(s.lines, style.Wrap(line, width)...)
		}
	}
	s.hints = append(s.hints, style.Hint{Key: "PgDn", Does: w.Keys.Further}, style.Hint{Key: "Esc", Does: w.Keys.Back})
	s.copied = true
	return s
}

// mostNames is how many names are listed.
const mostNames = 12

// receipt is the step by which one says to have this paper; nil if there is none.
func (p *readerPage) receipt(m *Model) *view.Step {
	for _, s := range m.view.Steps {
		if s.ID != "paper-got" {
			continue
		}
		for _, c := range s.Fields[0].Choices {
			if c == strconv.Itoa(p.paper) {
				return &s
			}
		}
	}
	return nil
}

func (p *readerPage) press(m *Model, k tea.KeyPressMsg) (bool, tea.Cmd) {
	if step := p.receipt(m); step != nil && strings.EqualFold(k.String(), "k") {
		return true, m.run(true, "", "paper", "got", strconv.Itoa(p.paper))
	}
	return false, nil
}

// keepsRecord says whether this person keeps the record.
func keepsRecord(v view.Desk) bool {
	for _, o := range v.Me.Offices {
		if o == "secretary" {
			return true
		}
	}
	return false
}
