package store

import (
	"bytes"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const schema = `
CREATE TABLE seat (seat INTEGER PRIMARY KEY, token BLOB) STRICT;
CREATE TABLE visit (seat INTEGER NOT NULL REFERENCES seat(seat)) STRICT;`

func open(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := Open(path, schema)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func TestWhatWasCommittedIsThereAfterReopening(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sub", "a b?c#d%20.db")
	db := open(t, path)
	if _, err := db.Exec("INSERT INTO seat VALUES (1, x'00ff')"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	var token []byte
	if err := open(t, path).QueryRow("SELECT token FROM seat WHERE seat = 1").Scan(&token); err != nil || len(token) != 2 {
		t.Fatalf("token %x, %v", token, err)
	}
}

func TestEveryCommitIsFlushedAndForeignKeysHold(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.db")
	db := open(t, path)
	for pragma, want := range map[string]string{
		"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1",
		"locking_mode": "exclusive", "secure_delete": "1", "trusted_schema": "0",
	} {
		var got string
		if err := db.QueryRow("PRAGMA " + pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s is %q, %v", pragma, got, err)
		}
	}
	if _, err := db.Exec("INSERT INTO visit VALUES (7)"); err == nil {
		t.Error("a visit of a seat that does not exist was accepted")
	}
}

// The files are copied while the store is open: what a kill would leave behind.
func TestACommitSurvivesAKill(t *testing.T) {
	dir := t.TempDir()
	db := open(t, filepath.Join(dir, "s.db"))
	if _, err := db.Exec("INSERT INTO seat VALUES (1, x'01')"); err != nil {
		t.Fatal(err)
	}
	after := t.TempDir()
	files, err := filepath.Glob(filepath.Join(dir, "s.db*"))
	if err != nil || len(files) < 2 {
		t.Fatalf("files %v, %v", files, err)
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(after, filepath.Base(f)), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var n int
	if err := open(t, filepath.Join(after, "s.db")).QueryRow("SELECT count(*) FROM seat").Scan(&n); err != nil || n != 1 {
		t.Fatalf("%d rows, %v", n, err)
	}
}

func TestFilesAreForTheirOwnerAlone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	db := open(t, filepath.Join(dir, "s.db"))
	if _, err := db.Exec("INSERT INTO seat VALUES (1, NULL)"); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) < 2 {
		t.Fatalf("files %v, %v", files, err)
	}
	for _, f := range append(files, dir) {
		info, err := os.Stat(f)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", f, info.Mode())
		}
	}
}

func TestAFileThatOthersReachIsRefused(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "s.db")
	open(t, path).Close()
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path, schema); !errors.Is(err, ErrAccess) {
		t.Errorf("a readable file: %v", err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path, schema); !errors.Is(err, ErrAccess) {
		t.Errorf("a writable folder: %v", err)
	}
}

func TestAForeignFileIsLeftAsItIs(t *testing.T) {
	dir := t.TempDir()
	other := filepath.Join(dir, "other.db")
	db, err := Open(other, "CREATE TABLE ballot (x BLOB) STRICT;")
	if err != nil {
		t.Fatal(err)
	}
	db.Close()
	plain := filepath.Join(dir, "plain.db")
	if db, err = sql.Open("sqlite", plain); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("CREATE TABLE x (y)"); err != nil {
		t.Fatal(err)
	}
	db.Close()
	if err := os.Chmod(plain, 0o600); err != nil {
		t.Fatal(err)
	}
	text := filepath.Join(dir, "notes.txt")
	short := filepath.Join(dir, "short")
	for path, data := range map[string]string{text: strings.Repeat("minutes ", 1000), short: "SQL"} {
		if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	link := filepath.Join(dir, "link.db")
	if err := os.Symlink(text, link); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{other, text, short, plain, link, dir} {
		before, _ := os.ReadFile(path)
		if _, err := Open(path, schema); !errors.Is(err, ErrForeign) {
			t.Errorf("%s: %v", filepath.Base(path), err)
		}
		if after, _ := os.ReadFile(path); !bytes.Equal(after, before) {
			t.Errorf("%s was changed", filepath.Base(path))
		}
	}
}

func TestADamagedStoreIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.db")
	db := open(t, path)
	for i := range 500 {
		if _, err := db.Exec("INSERT INTO seat VALUES (?, zeroblob(200))", i); err != nil {
			t.Fatal(err)
		}
	}
	db.Close()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := 4096; i < len(data); i += 512 {
		copy(data[i:], "damage damage damage")
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path, schema); !errors.Is(err, ErrCorrupt) {
		t.Fatal(err)
	}
}

func TestASecondProcessIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.db")
	db := open(t, path)
	if _, err := Open(path, schema); !errors.Is(err, ErrBusy) {
		t.Fatalf("opened twice: %v", err)
	}
	if _, err := db.Exec("INSERT INTO seat VALUES (1, NULL)"); err != nil {
		t.Fatalf("the first one was disturbed: %v", err)
	}
}

func TestAReadOnlyStoreSaysSo(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.db")
	open(t, path).Close()
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err = db.Exec("INSERT INTO seat VALUES (1, NULL)"); !errors.Is(classify(err), ErrAccess) {
		t.Fatal(err)
	}
}

func TestASchemaIsAppliedWholeOrNotAtAll(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.db")
	if _, err := Open(path, "CREATE TABLE a (x); CREATE TABLE nonsense"); err == nil {
		t.Fatal("a broken schema was accepted")
	}
	open(t, path)
}
