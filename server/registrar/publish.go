package registrar

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"valurna/ballot/bundle"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/verify"
	"valurna/ballot/view"
	"valurna/server/crash"
	"valurna/server/durable"
	"valurna/server/wire"
)

// maxBundle bounds a bundle that the urn may publish; bytes. A longer one could
// not be fetched.
const maxBundle = wire.MaxAnswer

// Publish takes the bundle of a certified or void ballot from the urn. It is
// published only if it verifies against this meeting's manifest; published bundles are public
// files beside the store, not part of it.
func (r *Registrar) Publish(ballot string, data []byte) error {
	r.mu.Lock()
	b := r.state.Ballot(ballot)
	done := b != nil && b.Done()
	m := r.state.Manifest()
	first := r.leaves[0]
	r.mu.Unlock()
	if !done {
		return &view.Problem{Code: "not-certified", Text: fmt.Sprintf("Ballot %q is neither certified nor void. The bundle was not published.", ballot), Next: "Publish it after the chair has certified, or the ballot is void."}
	}
	parsed, err := bundle.Read(bytes.NewReader(data))
	if err != nil {
		return err
	}
	h, err := m.Hash()
	if err != nil {
		return err
	}
	if parsed.Ballot != ballot || len(parsed.Entries) == 0 || !bytes.Equal(parsed.Entries[0], first) {
		return &view.Problem{Code: "wrong-bundle", Text: "The bundle is of another ballot or meeting. It was not published.", Next: "Look at the urn's log."}
	}
	report := verify.Verify(parsed, verify.WordsAnchor(manifest.Words(h)))
	if report.Verdict != verify.Valid {
		return &view.Problem{Code: "bundle-invalid", Text: fmt.Sprintf("The bundle does not verify: %s. It was not published.", report.Failed()), Next: "Look at the urn's log."}
	}
	crash.At("registrar.publish.checked")
	err = durable.Write(r.bundlePath(ballot), data)
	crash.At("registrar.publish.stored")
	return err
}

func (r *Registrar) public() string { return filepath.Join(r.dir, "public") }

func (r *Registrar) bundlePath(ballot string) string {
	return filepath.Join(r.public(), ballot+".valurna")
}

// Bundle reads a published bundle.
func (r *Registrar) Bundle(ballot string) ([]byte, error) {
	if _, _, err := journal.ParseBallotID(ballot); err != nil {
		return nil, err
	}
	data, err := os.ReadFile(r.bundlePath(ballot))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &view.Problem{Code: "no-bundle", Text: fmt.Sprintf("There is no bundle of ballot %s yet.", ballot), Next: "It is published when the chair has certified the result, or the ballot is void."}
	}
	return data, err
}

// Bundles lists the ballots that have one.
func (r *Registrar) Bundles() ([]string, error) {
	files, err := os.ReadDir(r.public())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var out []string
	for _, f := range files {
		if id, ok := strings.CutSuffix(f.Name(), ".valurna"); ok {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out, err
}
