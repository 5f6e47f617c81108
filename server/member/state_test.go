package member

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"charm.land/ssh"
	"charm.land/wish/v2"

	"valurna/ballot/canon"
	"valurna/ballot/manifest"
	"valurna/server/sshd"
	"valurna/server/wire"
)

// anybody lets everybody in and does nothing.
func (h *hall) anybody() []ssh.Option {
	return []ssh.Option{sshd.Guest(wire.UserObserver), ssh.PublicKeyAuth(func(ssh.Context, ssh.PublicKey) bool { return true }), wish.WithMiddleware(sshd.Commands(h.desk))}
}

// folder is where nothing is yet.
func folder(t *testing.T) string { return filepath.Join(t.TempDir(), "state") }

func wordsOf(s *manifest.Signed) string { return manifest.Words(must(s.Manifest.Hash())) }

func TestAManifestIsFetchedAndComparedByItsWords(t *testing.T) {
	h := newHall(t)
	signed, err := Fetch(t.Context(), h.address)
	if err != nil {
		t.Fatal(err)
	}
	if err := CheckWords(signed, strings.ToUpper(strings.ReplaceAll(wordsOf(h.signed), "-", " "))); err != nil {
		t.Error(err)
	}
	other := empty(t, false).signed
	if err := CheckWords(signed, wordsOf(other)); !errors.Is(err, ErrWords) {
		t.Errorf("another meeting's words: %v", err)
	}
	wants(t, CheckWords(signed, "babab"), "1 words")
	all := strings.Split(wordsOf(signed), "-")
	for typed, want := range map[string]bool{
		all[0] + " " + all[9]:                               true,
		strings.ToUpper(all[0]) + "  " + all[9]:             true,
		strings.Join(strings.Split(all[0]+all[9], ""), " "): true, // as they are shown
		all[9] + " " + all[0]:                               false,
		all[0]:                                              false,
		wordsOf(signed):                                     false,
		"":                                                  false,
	} {
		if got, err := Ends(signed, typed); err != nil || got != want {
			t.Errorf("typing %q is taken as %v, %v", typed, got, err)
		}
	}
}

// Somebody in between can pass the right manifest on, but has not its host key.
func TestAManifestFromSomebodyInBetweenIsNotTaken(t *testing.T) {
	h := newHall(t)
	_, err := Fetch(t.Context(), h.listen("somebody", false, h.anybody()...))
	if !errors.Is(err, wire.ErrHostKey) {
		t.Errorf("%v", err)
	}
}

