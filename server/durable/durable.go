// Package durable writes a small file so that a crash at any moment leaves
// either the old one or the new one, whole and on disk.
package durable

import (
	"errors"
	"os"
	"path/filepath"
)

// Write replaces the file at path: written, flushed, renamed, and the folder
// flushed. The file is its owner's alone (0600), and so is a folder that it makes.
// When it returns nil the new content survives a power cut.
func Write(path string, data []byte) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, ".new-*")
	if err != nil {
		return err
	}
	// After the rename there is nothing left to remove.
	defer os.Remove(f.Name())
	if _, err := f.Write(data); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	return syncDir(dir)
}
