package desk

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"valurna/ballot/meeting"
	"valurna/ballot/view"
	"valurna/tui/part"
	"valurna/tui/style"
	"valurna/tui/words"
)

// itemPage is one item: what is moved and asked on it, how it was decided, its papers, and
// what may be done about it.
type itemPage struct {
	item int
	list part.List
}

func (p *itemPage) steps(m *Model) []view.Step {
	return slices.DeleteFunc(slices.Clone(m.view.Steps), func(s view.Step) bool { return s.Item != p.item })
}

func (p *itemPage) rows(m *Model) []part.Row {
	var out []part.Row
	for _, s := range p.steps(m) {
		out = append(out, part.Row{Key: key(s), Text: told(m.view, m.words, s).Name})
	}
	return out
}

func (p *itemPage) draw(m *Model, width int) sheet {
	v, w := m.view, m.words
	var s sheet
	it, ok := itemOf(v, p.item)
	if !ok {
		s.say(w.Agenda.Empty, width)
		return s
	}
	s.heading(m, fmt.Sprintf("%d. %s", it.Item, it.Title), width)
	line := itemLine(it, w)
	if it.Ballots {
		line += " · " + w.Agenda.Secret
	}
	s.say(line, width)
	if slices.Contains(v.Me.Jav, it.Item) {
		s.lines = append(s.lines, style.Each(style.Hang("! ", words.Fill(w.Standing.Jav, "item", it.Item), width), m.style.Warn)...)
	}
	s.lines = append(s.lines, decisionLines(m, it, width)...)
	if v.Floor.Item == it.Item {
		s.lines = append(s.lines, floorDetails(m, width)...)
	}
	if len(it.Candidates) > 0 && it.Stage != meeting.Decided && v.Floor.Item != it.Item {
		s.heading(m, w.Item.Candidates, width)
		if it.Places > 0 {
			s.say(words.Fill(w.Item.Places, "n", it.Places), width)
		}
		for _, name := range it.Candidates {
			s.lines = append(s.lines, style.Hang("  - ", name, width)...)
		}
	}
	for _, b := range v.Ballots {
		if b.Item == it.Item && !b.Trial {
			s.heading(m, w.Item.Ballot+" "+b.Ballot, width)
			s.lines = append(s.lines, ballotLines(m, b, width)...)
		}
	}
	papers := slices.DeleteFunc(slices.Clone(v.Papers), func(pp view.Paper) bool { return pp.Item != it.Item })
	if len(papers) > 0 {
		s.heading(m, w.Papers.Title, width)
		for _, pp := range papers {
			s.say(paperLine(pp, w), width)
		}
	}
	rows := p.rows(m)
	if len(rows) > 0 {
		s.heading(m, w.Now.Steps, width)
		m.drawGroups(&s, &p.list, rows, width, func(part.Row) string { return "" }, p.do)
		s.hints = []style.Hint{{Key: "↑↓", Does: w.Keys.Move}, {Key: "Enter", Does: w.Keys.Do}}
	}
	s.hints = append(s.hints, style.Hint{Key: "Esc", Does: w.Keys.Back})
	return s
}

func (p *itemPage) do(m *Model) tea.Cmd {
	at := p.list.At(p.rows(m))
	for _, s := range p.steps(m) {
		if key(s) == at {
			return m.take(s)
		}
	}
	return nil
}

func (p *itemPage) press(m *Model, k tea.KeyPressMsg) (bool, tea.Cmd) {
	rows := p.rows(m)
	if len(rows) == 0 {
		return false, nil
	}
	if keys.Do.in(k) {
		return true, p.do(m)
	}
	if !keys.Up.in(k) && !keys.Down.in(k) {
		return false, nil
	}
	_, moved := p.list.Press(rows, strings.ToLower(k.String()), k.Text)
	m.follow = m.follow || moved
	return true, nil
}

// decisionLines say how an item was decided, and who dissents.
func decisionLines(m *Model, it view.Item, width int) []string {
	w := m.words
	var s sheet
	switch {
	case it.Decision != "":
		s.say(words.Fill(w.Item.Decision, "text", it.Decision), width)
	case len(it.Elected) > 0:
		s.say(words.Fill(w.Item.Elected, "names", strings.Join(it.Elected, ", ")), width)
	}
	if len(it.Dissents) > 0 {
		var names []string
		for _, p := range it.Dissents {
			names = append(names, nameOf(m.view, w, p))
		}
		s.say(words.Fill(w.Item.Dissents, "names", strings.Join(names, ", ")), width)
	}
	return s.lines
}

