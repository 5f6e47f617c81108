package party

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"valurna/ballot/canon"
	"valurna/ballot/manifest"
	"valurna/server/party/partytest"
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestAnIdentityIsMadeOnceForItsOwnerAlone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "anna")
	line := must(Init(dir, Trustee, "anna", rand.Reader))
	if _, err := Init(dir, Trustee, "anna", rand.Reader); err == nil || !strings.Contains(err.Error(), "is there already and was kept") {
		t.Fatal(err)
	}
	id := must(Load(dir, Trustee))
	if id.PublicLine() != line || id.By() != "trustee/anna" {
		t.Fatalf("%v has the key %s", id, id.PublicLine())
	}
	for path, want := range map[string]fs.FileMode{dir: 0o700, filepath.Join(dir, identityName): 0o600} {
		if mode := must(os.Stat(path)).Mode().Perm(); mode != want {
			t.Errorf("%s has mode %04o", path, mode)
		}
	}
	if _, err := Load(dir, Witness); err == nil || !strings.Contains(err.Error(), "identity of a trustee") {
		t.Error(err)
	}
	if printed := fmt.Sprintf("%v %+v %#v %s", id, id, *id, id); strings.Contains(printed, fmt.Sprint(id.key[:4])) || !strings.HasPrefix(printed, "trustee/anna trustee/anna") {
		t.Errorf("it prints as %s", printed)
	}
	if err := os.Chmod(filepath.Join(dir, identityName), 0o640); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(dir, Trustee); err == nil || !strings.Contains(err.Error(), "can be read by others") {
		t.Error(err)
	}
	if _, err := Load(t.TempDir(), Trustee); err == nil || !strings.Contains(err.Error(), "valurna trustee init") {
		t.Error(err)
	}
}

func TestNamesThatAManifestRefusesAreRefusedFirst(t *testing.T) {
	for _, name := range []string{"", "a b", "a/b", "a+b", "a\nb", "a\u202eb", strings.Repeat("a", 65)} {
		dir := filepath.Join(t.TempDir(), "x")
		if _, err := Init(dir, Witness, name, rand.Reader); err == nil {
			t.Errorf("%q was accepted", name)
		}
		if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%q left a folder", name)
		}
	}
}

func TestAFailingSourceOfRandomnessMakesNoIdentity(t *testing.T) {
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := Init(dir, Trustee, "anna", bytes.NewReader(make([]byte, 31))); err == nil {
		t.Fatal("an identity was made of 31 bytes")
	}
	if _, err := Load(dir, Trustee); err == nil {
		t.Fatal("it is there")
	}
}

func TestOnlyAManifestThatNamesTheKeyIsSigned(t *testing.T) {
	dir, other := filepath.Join(t.TempDir(), "a"), filepath.Join(t.TempDir(), "b")
	line := must(Init(dir, Witness, "dag", rand.Reader))
	must(Init(other, Witness, "gun", rand.Reader))
	signed := partytest.Agree(true, map[string]string{manifest.ByWitness("dag"): line})
	if err := SignManifest(dir, Witness, signed); err != nil {
		t.Fatal(err)
	}
	if err := signed.Verify(); err != nil {
		t.Fatal(err)
	}
	if err := SignManifest(other, Witness, signed); err == nil || !strings.Contains(err.Error(), `names no witness "gun"`) {
		t.Error(err)
	}
	elsewhere := partytest.Agree(true, nil)
	if err := SignManifest(dir, Witness, elsewhere); err == nil || !strings.Contains(err.Error(), "with another key") {
		t.Error(err)
	}
	unsigned := partytest.Agree(true, map[string]string{manifest.ByWitness("dag"): line})
	if _, err := Open(dir, Witness, unsigned); err == nil || !strings.Contains(err.Error(), "not signed by witness/dag") {
		t.Error(err)
	}
}

func TestAFileIsReplacedInOneStepAndItsOldContentOverwritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "secret")
	if err := WriteFile(path, []byte("the old secret")); err != nil {
		t.Fatal(err)
	}
	// A second name keeps the old content within reach of this test.
	if err := os.Link(path, path+".kept"); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(path, []byte("new")); err != nil {
		t.Fatal(err)
	}
	if got := must(ReadFile(path)); string(got) != "new" {
		t.Fatalf("it reads %q", got)
	}
	if old := must(os.ReadFile(path + ".kept")); !bytes.Equal(old, make([]byte, len("the old secret"))) {
		t.Fatalf("the old content is still %q", old)
	}
}

func TestAKilledWriteLeavesTheOldFileAndNoCopyOfTheNew(t *testing.T) {
	path := filepath.Join(t.TempDir(), "secret")
	if err := WriteFile(path, []byte("old")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(fresh(path), []byte("half of the n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := must(ReadFile(path)); string(got) != "old" {
		t.Fatalf("it reads %q", got)
	}
	if _, err := os.Stat(fresh(path)); !errors.Is(err, fs.ErrNotExist) {
		t.Fatal("the half written file is still there")
	}
	// A folder in the way makes the write fail, for every user.
	if err := os.Mkdir(fresh(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(path, []byte("new")); err == nil {
		t.Fatal("a failed write was not reported")
	}
	if got := must(os.ReadFile(path)); string(got) != "old" {
		t.Fatalf("a failed write left %q", got)
	}
}

func FuzzIdentity(f *testing.F) {
	f.Add(append(canon.MustMarshal(identityFile{Version: 1, Role: Trustee, Name: "anna", Seed: make([]byte, 32)}), '\n'))
	f.Add(append(canon.MustMarshal(identityFile{Version: 2, Role: Trustee, Name: "anna", Seed: make([]byte, 32)}), '\n'))
	f.Add([]byte(`{"version":1,"role":"trustee","name":"a b","seed":""}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		id, err := decodeIdentity(data)
		if err == nil && !bytes.Equal(append(canon.MustMarshal(id), '\n'), data) {
			t.Fatalf("%q was read and is written differently", data)
		}
	})
}

func FuzzSeen(f *testing.F) {
	f.Add(append(canon.MustMarshal(seen{Version: 1, Size: 7, Root: make([]byte, 32)}), '\n'))
	f.Add(append(canon.MustMarshal(seen{Version: 1, Size: -1, Root: make([]byte, 32)}), '\n'))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := decodeSeen(data)
		if err == nil && (s.Size < 0 || !bytes.Equal(append(canon.MustMarshal(s), '\n'), data)) {
			t.Fatalf("%q was read and is written differently", data)
		}
	})
}
