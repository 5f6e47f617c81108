package verify

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/cryptotest"

	"valurna/ballot/bundle"
	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
)

// corpus writes bundles with their verdicts as files, for verifiers in other
// languages:
//
//	go test ./ballot/verify -run TestTheCorpusIsJudged -args -corpus DIR
var corpus = flag.String("corpus", "", "`DIR` to write the corpus of forged bundles to")

// corpusCase is one file of the corpus, the manifest that anchors it, and the check
// that has to fail first; "" for a bundle that is valid.
type corpusCase struct {
	File     string `json:"file"`
	Manifest string `json:"manifest"`
	Name     string `json:"name"`
	Check    string `json:"check"`

	data, anchor []byte
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

// written is the file of a bundle; nil if it has not even the form of one.
func written(b *bundle.Bundle) []byte {
	var out bytes.Buffer
	if bundle.Write(&out, b) != nil {
		return nil // misshapen has those
	}
	return out.Bytes()
}

// files gives the honest bundle, first, and every forgery of it that has the form of
// a file.
func (e *election) files() []corpusCase {
	honest := written(e.bundle())
	out := []corpusCase{{Name: "an election", data: honest}}
	for _, m := range misshapen {
		out = append(out, corpusCase{Name: m.name, Check: CheckFormat, data: bytes.Replace(honest, []byte(m.old), []byte(m.new), 1)})
	}
	for _, f := range allForgeries() {
		if file := written(f.make(e)); file != nil {
			out = append(out, corpusCase{Name: f.name, Check: f.want, data: file})
		}
	}
	for i := range out {
		out[i].anchor = e.manifestFile()
	}
	return out
}

// endings are bundles of ballots that ended otherwise than most, and what must not be
// in them.
func endings(t testing.TB) []corpusCase {
	var out []corpusCase
	add := func(e *election, name, check string, b *bundle.Bundle) {
		out = append(out, corpusCase{Name: name, Check: check, data: written(b), anchor: e.manifestFile()})
	}
	empty := convene(t, nil)
	empty.define()
	empty.fill(nil, []int{})
	empty.finish(journal.Result{
		Ballot: ballotID, Options: []kind.OptionVotes{{Name: "Ada"}, {Name: "Bo Ek"}, {Name: "Cai"}}, Elected: []string{}, Ties: [][]string{},
	})
	add(empty, "an empty box, which nobody shuffles or opens", "", empty.bundle())

	other, order := orderDrawn(t)
	if slices.IsSorted(order) {
		t.Fatal("the order drawn is the agenda's")
	}
	add(other, "an order that is not the agenda's", "", other.bundle())
	tied := tie(t)
	add(tied, "a tie, decided by lot", "", tied.bundle())
	for _, f := range lotForgeries {
		add(tied, f.name, f.want, f.make(tied))
	}

	three := hold(t, func(m *manifest.Manifest) { m.Policy.Shuffles = 3 })
	add(three, "all three trustees shuffle", "", three.bundle())
	fewer := three.bundle()
	fewer.Shuffles = fewer.Shuffles[:2]
	add(three, "one shuffle too few for the policy, though as many as decrypt", CheckShuffles, fewer)

	slow := convene(t, nil)
	slow.define()
	slow.poll()
	slow.stall = true
	slow.decrypt()
	add(slow, "one trustee is passed over and another's shuffle rejected", "", slow.bundle())

	for _, rehearsal := range []bool{false, true} {
		e := try(t, func(m *manifest.Manifest) { m.Rehearsal = rehearsal })
		b := e.state.Ballot(trialID)
		add(e, fmt.Sprintf("a trial ballot, rehearsal %v", rehearsal), "", &bundle.Bundle{
			Ballot: trialID, Entries: e.leaves, Checkpoints: []string{b.Open.Checkpoint, b.Decrypt.Checkpoint, e.noteNow()},
		})
	}

	void := journal.Void{Ballot: ballotID, Reason: "ett mottagningsbevis saknade sin sedel"}
	early := convene(t, nil)
	early.defineOnly()
	early.add(journal.TypeVoid, void)
	add(early, "void before it opened", "", early.bundle())
	late := convene(t, nil)
	late.define()
	late.poll()
	late.add(journal.TypeVoid, void)
	add(late, "void after the seal, without its ballots", "", late.bundle())
	with := late.bundle()
	with.Sealed = late.sealed
	add(late, "void after the seal, with its ballots", "", with)
	without := late.bundle()
	without.Sealed = late.sealed[1:]
	add(late, "void, with some of its ballots", CheckSeal, without)

	decided := convene(t, nil)
	decided.define()
	decided.poll()
	decided.decide()
	decided.add(journal.TypeVoid, void)
	closed := decided.bundle()
	closed.Sealed = decided.sealed
	add(decided, "void after the result", "", closed)
	opened := decided.bundle()
	opened.Sealed, opened.Combined = decided.sealed, decided.made.Combined
	add(decided, "void, and opened all the same", CheckDecryption, opened)
	mixed := decided.bundle()
	mixed.Sealed, mixed.Shuffles = decided.sealed, decided.made.Shuffles
	add(decided, "void, with its shuffles", CheckShuffles, mixed)
	return out
}

// judge verifies a file as the command does.
func judge(file []byte, anchor Anchor) *Report {
	b, err := bundle.Read(bytes.NewReader(file))
	if err != nil {
		return NotRead(err)
	}
	return Verify(b, anchor)
}

func TestTheCorpusIsJudged(t *testing.T) {
	cryptotest.SetGlobalRandom(t, 1) // the same corpus each time
	cases := append(hold(t, nil).files(), endings(t)...)
	anchors := map[string]string{} // of manifests, the names of their files
	for i := range cases {
		c := &cases[i]
		if anchors[string(c.anchor)] == "" {
			anchors[string(c.anchor)] = fmt.Sprintf("manifest-%02d", len(anchors)+1)
		}
		c.File, c.Manifest = fmt.Sprintf("%03d.valurna", i+1), anchors[string(c.anchor)]
		r := judge(c.data, FileAnchor(c.anchor))
		if r.Failed() != c.Check || (r.Verdict == Valid) != (c.Check == "") || c.Check != "" && r.Result != nil {
			t.Errorf("%s: %q failed, wanted %q\n%s", c.Name, r.Failed(), c.Check, dump(r))
		}
		if i > 0 && bytes.Equal(c.data, cases[0].data) {
			t.Errorf("%s: nothing is forged", c.Name)
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
	write := func(name string, data []byte) { noError(t, os.WriteFile(filepath.Join(*corpus, name), data, 0o644)) }
	write("index.json", append(index, '\n'))
	for anchor, name := range anchors {
		write(name, []byte(anchor))
	}
	for _, c := range cases {
		write(c.File, c.data)
	}
}

// Whatever a file says, only what the parties made is valid, and nothing else has a
// result. Run with -fuzzminimizetime 10x.
func FuzzVerify(f *testing.F) {
	e := hold(f, nil)
	cases := e.files()
	anchor := FileAnchor(e.manifestFile())
	for _, c := range cases {
		f.Add(c.data)
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		r := judge(file, anchor)
		if r.Verdict == Valid && !bytes.Equal(file, cases[0].data) {
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
