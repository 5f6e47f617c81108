//go:build unix

package durable

import (
	"errors"
	"os"
)

// syncDir flushes the folder, so that the rename itself is on disk.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
