package evidence

import (
	"errors"
	"fmt"
	"io"

	"valurna/ballot/verify"
)

// Command is one call of "evidence --check", with everything that it touches.
type Command struct {
	File     string // the evidence file's name
	Anchored bool   // a manifest was given, even if Manifest is empty
	Manifest string // a manifest file's name, or words
	JSON     bool

	Open func(name string) (io.ReadCloser, error)
	// OpenAt opens the evidence file, to be read at any place, and gives its size in bytes.
	OpenAt func(name string) (Opened, int64, error)
	Out    io.Writer
}

// Opened is an open file.
type Opened interface {
	io.ReaderAt
	io.Closer
}

// Run checks, writes the report to Out and gives the exit code. An error says that the
// report was not written, or that nothing was checked; the code is then that of what
// cannot be read.
func (c Command) Run() (int, error) {
	anchor := verify.NoAnchor()
	if c.Anchored {
		anchor = verify.ResolveAnchor(c.Manifest, verify.Opener(c.Open).Manifest)
	}
	file, size, err := c.OpenAt(c.File)
	if err != nil {
		return verify.ExitUnreadable, fmt.Errorf("the evidence cannot be opened: %w", err)
	}
	r, err := checked(file, size, anchor)
	if err := errors.Join(err, file.Close()); err != nil {
		return verify.ExitUnreadable, fmt.Errorf("the evidence cannot be read: %w", err)
	}
	print := r.Print
	if c.JSON {
		print = r.JSON
	}
	if err := print(c.Out); err != nil {
		return verify.ExitUnreadable, fmt.Errorf("the report was not written completely; do not rely on it: %w", err)
	}
	return r.Exit(), nil
}

// checked reports bytes in another form as what they are, and only a source that fails
// as an error.
func checked(src io.ReaderAt, size int64, anchor verify.Anchor) (*Report, error) {
	f, err := Open(src, size)
	if errors.Is(err, ErrForm) {
		return NotRead(err), nil
	}
	if err != nil {
		return nil, err
	}
	return Check(f, anchor)
}
