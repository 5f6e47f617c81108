package verify

import (
	"io"
	"io/fs"
	"runtime/debug"
	"strings"
	"testing"
	"testing/fstest"
)

// sized is a file that claims a size.
type sized struct {
	io.Reader
	size int64
}

func (sized) Close() error { return nil }

func (s sized) Stat() (fs.FileInfo, error) {
	files := fstest.MapFS{"x": {}}
	info, err := files.Stat("x")
	return claimed{info, s.size}, err
}

type claimed struct {
	fs.FileInfo
	size int64
}

func (c claimed) Size() int64 { return c.size }

func TestALargeBundleSaysWhatItNeedsAndIsNotBegunWithoutIt(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(-1))
	const size = 1 << 30
	var said []string
	say := func(format string, _ ...any) { said = append(said, format) }
	open := Opener(func(string) (io.ReadCloser, error) { return sized{strings.NewReader("x"), size}, nil })

	debug.SetMemoryLimit(Need(size) - 1)
	_, err := open.bundle("x", say)
	if err == nil || !strings.Contains(err.Error(), "GOMEMLIMIT") || len(said) != 1 || !strings.Contains(said[0], "needs about") {
		t.Fatalf("said %q: %v", said, err)
	}
	debug.SetMemoryLimit(Need(size))
	if _, err := open.bundle("x", say); err == nil || strings.Contains(err.Error(), "GOMEMLIMIT") {
		t.Fatalf("with enough memory the file was not read: %v", err)
	}
	small := Opener(func(string) (io.ReadCloser, error) { return sized{strings.NewReader("x"), largeFile - 1}, nil })
	said = nil
	if _, err := small.bundle("x", say); err == nil || len(said) != 0 {
		t.Fatalf("a small file: said %q: %v", said, err)
	}
}