func TestAPinnedManifestIsNotReplaced(t *testing.T) {
	dir := folder(t)
	s := must(OpenState(dir))
	defer s.Close()
	mine, other := empty(t, true).signed, empty(t, false).signed
	if got, err := Pinned(dir); got != nil || err != nil {
		t.Errorf("nothing is pinned, but %v, %v", got, err)
	}
	for range 2 {
		if err := s.Pin(mine); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Pin(other); !errors.Is(err, ErrPinned) {
		t.Errorf("another manifest: %v", err)
	}
	if got, err := Pinned(dir); err != nil || wordsOf(got) != wordsOf(mine) {
		t.Errorf("pinned is %v, %v", got, err)
	}
	if err := os.WriteFile(filepath.Join(dir, manifestFile), []byte("{}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	wants(t, s.Pin(mine), "is damaged, nothing was started")
}

func TestTwoWindowsDoNotShareAState(t *testing.T) {
	dir := folder(t)
	first := must(OpenState(dir))
	if _, err := OpenState(dir); !errors.Is(err, ErrTwo) {
		t.Errorf("a second window: %v", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	must(OpenState(dir)).Close()
	if err := os.Chmod(dir, 0o750); err != nil {
		t.Fatal(err)
	}
	_, err := OpenState(dir)
	wants(t, err, "others can look into")
}

// filled is a state folder with a record of two ballots.
func filled(t *testing.T) *State {
	t.Helper()
	s := must(OpenState(folder(t)))
	t.Cleanup(func() { s.Close() })
	must(s.begin("1-1"))
	must(s.begin("2-1"))
	return s
}

func TestRecordsAreSealedByAPassphrase(t *testing.T) {
	s := filled(t)
	before := must(s.record("1-1"))
	if err := s.Seal([]byte("rätt")); err != nil {
		t.Fatal(err)
	}
	must(s.begin("3-1"))
	files := must(os.ReadDir(s.dir))
	for _, f := range files {
		data := must(os.ReadFile(filepath.Join(s.dir, f.Name())))
		if bytes.Contains(data, []byte(`"ballot"`)) || strings.HasSuffix(f.Name(), plainSuffix) {
			t.Errorf("%s is not sealed", f.Name())
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again := must(OpenState(s.dir))
	defer again.Close()
	if sealed, err := again.Sealed(); !sealed || err != nil {
		t.Errorf("sealed: %v, %v", sealed, err)
	}
	if err := again.Unlock([]byte("fel")); !errors.Is(err, ErrPassphrase) {
		t.Errorf("another passphrase: %v", err)
	}
	if err := again.Unlock([]byte("rätt")); err != nil {
		t.Fatal(err)
	}
	if r := must(again.record("1-1")); r == nil || !bytes.Equal(r.Seed, before.Seed) {
		t.Errorf("the record is %v", r)
	}
	if ids := must(again.ballots()); len(ids) != 3 {
		t.Errorf("records of %q", ids)
	}
}

// Sealing that was broken off goes on, and what is sealed is the newer.
func TestSealingThatWasBrokenOffGoesOn(t *testing.T) {
	s := filled(t)
	old := must(os.ReadFile(s.path("1-1")))
	if err := s.Seal([]byte("x")); err != nil {
		t.Fatal(err)
	}
	r := must(s.record("1-1"))
	r.Sealed, r.Asked = canon.Hex{1}, true
	if err := s.save(r); err != nil {
		t.Fatal(err)
	}
	plain := filepath.Join(s.dir, "booth-1-1.json")
	if err := os.WriteFile(plain, old, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.Unlock([]byte("x")); err != nil {
		t.Fatal(err)
	}
	if r := must(s.record("1-1")); len(r.Sealed) != 1 {
		t.Error("an older record took the place of the newer one")
	}
	if _, err := os.Stat(plain); err == nil {
		t.Error("the unsealed record is still there")
	}
}

func TestADamagedRecordIsNeverTakenForNone(t *testing.T) {
	for name, damage := range map[string]func(s *State){
		"cut":             func(s *State) { rewrite(s, "1-1", func(b []byte) []byte { return b[:len(b)/2] }) },
		"empty":           func(s *State) { rewrite(s, "1-1", func([]byte) []byte { return nil }) },
		"a bit":           func(s *State) { rewrite(s, "1-1", func(b []byte) []byte { b[len(b)/2] ^= 1; return b }) },
		"another's":       func(s *State) { rewrite(s, "1-1", func([]byte) []byte { return must(os.ReadFile(s.path("2-1"))) }) },
		"with more at it": func(s *State) { rewrite(s, "1-1", func(b []byte) []byte { return append(b, ' ') }) },
	} {
		for _, seal := range []bool{false, true} {
			s := filled(t)
			if seal {
				if err := s.Seal([]byte("x")); err != nil {
					t.Fatal(err)
				}
			}
			if damage(s); !seal && name == "a bit" {
				continue // a flipped bit of an unsealed seed is another seed
			}
			_, err := s.begin("1-1")
			if err == nil {
				t.Errorf("%s, sealed %v: taken", name, seal)
				continue
			}
			wants(t, err, "is damaged; nothing was sent")
		}
	}
}

func rewrite(s *State, ballot string, f func([]byte) []byte) {
	if err := os.WriteFile(s.path(ballot), f(must(os.ReadFile(s.path(ballot)))), 0o600); err != nil {
		panic(err)
	}
}

func FuzzRecord(f *testing.F) {
	f.Add([]byte(`{"ballot":"1-1","seed":"` + strings.Repeat("ab", 32) + `","attempt":0,"asked":false,"sealed":"","receipt":null,"included":false}`))
	f.Add([]byte(`{"ballot":"../x","seed":"","attempt":4,"asked":false,"sealed":"","receipt":null,"included":true}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := decodeRecord(data)
		if err != nil {
			return
		}
		if again := must(canon.Marshal(r)); !bytes.Equal(again, data) {
			t.Errorf("%q is read as %q", data, again)
		}
	})
}
