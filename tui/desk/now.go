package desk

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"valurna/ballot/view"
	"valurna/tui/part"
	"valurna/tui/style"
	"valurna/tui/words"
)

// nowPage is the first page: what is asked of me now, what leads on from here, the way to
// the booth, and what is handled.
type nowPage struct {
	at string // the row under the cursor, so that it stays on it
}

func key(s view.Step) string { return strings.Join(s.Args, " ") }

// moreRow is the row that leads to everything else one may do.
const moreRow = "+"

// fewRows is how many steps a member sees on this page besides what is asked for.
const fewRows = 5

// foremost are the steps of this page: those that lead on, and for who does not preside
// what members do most, the floor and motions.
func foremost(v view.Desk) []view.Step {
	out := slices.DeleteFunc(slices.Clone(v.Steps), func(s view.Step) bool { return !s.Lead })
	if v.Me.Chair() {
		return out
	}
	for _, subject := range []string{"speak", "motion", "vote"} {
		for _, s := range v.Steps {
			if !s.Lead && words.SubjectOf(s) == subject && len(out) < fewRows {
				out = append(out, s)
			}
		}
	}
	return out
}

func (p *nowPage) rows(m *Model) []part.Row {
	var out []part.Row
	for _, s := range foremost(m.view) {
		out = append(out, part.Row{Key: key(s), Text: told(m.view, m.words, s).Name})
	}
	if others := len(m.view.Steps) - len(out); others > 0 {
		out = append(out, part.Row{Key: moreRow, Text: words.Fill(m.words.Now.More, "n", others)})
	}
	return out
}

// cursor finds the row again in a view that may have changed. If it is gone, the cursor is
// on the first, unless that takes something away: then it is on none, -1, and Enter alone
// asks for nothing.
func (p *nowPage) cursor(m *Model, rows []part.Row) int {
	at := slices.IndexFunc(rows, func(r part.Row) bool { return r.Key == p.at })
	if all := foremost(m.view); at < 0 && len(rows) > 0 && (len(all) == 0 || !takes(all[0])) {
		return 0
	}
	return at
}

// takes says whether a step ends what people are in the middle of, or is a vote: of the
// choices none is the cursor's before it is one's own (D03).
func takes(s view.Step) bool {
	return s.ID == "vote-yes" || s.ID == view.StepBallotClose || s.ID == view.StepMeetingClose || s.ID == view.StepCheckOut
}

