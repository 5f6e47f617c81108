package bench

import (
	"crypto/rand"

	"valurna/ballot/bundle"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/sealed"
	"valurna/ballot/tally"
	"valurna/crypto/group"
)

// count takes the sealed box through all shuffles and the decryption to the
// certified result, and gives what is published.
func (m *meeting) count(box [][]byte, say func(done int)) (*bundle.Bundle, error) {
	out := &bundle.Bundle{Ballot: ballot, Sealed: box}
	doc, b := m.signed.Manifest, func() *journal.Ballot { return m.state.Ballot(ballot) }
	list := sealed.Ciphertexts(b().Definition.Points, box)
	for k, name := range trustees {
		data, err := tally.Shuffle(b(), k+1, k+1, list, rand.Reader, nil)
		if err != nil {
			return nil, err
		}
		err = m.add(journal.TypeShuffle, journal.Shuffle{Ballot: ballot, Trustee: name, Input: b().Head(), Output: tally.Hash(data)}, manifest.ByTrustee(name))
		if err != nil {
			return nil, err
		}
		output, proof, err := tally.SplitShuffle(b(), data)
		if err != nil {
			return nil, err
		}
		out.Shuffles = append(out.Shuffles, bundle.Shuffle{Trustee: name, Output: output, Proof: proof})
		list = output
		say((k + 1) * len(box) / len(trustees))
	}
	publics := func(index int) (*group.Point, error) { return m.state.PublicShare(b().Definition.KeyIndex, index) }
	var parts [][]byte
	for k, name := range trustees[:needed] {
		public, err := publics(k + 1)
		if err != nil {
			return nil, err
		}
		part, proof, err := tally.Part(b(), k+1, m.shares[name], public, list, rand.Reader)
		if err != nil {
			return nil, err
		}
		parts = append(parts, part)
		err = m.add(journal.TypeShares, journal.Shares{Ballot: ballot, Trustee: name, Parts: tally.Hash(part, proof.Bytes())}, manifest.ByTrustee(name))
		if err != nil {
			return nil, err
		}
	}
	var err error
	if out.Combined, err = tally.Combine(doc, b(), parts); err != nil {
		return nil, err
	}
	if err := m.add(journal.TypeCombine, tally.Combined(b(), out.Combined), manifest.ByUrn); err != nil {
		return nil, err
	}
	for k, name := range trustees[:needed] {
		share, err := tally.Prove(doc, b(), publics, k+1, m.shares[name], list, out.Combined, rand.Reader)
		if err != nil {
			return nil, err
		}
		err = m.add(journal.TypeProof, journal.Proof{Ballot: ballot, Trustee: name, Of: journal.CombineHash(b().Combined), Share: share}, manifest.ByTrustee(name))
		if err != nil {
			return nil, err
		}
	}
	opened, err := tally.Open(doc, b(), publics, list, out.Combined)
	if err != nil {
		return nil, err
	}
	result := tally.Count(b(), opened)
	if err := m.add(journal.TypeResult, *result, manifest.ByUrn); err != nil {
		return nil, err
	}
	if err := m.add(journal.TypeCertify, journal.Certify{Ballot: ballot, Person: 1, Result: journal.ResultHash(result)}); err != nil {
		return nil, err
	}
	out.Entries = m.leaves
	last, err := m.note()
	out.Checkpoints = []string{b().Open.Checkpoint, b().Decrypt.Checkpoint, last}
	return out, err
}
