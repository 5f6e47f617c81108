package desk

import (
	"slices"

	"valurna/ballot/meeting"
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
	next, leads := leading(v)
	switch booth, open := find(v, v.Booth.Ballot); {
	case v.Me.Person == 0:
		return a.Observer
	case v.State == "closed":
		return a.Ended
	case v.Interrupted != nil && leads && !v.Me.Chair():
		return w.OfInterruption(v.Interrupted) + " " + words.Fill(a.Do, "step", told(v, w, next).Name)
	case v.Interrupted != nil:
		return w.OfInterruption(v.Interrupted)
	case called(v):
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
	case leads && !ofTrial(v, next):
		return words.Fill(a.Do, "step", told(v, w, next).Name)
	case leads || !v.Me.Chair() && has(view.StepTrialOpen):
		return a.TrialLead
	case !v.Me.Present && !v.Me.Standby && (v.Me.Seat != 0 || v.Me.Substitute):
		return a.WaitRoll
	case v.State == "called" || v.State == "rollcall":
		return a.WaitOpen
	case any && running(last):
		return amidst(last, w)
	}
	if sentence := handling(v, w); sentence != "" {
		return sentence
	}
	if any {
		return amidst(last, w)
	}
	return a.Nothing
}

// called says whether this person's name is called in an open vote.
func called(v view.Desk) bool {
	vote := v.Floor.Vote
	return vote != nil && vote.Turn != 0 && vote.Turn == v.Me.Seat && v.Me.Present
}

// leading is the first step to which this person is led. Amid the work of others nobody is
// led anywhere, and nobody to close the meeting amid a vote.
func leading(v view.Desk) (view.Step, bool) {
	last, any := newest(v)
	if any && working(last) {
		return view.Step{}, false
	}
	own := []string{view.StepCheckInRoom, view.StepCheckInRemote, view.StepBallotChoose, view.StepVote, "vote-ask"}
	for _, s := range v.Steps {
		if s.Lead && !slices.Contains(own, s.ID) && !(s.ID == view.StepMeetingClose && any && running(last)) {
			return s, true
		}
	}
	return view.Step{}, false
}

// ofTrial says whether a step is about a trial ballot.
func ofTrial(v view.Desk, s view.Step) bool {
	b, ok := find(v, s.Ballot)
	return s.ID == view.StepTrialOpen || ok && b.Trial
}

// amidst is what is asked while the newest ballot is where it is.
func amidst(last view.Ballot, w *words.Words) string {
	a := w.Ask
	about := func(sentence string) string { return words.Fill(sentence, "title", last.Title) }
	switch last.Phase {
	case view.PhaseOpen, view.PhaseClosing:
		if !last.Eligible {
			return about(a.NotEligible)
		}
	case view.PhasePreparing:
		return about(a.Preparing)
	case view.PhaseWindow:
		if last.Collected != nil {
			return about(a.Window)
		}
		return about(a.Working)
	case view.PhaseCounting, view.PhaseDecrypting:
		return about(a.Working)
	case view.PhaseCounted:
		return about(a.Counted)
	}
	return a.Nothing
}

// handling is what is asked while an item is handled; "" if none is.
func handling(v view.Desk, w *words.Words) string {
	a, f := w.Ask, v.Floor
	it, ok := itemOf(v, f.Item)
	if !ok {
		return ""
	}
	about := func(sentence string) string { return words.Fill(sentence, "item", it.Item, "title", it.Title) }
	switch {
	case !v.Me.Present: // serves on no seat
	case slices.Contains(v.Me.Jav, it.Item):
		return about(a.Jav)
	case f.Vote != nil && slices.ContainsFunc(f.Vote.Votes, func(s view.SeatVote) bool { return s.Seat == v.Me.Seat }):
		return a.Voted
	case f.Vote != nil:
		return a.VoteWait
	case f.Stage == meeting.StageApproved || f.Stage == meeting.StagePerceived:
		return about(a.MayAsk)
	case f.Stage == meeting.StageDebate:
		return about(a.Debate)
	}
	return about(a.Follow)
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
