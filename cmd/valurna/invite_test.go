package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"valurna/ballot/manifest"
	"valurna/ballot/roll"
	"valurna/cmd/valurna/demo"
)

// invited runs valurna invite and gives its status and what it printed.
func invited(t *testing.T, args ...string) (int, string) {
	t.Helper()
	root := rootCommand()
	var out bytes.Buffer
	root.SetOut(&out)
	root.SetErr(&out)
	root.SetArgs(append([]string{"invite"}, args...))
	return run(t.Context(), root), out.String()
}

func town(t *testing.T) (dir string, m *manifest.Manifest) {
	t.Helper()
	dir = t.TempDir()
	built, err := demo.Build(demo.Options{Dir: dir, Members: 4, Remote: 1})
	if err != nil {
		t.Fatal(err)
	}
	return dir, built.Signed.Manifest
}

func TestEveryMemberGetsASheetInBothForms(t *testing.T) {
	dir, m := town(t)
	hash, err := m.Hash()
	if err != nil {
		t.Fatal(err)
	}
	code, said := invited(t, dir, "--lang", "en")
	if code != 0 || !strings.Contains(said, "Wrote 4 invitations") || !strings.Contains(said, "phone = ") {
		t.Fatalf("status %d: %s", code, said)
	}
	for _, name := range []string{"seat-001", "seat-002", "seat-003", "seat-004"} {
		text, err := os.ReadFile(filepath.Join(dir, "invitations", name+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range strings.Split(manifest.Words(hash), "-") {
			if !bytes.Contains(text, []byte(word)) {
				t.Errorf("%s lacks the word %s", name, word)
			}
		}
		pdf, err := os.ReadFile(filepath.Join(dir, "invitations", name+".pdf"))
		if err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
			t.Errorf("%s.pdf: %v", name, err)
		}
	}
	first, err := os.ReadFile(filepath.Join(dir, "invitations", "seat-002.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	if code, said := invited(t, dir, "--lang", "en"); code != 0 {
		t.Fatalf("a second run: status %d: %s", code, said)
	}
	if again, err := os.ReadFile(filepath.Join(dir, "invitations", "seat-002.pdf")); err != nil || !bytes.Equal(first, again) {
		t.Errorf("a second run writes another file, %v", err)
	}
}

func TestAMeetingThatDecidesGetsInvitationsToItsOwnBooths(t *testing.T) {
	dir := t.TempDir()
	_, err := demo.Build(demo.Options{Dir: dir, Members: 4, Remote: 1, Change: func(s *roll.Source) {
		s.Rehearsal, s.Data = false, &roll.Data{Controller: "Exempelby", Contact: "ombud@exempelby.example", Keep: 90, Encrypted: true}
	}})
	if err != nil {
		t.Fatal(err)
	}
	if code, said := invited(t, dir); code != 0 || !strings.Contains(said, "Wrote 4 invitations") {
		t.Fatalf("status %d: %s", code, said)
	}
	text, err := os.ReadFile(filepath.Join(dir, "invitations", "seat-002.txt"))
	if err != nil || bytes.Contains(text, []byte("ÖVNING")) || bytes.Contains(text, []byte("ballot@")) || !bytes.Contains(text, []byte("valurna join member@")) {
		t.Errorf("%v\n%s", err, text)
	}
}

func TestSheetsWithOtherWordsThanTheSignedOnesAreNotWritten(t *testing.T) {
	dir, _ := town(t)
	out := filepath.Join(dir, "out")
	refused := func(say string, args ...string) {
		t.Helper()
		code, said := invited(t, append(args, "--out", out)...)
		if code != 1 || !strings.Contains(said, say) {
			t.Errorf("status %d, not %q: %s", code, say, said)
		}
		if _, err := os.Stat(out); err == nil {
			t.Errorf("%q, and something was written", say)
		}
	}
	refused(`language "no" is not known`, dir, "--lang", "no")
	refused("there is no", t.TempDir())

	path := filepath.Join(dir, "manifest")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := manifest.DecodeSigned(whole)
	if err != nil {
		t.Fatal(err)
	}
	signed.Sigs = signed.Sigs[1:]
	part, err := signed.Encode()
	if err != nil {
		t.Fatal(err)
	}
	write := func(path string, data []byte) {
		t.Helper()
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(path, part)
	refused("is not signed yet by", dir)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	refused("valurna manifest make", dir)
	write(path, whole)
	meeting, err := os.ReadFile(filepath.Join(dir, roll.MeetingFile))
	if err != nil {
		t.Fatal(err)
	}
	write(filepath.Join(dir, roll.MeetingFile), bytes.Replace(meeting, []byte("\nplace = \""), []byte("\nplace = \"Ett annat rum, "), 1))
	refused("is not the manifest of the two files", dir)
	write(filepath.Join(dir, roll.MeetingFile), bytes.Replace(meeting, []byte("\nrehearsal"), []byte("\nphone = 1\nrehearsal"), 1))
	refused("phone is a whole number", dir)
}

func TestSheetsAreNotMixedWithOtherFiles(t *testing.T) {
	dir, _ := town(t)
	out := t.TempDir()
	if err := os.WriteFile(filepath.Join(out, "seat-009.pdf"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if code, said := invited(t, dir, "--out", out); code != 1 || !strings.Contains(said, "seat-009.pdf, which is none of these") {
		t.Errorf("status %d: %s", code, said)
	}
}
