package desk

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"valurna/ballot/view"
	"valurna/tui/style"
)

// nowPage is the first page: what is asked of me, the way to the booth, what I
// can do, what is open.
type nowPage struct {
	at string // the step under the cursor, as a command, so that it stays on it
}

func key(s view.Step) string { return strings.Join(s.Args, " ") }

// cursor finds the step again in a view that may have changed. If it is gone, the
// cursor is on the first, unless that takes something away: then it is on none, -1,
// and Enter alone asks for nothing.
func (p *nowPage) cursor(v view.Desk) int {
	at := slices.IndexFunc(v.Steps, func(s view.Step) bool { return key(s) == p.at })
	if at < 0 && len(v.Steps) > 0 && !takes(v.Steps[0]) {
		return 0
	}
	return at
}

// takes says whether a step ends what people are in the middle of.
func takes(s view.Step) bool {
	return s.ID == view.StepBallotClose || s.ID == view.StepMeetingClose || s.ID == view.StepCheckOut
}

func (p *nowPage) draw(m *Model, width int) sheet {
	v, w := m.view, m.words
	var s sheet
	s.heading(m, w.Now.Asked, width)
	if urnAway(v) {
		s.lines = append(s.lines, style.Each(style.Wrap(w.Now.UrnAway, width), m.style.Bad)...)
	}
	s.say(Asked(v, w), width)
	if b, ok := newest(v); ok && b.Phase == view.PhaseWindow {
		s.say(ownLine(v, b, w), width)
	}
	for _, b := range v.Ballots {
		if running(b) && b.Counts != nil && b.Result == nil {
			s.say(countsLine(*b.Counts, w), width)
		}
	}
	if len(v.Booth.Commands) > 0 {
		s.heading(m, w.Now.Way, width)
		s.say(w.Now.WayHow, width)
		for _, c := range v.Booth.Commands {
			s.lines = append(s.lines, style.Each(command(c, width), m.style.Strong)...)
		}
		if v.Booth.KeyPrint != "" {
			s.say(w.Now.KeyPrint, width)
			s.lines = append(s.lines, style.Wrap(v.Booth.KeyPrint, width)...)
		}
		s.hints = append(s.hints, style.Hint{Key: "c", Does: w.Keys.Copy})
	}
	if len(v.Steps) > 0 {
		s.heading(m, w.Now.Steps, width)
		p.steps(m, &s, width)
		hints := []style.Hint{{Key: "↑↓", Does: w.Keys.Move}}
		if p.cursor(v) >= 0 {
			hints = append(hints, style.Hint{Key: "Enter", Does: w.Keys.Do})
		}
		s.hints = append(hints, s.hints...)
	}
	p.open(m, &s, width)
	return s
}

func (p *nowPage) steps(m *Model, s *sheet, width int) {
	at := p.cursor(m.view)
	for i, step := range m.view.Steps {
		point := "  "
		if i == at {
			point = "> "
		}
		lines := style.Hang(point, told(m.view, m.words, step).Name, width)
		if i == at {
			s.focus, s.focusEnd = len(s.lines), len(s.lines)+len(lines)
			for j := range lines {
				lines[j] = m.style.Mark(style.Pad(lines[j], width))
			}
		}
		s.lines = append(s.lines, lines...)
	}
}

// open tells of every ballot under way, and else of the latest result.
func (p *nowPage) open(m *Model, s *sheet, width int) {
	w, none := m.words, true
	for _, b := range m.view.Ballots {
		if running(b) {
			s.heading(m, w.Now.Open+": "+b.Title, width)
			s.lines = append(s.lines, ballotLines(m, b, width)...)
			none = false
		}
	}
	if !none {
		return
	}
	if b, ok := newest(m.view); ok {
		s.heading(m, w.Now.Result+": "+b.Title, width)
		s.lines = append(s.lines, ballotLines(m, b, width)...)
		return
	}
	s.heading(m, w.Now.Open, width)
	s.say(w.Now.NothingOpen, width)
}

func (p *nowPage) press(m *Model, k tea.KeyPressMsg) (bool, tea.Cmd) {
	steps, at := m.view.Steps, p.cursor(m.view)
	step := func(by int) {
		m.follow = true
		p.at = key(steps[max(0, min(at+by, len(steps)-1))])
	}
	switch s := strings.ToLower(k.String()); {
	case len(steps) > 0 && s == "up":
		step(-1)
	case len(steps) > 0 && s == "down":
		step(1)
	case at >= 0 && s == "enter" && steps[at].ID == view.StepVote:
		ballot := steps[at].Ballot
		return true, func() tea.Msg { return Vote{ballot} }
	case at >= 0 && s == "enter":
		m.cover(confirmPage{step: steps[at]})
	case s == "c" && len(m.view.Booth.Commands) > 0:
		m.notice = m.words.Now.Copied
		return true, tea.SetClipboard(style.Clean(strings.Join(m.view.Booth.Commands, " && ")))
	default:
		return false, nil
	}
	return true, nil
}

// command lays a shell command out from the first column, broken at spaces with a
// backslash, so that it can be copied from the screen as it stands.
func command(text string, width int) []string {
	lines := style.Wrap(text, width-2)
	for i := range lines[:len(lines)-1] {
		lines[i] += ` \`
	}
	return lines
}

// urnAway says whether people have to know now that the urn does not answer.
func urnAway(v view.Desk) bool {
	open := slices.ContainsFunc(v.Ballots, func(b view.Ballot) bool {
		return b.Phase == view.PhaseOpen || b.Phase == view.PhaseClosing
	})
	return open && slices.ContainsFunc(v.Parties, func(p view.Party) bool { return p.Name == "urn" && !p.Online })
}
