package roll

import (
	"errors"
	"fmt"
	"io"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/meeting"
)

// Keys that the ceremony makes beyond one for each ballot of the agenda: for
// repeated and added ballots, for trial ballots, and one for the meeting's lots.
const (
	SpareKeys = 3
	TrialKeys = 3
	LotKeys   = 1
)

// Manifest gives the meeting's manifest, unsigned. It passes manifest.Check.
func (s *Setup) Manifest() *manifest.Manifest {
	m := &manifest.Manifest{
		Version: manifest.Version,
		Body:    s.Body, Profile: s.Profile, Meeting: s.Meeting, Date: s.Date, Place: s.Place, Rehearsal: s.Rehearsal,
		Registrar: manifest.Registrar{
			Operator: s.Registrar.Operator, Address: s.Registrar.Address,
			HostKey: s.Registrar.HostKey, JournalKey: raw(s.Registrar.JournalKey),
		},
		Urn: manifest.Urn{
			Operator: s.Urn.Operator, Booth: s.Urn.Booth, Cast: s.Urn.Cast,
			HostKey: s.Urn.HostKey, ReceiptKey: raw(s.Urn.ReceiptKey), LinkKey: s.Urn.LinkKey,
		},
		Threshold: s.Threshold, Quorum: s.Quorum,
		Officer: manifest.Officer{Office: s.Policy.Signer, Key: s.signerKey()},
		Policy: manifest.Policy{
			Grace: s.Policy.Grace, Window: s.Policy.Window, Shuffles: s.Policy.Shuffles,
			Remote: s.Policy.Remote, Statutes: s.Policy.Statutes,
		},
	}
	for _, t := range s.Trustees {
		m.Trustees = append(m.Trustees, manifest.Trustee{Name: t.Name, Operator: t.Operator, Key: raw(t.Key)})
	}
	for _, w := range s.Witnesses {
		m.Witnesses = append(m.Witnesses, manifest.Witness{Name: w.Name, Operator: w.Operator, Key: raw(w.Key)})
	}
	return m
}

// signerKey is the first key of whoever signs for the body.
func (s *Setup) signerKey() string {
	for _, p := range s.People() {
		for _, office := range p.Offices {
			if office == s.Policy.Signer && len(p.Keys) > 0 {
				return p.Keys[0]
			}
		}
	}
	return ""
}

// Person is somebody known to the registrar, by the number that the journal uses.
type Person struct {
	Person     int // from 1
	Name       string
	Seat       int // 0: none
	Substitute bool
	Offices    []string // never nil
	Keys       []string // SSH public keys, "type base64"
}

// People lists everybody in the order of their numbers: members by seat, then
// substitutes by precedence, then officers.
func (s *Setup) People() []Person {
	var out []Person
	add := func(p Person) {
		p.Person = len(out) + 1
		p.Offices = append([]string{}, p.Offices...)
		out = append(out, p)
	}
	for _, m := range s.Members {
		add(Person{Name: m.Name, Seat: m.Seat, Offices: m.Offices, Keys: m.Keys})
	}
	for _, u := range s.Substitutes {
		add(Person{Name: u.Name, Substitute: true, Keys: u.Keys})
	}
	for _, o := range s.Officers {
		add(Person{Name: o.Name, Offices: []string{o.Office}, Keys: o.Keys})
	}
	return out
}

// PersonKeys maps every person's keys, "type base64", to the person's number.
func (s *Setup) PersonKeys() map[string]int {
	out := map[string]int{}
	for _, p := range s.People() {
		for _, k := range p.Keys {
			out[k] = p.Person
		}
	}
	return out
}

// Contests is the number of items on which a ballot can be held.
func (s *Setup) Contests() int {
	n := 0
	for _, it := range s.Items {
		if meeting.MayBallot(s.Profile, meeting.Item{Class: it.Class, Contest: it.Contest}) {
			n++
		}
	}
	return n
}

// CeremonyKeys is the number of keys that the trustees' ceremony is to make.
func (s *Setup) CeremonyKeys() int { return s.Contests() + SpareKeys + TrialKeys + LotKeys }

// Entry is the type and the body of an entry that is still to get its place.
type Entry struct {
	Type string
	Body any
}

// Entries gives the entries that follow the manifest: files, every person,
// every item, ready; and the openings of the commitments in them, in the same
// order. Every commitment takes 32 bytes from rand.
func (s *Setup) Entries(rand io.Reader) ([]Entry, []journal.Opening, error) {
	var openings []journal.Opening
	var failed error
	commit := func(value any) canon.Hex {
		var salt [32]byte
		_, err := io.ReadFull(rand, salt[:])
		data, invalid := canon.Marshal(value)
		if failed = errors.Join(failed, err, invalid); failed != nil {
			return nil
		}
		c := journal.Commit(salt, data)
		openings = append(openings, journal.Opening{Commit: c, Salt: salt[:], Value: data})
		return c
	}
	out := []Entry{{journal.TypeFiles, journal.Files{
		Body:    commit(canon.Hex(s.BodyHash[:])),
		Meeting: commit(canon.Hex(s.MeetingHash[:])),
	}}}
	for _, p := range s.People() {
		out = append(out, Entry{journal.TypePerson, journal.Person{
			Person: p.Person, Seat: p.Seat, Substitute: p.Substitute, Offices: p.Offices,
			Commit: commit(journal.PersonValue{Name: p.Name, Keys: p.Keys}),
		}})
	}
	for i, it := range s.Agenda() {
		out = append(out, Entry{journal.TypeItem, journal.Item{Item: i + 1, Class: it.Class, Title: it.Title, Contest: it.Contest}})
	}
	if failed != nil {
		return nil, nil, fmt.Errorf("roll: the first entries were not made: %w", failed)
	}
	return append(out, Entry{journal.TypeReady, journal.Ready{Seats: len(s.Members), Keys: s.CeremonyKeys()}}), openings, nil
}

// OneServerOperator says whether registrar and urn are run by one operator: then
// a booth on the urn's machine is not secret from that operator.
func (s *Setup) OneServerOperator() bool {
	return manifest.SameOperator(s.Registrar.Operator, s.Urn.Operator)
}
