package registrar

import (
	"crypto/rand"
	"encoding/json"
	"fmt"

	"golang.org/x/crypto/ssh"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/view"
)

// Kinds of those who log in.
const (
	kindPerson   = "person"
	kindTrustee  = "trustee"
	kindWitness  = "witness"
	kindUrn      = "urn"
	kindObserver = "observer"
	kindDisplay  = "display"
	kindEnrol    = "enrol" // enters a key with a card's code
	kindLoan     = "loan"  // jumps to the booth with a card's code
)

// role is who holds a connection, decided by the key alone.
type role struct {
	kind   string
	person int    // kindPerson
	name   string // "trustee/anna"
	key    ssh.PublicKey
}

// roster opens the journal's commitments to people.
type roster struct {
	byKey  map[string]role
	former map[string]int        // every key that a person has or had -> person
	values []journal.PersonValue // person n stands at n-1
	texts  map[string]string     // commitment -> what was said: "room" or "remote", or a reason
}

// loadRoster reads who is who from the journal and the openings beside it.
func (r *Registrar) loadRoster() error {
	openings, err := r.records.openings()
	if err != nil {
		return err
	}
	ro := roster{byKey: map[string]role{}, former: map[string]int{}, texts: map[string]string{}}
	add := func(line string, who role) error {
		k, err := manifest.ParseKeyLine(line)
		if err != nil {
			return err
		}
		if other, doubled := ro.byKey[string(k.Marshal())]; doubled {
			return fmt.Errorf("one SSH key for two: %s %s%d and %s %s%d", other.kind, other.name, other.person, who.kind, who.name, who.person)
		}
		who.key = k
		ro.byKey[string(k.Marshal())] = who
		return nil
	}
	for _, p := range r.state.People() {
		o, ok := openings[string(p.Commit)]
		if !ok {
			return fmt.Errorf("the opening of person %d is missing from the store", p.Person)
		}
		var v journal.PersonValue
		if err := canon.Unmarshal(o.Value, &v); err != nil {
			return err
		}
		for _, line := range v.Keys {
			if err := add(line, role{kind: kindPerson, person: p.Person}); err != nil {
				return err
			}
		}
		ro.values = append(ro.values, v)
	}
	for c, o := range openings {
		var text string
		if json.Unmarshal(o.Value, &text) == nil {
			ro.texts[c] = text
		}
	}
	m := r.state.Manifest()
	if err := add(m.Urn.LinkKey, role{kind: kindUrn, name: manifest.ByUrn}); err != nil {
		return err
	}
	party := func(kind, name string, key []byte) error {
		k, err := ssh.NewPublicKey(edKey(key))
		if err != nil {
			return err
		}
		return add(manifest.KeyLine(k), role{kind: kind, name: name})
	}
	for _, t := range m.Trustees {
		if err := party(kindTrustee, manifest.ByTrustee(t.Name), t.Key); err != nil {
			return err
		}
	}
	for _, w := range m.Witnesses {
		if err := party(kindWitness, manifest.ByWitness(w.Name), w.Key); err != nil {
			return err
		}
	}
	if err := ro.remember(r.leaves, openings); err != nil {
		return err
	}
	r.people = ro
	return nil
}

// remember reads whose every key was, since one that was somebody's becomes nobody
// else's.
func (ro *roster) remember(leaves [][]byte, openings map[string]journal.Opening) error {
	for _, leaf := range leaves {
		e, err := journal.DecodeEntry(leaf)
		if err != nil {
			return err
		}
		if e.Type != journal.TypePerson && e.Type != journal.TypePersonKeys {
			continue
		}
		var p struct {
			Person int       `json:"person"`
			Commit canon.Hex `json:"commit"`
		}
		// The journal's rules have checked the body; only these two are wanted.
		if err := json.Unmarshal(e.Body, &p); err != nil {
			return err
		}
		o, ok := openings[string(p.Commit)]
		if !ok {
			return fmt.Errorf("the opening of entry %d is missing from the store", e.Seq)
		}
		var v journal.PersonValue
		if err := canon.Unmarshal(o.Value, &v); err != nil {
			return err
		}
		for _, line := range v.Keys {
			k, err := manifest.ParseKeyLine(line)
			if err != nil {
				return err
			}
			ro.former[string(k.Marshal())] = p.Person
		}
	}
	return nil
}

