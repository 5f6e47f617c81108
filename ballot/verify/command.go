package verify

import (
	"fmt"
	"io"
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
	Say  func(format string, a ...any) // how far a large bundle is; nil for nobody
}

// Run verifies, writes the report to Out and gives the exit code. An error says
// that the report was not written; the code is then never ExitValid.
func (c Command) Run() (int, error) {
	anchor := NoAnchor()
	if c.Anchored {
		anchor = ResolveAnchor(c.Manifest, Opener(c.Open).Manifest)
	}
	said := false
	say := func(format string, a ...any) {
		if said = c.Say != nil; said {
			c.Say(format, a...)
		}
	}
	b, err := Opener(c.Open).bundle(c.File, say)
	if err != nil {
		return c.write(NotRead(err))
	}
	r := verify(b, anchor, func(id string) {
		if said { // the bundle is large
			say("checking: %s", id)
		}
	})
	if c.Code != "" {
		r.lookUp(b, c.Code)
	}
	return c.write(r)
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
