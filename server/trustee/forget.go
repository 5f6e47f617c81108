package trustee

import (
	"slices"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/server/crash"
)

// forget erases the shares that are not needed any more, and how this trustee has
// shuffled: of a ballot that is certified or void, and all at the meeting's end. Each only when a checkpoint
// with the quorum's cosignatures covers the entry that says so.
func (t *trustee) forget(s *journal.State) error {
	if s.Ceremony().Keys == nil {
		return nil
	}
	var erase []int
	over := map[string]bool{}
	shares := t.memory.file.Shares
	for _, b := range s.Ballots() {
		over[b.Definition.Ballot] = b.Phase == journal.Certified && t.cosigned > b.CertifySeq || b.Phase == journal.Voided && t.cosigned > b.VoidSeq
		if key := b.Definition.KeyIndex; over[b.Definition.Ballot] && key < len(shares) && len(shares[key]) > 0 {
			erase = append(erase, key)
		}
	}
	// Which entry closed it does not matter: here all are covered.
	if s.Meeting() == "closed" && t.cosigned == s.Next() {
		erase = nil
		for id := range over {
			over[id] = true
		}
		for key, share := range shares {
			if len(share) > 0 {
				erase = append(erase, key)
			}
		}
	}
	seeds := slices.ContainsFunc(t.memory.file.Mixing, func(m mixing) bool { return over[m.Ballot] && len(m.Seed) > 0 })
	if len(erase) == 0 && !seeds {
		return nil
	}
	before, mixed := shares, t.memory.file.Mixing
	if err := t.memory.change(func(f *memoryFile) {
		for _, key := range erase {
			f.Shares[key] = canon.Hex{}
		}
		for i := range f.Mixing {
			if over[f.Mixing[i].Ballot] {
				f.Mixing[i].Seed = canon.Hex{}
			}
		}
	}); err != nil {
		return err
	}
	crash.At("trustee.share.erased")
	for _, key := range erase {
		clear(before[key])
	}
	for _, m := range mixed {
		if over[m.Ballot] {
			clear(m.Seed)
			delete(t.chains, m.Ballot)
		}
	}
	if len(erase) > 0 {
		t.say("erased the share of %d key(s) that nothing is decrypted with any more", len(erase))
	}
	return nil
}
