package journal

import (
	"slices"

	"valurna/ballot/canon"
	"valurna/ballot/kind"
	"valurna/ballot/meeting"
	"valurna/crypto/tree"
)

// The trial ballot is item 0 of every agenda: no entry makes it, every meeting has
// the same one. It goes the whole way of a ballot and decides nothing, so that all
// have voted once before it matters.
const (
	TrialItem = 0
	// TrialTitle stands on every trial ballot, whatever language its voter reads.
	TrialTitle = "Provomröstning · Prøveafstemning · Trial ballot"
)

// TrialContest is the trial ballot's contest: about fruit, on which nobody's vote
// is a secret worth asking for.
func TrialContest() kind.Contest {
	return kind.Contest{Kind: kind.OneOfN, Elect: 1, Options: []string{
		"Äpple · Æble · Apple", "Päron · Pære · Pear", "Plommon · Blomme · Plum",
	}}
}

// Trial says whether this defines a trial ballot.
func (d *Definition) Trial() bool { return d.Item == TrialItem }

// Voter is the person whose vote a seat of the ballot's roll is: of a trial ballot
// the seat's own member, else who sits there now. 0 is nobody. While tokens are
// issued it does not change.
func (s *State) Voter(b *Ballot, seat int) int {
	if b.Definition.Trial() {
		return s.Holder(seat)
	}
	return s.Seated(seat)
}

// electors are the seats that the item's next ballot has on its roll, rising, and
// who votes for each: of the trial ballot every seat of the body with its own
// member, else the seats that are taken now by those who are not disqualified.
func (s *State) electors(item int) (seats []int, voter func(seat int) int) {
	if item != TrialItem {
		return s.Electors(item), s.Seated
	}
	for _, p := range s.People() {
		if p.Seat > 0 {
			seats = append(seats, p.Seat)
		}
	}
	slices.Sort(seats)
	return seats, s.Holder
}

// contestOf is what an item's ballots ask, with the candidates in the order drawn.
func (s *State) contestOf(item int) (title string, contest kind.Contest, err error) {
	if item == TrialItem {
		return TrialTitle, TrialContest(), nil
	}
	if item < 1 || item > len(s.Items()) || s.Items()[item-1].Contest == nil {
		return "", kind.Contest{}, refuse("definition", "item %d has no ballot", item)
	}
	contest, err = s.contestInOrder(item)
	return s.Items()[item-1].Title, contest, err
}

// Tried says whether a trial ballot of this meeting went the whole way with at
// least one vote in it.
func (s *State) Tried() bool {
	return slices.ContainsFunc(s.ballots, func(b *Ballot) bool {
		return b.Definition.Trial() && b.Phase == Certified && b.Result.Cast > 0
	})
}

// TrialDue says whether this meeting's first ballot has to wait for a trial (D10).
// A rehearsal is one itself.
func (s *State) TrialDue() bool {
	return s.manifest != nil && !s.manifest.Rehearsal && !s.Tried()
}

// TrialRefused says why no trial ballot can be defined now (D11); nil if one can.
func (s *State) TrialRefused() error {
	if s.Ready() == nil || s.Meeting() == "closed" {
		return refuse("trial", "a trial ballot is held from the first entries to the end of the meeting")
	}
	for _, b := range s.ballots {
		if !b.Definition.Trial() {
			return refuse("trial", "ballot %s has been defined; trial ballots come before the meeting's first", b.Definition.Ballot)
		}
		if !b.Done() {
			return refuse("trial", "trial ballot %s still runs", b.Definition.Ballot)
		}
	}
	contests := 0
	for _, it := range s.Items() {
		if meeting.MayBallot(s.manifest.Profile, it) {
			contests++
		}
	}
	if free := s.freeKeys(); free <= contests {
		return refuse("trial", "%d keys are unused, and the %d ballots of the agenda need theirs", free, contests)
	}
	return nil
}

// freeKeys counts the keys that ballots can still have.
func (s *State) freeKeys() int {
	if s.ceremony.Keys == nil {
		return 0
	}
	return len(s.ceremony.Keys.Keys) - 1 - len(s.usedKeys)
}

// Leads says whether a person may open, close and certify a ballot, or one on an
// item: the chair, and before the meeting the secretary too if it is a trial.
func (s *State) Leads(person, item int) bool { return s.leads(person, item) == nil }

func (s *State) leads(person, item int) error {
	p, ok := s.Person(person)
	if ok && item == TrialItem && s.Meeting() == "called" && slices.Contains(p.Offices, "secretary") {
		return nil
	}
	if item != TrialItem {
		return ruleError(s.law.LeadsItem(person, item))
	}
	return s.presides(person)
}

// presides refuses whoever does not hold the chair now.
func (s *State) presides(person int) error { return ruleError(s.law.Leads(person)) }

// led checks who opens, closes or certifies a ballot. One that does not exist is
// the next check's to refuse.
func (s *State) led(person int, ballot string) error {
	b := s.Ballot(ballot)
	if b == nil {
		return s.presides(person)
	}
	return s.leads(person, b.Definition.Item)
}

// rollOf is the root over the leaves of the given seats.
func (s *State) rollOf(seats []int, voter func(seat int) int) (canon.Hex, error) {
	var t tree.Tree
	for _, seat := range seats {
		person, ok := s.Person(voter(seat))
		if !ok {
			return nil, refuse("roll", "nobody sits on seat %d", seat)
		}
		t.Append(canon.MustMarshal(RollLeaf{Seat: seat, Person: person.Person, Commit: person.Commit}))
	}
	root, err := t.Root(t.Size())
	return root[:], err
}
