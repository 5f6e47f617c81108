package urn

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	mrand "math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"charm.land/ssh"

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

func TestPartsOfNobodyGiveWayToThoseThatTheJournalNames(t *testing.T) {
	e := &evidence{dir: t.TempDir()}
	named := map[string]bool{}
	isNamed := func(s string) bool { return named[s] }
	put := func(data string) string {
		sum := sha256.Sum256([]byte(data))
		must(t, e.put("1-1", sum[:], []byte(data), isNamed))
		return hex.EncodeToString(sum[:])
	}
	honest := put("the trustee's")
	named[honest] = true
	for i := range 3 * spareParts {
		put(fmt.Sprint("junk ", i))
	}
	files, err := os.ReadDir(filepath.Join(e.dir, "1-1"))
	must(t, err)
	if len(files) > spareParts+1 {
		t.Fatalf("%d files are kept", len(files))
	}
	hash, err := parseHash(honest)
	must(t, err)
	if data, err := e.get("1-1", hash); err != nil || string(data) != "the trustee's" {
		t.Fatalf("the trustee's parts were given up: %v", err)
	}
	must(t, os.WriteFile(filepath.Join(e.dir, "1-1", honest), []byte("changed"), 0o600))
	if _, err := e.get("1-1", hash); err == nil {
		t.Fatal("parts that were changed on disk were read")
	}
	if err := e.put("1-1", hash, []byte("other bytes"), isNamed); !errors.Is(err, errParts) {
		t.Fatalf("bytes of another hash: %v", err)
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

func TestARateLetsABurstThroughAndThenSoManyASecond(t *testing.T) {
	now := time.Unix(1_790_000_000, 0)
	r := newRate(10, 20, func() time.Time { return now })
	passed := func() (n int) {
		for r.take() == nil {
			n++
		}
		return n
	}
	if n := passed(); n != 20 {
		t.Fatalf("a burst of %d", n)
	}
	now = now.Add(time.Second)
	if n := passed(); n != 10 {
		t.Fatalf("%d in a second", n)
	}
	now = now.Add(-time.Hour)
	if n := passed(); n != 0 {
		t.Fatalf("a clock that is set back gave %d", n)
	}
	now = now.Add(24 * time.Hour)
	if n := passed(); n != 20 {
		t.Fatalf("after a day %d", n)
	}
}

func TestVisitorsWithoutAHandleDoNotCrowdEachOtherOut(t *testing.T) {
	var v visits
	for range maxVisits {
		must(t, v.enter(nil))
	}
	var p *view.Problem
	if err := v.enter([]byte("anna")); !errors.As(err, &p) || p.Code != "full" {
		t.Fatalf("a full house: %v", err)
	}
	v.leave(nil)
	must(t, v.enter([]byte("anna")))
	v.leave([]byte("anna"))
	if len(v.by) != 1 {
		t.Fatal("a handle is remembered after its visit")
	}
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

// sizes records the size of every write behind the session's own conversion.
type sizes struct {
	out   bytes.Buffer
	sizes []int
}

func (s *sizes) Write(p []byte) (int, error) {
	s.sizes = append(s.sizes, len(p))
	return s.out.Write(p)
}

func TestEveryFrameHasOneSizeWhateverIsDrawn(t *testing.T) {
	random := mrand.New(mrand.NewChaCha8([32]byte{1}))
	for range 200 {
		var wire sizes
		s := newSteady(ssh.NewPtyWriter(&wire))
		var drawn bytes.Buffer
		for range random.IntN(4) {
			part := make([]byte, random.IntN(3*frameSize))
			for i := range part {
				part[i] = "ab\r\n"[random.IntN(4)]
			}
			drawn.Write(part)
			if n, err := s.Write(part); n != len(part) || err != nil {
				t.Fatal(n, err)
			}
			if random.IntN(2) == 0 && !s.frame() {
				t.Fatal("a frame was missing")
			}
		}
		s.end()
		for s.frame() {
		}
		for i, n := range wire.sizes {
			if n != frameSize {
				t.Fatalf("frame %d of %d has %d bytes", i, len(wire.sizes), n)
			}
		}
		normal := func(b []byte) string {
			text := strings.ReplaceAll(string(b), "\x00", "")
			for strings.Contains(text, "\r\r") {
				text = strings.ReplaceAll(text, "\r\r", "\r")
			}
			return strings.ReplaceAll(text, "\r\n", "\n")
		}
		if normal(wire.out.Bytes()) != normal(drawn.Bytes()) {
			t.Fatal("something else arrived than was drawn")
		}
	}
}

func TestAFrameGoesOutWhenNothingIsDrawn(t *testing.T) {
	var wire sizes
	s := newSteady(&wire)
	for range 3 {
		s.frame()
	}
	if len(wire.sizes) != 3 || !bytes.Equal(wire.out.Bytes(), make([]byte, 3*frameSize)) {
		t.Fatalf("wrote %v", wire.sizes)
	}
}

func TestAnEndedSessionLetsItsProgramGo(t *testing.T) {
	s := newSteady(&sizes{})
	if _, err := s.Write(make([]byte, maxWaiting+1)); err != nil {
		t.Fatal(err)
	}
	released := make(chan error, 1)
	go func() {
		_, err := s.Write([]byte("more"))
		released <- err
	}()
	s.fail(os.ErrClosed)
	if err := <-released; !errors.Is(err, os.ErrClosed) {
		t.Fatalf("said %v", err)
	}
	if s.frame() {
		t.Fatal("a frame after the end")
	}
}
