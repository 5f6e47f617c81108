package store

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

const checkSchema = `CREATE TABLE row (n INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;`

// filled makes a store of many pages; open, it is a running server's.
func filled(t *testing.T) (path string, end func()) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "x.db")
	db, err := Open(path, checkSchema)
	if err != nil {
		t.Fatal(err)
	}
	for n := range 200 {
		if _, err := db.Exec(`INSERT INTO row VALUES (?, randomblob(500))`, n); err != nil {
			t.Fatal(err)
		}
	}
	return path, func() {
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// content is every file of a folder, by name.
func content(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		out[e.Name()] = data
	}
	return out
}

func same(t *testing.T, before, after map[string][]byte) {
	t.Helper()
	for name := range after {
		if _, was := before[name]; !was {
			t.Errorf("%s was left behind", name)
		}
	}
	for name, data := range before {
		if !bytes.Equal(data, after[name]) {
			t.Errorf("%s was changed", name)
		}
	}
}

func TestACheckFindsAStoreWholeAndChangesNothing(t *testing.T) {
	path, end := filled(t)
	end()
	before := content(t, filepath.Dir(path))
	if err := Check(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	same(t, before, content(t, filepath.Dir(path)))
}

// A killed server leaves its log, in which the newest commits stand.
func TestAKilledServersStoreIsCheckedWithItsLog(t *testing.T) {
	path, end := filled(t)
	defer end()
	killed := filepath.Join(t.TempDir(), "x.db")
	for _, suffix := range []string{"", "-wal"} {
		data, err := os.ReadFile(path + suffix)
		if err != nil || len(data) == 0 && suffix != "" {
			t.Fatalf("%d bytes, %v", len(data), err)
		}
		if err := os.WriteFile(killed+suffix, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	before := content(t, filepath.Dir(killed))
	if err := Check(t.Context(), killed); err != nil {
		t.Fatal(err)
	}
	same(t, before, content(t, filepath.Dir(killed)))
}

func TestAStoreThatAServerHasOpenIsBusy(t *testing.T) {
	path, end := filled(t)
	defer end()
	before := content(t, filepath.Dir(path))
	if err := Check(t.Context(), path); !errors.Is(err, ErrBusy) {
		t.Fatal(err)
	}
	same(t, before, content(t, filepath.Dir(path)))
}

func TestACheckSaysWhyAStoreIsNone(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(data []byte) []byte
		want   error
	}{
		{"a page in the middle is damaged", func(d []byte) []byte {
			clear(d[len(d)/2&^4095:][:512])
			return d
		}, ErrCorrupt},
		{"the end is missing", func(d []byte) []byte { return d[:len(d)/2&^4095] }, ErrCorrupt},
		{"all of it is missing", func([]byte) []byte { return nil }, ErrEmpty},
		{"it is something else", func([]byte) []byte { return bytes.Repeat([]byte("no store\n"), 1000) }, ErrForeign},
		{"another program's mark", func(d []byte) []byte { d[68] ^= 1; return d }, ErrForeign},
	} {
		t.Run(c.name, func(t *testing.T) {
			path, end := filled(t)
			end()
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, c.change(data), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := Check(t.Context(), path); !errors.Is(err, c.want) {
				t.Fatalf("%v instead of %v", err, c.want)
			}
		})
	}
	if err := Check(t.Context(), filepath.Join(t.TempDir(), "none.db")); !errors.Is(err, ErrAccess) || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
}