func (p *nowPage) draw(m *Model, width int) sheet {
	v, w := m.view, m.words
	var s sheet
	s.heading(m, w.Now.Asked, width)
	if urnAway(v) {
		s.lines = append(s.lines, style.Each(style.Wrap(w.Now.UrnAway, width), m.style.Bad)...)
	}
	s.say(Asked(v, w), width)
	for _, line := range standing(v, w) {
		s.say(line, width)
	}
	if b, ok := newest(v); ok && b.Phase == view.PhaseWindow {
		s.say(ownLine(v, b, w), width)
	}
	for _, b := range v.Ballots {
		if running(b) && b.Counts != nil && b.Result == nil {
			s.say(countsLine(*b.Counts, w), width)
		}
	}
	if len(v.Booth.Commands) > 0 {
		s.copied = true
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
	if rows := p.rows(m); len(rows) > 0 {
		s.heading(m, w.Now.Steps, width)
		p.steps(m, &s, rows, width)
		hints := []style.Hint{{Key: "↑↓", Does: w.Keys.Move}}
		if p.cursor(m, rows) >= 0 {
			hints = append(hints, style.Hint{Key: "Enter", Does: w.Keys.Do})
		}
		s.hints = append(hints, s.hints...)
	}
	if OnLine(v) {
		s.hints = append(s.hints, style.Hint{Key: "F9", Does: w.Keys.Lost}, style.Hint{Key: "F10", Does: w.Keys.Overheard})
	}
	if floor := floorLines(m, width); len(floor) > 0 {
		s.heading(m, w.Item.Now, width)
		s.lines = append(s.lines, floor...)
	}
	p.open(m, &s, width)
	return s
}

func (p *nowPage) steps(m *Model, s *sheet, rows []part.Row, width int) {
	at := p.cursor(m, rows)
	for i, r := range rows {
		point, focus := "  ", len(s.lines)
		if i == at {
			point = "> "
		}
		lines := style.Hang(point, r.Text, width)
		for j, line := range lines {
			s.tap(focus+j, func(m *Model) tea.Cmd {
				if i == at {
					return p.do(m, r.Key)
				}
				p.at = r.Key
				return nil
			})
			if i == at {
				line = m.style.Mark(style.Pad(line, width))
			}
			s.lines = append(s.lines, line)
		}
		if i == at {
			s.focus, s.focusEnd = focus, len(s.lines)
		}
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
	if m.view.Floor.Item == 0 {
		s.heading(m, w.Now.Open, width)
		s.say(w.Now.NothingOpen, width)
	}
}

func (p *nowPage) press(m *Model, k tea.KeyPressMsg) (bool, tea.Cmd) {
	rows := p.rows(m)
	at := p.cursor(m, rows)
	switch {
	case len(rows) > 0 && (keys.Up.in(k) || keys.Down.in(k)):
		by := 1
		if keys.Up.in(k) {
			by = -1
		}
		p.at, m.follow = rows[max(0, min(at+by, len(rows)-1))].Key, true
	case at >= 0 && keys.Do.in(k):
		return true, p.do(m, rows[at].Key)
	case keys.Copy.in(k) && len(m.view.Booth.Commands) > 0:
		m.notice = m.words.Now.Copied
		return true, tea.SetClipboard(style.Clean(strings.Join(m.view.Booth.Commands, " && ")))
	default:
		return false, nil
	}
	return true, nil
}

func (p *nowPage) do(m *Model, row string) tea.Cmd {
	if row == moreRow {
		m.cover(&actsPage{})
		return nil
	}
	for _, s := range m.view.Steps {
		if key(s) == row {
			return m.take(s)
		}
	}
	return nil
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

// OnLine says whether the panic keys are for this person.
func OnLine(v view.Desk) bool {
	return slices.ContainsFunc(v.Steps, func(s view.Step) bool { return s.ID == StepOverheard })
}

// standing is what sets this person apart at the moment, a sentence each: disqualified,
// a substitute and which, from elsewhere and how far.
func standing(v view.Desk, w *words.Words) []string {
	var out []string
	if v.Me.Person == 0 || v.State == "closed" {
		return nil
	}
	if item := v.Floor.Item; item != 0 && slices.Contains(v.Me.Jav, item) {
		out = append(out, words.Fill(w.Standing.Jav, "item", item))
	}
	if f := v.Speakers.Floor; f != nil && f.Person == v.Me.Person {
		out = append(out, w.Standing.Floor)
	}
	if n := slices.IndexFunc(v.Speakers.Waiting, func(s view.Speaker) bool { return s.Person == v.Me.Person }); n >= 0 {
		out = append(out, words.Fill(w.Standing.Queue, "n", n))
	}
	if v.Me.Substitute {
		before := 0
		for _, s := range v.Substitutes {
			if s.Person == v.Me.Person {
				break
			}
			if s.Here {
				before++
			}
		}
		switch {
		case v.Me.Present:
			out = append(out, words.Fill(w.Standing.Serving, "seat", v.Me.Seat))
		case v.Me.Standby && before == 0:
			out = append(out, w.Standing.Next)
		case v.Me.Standby:
			out = append(out, words.Fill(w.Standing.Waiting, "n", before))
		default:
			out = append(out, w.Standing.Substitute)
		}
	}
	for _, r := range v.Remote {
		if r.Person != v.Me.Person || r.State == view.RemoteInRoom {
			continue
		}
		line := words.Fill(w.Standing.Remote, "state", w.OfRemote(r.State))
		if r.Lost != "" {
			line += " " + words.Fill(w.Standing.Lost, "cause", w.OfLost(r.Lost))
		}
		out = append(out, line)
	}
	return out
}
