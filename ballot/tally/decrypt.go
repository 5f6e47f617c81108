package tally

import (
	"fmt"
	"io"
	"slices"

	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/sealed"
	"valurna/crypto/group"
	"valurna/crypto/parallel"
	"valurna/crypto/threshold"
)

// Culprit is the error that names a trustee whose work does not hold.
type Culprit struct {
	Trustee string
	Err     error
}

func (c *Culprit) Error() string { return "trustee " + c.Trustee + ": " + c.Err.Error() }

// Unwrap returns the cause.
func (c *Culprit) Unwrap() error { return c.Err }

// PartSize is the length in bytes of what a trustee gives for the decryption: 32
// for each ciphertext, and its own proof.
func PartSize(b *journal.Ballot) int {
	return b.Seal.Count*b.Definition.Points*group.Size + threshold.PartProofSize
}

// Part applies a trustee's share to every ciphertext of list. It gives the parts
// and their proof; joined they have PartSize bytes.
func Part(b *journal.Ballot, index int, share *group.Scalar, public *group.Point, list []byte, rand io.Reader) ([]byte, *threshold.PartProof, error) {
	c1s, err := firsts(list)
	if err != nil {
		return nil, nil, err
	}
	points, proof, err := threshold.DecryptParts(b.DecryptContext(), index, share, public, c1s, rand)
	if err != nil {
		return nil, nil, err
	}
	parts := make([]byte, 0, PartSize(b))
	for _, p := range points {
		parts = append(parts, p.Bytes()...)
	}
	return parts, proof, nil
}

// CheckPart verifies one trustee's parts by their own proof, and gives them
// without it. It serves to find a culprit before the sum is made.
func CheckPart(b *journal.Ballot, index int, public *group.Point, list, data []byte) ([]byte, error) {
	if len(data) != PartSize(b) {
		return nil, fmt.Errorf("tally: %d bytes, the parts of this ballot have %d; they were refused", len(data), PartSize(b))
	}
	data, encoded := data[:len(data)-threshold.PartProofSize], data[len(data)-threshold.PartProofSize:]
	proof := new(threshold.PartProof)
	if err := proof.Decode(encoded); err != nil {
		return nil, err
	}
	c1s, err := firsts(list)
	if err != nil {
		return nil, err
	}
	parts, err := points(data)
	if err != nil {
		return nil, err
	}
	return data, threshold.VerifyParts(b.DecryptContext(), index, public, c1s, parts, proof)
}

// Combine adds up the parts of the trustees whose shares stand, in the order of
// their entries.
func Combine(m *manifest.Manifest, b *journal.Ballot, parts [][]byte) ([]byte, error) {
	return threshold.CombineParts(indices(m, b), parts)
}

// Combined is the entry that names a sum of the shares that stand.
func Combined(b *journal.Ballot, points []byte) journal.Combine {
	c := journal.Combine{Ballot: b.Definition.Ballot, Trustees: []string{}, Points: Hash(points)}
	for _, given := range b.Shares {
		c.Trustees = append(c.Trustees, given.Trustee)
	}
	return c
}

// Publics gives the trustees' public shares of a ballot's key, by index from 1.
type Publics func(index int) (*group.Point, error)

// Prove gives one trustee's share, 128 bytes, of the proof that the combined points
// are what the standing shares make of list.
func Prove(m *manifest.Manifest, b *journal.Ballot, publics Publics, index int, share *group.Scalar, list, combined []byte, rand io.Reader) ([]byte, error) {
	statement, err := statement(m, b, publics, list, combined, false)
	if err != nil {
		return nil, err
	}
	proof, err := statement.Prove(index, share, rand)
	if err != nil {
		return nil, err
	}
	return proof.Bytes(), nil
}

// Open verifies the trustees' proof of the combined points and gives the plaintext
// points, 32 bytes each. Where one trustee is at fault the error is a *Culprit.
func Open(m *manifest.Manifest, b *journal.Ballot, publics Publics, list, combined []byte) ([]byte, error) {
	statement, err := statement(m, b, publics, list, combined, true)
	if err != nil {
		return nil, err
	}
	shares := make([]*threshold.CollectiveShare, len(b.Shares))
	for k, given := range b.Shares {
		i := slices.IndexFunc(b.Proofs, func(p journal.Proof) bool { return p.Trustee == given.Trustee })
		if i < 0 {
			return nil, fmt.Errorf("tally: trustee %s has decrypted and not proved it; nothing was opened", given.Trustee)
		}
		shares[k] = new(threshold.CollectiveShare)
		err := shares[k].Decode(b.Proofs[i].Share)
		if err == nil {
			err = statement.VerifyShare(m.Trustee(given.Trustee), shares[k])
		}
		if err != nil {
			return nil, &Culprit{given.Trustee, err}
		}
	}
	return statement.Open(shares)
}

func statement(m *manifest.Manifest, b *journal.Ballot, publics Publics, list, combined []byte, open bool) (*threshold.Collective, error) {
	key, err := key(b)
	if err != nil {
		return nil, err
	}
	who := indices(m, b)
	shares := make([]*group.Point, len(who))
	for k, index := range who {
		if shares[k], err = publics(index); err != nil {
			return nil, err
		}
	}
	c1s, c2s := sealed.Split(list)
	if open {
		return threshold.NewOpening(b.DecryptContext(), key, who, shares, c1s, c2s, combined)
	}
	return threshold.NewCollective(b.DecryptContext(), key, who, shares, c1s, combined)
}

func indices(m *manifest.Manifest, b *journal.Ballot) []int {
	out := make([]int, len(b.Shares))
	for k, given := range b.Shares {
		out[k] = m.Trustee(given.Trustee)
	}
	return out
}

func firsts(list []byte) ([]*group.Point, error) {
	c1s, _ := sealed.Split(list)
	return points(c1s)
}

func points(encoded []byte) ([]*group.Point, error) {
	out := make([]*group.Point, len(encoded)/group.Size)
	err := parallel.Try(len(out), 1, func(j int) (err error) {
		out[j], err = new(group.Point).SetBytes(encoded[j*group.Size : (j+1)*group.Size])
		return err
	})
	return out, err
}
