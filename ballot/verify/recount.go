package verify

import (
	"bytes"
	"errors"

	"valurna/ballot/bundle"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/sealed"
	"valurna/crypto/group"
)

// Recount checks a result before anybody certifies it, with the same code with
// which verify checks it afterwards: the sealed ballots are those of the seal and
// hold, the parts are the trustees', and they open to the result. share gives the
// trustees' public shares, as State.PublicShare does.
func Recount(m *manifest.Manifest, b journal.Ballot, t sealed.Terms, share func(key, i int) (*group.Point, error), encodings [][]byte, parts []bundle.Part) error {
	if b.Seal == nil || b.Result == nil || b.Counts == nil {
		return errors.New("there is no result to count again")
	}
	root := sealed.Root(encodings)
	if len(encodings) != b.Seal.Count || !sealed.IsSorted(encodings) || !bytes.Equal(root[:], b.Seal.Root) {
		return errors.New("the sealed ballots are not those of the seal")
	}
	if err := sealed.VerifyAll(t, encodings, nil); err != nil {
		return err
	}
	r := &run{
		report: newReport(), ballot: &b, share: share,
		signed: &manifest.Signed{Manifest: m}, bundle: &bundle.Bundle{Ballot: b.Definition.Ballot, Sealed: encodings, Parts: parts},
		ballots: make([]*sealed.Ballot, len(encodings)),
	}
	for i, encoding := range encodings {
		var err error
		if r.ballots[i], err = sealed.Decode(b.Definition.Points, encoding); err != nil {
			return err
		}
	}
	if _, err := r.decryption(); err != nil {
		return err
	}
	_, err := r.result()
	return err
}
