package verify

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"valurna/ballot/bundle"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/sealed"
	"valurna/crypto/shuffle"
)

func TestOnlyTheMeetingsOwnManifestConfirms(t *testing.T) {
	e, other := hold(t, nil), convene(t, func(m *manifest.Manifest) { m.Place = "Annanstans" })
	b := e.bundle()
	words := manifest.Words(e.hash)
	tampered := e.manifestFile()
	tampered[len(tampered)-20] ^= 1
	unsigned := manifest.Signed{Manifest: e.signed.Manifest, Sigs: e.signed.Sigs[:3]}
	incomplete, err := unsigned.Encode()
	noError(t, err)
	for name, c := range map[string]struct {
		anchor  Anchor
		verdict string
		failed  string
		exit    int
	}{
		"nothing":                     {NoAnchor(), Unanchored, "", 3},
		"the file":                    {FileAnchor(e.manifestFile()), Valid, "", 0},
		"the words":                   {WordsAnchor(words), Valid, "", 0},
		"the words as a person types": {WordsAnchor(strings.ToUpper(strings.ReplaceAll(words, "-", " "))), Valid, "", 0},
		"another meeting's file":      {FileAnchor(other.manifestFile()), Invalid, CheckAnchor, 1},
		"another meeting's words":     {WordsAnchor(manifest.Words(other.hash)), Invalid, CheckAnchor, 1},
		"nine words":                  {WordsAnchor(words[:len(words)-6]), Invalid, CheckAnchor, 1},
		"no words":                    {WordsAnchor(""), Invalid, CheckAnchor, 1},
		"an empty file":               {FileAnchor(nil), Invalid, CheckAnchor, 1},
		"a file that was changed":     {FileAnchor(tampered), Invalid, CheckAnchor, 1},
		"a file not signed by all":    {FileAnchor(incomplete), Invalid, CheckAnchor, 1},
	} {
		r := Verify(b, c.anchor)
		if r.Verdict != c.verdict || r.Failed() != c.failed || r.Exit() != c.exit || r.Anchor.Confirmed != (c.exit == 0) {
			t.Errorf("%s: %s, failed %q, exit %d, confirmed %v", name, r.Verdict, r.Failed(), r.Exit(), r.Anchor.Confirmed)
		}
		if (r.Result == nil) != (r.Verdict == Invalid) {
			t.Errorf("%s: result %v with verdict %s", name, r.Result, r.Verdict)
		}
	}
}

func TestChecksThatRestOnAFailedOneAreNotClaimed(t *testing.T) {
	e := hold(t, nil)
	b := e.forge(func(f *forgery) { f.witnesses = nil })
	after := false
	for _, c := range Verify(b, NoAnchor()).Checks {
		if after && c.OK != nil {
			t.Errorf("%s was judged after %s had failed", c.ID, CheckCheckpoints)
		}
		after = after || c.ID == CheckCheckpoints
	}
	if !after {
		t.Error("the check did not run")
	}
}

func TestAMeetingMayDemandMoreShufflesThanTrusteesDecrypt(t *testing.T) {
	e := hold(t, func(m *manifest.Manifest) { m.Policy.Shuffles = 3 })
	if r := Verify(e.bundle(), FileAnchor(e.manifestFile())); r.Verdict != Valid || !r.Secret {
		t.Fatal(dump(r))
	}
	b := e.bundle()
	b.Shuffles = b.Shuffles[:2]
	if r := Verify(b, FileAnchor(e.manifestFile())); r.Failed() != CheckShuffles || r.Result != nil {
		t.Fatal(dump(r))
	}
}

func TestARehearsalIsSaidToBeOne(t *testing.T) {
	e := hold(t, nil)
	r := Verify(e.bundle(), FileAnchor(e.manifestFile()))
	if r.Verdict != Valid || !r.Rehearsal || r.Trial || !strings.Contains(dump(r), "REHEARSAL") {
		t.Fatal(dump(r))
	}
}

