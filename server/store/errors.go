package store

import (
	"errors"
	"fmt"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

// classify turns a result code of SQLite (https://www.sqlite.org/rescode.html)
// into an error that says what to do.
func classify(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	// The low byte is the primary code.
	switch e.Code() & 0xff {
	case lib.SQLITE_NOTADB:
		return fmt.Errorf("%w: %v", ErrForeign, err)
	case lib.SQLITE_CORRUPT:
		return fmt.Errorf("%w: %v", ErrCorrupt, err)
	case lib.SQLITE_READONLY, lib.SQLITE_CANTOPEN, lib.SQLITE_PERM:
		return fmt.Errorf("%w: %v", ErrAccess, err)
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
		return fmt.Errorf("%w: %v", ErrBusy, err)
	}
	return err
}
