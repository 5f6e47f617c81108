// Package tallytest plays the trustees of a ballot, and the urn that adds up what
// they give, in tests of whatever follows the journal.
package tallytest

import (
	"crypto/rand"
	"fmt"

	"valurna/ballot/bundle"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/sealed"
	"valurna/ballot/tally"
	"valurna/crypto/group"
)

// Trustee is one that takes part, with its share of the ballot's key.
type Trustee struct {
	Name  string
	Share *group.Scalar
}

// Made is what comes of it.
type Made struct {
	Shuffles []bundle.Shuffle
	Combined []byte
	Result   *journal.Result
}

// Run takes a ballot that is being decrypted from its sealed box to its result,
// which it does not enter. The trustees shuffle and decrypt in the order given;
// enter puts an entry into the journal, signed by the party named.
func Run(s *journal.State, ballot string, box [][]byte, trustees []Trustee, enter func(typ string, body any, by string)) Made {
	m := s.Manifest()
	b := func() *journal.Ballot { return s.Ballot(ballot) }
	d := b().Definition
	var made Made
	if len(box) == 0 {
		made.Result = tally.Count(b(), nil)
		return made
	}
	list := sealed.Ciphertexts(d.Points, box)
	for k, t := range trustees[:d.Shuffles] {
		data := must(tally.Shuffle(b(), k+1, m.Trustee(t.Name), list, rand.Reader, nil))
		enter(journal.TypeShuffle, journal.Shuffle{Ballot: ballot, Trustee: t.Name, Input: b().Head(), Output: tally.Hash(data)}, manifest.ByTrustee(t.Name))
		output, proof, err := tally.SplitShuffle(b(), data)
		made.Shuffles = append(made.Shuffles, bundle.Shuffle{Trustee: t.Name, Output: must(output, err), Proof: proof})
		list = output
	}
	publics := func(index int) (*group.Point, error) { return s.PublicShare(d.KeyIndex, index) }
	deciding := trustees[:m.Threshold]
	var parts [][]byte
	for _, t := range deciding {
		index := m.Trustee(t.Name)
		part, proof, err := tally.Part(b(), index, t.Share, must(publics(index)), list, rand.Reader)
		parts = append(parts, must(part, err))
		enter(journal.TypeShares, journal.Shares{Ballot: ballot, Trustee: t.Name, Parts: tally.Hash(part, proof.Bytes())}, manifest.ByTrustee(t.Name))
	}
	made.Combined = must(tally.Combine(m, b(), parts))
	enter(journal.TypeCombine, tally.Combined(b(), made.Combined), manifest.ByUrn)
	for _, t := range deciding {
		share := must(tally.Prove(m, b(), publics, m.Trustee(t.Name), t.Share, list, made.Combined, rand.Reader))
		enter(journal.TypeProof, journal.Proof{Ballot: ballot, Trustee: t.Name, Of: journal.CombineHash(b().Combined), Share: share}, manifest.ByTrustee(t.Name))
	}
	made.Result = tally.Count(b(), must(tally.Open(m, b(), publics, list, made.Combined)))
	return made
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(fmt.Sprint("tallytest: ", err))
	}
	return v
}
