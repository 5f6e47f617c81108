package journal

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"valurna/ballot/canon"
	"valurna/ballot/meeting"
	"valurna/ballot/sealed"
	"valurna/crypto/blind"
	"valurna/crypto/group"
)

// Context is SHA-256("valurna/v1/context\n" || manifest hash in hexadecimal ||
// "\n" || definition). Every token, ballot and proof is bound to it.
func (s *State) Context(definition []byte) [32]byte { return ContextOf(s.hash, definition) }

// ContextOf is the context under the manifest of that hash.
func ContextOf(manifestHash [32]byte, definition []byte) [32]byte {
	return sha256.Sum256(fmt.Appendf(nil, "valurna/v1/context\n%x\n%s", manifestHash, definition))
}

// Define makes the definition that item's next ballot must have, for a fresh
// issuing key: modulus has 256 bytes. Only the key is the registrar's choice.
func (s *State) Define(item int, modulus []byte) (*Definition, error) {
	title, contest, err := s.contestOf(item)
	if s.Ready() == nil {
		return nil, refuse("item", "item %d has no ballot: the first entries are not complete", item)
	}
	if err != nil {
		return nil, err
	}
	key, ok := s.FreeKey()
	if !ok {
		return nil, refuse("key", "the trustees have made no key that is still unused")
	}
	seats, voter := s.electors(item)
	roll, err := s.rollOf(seats, voter)
	if err != nil {
		return nil, err
	}
	d := &Definition{
		Ballot: s.NextBallot(item), Item: item, Title: title, Contest: contest,
		Rehearsal: s.manifest.Rehearsal || item == TrialItem, Seats: seats, Roll: roll, Issuing: modulus,
		KeyIndex: key, Key: s.ceremony.Keys.Keys[key].Key,
		Payload: contest.PayloadSize(), Points: contest.Points(),
		Grace: s.manifest.Policy.Grace, Window: s.manifest.Policy.Window, Shuffles: s.manifest.Policy.Shuffles,
	}
	return d, s.CheckDefinition(d)
}

// NextBallot is the id that an item's next ballot will have.
func (s *State) NextBallot(item int) string { return fmt.Sprintf("%d-%d", item, s.rounds(item)+1) }

func (s *State) rounds(item int) int {
	n := 0
	for _, b := range s.ballots {
		if b.Definition.Item == item {
			n++
		}
	}
	return n
}

// DecidedBy is the certified ballot that has filled all places of an item, by votes
// and lot, "" if there is none. With a place unfilled the item can be voted on
// again. A trial decides nothing.
func (s *State) DecidedBy(item int) string {
	for _, b := range s.ballots {
		if item != TrialItem && b.Definition.Item == item && b.Phase == Certified && len(b.Certify.Elected) == b.Definition.Contest.Elect {
			return b.Definition.Ballot
		}
	}
	return ""
}

