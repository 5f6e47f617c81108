package complaint

import (
	"fmt"
	"io"

	"valurna/ballot/verify"
)

// Command is one call of "judge", with everything that it touches.
type Command struct {
	File     string // the complaint's name
	Bundle   string // the bundle's
	Manifest string // a manifest file's name, or words
	JSON     bool

	Open func(name string) (io.ReadCloser, error)
	Out  io.Writer
}

// Run judges, writes the judgement to Out and gives the exit code. An error says
// that it was not written; the code is then ExitUnreadable.
func (c Command) Run() (int, error) {
	j := c.judge()
	print := j.Print
	if c.JSON {
		print = j.JSON
	}
	if err := print(c.Out); err != nil {
		return ExitUnreadable, fmt.Errorf("the judgement was not written completely; do not rely on it: %w", err)
	}
	return j.Exit(), nil
}

func (c Command) judge() *Judgement {
	open := verify.Opener(c.Open)
	data, err := open.Small(c.File, MaxBytes)
	if err != nil {
		return NotRead(err)
	}
	complaint, err := Decode(data)
	if err != nil {
		return NotRead(err)
	}
	b, err := open.Bundle(c.Bundle)
	if err != nil {
		return NoBundle(complaint, err)
	}
	return Judge(complaint, b, verify.ResolveAnchor(c.Manifest, open.Manifest))
}
