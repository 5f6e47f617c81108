package urn

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"

	"valurna/ballot/journal"
	"valurna/ballot/sealed"
	"valurna/crypto/group"
	"valurna/crypto/threshold"
	"valurna/server/crash"
)

// PartsSize is the length in bytes of what a trustee puts for n ciphertexts: a
// part of each, and the trustee's own proof, by which a culprit is found.
func PartsSize(n int) int { return n*group.Size + threshold.PartProofSize }

// checkParts verifies one trustee's parts of list against its public share. Parts
// that this process has found good are not checked again.
func (u *urn) checkParts(b journal.Ballot, trustee string, list, data []byte) ([]byte, error) {
	n := len(list) / (2 * group.Size)
	if len(data) != PartsSize(n) {
		return nil, fmt.Errorf("%d bytes for %d ciphertexts", len(data), n)
	}
	index := u.manifest.Trustee(trustee)
	known := fmt.Sprintf("%x %d %x parts", b.DecryptContext(), index, hashOf(data))
	u.mu.RLock()
	good := u.checked[known]
	public, err := u.state.PublicShare(b.Definition.KeyIndex, index)
	u.mu.RUnlock()
	if err != nil || good {
		return data[:n*group.Size], err
	}
	proof := new(threshold.PartProof)
	if err := proof.Decode(data[n*group.Size:]); err != nil {
		return nil, err
	}
	c1s, _ := sealed.Split(list)
	points, err := decodePoints(c1s)
	if err != nil {
		return nil, err
	}
	parts, err := decodePoints(data[:n*group.Size])
	if err != nil {
		return nil, err
	}
	if err := threshold.VerifyParts(b.DecryptContext(), index, public, points, parts, proof); err != nil {
		return nil, err
	}
	u.mu.Lock()
	u.checked[known] = true
	u.mu.Unlock()
	return data[:n*group.Size], nil
}

func decodePoints(data []byte) ([]*group.Point, error) {
	points := make([]*group.Point, len(data)/group.Size)
	err := parallel(len(points), func(j int) (err error) {
		points[j], err = group.NewPoint().SetBytes(data[j*group.Size : (j+1)*group.Size])
		return err
	})
	return points, err
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
	err = u.evidence.put(id, slotCombined, hashOf(combined), combined)
	u.evidence.mu.Unlock()
	if err != nil {
		return err
	}
	crash.At("urn.combined.stored")
	return u.post(ctx, t, journal.TypeCombine, journal.Combine{Ballot: id, Points: hashOf(combined)})
}

// combined makes the sum of the standing shares' parts, each of them verified.
func (u *urn) combined(ctx context.Context, b journal.Ballot, t *task) ([]byte, error) {
	list, err := u.mixed(ctx, b, t)
	if err != nil {
		return nil, err
	}
	indices, parts := make([]int, len(b.Shares)), make([][]byte, len(b.Shares))
	for k, share := range b.Shares {
		data, err := u.kept(b, t, share.Trustee, share.Parts)
		if err != nil {
			return nil, err
		}
		indices[k] = u.manifest.Trustee(share.Trustee)
		if parts[k], err = u.checkParts(b, share.Trustee, list, data); err != nil {
			return nil, &badWork{share.Trustee, "its parts of the decryption do not verify against its public share", err.Error()}
		}
	}
	return threshold.CombineEncoded(indices, parts)
}

// awaitProofs waits for the trustees whose shares stand to prove the sum.
func (u *urn) awaitProofs(ctx context.Context, b journal.Ballot, t *task) error {
	for _, share := range b.Shares {
		if slices.ContainsFunc(b.Proofs, func(p journal.Proof) bool { return p.Trustee == share.Trustee }) {
			continue
		}
		if err := u.hurry(ctx, b, t, share.Trustee, fmt.Sprintf("proof %x", b.Combined.Points), "it has not proved the decryption in time"); err != nil {
			return err
		}
	}
	return nil
}

// prove verifies the trustees' proof of the combined points, and gives the
// plaintext points, 32 bytes each.
func (u *urn) prove(b journal.Ballot, list, combined []byte) ([]byte, error) {
	indices := make([]int, len(b.Shares))
	publics := make([]*group.Point, len(b.Shares))
	shares := make([]*threshold.CollectiveShare, len(b.Shares))
	key, err := group.NewPoint().SetBytes(b.Definition.Key)
	if err != nil {
		return nil, err
	}
	for k, given := range b.Shares {
		indices[k] = u.manifest.Trustee(given.Trustee)
		u.mu.RLock()
		publics[k], err = u.state.PublicShare(b.Definition.KeyIndex, indices[k])
		u.mu.RUnlock()
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(b.Proofs, func(p journal.Proof) bool { return p.Trustee == given.Trustee })
		shares[k] = new(threshold.CollectiveShare)
		if err := shares[k].Decode(b.Proofs[i].Share); err != nil {
			return nil, err
		}
	}
	c1s, c2s := sealed.Split(list)
	if err := threshold.VerifyCollective(b.DecryptContext(), key, indices, publics, c1s, combined, shares); err != nil {
		for k, given := range b.Shares {
			if threshold.Culprit(err) == indices[k] {
				return nil, &badWork{given.Trustee, "its proof of the decryption does not hold", err.Error()}
			}
		}
		return nil, err
	}
	return threshold.OpenCombined(c2s, combined)
}

func hashOf(data []byte) []byte {
	sum := sha256.Sum256(data)
	return sum[:]
}
