package member

import (
	"context"
	"slices"
	"time"

	"valurna/ballot/meeting"
	"valurna/ballot/view"
	"valurna/server/wire"
)

// View is the desk as the registrar shows it, with what this machine knows of my
// own votes. Without a connection it is an error.
func (s *Session) View() (view.Desk, error) {
	if err := s.distrusted(); err != nil {
		return view.Desk{}, err
	}
	s.settled()
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.fresh {
		cause := s.offline
		if cause == nil {
			cause = wire.ErrEnded
		}
		return view.Desk{}, notConnected(cause)
	}
	return s.mine(*s.view), nil
}

// settled waits a moment for the first view of a connection that has just come.
func (s *Session) settled() {
	changed, end := s.Watch()
	defer end()
	late := time.After(firstView)
	for {
		s.mu.Lock()
		waits := s.offline == nil && !s.fresh
		s.mu.Unlock()
		if !waits {
			return
		}
		select {
		case <-changed:
		case <-late:
			return
		}
	}
}

// Changed ticks, coalesced, when View may differ.
func (s *Session) Changed() <-chan struct{} { return s.desk }

// Run sends one of the desk's commands.
func (s *Session) Run(ctx context.Context, args ...string) (view.Reply, error) {
	s.mu.Lock()
	client := s.client
	s.mu.Unlock()
	if client == nil {
		return view.Reply{}, &view.Problem{Code: "offline", Text: "There is no connection to the meeting just now. Nothing was done.", Next: "Wait until the desk is up to date again, then try once more."}
	}
	var reply view.Reply
	err := wire.Call(ctx, client, wire.Command(args[0], append(slices.Clone(args[1:]), "--json")...), nil, &reply)
	return reply, err
}

// mine turns the registrar's view into that of a member with an own booth: no way
// to another booth, a step to vote, and how my own votes stand. mu is held.
func (s *Session) mine(d view.Desk) view.Desk {
	d.Ballots = slices.Clone(d.Ballots)
	d.Booth = view.Booth{Commands: []string{}}
	steps := slices.DeleteFunc(slices.Clone(d.Steps), func(st view.Step) bool { return st.ID == view.StepBallotChoose })
	var votes []view.Step
	for i := range d.Ballots {
		b := &d.Ballots[i]
		b.Own, b.Included = s.own(*b)
		if !b.Eligible || b.Phase != view.PhaseOpen && b.Phase != view.PhaseClosing {
			continue
		}
		// Once issuing has stopped, only who has begun can still hold a token.
		if b.Own == view.OwnBegun || b.Own == view.OwnNone && b.Phase == view.PhaseOpen {
			votes = append(votes, view.Step{ID: view.StepVote, Args: []string{"vote", b.Ballot}, Item: b.Item, Ballot: b.Ballot, Lead: true, Fields: []meeting.Field{}})
		} else if b.Own != view.OwnNone {
			d.Booth.Ballot = b.Ballot
		}
	}
	if len(votes) > 0 {
		d.Booth.Ballot = votes[0].Ballot
	}
	d.Steps = append(votes, steps...)
	return d
}

// own says how my vote in a ballot stands. mu is held.
func (s *Session) own(b view.Ballot) (view.Own, *bool) {
	r, ok := s.records[b.Ballot]
	no, yes := false, true
	var included *bool
	switch {
	case !ok:
		return view.OwnNone, nil
	case r.Included:
		included = &yes
	case s.missing[b.Ballot]:
		included = &no
	}
	switch accepting := b.Phase == view.PhaseOpen || b.Phase == view.PhaseClosing; {
	case r.Receipt != nil || r.Included:
		return view.OwnIn, included
	case s.out[b.Ballot] || len(r.Sealed) == 0 && !accepting:
		return view.OwnOut, nil
	case len(r.Sealed) == 0:
		return view.OwnBegun, nil
	}
	return view.OwnCasting, nil
}
