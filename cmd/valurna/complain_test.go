package main

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"valurna/ballot/booth"
	"valurna/ballot/bundle"
	"valurna/ballot/canon"
	"valurna/ballot/complaint"
	"valurna/ballot/journal"
	"valurna/ballot/sealed"
)

// example is a file of the meeting that the specification shows.
func example(name string) string { return filepath.Join("..", "..", "docs", "example", name) }

// sealedExample is a sealed ballot of it.
func sealedExample(t *testing.T) []byte {
	t.Helper()
	f, err := os.Open(example("2-1.valurna"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b, err := bundle.Read(f)
	if err != nil {
		t.Fatal(err)
	}
	return b.Sealed[0]
}

// signedByNobody is a receipt under a key that is not the urn's.
func signedByNobody(t *testing.T, ballot string, encoding []byte) *journal.Statement {
	t.Helper()
	r, err := booth.NewReceipt(ballot, sealed.Context{}, encoding)
	if err != nil {
		t.Fatal(err)
	}
	st, err := journal.Sign([32]byte{}, "urn", ed25519.NewKeyFromSeed(make([]byte, 32)), journal.TypeReceipt, r)
	if err != nil {
		t.Fatal(err)
	}
	return &st
}

// keep writes what a booth keeps of ballot 2-1.
func keep(t *testing.T, dir string, encoding []byte, receipt *journal.Statement, included bool) {
	t.Helper()
	record := struct {
		Ballot   string             `json:"ballot"`
		Seed     canon.Hex          `json:"seed"`
		Attempt  int                `json:"attempt"`
		Asked    bool               `json:"asked"`
		Sealed   canon.Hex          `json:"sealed"`
		Receipt  *journal.Statement `json:"receipt"`
		Included bool               `json:"included"`
	}{"2-1", bytes.Repeat([]byte{0xab}, 32), 0, len(encoding) > 0, encoding, receipt, included}
	manifest, err := os.ReadFile(example("manifest"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"manifest": manifest, "booth-2-1.json": canon.MustMarshal(record)} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// called runs the program.
func called(t *testing.T, args ...string) (code int, out, errs string) {
	t.Helper()
	root := rootCommand()
	var o, e bytes.Buffer
	root.SetArgs(args)
	root.SetOut(&o)
	root.SetErr(&e)
	root.SetIn(strings.NewReader(""))
	return run(t.Context(), root), o.String(), e.String()
}

func TestWhatABoothHasKeptBecomesAComplaintThatIsJudged(t *testing.T) {
	encoding := sealedExample(t)
	other := bytes.Clone(encoding)
	other[49-1] ^= 1 // of the check field: still a ballot to look at, and not of this box
	for name, c := range map[string]struct {
		encoding []byte
		receipt  *journal.Statement
		bundle   string
		verdict  string
		exit     int
	}{
		"a ballot that is in":          {encoding, nil, "2-1.valurna", complaint.Included, 0},
		"a ballot with a broken proof": {other, nil, "2-1.valurna", complaint.Wrong, 5},
		"another ballot's bundle":      {encoding, nil, "3-1.valurna", complaint.Wrong, 5},
		"a receipt of nobody":          {encoding, signedByNobody(t, "2-1", encoding), "2-1.valurna", complaint.Forged, 6},
		"no bundle":                    {encoding, nil, "manifest", complaint.NoBasis, 3},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "state")
			keep(t, dir, c.encoding, c.receipt, false)
			file := filepath.Join(t.TempDir(), "evidence")
			code, out, errs := called(t, "complain", "2-1", "--state", dir, "--out", file)
			if code != 0 || out != "" || strings.Contains(errs, "gave no receipt") != (c.receipt == nil) {
				t.Fatalf("complain: %d\n%s%s", code, out, errs)
			}
			data, err := os.ReadFile(file)
			if err != nil || bytes.Contains(data, []byte(strings.Repeat("ab", 32))) {
				t.Fatalf("the booth's seed is in the evidence, or: %v", err)
			}
			if code, _, errs := called(t, "complain", "2-1", "--state", dir, "--out", file); code != 1 || !strings.Contains(errs, "there already") {
				t.Errorf("a file was written over: %d %s", code, errs)
			}
			args := []string{"judge", file, "--bundle", example(c.bundle), "--manifest", example("manifest")}
			if code, out, errs := called(t, args...); code != c.exit || !strings.HasPrefix(out, strings.ToUpper(c.verdict)) {
				t.Errorf("judge: %d, due was %d\n%s%s", code, c.exit, out, errs)
			}
			if code, out, _ := called(t, append(args, "--json")...); code != c.exit || !strings.Contains(out, `"verdict": "`+c.verdict+`"`) {
				t.Errorf("judge --json: %d\n%s", code, out)
			}
		})
	}
}

func TestNoComplaintIsMadeWhereThereIsNothingToComplainOf(t *testing.T) {
	encoding := sealedExample(t)
	found, empty, nothing := filepath.Join(t.TempDir(), "found"), filepath.Join(t.TempDir(), "empty"), t.TempDir()
	keep(t, found, encoding, nil, true)
	keep(t, empty, nil, nil, false)
	manifest, err := filepath.Abs(example("manifest"))
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	t.Setenv("HOME", t.TempDir())
	t.Chdir(t.TempDir())
	file := filepath.Join(t.TempDir(), "ballot")
	if err := os.WriteFile(file, encoding, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		args []string
		says string
	}{
		"the booth has found it":     {[]string{"2-1", "--state", found}, "it was not left out"},
		"nothing was finished":       {[]string{"2-1", "--state", empty}, "finished no ballot"},
		"another ballot":             {[]string{"3-1", "--state", found}, "finished no ballot"},
		"no booth's folder":          {[]string{"2-1", "--state", nothing}, "no manifest"},
		"no folder":                  {[]string{"2-1", "--state", filepath.Join(nothing, "gone")}, "no folder of a booth"},
		"no booth on this machine":   {[]string{"2-1"}, "--state DIR"},
		"no id":                      {[]string{"--state", found}, "say which ballot"},
		"a made-up id":               {[]string{"two", "--state", found}, "no ballot id"},
		"a hosted booth's code":      {[]string{"--code", "KXH3-VBDX"}, "a hosted booth gives no receipt"},
		"files without the manifest": {[]string{"2-1", "--ballot", file}, "--manifest FILE"},
		"sending without a receipt":  {[]string{"2-1", "--ballot", file, "--manifest", manifest, "--send"}, "nothing was sent"},
	} {
		code, out, errs := called(t, append([]string{"complain"}, c.args...)...)
		if code != 1 || out != "" || !strings.Contains(errs, c.says) {
			t.Errorf("%s: %d\n%s%s", name, code, out, errs)
		}
		_, err := os.Stat("2-1.complaint")
		if written := err == nil; written != strings.HasPrefix(name, "sending") {
			t.Errorf("%s: a file was written: %v", name, written)
		}
		if err := os.Remove("2-1.complaint"); err != nil && !os.IsNotExist(err) {
			t.Error(err)
		}
	}
	if _, err := os.Stat(filepath.Join(nothing, "gone")); !os.IsNotExist(err) {
		t.Error("looking for a booth made a folder")
	}
}

func TestTheBoothOfTheOnlyMeetingWithABallotIsFoundByItself(t *testing.T) {
	config := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", config)
	t.Setenv("HOME", config)
	root, err := home()
	if err != nil {
		t.Fatal(err)
	}
	encoding := sealedExample(t)
	keep(t, filepath.Join(root, strings.Repeat("0a", 32)), encoding, nil, false)
	code, out, errs := called(t, "complain", "2-1", "--out", "-")
	if c, err := complaint.Decode([]byte(out)); code != 0 || err != nil || !bytes.Equal(c.Sealed, encoding) {
		t.Errorf("%d, %v\n%s%s", code, err, out, errs)
	}
	keep(t, filepath.Join(root, strings.Repeat("0b", 32)), encoding, nil, false)
	if code, _, errs := called(t, "complain", "2-1", "--out", "-"); code != 1 || !strings.Contains(errs, "2 meetings") {
		t.Errorf("%d %s", code, errs)
	}
}

func TestFilesOfAnotherProgramMakeTheSameComplaint(t *testing.T) {
	encoding, dir := sealedExample(t), t.TempDir()
	receipt := canon.MustMarshal(signedByNobody(t, "2-1", encoding))
	for name, data := range map[string][]byte{"ballot": encoding, "receipt": append(receipt, '\n'), "torn": receipt[1:]} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	files := func(ballot, receipt string, more ...string) []string {
		args := []string{"complain", "--manifest", example("manifest"), "--out", "-"}
		if ballot != "" {
			args = append(args, "--ballot", filepath.Join(dir, ballot))
		}
		return append(append(args, "--receipt", filepath.Join(dir, receipt)), more...)
	}
	code, out, errs := called(t, files("ballot", "receipt")...)
	c, err := complaint.Decode([]byte(out))
	if code != 0 || err != nil || c.Ballot != "2-1" || hex.EncodeToString(c.Sealed) != hex.EncodeToString(encoding) || c.Receipt == nil {
		t.Errorf("%d, %v\n%s%s", code, err, out, errs)
	}
	if code, out, _ := called(t, files("", "receipt")...); code != 0 || !strings.Contains(out, `"sealed":""`) {
		t.Errorf("the receipt alone: %d %s", code, out)
	}
	for _, args := range [][]string{files("ballot", "torn"), files("torn", "receipt"), files("ballot", "receipt", "3-1"), files("ballot", "gone")} {
		if code, out, errs := called(t, args...); code != 1 || out != "" || errs == "" {
			t.Errorf("%q: %d %s%s", args, code, out, errs)
		}
	}
}

func TestJudgeTellsAMistakenCallFromAVerdict(t *testing.T) {
	for _, args := range [][]string{
		{"judge"}, {"judge", "x"}, {"judge", "x", "--bundle", "y"}, {"judge", "x", "--manifest", "y"}, {"judge", "x", "--bundel", "y"}, {"judge", "x", "y"},
	} {
		if code, out, errs := called(t, args...); code != complaint.ExitUnreadable || out != "" || !strings.Contains(errs, "nothing was judged") {
			t.Errorf("%q: %d %s%s", args, code, out, errs)
		}
	}
}
