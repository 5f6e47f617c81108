package registrar

import (
	"slices"
	"strconv"
	"time"

	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/meeting"
	"valurna/ballot/view"
	"valurna/server/wire"
)

// steps lists what this person may do now, by the state alone: a step that would be
// refused is not offered. What leads on comes first. mu is held.
func (r *Registrar) steps(who role, d view.Desk) []view.Step {
	if who.person == 0 || r.broken != nil {
		return []view.Step{}
	}
	var out []view.Step
	frozen := false
	for _, b := range r.state.Ballots() {
		frozen = frozen || b.Frozen()
	}
	if d.Me.Seat > 0 && !frozen && d.State != "closed" && !d.Me.Present {
		out = append(out, lead(view.StepCheckInRoom, "checkin", "room"), lead(view.StepCheckInRemote, "checkin", "remote"))
	}
	out = append(out, choosing(d.Ballots)...)
	offers := r.offers(who.person)
	switch {
	case d.Me.Chair() && r.state.CurrentItem() != 0: // the item's ballot is what it waits for
		out = slices.Concat(out, r.nextSteps(d.Ballots), r.chairSteps(d), offers)
	case d.Me.Chair():
		out = slices.Concat(out, r.nextSteps(d.Ballots), offers, r.chairSteps(d))
	case r.state.Leads(who.person, journal.TrialItem):
		out = slices.Concat(out, r.trialSteps(d), offers)
	default:
		out = append(out, offers...)
	}
	// Before the evening only; who has checked in is there.
	if (d.Me.Seat > 0 || d.Me.Substitute) && !d.Me.Present && d.State == "called" && r.untested(who.person) {
		out = append(out, step(view.StepTest, wire.CmdTest))
	}
	// Last, so that nobody who just presses on leaves the meeting.
	if d.Me.Present && !frozen && d.State != "closed" {
		out = append(out, step(view.StepCheckOut, "checkout"))
	}
	slices.SortStableFunc(out, func(a, b view.Step) int { return rank(a) - rank(b) })
	return out
}

func rank(s view.Step) int {
	if s.Lead {
		return 0
	}
	return 1
}

func step(id string, args ...string) view.Step {
	return view.Step{ID: id, Args: args, Fields: []meeting.Field{}}
}

func lead(id string, args ...string) view.Step {
	s := step(id, args...)
	s.Lead = true
	return s
}

// offers are what the rules of the meeting let a person ask. mu is held.
func (r *Registrar) offers(person int) []view.Step {
	var out []view.Step
	for _, o := range r.state.Offers(person, max(r.now().Unix(), r.state.LastTime())) {
		for i, f := range o.Fields {
			if f.Of == meeting.OfGuarantee && len(f.Choices) == 0 {
				o.Fields[i].Choices = r.attestable()
			}
		}
		out = append(out, view.Step{ID: o.ID, Args: o.Words, Item: o.Item, Motion: o.Motion, Person: o.Person, Lead: o.Lead, Fields: o.Fields})
	}
	return out
}

// attestable are the guarantees for which people vouch (evidence.go asks for these words);
// of secrecy, each item that was added by itself. mu is held.
func (r *Registrar) attestable() []string {
	out := []string{"G1", "G4", "G6-overview", "G6-stable", "G8"}
	for _, it := range r.state.Items() {
		if r.state.Added(it.Item) != 0 {
			out = append(out, "G8-"+strconv.Itoa(it.Item))
		}
	}
	out = append(out, "G8-transmission", "G8-rooms", "G13", "G18", "S4", "S6", "S7")
	if r.state.Profile().Name == manifest.ProfileDanish {
		out = append(out, "G1-danish")
	}
	return out
}

// choosing offers the ballots between which a booth can be for.
func choosing(ballots []view.Ballot) []view.Step {
	var out []view.Step
	for _, b := range ballots {
		if b.Eligible && (b.Phase == view.PhaseOpen || b.Phase == view.PhaseClosing) {
			s := lead(view.StepBallotChoose, "ballot", "choose", b.Ballot)
			s.Ballot = b.Ballot
			out = append(out, s)
		}
	}
	if len(out) < 2 {
		return nil
	}
	return out
}

// chairSteps open ballots and void them; nextSteps lead on those that are under way.
func (r *Registrar) chairSteps(d view.Desk) []view.Step {
	var out []view.Step
	trying := false
	for _, b := range d.Ballots {
		trying = trying || b.Trial && b.Phase != view.PhaseCertified && b.Phase != view.PhaseVoid
	}
	trial := r.trialStep()
	if r.state.TrialDue() && len(trial) > 0 { // the first ballot waits for it
		trial[0].Lead = true
	}
	out = append(out, trial...)
	if d.State == "open" && d.Keys.State == "ready" && d.Keys.Left > 0 && r.state.Quorate() && !trying && !r.state.TrialDue() {
		out = append(out, r.openings(d)...)
	}
	for _, b := range d.Ballots {
		if b.Phase == view.PhasePreparing || b.Phase == view.PhaseOpen {
			s := step(view.StepBallotVoid, "ballot", "void", b.Ballot, meeting.FieldMark)
			s.Item, s.Ballot = b.Item, b.Ballot
			s.Fields = []meeting.Field{{Name: "void-reason", Of: meeting.OfText, Choices: []string{}, Least: 1, Most: meeting.MaxMotion}}
			out = append(out, s)
		}
	}
	return out
}

// openings are the ballots that can open: on the item that is handled now, or else on
// those that wait, of which the first leads on.
func (r *Registrar) openings(d view.Desk) []view.Step {
	var out []view.Step
	now := r.state.CurrentItem()
	for _, it := range d.Agenda {
		if !it.Ballots || it.State == "done" || now != 0 && it.Item != now || !r.unballoted(d.Ballots, it.Item) || r.state.BallotRefused(it.Item) != nil {
			continue
		}
		s := step(view.StepBallotOpen, "ballot", "open", strconv.Itoa(it.Item))
		s.Item, s.Lead = it.Item, len(out) == 0
		out = append(out, s)
	}
	return out
}

// unballoted says whether no ballot on an item is under way.
func (r *Registrar) unballoted(ballots []view.Ballot, item int) bool {
	return !slices.ContainsFunc(ballots, func(b view.Ballot) bool {
		return b.Item == item && b.Phase != view.PhaseCertified && b.Phase != view.PhaseVoid
	})
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
	return []view.Step{step(view.StepTrialOpen, "ballot", "open", strconv.Itoa(journal.TrialItem))}
}

// nextSteps leads each of these ballots one step on.
func (r *Registrar) nextSteps(ballots []view.Ballot) []view.Step {
	var out []view.Step
	on := func(b view.Ballot, id, verb, about string) {
		s := lead(id, "ballot", verb, about)
		s.Item, s.Ballot = b.Item, b.Ballot
		out = append(out, s)
	}
	for _, b := range ballots {
		switch b.Phase {
		case view.PhaseOpen:
			on(b, view.StepBallotClose, "close", b.Ballot)
		case view.PhasePreparing:
			id := view.StepBallotOpen
			if b.Trial {
				id = view.StepTrialOpen
			}
			on(b, id, "open", strconv.Itoa(b.Item))
		case view.PhaseCounted:
			if r.recounted(b.Ballot) != nil {
				continue
			}
			if _, err := r.state.Elected(r.state.Ballot(b.Ballot)); err != nil {
				if b.Lot == nil {
					on(b, view.StepBallotLot, "lot", b.Ballot)
				}
				continue // the trustees draw
			}
			on(b, view.StepBallotCertify, "certify", b.Ballot)
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
