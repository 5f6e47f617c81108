package sshd

import (
	"io"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// maxTyped is the longest line in bytes that the editor takes; what is typed after
// that is neither kept nor echoed.
const maxTyped = 512

// editor is a terminal's line discipline for clients that send every key: it
// echoes, erases, and hands over a line once Enter is pressed. It writes printable
// characters, line ends and, to erase, backspaces; never an escape sequence.
//
// Ctrl-C, and Ctrl-D on an empty line, end the input. Arrow keys and the like do
// nothing. What is written while a line is half typed goes on a line of its own,
// and the half line is shown again after it.
type editor struct {
	from io.Reader
	raw  [256]byte
	rest []byte // of raw, not looked at yet
	done []byte // a finished line, not read yet
	cr   bool   // the last key was CR: an LF right after it belongs to it
	esc  escape
	end  bool

	mu   sync.Mutex
	to   io.Writer
	line []byte // typed so far
}

// escape says where in a key's escape sequence the input is (ECMA-48, section 5.4).
type escape int

const (
	outside escape = iota
	started        // after ESC
	inside         // after ESC [ or ESC O
)

func newEditor(from io.Reader, to io.Writer) *editor { return &editor{from: from, to: to} }

// Read gives finished lines, each with its LF.
func (e *editor) Read(p []byte) (int, error) {
	for len(e.done) == 0 {
		if e.end {
			return 0, io.EOF
		}
		if len(e.rest) == 0 {
			n, err := e.from.Read(e.raw[:])
			if n == 0 && err != nil {
				return 0, err
			}
			e.rest = e.raw[:n]
		}
		c := e.rest[0]
		e.rest = e.rest[1:]
		if err := e.key(c); err != nil {
			return 0, err
		}
	}
	n := copy(p, e.done)
	e.done = e.done[n:]
	return n, nil
}

// key takes one byte of input.
func (e *editor) key(c byte) error {
	if e.skip(c) {
		return nil
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	was := e.cr
	e.cr = c == '\r'
	switch {
	case c == '\n' && was:
		return nil
	case c == '\r' || c == '\n':
		e.done = append(e.line, '\n')
		e.line = nil
		return e.echo("\n")
	case c == 0x03 || c == 0x04 && len(e.line) == 0: // Ctrl-C, Ctrl-D
		e.end, e.line = true, nil
		return e.echo("\n")
	case c == 0x7f || c == 0x08: // Delete, Backspace
		return e.erase()
	case c == 0x15: // Ctrl-U
		for len(e.line) > 0 {
			if err := e.erase(); err != nil {
				return err
			}
		}
		return nil
	case c < 0x20 || len(e.line) >= maxTyped:
		return nil
	}
	e.line = append(e.line, c)
	// A character of several bytes is echoed once it is whole.
	r, size := utf8.DecodeLastRune(e.line)
	if r == utf8.RuneError || size > 1 && !unicode.IsPrint(r) {
		return nil
	}
	return e.echo(string(r))
}

// skip takes the bytes of a key's escape sequence.
func (e *editor) skip(c byte) bool {
	switch {
	case c == 0x1b:
		e.esc = started
	case e.esc == started && (c == '[' || c == 'O'):
		e.esc = inside
	case e.esc == started:
		e.esc = outside
		return c >= 0x20 && c < 0x7f // Alt with a key
	case e.esc == inside && c >= 0x40 && c <= 0x7e:
		e.esc = outside
	case e.esc == inside && c >= 0x20:
	default:
		e.esc = outside
		return false
	}
	return true
}

// erase takes the last character off the line, and off the terminal as a terminal's
// own line discipline does.
func (e *editor) erase() error {
	if len(e.line) == 0 {
		return nil
	}
	r, size := utf8.DecodeLastRune(e.line)
	e.line = e.line[:len(e.line)-size]
	if r == utf8.RuneError || !unicode.IsPrint(r) {
		return nil
	}
	for range ansi.StringWidth(string(r)) {
		if err := e.echo("\b \b"); err != nil {
			return err
		}
	}
	return nil
}

func (e *editor) echo(s string) error {
	_, err := io.WriteString(e.to, s)
	return err
}

// Write writes whole lines between what is typed.
func (e *editor) Write(p []byte) (int, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	half := printable(e.line)
	if half != "" {
		if err := e.echo("\n"); err != nil {
			return 0, err
		}
	}
	n, err := e.to.Write(p)
	if err == nil && half != "" {
		err = e.echo(half)
	}
	return n, err
}

// printable is what has been echoed of a line.
func printable(line []byte) string {
	var out []rune
	for _, r := range string(line) {
		if r != utf8.RuneError && unicode.IsPrint(r) {
			out = append(out, r)
		}
	}
	return string(out)
}
