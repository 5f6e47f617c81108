package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"valurna/ballot/bundle"
	"valurna/ballot/complaint"
	"valurna/ballot/evidence"
	"valurna/ballot/manifest"
)

// example is a file of the meeting that the specification shows.
func example(name string) string { return filepath.Join("..", "..", "docs", "example", name) }

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestTheVerifierAloneChecksABundleAMeetingEvidenceAndAComplaint(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	raw := must(os.ReadFile(example("3-1.valurna")))
	b := must(bundle.Read(bytes.NewReader(raw)))
	var lines strings.Builder
	for _, leaf := range b.Entries {
		lines.WriteString(`{"kind":"entry","entry":` + string(leaf) + "}\n")
	}
	lines.WriteString(`{"kind":"checkpoint","note":"` + strings.ReplaceAll(b.Checkpoints[2], "\n", `\n`) + "\"}\n" + `{"kind":"now"}` + "\n")
	journalFile := write("journal", []byte(lines.String()))
	signed := must(manifest.DecodeSigned(must(os.ReadFile(example("manifest")))))
	hash := must(signed.Manifest.Hash())
	mine := must(complaint.Make(hash, "3-1", b.Sealed[0], nil))
	file := write("mine", must(mine.Encode()))
	words := manifest.Words(hash)
	var whole bytes.Buffer
	source := func(name string) evidence.Source {
		data := must(os.ReadFile(name))
		return evidence.Source{Name: name, Size: int64(len(data)), Open: func() (io.ReadCloser, error) { return os.Open(name) }}
	}
	if err := evidence.Make(&whole, source(journalFile), []evidence.Source{source(example("3-1.valurna")), source(example("2-1.valurna"))}); err != nil {
		t.Fatal(err)
	}
	court := write("evening.evidence", whole.Bytes())
	for _, c := range []struct {
		args string
		exit int
		says string
	}{
		{"B --manifest W", 0, "VALID"},
		{"B", 3, "ORIGIN NOT CHECKED"},
		{"J", 2, "UNREADABLE"},
		{"--meeting J D --manifest W", 0, "VALID: every ballot of the meeting"},
		{"--meeting J D --json", 3, `"verdict": "unanchored"`},
		{"--meeting J E --manifest W", 1, "First failed check: complete"},
		{"--meeting B D --manifest W", 2, "UNREADABLE"},
		{"--meeting J E/gone --manifest W", 2, "nothing was verified"},
		{"--meeting J", 2, "nothing was verified"},
		{"--meeting J D --code AAAA-AAAA", 2, "nothing was verified"},
		{"judge C --bundle B --manifest W", 0, "INCLUDED"},
		{"judge C --bundle B --manifest W --json", 0, `"verdict": "included"`},
		{"judge B --bundle B --manifest W", 2, "UNREADABLE"},
		{"judge C --bundle J --manifest W", 3, "NO-BASIS"},
		{"judge C --bundle B", 2, "nothing was verified"},
		{"judge C", 2, "nothing was verified"},
		{"judge", 2, "nothing was verified"},
		{"evidence X --manifest W", 0, "VALID: the journal is one history"},
		{"evidence X --json", 3, `"verdict": "unanchored"`},
		{"evidence X --manifest none", 1, "First failed check: anchor"},
		{"evidence J --manifest W", 2, "UNREADABLE"},
		{"evidence E/gone", 2, "nothing was verified"},
		{"evidence", 2, "nothing was verified"},
		{"--help", 0, "Usage: valurna-verify FILE"},
		{"judge --help", 0, "valurna-verify judge FILE"},
		{"", 2, "nothing was verified"},
	} {
		args := strings.Fields(c.args)
		for i, a := range args {
			switch a {
			case "B":
				args[i] = example("3-1.valurna")
			case "J":
				args[i] = journalFile
			case "D":
				args[i] = filepath.Dir(example("manifest"))
			case "E":
				args[i] = dir
			case "E/gone":
				args[i] = filepath.Join(dir, "gone")
			case "W":
				args[i] = words
			case "C":
				args[i] = file
			case "X":
				args[i] = court
			}
		}
		var out, errs bytes.Buffer
		if code := execute(args, &out, &errs); code != c.exit || !strings.Contains(out.String()+errs.String(), c.says) {
			t.Errorf("%q: exit %d, due was %d\n%s%s", c.args, code, c.exit, out.String(), errs.String())
		}
	}
}
