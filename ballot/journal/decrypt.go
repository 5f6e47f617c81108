package journal

import (
	"bytes"
	"crypto/sha256"
	"slices"

	"valurna/ballot/canon"
	"valurna/ballot/manifest"
	"valurna/crypto/threshold"
)

// The decryption: t trustees give their parts of the last shuffle, the urn adds
// them up, and the same trustees prove the sum together.

// SharesDue is how many trustees decrypt a ballot: t, and none where nobody has
// voted.
func (s *State) SharesDue(b *Ballot) int {
	if b.Seal == nil || b.Seal.Count == 0 {
		return 0
	}
	return s.manifest.Threshold
}

// DecryptContext is bound into the proofs of the decryption: the ballot, its seal
// and the last shuffle.
func (b *Ballot) DecryptContext() []byte {
	out := append([]byte("valurna/v1/decrypt\n"), b.Context[:]...)
	out = append(out, b.Seal.Root...)
	return append(out, b.Head()...)
}

// sharesOf is the place of a trustee's shares among those that stand, or -1.
func (b *Ballot) sharesOf(trustee string) int {
	return slices.IndexFunc(b.Shares, func(sh Shares) bool { return sh.Trustee == trustee })
}

// dropShares takes one trustee's shares out, and with them what rests on them.
func (b *Ballot) dropShares(at int) {
	b.Shares = slices.Delete(slices.Clone(b.Shares), at, at+1)
	b.Combined, b.Proofs = nil, nil
}

func applyShares(s *State, e *Entry) (func(), error) {
	sh, err := decode[Shares](e)
	if err == nil {
		err = s.signedBy(e, manifest.ByTrustee(sh.Trustee))
	}
	if err == nil {
		err = hash32(sh.Parts, "the hash of the parts")
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
	if !b.Shuffled() {
		return nil, refuse("unshuffled", "ballot %s has %d of its %d shuffles: nothing is decrypted before", sh.Ballot, len(b.Shuffles), b.ShufflesDue())
	}
	if len(b.Shares) >= s.SharesDue(b) {
		return nil, refuse("enough", "ballot %s has its %d shares", sh.Ballot, s.SharesDue(b))
	}
	if b.sharesOf(sh.Trustee) >= 0 {
		return nil, refuse("shares", "trustee %s has given its shares", sh.Trustee)
	}
	return func() { b.Parting, b.Shares = true, append(slices.Clip(b.Shares), *sh) }, nil
}

func applyCombine(s *State, e *Entry) (func(), error) {
	c, err := decode[Combine](e)
	if err == nil {
		err = s.signedBy(e, manifest.ByUrn)
	}
	if err == nil {
		err = hash32(c.Points, "the hash of the combined points")
	}
	if err != nil {
		return nil, err
	}
	b, err := s.at(e, c.Ballot, Decrypting)
	if err == nil {
		err = b.whole()
	}
	if err != nil {
		return nil, err
	}
	if due := s.SharesDue(b); due == 0 || len(b.Shares) != due || b.Combined != nil {
		return nil, refuse("combine", "ballot %s: there are %d of %d shares to combine, or they are combined", c.Ballot, len(b.Shares), due)
	}
	if !slices.EqualFunc(c.Trustees, b.Shares, func(name string, sh Shares) bool { return name == sh.Trustee }) {
		return nil, refuse("combine", "ballot %s: not the trustees whose shares stand, in their order", c.Ballot)
	}
	return func() { b.Combined = c }, nil
}

// CombineHash names a sum, with whose parts it is of: SHA-256 of its canonical
// encoding.
func CombineHash(c *Combine) canon.Hex {
	sum := sha256.Sum256(canon.MustMarshal(c))
	return sum[:]
}

func applyProof(s *State, e *Entry) (func(), error) {
	p, err := decode[Proof](e)
	if err == nil {
		err = s.signedBy(e, manifest.ByTrustee(p.Trustee))
	}
	if err != nil {
		return nil, err
	}
	if err := new(threshold.CollectiveShare).Decode(p.Share); err != nil {
		return nil, refuse("proof", "trustee %s: %v", p.Trustee, err)
	}
	b, err := s.at(e, p.Ballot, Decrypting)
	if err == nil {
		err = b.whole()
	}
	if err != nil {
		return nil, err
	}
	if b.Combined == nil || !bytes.Equal(p.Of, CombineHash(b.Combined)) {
		return nil, refuse("overtaken", "ballot %s: the proof of trustee %s is not of the sum that stands now", p.Ballot, p.Trustee)
	}
	if b.sharesOf(p.Trustee) < 0 {
		return nil, refuse("proof", "trustee %s has no shares of ballot %s to prove", p.Trustee, p.Ballot)
	}
	if slices.ContainsFunc(b.Proofs, func(other Proof) bool { return other.Trustee == p.Trustee }) {
		return nil, refuse("proof", "trustee %s has given its proof", p.Trustee)
	}
	return func() { b.Proofs = append(slices.Clip(b.Proofs), *p) }, nil
}

// applyReject takes out a trustee's shares, or its shuffle if nobody has worked on
// it yet, and lets it give nothing more for this ballot.
func applyReject(s *State, e *Entry) (func(), error) {
	r, err := decode[Reject](e)
	if err == nil {
		err = s.signedBy(e, manifest.ByUrn)
	}
	if err == nil {
		err = reason(r.Reason)
	}
	if err != nil {
		return nil, err
	}
	b, err := s.at(e, r.Ballot, Decrypting)
	if err != nil {
		return nil, err
	}
	given, last := b.sharesOf(r.Trustee), len(b.Shuffles)-1
	shuffled := last >= 0 && !b.Parting && b.Shuffles[last].Trustee == r.Trustee
	if given < 0 && !shuffled {
		return nil, refuse("reject", "trustee %s has given nothing of ballot %s that could be taken out", r.Trustee, r.Ballot)
	}
	return func() {
		if given >= 0 {
			b.dropShares(given)
		} else {
			b.Shuffles = slices.Clone(b.Shuffles[:last])
		}
		b.Rejected = append(slices.Clip(b.Rejected), *r)
	}, nil
}
