// Package store opens the one SQLite file in which a server keeps what must
// survive it. What "accepted" means in this project, on disk and flushed, is
// decided here, once, for every server.
//
// Call Open with the path and the schema, and Close at the end. A committed
// transaction is flushed. There is one connection: inside a transaction use the
// transaction, never the database beside it, or the call waits for itself.
//
// A store belongs to one process at a time. A second one is refused, since two
// registrars on one store would keep two journals.
package store

import (
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	_ "modernc.org/sqlite" // registers the driver "sqlite"
)

var (
	// ErrForeign says that a file is not a store of this part and version.
	ErrForeign = errors.New("store: not a store of this part in this version; it was left as it is: check the path")
	// ErrCorrupt says that a store is damaged.
	ErrCorrupt = errors.New("store: the file is damaged; nothing was written: keep it as it is; valurna doctor says what may be put back")
	// ErrAccess says that a store cannot be written, or that others could.
	ErrAccess = errors.New("store: the rights of file or folder do not fit; nothing was written")
	// ErrBusy says that another process has the store open.
	ErrBusy = errors.New("store: another process has it open; end that one first")
)

// applicationID marks our files (PRAGMA application_id): "VALU".
const applicationID = 0x56414c55

// pragmas of every connection. The lock comes before the first read. FULL
// flushes the write-ahead log at every commit; secure_delete overwrites what is
// deleted; trusted_schema off, since a schema read from disk is input.
var pragmas = []string{
	"busy_timeout(2000)",
	"locking_mode(exclusive)",
	"journal_mode(wal)",
	"synchronous(full)",
	"foreign_keys(on)",
	"secure_delete(on)",
	"trusted_schema(off)",
	"temp_store(memory)",
}

// Open opens the store at path, or makes it, with the file for its owner alone
// (0600) and, where the folder is missing, the folder too (0700). The schema is
// one or more CREATE statements; it is applied to a new store in one
// transaction, and an existing store must have been made with the very same.
func Open(path, schema string) (*sql.DB, error) {
	if err := prepare(path, schemaVersion(schema)); err != nil {
		return nil, err
	}
	q := url.Values{"_txlock": {"immediate"}, "_defensive": {"1"}}
	for _, p := range pragmas {
		q.Add("_pragma", p)
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrAccess, err)
	}
	name := url.URL{Scheme: "file", Path: abs, RawQuery: q.Encode()}
	db, err := sql.Open("sqlite", name.String())
	if err != nil {
		return nil, fmt.Errorf("store %s: %w", path, err)
	}
	// One connection serialises writers, and keeps the exclusive lock for good.
	db.SetMaxOpenConns(1)
	db.SetMaxIdleConns(1)
	db.SetConnMaxLifetime(0)
	db.SetConnMaxIdleTime(0)
	if err := apply(db, schema); err != nil {
		db.Close()
		return nil, fmt.Errorf("%w (%s)", classify(err), path)
	}
	return db, nil
}

// prepare makes folder and file, and refuses rights that are too wide.
func prepare(path string, version int64) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("%w: %v", ErrAccess, err)
	}
	info, err := os.Stat(dir)
	if err != nil {
		return fmt.Errorf("%w: %v", ErrAccess, err)
	}
	if info.Mode().Perm()&0o022 != 0 {
		return fmt.Errorf("%w: others can write in %s: run chmod go-w, or choose another folder", ErrAccess, dir)
	}
	info, err = os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return fmt.Errorf("%w: %v", ErrAccess, err)
	case !info.Mode().IsRegular():
		return fmt.Errorf("%w: %s is not a regular file", ErrForeign, path)
	case info.Mode().Perm()&0o077 != 0:
		return fmt.Errorf("%w: others can read %s: run chmod 600 on it", ErrAccess, path)
	}
	// The log beside it gets the rights of the file, so the file comes first.
	// Closing a file drops this process's POSIX locks on it, which is why the
	// header is read before the driver opens it and never after.
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("%w: %v", ErrAccess, err)
	}
	defer f.Close()
	return checkHeader(f, path, version)
}

// checkHeader lets nothing near the driver, which would write to it, but an
// empty file and SQLite's own format with our marks in the header
// (https://www.sqlite.org/fileformat2.html, section 1.3: pages at byte 28,
// user_version at 60, application_id at 68).
func checkHeader(r io.Reader, path string, version int64) error {
	head := make([]byte, 100)
	switch _, err := io.ReadFull(r, head); err {
	case nil:
	case io.EOF:
		return nil
	case io.ErrUnexpectedEOF:
		return fmt.Errorf("%w: %s holds something else", ErrForeign, path)
	default:
		return fmt.Errorf("%w: %v", ErrAccess, err)
	}
	pages, user, app := binary.BigEndian.Uint32(head[28:]), binary.BigEndian.Uint32(head[60:]), binary.BigEndian.Uint32(head[68:])
	switch {
	case string(head[:16]) != "SQLite format 3\x00":
		return fmt.Errorf("%w: %s holds something else", ErrForeign, path)
	case app == 0 && user == 0 && pages <= 1:
		// A store of ours whose first transaction is in the log alone.
		return nil
	case app != applicationID || int64(user) != version:
		return fmt.Errorf("%w: %s has application id %#x and schema %d, expected %#x and %d", ErrForeign, path, app, user, applicationID, version)
	}
	return nil
}

// apply checks the whole store and its schema, or writes the schema into a new one.
func apply(db *sql.DB, schema string) error {
	want := schemaVersion(schema)
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var app, version int64
	var tables int
	var check string
	for query, into := range map[string]any{
		"PRAGMA application_id":              &app,
		"PRAGMA user_version":                &version,
		"SELECT count(*) FROM sqlite_schema": &tables,
		"PRAGMA quick_check(1)":              &check,
	} {
		if err := tx.QueryRow(query).Scan(into); err != nil {
			return err
		}
	}
	switch {
	case check != "ok":
		return fmt.Errorf("%w: %s", ErrCorrupt, check)
	case app == 0 && version == 0 && tables == 0:
		if _, err := tx.Exec(schema); err != nil {
			return fmt.Errorf("store: the schema is not valid: %w", err)
		}
		if _, err := tx.Exec(fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", applicationID, want)); err != nil {
			return err
		}
	case app != applicationID || version != want:
		return fmt.Errorf("%w: application id %#x, schema %d, expected %#x, %d", ErrForeign, app, version, applicationID, want)
	}
	return tx.Commit()
}

// schemaVersion is the first 31 bits of the schema's SHA-256, and never 0:
// another part's store, or another version's, has another number.
func schemaVersion(schema string) int64 {
	h := sha256.Sum256([]byte("valurna/v1/schema\n" + strings.TrimSpace(schema)))
	return int64(binary.BigEndian.Uint32(h[:])>>1 | 1)
}
