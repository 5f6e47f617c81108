package urn

import (
	"io"
	"sync"
	"time"

	"charm.land/ssh"
)

// The registrar, through which a hosted booth reaches its visitor, sees how much
// is written and when: moving to one candidate or another gives different sizes,
// encrypted or not. So each beat writes exactly one frame, also when there is
// nothing to say, and a visit has a whole number of slots, whenever its voter was
// done. The price is 20 kB a second and visitor, a screen that is drawn up to
// three beats late, and a line that stays for up to a slot after the booth.
const (
	frameSize = 2048
	beat      = 100 * time.Millisecond
	slot      = 20 * time.Second

	maxWaiting = 256 << 10 // bytes that may wait for a slow terminal
	drainTime  = 2 * time.Second
)

// steady is a writer whose frames go out on a fixed clock, filled up with NUL,
// which terminals ignore (ECMA-48, section 8.3.96).
type steady struct {
	to   io.Writer
	mu   sync.Mutex
	room sync.Cond
	// waiting holds no LF without a CR before it and no two CRs in a row, so that
	// the session's own conversion changes no frame's size.
	waiting []byte
	bare    bool // no terminal and no conversion: LF stays as it is
	last    byte
	err     error
	ending  bool
	slot    int // frames
	sent    int // frames of the slot that runs
}

// paced paces one session's output, in slots of so many frames; the function it
// returns waits until all has been written and the slot is full.
func paced(sess ssh.Session, slot int) (io.Writer, func()) {
	s := newSteady(sess, slot)
	_, _, terminal := sess.Pty()
	s.bare = !terminal
	return s, s.pace(2*time.Duration(slot)*beat + drainTime) // what waits may fill one slot and begin another
}

// pace writes a frame at each beat; the function it returns ends that at the end of
// the slot in which all has been written, or after patience.
func (s *steady) pace(patience time.Duration) func() {
	done, enough := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(beat)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
			case <-enough:
				return
			}
			if !s.frame() {
				return
			}
		}
	}()
	return func() {
		s.end()
		select {
		case <-done:
		case <-time.After(patience):
		}
		s.fail(io.ErrClosedPipe)
		close(enough)
	}
}

func newSteady(to io.Writer, slot int) *steady {
	s := &steady{to: to, slot: slot}
	s.room.L = &s.mu
	return s
}

// Write keeps p for the next frames. It waits while too much is waiting.
func (s *steady) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.err == nil && len(s.waiting) > maxWaiting {
		s.room.Wait()
	}
	if s.err != nil {
		return 0, s.err
	}
	for _, c := range p {
		switch {
		case s.bare:
		case c == '\n' && s.last != '\r':
			s.waiting = append(s.waiting, '\r')
		case c == '\r' && s.last == '\r':
			continue
		}
		s.waiting = append(s.waiting, c)
		s.last = c
	}
	return len(p), nil
}

// frame writes one frame, and says whether there is to be another.
func (s *steady) frame() bool {
	frame := make([]byte, frameSize)
	s.mu.Lock()
	if s.err != nil || s.ending && len(s.waiting) == 0 && s.sent == s.slot {
		s.mu.Unlock()
		return false
	}
	s.sent = s.sent%s.slot + 1
	n := min(len(s.waiting), frameSize)
	// A CR at the end waits for the LF that may follow: no frame starts with one.
	if n > 0 && s.waiting[n-1] == '\r' && !(s.ending && n == len(s.waiting)) {
		n--
	}
	copy(frame, s.waiting[:n])
	s.waiting = append(s.waiting[:0], s.waiting[n:]...)
	s.room.Broadcast()
	s.mu.Unlock()
	if _, err := s.to.Write(frame); err != nil {
		s.fail(err)
		return false
	}
	return true
}

func (s *steady) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ending = true
}

// fail ends everything that waits.
func (s *steady) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err == nil {
		s.err = err
	}
	s.waiting = nil
	s.room.Broadcast()
}
