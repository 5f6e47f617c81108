package verify

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"valurna/ballot/bundle"
	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
)

// evening is what an observer has of a meeting.
type evening struct {
	lines   []string
	bundles map[string]*bundle.Bundle
	anchor  Anchor
}

func entryLine(leaf []byte) string { return `{"kind":"entry","entry":` + string(leaf) + "}\n" }

func noteLine(note string) string {
	return string(canon.MustMarshal(line{Kind: "checkpoint", Note: note})) + "\n"
}

const nowLine = `{"kind":"now"}` + "\n"

func journalOf(leaves [][]byte, notes ...string) []string {
	var out []string
	for _, leaf := range leaves {
		out = append(out, entryLine(leaf))
	}
	for _, note := range notes {
		out = append(out, noteLine(note))
	}
	return append(out, nowLine)
}

// observed is an election as an observer has it.
func (e *election) observed(bundles ...*bundle.Bundle) *evening {
	v := &evening{lines: journalOf(e.leaves, e.noteNow()), bundles: map[string]*bundle.Bundle{}, anchor: FileAnchor(e.manifestFile())}
	for _, b := range bundles {
		v.bundles[b.Ballot+".valurna"] = b
	}
	return v
}

func (v *evening) open(name string) (*bundle.Bundle, error) {
	if b := v.bundles[name]; b != nil {
		return b, nil
	}
	return nil, errors.New("not a bundle")
}

func (v *evening) names() (out []string) {
	for name := range v.bundles {
		out = append(out, name)
	}
	return out
}

func (v *evening) verify() *MeetingReport {
	return Meeting(strings.NewReader(strings.Join(v.lines, "")), v.names(), v.open, v.anchor)
}

func dumpMeeting(r *MeetingReport) string {
	var out bytes.Buffer
	_ = r.Print(&out) // a buffer takes everything
	return out.String()
}

// published is the meeting that the specification shows, with its two ballots.
func published(t *testing.T) *evening {
	t.Helper()
	dir := filepath.Join("..", "..", "docs", "example")
	file, err := os.ReadFile(filepath.Join(dir, "manifest"))
	noError(t, err)
	v := &evening{bundles: map[string]*bundle.Bundle{}, anchor: FileAnchor(file)}
	for _, name := range []string{"2-1.valurna", "3-1.valurna"} {
		f, err := os.Open(filepath.Join(dir, name))
		noError(t, err)
		v.bundles[name], err = bundle.Read(f)
		noError(t, errors.Join(err, f.Close()))
	}
	last := v.bundles["3-1.valurna"]
	v.lines = journalOf(last.Entries, last.Checkpoints...)
	return v
}

func TestAMeetingOfTwoBallotsIsAccountedFor(t *testing.T) {
	r := published(t).verify()
	if r.Verdict != Valid || r.Exit() != ExitValid || len(r.Ballots) != 2 || r.Failed() != "" {
		t.Fatal(dumpMeeting(r))
	}
	for i, want := range []string{CheckFormat, CheckManifest, CheckAnchor, CheckCheckpoints, CheckJournal, CheckFiles, CheckHistory, CheckBundles, CheckComplete, CheckClosed} {
		if c := r.Checks[i]; c.ID != want || (c.OK == nil) != (want == CheckClosed) || c.OK != nil && !*c.OK {
			t.Errorf("check %d is %+v, due was %s", i, c, want)
		}
	}
	v := published(t)
	v.anchor = NoAnchor()
	if r := v.verify(); r.Verdict != Unanchored || r.Exit() != ExitUnanchored {
		t.Error(dumpMeeting(r))
	}
}

