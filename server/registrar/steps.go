package registrar

import (
	"slices"
	"strconv"
	"time"

	"valurna/ballot/journal"
	"valurna/ballot/view"
	"valurna/server/wire"
)

// steps lists what this person may do now, by the state alone: a step that would
// be refused is not offered. mu is held.
func (r *Registrar) steps(who role, d view.Desk) []view.Step {
	out := []view.Step{}
	add := func(id string, args ...string) *view.Step {
		out = append(out, view.Step{ID: id, Args: args})
		return &out[len(out)-1]
	}
	if who.person == 0 || r.broken != nil {
		return out
	}
	frozen := false
	for _, b := range r.state.Ballots() {
		frozen = frozen || b.Frozen()
	}
	if d.Me.Seat > 0 && !frozen && d.State != "closed" {
		if !d.Me.Present {
			add(view.StepCheckInRoom, "checkin", "room")
			add(view.StepCheckInRemote, "checkin", "remote")
		}
	}
	open := 0
	for _, b := range d.Ballots {
		if b.Eligible && (b.Phase == view.PhaseOpen || b.Phase == view.PhaseClosing) {
			open++
		}
	}
	for _, b := range d.Ballots {
		if open > 1 && b.Eligible && (b.Phase == view.PhaseOpen || b.Phase == view.PhaseClosing) {
			add(view.StepBallotChoose, "ballot", "choose", b.Ballot).Ballot = b.Ballot
		}
	}
	switch {
	case d.Me.Chair():
		out = append(out, r.chairSteps(d)...)
	case r.state.Leads(who.person, journal.TrialItem):
		out = append(out, r.trialSteps(d)...)
	}
	// Before the evening only; who has checked in is there.
	if (d.Me.Seat > 0 || d.Me.Substitute) && !d.Me.Present && d.State == "called" && r.untested(who.person) {
		add(view.StepTest, wire.CmdTest)
	}
	// Last, so that nobody who just presses on leaves the meeting.
	if d.Me.Present && !frozen && d.State != "closed" {
		add(view.StepCheckOut, "checkout")
	}
	return out
}

func (r *Registrar) chairSteps(d view.Desk) []view.Step {
	out := r.nextSteps(d.Ballots)
	unfinished, trying := false, false
	for _, b := range d.Ballots {
		runs := b.Phase != view.PhaseCertified && b.Phase != view.PhaseVoid
		unfinished, trying = unfinished || runs, trying || runs && b.Trial
	}
	trial := r.trialStep()
	if r.state.TrialDue() { // the first ballot waits for it
		out, trial = append(out, trial...), nil
	}
	switch {
	case d.State == "called" || d.State == "rollcall":
		out = append(out, view.Step{ID: view.StepMeetingOpen, Args: []string{"meeting", "open"}})
	case d.State == "open" && d.Keys.State == "ready" && r.state.Quorate() && !trying && !r.state.TrialDue():
		for _, it := range d.Agenda {
			if it.Ballots && it.State == "waiting" && d.Keys.Left > 0 {
				out = append(out, view.Step{ID: view.StepBallotOpen, Args: []string{"ballot", "open", strconv.Itoa(it.Item)}, Item: it.Item})
			}
		}
	}
	out = append(out, trial...)
	if d.State == "open" && !unfinished {
		out = append(out, view.Step{ID: view.StepMeetingClose, Args: []string{"meeting", "close"}})
	}
	return out
}

// trialSteps are the secretary's, before the meeting.
func (r *Registrar) trialSteps(d view.Desk) []view.Step {
	trials := slices.DeleteFunc(slices.Clone(d.Ballots), func(b view.Ballot) bool { return !b.Trial })
	return append(r.nextSteps(trials), r.trialStep()...)
}

// trialStep opens a trial ballot, if one can be opened now.
func (r *Registrar) trialStep() []view.Step {
	if r.state.TrialRefused() != nil {
		return nil
	}
	return []view.Step{{ID: view.StepTrialOpen, Args: []string{"ballot", "open", strconv.Itoa(journal.TrialItem)}}}
}

// nextSteps leads each of these ballots one step on.
func (r *Registrar) nextSteps(ballots []view.Ballot) []view.Step {
	var out []view.Step
	for _, b := range ballots {
		switch b.Phase {
		case view.PhaseOpen:
			out = append(out, view.Step{ID: view.StepBallotClose, Args: []string{"ballot", "close", b.Ballot}, Item: b.Item, Ballot: b.Ballot})
		case view.PhasePreparing:
			id := view.StepBallotOpen
			if b.Trial {
				id = view.StepTrialOpen
			}
			out = append(out, view.Step{ID: id, Args: []string{"ballot", "open", strconv.Itoa(b.Item)}, Item: b.Item, Ballot: b.Ballot})
		case view.PhaseCounted:
			if r.recounted(b.Ballot) != nil {
				continue
			}
			if _, err := r.state.Elected(r.state.Ballot(b.Ballot)); err != nil {
				if b.Lot == nil {
					out = append(out, view.Step{ID: view.StepBallotLot, Args: []string{"ballot", "lot", b.Ballot}, Item: b.Item, Ballot: b.Ballot})
				}
				continue // the trustees draw
			}
			out = append(out, view.Step{ID: view.StepBallotCertify, Args: []string{"ballot", "certify", b.Ballot}, Item: b.Item, Ballot: b.Ballot})
		}
	}
	return out
}

// countEvery is how often a chair's desk looks again.
const countEvery = 5 * time.Second

// chairCounts are the counts as they were at the urn's last report, which comes at
// fixed intervals: a count that moved with every vote would join a face in the
// room to a ballot. mu is held.
func (r *Registrar) chairCounts(b *journal.Ballot) *view.Counts {
	counts := r.counts[b.Definition.Ballot]
	counts.Eligible = len(b.Definition.Seats)
	return &counts
}

// sample takes both counts at one time, so that they agree. mu is held.
func (r *Registrar) sample(ballot string, cast int) error {
	seats, err := r.records.collected(ballot)
	if err != nil {
		return err
	}
	r.counts[ballot] = view.Counts{Tokens: len(seats), Cast: cast}
	return nil
}
