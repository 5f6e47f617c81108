package desk

import (
	"valurna/ballot/view"
	"valurna/tui/words"
)

// Brief is what the line mode begins with, what matters now: the meeting, who looks,
// what is asked, the way to the booth, and the votes under way or else the last.
func Brief(v view.Desk, w *words.Words) string {
	p := &printer{}
	p.head(v, w)
	p.booth(v, w)
	if len(v.Booth.Commands) > 0 {
		p.line("%s", w.Plain.BoothWay)
	}
	p.floor(v, w)
	p.heading(w.Ballot.Title)
	some := false
	for _, b := range v.Ballots {
		if running(b) {
			p.ballot(v, b, w)
			some = true
		}
	}
	if b, ok := newest(v); ok && !some {
		p.ballot(v, b, w)
	} else if !ok {
		p.line("%s", w.Ballot.Empty)
	}
	return p.b.String()
}

// Told gives a step's label and what it will do, in a view.
func Told(v view.Desk, w *words.Words, s view.Step) words.Told { return told(v, w, s) }

// About is the ballot that a step closes, draws lots for or certifies, as text: its numbers or
// its result. It is "" for other steps.
func About(v view.Desk, w *words.Words, s view.Step) string {
	b, ok := find(v, s.Ballot)
	if !ok || s.ID != view.StepBallotClose && s.ID != view.StepBallotLot && s.ID != view.StepBallotCertify {
		return ""
	}
	p := &printer{}
	p.ballot(v, b, w)
	return p.b.String()
}