// CheckDefinition is what a trustee checks before it signs, and what everybody
// checks again: that nothing but the issuing key was the registrar's to choose.
func (s *State) CheckDefinition(d *Definition) error {
	fail := func(format string, a ...any) error { return refuse("definition", format, a...) }
	if d.Trial() {
		if err := s.TrialRefused(); err != nil {
			return err
		}
	} else if err := s.mayDecide(d.Item); err != nil {
		return err
	}
	title, contest, err := s.contestOf(d.Item)
	if err != nil {
		return err
	}
	if want := s.NextBallot(d.Item); d.Ballot != want {
		return fail("the ballot's id is %q and should be %q", d.Ballot, want)
	}
	if d.Title != title || !bytes.Equal(canon.MustMarshal(d.Contest), canon.MustMarshal(contest)) {
		return fail("title or contest differ from the agenda's item %d", d.Item)
	}
	if d.Rehearsal != (s.manifest.Rehearsal || d.Trial()) {
		return fail("rehearsal is %v, the manifest says %v", d.Rehearsal, s.manifest.Rehearsal)
	}
	seats, voter := s.electors(d.Item)
	if !slices.Equal(d.Seats, seats) || len(d.Seats) == 0 {
		return fail("the roll is not the seats that are taken now, or of a trial not all of the body's")
	}
	if !d.Trial() {
		if err := s.QuorateFor(d.Item); err != nil {
			return ruleError(err)
		}
	}
	roll, err := s.rollOf(seats, voter)
	if err != nil {
		return err
	}
	if !bytes.Equal(d.Roll, roll) {
		return fail("the roll's root is not that of the seats")
	}
	if _, err := blind.ParsePublicKey(d.Issuing); err != nil {
		return fail("issuing key: %v", err)
	}
	for _, b := range s.ballots {
		if bytes.Equal(b.Definition.Issuing, d.Issuing) {
			return fail("the issuing key was used for ballot %s", b.Definition.Ballot)
		}
	}
	free, ok := s.FreeKey()
	if !ok || d.KeyIndex != free || !bytes.Equal(d.Key, s.ceremony.Keys.Keys[free].Key) {
		return fail("the key is not the next unused one of the ceremony")
	}
	p := s.manifest.Policy
	if d.Grace != p.Grace || d.Window != p.Window || d.Shuffles != p.Shuffles {
		return fail("grace, window or shuffles differ from the policy")
	}
	if d.Payload != d.Contest.PayloadSize() || d.Points != d.Contest.Points() {
		return fail("payload %d and points %d are not those of the contest", d.Payload, d.Points)
	}
	return nil
}

// mayDecide says whether a ballot on an item of the agenda may be defined now.
func (s *State) mayDecide(item int) error {
	if item < 1 || item > len(s.Items()) || s.Items()[item-1].Contest == nil {
		return refuse("definition", "item %d has no ballot", item)
	}
	if s.Meeting() != meeting.Open {
		return refuse("definition", "the meeting is not open")
	}
	if err := s.Decides(); err != nil {
		return ruleError(err)
	}
	for _, b := range s.ballots {
		switch {
		case b.Done():
		case b.Definition.Trial():
			return refuse("definition", "trial ballot %s still runs", b.Definition.Ballot)
		case b.Definition.Item == item:
			return refuse("definition", "ballot %s on this item still runs", b.Definition.Ballot)
		}
	}
	if id := s.DecidedBy(item); id != "" {
		return refuse("decided", "item %d is decided by ballot %s", item, id)
	}
	if err := s.BallotRefused(item); err != nil {
		return ruleError(err)
	}
	if rule, why := SecretRefused(s.manifest.Profile, s.Items()[item-1].Class); rule != "" {
		return refuse(rule, "%s", why)
	}
	if s.TrialDue() {
		return refuse("untried", "no trial ballot of this meeting has been held to its certified end with a vote in it; the first ballot that decides comes after one")
	}
	return nil
}

// Terms are what every ballot under a definition is checked against.
func (s *State) Terms(id string) (sealed.Terms, error) {
	b := s.Ballot(id)
	if b == nil {
		return sealed.Terms{}, refuse("ballot", "there is no ballot %q", id)
	}
	key, err := group.NewPoint().SetBytes(b.Definition.Key)
	if err != nil {
		return sealed.Terms{}, err
	}
	issuing, err := blind.ParsePublicKey(b.Definition.Issuing)
	if err != nil {
		return sealed.Terms{}, err
	}
	return sealed.Terms{Context: b.Context, Key: key, Issuing: issuing, Points: b.Definition.Points}, nil
}

// ParseBallotID reads "ITEM-ROUND"; item 0 is the trial's.
func ParseBallotID(id string) (item, round int, err error) {
	a, b, ok := strings.Cut(id, "-")
	item, err1 := strconv.Atoi(a)
	round, err2 := strconv.Atoi(b)
	if !ok || err1 != nil || err2 != nil || item < 0 || round < 1 || fmt.Sprintf("%d-%d", item, round) != id {
		return 0, 0, fmt.Errorf("%q is no ballot id: an id is ITEM-ROUND, for instance 3-1", id)
	}
	return item, round, nil
}
