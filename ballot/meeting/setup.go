package meeting

import (
	"bytes"
	"slices"

	"valurna/ballot/canon"
	"valurna/ballot/manifest"
)

// Classes of items (KL 5:54: closed votes only on elections and employment).
const (
	ClassElection    = "election"
	ClassEmployment  = "employment"
	ClassDecision    = "decision"
	ClassInformation = "information"
)

// Offices that a person can hold.
const (
	OfficeChair     = "chair"
	OfficeVice      = "vice-chair"
	OfficeSecretary = "secretary"
)

var (
	classes = []string{ClassElection, ClassEmployment, ClassDecision, ClassInformation}
	offices = []string{OfficeChair, OfficeVice, OfficeSecretary}
)

// SecretRefused says by which rule a secret ballot on an item of this class is
// refused under a profile; "" if it is not.
func SecretRefused(profile, class string) (rule, why string) {
	switch {
	case profile == manifest.ProfileDanish:
		return "87.1.4", "the Danish ministry's statement 87.1.4: councils elect and decide by named votes"
	case profile == manifest.ProfileAssociation:
		return "", ""
	case class != ClassElection && class != ClassEmployment:
		return "KL 5:54", "kommunallagen 5:54: a vote is secret only in elections and in the employment of staff"
	}
	return "", ""
}

// MayBallot says whether a secret ballot can be held on an item under a profile: it has
// a contest, or can have one by nominations.
func MayBallot(profile string, it Item) bool {
	rule, _ := SecretRefused(profile, it.Class)
	return it.Contest != nil || rule == "" && (it.Class == ClassElection || it.Class == ClassEmployment)
}

// setup takes the first entries: who there is, and what is on the agenda.
func (s *State) setup(_ int64, event any) (commit func(), known bool, err error) {
	switch e := event.(type) {
	case *Person:
		commit, err = s.person(e)
	case *PersonKeys:
		commit, err = s.personKeys(e)
	case *Item:
		commit, err = s.item(e)
	case *Ready:
		commit, err = s.complete(e)
	default:
		return nil, false, nil
	}
	return commit, true, err
}

// early refuses what belongs to the first entries once these are complete.
func (s *State) early(what string) error {
	if s.ready != nil {
		return refuse("ready", "%s came after the first entries were complete", what)
	}
	return nil
}

func (s *State) person(p *Person) (func(), error) {
	if err := s.early(TypePerson); err != nil {
		return nil, err
	}
	switch {
	case p.Person != len(s.people)+1:
		return nil, refuse("person", "person %d came where person %d was due", p.Person, len(s.people)+1)
	case p.Seat < 0 || p.Substitute && p.Seat != 0 || p.Offices == nil:
		return nil, refuse("person", "person %d: a member has a seat, a substitute none yet", p.Person)
	case p.Seat > 0 && s.holders[p.Seat] != 0:
		return nil, refuse("person", "seat %d is held twice", p.Seat)
	}
	// Offices are public and shown: no free text, which could carry a name.
	for i, office := range p.Offices {
		if !slices.Contains(offices, office) || slices.Contains(p.Offices[:i], office) {
			return nil, refuse("person", "person %d: %q is no office, or is held twice", p.Person, office)
		}
	}
	if err := hash32(p.Commit, "the commitment"); err != nil {
		return nil, err
	}
	return func() {
		s.people = append(s.people, *p)
		if p.Seat > 0 {
			s.holders[p.Seat] = p.Person
		}
	}, nil
}

// personKeys lets the registrar enter other keys, or none, for somebody who is known
// already; also while a ballot runs, so that a member with a new device is not shut
// out. The number of people and seats stays as it is.
func (s *State) personKeys(p *PersonKeys) (func(), error) {
	if err := hash32(p.Commit, "the commitment"); err != nil {
		return nil, err
	}
	if s.ready == nil || s.phase == Closed {
		return nil, refuse("meeting", "keys are changed from the first entries to the end of the meeting")
	}
	who, ok := s.Person(p.Person)
	switch {
	case !ok:
		return nil, refuse("person", "there is no person %d", p.Person)
	case slices.ContainsFunc(s.people, func(o Person) bool { return bytes.Equal(o.Commit, p.Commit) }):
		return nil, refuse("person", "the commitment of person %d is one that stands already", p.Person)
	}
	return func() {
		// A copy: what People gave before stays as it was.
		s.people = slices.Clone(s.people)
		who.Commit = p.Commit
		s.people[p.Person-1] = who
	}, nil
}

func (s *State) item(it *Item) (func(), error) {
	if err := s.early(TypeItem); err != nil {
		return nil, err
	}
	if err := s.checkItem(it); err != nil {
		return nil, err
	}
	return func() { s.items = append(s.items, *it) }, nil
}

func (s *State) checkItem(it *Item) error {
	if it.Item != len(s.items)+1 {
		return refuse("item", "item %d came where item %d was due", it.Item, len(s.items)+1)
	}
	if !slices.Contains(classes, it.Class) {
		return refuse("item", "item %d: %q is no class of item", it.Item, it.Class)
	}
	if err := canon.Text(it.Title, 512); err != nil {
		return refuse("item", "item %d: %v", it.Item, err)
	}
	if it.Contest == nil {
		return nil
	}
	if rule, why := SecretRefused(s.profile.Name, it.Class); rule != "" {
		return refuse(rule, "item %d: %s", it.Item, why)
	}
	if err := it.Contest.Check(); err != nil {
		return refuse("contest", "item %d: %v", it.Item, err)
	}
	return nil
}

func (s *State) complete(r *Ready) (func(), error) {
	if err := s.early(TypeReady); err != nil {
		return nil, err
	}
	if len(s.holders) == 0 || r.Seats != len(s.holders) || r.Keys < 1 || r.Keys > 4096 {
		return nil, refuse("ready", "%d seats declared, %d entered; %d keys", r.Seats, len(s.holders), r.Keys)
	}
	return func() { s.ready = r }, nil
}