// What an observer is shown or finds, changed; and the check that has to fail
// before all others.
func TestAForgedMeetingFailsItsCheckFirst(t *testing.T) {
	e := hold(t, nil)
	other := hold(t, nil)
	twice := e.forge(func(f *forgery) {
		d := f.drafts[f.at(journal.TypeDefine)]
		f.insert(journal.TypeCertify, d.typ, d.body, d.signers...)
	})
	forked := e.forge(func(f *forgery) {
		f.drafts[f.at(journal.TypeStop)].later++
	})
	result := e.forge(func(f *forgery) {
		amend(f, journal.TypeResult, func(r *journal.Result) { r.Elected = []string{"Ada"} })
		f.certify()
	})
	running := convene(t, nil)
	running.define()
	for name, c := range map[string]struct {
		change func(v *evening)
		want   string
	}{
		"a bundle is missing":           {func(v *evening) { clear(v.bundles) }, CheckComplete},
		"a bundle of another meeting":   {func(v *evening) { v.bundles["1-1.valurna"] = other.bundle() }, CheckHistory},
		"a bundle of a second history":  {func(v *evening) { v.bundles["1-1.valurna"] = forked }, CheckHistory},
		"a file that is no bundle":      {func(v *evening) { v.bundles["x.valurna"] = nil }, CheckFiles},
		"two bundles of one ballot":     {func(v *evening) { v.bundles["copy.valurna"] = e.bundle() }, CheckFiles},
		"a bundle of no ballot of this": {func(v *evening) { b := e.bundle(); b.Ballot = "7-1"; v.bundles["7-1.valurna"] = b }, CheckFiles},
		"a bundle that does not hold": {func(v *evening) {
			v.lines = journalOf(result.Entries, result.Checkpoints...)
			v.bundles["1-1.valurna"] = result
		}, CheckBundles},
		"a ballot is exchanged":             {func(v *evening) { v.bundles["1-1.valurna"].Sealed = other.sealed }, CheckBundles},
		"the journal is cut, with its note": {func(v *evening) { v.lines = append(v.lines[:len(v.lines)-3], v.lines[len(v.lines)-2:]...) }, CheckCheckpoints},
		"the journal is cut at an older note": {func(v *evening) {
			b := e.state.Ballot(ballotID)
			v.lines = journalOf(e.leaves[:b.DefineSeq+1], b.Open.Checkpoint)
		}, CheckHistory},
		"the journal is cut in a line":   {func(v *evening) { v.lines[3] = v.lines[3][:20]; v.lines = v.lines[:4] }, CheckFormat},
		"the journal has no end":         {func(v *evening) { v.lines = v.lines[:len(v.lines)-1] }, CheckFormat},
		"the journal is empty":           {func(v *evening) { v.lines = []string{nowLine} }, CheckFormat},
		"a line of another kind":         {func(v *evening) { v.lines[0] = `{"kind":"sign"}` + "\n" }, CheckFormat},
		"an entry written otherwise":     {func(v *evening) { v.lines[2] = strings.Replace(v.lines[2], ",", ", ", 1) }, CheckFormat},
		"an entry is left out":           {func(v *evening) { v.lines = slices.Delete(v.lines, 5, 6) }, CheckCheckpoints},
		"an entry is moved":              {func(v *evening) { v.lines[5], v.lines[6] = v.lines[6], v.lines[5] }, CheckCheckpoints},
		"an entry is changed":            {func(v *evening) { v.lines[2] = strings.Replace(v.lines[2], `"time":`, `"time":1`, 1) }, CheckCheckpoints},
		"no manifest stands first":       {func(v *evening) { v.lines = v.lines[1:] }, CheckManifest},
		"it is another meeting's":        {func(v *evening) { v.anchor = FileAnchor(other.manifestFile()) }, CheckAnchor},
		"one witness alone has cosigned": {func(v *evening) { v.lines = journalOf(e.leaves, e.note(&v.run().tree, int64(len(e.leaves)), "dag")) }, CheckCheckpoints},
		"no checkpoint":                  {func(v *evening) { v.lines = journalOf(e.leaves) }, CheckCheckpoints},
		"a checkpoint of a second history": {func(v *evening) {
			v.lines = journalOf(e.leaves, forked.Checkpoints[len(forked.Checkpoints)-1], e.noteNow())
		}, CheckCheckpoints},
		"a ballot is defined twice": {func(v *evening) { v.lines = journalOf(twice.Entries, twice.Checkpoints...) }, CheckJournal},
		"a ballot has not ended": {func(v *evening) {
			*v = *running.observed()
		}, CheckComplete},
	} {
		t.Run(c.want+"/"+name, func(t *testing.T) {
			v := e.observed(e.bundle())
			if r := v.verify(); r.Verdict != Valid {
				t.Fatalf("without a change: %s", dumpMeeting(r))
			}
			c.change(v)
			r := v.verify()
			verdict, exit := Invalid, ExitInvalid
			if c.want == CheckFormat {
				verdict, exit = Unreadable, ExitUnreadable
			}
			if r.Failed() != c.want || r.Verdict != verdict || r.Exit() != exit {
				t.Fatalf("failed %q, wanted %q\n%s", r.Failed(), c.want, dumpMeeting(r))
			}
			for _, check := range r.Checks {
				if check.Detail == "" {
					t.Errorf("%s says nothing", check.ID)
				}
			}
		})
	}
}

