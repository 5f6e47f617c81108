package bundle

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// FormatError says that bytes are not a bundle, and in which line that shows.
type FormatError struct {
	Line int // from 1
	Text string
}

func (e *FormatError) Error() string { return fmt.Sprintf("bundle: line %d: %s", e.Line, e.Text) }

// ReadError says that the source of the bytes failed, not the bytes.
type ReadError struct {
	Line int // the line that was being read, from 1
	Err  error
}

func (e *ReadError) Error() string {
	return fmt.Sprintf("bundle: line %d: reading failed, so nothing was judged; read the file again: %v", e.Line, e.Err)
}

// Unwrap returns the source's error.
func (e *ReadError) Unwrap() error { return e.Err }

// lines reads a file line by line within the limits.
type lines struct {
	src  *bufio.Reader
	line int   // of the line read last
	left int64 // bytes that the file may still have
}

func newLines(r io.Reader) *lines {
	return &lines{src: bufio.NewReaderSize(r, 64<<10), left: MaxBytes}
}

func (l *lines) fail(format string, a ...any) error {
	return &FormatError{Line: l.line, Text: fmt.Sprintf(format, a...)}
}

// next returns the next line without its newline, of at most max bytes. The
// bytes are the caller's.
func (l *lines) next(max int) ([]byte, error) {
	l.line++
	var out []byte
	for {
		piece, err := l.src.ReadSlice('\n')
		l.left -= int64(len(piece))
		ended := err == nil
		if ended {
			piece = piece[:len(piece)-1]
		}
		if len(out)+len(piece) > max {
			return nil, l.fail("longer than the %d bytes that can stand here", max)
		}
		if l.left < 0 {
			return nil, l.fail("the file is longer than %d bytes", int64(MaxBytes))
		}
		out = append(out, piece...)
		switch {
		case ended:
			return out, nil
		case errors.Is(err, io.EOF):
			return nil, l.fail("the file ends before its last line")
		case !errors.Is(err, bufio.ErrBufferFull):
			return nil, &ReadError{Line: l.line, Err: err}
		}
	}
}

// peek is next for a line that is used before the next one is read.
func (l *lines) peek(max int) ([]byte, error) {
	// Most lines stand whole in the buffer, and are not copied.
	piece, _ := l.src.Peek(min(max+1, l.src.Size()))
	end := bytes.IndexByte(piece, '\n')
	if end < 0 || int64(end) >= l.left {
		return l.next(max) // which says what is wrong, if anything is
	}
	l.line++
	l.left -= int64(end + 1)
	if _, err := l.src.Discard(end + 1); err != nil {
		return nil, &ReadError{Line: l.line, Err: err}
	}
	return piece[:end], nil
}

// exact reads a line that can only be want.
func (l *lines) exact(want string) error {
	got, err := l.next(len(want))
	if err != nil {
		return err
	}
	if string(got) != want {
		return l.fail("%q stands where %q belongs", got, want)
	}
	return nil
}

// header reads "name argument" and returns the argument.
func (l *lines) header(name string, max int) (string, error) {
	line, err := l.next(len(name) + 1 + max)
	if err != nil {
		return "", err
	}
	argument, found := strings.CutPrefix(string(line), name+" ")
	if !found {
		return "", l.fail("%.80q stands where %q belongs", line, name+" …")
	}
	return argument, nil
}

// counts reads "name N" or "name N M": decimal numbers without leading zeros, each
// at most its limit.
func (l *lines) counts(name string, limits ...int) ([]int, error) {
	argument, err := l.header(name, 10*len(limits))
	if err != nil {
		return nil, err
	}
	fields := strings.Split(argument, " ")
	if len(fields) != len(limits) {
		return nil, l.fail("%q has %d numbers, %d belong here", name, len(fields), len(limits))
	}
	out := make([]int, len(limits))
	for i, f := range fields {
		n, err := strconv.Atoi(f)
		if err != nil || n < 0 || strconv.Itoa(n) != f {
			return nil, l.fail("%q is not a number in its one form", f)
		}
		if n > limits[i] {
			return nil, l.fail("%d %s; the format allows %d", n, name, limits[i])
		}
		out[i] = n
	}
	return out, nil
}

// base64 reads a line that encodes exactly len(to) bytes, into to.
func (l *lines) base64(to []byte) error {
	line, err := l.peek(base64.StdEncoding.EncodedLen(len(to)))
	if err != nil {
		return err
	}
	// The decoder skips carriage returns, and would so take a line that is shorter
	// than it looks; with the one length and none of those there is one form.
	if len(line) != base64.StdEncoding.EncodedLen(len(to)) || bytes.IndexByte(line, '\r') >= 0 || !decode(to, line) {
		return l.fail("not the base64 form of %d bytes", len(to))
	}
	return nil
}

// decode says whether line is the base64 form of to, which it sets.
func decode(to, line []byte) bool {
	// The decoder may write up to two bytes more than there are: it needs room for them.
	whole := len(to) / 3 * 3
	cut := base64.StdEncoding.EncodedLen(whole)
	var rest [3]byte
	n, err := strict.Decode(to[:whole], line[:cut])
	m, restErr := strict.Decode(rest[:], line[cut:])
	copy(to[whole:], rest[:])
	return err == nil && restErr == nil && n == whole && m == len(to)-whole
}

var strict = base64.StdEncoding.Strict()

// end refuses everything after the last line.
func (l *lines) end() error {
	_, err := l.src.ReadByte()
	switch {
	case err == nil:
		l.line++
		return l.fail("the file goes on after \"end\"")
	case !errors.Is(err, io.EOF):
		return &ReadError{Line: l.line, Err: err}
	}
	return nil
}
