package desk

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"valurna/ballot/view"
	"valurna/tui/style"
	"valurna/tui/words"
)

// ballotsPage shows every vote of the meeting, the newest first, and after them the
// trials.
type ballotsPage struct{}

func (ballotsPage) draw(m *Model, width int) sheet {
	var s sheet
	if len(m.view.Ballots) == 0 {
		s.heading(m, m.words.Ballot.Title, width)
		s.say(m.words.Ballot.Empty, width)
	}
	for _, trial := range []bool{false, true} {
		for _, b := range slices.Backward(m.view.Ballots) {
			if b.Trial != trial {
				continue
			}
			s.heading(m, b.Title, width)
			s.lines = append(s.lines, ballotLines(m, b, width)...)
		}
	}
	return s
}

func (ballotsPage) press(*Model, tea.KeyPressMsg) (bool, tea.Cmd) { return false, nil }

// ballotLines tells how one vote stands: phase, result, what is waited for, time
// left, numbers, my own seat.
func ballotLines(m *Model, b view.Ballot, width int) []string {
	w := m.words
	var s sheet
	told, place := w.OfPhase(b.Phase)
	name := told.Name
	if place > 0 && place < words.LastPhase {
		name += " · " + words.Fill(w.Phase.Step, "n", place, "all", words.LastPhase) + " " + style.Bar(place, words.LastPhase, words.LastPhase)
	}
	if b.Trial {
		s.lines = append(s.lines, style.Each(style.Hang("! ", w.Ballot.Trial, width), m.style.Warn)...)
	}
	s.say(name, width)
	if b.Result != nil {
		s.lines = append(s.lines, resultLines(m, b, width)...)
	}
	if place < words.LastPhase || b.Result == nil {
		s.say(told.Says, width)
	}
	if running(b) && b.Result == nil && len(b.Contest.Options) > 0 {
		s.say(contestLine(b, w), width)
		if line := orderLine(b, w); line != "" {
			s.say(line, width)
		}
	}
	if b.Deadline != 0 && (b.Phase == view.PhaseClosing || b.Phase == view.PhaseWindow) {
		s.say(m.deadline(b), width)
	}
	s.lines = append(s.lines, workLines(m, b, width)...)
	if line := lotWaits(b, w); line != "" {
		s.say(line, width)
	}
	if b.Reason != "" {
		s.say(words.Fill(w.Ballot.Reason, "reason", b.Reason), width)
	}
	if b.Trouble != "" {
		s.say(words.Fill(w.Ballot.Trouble, "trouble", b.Trouble), width)
	}
	if b.Counts != nil {
		s.lines = append(s.lines, countLines(m, *b.Counts, width)...)
	}
	if hides(b) {
		s.lines = append(s.lines, hideLines(m, b.Counts.Cast, b.Counts.Eligible, width)...)
	}
	if mine := ownLine(m.view, b, w); mine != "" {
		s.say(mine, width)
	}
	if text, bad := voteLine(b, w); bad {
		s.lines = append(s.lines, style.Each(style.Hang("! ", text, width), m.style.Bad)...)
	} else if text != "" {
		s.say(text, width)
	}
	return s.lines
}

// contestLine says how many are to be elected.
func contestLine(b view.Ballot, w *words.Words) string {
	if b.Contest.Elect > 1 {
		return words.Fill(w.Ballot.ElectMany, "k", b.Contest.Elect, "n", len(b.Contest.Options))
	}
	return words.Fill(w.Ballot.ElectOne, "n", len(b.Contest.Options))
}

// orderLine says that a lot put the candidates in their order, and who can see that.
func orderLine(b view.Ballot, w *words.Words) string {
	if b.Order == nil {
		return ""
	}
	return words.Fill(w.Ballot.Order, "entry", b.Order.Entry)
}

// lotWaits names the trustees who could still draw a lot that is recorded.
func lotWaits(b view.Ballot, w *words.Words) string {
	if b.Lot == nil || len(b.Lot.Drawn) > 0 || len(b.Lot.Missing) == 0 {
		return ""
	}
	return words.Fill(w.Phase.WaitsFor, "who", trustees(b.Lot.Missing, w))
}

func (m *Model) deadline(b view.Ballot) string {
	left := m.left(b)
	switch {
	case left <= 0:
		return m.words.Phase.Over
	case b.Phase == view.PhaseClosing:
		return words.Fill(m.words.Phase.GraceLeft, "left", m.words.Left(left))
	}
	return words.Fill(m.words.Phase.WindowLeft, "left", m.words.Left(left))
}

// ownLine says whether I am on the roll, and after the close whether a token was
// collected for my seat, so that an unused seat cannot be used unseen.
func ownLine(v view.Desk, b view.Ballot, w *words.Words) string {
	switch {
	case v.Me.Person == 0 || b.Phase == view.PhaseVoid:
		return ""
	case b.Collected != nil && *b.Collected:
		return w.Ballot.Collected + " " + w.Ballot.Wrong
	case b.Collected != nil:
		return w.Ballot.NotCollected + " " + w.Ballot.Wrong
	case (b.Phase == view.PhaseOpen || b.Phase == view.PhaseClosing) && b.Eligible:
		return w.Ballot.YouMay
	case b.Phase == view.PhaseOpen || b.Phase == view.PhaseClosing:
		return w.Ballot.YouMayNot
	}
	return ""
}

