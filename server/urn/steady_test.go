package urn

import (
	"bytes"
	"errors"
	mrand "math/rand/v2"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"charm.land/ssh"
)

// sizes records the size of every write behind the session's own conversion.
type sizes struct {
	out   bytes.Buffer
	sizes []int
}

func (s *sizes) Write(p []byte) (int, error) {
	s.sizes = append(s.sizes, len(p))
	return s.out.Write(p)
}

func TestEveryFrameHasOneSizeWhateverIsDrawn(t *testing.T) {
	random := mrand.New(mrand.NewChaCha8([32]byte{1}))
	for range 200 {
		var wire sizes
		s := newSteady(ssh.NewPtyWriter(&wire))
		var drawn bytes.Buffer
		for range random.IntN(4) {
			part := make([]byte, random.IntN(3*frameSize))
			for i := range part {
				part[i] = "ab\r\n"[random.IntN(4)]
			}
			drawn.Write(part)
			if n, err := s.Write(part); n != len(part) || err != nil {
				t.Fatal(n, err)
			}
			if random.IntN(2) == 0 && !s.frame() {
				t.Fatal("a frame was missing")
			}
		}
		s.end()
		for s.frame() {
		}
		for i, n := range wire.sizes {
			if n != frameSize {
				t.Fatalf("frame %d of %d has %d bytes", i, len(wire.sizes), n)
			}
		}
		normal := func(b []byte) string {
			text := strings.ReplaceAll(string(b), "\x00", "")
			for strings.Contains(text, "\r\r") {
				text = strings.ReplaceAll(text, "\r\r", "\r")
			}
			return strings.ReplaceAll(text, "\r\n", "\n")
		}
		if normal(wire.out.Bytes()) != normal(drawn.Bytes()) {
			t.Fatal("something else arrived than was drawn")
		}
	}
}

func TestAFrameGoesOutWhenNothingIsDrawn(t *testing.T) {
	var wire sizes
	s := newSteady(&wire)
	for range 3 {
		s.frame()
	}
	if len(wire.sizes) != 3 || !bytes.Equal(wire.out.Bytes(), make([]byte, 3*frameSize)) {
		t.Fatalf("wrote %v", wire.sizes)
	}
}

func TestAnEndedSessionLetsItsProgramGo(t *testing.T) {
	s := newSteady(&sizes{})
	if _, err := s.Write(make([]byte, maxWaiting+1)); err != nil {
		t.Fatal(err)
	}
	released := make(chan error, 1)
	go func() {
		_, err := s.Write([]byte("more"))
		released <- err
	}()
	s.fail(os.ErrClosed)
	if err := <-released; !errors.Is(err, os.ErrClosed) {
		t.Fatalf("said %v", err)
	}
	if s.frame() {
		t.Fatal("a frame after the end")
	}
}

// stuck is a terminal that takes nothing until it is closed.
type stuck chan struct{}

func (s stuck) Write(p []byte) (int, error) {
	<-s
	return len(p), nil
}

func TestNothingOfAVisitIsLeftWhenItEndsWithFramesWaiting(t *testing.T) {
	before := runtime.NumGoroutine()
	for range 50 {
		slow := make(stuck)
		for _, to := range []*steady{newSteady(slow), newSteady(&sizes{})} {
			end := to.pace(0)
			if _, err := to.Write(make([]byte, maxWaiting)); err != nil {
				t.Fatal(err)
			}
			end()
		}
		close(slow)
	}
	deadline := time.Now().Add(10 * time.Second)
	for runtime.NumGoroutine() > before {
		if time.Now().After(deadline) {
			t.Fatalf("%d goroutines before the visits, %d after", before, runtime.NumGoroutine())
		}
		time.Sleep(time.Millisecond)
	}
}
