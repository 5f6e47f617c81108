package party

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// WriteFile replaces a file in one step: written beside it, flushed, renamed,
// and the folder flushed. Only then is the old content, which may hold what is
// to be erased, overwritten. File systems that copy on write, and flash, may
// keep it all the same. One process at a time may write a path.
func WriteFile(path string, data []byte) error {
	old, err := openOld(path)
	if err != nil {
		return err
	}
	if err := replace(path, data); err != nil {
		if old != nil {
			err = errors.Join(err, old.Close())
		}
		return fmt.Errorf("%s was not written: %w", path, err)
	}
	if old == nil {
		return nil
	}
	return wipe(old)
}

// openOld holds on to what is about to be replaced; nil if there is nothing.
// Windows does not rename over an open file, so there nothing is overwritten.
func openOld(path string) (*os.File, error) {
	if runtime.GOOS == "windows" {
		return nil, nil
	}
	old, err := os.OpenFile(path, os.O_WRONLY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return old, err
}

func replace(path string, data []byte) error {
	f, err := os.OpenFile(fresh(path), os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := os.Rename(fresh(path), path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// fresh is the name of a file that is being written.
func fresh(path string) string { return path + ".new" }

// wipe overwrites a file with zeros and closes it.
func wipe(f *os.File) error {
	info, err := f.Stat()
	if err == nil {
		_, err = f.WriteAt(make([]byte, info.Size()), 0)
	}
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// ReadFile reads what WriteFile wrote; the error wraps fs.ErrNotExist if there
// is nothing. What a killed process left half written is overwritten and gone.
func ReadFile(path string) ([]byte, error) {
	left, err := os.OpenFile(fresh(path), os.O_WRONLY, 0)
	if err == nil {
		err = errors.Join(wipe(left), os.Remove(fresh(path)))
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if err := private(path); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
}

// private refuses a file or folder that others than its owner may read.
// Windows has other permissions than these.
func private(path string) error {
	info, err := os.Stat(path)
	if err != nil || runtime.GOOS == "windows" {
		return err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return fmt.Errorf("%s can be read by others than its owner (mode %04o); nothing was done: run `chmod go= %s`", path, info.Mode().Perm(), path)
	}
	return nil
}

// makeFolder makes a folder for its owner alone, and refuses one that is not.
func makeFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return private(dir)
}

// syncFolder flushes the names in a folder. Windows has no such call.
func syncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