// floorLines are the item that is handled now, in few lines: what it is, what is put.
func floorLines(m *Model, width int) []string {
	v, w := m.view, m.words
	it, ok := itemOf(v, v.Floor.Item)
	if !ok {
		return nil
	}
	var s sheet
	s.say(fmt.Sprintf("%d. %s · %s", it.Item, it.Title, w.OfStage(v.Floor.Stage)), width)
	if f := v.Speakers.Floor; f != nil {
		s.say(words.Fill(w.Speakers.Has, "who", speakerName(v, w, *f)), width)
	}
	s.lines = append(s.lines, floorDetails(m, width)...)
	return s.lines
}

// floorDetails are the motions, the question that is put, and an open vote.
func floorDetails(m *Model, width int) []string {
	v, w := m.view, m.words
	var s sheet
	if it, _ := itemOf(v, v.Floor.Item); len(it.Candidates) > 0 {
		s.say(w.Item.Candidates+": "+strings.Join(it.Candidates, ", "), width)
	}
	for _, mo := range v.Floor.Motions {
		if mo.Kind == meeting.KindCandidate {
			continue // stand among the candidates
		}
		line := motionText(v, w, mo.Motion) + " (" + nameOf(v, w, mo.Person)
		if mo.Fate != "" {
			line += ", " + w.OfFate(mo.Fate)
		}
		s.lines = append(s.lines, style.Hang("  ", line+")", width)...)
	}
	if order := v.Floor.Order; len(order) > 0 {
		var texts []string
		for _, n := range order {
			texts = append(texts, motionText(v, w, n))
		}
		s.say(words.Fill(w.Item.Put, "order", strings.Join(texts, "; ")), width)
	}
	switch {
	case v.Floor.Perceived != 0:
		s.say(words.Fill(w.Item.Perceived, "motion", motionText(v, w, v.Floor.Perceived)), width)
	case len(v.Floor.Elected) > 0:
		s.say(words.Fill(w.Item.PerceivedElected, "names", strings.Join(v.Floor.Elected, ", ")), width)
	}
	if v.Floor.Asked {
		s.say(w.Item.VoteAsked, width)
	}
	vote := voteLines(m, width)
	if len(vote) > 0 && len(s.lines) > 0 {
		s.lines = append(s.lines, "")
	}
	return append(s.lines, vote...)
}

// voteLines are an open vote: what yes and no mean, whose turn it is, and what has been
// voted so far, by name.
func voteLines(m *Model, width int) []string {
	v, w := m.view, m.words
	vote := v.Floor.Vote
	if vote == nil {
		return nil
	}
	var s sheet
	s.heading(m, words.Fill(w.Item.Vote, "kind", w.OfVote(vote.Kind)), width)
	s.lines = append(s.lines, style.Hang("  "+w.OfChoice(meeting.Yes)+": ", sideText(v, w, vote.Yes), width)...)
	s.lines = append(s.lines, style.Hang("  "+w.OfChoice(meeting.No)+": ", sideText(v, w, vote.No), width)...)
	count := map[string]int{}
	var votes []string
	for _, c := range vote.Votes {
		count[c.Choice]++
		votes = append(votes, fmt.Sprintf("%d %s", c.Seat, w.OfChoice(c.Choice)))
	}
	s.say(fmt.Sprintf("%s %d · %s %d · %s %d", w.OfChoice(meeting.Yes), count[meeting.Yes], w.OfChoice(meeting.No), count[meeting.No],
		w.OfChoice(meeting.Abstain), count[meeting.Abstain]), width)
	if vote.Turn != 0 {
		s.say(words.Fill(w.Item.Turn, "who", seatName(v, w, vote.Turn)), width)
	} else {
		s.say(w.Item.AllVoted, width)
	}
	if len(votes) > 0 {
		s.say(words.Fill(w.Item.SoFar, "votes", strings.Join(votes, ", ")), width)
	}
	return s.lines
}

// seatName names a seat, and who sits on it where this desk may know.
func seatName(v view.Desk, w *words.Words, seat int) string {
	name := words.Fill(w.Person.Seat, "seat", seat)
	for _, s := range v.Seats {
		if s.Seat == seat && s.Name != "" {
			return name + ", " + s.Name
		}
	}
	return name
}
