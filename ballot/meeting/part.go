package meeting

import "valurna/ballot/manifest"

// handled is asked by almost every act on an item: it refuses what is done on another
// one than that which is handled now, and what would cut into a vote or a ballot.
func (s *State) handled(item int) error {
	if err := s.Decides(); err != nil {
		return err
	}
	if item == 0 || item != s.current() {
		return s.notHandled(item)
	}
	if v := s.votes.running(); v != nil {
		return refuse("vote", "vote %d runs; everything else comes after its result", v.Vote)
	}
	if id := s.ballots.Unfinished(item); id != "" {
		return refuse(s.ruleID("KL 5:54", "KL 5:54", "ballot"), "ballot %s on item %d is held, and it decides", id, item)
	}
	if id := s.ballots.DecidedBy(item); id != "" {
		return refuse("decided", "ballot %s has decided item %d; the chair ends it: item end", id, item)
	}
	return s.cleared(item)
}

func (s *State) notHandled(item int) error {
	if now := s.current(); now != 0 {
		return refuse("item", "item %d is handled now, not item %d", now, item)
	}
	return refuse("item", "no item is handled now; the chair begins one: item begin ITEM")
}

// leads refuses whoever does not preside over an item: the chair has to be here and,
// like everybody who takes part, not disqualified.
func (s *State) leads(person, item int) error {
	switch err := s.Leads(person); {
	case err != nil:
		return err
	case s.seatOf[person] == 0:
		return refuse("office", "person %d holds the chair and is not here; a vice chair takes it: chair PERSON absent", person)
	case s.Disqualified(person, item):
		return refuse(s.javRule(), "person %d is disqualified from item %d; a vice chair takes the chair: chair PERSON disqualified", person, item)
	}
	return nil
}

// LeadsItem refuses whoever does not preside over an item.
func (s *State) LeadsItem(person, item int) error { return s.leads(person, item) }

// takesPart refuses whoever has no part in an item: who does not serve (KL 4:22), and
// who is disqualified (KL 5:47, 6:30).
func (s *State) takesPart(person, item int) error {
	switch {
	case s.seatOf[person] == 0:
		return refuse("presence", "person %d has no seat now; members and serving substitutes take part", person)
	case s.Disqualified(person, item):
		return refuse(s.javRule(), "person %d is disqualified from item %d and takes no part in it", person, item)
	}
	return nil
}

// cleared refuses to handle an item as long as somebody sits who is disqualified from
// it, where the law sends them out of the room (KL 6:30).
func (s *State) cleared(item int) error {
	if !s.profile.JavLeaves {
		return nil
	}
	for _, seat := range s.Present() {
		if p := s.seated[seat]; s.Disqualified(p, item) {
			return refuse(s.javRule(), "person %d is disqualified from item %d and has to leave seat %d first", p, item, seat)
		}
	}
	return nil
}

// decidable refuses to take an item to a decision without a quorum (A25); it is asked
// at every step that leads to one.
func (s *State) decidable(item int) error {
	if err := s.QuorateFor(item); err != nil {
		return err
	}
	if len(s.Electors(item)) == 0 {
		return refuse("A25", "everybody here is disqualified from item %d: nobody is left to decide it", item)
	}
	return nil
}

// ruleID names a rule by the law that binds this body: the section on councils, the
// one that holds for boards, or this system's own name for what neither gives.
func (s *State) ruleID(council, board, other string) string {
	switch s.profile.Name {
	case manifest.ProfileCouncil:
		return council
	case manifest.ProfileBoard, manifest.ProfileCommittee:
		return board
	}
	return other
}

func (s *State) javRule() string { return s.ruleID("KL 5:47", "KL 6:30", "jav") }

// class is an item's class, "" if there is no such item.
func (s *State) class(item int) string {
	if item < 1 || item > len(s.items) {
		return ""
	}
	return s.items[item-1].Class
}
