package meeting

import "slices"

// seats takes what happens on the seats.
func (s *State) seats(at int64, event any) (commit func(), known bool, err error) {
	switch e := event.(type) {
	case *Standby:
		commit, err = s.stand(e)
	case *Presence:
		commit, err = s.presence(at, e)
	case *Jav:
		commit, err = s.disqualify(e)
	default:
		return nil, false, nil
	}
	return commit, true, err
}

// attendance refuses changes while there may be none.
func (s *State) attendance() error {
	if s.ready == nil || s.phase == Closed {
		return refuse("meeting", "attendance is kept from the first entries to the end of the meeting")
	}
	if id := s.ballots.Frozen(); id != "" {
		return refuse("frozen", "attendance is frozen while ballot %s runs", id)
	}
	if v := s.votes.running(); v != nil {
		return refuse("frozen", "attendance is frozen while vote %d runs", v.Vote)
	}
	return nil
}

func (s *State) stand(b *Standby) (func(), error) {
	p, ok := s.Person(b.Person)
	switch {
	case s.ready == nil || s.phase == Closed:
		return nil, refuse("meeting", "attendance is kept from the first entries to the end of the meeting")
	case !ok || !p.Substitute:
		return nil, refuse("presence", "person %d is no substitute", b.Person)
	case b.Here && s.seatOf[b.Person] != 0:
		return nil, refuse("presence", "person %d sits on seat %d already", b.Person, s.seatOf[b.Person])
	case s.standby[b.Person] == b.Here:
		return nil, refuse("presence", "that is recorded already")
	}
	return func() {
		if delete(s.standby, b.Person); b.Here {
			s.standby[b.Person] = true
		}
	}, nil
}

func (s *State) presence(at int64, p *Presence) (func(), error) {
	who, ok := s.Person(p.Person)
	err := first(hash32(p.Place, "the commitment"), s.attendance())
	switch {
	case err != nil:
		return nil, err
	case !ok || p.Seat < 1 || s.holders[p.Seat] == 0:
		return nil, refuse("presence", "there is no person %d or no seat %d", p.Person, p.Seat)
	case !who.Substitute && who.Seat != p.Seat:
		return nil, refuse("presence", "person %d has no right to seat %d", p.Person, p.Seat)
	case !p.Present && s.seated[p.Seat] != p.Person:
		return nil, refuse("presence", "person %d does not sit on seat %d", p.Person, p.Seat)
	case !p.Present:
		return func() { s.vacate(at, p) }, nil
	case s.seated[p.Seat] != 0 && s.seated[p.Seat] != p.Person:
		return nil, refuse("presence", "seat %d is taken", p.Seat)
	}
	if other := s.seatOf[p.Person]; other != 0 && other != p.Seat {
		return nil, refuse("presence", "person %d sits on seat %d already", p.Person, other)
	}
	if s.seatOf[p.Person] == 0 {
		err = first(s.mayServe(at, p.Person), s.precedence(who), s.staysOut(p.Person))
	}
	return func() {
		if s.seated[p.Seat] != p.Person {
			s.moved[p.Seat] = at
		}
		s.seated[p.Seat], s.seatOf[p.Person] = p.Person, p.Seat
		delete(s.standby, p.Person)
	}, err
}

// vacate leaves a seat. A member who leaves it in the meeting for another reason than
// disqualification has broken off serving for the day; a substitute gives way.
func (s *State) vacate(at int64, p *Presence) {
	delete(s.seated, p.Seat)
	delete(s.seatOf, p.Person)
	s.moved[p.Seat] = at
	s.hangUp(p.Person, false)
	s.agenda.speakers.silence(p.Person)
	who, _ := s.Person(p.Person) // who sits is known
	if s.phase == Open && !who.Substitute && !s.Disqualified(p.Person, 0) {
		s.left[p.Person] = at
	}
}

// mayServe refuses a member who has broken off serving and comes again on the same day
// (KL 5:20).
func (s *State) mayServe(at int64, person int) error {
	since, broke := s.left[person]
	if s.profile.OnceADay && broke && day(since) == day(at) {
		return refuse("KL 5:20", "person %d has broken off serving today and may serve again on another day", person)
	}
	return nil
}

// day numbers the days of Swedish and Danish normal time: every machine has to find
// the same, whatever tables of time zones it holds.
func day(unix int64) int64 { return (unix + 3600) / (24 * 3600) }

