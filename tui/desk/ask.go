package desk

import (
	"slices"

	"valurna/ballot/view"
	"valurna/tui/words"
)

// Asked is the one sentence that says what is asked of this person now.
func Asked(v view.Desk, w *words.Words) string {
	a := w.Ask
	has := func(ids ...string) bool {
		return slices.ContainsFunc(v.Steps, func(s view.Step) bool { return slices.Contains(ids, s.ID) })
	}
	about := func(sentence string, b view.Ballot) string { return words.Fill(sentence, "title", b.Title) }
	last, any := newest(v)
	// Amid the work of others the chair waits, though another item could open.
	leads := !(any && working(last)) && (has(view.StepMeetingOpen, view.StepBallotOpen, view.StepBallotClose, view.StepBallotLot, view.StepBallotCertify) ||
		has(view.StepMeetingClose) && !(any && running(last))) // nobody is led to close amid a vote
	switch booth, open := find(v, v.Booth.Ballot); {
	case v.Me.Person == 0:
		return a.Observer
	case v.State == "closed":
		return a.Ended
	case v.Interrupted != nil:
		return w.OfInterruption(v.Interrupted)
	case v.Floor.Vote != nil && v.Floor.Vote.Turn != 0 && v.Floor.Vote.Turn == v.Me.Seat && v.Me.Present:
		return a.Called
	case ownCode(v) != "":
		return words.Fill(a.SayCode, "code", ownCode(v))
	case open && booth.Trial && has(view.StepVote):
		return about(w.Join.Asks, booth)
	case open && booth.Trial && booth.Phase == view.PhaseOpen && booth.Own == view.OwnNone:
		return a.Trial
	case !v.Me.Present && has(view.StepCheckInRoom, view.StepCheckInRemote):
		return a.CheckIn
	case open && has(view.StepVote):
		return about(w.Join.Asks, booth)
	case open && booth.Own == view.OwnIn && !(v.Me.Chair() && leads):
		return about(w.Join.In, booth)
	case open && booth.Own == view.OwnCasting:
		return w.Join.OwnCasting
	case open && booth.Phase == view.PhaseOpen && booth.Own == view.OwnNone && v.Me.Chair():
		return about(a.ChairVote, booth)
	case open && booth.Phase == view.PhaseOpen && booth.Own == view.OwnNone:
		return about(a.Vote, booth)
	case v.Booth.Ballot == "" && has(view.StepBallotChoose):
		return a.Choose
	case any && last.Phase == view.PhaseClosing && last.TokenOut:
		return about(a.ClosingOut, last)
	case any && last.Phase == view.PhaseClosing && last.Eligible:
		return about(a.Closing, last)
	case leads && v.Me.Chair():
		return a.Chair
	case leads || !v.Me.Chair() && has(view.StepTrialOpen):
		return a.TrialLead
	case !v.Me.Present:
		return a.WaitRoll
	case v.State == "called" || v.State == "rollcall":
		return a.WaitOpen
	case !any:
		return a.Nothing
	}
	switch last.Phase {
	case view.PhaseOpen, view.PhaseClosing:
		if !last.Eligible {
			return about(a.NotEligible, last)
		}
	case view.PhasePreparing:
		return about(a.Preparing, last)
	case view.PhaseWindow:
		if last.Collected != nil {
			return about(a.Window, last)
		}
		return about(a.Working, last)
	case view.PhaseCounting, view.PhaseDecrypting:
		return about(a.Working, last)
	case view.PhaseCounted:
		return about(a.Counted, last)
	}
	return a.Nothing
}

// ownCode is what the person says aloud to be let in from elsewhere; "" where nothing is
// to be said.
func ownCode(v view.Desk) string {
	for _, r := range v.Remote {
		if r.Person == v.Me.Person && (r.State == view.RemoteGranted || r.State == view.RemoteIdentified) {
			return r.Code
		}
	}
	return ""
}

// newest is the ballot that matters now: the last one under way, else the last that
// was no trial.
func newest(v view.Desk) (view.Ballot, bool) {
	if len(v.Ballots) == 0 {
		return view.Ballot{}, false
	}
	for _, b := range slices.Backward(v.Ballots) {
		if running(b) {
			return b, true
		}
	}
	for _, b := range slices.Backward(v.Ballots) {
		if !b.Trial {
			return b, true
		}
	}
	return view.Ballot{}, false
}

func find(v view.Desk, id string) (view.Ballot, bool) {
	for _, b := range v.Ballots {
		if b.Ballot == id && id != "" {
			return b, true
		}
	}
	return view.Ballot{}, false
}

// running says whether a ballot is still on its way to a certified result.
func running(b view.Ballot) bool {
	return b.Phase != view.PhaseCertified && b.Phase != view.PhaseVoid
}

// working says whether urn, trustees or booths are at work and people wait.
func working(b view.Ballot) bool {
	return b.Phase == view.PhaseCounting || b.Phase == view.PhaseWindow || b.Phase == view.PhaseDecrypting
}

// titleOf is what a step is about: its ballot's title, else its item's.
func titleOf(v view.Desk, s view.Step) string {
	if b, ok := find(v, s.Ballot); ok {
		return b.Title
	}
	for _, it := range v.Agenda {
		if it.Item == s.Item && s.Item != 0 {
			return it.Title
		}
	}
	return s.Ballot
}

// told gives a step's label and what it will do, filled in.
func told(v view.Desk, w *words.Words, s view.Step) words.Told {
	t := w.OfStep(s)
	if b, ok := find(v, s.Ballot); ok && b.Trial && s.ID == view.StepBallotCertify {
		t = w.Steps.TrialCertify
	}
	fill := func(text string) string {
		return words.Fill(text, "title", titleOf(v, s), "present", present(v), "seats", len(v.Seats))
	}
	return words.Told{Name: fill(t.Name), Says: fill(t.Says)}
}

func present(v view.Desk) int {
	n := 0
	for _, s := range v.Seats {
		if s.Present {
			n++
		}
	}
	return n
}
