package verify

import (
	"errors"
	"fmt"
	"io"

	"valurna/ballot/bundle"
)

// Opener opens a file by its name.
type Opener func(name string) (io.ReadCloser, error)

// maxManifest bounds a manifest file in bytes.
const maxManifest = 1 << 20

// Bundle reads a bundle.
func (open Opener) Bundle(name string) (*bundle.Bundle, error) {
	file, err := open(name)
	if err != nil {
		return nil, fmt.Errorf("the bundle cannot be opened: %w", err)
	}
	b, err := bundle.Read(file)
	if err := errors.Join(err, file.Close()); err != nil {
		return nil, err
	}
	return b, nil
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