// run gives the tree of the journal's entries.
func (v *evening) run() *run {
	r := new(run)
	for _, l := range v.lines {
		if leaf, ok := strings.CutPrefix(l, `{"kind":"entry","entry":`); ok {
			r.tree.Append([]byte(strings.TrimSuffix(leaf, "}\n")))
		}
	}
	return r
}

func TestAVoidBallotNeedsItsBundleOnlyIfItWasSealed(t *testing.T) {
	void := journal.Void{Ballot: ballotID, Reason: "regret"}
	early := convene(t, nil)
	early.define()
	early.add(journal.TypeVoid, void)
	late := convene(t, nil)
	late.define()
	late.poll()
	late.add(journal.TypeVoid, void)
	with := late.bundle()
	with.Sealed = late.sealed
	for name, c := range map[string]struct {
		v    *evening
		want string
	}{
		"before the seal":                  {early.observed(), ""},
		"before the seal, with its bundle": {early.observed(early.bundle()), ""},
		"after the seal, without bundle":   {late.observed(), CheckComplete},
		"after the seal, without its list": {late.observed(late.bundle()), ""},
		"after the seal, with its ballots": {late.observed(with), ""},
	} {
		r := c.v.verify()
		if r.Failed() != c.want || len(r.Ballots) != 1 || r.Ballots[0].Reason != "regret" {
			t.Errorf("%s: failed %q\n%s", name, r.Failed(), dumpMeeting(r))
		}
		if withheld := strings.Contains(dumpMeeting(r), "no receipt can be judged"); withheld != (name == "after the seal, without its list") {
			t.Errorf("%s: withheld %v", name, withheld)
		}
	}
}

func TestKeysAndIrregularitiesAreListed(t *testing.T) {
	e := convene(t, nil)
	e.define()
	e.poll()
	receipt, err := journal.Sign(e.hash, manifest.ByUrn, e.keys[manifest.ByUrn], journal.TypeReceipt,
		journal.Receipt{Ballot: ballotID, Leaf: make([]byte, 32), Code: strings.Repeat("0000-", 7) + "0000"})
	noError(t, err)
	e.addLater(window, journal.TypeDecrypt, journal.Decrypt{Ballot: ballotID, Checkpoint: e.noteNow()})
	b := e.state.Ballot(ballotID)
	e.add(journal.TypePass, journal.Pass{Ballot: ballotID, Trustee: "anna", Reason: "too late"}, manifest.ByUrn)
	e.add(journal.TypeShuffle, journal.Shuffle{Ballot: ballotID, Trustee: "bo", Input: b.Head(), Output: make([]byte, 32)}, manifest.ByTrustee("bo"))
	e.add(journal.TypeReject, journal.Reject{Ballot: ballotID, Trustee: "bo", Reason: "a false shuffle"}, manifest.ByUrn)
	e.add(journal.TypeMissing, journal.Missing{Receipt: receipt})
	e.add(journal.TypeVoid, journal.Void{Ballot: ballotID, Reason: "a ballot is missing"})
	e.add(journal.TypeMeeting, journal.Meeting{State: "closed", Person: 1})
	r := e.observed(e.bundle()).verify()
	if r.Verdict != Valid || len(r.Keys) != 1 || len(r.Irregular) != 4 {
		t.Fatal(dumpMeeting(r))
	}
	if k := r.Keys[0]; k.Person != 3 || k.Seat != 3 || k.Time == 0 || k.Seq == 0 {
		t.Errorf("a new key is listed as %+v", k)
	}
	for i, want := range []Irregularity{
		{Type: journal.TypePass, Ballot: ballotID, Party: "anna", Reason: "too late"},
		{Type: journal.TypeReject, Ballot: ballotID, Party: "bo", Reason: "a false shuffle"},
		{Type: journal.TypeMissing, Ballot: ballotID, Reason: r.Irregular[2].Reason},
		{Type: journal.TypeVoid, Ballot: ballotID, Reason: "a ballot is missing"},
	} {
		got := r.Irregular[i]
		want.Seq, want.Time = got.Seq, got.Time
		if got != want || got.Seq == 0 || got.Time == 0 || got.Reason == "" {
			t.Errorf("%+v, due was %+v", got, want)
		}
	}
	if c := r.Checks[len(r.Checks)-1]; c.ID != CheckClosed || c.OK == nil || !*c.OK {
		t.Errorf("a closed meeting: %+v", c)
	}
	text := dumpMeeting(r)
	for _, want := range []string{"person 3, seat 3", "trustee bo: a false shuffle", "ballot.missing  ballot 1-1", "Cards:"} {
		if !strings.Contains(text, want) {
			t.Errorf("the report does not say %q:\n%s", want, text)
		}
	}
}

