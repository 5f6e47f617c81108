package verify

import (
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/meeting"
	"valurna/crypto/tree"
)

// maxNotes is the number of checkpoints of a bundle: definition, seal, all.
const maxNotes = 3

// format checks the shape, for a bundle that did not come from bundle.Read.
func (r *run) format() (string, error) {
	r.report.Ballot = r.bundle.Ballot
	if err := r.bundle.Check(); err != nil {
		return "", err
	}
	b := r.bundle
	if len(b.Entries) == 0 || len(b.Checkpoints) == 0 || len(b.Checkpoints) > maxNotes {
		return "", fmt.Errorf("%d entries and %d checkpoints; a bundle has entries and 1 to %d checkpoints", len(b.Entries), len(b.Checkpoints), maxNotes)
	}
	return fmt.Sprintf("a bundle in its one form: %d journal entries, %d checkpoints, %d sealed ballots, %d shuffles, %d audited ballots",
		len(b.Entries), len(b.Checkpoints), len(b.Sealed), len(b.Shuffles), len(b.Audited)), nil
}

// entries recomputes the roots that the checkpoints name. No signature is looked at
// yet: this finds, at little cost, every change that was not made to the
// checkpoints too.
func (r *run) entries() (string, error) {
	for _, leaf := range r.bundle.Entries {
		r.tree.Append(leaf)
	}
	last := int64(0)
	for i, note := range r.bundle.Checkpoints {
		// C2SP tlog-checkpoint: origin, size, root in base64, each on its line.
		lines := strings.SplitN(note, "\n", 4)
		if len(lines) < 4 {
			return "", fmt.Errorf("checkpoint %d is none", i+1)
		}
		size, err := strconv.ParseInt(lines[1], 10, 64)
		if err != nil || size <= last || size > r.tree.Size() {
			return "", fmt.Errorf("checkpoint %d covers %.20q entries: checkpoints cover ever more of the %d entries", i+1, lines[1], r.tree.Size())
		}
		root, err := r.tree.Root(size)
		if err != nil {
			return "", fmt.Errorf("checkpoint %d: %w", i+1, err)
		}
		if base64.StdEncoding.EncodeToString(root[:]) != lines[2] {
			return "", fmt.Errorf("the first %d entries are not those that checkpoint %d names: an entry was changed, added, moved or left out", size, i+1)
		}
		last = size
	}
	if last != r.tree.Size() {
		return "", fmt.Errorf("the last checkpoint covers %d of %d entries; nobody has signed the rest", last, r.tree.Size())
	}
	return fmt.Sprintf("the recomputed roots of the %d entries are those that the %d checkpoints name", r.tree.Size(), len(r.bundle.Checkpoints)), nil
}

// checkManifest reads entry 0 and verifies the signature of every party.
func (r *run) checkManifest() (string, error) {
	e, err := journal.DecodeEntry(r.bundle.Entries[0])
	if err != nil {
		return "", fmt.Errorf("entry 0: %w", err)
	}
	if e.Type != journal.TypeManifest || e.Seq != 0 {
		return "", fmt.Errorf("entry 0 is a %q with number %d, not the manifest", e.Type, e.Seq)
	}
	m := new(manifest.Manifest)
	if err := canon.Unmarshal(e.Body, m); err != nil {
		return "", fmt.Errorf("manifest: %w", err)
	}
	if err := m.Check(); err != nil {
		return "", err
	}
	r.signed = &manifest.Signed{Manifest: m}
	for _, sig := range e.Sigs {
		r.signed.Sigs = append(r.signed.Sigs, manifest.Signature{By: sig.By, Sig: sig.Sig})
	}
	if err := r.signed.Verify(); err != nil {
		return "", err
	}
	if r.hash, err = m.Hash(); err != nil {
		return "", err
	}
	r.policy = policyOf(m, r.hash)
	r.report.describe(m, r.hash)
	return fmt.Sprintf("signed by all %d parties: %s", len(r.signed.Sigs), strings.Join(m.Parties(), ", ")), nil
}

