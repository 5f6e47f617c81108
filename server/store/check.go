package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
)

// ErrEmpty says that a store holds nothing: no server has used it yet, or what it
// held is lost.
var ErrEmpty = errors.New("store: the file holds nothing")

// Check reads the whole store at path with SQLite's quick check and leaves file and
// log as they are. It returns nil, ErrEmpty, ErrForeign, ErrCorrupt or ErrAccess;
// ErrBusy if a server has the store open, which then looked at it when it started.
//
// It looks at the file's structure, its types and its constraints. What a row says
// is for the server to judge.
func Check(ctx context.Context, path string) error {
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("%w: %w", ErrAccess, err)
	}
	logged, err := there(path + "-wal")
	if err != nil {
		return err
	}
	if !logged {
		// Without a log the file is all there is, and no server has it open. Opened in
		// this way SQLite makes no file beside it.
		err := check(ctx, path, url.Values{"mode": {"ro"}, "immutable": {"1"}})
		if begun, _ := there(path + "-wal"); begun {
			return fmt.Errorf("%w (%s)", ErrBusy, path) // a server has started meanwhile
		}
		return err
	}
	// A killed server has left a log, or one runs and holds the lock. To read the log
	// SQLite makes an index of it, which no server of ours uses.
	indexed, err := there(path + "-shm")
	if err != nil {
		return err
	}
	err = check(ctx, path, url.Values{"mode": {"ro"}})
	if !indexed {
		if gone := os.Remove(path + "-shm"); gone != nil && !errors.Is(gone, fs.ErrNotExist) {
			err = errors.Join(err, gone)
		}
	}
	return err
}

func there(path string) (bool, error) {
	_, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("%w: %v", ErrAccess, err)
	}
	return true, nil
}

func check(ctx context.Context, path string, q url.Values) error {
	abs, err := filepath.Abs(path)
	if err != nil {
		return fmt.Errorf("%w: %v", ErrAccess, err)
	}
	for _, p := range []string{"busy_timeout(200)", "query_only(on)", "trusted_schema(off)", "temp_store(memory)"} {
		q.Add("_pragma", p)
	}
	name := url.URL{Scheme: "file", Path: abs, RawQuery: q.Encode()}
	db, err := sql.Open("sqlite", name.String())
	if err != nil {
		return fmt.Errorf("store %s: %w", path, err)
	}
	db.SetMaxOpenConns(1)
	err = checkOpen(ctx, db)
	if err != nil {
		err = fmt.Errorf("%w (%s)", classify(err), path)
	}
	return errors.Join(err, db.Close())
}

func checkOpen(ctx context.Context, db *sql.DB) error {
	var app, version int64
	var tables int
	var found string
	for _, ask := range []struct {
		query string
		into  any
	}{
		{"PRAGMA application_id", &app},
		{"PRAGMA user_version", &version},
		{"SELECT count(*) FROM sqlite_schema", &tables},
		{"PRAGMA quick_check(1)", &found},
	} {
		if err := db.QueryRowContext(ctx, ask.query).Scan(ask.into); err != nil {
			return err
		}
	}
	switch {
	case found != "ok":
		return fmt.Errorf("%w: %s", ErrCorrupt, found)
	case app == 0 && version == 0 && tables == 0:
		return ErrEmpty
	case app != applicationID:
		return fmt.Errorf("%w: application id %#x, expected %#x", ErrForeign, app, applicationID)
	}
	return nil
}
