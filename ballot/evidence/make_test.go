package evidence

import (
	"bytes"
	"errors"
	"io"
	"os"
	"testing"

	"valurna/ballot/bundle"
	"valurna/ballot/record/recordtest"
	"valurna/ballot/verify"
)

func TestWhatDoesNotHoldIsEvidenceTooAndWhatCannotBeReadIsNone(t *testing.T) {
	m := example(t)
	leaves := must(verify.ReadLines(bytes.NewReader(m.journal))).Entries
	// Nobody has cosigned this journal: a file is made, and says so.
	m.journal = recordtest.Lines(leaves)
	r := check(t, m.evidence(t), verify.FileAnchor(m.manifest))
	if r.Failed() != verify.CheckCheckpoints || r.Verdict != verify.Invalid || r.Summary != nil {
		t.Errorf("%s", dump(r))
	}
	for name, c := range map[string]struct {
		journal []byte
		bundles []Source
	}{
		"a journal that is cut":            {m.journal[:len(m.journal)-5], nil},
		"a journal that breaks a rule":     {recordtest.Lines(leaves[1:]), nil},
		"a journal without an entry":       {recordtest.Lines(nil), nil},
		"a file that is no bundle":         {m.journal, []Source{of("notes", []byte("none\n"))}},
		"a bundle of nothing":              {m.journal, []Source{of("2-1", []byte(bundle.Version+"\nballot ../x\n"))}},
		"two bundles of one ballot":        {m.journal, []Source{of("a", m.bundles[folder+"2-1"+bundleEnd]), of("b", m.bundles[folder+"2-1"+bundleEnd])}},
		"a bundle that cannot be opened":   {m.journal, []Source{{Name: "gone", Open: func() (io.ReadCloser, error) { return nil, os.ErrNotExist }}}},
		"a bundle that was cut meanwhile":  {m.journal, []Source{{Name: "a", Size: 9, Open: of("a", m.bundles[folder+"2-1"+bundleEnd]).Open}}},
		"a bundle that has grown too long": {m.journal, []Source{{Name: "a", Size: MaxPart + 1, Open: of("a", m.bundles[folder+"2-1"+bundleEnd]).Open}}},
	} {
		if err := Make(io.Discard, of("journal", c.journal), c.bundles); err == nil {
			t.Errorf("%s became evidence", name)
		}
	}
	if err := Make(full{}, of("journal", m.journal), nil); err == nil {
		t.Error("a file that was not written is taken for whole")
	}
}

// full is a disk that takes nothing.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }
