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

// Evidence is what the urn keeps of a ballot from the seal on.
type Evidence struct {
	Sealed   [][]byte // encodings, in the order of the seal
	Shuffles []bundle.Shuffle
	Combined []byte
}

// Recount checks a result before anybody certifies it, with the same code with
// which verify checks it afterwards: the sealed ballots are those of the seal and
// hold, the shuffles and the decryption are the trustees', and they open to
// the result. share gives the
// trustees' public shares, as State.PublicShare does.
func Recount(m *manifest.Manifest, b journal.Ballot, t sealed.Terms, share func(key, i int) (*group.Point, error), e Evidence) error {
	if b.Seal == nil || b.Result == nil || b.Counts == nil {
		return errors.New("there is no result to count again")
	}
	root := sealed.Root(e.Sealed)
	if len(e.Sealed) != b.Seal.Count || !sealed.IsSorted(e.Sealed) || !bytes.Equal(root[:], b.Seal.Root) {
		return errors.New("the sealed ballots are not those of the seal")
	}
	if err := sealed.VerifyAll(t, e.Sealed, nil); err != nil {
		return err
	}
	r := &run{
		report: newReport(), ballot: &b, share: share, terms: t, signed: &manifest.Signed{Manifest: m},
		bundle: &bundle.Bundle{Ballot: b.Definition.Ballot, Sealed: e.Sealed, Shuffles: e.Shuffles, Combined: e.Combined},
	}
	for _, check := range []func() (string, error){r.shuffles, r.decryption, r.result} {
		if _, err := check(); err != nil {
			return err
		}
	}
	return nil
}