func (r *Registrar) name(person int) string {
	if person < 1 || person > len(r.people.values) {
		return ""
	}
	return r.people.values[person-1].Name
}

// CheckIn seats a person. place is "room", "remote" or "absent"; by is who says
// so: the person, or the chair for somebody else.
func (r *Registrar) CheckIn(by, person int, place string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	p, ok := r.state.Person(person)
	if !ok {
		return &view.Problem{Code: "no-person", Text: "There is no such person.", Next: "Look at the desk for the seat numbers."}
	}
	if by != person && !r.isChair(by) {
		return &view.Problem{Code: "not-chair", Text: "Only the chair checks in somebody else. Nothing was changed.", Next: "Check in at your own desk."}
	}
	if p.Seat == 0 {
		return &view.Problem{Code: "no-seat", Text: "You have no seat in this meeting. Nothing was changed.", Next: "The chair calls in substitutes."}
	}
	if err := r.mayBe(person, place); err != nil {
		return err
	}
	if place == "absent" {
		if r.state.Seated(p.Seat) != person {
			return nil
		}
		place = ""
	} else if r.state.Seated(p.Seat) == person && r.placed[p.Seat] == place {
		return nil // as it is already: the journal does not grow by asking again
	}
	o := opening(place)
	presence := journal.Presence{Person: person, Seat: p.Seat, Present: place != "", Place: o.Commit}
	return r.append(proposal{typ: journal.TypePresence, body: presence, openings: []journal.Opening{o}})
}

// mayBe refuses a place at the far end of a line to whom the chair has not admitted
// (A05, A13), and one in the room to who has applied to be elsewhere and was not seen
// there. A rehearsal of a body that has decided nothing about it asks for neither.
// mu is held.
func (r *Registrar) mayBe(person int, place string) error {
	m := r.state.Manifest()
	if m.Rehearsal && m.Policy.Remote == nil || place == "absent" {
		return nil
	}
	switch p := r.state.Remote(person); {
	case place == "remote" && p.Admitted == 0:
		return &view.Problem{Code: "A05", Rule: "A05", Text: "You have not been admitted to take part from elsewhere. Nothing was changed.", Next: "Apply to the chair and the secretary with your reason; on the evening the chair identifies and admits you."}
	case place == "room" && p.Applied != 0 && !p.InRoom:
		return &view.Problem{Code: "A11", Rule: "A11", Text: "You have applied to take part from elsewhere, and the chair has not recorded that you are in the room. Nothing was changed.", Next: "Show yourself to the chair, who records it."}
	}
	return nil
}

// opening commits to a value.
func opening(value any) journal.Opening {
	data := canon.MustMarshal(value)
	var salt [32]byte
	_, _ = rand.Read(salt[:]) // never fails (crypto/rand)
	return journal.Opening{Commit: journal.Commit(salt, data), Salt: salt[:], Value: data}
}

// loadPlaces finds where everybody sits after a restart.
func (r *Registrar) loadPlaces() error {
	r.placed = map[int]string{}
	for _, leaf := range r.leaves {
		e, err := journal.DecodeEntry(leaf)
		if err != nil {
			return err
		}
		if e.Type != journal.TypePresence {
			continue
		}
		var p journal.Presence
		if err := canon.Unmarshal(e.Body, &p); err != nil {
			return err
		}
		r.placed[p.Seat] = r.people.texts[string(p.Place)]
	}
	return nil
}

// isChair says whether a person presides now. mu is held.
func (r *Registrar) isChair(person int) bool {
	return person != 0 && r.state.Presiding() == person
}
