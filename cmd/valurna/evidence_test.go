package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"valurna/ballot/record/recordtest"
)

func TestTheEvidenceOfAMeetingIsWrittenAndChecked(t *testing.T) {
	s := show(t)
	file := filepath.Join(s.dir, "evening.evidence")
	one := []string{filepath.Join(s.bundles, "2-1.valurna"), filepath.Join(s.bundles, "3-1.valurna")}
	for _, c := range []struct {
		args      []string
		exit      int
		out, errs string
	}{
		{[]string{s.journal, s.bundles, "-o", file}, 0, "CONSISTENT", ""},
		{[]string{s.journal, s.bundles, "-o", file}, 2, "", "is there already"},
		{[]string{"--check", file, "--manifest", s.manifest}, 0, "VALID", ""},
		{[]string{"--check", file, "--manifest", s.words, "--json"}, 0, `"verdict": "valid"`, ""},
		{[]string{"--check", file}, 3, "ORIGIN NOT CHECKED", ""},
		{[]string{"--check", file, "--manifest", "babab"}, 1, "First failed check: anchor", ""},
		{[]string{"--check", s.journal, "--manifest", s.manifest}, 2, "UNREADABLE", ""},
		{[]string{"--check", file + ".gone"}, 2, "", "nothing was verified"},
		{[]string{"--check", file, "-o", file}, 2, "", "leave out --check"},
		{[]string{"--check"}, 2, "", "nothing was verified"},
		{[]string{s.journal, "-o", file}, 2, "", "nothing was verified"},
		{[]string{s.journal, s.bundles}, 2, "", "-o FILE"},
		{append([]string{s.journal, "-o", file + "2", "--manifest", s.manifest}, one...), 0, "VALID", ""},
		{[]string{s.journal, one[0], "-o", file + "3", "--manifest", s.manifest}, 1, "First failed check: complete", ""},
		{[]string{s.cut, s.bundles, "-o", file + "4"}, 1, "First failed check: checkpoints", ""},
		{[]string{s.manifest, s.bundles, "-o", file + "5"}, 2, "", "nothing was written"},
		{[]string{s.journal, s.manifest, "-o", file + "5"}, 2, "", "nothing was written"},
		{[]string{s.journal, one[0], s.bundles, "-o", file + "5"}, 2, "", "both of ballot 2-1"},
		{[]string{s.dir, s.bundles, "-o", file + "5"}, 2, "", "is no file"},
		{[]string{s.journal, s.dir + "/gone", "-o", file + "5"}, 2, "", "nothing was written"},
	} {
		exit, out, errs := called(t, append([]string{"evidence"}, c.args...)...)
		if exit != c.exit || !strings.Contains(out, c.out) || !strings.Contains(errs, c.errs) || (c.out == "") != (out == "") {
			t.Errorf("%q: exit %d instead of %d\n%s%s", c.args, exit, c.exit, out, errs)
		}
	}
	a, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(file + "2"); err != nil || !bytes.Equal(a, b) {
		t.Errorf("a folder and its files give different evidence: %v", err)
	}
	if _, err := os.Stat(file + "5"); err == nil {
		t.Error("what could not be written whole has stayed")
	}
}

// A summary that says less than the journal is refused by the name of what it lacks.
func TestASummaryThatWasChangedIsRefusedByName(t *testing.T) {
	s := show(t)
	m := recordtest.Council()
	signed, err := m.Signed.Encode()
	if err != nil {
		t.Fatal(err)
	}
	journal, manifest := s.write(t, "evening", m.Journal()), s.write(t, "manifest", signed)
	file := filepath.Join(s.dir, "evidence")
	empty := filepath.Join(s.dir, "none")
	if err := os.Mkdir(empty, 0o700); err != nil {
		t.Fatal(err)
	}
	if exit, out, errs := called(t, "evidence", journal, empty, "-o", file, "--manifest", manifest); exit != 0 || !strings.Contains(out, "G17 fails") {
		t.Fatalf("exit %d\n%s%s", exit, out, errs)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.LastIndex(data, []byte(`"verdict":"fails","code":"G17-list"`))
	copy(data[at:], `"verdict":"fails","code":"G18-list"`)
	changed := s.write(t, "changed", data)
	if exit, out, _ := called(t, "evidence", "--check", changed, "--manifest", manifest); exit != 1 || !strings.Contains(out, "First failed check: summary") || !strings.Contains(out, "changed is refusals") {
		t.Errorf("exit %d\n%s", exit, out)
	}
}
