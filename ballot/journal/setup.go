package journal

import (
	"bytes"
	"crypto/ed25519"
	"slices"

	"valurna/ballot/canon"
	"valurna/ballot/manifest"
	"valurna/crypto/tree"
)

// Classes of items (KL 5:54: closed votes only on elections and employment).
const (
	ClassElection    = "election"
	ClassEmployment  = "employment"
	ClassDecision    = "decision"
	ClassInformation = "information"
)

// offices that a person can hold.
var offices = []string{"chair", "vice-chair", "secretary"}

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

func applyManifest(s *State, e *Entry) (func(), error) {
	if s.manifest != nil {
		return nil, refuse("manifest", "entry %d is a second manifest", e.Seq)
	}
	m, err := manifest.Decode(e.Body)
	if err != nil {
		return nil, refuse("manifest", "%v", err)
	}
	signed := manifest.Signed{Manifest: m}
	for _, sig := range e.Sigs {
		signed.Sigs = append(signed.Sigs, manifest.Signature{By: sig.By, Sig: sig.Sig})
	}
	if err := signed.Verify(); err != nil {
		return nil, refuse("manifest", "%v", err)
	}
	hash, err := m.Hash()
	if err != nil {
		return nil, err
	}
	policy := tree.Policy{Origin: manifest.OriginOf(hash), Log: ed25519.PublicKey(m.Registrar.JournalKey), Quorum: m.Quorum}
	for _, w := range m.Witnesses {
		policy.Witnesses = append(policy.Witnesses, tree.Witness{Name: w.Name, Key: ed25519.PublicKey(w.Key)})
	}
	return func() { s.manifest, s.hash, s.policy = m, hash, policy }, nil
}

// ManifestEntry makes entry 0.
func ManifestEntry(signed *manifest.Signed, unix int64) (*Entry, error) {
	return NewEntry(0, unix, TypeManifest, signed.Manifest, ManifestSigs(signed)...)
}

// ManifestSigs are the manifest's signatures as entry 0 carries them.
func ManifestSigs(signed *manifest.Signed) []Signature {
	sigs := make([]Signature, 0, len(signed.Sigs))
	for _, s := range signed.Sigs {
		sigs = append(sigs, Signature{By: s.By, Sig: s.Sig})
	}
	return sigs
}

// first refuses what belongs to the first entries once these are complete.
func (s *State) first(e *Entry) error {
	if s.ready != nil {
		return refuse("ready", "%s came after the first entries were complete", e.Type)
	}
	return unsigned(e)
}

func hash32(h canon.Hex, what string) error {
	if len(h) != 32 {
		return refuse("length", "%s has %d bytes instead of 32", what, len(h))
	}
	return nil
}

// reason refuses text that could mislead whoever reads why something ended.
func reason(s string) error {
	if err := canon.Text(s, 512); err != nil {
		return refuse("reason", "the reason is %v", err)
	}
	return nil
}

func applyFiles(s *State, e *Entry) (func(), error) {
	f, err := decode[Files](e)
	if err == nil {
		err = s.first(e)
	}
	if err == nil && s.files != nil {
		err = refuse("files", "the files were entered before")
	}
	if err == nil {
		err = hash32(f.Body, "body")
	}
	if err == nil {
		err = hash32(f.Meeting, "meeting")
	}
	return func() { s.files = f }, err
}

