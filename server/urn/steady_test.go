package urn

import (
	"bytes"
	"errors"
	"maps"
	mrand "math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
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
		s := newSteady(ssh.NewPtyWriter(&wire), 4)
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
		if len(wire.sizes) == 0 || len(wire.sizes)%4 != 0 {
			t.Fatalf("%d frames are no whole number of slots", len(wire.sizes))
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
	s := newSteady(&wire, 4)
	for range 3 {
		s.frame()
	}
	if len(wire.sizes) != 3 || !bytes.Equal(wire.out.Bytes(), make([]byte, 3*frameSize)) {
		t.Fatalf("wrote %v", wire.sizes)
	}
}

// at is what an onlooker sees of one visit: when, and how much.
type at struct {
	after time.Duration
	bytes int
}

// watched records each write with its time.
type watched struct {
	start time.Time
	seen  []at
}

func (w *watched) Write(p []byte) (int, error) {
	w.seen = append(w.seen, at{time.Since(w.start), len(p)})
	return len(p), nil
}

// visitOn is one visit on a clock of the test's own: things are drawn at the times
// given, and the program ends at the last of them.
func visitOn(t *testing.T, draw map[time.Duration]string, end time.Duration) (seen []at) {
	synctest.Test(t, func(t *testing.T) {
		w := &watched{start: time.Now()}
		s := newSteady(ssh.NewPtyWriter(w), int(slot/beat))
		wait := s.pace(slot + drainTime)
		for _, when := range slices.Sorted(maps.Keys(draw)) {
			time.Sleep(time.Until(w.start.Add(when)))
			if _, err := s.Write([]byte(draw[when])); err != nil {
				t.Error(err)
			}
		}
		time.Sleep(time.Until(w.start.Add(end)))
		wait()
		synctest.Wait()
		seen = w.seen
	})
	return seen
}

// Times and sizes of all that is written are a function of how many slots a visit has:
// neither what is drawn nor when shows in them, to the nanosecond of the test's clock.
func TestTheScheduleOfAVisitIsTheSameWhateverIsDrawnAndWhenever(t *testing.T) {
	long := strings.Repeat("a candidate further down the list\r\n", 400)
	fast := map[time.Duration]string{0: "welcome", 300 * time.Millisecond: "1", 700 * time.Millisecond: "done"}
	slow := map[time.Duration]string{0: long, 7 * time.Second: "\x1b[B", 12*time.Second + 37*time.Millisecond: long, 17 * time.Second: "done\n"}
	idle := map[time.Duration]string{}
	one := visitOn(t, fast, 800*time.Millisecond)
	if len(one) != int(slot/beat) {
		t.Fatalf("a visit of one slot has %d frames", len(one))
	}
	for i, frame := range one {
		if want := (at{time.Duration(i+1) * beat, frameSize}); frame != want {
			t.Fatalf("frame %d is %v, not %v", i, frame, want)
		}
	}
	for name, seen := range map[string][]at{
		"slow": visitOn(t, slow, 19*time.Second), "idle": visitOn(t, idle, 12*time.Second), "at once": visitOn(t, idle, 0),
	} {
		if !slices.Equal(seen, one) {
			t.Errorf("%s: another schedule than the fast voter's", name)
		}
	}
	two := visitOn(t, slow, 21*time.Second)
	if len(two) != 2*len(one) || !slices.Equal(two[:len(one)], one) {
		t.Errorf("a visit of two slots has %d frames", len(two))
	}
	if !slices.Equal(visitOn(t, fast, 39*time.Second), two) {
		t.Error("two visits of two slots differ")
	}
}

func TestAnEndedSessionLetsItsProgramGo(t *testing.T) {
	s := newSteady(&sizes{}, 4)
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
		for _, to := range []*steady{newSteady(slow, 4), newSteady(&sizes{}, 4)} {
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