func TestAVoidBallotIsSaidToBeVoid(t *testing.T) {
	void := journal.Void{Ballot: ballotID, Reason: "ett mottagningsbevis saknade sin sedel"}
	open := convene(t, nil)
	open.define()
	open.add(journal.TypeVoid, void)
	sealed := convene(t, nil)
	sealed.define()
	sealed.poll()
	sealed.add(journal.TypeVoid, void)
	published := sealed.bundle()
	published.Sealed = sealed.sealed
	undefined := convene(t, nil)
	undefined.defineOnly()
	undefined.add(journal.TypeVoid, void)
	decided := convene(t, nil)
	decided.define()
	decided.poll()
	decided.decide()
	decided.add(journal.TypeVoid, void)
	opened := decided.bundle()
	opened.Sealed = decided.sealed
	for name, c := range map[string]struct {
		e *election
		b *bundle.Bundle
	}{
		"before it opened": {undefined, undefined.bundle()},
		"while open":       {open, open.bundle()},
		"after the seal":   {sealed, sealed.bundle()},
		"with its ballots": {sealed, published},
		"after the result": {decided, opened},
	} {
		r := Verify(c.b, FileAnchor(c.e.manifestFile()))
		if r.Verdict != Valid || r.Void != void.Reason || r.Result != nil || !strings.Contains(dump(r), "VOID") {
			t.Errorf("%s: %s", name, dump(r))
		}
		c.b.Sealed = hold(t, nil).sealed
		if r := Verify(c.b, FileAnchor(c.e.manifestFile())); r.Failed() != CheckSeal {
			t.Errorf("%s, with ballots that were never sealed: failed %q", name, r.Failed())
		}
	}
	published.Sealed = sealed.sealed
	published.Combined = make([]byte, 32*len(sealed.sealed))
	if r := Verify(published, NoAnchor()); r.Failed() != CheckDecryption {
		t.Errorf("a void ballot that was decrypted: failed %q", r.Failed())
	}
	published.Combined, published.Shuffles = nil, []bundle.Shuffle{{Trustee: "anna",
		Output: make([]byte, shuffle.OutputSize(len(sealed.sealed), 1)), Proof: make([]byte, shuffle.ProofSize(len(sealed.sealed), 1))}}
	if r := Verify(published, NoAnchor()); r.Failed() != CheckShuffles {
		t.Errorf("a void ballot with shuffles: failed %q", r.Failed())
	}
}

// files is a disk for Command.
type files map[string][]byte

func (f files) open(name string) (io.ReadCloser, error) {
	data, ok := f[name]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return io.NopCloser(bytes.NewReader(data)), nil
}

func TestTheCommandTellsFourVerdictsApart(t *testing.T) {
	e := hold(t, nil)
	var good, forged bytes.Buffer
	noError(t, bundle.Write(&good, e.bundle()))
	noError(t, bundle.Write(&forged, e.forge(func(f *forgery) {
		amend(f, journal.TypeResult, func(r *journal.Result) { r.Elected = []string{"Ada"} })
		f.certify()
	})))
	disk := files{"good": good.Bytes(), "forged": forged.Bytes(), "torn": good.Bytes()[:good.Len()/2], "manifest": e.manifestFile()}
	words := manifest.Words(e.hash)
	for _, c := range []struct {
		file, manifest string
		given          bool
		verdict        string
		exit           int
	}{
		{"good", "manifest", true, Valid, 0},
		{"good", words, true, Valid, 0},
		{"good", "", false, Unanchored, 3},
		{"good", "", true, Invalid, 1},
		{"good", "nosuchfile", true, Invalid, 1},
		{"good", "good", true, Invalid, 1},
		{"forged", "manifest", true, Invalid, 1},
		{"forged", "", false, Invalid, 1},
		{"torn", "manifest", true, Unreadable, 2},
		{"manifest", "manifest", true, Unreadable, 2},
		{"nosuchfile", "", false, Unreadable, 2},
	} {
		for _, asJSON := range []bool{false, true} {
			var out bytes.Buffer
			code, err := Command{File: c.file, Anchored: c.given, Manifest: c.manifest, JSON: asJSON, Open: disk.open, Out: &out}.Run()
			if code != c.exit || err != nil {
				t.Errorf("%+v: exit %d, %v", c, code, err)
			}
			if !asJSON {
				if !strings.HasPrefix(out.String(), headlines[c.verdict]) {
					t.Errorf("%+v: %s", c, out.String())
				}
				continue
			}
			var got struct {
				Verdict string           `json:"verdict"`
				Checks  []map[string]any `json:"checks"`
			}
			if err := json.Unmarshal(out.Bytes(), &got); err != nil || got.Verdict != c.verdict || len(got.Checks) == 0 {
				t.Errorf("%+v: %v\n%s", c, err, out.String())
			}
		}
	}
}

func TestAVoterFindsTheOwnBallotByItsCode(t *testing.T) {
	e := hold(t, nil)
	var good, forged bytes.Buffer
	b := e.bundle()
	noError(t, bundle.Write(&good, b))
	noError(t, bundle.Write(&forged, e.forge(func(f *forgery) {
		amend(f, journal.TypeResult, func(r *journal.Result) { r.Elected = []string{"Ada"} })
		f.certify()
	})))
	disk := files{"good": good.Bytes(), "forged": forged.Bytes(), "manifest": e.manifestFile()}
	terms, err := e.state.Terms(b.Ballot)
	noError(t, err)
	code, err := sealed.CodeOf(terms.Context, b.Sealed[2])
	noError(t, err)
	audited, err := sealed.DecodeOpened(1, b.Audited[0])
	noError(t, err)
	for _, c := range []struct {
		name, file, code string
		exit             int
		says             string
	}{
		{"the whole code", "good", code.String(), 0, "is among the sealed and counted ballots"},
		{"as a person types it", "good", strings.ToLower(strings.ReplaceAll(code.String(), "-", " ")), 0, code.String()},
		{"its first groups", "good", code.String()[:9], 0, code.String()},
		{"a code with one letter changed", "good", code.String()[:8] + flip(code.String()[8:]), 1, "NOT FOUND"},
		{"the code of a test", "good", audited.Ballot.Code(terms.Context).String(), 1, "was opened as a test"},
		{"one letter", "good", code.String()[:1], 1, "not looked up: give at least"},
		{"what no code can be", "good", "!!!!!!!!", 1, "NOT FOUND"},
		{"in a bundle that does not hold", "forged", code.String(), 1, "not looked up"},
	} {
		var out bytes.Buffer
		exit, err := Command{File: c.file, Anchored: true, Manifest: "manifest", Code: c.code, Open: disk.open, Out: &out}.Run()
		if exit != c.exit || err != nil || !strings.Contains(out.String(), c.says) {
			t.Errorf("%s: exit %d, %v\n%s", c.name, exit, err, out.String())
		}
	}
}

