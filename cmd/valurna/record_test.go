package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"valurna/ballot/bundle"
	"valurna/ballot/manifest"
	"valurna/ballot/record/recordtest"
	"valurna/tui/words"
)

// shown is the meeting of the specification on disk, as an observer has it.
type shown struct{ dir, journal, cut, bundles, manifest, words string }

func show(t *testing.T) shown {
	t.Helper()
	s := shown{dir: t.TempDir(), bundles: filepath.Join("..", "..", "docs", "example")}
	s.manifest = filepath.Join(s.bundles, "manifest")
	f, err := os.Open(filepath.Join(s.bundles, "3-1.valurna"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b, err := bundle.Read(f)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := readSigned(s.manifest)
	if err != nil {
		t.Fatal(err)
	}
	hash, err := signed.Manifest.Hash()
	if err != nil {
		t.Fatal(err)
	}
	s.words = manifest.Words(hash)
	s.journal = s.write(t, "journal", recordtest.Lines(b.Entries, b.Checkpoints...))
	s.cut = s.write(t, "cut", recordtest.Lines(b.Entries, b.Checkpoints[0]))
	return s
}

func (s shown) write(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(s.dir, name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestARecordIsPrintedOfAJournalThatHoldsAndOfNoOther(t *testing.T) {
	s := show(t)
	for _, c := range []struct {
		args      []string
		exit      int
		out, errs string
	}{
		{[]string{s.journal, "--manifest", s.manifest, "--lang", "en"}, 0, words.Pick("en").Record.Confirmed, ""},
		{[]string{s.journal, "--manifest", s.words, "--lang", "sv"}, 0, words.Pick("sv").Record.Confirmed, ""},
		{[]string{s.journal, "--lang", "da"}, 3, "OPRINDELSEN", ""},
		{[]string{s.journal, "--manifest", "babab"}, 1, "", `the check "anchor" fails`},
		{[]string{s.cut, "--manifest", s.manifest}, 1, "", `the check "checkpoints" fails`},
		{[]string{s.manifest, "--manifest", s.manifest}, 2, "", `the check "format" fails`},
		{[]string{s.journal + ".gone"}, 2, "", "nothing was verified"},
		{[]string{}, 2, "", "nothing was verified"},
		{[]string{s.journal, "--languages"}, 2, "", "nothing was verified"},
		{[]string{s.journal, "--json", "--manifest", s.words}, 0, `"verdict": "valid"`, ""},
		{[]string{s.cut, "--json"}, 1, `"record": null`, ""},
	} {
		exit, out, errs := called(t, append([]string{"record"}, c.args...)...)
		if exit != c.exit || !strings.Contains(out, c.out) || !strings.Contains(errs, c.errs) || (c.out == "") != (out == "") || (c.errs == "") != (errs == "") {
			t.Errorf("%q: exit %d instead of %d\n%s%s", c.args, exit, c.exit, out, errs)
		}
	}
	_, out, _ := called(t, "record", s.journal, "--json")
	var r recordReport
	if err := json.Unmarshal([]byte(out), &r); err != nil || r.Record == nil || len(r.Record.Items) != 3 || len(r.Checks) == 0 || r.Anchor.Confirmed || r.Anchor.Words != s.words {
		t.Errorf("%v\n%s", err, out)
	}
}