// policyOf says whose signatures make a checkpoint of this meeting.
func policyOf(m *manifest.Manifest, hash [32]byte) tree.Policy {
	p := tree.Policy{Origin: manifest.OriginOf(hash), Log: ed25519.PublicKey(m.Registrar.JournalKey), Quorum: m.Quorum}
	for _, w := range m.Witnesses {
		p.Witnesses = append(p.Witnesses, tree.Witness{Name: w.Name, Key: ed25519.PublicKey(w.Key)})
	}
	return p
}

// checkpoints verifies the signatures: the entries are what the registrar and a
// quorum of witnesses saw. It runs before the journal's rules: what no quorum saw
// needs no interpretation.
func (r *run) checkpoints() (string, error) {
	seen := map[string]bool{}
	for i, note := range r.bundle.Checkpoints {
		cp, witnesses, err := r.policy.Open(note)
		if err != nil {
			return "", fmt.Errorf("checkpoint %d: %w", i+1, err)
		}
		root, err := r.tree.Root(cp.Size)
		if err != nil {
			return "", fmt.Errorf("checkpoint %d: %w", i+1, err)
		}
		if root != cp.Root {
			return "", fmt.Errorf("checkpoint %d: the first %d entries are not those that were signed", i+1, cp.Size)
		}
		r.points = append(r.points, cp)
		for _, w := range witnesses {
			seen[w] = true
		}
	}
	return fmt.Sprintf("%d checkpoints, signed by the registrar and each cosigned by at least %d of %d witnesses (%d took part)",
		len(r.points), r.policy.Quorum, len(r.policy.Witnesses), len(seen)), nil
}

// journal folds the entries with the rules that registrar, witnesses and trustees
// used, and notes on the way what later checks compare with.
func (r *run) journal() (string, error) {
	s := journal.NewState()
	seen := attendance{people: map[int]journal.Person{}, seated: map[int]int{}, jav: map[[2]int]bool{}}
	var followed error
	at, e, err := s.ApplyLeaves(r.bundle.Entries, func(e *journal.Entry) error {
		followed = r.follow(e, s, &seen)
		return followed
	})
	switch {
	case followed != nil:
		return "", fmt.Errorf("entry %d (%s): %w", at, e.Type, followed)
	case err != nil && e == nil:
		return "", fmt.Errorf("entry %d (unreadable) breaks a rule: %w", at, err)
	case err != nil:
		return "", fmt.Errorf("entry %d (%s) breaks a rule: %w", at, e.Type, err)
	}
	if s.ManifestHash() != r.hash {
		return "", fmt.Errorf("the journal holds another manifest than entry 0 gave")
	}
	r.state, r.share = s, s.PublicShare
	r.ballot = s.Ballot(r.bundle.Ballot)
	if r.ballot == nil {
		return "", fmt.Errorf("the journal has no ballot %s", r.bundle.Ballot)
	}
	d := r.ballot.Definition
	r.report.Item, r.report.Title, r.report.Rehearsal, r.report.Trial = d.Item, d.Title, d.Rehearsal, d.Trial()
	if v := r.ballot.Void; v != nil {
		r.report.setVoid(v.Reason)
		return fmt.Sprintf("all %d entries follow the rules. BALLOT %s IS VOID (%s): there is no result", len(r.bundle.Entries), d.Ballot, v.Reason), nil
	}
	return fmt.Sprintf("all %d entries follow the rules, every signature in them holds", len(r.bundle.Entries)), nil
}

// attendance is verify's own account of who could vote, apart from the fold's.
type attendance struct {
	people map[int]journal.Person
	seated map[int]int     // seat -> person
	jav    map[[2]int]bool // item and person: disqualified
}

// take notes what an entry says about attendance.
func (a *attendance) take(e *journal.Entry) error {
	switch e.Type {
	case journal.TypePerson:
		p, err := journal.Body[journal.Person](e)
		if err != nil {
			return err
		}
		a.people[p.Person] = *p
	case journal.TypePersonKeys:
		k, err := journal.Body[journal.PersonKeys](e)
		if err != nil {
			return err
		}
		p := a.people[k.Person]
		p.Commit = k.Commit
		a.people[k.Person] = p
	case journal.TypePresence:
		p, err := journal.Body[journal.Presence](e)
		if err != nil {
			return err
		}
		delete(a.seated, p.Seat)
		if p.Present {
			a.seated[p.Seat] = p.Person
		}
	case meeting.TypeJav:
		j, err := journal.Body[meeting.Jav](e)
		if err != nil {
			return err
		}
		a.jav[[2]int{j.Item, j.Person}] = !j.Off
	}
	return nil
}

// electors are the seats whose holders vote on an item, and who they are: of the
// trial ballot every member.
func (a *attendance) electors(item int) map[int]int {
	if item == journal.TrialItem {
		return ownSeats(a.people)
	}
	out := map[int]int{}
	for seat, person := range a.seated {
		if !a.jav[[2]int{item, person}] {
			out[seat] = person
		}
	}
	return out
}

// follow keeps its own account of attendance, the entries about lots, and the entry
// at which the ballot reached each phase.
func (r *run) follow(e *journal.Entry, s *journal.State, seen *attendance) error {
	if err := seen.take(e); err != nil {
		return err
	}
	if e.Type == journal.TypeDraw || e.Type == journal.TypeLotShare {
		r.lots = append(r.lots, e)
	}
	b := s.Ballot(r.bundle.Ballot)
	if b == nil {
		return nil
	}
	if _, known := r.reached[b.Phase]; known {
		return nil
	}
	r.reached[b.Phase] = e.Seq
	if b.Phase != journal.Defined {
		return nil
	}
	voters := seen.electors(b.Definition.Item)
	for _, seat := range b.Definition.Seats {
		p, ok := seen.people[voters[seat]]
		if !ok {
			return fmt.Errorf("the roll names seat %d, on which nobody sat who could vote", seat)
		}
		r.seats = append(r.seats, journal.RollLeaf{Seat: seat, Person: p.Person, Commit: p.Commit})
	}
	if len(voters) != len(b.Definition.Seats) {
		return fmt.Errorf("%d seats could vote, the roll has %d", len(voters), len(b.Definition.Seats))
	}
	return nil
}

// ownSeats are all seats of the body with their own members, whoever is present: a
// trial ballot's roll.
func ownSeats(people map[int]journal.Person) map[int]int {
	out := map[int]int{}
	for _, p := range people {
		if p.Seat > 0 {
			out[p.Seat] = p.Person
		}
	}
	return out
}

// covers checks that the bundle's note number i stands between the entry that it
// has to cover and the entry that had to wait for it, and that this later entry
// carries a note of the same journal itself.
func (r *run) covers(i int, what string, seq, before int64, carried string) error {
	if len(r.points) < i+2 {
		return fmt.Errorf("the bundle has no checkpoint of its own for the %s", what)
	}
	if size := r.points[i].Size; size <= seq || size > before {
		return fmt.Errorf("checkpoint %d covers %d entries: it does not stand between the %s (entry %d) and what had to wait for it (entry %d)", i+1, size, what, seq, before)
	}
	cp, _, err := r.policy.Open(carried)
	if err != nil {
		return fmt.Errorf("entry %d: %w", before, err)
	}
	root, err := r.state.Root(cp.Size)
	if err != nil {
		return fmt.Errorf("entry %d: %w", before, err)
	}
	if root != cp.Root || cp.Size <= seq || cp.Size > before {
		return fmt.Errorf("entry %d rests on a checkpoint that does not cover the %s (entry %d)", before, what, seq)
	}
	return nil
}