func TestAComplaintOfTheCeremonyIsListed(t *testing.T) {
	e := convene(t, nil)
	var leaves [][]byte
	for _, leaf := range e.leaves {
		entry, err := journal.DecodeEntry(leaf)
		noError(t, err)
		if entry.Type == journal.TypeKeys {
			break
		}
		leaves = append(leaves, leaf)
	}
	c := draft{typ: journal.TypeComplaint, body: journal.CeremonyComplaint{Trustee: "anna", Against: "bo", Reason: "a wrong share"}, signers: []string{manifest.ByTrustee("anna")}}
	last, err := e.entry(c, int64(len(leaves)), e.state.LastTime()).Encode()
	noError(t, err)
	e.leaves = append(leaves, last)
	r := e.observed().verify()
	if r.Verdict != Valid || len(r.Irregular) != 1 || r.Irregular[0].Party != "anna" || r.Irregular[0].Against != "bo" {
		t.Fatal(dumpMeeting(r))
	}
}

func TestTheMeetingCommandTellsItsVerdictsApart(t *testing.T) {
	v := published(t)
	disk := files{"journal": []byte(strings.Join(v.lines, "")), "cut": []byte(strings.Join(v.lines[:9], ""))}
	for name, b := range v.bundles {
		var out bytes.Buffer
		noError(t, bundle.Write(&out, b))
		disk["all/"+name] = out.Bytes()
		if name == "2-1.valurna" {
			disk["one/"+name] = out.Bytes()
		}
	}
	file, err := os.ReadFile(filepath.Join("..", "..", "docs", "example", "manifest"))
	noError(t, err)
	disk["manifest"] = file
	list := func(dir string) (out []string, err error) {
		for name := range disk {
			if strings.HasPrefix(name, dir+"/") {
				out = append(out, name)
			}
		}
		if out == nil {
			err = fs.ErrNotExist
		}
		return out, err
	}
	for _, c := range []struct {
		journal, dir, manifest string
		given                  bool
		verdict                string
		exit                   int
	}{
		{"journal", "all", "manifest", true, Valid, 0},
		{"journal", "all", "", false, Unanchored, 3},
		{"journal", "all", "", true, Invalid, 1},
		{"journal", "one", "manifest", true, Invalid, 1},
		{"cut", "all", "manifest", true, Unreadable, 2},
		{"manifest", "all", "manifest", true, Unreadable, 2},
		{"gone", "all", "manifest", true, "", 2},
		{"journal", "gone", "manifest", true, "", 2},
	} {
		for _, asJSON := range []bool{false, true} {
			var out bytes.Buffer
			command := MeetingCommand{Journal: c.journal, Dir: c.dir, Anchored: c.given, Manifest: c.manifest, JSON: asJSON, Open: disk.open, List: list, Out: &out}
			code, err := command.Run()
			if code != c.exit || (err != nil) != (c.verdict == "") {
				t.Errorf("%+v: exit %d, %v", c, code, err)
			}
			var got MeetingReport
			switch {
			case c.verdict == "":
			case !asJSON && !strings.HasPrefix(out.String(), meetingHeadlines[c.verdict]):
				t.Errorf("%+v: %s", c, out.String())
			case asJSON && (json.Unmarshal(out.Bytes(), &got) != nil || got.Verdict != c.verdict || len(got.Checks) == 0):
				t.Errorf("%+v: %s", c, out.String())
			}
			command.Out = broken{}
			if code, err := command.Run(); err == nil || code == ExitValid {
				t.Errorf("%+v: a report that was not written: exit %d, %v", c, code, err)
			}
		}
	}
}

func FuzzReadLines(f *testing.F) {
	f.Add([]byte(`{"kind":"entry","entry":{"seq":0}}` + "\n" + noteLine("x\n") + `{"kind":"idle"}` + "\n" + nowLine))
	f.Add([]byte(`{"kind":"entry","entry":null}` + "\n" + nowLine))
	f.Add([]byte(`{"kind":"now","note":"x"}` + "\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := ReadLines(bytes.NewReader(data))
		if err != nil {
			if l != nil {
				t.Fatal("refused, and still there")
			}
			return
		}
		for _, leaf := range l.Entries {
			if !bytes.Contains(data, []byte(entryLine(leaf))) {
				t.Fatalf("an entry is not as it stood: %q", leaf)
			}
		}
		if !bytes.HasSuffix(data, []byte("\n")) {
			t.Fatal("a line without its end was read")
		}
	})
}
