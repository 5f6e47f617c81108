package meeting

// admission takes how a person comes to take part from elsewhere: identified, alone,
// asked, admitted; or into the room after all.
func (s *State) admission(at int64, event any) (commit func(), known bool, err error) {
	switch e := event.(type) {
	case *RemoteIdentified:
		commit, err = s.remoteIdentify(at, e)
	case *RemoteAdmit:
		commit, err = s.remoteAdmit(at, e)
	case *RemoteInRoom:
		commit, err = s.remoteInRoom(e)
	case *RemoteRoom:
		commit, err = s.remoteRoom(at, e)
	case *RemoteAsked:
		commit, err = s.remoteAsked(at, e)
	default:
		return nil, false, nil
	}
	return commit, true, err
}

// granted gives the record of a person whom the chair has let take part.
func (s *State) granted(person int) (RemoteState, error) {
	r := s.remote.people[person]
	if err := s.remoteAllowed(); err != nil {
		return r, err
	}
	if !r.Granted {
		return r, refuse("A05", "the chair has not let person %d take part from elsewhere; silence is no grant", person)
	}
	return r, nil
}

// atFarEnd gives the record of a person who is at the far end of a line, as the chair
// has found.
func (s *State) atFarEnd(person int) (RemoteState, error) {
	r, err := s.granted(person)
	if err == nil && r.Identified == 0 {
		err = refuse("A13", "the chair has not identified person %d", person)
	}
	return r, err
}

// beside accepts the chair's word about another person, and the secretary's about the
// chair: nobody vouches for themselves.
func (s *State) beside(rule string, person, by int) error {
	switch {
	case person == by:
		return refuse(rule, "person %d cannot confirm that of themselves", by)
	case person == s.Presiding():
		return s.secretary(by)
	}
	return s.chairAlone(rule, by)
}

func (s *State) remoteIdentify(at int64, i *RemoteIdentified) (func(), error) {
	r, err := s.granted(i.Person)
	if err := first(err, s.beside("A13", i.Person, i.By)); err != nil {
		return nil, err
	}
	if !spoken.MatchString(i.Code) {
		return nil, refuse("A13", "%q is no spoken code: it is two words of five letters", i.Code)
	}
	for _, other := range s.remote.people {
		if other.Code == i.Code {
			// Of this person, nothing new; of another, one desk of two people.
			return nil, refuse("A13", "that code was heard from person %d", other.Person)
		}
	}
	return func() {
		r.Code, r.Identified, r.ByIdentity = i.Code, at, Word{i.By, s.entry}
		s.keep(r)
	}, nil
}

// remoteAdmit asks for all that there has to be before a person takes part: the chair's
// grant, identity, a far end that is private, a meeting in a room, and that everybody
// sees and hears the person and is seen and heard; and for a gate that stands open
// (A20). Before each decision Halted asks again.
func (s *State) remoteAdmit(at int64, a *RemoteAdmit) (func(), error) {
	r, err := s.atFarEnd(a.Person)
	if err := first(err, s.chairAlone("A05", a.By), s.attendance()); err != nil {
		return nil, err
	}
	switch {
	case r.Admitted != 0:
		return nil, refuse("remote", "that is recorded already")
	case r.Lost != "":
		return nil, lostRefusal(r)
	}
	if err := first(s.privateEnd(r, 0), s.PhysicalMeeting(), s.MatrixComplete(a.Person), s.AdmitsGate()); err != nil {
		return nil, err
	}
	return func() {
		r.Admitted, r.InRoom = at, false
		s.keep(r)
	}, nil
}

// remoteInRoom ends a stay at the far end.
func (s *State) remoteInRoom(i *RemoteInRoom) (func(), error) {
	r := s.remote.people[i.Person]
	if err := first(s.attendance(), s.beside("A11", i.Person, i.By)); err != nil {
		return nil, err
	}
	if r.Applied == 0 || r.InRoom {
		return nil, refuse("remote", "person %d is taken to be in the room already", i.Person)
	}
	return func() { s.hangUp(i.Person, true) }, nil
}

// hangUp ends a person's session: at the next one the chair identifies the person
// anew, and everybody confirms anew to see and hear.
func (s *State) hangUp(person int, inRoom bool) {
	if r, ok := s.remote.people[person]; ok {
		s.keep(RemoteState{Person: person, Application: r.Application, InRoom: inRoom})
		s.forget(person)
	}
}
