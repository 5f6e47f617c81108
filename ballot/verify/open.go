package verify

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"runtime/debug"

	"valurna/ballot/bundle"
)

// Opener opens a file by its name.
type Opener func(name string) (io.ReadCloser, error)

// maxManifest bounds a manifest file in bytes.
const maxManifest = 1 << 20

// Bundle reads a bundle, and refuses a file for which this program may not take as
// much memory as verifying it needs.
func (open Opener) Bundle(name string) (*bundle.Bundle, error) {
	return open.bundle(name, func(string, ...any) {})
}

// bundle is Bundle, and says what a large file needs.
func (open Opener) bundle(name string, say func(format string, a ...any)) (*bundle.Bundle, error) {
	file, err := open(name)
	if err != nil {
		return nil, fmt.Errorf("the bundle cannot be opened: %w", err)
	}
	err = room(file, say)
	var b *bundle.Bundle
	if err == nil {
		b, err = bundle.Read(file)
	}
	if err := errors.Join(err, file.Close()); err != nil {
		return nil, err
	}
	return b, nil
}

// What verifying a bundle needs: a fixed part, and so much for each byte of the file
// (docs/performance.md).
const (
	needFixed   = 128 << 20
	needPercent = 165
	// largeFile is the size from which memory is worth a word, in bytes.
	largeFile = 64 << 20
)

// Need is how much memory verifying a bundle of that size takes at most, in bytes.
func Need(size int64) int64 { return needFixed + size/100*needPercent }

// room says what a large file needs, and has the runtime keep to it.
func room(file any, say func(format string, a ...any)) error {
	f, ok := file.(interface{ Stat() (fs.FileInfo, error) })
	if !ok {
		return nil
	}
	info, err := f.Stat()
	if err != nil || info.Size() < largeFile {
		return nil // reading it will tell
	}
	need := Need(info.Size())
	say("the bundle has %d MiB; verifying it needs about %d MiB of memory", info.Size()>>20, need>>20)
	if limit := debug.SetMemoryLimit(-1); limit < need {
		return fmt.Errorf("verifying this bundle needs about %d MiB of memory, and GOMEMLIMIT allows %d: nothing was verified, allow more or take a larger machine", need>>20, limit>>20)
	}
	// Most of it is bytes that stay, so collecting often costs little.
	debug.SetGCPercent(20)
	return nil
}

// Manifest reads what may be a manifest file, for ResolveAnchor.
func (open Opener) Manifest(name string) ([]byte, error) { return open.Small(name, maxManifest) }

// Small reads a file of at most max bytes.
func (open Opener) Small(name string, max int64) ([]byte, error) {
	file, err := open(name)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(file, max+1))
	if err := errors.Join(err, file.Close()); err != nil {
		return nil, err
	}
	if int64(len(data)) > max {
		return nil, fmt.Errorf("%s is longer than the %d bytes that can stand there", name, max)
	}
	return data, nil
}
