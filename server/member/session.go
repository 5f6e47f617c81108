package member

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"valurna/ballot/manifest"
	"valurna/ballot/view"
	"valurna/server/wire"
)

// Options of a Session.
type Options struct {
	Signed  *manifest.Signed // checked; it pins every key that the session believes
	State   *State
	Address string // host:port of the registrar; "": the manifest's
	User    string
	Keys    []*Key // tried in this order; the one that logs in signs the requests too
	// Touch is told, beside Line, when a hardware key waits for a touch; may be nil.
	Touch func(waits bool)
	// Lookup tells how to find a ballot code again after the seal; nil: nothing.
	Lookup func(ballot, code string) string
	// AuditLookup tells how any device checks what a test of the booth held; nil:
	// nothing.
	AuditLookup func(ballot, code string) string
}

// Session is a member at a meeting: one connection that is made again whenever it
// drops, the checked journal, and a booth for every ballot. It is what a desk is
// drawn from. Its methods may be called from any goroutine.
type Session struct {
	o       Options
	journal *Journal
	cancel  context.CancelFunc
	running sync.WaitGroup
	casting sync.Mutex // one token request or cast at a time

	mu       sync.Mutex
	client   *wire.Client  // nil while there is no connection
	came     chan struct{} // closed when the next connection comes
	offline  error         // why there is none
	view     *view.Desk    // as the registrar showed it last
	fresh    bool          // it came over this connection
	key      *Key          // that logged in
	touches  int
	records  map[string]*record
	missing  map[string]bool // receipt, and no ballot among the sealed ones
	out      map[string]bool // no receipt, and no ballot either
	told     map[string]bool // complaints that were sent
	watchers map[chan struct{}]bool
	desk     chan struct{}
}

// ErrKey says that the registrar takes none of the keys.
var ErrKey = errors.New("member: the registrar knows none of your keys, so you are not logged in: use the key whose public half you gave the secretary (--key FILE), or ask the chair to add this one")

// Start connects, and goes on until Close. It fails where waiting would not help:
// with wire.ErrHostKey, ErrKey, or a state that cannot be read. Without a
// connection it starts all the same and tries on.
func Start(ctx context.Context, o Options) (*Session, error) {
	if err := o.Signed.Verify(); err != nil {
		return nil, err
	}
	if o.Address == "" {
		o.Address = o.Signed.Manifest.Registrar.Address
	}
	if len(o.Keys) == 0 {
		return nil, errors.New("member: there is no SSH key to log in with: make one with ssh-keygen and give its public half to the secretary, or name one with --key FILE")
	}
	s := &Session{
		o: o, journal: NewJournal(o.Signed), came: make(chan struct{}), desk: make(chan struct{}, 1),
		records: map[string]*record{}, missing: map[string]bool{}, out: map[string]bool{}, told: map[string]bool{},
		watchers: map[chan struct{}]bool{},
	}
	s.watchers[s.desk] = true
	for _, k := range o.Keys {
		k.OnTouch(s.touch)
	}
	ids, err := o.State.ballots()
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if s.records[id], err = o.State.record(id); err != nil {
			return nil, err
		}
	}
	client, err := s.dial(ctx)
	if errors.Is(err, wire.ErrHostKey) || errors.Is(err, ErrKey) {
		return nil, err
	}
	if client != nil {
		if err = sameMeeting(ctx, client, o.Signed); err != nil {
			client.Close()
			client = nil
		}
		var refused *view.Problem
		if errors.Is(err, ErrPinned) || errors.As(err, &refused) {
			return nil, err
		}
		// A line that broke off meanwhile is made again; the journal says then whose
		// meeting it is.
	}
	s.offline = err
	inner, cancel := context.WithCancel(context.WithoutCancel(ctx))
	s.cancel = cancel
	s.running.Go(func() { s.stay(inner, client) })
	s.running.Go(func() { s.listen(inner) })
	s.running.Go(func() { s.tend(inner) })
	return s, nil
}

// Close ends the connection and everything that the session does by itself.
func (s *Session) Close() {
	s.cancel()
	s.running.Wait()
}

// Watch gives a channel that ticks, coalesced, whenever anything may look
// different, until end is called.
func (s *Session) Watch() (changed <-chan struct{}, end func()) {
	ch := make(chan struct{}, 1)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.watchers[ch] = true
	return ch, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.watchers, ch)
	}
}

// notify ticks all watchers. mu is held.
func (s *Session) notify() {
	for ch := range s.watchers {
		select {
		case ch <- struct{}{}:
		default:
		}
	}
}

// listen passes the journal's changes on.
func (s *Session) listen(ctx context.Context) {
	for {
		s.journal.mu.Lock()
		changed := s.journal.changed
		s.journal.mu.Unlock()
		select {
		case <-ctx.Done():
			return
		case <-changed:
		}
		s.mu.Lock()
		s.notify()
		s.mu.Unlock()
	}
}

func (s *Session) touch(waits bool) {
	if s.o.Touch != nil {
		s.o.Touch(waits)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if waits {
		s.touches++
	} else {
		s.touches--
	}
	s.notify()
}

// Line says how the session stands.
func (s *Session) Line() view.Line {
	s.journal.mu.Lock()
	distrust := s.journal.distrust
	titles := map[string]string{}
	for _, b := range s.journal.state.Ballots() {
		titles[b.Definition.Ballot] = b.Definition.Title
	}
	s.journal.mu.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	l := view.Line{Touch: s.touches > 0}
	for id := range s.missing {
		l.Missing = append(l.Missing, titles[id])
	}
	slices.Sort(l.Missing)
	switch {
	case distrust != nil:
		l.Distrust = distrust.Error()
	case errors.Is(s.offline, wire.ErrHostKey):
		l.Distrust = s.offline.Error()
	case s.offline != nil:
		l.Offline = s.offline.Error()
	}
	return l
}

// keep writes a record down and remembers it.
func (s *Session) keep(r *record) error {
	if err := s.o.State.save(r); err != nil {
		return err
	}
	kept := *r
	s.mu.Lock()
	defer s.mu.Unlock()
	s.records[r.Ballot] = &kept
	s.notify()
	return nil
}

// kept is a copy of what is kept of a ballot, nil if nothing is.
func (s *Session) kept(ballot string) *record {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, ok := s.records[ballot]
	if !ok {
		return nil
	}
	kept := *r
	return &kept
}

func notConnected(cause error) error {
	return fmt.Errorf("member: there is no connection to the meeting just now; it is made again by itself: %w", cause)
}
