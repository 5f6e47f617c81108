package verify

import (
	"errors"
	"fmt"
	"io"
)

// MeetingCommand is one call of "verify --meeting", with everything that it touches.
type MeetingCommand struct {
	Journal  string // name of what "journal" has printed
	Dir      string // of the bundles
	Anchored bool   // a manifest was given, even if Manifest is empty
	Manifest string // a manifest file's name, or words
	JSON     bool

	Open func(name string) (io.ReadCloser, error)
	List func(dir string) ([]string, error) // names of the bundles in a folder, as Open takes them
	Out  io.Writer
}

// Run verifies, writes the report to Out and gives the exit code. An error says
// that the report was not written, or that nothing was verified; the code is then
// ExitUnreadable.
func (c MeetingCommand) Run() (int, error) {
	open := Opener(c.Open)
	anchor := NoAnchor()
	if c.Anchored {
		anchor = ResolveAnchor(c.Manifest, open.Manifest)
	}
	names, err := c.List(c.Dir)
	if err != nil {
		return ExitUnreadable, fmt.Errorf("the folder of the bundles cannot be read: %w", err)
	}
	file, err := c.Open(c.Journal)
	if err != nil {
		return ExitUnreadable, fmt.Errorf("the journal cannot be opened: %w", err)
	}
	r := Meeting(file, names, open.Bundle, anchor)
	print := r.Print
	if c.JSON {
		print = r.JSON
	}
	if err := errors.Join(print(c.Out), file.Close()); err != nil {
		return ExitUnreadable, fmt.Errorf("the report was not written completely; do not rely on it: %w", err)
	}
	return r.Exit(), nil
}
