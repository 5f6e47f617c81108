package desk

import (
	"fmt"
	"slices"
	"strings"

	"valurna/ballot/view"
	"valurna/tui/style"
	"valurna/tui/words"
)

// place of a piece of work: done, under way, or still to come.
type place int

const (
	done place = iota
	now
	next
)

// piece is one thing that has to happen between the seal and the result.
type piece struct {
	place place
	text  string
}

// pieces are all of them, in their order; none before the seal and after the result.
func pieces(v view.Desk, b view.Ballot, w *words.Words) []piece {
	k := b.Work
	if k == nil || b.Phase != view.PhaseWindow && b.Phase != view.PhaseDecrypting {
		return nil
	}
	var out []piece
	busy := false // the piece under way has been met
	add := func(over bool, text, by, waits string) {
		switch {
		case over && by != "":
			out = append(out, piece{done, text + ": " + by})
		case over:
			out = append(out, piece{done, text})
		case busy:
			out = append(out, piece{next, text})
		default:
			busy = true
			if waits == "" {
				waits = w.Work.Urn
			}
			out = append(out, piece{now, text + ": " + waits})
		}
	}
	if busy = b.Phase == view.PhaseWindow; busy { // its time is shown beside it
		out = append(out, piece{now, w.Phase.Window.Name})
	} else {
		out = append(out, piece{done, w.Phase.Window.Name})
	}
	waits := ""
	if len(k.Waits) > 0 {
		waits = words.Fill(w.Work.Waits, "who", trustees(k.Waits, w))
	}
	for i := range k.Due {
		text, by := words.Fill(w.Work.Shuffle, "n", i+1, "all", k.Due), ""
		if i < len(k.Shuffled) {
			by = trustees(k.Shuffled[i:i+1], w)
		}
		add(by != "", text, by, waits)
	}
	some := waits
	if missing := k.Threshold - len(k.Shared); missing < len(k.Waits) {
		some = words.Fill(w.Work.WaitsSome, "n", missing, "who", trustees(k.Waits, w))
	}
	if len(k.Shared) >= k.Threshold { // all are there, and the urn sums them
		some = ""
	}
	add(k.Combined, words.Fill(w.Work.Parts, "n", len(k.Shared), "all", k.Threshold), "", some)
	add(k.Combined && len(k.Proved) >= k.Threshold, words.Fill(w.Work.Proof, "n", len(k.Proved), "all", k.Threshold), "", waits)
	add(false, w.Work.Count, "", "")
	return out
}

// trustees names them in one go.
func trustees(names []string, w *words.Words) string {
	var out []string
	for _, name := range names {
		out = append(out, strings.TrimPrefix(name, "trustee/"))
	}
	return w.Phase.Trustee + " " + strings.Join(out, ", ")
}

// troubles names every trustee that was passed over or rejected, with the reason, and
// to who leads those that cannot be done without and are not connected.
func troubles(v view.Desk, b view.Ballot, w *words.Words) []string {
	var out []string
	if b.Work == nil {
		return nil
	}
	for _, t := range b.Work.Rejected {
		out = append(out, words.Fill(w.Work.Rejected, "who", w.OfParty(t.Trustee), "reason", w.OfReason(t.Reason)))
	}
	for _, t := range b.Work.Passed {
		out = append(out, words.Fill(w.Work.Passed, "who", w.OfParty(t.Trustee), "reason", w.OfReason(t.Reason)))
	}
	if len(v.Me.Offices) == 0 {
		return out
	}
	missing := b.Work.Threshold - len(b.Work.Shared)
	for _, name := range away(v, b.Work.Waits) {
		// Of those who could give parts only some are needed.
		if n := len(b.Work.Waits); missing > 0 && n > missing && n-len(away(v, b.Work.Waits)) >= missing {
			break
		}
		out = append(out, words.Fill(w.Work.Ask, "who", w.OfParty(name)))
	}
	return out
}

// away are those of the parties that are not connected.
func away(v view.Desk, names []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		return !slices.ContainsFunc(v.Parties, func(p view.Party) bool { return p.Name == name && !p.Online })
	})
}

// workLines draws the pieces as a list to tick off, and below it what is wrong.
func workLines(m *Model, b view.Ballot, width int) []string {
	var lines []string
	for _, p := range pieces(m.view, b, m.words) {
		sign := map[place]string{done: "X", now: ">", next: " "}[p.place]
		piece := style.Hang("  ["+sign+"] ", p.text, width)
		if p.place == now {
			style.Each(piece, m.style.Strong)
		}
		lines = append(lines, piece...)
	}
	for _, text := range troubles(m.view, b, m.words) {
		lines = append(lines, style.Each(style.Hang("! ", text, width), m.style.Warn)...)
	}
	return lines
}

// work is the same as text.
func (p *printer) work(v view.Desk, b view.Ballot, w *words.Words) {
	for _, piece := range pieces(v, b, w) {
		sign := map[place]string{done: w.Agenda.Done, now: w.Agenda.Now, next: w.Agenda.Waiting}[piece.place]
		p.line("  %s", fmt.Sprintf("%s: %s", sign, piece.text))
	}
	for _, text := range troubles(v, b, w) {
		p.line("  %s", text)
	}
}