// Of a void ballot a voter learns that the ballot was sealed, and not that it was
// counted.
func TestACodeIsFoundInTheBundleOfAVoidBallot(t *testing.T) {
	e := convene(t, nil)
	e.define()
	e.poll()
	e.add(journal.TypeVoid, journal.Void{Ballot: ballotID, Reason: "regret"})
	var without, with bytes.Buffer
	b := e.bundle()
	noError(t, bundle.Write(&without, b))
	b.Sealed = e.sealed
	noError(t, bundle.Write(&with, b))
	disk := files{"without": without.Bytes(), "with": with.Bytes(), "manifest": e.manifestFile()}
	code, err := sealed.CodeOf(e.terms().Context, e.sealed[1])
	noError(t, err)
	for _, c := range []struct {
		file, code string
		exit       int
		says       string
	}{
		{"with", code.String(), 0, "none of them was counted"},
		{"with", code.String()[:8] + flip(code.String()[8:]), 1, "NOT FOUND"},
		{"without", code.String(), 1, "there are no sealed ballots in this bundle"},
	} {
		var out bytes.Buffer
		exit, err := Command{File: c.file, Anchored: true, Manifest: "manifest", Code: c.code, Open: disk.open, Out: &out}.Run()
		if exit != c.exit || err != nil || !strings.Contains(out.String(), c.says) || strings.Contains(out.String(), "sealed and counted") {
			t.Errorf("%+v: exit %d, %v\n%s", c, exit, err, out.String())
		}
	}
}

// flip changes the first letter of a code's rest.
func flip(s string) string {
	i := strings.IndexFunc(s, func(r rune) bool { return r != '-' })
	letter := byte('0')
	if s[i] == letter {
		letter = '1'
	}
	return s[:i] + string(letter) + s[i+1:]
}

func TestTheReportHasTheAgreedMembers(t *testing.T) {
	e := hold(t, nil)
	var out bytes.Buffer
	noError(t, Verify(e.bundle(), FileAnchor(e.manifestFile())).JSON(&out))
	var got map[string]json.RawMessage
	noError(t, json.Unmarshal(out.Bytes(), &got))
	for member, inside := range map[string][]string{
		"verdict": nil, "meeting": nil, "item": nil, "ballot": nil, "rehearsal": nil, "trial": nil, "secret": nil, "order": nil, "not_shown": nil, "checks": nil,
		"anchor": {"manifest", "confirmed"},
		"result": {"eligible", "tokens", "cast", "valid", "invalid", "blank", "options", "elected", "ties", "drawn"},
	} {
		var object map[string]any
		if len(inside) > 0 {
			noError(t, json.Unmarshal(got[member], &object))
		}
		for _, name := range inside {
			if _, ok := object[name]; !ok {
				t.Errorf("%s has no %s", member, name)
			}
		}
		if got[member] == nil {
			t.Errorf("no member %s", member)
		}
	}
	var ties [][]string
	result := struct{ Ties *[][]string }{&ties}
	noError(t, json.Unmarshal(got["result"], &result))
	if ties == nil {
		t.Error("no ties are written as null")
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestAReportThatCannotBeWrittenIsNoSuccess(t *testing.T) {
	e := hold(t, nil)
	var file bytes.Buffer
	noError(t, bundle.Write(&file, e.bundle()))
	disk := files{"good": file.Bytes(), "manifest": e.manifestFile()}
	for _, asJSON := range []bool{false, true} {
		code, err := Command{File: "good", Anchored: true, Manifest: "manifest", JSON: asJSON, Open: disk.open, Out: broken{}}.Run()
		if err == nil || code == ExitValid {
			t.Errorf("exit %d, %v", code, err)
		}
	}
}

func TestNoTextOfAStrangerReachesTheTerminalRaw(t *testing.T) {
	got := plain("a\x1b[2Jb\u202ec\nd\x9be" + strings.Repeat("å", maxDetail))
	if strings.ContainsFunc(got, func(r rune) bool { return r < ' ' || r == '\u202e' || r == 0x9b }) || len(got) > maxDetail+8 {
		t.Errorf("%q", got)
	}
	order := make([]string, len(checks))
	for i, c := range checks {
		order[i] = c.id
		for _, need := range c.needs {
			if !slices.Contains(order[:i], need) {
				t.Errorf("%s rests on %s, which does not come before it", c.id, need)
			}
		}
	}
}
