package journal

import (
	"bytes"
	"encoding/binary"
	"slices"

	"valurna/ballot/manifest"
)

// Between the check window and the decryption: trustees shuffle in turn, each
// what the one before has put out.

// ShufflesDue is how many shuffles a sealed ballot needs before anything of it is
// decrypted: the definition's, and none where nobody has voted.
func (b *Ballot) ShufflesDue() int {
	if b.Seal == nil || b.Seal.Count == 0 {
		return 0
	}
	return b.Definition.Shuffles
}

// Shuffled says whether all shuffles stand.
func (b *Ballot) Shuffled() bool { return len(b.Shuffles) >= b.ShufflesDue() }

// Head names what the next shuffle, or the decryption, works on: the seal's root,
// and from the first shuffle on the newest Output; 32 bytes.
func (b *Ballot) Head() []byte {
	if n := len(b.Shuffles); n > 0 {
		return b.Shuffles[n-1].Output
	}
	return b.Seal.Root
}

// ShuffleContext is bound into the proof of the shuffle in that place, from 1, by
// the trustee of that index: the ballot, its seal, and whose work it is.
func (b *Ballot) ShuffleContext(place, trustee int) []byte {
	out := append([]byte("valurna/v1/shuffle\n"), b.Context[:]...)
	out = append(out, b.Seal.Root...)
	out = binary.BigEndian.AppendUint32(out, uint32(place))
	return binary.BigEndian.AppendUint32(out, uint32(trustee))
}

// Turn names the trustee that is to shuffle next: of those that have not shuffled
// this ballot and were not rejected, the one passed over least often, and of
// those the first in the manifest. "" if all shuffles stand, or nobody is left.
func (s *State) Turn(b *Ballot) string {
	if b.Phase != Decrypting || b.Shuffled() {
		return ""
	}
	turn, least := "", 0
	for _, t := range s.manifest.Trustees {
		if b.hasShuffled(t.Name) || b.isRejected(t.Name) {
			continue
		}
		if n := b.TimesPassed(t.Name); turn == "" || n < least {
			turn, least = t.Name, n
		}
	}
	return turn
}

// TimesPassed counts how often a trustee was passed over.
func (b *Ballot) TimesPassed(trustee string) int {
	n := 0
	for _, p := range b.Passed {
		if p.Trustee == trustee {
			n++
		}
	}
	return n
}

func (b *Ballot) hasShuffled(trustee string) bool {
	return slices.ContainsFunc(b.Shuffles, func(s Shuffle) bool { return s.Trustee == trustee })
}

func (b *Ballot) isRejected(trustee string) bool {
	return slices.ContainsFunc(b.Rejected, func(r Reject) bool { return r.Trustee == trustee })
}

// notRejected refuses what a rejected trustee still sends.
func (b *Ballot) notRejected(trustee string) error {
	if b.isRejected(trustee) {
		return refuse("rejected", "trustee %s was rejected for ballot %s", trustee, b.Definition.Ballot)
	}
	return nil
}

// applyShuffle takes any trustee's shuffle of the head, not only of the one whose
// turn it is: whoever was passed over and comes after all has done no harm.
func applyShuffle(s *State, e *Entry) (func(), error) {
	sh, err := decode[Shuffle](e)
	if err == nil {
		err = s.signedBy(e, manifest.ByTrustee(sh.Trustee))
	}
	if err == nil {
		err = hash32(sh.Output, "the hash of the shuffle")
	}
	if err != nil {
		return nil, err
	}
	b, err := s.at(e, sh.Ballot, Decrypting)
	if err == nil {
		err = b.whole()
	}
	if err == nil {
		err = b.notRejected(sh.Trustee)
	}
	if err != nil {
		return nil, err
	}
	if b.Shuffled() {
		return nil, refuse("enough", "ballot %s has its %d shuffles", sh.Ballot, b.ShufflesDue())
	}
	if b.hasShuffled(sh.Trustee) {
		return nil, refuse("shuffle", "trustee %s has shuffled ballot %s", sh.Trustee, sh.Ballot)
	}
	if !bytes.Equal(sh.Input, b.Head()) {
		return nil, refuse("overtaken", "ballot %s: the shuffle of trustee %s is not of what stands now", sh.Ballot, sh.Trustee)
	}
	return func() { b.Shuffles = append(slices.Clip(b.Shuffles), *sh) }, nil
}

func applyPass(s *State, e *Entry) (func(), error) {
	p, err := decode[Pass](e)
	if err == nil {
		err = s.signedBy(e, manifest.ByUrn)
	}
	if err == nil {
		err = reason(p.Reason)
	}
	if err != nil {
		return nil, err
	}
	b, err := s.at(e, p.Ballot, Decrypting)
	if err != nil {
		return nil, err
	}
	given := b.sharesOf(p.Trustee)
	if given < 0 && s.Turn(b) != p.Trustee {
		return nil, refuse("pass", "nothing of ballot %s is trustee %s's to do", p.Ballot, p.Trustee)
	}
	return func() {
		if given >= 0 {
			b.dropShares(given)
		}
		b.Passed = append(slices.Clip(b.Passed), *p)
	}, nil
}
