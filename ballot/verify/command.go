package verify

import (
	"errors"
	"fmt"
	"io"

	"valurna/ballot/bundle"
)

// Command is one call of "verify", with everything that it touches.
type Command struct {
	File     string // the bundle's name
	Anchored bool   // a manifest was given, even if Manifest is empty
	Manifest string // a manifest file's name, or words
	Code     string // a ballot code or its beginning to look up; "" for none
	JSON     bool

	Open func(name string) (io.ReadCloser, error)
	Out  io.Writer
}

// maxManifest bounds a manifest file in bytes.
const maxManifest = 1 << 20

// Run verifies, writes the report to Out and gives the exit code. An error says
// that the report was not written; the code is then never ExitValid.
func (c Command) Run() (int, error) {
	anchor := NoAnchor()
	if c.Anchored {
		anchor = ResolveAnchor(c.Manifest, c.readManifest)
	}
	b, err := c.readBundle()
	if err != nil {
		return c.write(NotRead(err))
	}
	r := Verify(b, anchor)
	if c.Code != "" {
		r.lookUp(b, c.Code)
	}
	return c.write(r)
}

func (c Command) readBundle() (*bundle.Bundle, error) {
	file, err := c.Open(c.File)
	if err != nil {
		return nil, fmt.Errorf("the bundle cannot be opened: %w", err)
	}
	b, err := bundle.Read(file)
	if err := errors.Join(err, file.Close()); err != nil {
		return nil, err
	}
	return b, nil
}

func (c Command) write(r *Report) (int, error) {
	print := r.Print
	if c.JSON {
		print = r.JSON
	}
	if err := print(c.Out); err != nil {
		return ExitUnreadable, fmt.Errorf("the report was not written completely; do not rely on it: %w", err)
	}
	return r.Exit(), nil
}

func (c Command) readManifest(name string) ([]byte, error) {
	file, err := c.Open(name)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(file, maxManifest+1))
	if err := errors.Join(err, file.Close()); err != nil {
		return nil, err
	}
	if len(data) > maxManifest {
		return nil, fmt.Errorf("%s is longer than %d bytes, which no manifest is", name, maxManifest)
	}
	return data, nil
}