// voteLine says how my vote stands by my own booth, which alone knows; bad: it
// must not be overlooked.
func voteLine(b view.Ballot, w *words.Words) (text string, bad bool) {
	switch {
	case b.Included != nil && !*b.Included:
		return w.Join.NotIncluded, true
	case b.Included != nil:
		return w.Join.OwnIn + " " + w.Join.Included, false
	case b.Own == view.OwnIn:
		return w.Join.OwnIn, false
	case b.Own == view.OwnCasting:
		return w.Join.OwnCasting, false
	case b.Own == view.OwnBegun:
		return w.Join.OwnBegun, false
	case b.Own == view.OwnOut:
		return w.Join.OwnOut, true
	}
	return "", false
}

// countLines draws the three numbers; there are no names to draw.
func countLines(m *Model, c view.Counts, width int) []string {
	w := m.words.Ballot
	rows := []struct {
		name string
		n    int
	}{{w.Eligible, c.Eligible}, {w.Tokens, c.Tokens}, {w.Cast, c.Cast}}
	label := 0
	for _, r := range rows {
		label = max(label, style.Width(r.name))
	}
	var lines []string
	for _, r := range rows {
		bar := style.Bar(r.n, c.Eligible, min(30, width-label-10))
		lines = append(lines, fmt.Sprintf("  %s %5d  %s", style.Pad(r.name, label), r.n, bar))
	}
	return append(lines, style.Hang("  ", w.NoNames, width)...)
}

// countsLine is the three numbers in one line.
func countsLine(c view.Counts, w *words.Words) string {
	return fmt.Sprintf("%s %d · %s %d · %s %d", w.Ballot.Eligible, c.Eligible, w.Ballot.Tokens, c.Tokens, w.Ballot.Cast, c.Cast)
}

// resultLines draws the options in the order of the ballot paper, each with a bar
// as long as its share of the valid votes.
func resultLines(m *Model, b view.Ballot, width int) []string {
	r := b.Result
	wide := width >= 60
	label := 0
	for _, o := range r.Options {
		label = min(max(label, style.Width(o.Name)), width/3)
	}
	var lines []string
	for _, o := range r.Options {
		mark := electedMark(b, o.Name, m.words)
		if mark != "" {
			mark = "  " + mark
		}
		if wide {
			bar := style.Bar(o.Votes, r.Valid, width-label-markWidth(b, m.words)-14)
			line := fmt.Sprintf("  %s %s %5d", style.Pad(o.Name, label), bar, o.Votes)
			lines = append(lines, line+good(m, mark))
			continue
		}
		lines = append(lines, "  "+style.Fit(o.Name, width-2-style.Width(mark))+good(m, mark),
			fmt.Sprintf("  %s %5d", style.Bar(o.Votes, r.Valid, width-10), o.Votes))
	}
	lines = append(lines, style.Hang("  ", sums(b, m.words), width)...)
	for _, note := range notes(b, m.words) {
		lines = append(lines, style.Hang("  ", note, width)...)
	}
	return lines
}

// electedMark says how somebody is elected: by votes or by lot; "" if not. A trial
// elects nobody.
func electedMark(b view.Ballot, name string, w *words.Words) string {
	switch {
	case b.Trial:
		return ""
	case slices.Contains(b.Result.Elected, name):
		return w.Ballot.Elected
	case b.Lot != nil && slices.Contains(b.Lot.Drawn, name):
		return w.Ballot.ElectedByLot
	}
	return ""
}

// markWidth is the place that the marks of a result take.
func markWidth(b view.Ballot, w *words.Words) int {
	if b.Lot != nil {
		return max(style.Width(w.Ballot.Elected), style.Width(w.Ballot.ElectedByLot))
	}
	return style.Width(w.Ballot.Elected)
}

// tieNotes says how a tie stands: the lot decides it where people are elected
// (KL 5:56), which a drawn order shows; elsewhere it is voted on again.
func tieNotes(b view.Ballot, names string, w *words.Words) []string {
	switch {
	case b.Order == nil:
		return []string{words.Fill(w.Ballot.TieAgain, "names", names)}
	case b.Lot == nil:
		return []string{words.Fill(w.Ballot.Tie, "names", names)}
	case len(b.Lot.Drawn) == 0:
		return []string{words.Fill(w.Ballot.TieDrawing, "names", names)}
	}
	return []string{
		words.Fill(w.Ballot.TieDrawn, "names", names, "drawn", strings.Join(b.Lot.Drawn, ", ")),
		words.Fill(w.Ballot.Replay, "entry", b.Lot.Entry),
	}
}

func sums(b view.Ballot, w *words.Words) string {
	r := b.Result
	return fmt.Sprintf("%s %d · %s %d · %s %d", w.Ballot.Valid, r.Valid, w.Ballot.Invalid, r.Invalid, w.Ballot.Blank, r.Blank)
}

// notes says what a result gives away or leaves open: ties, and votes that are all
// alike and so known.
func notes(b view.Ballot, w *words.Words) []string {
	var notes []string
	if b.Trial {
		return nil // decides nothing
	}
	for _, tie := range b.Result.Ties {
		notes = append(notes, tieNotes(b, strings.Join(tie, ", "), w)...)
	}
	full := 0
	for _, o := range b.Result.Options {
		if b.Result.Valid > 0 && o.Votes == b.Result.Valid {
			full++
		}
	}
	if full > 0 && full == max(1, b.Contest.Elect) {
		notes = append(notes, w.Ballot.Unanimous)
	}
	return notes
}

// good emphasises a mark and not the spaces before it.
func good(m *Model, mark string) string {
	word := strings.TrimLeft(mark, " ")
	if word == "" {
		return mark
	}
	return mark[:len(mark)-len(word)] + m.style.Good(word)
}
