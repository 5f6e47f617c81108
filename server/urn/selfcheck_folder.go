package urn

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"valurna/server/wire"
)

// registrarsOnly begin the names of files that only a registrar has: its store, with
// what the database puts beside it, and the key of the journal. host_key is a name of
// both's, and the manifest everybody's.
var registrarsOnly = []string{"registrar.db", "journal_key"}

// apart looks through the urn's whole folder for a registrar's files.
func apart(dir string) (string, error) {
	var found error
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && path != dir {
			return nil // files come and go while the urn runs
		}
		if err != nil {
			return err
		}
		for _, name := range registrarsOnly {
			if strings.HasPrefix(d.Name(), name) {
				found = errors.Join(found, fmt.Errorf("urn: %s is a registrar's, and lies in the urn's folder", path))
			}
		}
		return nil
	})
	switch {
	case found != nil:
		return wire.SelfNo, found
	case err != nil:
		return wire.SelfUnknown, err
	}
	return wire.SelfYes, nil
}
