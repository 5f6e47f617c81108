package meeting

import "slices"

// ask accepts a member's request between what the chair perceives and the gavel.
func (s *State) ask(a *VoteAsk) (func(), error) {
	h := s.handling(a.Item)
	err := first(s.handled(a.Item), s.takesPart(a.By, a.Item))
	switch {
	case err != nil:
	case h.perceived == nil:
		err = refuse("vote", "a vote is asked for when the chair has said what is decided, and before the gavel")
	case h.askedBy != 0:
		err = refuse("vote", "person %d has asked for a vote already", h.askedBy)
	}
	return func() {
		h := s.agenda.of(a.Item)
		h.askedBy, h.against = a.By, h.others()
	}, err
}

// main is the motion that the chair perceives to prevail (huvudförslag); where that is
// none, the one that was put.
func (h handling) main() int {
	if h.perceived.Motion != 0 || h.question == nil {
		return h.perceived.Motion
	}
	return h.question.Main
}

// others are the motions that are put besides the main one, in their order.
func (h handling) others() []int {
	if h.question == nil {
		return nil
	}
	all := append([]int{h.question.Main}, h.question.Order...)
	return slices.DeleteFunc(all, func(n int) bool { return n == h.main() })
}

// VoteDue is the vote that is held next on the item that is handled now, or a refusal
// that says why none is. Of three motions or more, those besides the main one meet in
// pairs first, until one is left against it.
func (s *State) VoteDue() (VoteOpen, error) {
	item := s.current()
	h := s.handling(item)
	v := VoteOpen{Vote: len(s.votes.held) + 1, Item: item}
	switch {
	case item == 0:
		return v, s.notHandled(0)
	case h.askedBy == 0:
		return v, refuse(s.voteRule(), "nobody has asked for a vote on item %d", item)
	case h.puttingFormal():
		v.Kind, v.Yes = h.kind(h.question.Main), h.question.Main
	case s.settled(item) && s.contested(item) == nil:
		return v, refuse(s.secretRule(), "only a secret ballot decides, and item %d has no more candidates than places: put it aside, and add it again with more (item add)", item)
	case s.secretOnly(item):
		return v, refuse(s.secretRule(), "only a secret ballot decides item %d", item)
	case len(h.against) > 1:
		v.Kind, v.Yes, v.No = VoteCounter, h.against[0], h.against[1]
	default:
		v.Kind, v.Yes = VoteFinal, h.main()
		if len(h.against) == 1 {
			v.No = h.against[0]
		}
	}
	return v, nil
}

func (s *State) openVote(v *VoteOpen) (func(), error) {
	if err := first(s.handled(v.Item), s.leads(v.By, v.Item), s.decidable(v.Item)); err != nil {
		return nil, err
	}
	due, err := s.VoteDue()
	due.By = v.By
	if err == nil && *v != due {
		err = refuse("vote", "vote %d is due, %q: yes for motion %d, no for motion %d (0 is none)", due.Vote, due.Kind, due.Yes, due.No)
	}
	return func() {
		s.votes.held = append(s.votes.held, &vote{VoteOpen: *v, roll: s.called(v.Item)})
	}, err
}

// called is the roll of a vote on an item: by seats, who presides last.
func (s *State) called(item int) []Voter {
	var roll []Voter
	for _, seat := range s.Electors(item) {
		if p := s.seated[seat]; p != s.Presiding() {
			roll = append(roll, Voter{seat, p})
		}
	}
	p := s.Presiding()
	return append(roll, Voter{s.seatOf[p], p})
}

func (s *State) cast(c *VoteCast) (func(), error) {
	v := s.votes.running()
	if err := s.Decides(); err != nil {
		return nil, err
	}
	if v == nil || v.Vote != c.Vote {
		return nil, refuse("vote", "vote %d is not held now", c.Vote)
	}
	if !slices.Contains([]string{Yes, No, Abstain}, c.Choice) {
		return nil, refuse("vote", "%q is no choice; there are yes, no and abstain", c.Choice)
	}
	switch next, ok := v.next(); {
	case !ok:
		return nil, refuse("turn", "everybody has been called; the chair gives the result: vote result")
	case c.Seat != next.Seat || c.Person != next.Person:
		return nil, refuse("turn", "seat %d is called now, with person %d on it", next.Seat, next.Person)
	case c.By != c.Person && s.Leads(c.By) != nil && s.secretary(c.By) != nil:
		return nil, refuse("office", "person %d votes; only the chair or the secretary records a vote that was given by voice", c.Person)
	}
	return func() { v.casts = append(v.casts, *c) }, nil
}

// breakOff is only for a vote that cannot go on: a chair who sees it going the wrong
// way may not begin it anew.
func (s *State) breakOff(b *VoteVoid) (func(), error) {
	v := s.votes.running()
	switch {
	case v == nil || v.Vote != b.Vote:
		return nil, refuse("vote", "vote %d is not held now", b.Vote)
	case s.Decides() == nil:
		return nil, refuse("vote", "vote %d can go on; it is broken off only while the meeting is adjourned or halted", b.Vote)
	}
	return func() { v.void = true }, s.Leads(b.By)
}
