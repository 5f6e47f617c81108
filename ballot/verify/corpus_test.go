package verify

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/cryptotest"

	"valurna/ballot/bundle"
)

// corpus writes the forgeries as files, for verifiers in other languages:
//
//	go test ./ballot/verify -run TestTheCorpusIsRefused -corpus DIR
var corpus = flag.String("corpus", "", "`DIR` to write the corpus of forged bundles to")

// corpusCase is one file of the corpus, and the check that has to fail first.
type corpusCase struct {
	File  string `json:"file"`
	Name  string `json:"name"`
	Check string `json:"check"`
}

// misshapen are files that are no bundles: the honest one with one string replaced.
var misshapen = []struct{ name, old, new string }{
	{"a byte-order mark", "valurna/v1/bundle", "\ufeffvalurna/v1/bundle"},
	{"another version", "valurna/v1/bundle", "valurna/v2/bundle"},
	{"line ends of another system", "\n", "\r\n"},
	{"a ballot id with a leading zero", "ballot 1-1\n", "ballot 1-01\n"},
	{"a number with a leading zero", "sealed 4 1\n", "sealed 04 1\n"},
	{"more ballots than are there", "sealed 4 1\n", "sealed 5 1\n"},
	{"ballots of more points than they have", "sealed 4 1\n", "sealed 4 2\n"},
	{"more shuffles than are there", "shuffles 2\n", "shuffles 3\n"},
	{"a shuffle without a name", "shuffle bo\n", "shuffle \n"},
	{"half of the box decrypted", "combined 4\n", "combined 2\n"},
	{"no audited section", "audited 2 1\n", ""},
	{"something behind the end", "\nend\n", "\nend\n\n"},
	{"no end", "\nend\n", "\n"},
}

// files gives the honest bundle and every forgery that has the form of a file.
func (e *election) files() (honest []byte, cases []corpusCase, data [][]byte) {
	write := func(b *bundle.Bundle) []byte {
		var out bytes.Buffer
		if bundle.Write(&out, b) != nil {
			return nil // its form alone is the forgery: misshapen has those
		}
		return out.Bytes()
	}
	honest = write(e.bundle())
	add := func(name, check string, file []byte) {
		cases = append(cases, corpusCase{fmt.Sprintf("%03d.valurna", len(cases)+1), name, check})
		data = append(data, file)
	}
	for _, m := range misshapen {
		add(m.name, CheckFormat, bytes.Replace(honest, []byte(m.old), []byte(m.new), 1))
	}
	for _, f := range allForgeries() {
		if file := write(f.make(e)); file != nil {
			add(f.name, f.want, file)
		}
	}
	return honest, cases, data
}

// judge verifies a file as the command does.
func judge(file []byte, anchor Anchor) *Report {
	b, err := bundle.Read(bytes.NewReader(file))
	if err != nil {
		return NotRead(err)
	}
	return Verify(b, anchor)
}

func TestTheCorpusIsRefused(t *testing.T) {
	cryptotest.SetGlobalRandom(t, 1) // the same corpus each time
	e := hold(t, nil)
	honest, cases, data := e.files()
	anchor := FileAnchor(e.manifestFile())
	if r := judge(honest, anchor); r.Verdict != Valid {
		t.Fatal(dump(r))
	}
	for i, c := range cases {
		if bytes.Equal(data[i], honest) {
			t.Errorf("%s: nothing is forged", c.Name)
		}
		if r := judge(data[i], anchor); r.Failed() != c.Check || r.Verdict == Valid || r.Result != nil {
			t.Errorf("%s: %s failed, wanted %s", c.Name, r.Failed(), c.Check)
		}
	}
	if len(cases) < 100 {
		t.Errorf("only %d files", len(cases))
	}
	if *corpus == "" {
		return
	}
	index, err := json.MarshalIndent(cases, "", "  ")
	noError(t, err)
	noError(t, os.MkdirAll(*corpus, 0o755))
	for name, content := range map[string][]byte{"index.json": append(index, '\n'), "manifest": e.manifestFile(), "valid.valurna": honest} {
		noError(t, os.WriteFile(filepath.Join(*corpus, name), content, 0o644))
	}
	for i, c := range cases {
		noError(t, os.WriteFile(filepath.Join(*corpus, c.File), data[i], 0o644))
	}
}

// Whatever a file says, only what the parties made is valid, and nothing else has a
// result. Run with -fuzzminimizetime 10x.
func FuzzVerify(f *testing.F) {
	e := hold(f, nil)
	honest, cases, data := e.files()
	anchor := FileAnchor(e.manifestFile())
	f.Add(honest)
	for i := range cases {
		f.Add(data[i])
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		r := judge(file, anchor)
		if r.Verdict == Valid && !bytes.Equal(file, honest) {
			t.Error("another file than the parties made is valid")
		}
		if r.Result != nil && r.Verdict != Valid {
			t.Error("a result is shown of what does not hold")
		}
		if strings.ContainsAny(dump(r), "\x1b") {
			t.Error("a control character of a stranger's")
		}
	})
}
