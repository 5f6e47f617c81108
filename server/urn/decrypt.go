package urn

import (
	"context"
	"fmt"
	"slices"

	"valurna/ballot/journal"
	"valurna/ballot/tally"
	"valurna/crypto/group"
	"valurna/crypto/threshold"
	"valurna/server/crash"
)

// checkPart verifies one trustee's parts of list against its public share. Parts
// that this process has found good are not checked again.
func (u *urn) checkPart(b journal.Ballot, trustee string, list, data []byte) ([]byte, error) {
	index := u.manifest.Trustee(trustee)
	known := fmt.Sprintf("parts %x %d %x", b.DecryptContext(), index, tally.Hash(data))
	public, err := u.publics(b)(index)
	if err != nil || u.good(known) {
		return data[:len(data)-threshold.PartProofSize], err
	}
	parts, err := tally.CheckPart(&b, index, public, list, data)
	if err == nil {
		u.remember(known)
	}
	return parts, err
}

// publics gives the trustees' public shares of a ballot's key.
func (u *urn) publics(b journal.Ballot) tally.Publics {
	return func(index int) (*group.Point, error) {
		u.mu.RLock()
		defer u.mu.RUnlock()
		return u.state.PublicShare(b.Definition.KeyIndex, index)
	}
}

// combine adds up the parts of the t trustees whose shares stand, keeps the sum,
// and names it in the journal.
func (u *urn) combine(ctx context.Context, b journal.Ballot, t *task) error {
	combined, err := u.combined(ctx, b, t)
	if err != nil {
		return err
	}
	id := b.Definition.Ballot
	u.evidence.mu.Lock()
	err = u.evidence.put(id, slotCombined, tally.Hash(combined), combined)
	u.evidence.mu.Unlock()
	if err != nil {
		return err
	}
	crash.At("urn.combined.stored")
	return u.post(ctx, t, journal.TypeCombine, tally.Combined(&b, combined))
}

// combined makes the sum of the standing shares' parts, each of them verified.
func (u *urn) combined(ctx context.Context, b journal.Ballot, t *task) ([]byte, error) {
	list, err := u.mixed(ctx, b, t)
	if err != nil {
		return nil, err
	}
	parts := make([][]byte, len(b.Shares))
	for k, share := range b.Shares {
		data, err := u.kept(b, t, share.Trustee, share.Parts)
		if err != nil {
			return nil, err
		}
		if parts[k], err = u.checkPart(b, share.Trustee, list, data); err != nil {
			return nil, &badWork{share.Trustee, journal.RejectParts, err.Error()}
		}
	}
	return tally.Combine(u.manifest, &b, parts)
}

// awaitProofs waits for the trustees whose shares stand to prove the sum.
func (u *urn) awaitProofs(ctx context.Context, b journal.Ballot, t *task) error {
	for _, share := range b.Shares {
		if slices.ContainsFunc(b.Proofs, func(p journal.Proof) bool { return p.Trustee == share.Trustee }) {
			continue
		}
		if err := u.hurry(ctx, b, t, share.Trustee, "proof "+journal.CombineHash(b.Combined).String(), journal.PassProof); err != nil {
			return err
		}
	}
	return nil
}
