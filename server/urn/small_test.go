package urn

import (
	"crypto/rand"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/view"
)

func TestInitMakesKeysOnceAndForItsOwnerAlone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "urn")
	first, err := Init(dir, rand.Reader)
	must(t, err)
	again, err := Init(dir, rand.Reader)
	must(t, err)
	if first.HostKey != again.HostKey || first.LinkKey != again.LinkKey || first.ReceiptKey.String() != again.ReceiptKey.String() {
		t.Fatal("a second run made other keys")
	}
	if first.HostKey == first.LinkKey || len(first.ReceiptKey) != 32 {
		t.Fatalf("keys %+v", first)
	}
	files, err := os.ReadDir(dir)
	must(t, err)
	if len(files) != 3 {
		t.Fatalf("%d files after init", len(files))
	}
	for _, f := range files {
		info, err := f.Info()
		must(t, err)
		if info.Mode().Perm() != 0o600 {
			t.Fatalf("%s has mode %v", f.Name(), info.Mode())
		}
	}
	must(t, os.Chmod(filepath.Join(dir, linkKeyFile), 0o640))
	if _, err := Init(dir, rand.Reader); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Fatalf("a key that others can read: %v", err)
	}
}

func TestTheUrnSignsNoManifestThatNamesAnotherUrn(t *testing.T) {
	dir := t.TempDir()
	public, err := Init(dir, rand.Reader)
	must(t, err)
	other, err := Init(t.TempDir(), rand.Reader)
	must(t, err)
	m := &manifest.Manifest{Urn: manifest.Urn{HostKey: public.HostKey, ReceiptKey: public.ReceiptKey, LinkKey: public.LinkKey}}
	_, err = SignManifest(dir, m)
	must(t, err)
	for _, change := range []func(*manifest.Urn){
		func(u *manifest.Urn) { u.HostKey = other.HostKey },
		func(u *manifest.Urn) { u.ReceiptKey = other.ReceiptKey },
		func(u *manifest.Urn) { u.LinkKey = other.LinkKey },
	} {
		changed := *m
		change(&changed.Urn)
		if _, err := SignManifest(dir, &changed); err == nil {
			t.Fatalf("signed for %+v", changed.Urn)
		}
	}
}

func FuzzHash(f *testing.F) {
	for _, s := range []string{"", strings.Repeat("a", 64), strings.Repeat("A", 64), strings.Repeat("a", 63), "../" + strings.Repeat("a", 61)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if hash, err := parseHash(s); err == nil && hex.EncodeToString(hash) != s {
			t.Fatalf("%q was read as %x", s, hash)
		}
	})
}

func TestEveryPhaseOfTheJournalHasItsWord(t *testing.T) {
	for p := journal.Defined; p < journal.Voided; p++ {
		if phase(p) == view.PhaseVoid {
			t.Errorf("%s is shown as void", p)
		}
	}
	if phase(journal.Voided) != view.PhaseVoid {
		t.Error("void is shown as something else")
	}
}
