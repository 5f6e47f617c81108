package desk

import (
	"fmt"
	"strings"
	"time"

	"valurna/ballot/view"
	"valurna/tui/style"
	"valurna/tui/words"
)

// Plain is the whole desk as text, for commands, screen readers and terminals that
// cannot draw: no escape sequences, one thought a line, nothing broken by width.
func Plain(v view.Desk, w *words.Words) string {
	p := &printer{}
	p.head(v, w)
	p.booth(v, w)
	p.steps(v, w)

	p.floor(v, w)
	p.interruption(v, w)
	p.remote(v, w)

	p.heading(w.Ballot.Title)
	if len(v.Ballots) == 0 {
		p.line("%s", w.Ballot.Empty)
	}
	for _, trial := range []bool{false, true} {
		for _, b := range v.Ballots {
			if b.Trial == trial {
				p.ballot(v, b, w)
			}
		}
	}

	p.heading(w.Agenda.Title)
	if len(v.Agenda) == 0 {
		p.line("%s", w.Agenda.Empty)
	}
	for _, it := range v.Agenda {
		line := itemLine(it, w)
		if it.Ballots {
			line += " · " + w.Agenda.Secret
		}
		p.line("%d. %s (%s)", it.Item, it.Title, line)
	}

	p.heading(w.Hall.Title)
	p.line("%s", words.Fill(w.Hall.Summary, "present", present(v), "seats", len(v.Seats)))
	for _, s := range v.Seats {
		who := w.OfPlace(s.Present, s.Place)
		if s.Name != "" {
			who = s.Name + ", " + who
		}
		p.line("%s: %s", words.Fill(w.Person.Seat, "seat", s.Seat), who)
	}

	p.heading(w.Checks.Title)
	for _, line := range keyLines(v.Keys, w) {
		p.line("%s: %s", w.Checks.Keys, line)
	}
	for _, party := range v.Parties {
		p.line("%s", partyLine(party, w))
	}
	if v.Me.Fingerprint != "" {
		p.line("%s: %s", w.Checks.YourKey, v.Me.Fingerprint)
	}
	p.heading(w.Trust.Title)
	p.line("%s", v.Words)
	p.line("%s %s", w.Trust.How, w.Trust.Differ)
	return p.b.String()
}

type printer struct{ b strings.Builder }

func (p *printer) line(format string, args ...any) {
	p.b.WriteString(style.Clean(fmt.Sprintf(format, args...)))
	p.b.WriteByte('\n')
}

func (p *printer) heading(text string) {
	p.b.WriteByte('\n')
	p.line("%s:", text)
}

// head says which meeting it is, who looks, and what is asked.
func (p *printer) head(v view.Desk, w *words.Words) {
	p.line("%s · %s", v.Body, v.Meeting)
	if v.Rehearsal {
		p.line("%s. %s", w.Marks.Rehearsal, w.Booth.Rehearsal)
	}
	p.line("%s · %s · %s", v.Date, v.Place, w.OfState(v.State))
	p.line("%s", w.OfPerson(v.Me))

	p.heading(w.Now.Asked)
	if urnAway(v) {
		p.line("%s", w.Now.UrnAway)
	}
	p.line("%s", Asked(v, w))
}

// floor is what is handled now: the speaker, the motions, what is put, an open vote.
func (p *printer) floor(v view.Desk, w *words.Words) {
	m := &Model{view: v, words: w, text: true}
	if lines := floorLines(m, textWidth); len(lines) > 0 {
		p.heading(w.Item.Now)
		p.b.WriteString(plainLines(lines))
	}
	for _, line := range standing(v, w) {
		p.line("%s", line)
	}
}

// interruption lists what the chair can do about one, each with what follows.
func (p *printer) interruption(v view.Desk, w *words.Words) {
	if v.Interrupted == nil || len(v.Interrupted.Choices) == 0 {
		return
	}
	p.heading(w.Now.Steps)
	for _, c := range v.Interrupted.Choices {
		t := w.OfChoices(c)
		p.line("%s. %s", t.Name, t.Says)
		p.line("  %s", words.Fill(w.Confirm.Command, "command", c.Command))
	}
}

// remote lists who takes part from elsewhere, with the words that each is to say.
func (p *printer) remote(v view.Desk, w *words.Words) {
	if len(v.Remote) == 0 {
		return
	}
	p.heading(w.Now.Remote)
	for _, r := range v.Remote {
		line := words.Fill(w.Person.Seat, "seat", r.Seat)
		if r.Name != "" {
			line = r.Name + ", " + line
		}
		line += ": " + w.OfRemote(r.State)
		if r.Lost != "" {
			line += ", " + w.OfLost(r.Lost)
		}
		if r.Code != "" {
			line += " (" + r.Code + ")"
		}
		p.line("%s", line)
	}
}

func (p *printer) booth(v view.Desk, w *words.Words) {
	if len(v.Booth.Commands) == 0 {
		return
	}
	p.heading(w.Now.Way)
	p.line("%s", w.Now.WayHow)
	for _, c := range v.Booth.Commands {
		p.line("%s", c)
	}
	if v.Booth.KeyPrint != "" {
		p.line("%s", w.Now.KeyPrint)
		p.line("%s", v.Booth.KeyPrint)
	}
}

func (p *printer) steps(v view.Desk, w *words.Words) {
	if len(v.Steps) == 0 {
		return
	}
	p.heading(w.Now.Steps)
	for _, s := range v.Steps {
		t := told(v, w, s)
		p.line("%s. %s", t.Name, t.Says)
		p.line("  %s", words.Fill(w.Confirm.Command, "command", key(s)))
	}
}

func (p *printer) ballot(v view.Desk, b view.Ballot, w *words.Words) {
	told, place := w.OfPhase(b.Phase)
	p.line("%s: %s. %s", b.Title, told.Name, told.Says)
	if b.Trial {
		p.line("  %s", w.Ballot.Trial)
	}
	if place > 0 && place < words.LastPhase {
		p.line("  %s", words.Fill(w.Phase.Step, "n", place, "all", words.LastPhase))
	}
	if line := orderLine(b, w); line != "" {
		p.line("  %s", line)
	}
	if line := lotWaits(b, w); line != "" {
		p.line("  %s", line)
	}
	p.work(v, b, w)
	if b.Deadline != 0 {
		p.line("  %s", words.Fill(w.Phase.Until, "time", time.Unix(b.Deadline, 0).Format("15:04:05 -07:00")))
	}
	if b.Reason != "" {
		p.line("  %s", words.Fill(w.Ballot.Reason, "reason", b.Reason))
	}
	if b.Trouble != "" {
		p.line("  %s", words.Fill(w.Ballot.Trouble, "trouble", b.Trouble))
	}
	if c := b.Counts; c != nil {
		p.line("  %s. %s", countsLine(*c, w), w.Ballot.NoNames)
	}
	if mine := ownLine(v, b, w); mine != "" {
		p.line("  %s", mine)
	}
	if text, _ := voteLine(b, w); text != "" {
		p.line("  %s", text)
	}
	if b.Result == nil {
		return
	}
	for _, o := range b.Result.Options {
		mark := electedMark(b, o.Name, w)
		if mark != "" {
			mark = ", " + mark
		}
		p.line("  %s: %d %s%s", o.Name, o.Votes, w.Ballot.Votes, mark)
	}
	p.line("  %s", sums(b, w))
	if b.Trial {
		return
	}
	for _, note := range notes(b, w) {
		p.line("  %s", note)
	}
}