func applyPerson(s *State, e *Entry) (func(), error) {
	p, err := decode[Person](e)
	if err == nil {
		err = s.first(e)
	}
	switch {
	case err != nil:
		return nil, err
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

// applyPersonKeys lets the registrar enter other keys, or none, for somebody who
// is known already; also while a ballot runs, so that a member with a new device
// is not shut out. The number of people and seats stays as it is.
func applyPersonKeys(s *State, e *Entry) (func(), error) {
	p, err := decode[PersonKeys](e)
	if err == nil {
		err = unsigned(e)
	}
	if err == nil {
		err = hash32(p.Commit, "the commitment")
	}
	if err != nil {
		return nil, err
	}
	if s.ready == nil || s.meeting == "closed" {
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

func applyItem(s *State, e *Entry) (func(), error) {
	it, err := decode[Item](e)
	if err == nil {
		err = s.first(e)
	}
	if err != nil {
		return nil, err
	}
	if it.Item != len(s.items)+1 {
		return nil, refuse("item", "item %d came where item %d was due", it.Item, len(s.items)+1)
	}
	if !slices.Contains([]string{ClassElection, ClassEmployment, ClassDecision, ClassInformation}, it.Class) {
		return nil, refuse("item", "item %d: %q is no class of item", it.Item, it.Class)
	}
	if err := canon.Text(it.Title, 512); err != nil {
		return nil, refuse("item", "item %d: %v", it.Item, err)
	}
	if it.Contest != nil {
		if rule, why := SecretRefused(s.manifest.Profile, it.Class); rule != "" {
			return nil, refuse(rule, "item %d: %s", it.Item, why)
		}
		if err := it.Contest.Check(); err != nil {
			return nil, refuse("contest", "item %d: %v", it.Item, err)
		}
	}
	return func() { s.items = append(s.items, *it) }, nil
}

func applyReady(s *State, e *Entry) (func(), error) {
	r, err := decode[Ready](e)
	if err == nil {
		err = s.first(e)
	}
	if err != nil {
		return nil, err
	}
	seats := 0
	for _, p := range s.people {
		if p.Seat > 0 {
			seats++
		}
	}
	if s.files == nil || seats == 0 || r.Seats != seats || r.Keys < 1 || r.Keys > 4096 {
		return nil, refuse("ready", "%d seats declared, %d entered; %d keys", r.Seats, seats, r.Keys)
	}
	return func() { s.ready = r }, nil
}

func (s *State) chair(person int) error {
	p, ok := s.Person(person)
	if !ok || !slices.Contains(p.Offices, "chair") {
		return refuse("office", "person %d does not hold the chair", person)
	}
	return nil
}

func applyMeeting(s *State, e *Entry) (func(), error) {
	m, err := decode[Meeting](e)
	if err == nil {
		err = unsigned(e)
	}
	if err == nil {
		err = s.chair(m.Person)
	}
	if err != nil {
		return nil, err
	}
	switch {
	case s.ready == nil:
		return nil, refuse("ready", "the first entries are not complete")
	case s.meeting == "called" && m.State == "open":
	case s.meeting == "open" && m.State == "closed":
		for _, b := range s.ballots {
			if !b.Done() {
				return nil, refuse("meeting", "ballot %s is not finished", b.Definition.Ballot)
			}
		}
	default:
		return nil, refuse("meeting", "the meeting is %s and cannot become %q", s.meeting, m.State)
	}
	return func() { s.meeting = m.State }, nil
}

func applyPresence(s *State, e *Entry) (func(), error) {
	p, err := decode[Presence](e)
	if err == nil {
		err = unsigned(e)
	}
	if err == nil {
		err = hash32(p.Place, "the commitment")
	}
	if err != nil {
		return nil, err
	}
	if s.ready == nil || s.meeting == "closed" {
		return nil, refuse("meeting", "attendance is kept from the first entries to the end of the meeting")
	}
	for _, b := range s.ballots {
		if b.Frozen() {
			return nil, refuse("frozen", "attendance is frozen while ballot %s runs", b.Definition.Ballot)
		}
	}
	who, ok := s.Person(p.Person)
	switch {
	case !ok || p.Seat < 1 || s.holders[p.Seat] == 0:
		return nil, refuse("presence", "there is no person %d or no seat %d", p.Person, p.Seat)
	case !who.Substitute && who.Seat != p.Seat:
		return nil, refuse("presence", "person %d has no right to seat %d", p.Person, p.Seat)
	case !p.Present && s.seated[p.Seat] != p.Person:
		return nil, refuse("presence", "person %d does not sit on seat %d", p.Person, p.Seat)
	case p.Present && s.seated[p.Seat] != 0 && s.seated[p.Seat] != p.Person:
		return nil, refuse("presence", "seat %d is taken", p.Seat)
	}
	if other := s.seatOf[p.Person]; p.Present && other != 0 && other != p.Seat {
		return nil, refuse("presence", "person %d sits on seat %d already", p.Person, other)
	}
	return func() {
		if p.Present {
			s.seated[p.Seat], s.seatOf[p.Person] = p.Person, p.Seat
		} else {
			delete(s.seated, p.Seat)
			delete(s.seatOf, p.Person)
		}
	}, nil
}