// precedence refuses a substitute as long as one stands by who comes before: the
// order is fixed (KL 5:18), whoever has begun to serve goes on.
func (s *State) precedence(who Person) error {
	if !who.Substitute {
		return nil
	}
	for _, p := range s.people[:who.Person-1] {
		if p.Substitute && s.standby[p.Person] {
			return refuse("KL 5:18", "substitute %d comes before substitute %d and stands by", p.Person, who.Person)
		}
	}
	return nil
}

// NextSubstitute is who is called in first for an empty seat; 0 if nobody stands by.
func (s *State) NextSubstitute() int {
	for _, p := range s.people {
		if p.Substitute && s.standby[p.Person] {
			return p.Person
		}
	}
	return 0
}

// staysOut refuses a seat to whoever is disqualified from the item that is handled
// now, where the law sends them out of the room (KL 6:30).
func (s *State) staysOut(person int) error {
	if s.profile.JavLeaves && s.current() != 0 && s.Disqualified(person, 0) {
		return refuse(s.javRule(), "person %d is disqualified from item %d and comes back after it", person, s.current())
	}
	return nil
}

func (s *State) disqualify(j *Jav) (func(), error) {
	switch {
	case s.ready == nil || s.phase == Closed:
		return nil, refuse("meeting", "disqualification is recorded from the first entries to the end of the meeting")
	case j.Item < 1 || j.Item > len(s.items):
		return nil, refuse("item", "there is no item %d", j.Item)
	case s.jav[j.Item][j.Person] != j.Off:
		return nil, refuse("jav", "that is recorded already")
	case s.ballots.Unfinished(j.Item) != "":
		return nil, refuse("frozen", "ballot %s on the item runs; its roll is fixed", s.ballots.Unfinished(j.Item))
	case s.votes.running() != nil && s.votes.running().Item == j.Item:
		return nil, refuse("frozen", "vote %d on the item runs; its roll is fixed", s.votes.running().Vote)
	case s.finished(j.Item):
		return nil, refuse("jav", "item %d is %s already", j.Item, s.stage(j.Item))
	}
	p, ok := s.Person(j.Person)
	if !ok || p.Seat == 0 && !p.Substitute {
		return nil, refuse("person", "person %d is neither member nor substitute", j.Person)
	}
	if j.By != j.Person || j.Off {
		// Anybody may say that of oneself; that it is not so, or is so of another, is for
		// the body to decide and for the chair to record.
		if err := s.Leads(j.By); err != nil {
			return nil, err
		}
	}
	return func() {
		if s.jav[j.Item] == nil {
			s.jav[j.Item] = map[int]bool{}
		}
		if delete(s.jav[j.Item], j.Person); !j.Off {
			s.jav[j.Item][j.Person] = true
			if j.Item == s.current() {
				s.agenda.speakers.silence(j.Person)
			}
		}
	}, nil
}

// Disqualified says whether a person is, from an item; item 0 asks about the one
// that is handled now.
func (s *State) Disqualified(person, item int) bool {
	if item == 0 {
		item = s.current()
	}
	return s.jav[item][person]
}

// Electors are the seats whose holders take part in deciding an item, rising: those
// who are present and not disqualified (KL 5:47, 6:30).
func (s *State) Electors(item int) []int {
	return slices.DeleteFunc(s.Present(), func(seat int) bool { return s.Disqualified(s.seated[seat], item) })
}

// Quorate says whether enough seats are taken for a decision at all (A25). Who takes
// part from elsewhere counts only while admitted and on the line (A10).
func (s *State) Quorate() bool {
	return s.ready != nil && s.profile.Quorum.Met(s.countPresent(), s.ready.Seats)
}

// QuorateFor refuses an item for which too few take part (KL 5:45-46, 6:27). In a
// council the disqualified count as present (KL 5:46).
func (s *State) QuorateFor(item int) error {
	taken := s.countPresent()
	if !s.profile.JavQuorum {
		taken = len(slices.DeleteFunc(s.Electors(item), func(seat int) bool { return !s.live(s.seated[seat]) }))
	}
	if s.ready == nil || !s.profile.Quorum.Met(taken, s.ready.Seats) {
		return s.quorumRefusal(taken)
	}
	return nil
}

func (s *State) quorumRefusal(taken int) error {
	seats := 0
	if s.ready != nil {
		seats = s.ready.Seats
	}
	how := "at least"
	if s.profile.Quorum.More {
		how = "more than"
	}
	return refuse("A25", "%d of %d seats take part; a decision needs %s %d percent (%s)", taken, seats, how, s.profile.Quorum.Percent, s.profile.Quorum.Source)
}
