package meeting

import "slices"

// remoteRoom takes a person's word about the far end. What was said for one item holds
// for that item and for the meeting, until it is said for another or the line is lost.
func (s *State) remoteRoom(at int64, e *RemoteRoom) (func(), error) {
	r, err := s.atFarEnd(e.Person)
	switch {
	case err != nil:
		return nil, err
	case e.Item < 0 || e.Item > len(s.items):
		return nil, refuse("item", "there is no item %d", e.Item)
	case e.Item != 0 && s.current() != 0 && e.Item != s.current():
		return nil, refuse("A06", "item %d is not the one that is handled: its rooms are confirmed when it is", e.Item)
	case e.Alone && r.Lost != "":
		return nil, lostRefusal(r)
	case r.AloneAt != 0 && r.Alone == e.Alone && r.AloneFor == e.Item:
		return nil, refuse("remote", "that is recorded already")
	}
	return func() {
		r.Alone, r.AloneAt, r.AloneFor, r.ByAlone = e.Alone, at, e.Item, Word{e.Person, s.entry}
		s.keep(r)
	}, nil
}

func (s *State) remoteAsked(at int64, e *RemoteAsked) (func(), error) {
	r, err := s.atFarEnd(e.Person)
	if err := first(err, s.beside("A21", e.Person, e.By)); err != nil {
		return nil, err
	}
	switch {
	case e.Satisfied && r.Lost != "":
		return nil, lostRefusal(r)
	case r.Asked != 0 && r.Satisfied == e.Satisfied:
		return nil, refuse("remote", "that is recorded already")
	}
	return func() {
		r.Satisfied, r.Asked, r.ByAsked = e.Satisfied, at, Word{e.By, s.entry}
		s.keep(r)
	}, nil
}

// privateEnd refuses a far end where somebody else may see or hear: by the person's own
// word (A06, A22), for a secret item said anew, and by the chair's (A21).
func (s *State) privateEnd(r RemoteState, item int) error {
	switch {
	case !r.Alone:
		return refuse("A06", "person %d has not confirmed that nobody else sees or hears", r.Person)
	case s.closedVote(item) && r.AloneFor != item:
		return refuse("A06", "person %d has not confirmed for item %d that nobody else sees or hears", r.Person, item)
	case !r.Satisfied:
		return refuse("A21", "the chair has not asked person %d whether nobody else sees or hears, or is not satisfied", r.Person)
	}
	return nil
}

// closedVote says whether a ballot on an item is secret, or what is handled in it is of
// the kind (KL 5:54).
func (s *State) closedVote(item int) bool {
	if item < 1 || item > len(s.items) {
		return false
	}
	it := s.items[item-1]
	return it.Contest != nil || it.Class == ClassElection || it.Class == ClassEmployment
}

// EndRefused refuses an item as long as the far end of one person is not private.
func (s *State) EndRefused(person, item int) error {
	return s.privateEnd(s.remote.people[person], item)
}

// RoomRefused refuses an item as long as the far end of somebody who takes part in it
// is not private; item 0 asks about the meeting.
func (s *State) RoomRefused(item int) error {
	for _, person := range s.RemoteMembers() {
		if item != 0 && s.Disqualified(person, item) {
			continue // takes no part in it
		}
		if err := s.privateEnd(s.remote.people[person], item); err != nil {
			return err
		}
	}
	return nil
}

// PhysicalMeeting refuses a meeting that is held nowhere, or where nobody who serves
// is (A11).
func (s *State) PhysicalMeeting() error {
	switch {
	case s.remote.place == "":
		return refuse("A11", "the meeting has no place")
	case !slices.ContainsFunc(s.Present(), func(seat int) bool { return !s.elsewhere(s.seated[seat]) }):
		return refuse("A11", "nobody who serves is in the room")
	}
	return nil
}
