package party

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"valurna/ballot/journal"
	"valurna/crypto/tree"
	"valurna/server/wire"
)

// Waits between two connections: the first, and the longest.
const (
	firstWait = 500 * time.Millisecond
	longWait  = 15 * time.Second
)

// Follower does a party's work. Its methods are called one at a time, only when
// the whole journal has been replayed and found to extend what was seen. An
// error ends the connection, and everything is tried again from the start;
// a *Stop ends Follow.
type Follower interface {
	// Connected gives the link that the other calls of this connection may use.
	Connected(link Link)
	// Entered is called when the journal has grown, and once per connection.
	Entered(ctx context.Context, s *journal.State) error
	// Asked is called with a statement that waits for a trustee's signature.
	Asked(ctx context.Context, s *journal.State, p wire.Proposal) error
	// Signed is called with the checkpoint of the whole journal; names are the
	// witnesses that have cosigned it.
	Signed(ctx context.Context, s *journal.State, cp tree.Checkpoint, note string, names []string) error
}

// Source says how the journal is reached.
type Source struct {
	Dial  func(ctx context.Context) (Link, error)
	Say   func(format string, args ...any)
	Retry time.Duration // wait before the second connection, doubled after each; 0 is half a second
}

// Follow follows the journal until ctx ends (nil) or the follower stops. Each
// connection replays the journal from entry 0: after a broken connection, a
// restart of either side or a fork there is one way back in, and it checks
// everything.
func (m *Meeting) Follow(ctx context.Context, src Source, f Follower) error {
	first := src.Retry
	if first <= 0 {
		first = firstWait
	}
	wait, last := first, ""
	for {
		r := &replay{meeting: m, follower: f, state: journal.NewState()}
		err := m.connect(ctx, src, r)
		var stop *Stop
		switch {
		case errors.As(err, &stop):
			return stop.Err
		case ctx.Err() != nil:
			return nil
		}
		// A rewritten journal is said again and again, a lost connection once.
		if err.Error() != last || errors.Is(err, ErrHistory) {
			src.Say("%v", err)
			last = err.Error()
		}
		if r.live && !r.failed {
			wait = first
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
		wait = min(2*wait, longWait)
	}
}

func (m *Meeting) connect(ctx context.Context, src Source, r *replay) error {
	link, err := src.Dial(ctx)
	if err != nil {
		return err
	}
	defer link.Close()
	r.follower.Connected(link)
	// A link may give up while a line is still being worked on. Nobody else may
	// use the folder until that has ended, and no line may come after.
	var busy sync.Mutex
	ended := false
	defer func() {
		busy.Lock()
		ended = true
		busy.Unlock()
	}()
	return link.Follow(ctx, 0, func(l wire.JournalLine) error {
		busy.Lock()
		defer busy.Unlock()
		if ended {
			return context.Canceled
		}
		err := r.line(ctx, l)
		r.failed = err != nil
		return err
	})
}

// replay is one connection's reading of the journal.
type replay struct {
	meeting  *Meeting
	follower Follower
	state    *journal.State
	live     bool // the backlog has been read and stands
	failed   bool
	asked    []wire.Proposal // came with the backlog
	note     string          // newest in the backlog
}

func (r *replay) line(ctx context.Context, l wire.JournalLine) error {
	switch l.Kind {
	case wire.KindEntry:
		if err := r.apply(l.Entry); err != nil || !r.live {
			return err
		}
		return r.follower.Entered(ctx, r.state)
	case wire.KindCheckpoint:
		if r.note = l.Note; !r.live {
			return nil
		}
		return r.checkpoint(ctx)
	case wire.KindSign:
		if !r.live {
			r.asked = append(r.asked, *l.Statement)
			return nil
		}
		return r.follower.Asked(ctx, r.state, *l.Statement)
	case wire.KindNow:
		return r.begin(ctx)
	}
	return nil
}

// apply checks an entry by all the journal's rules and adds it.
func (r *replay) apply(e *journal.Entry) error {
	if err := r.state.Apply(e); err != nil {
		return fmt.Errorf("entry %d of the journal breaks the rules; it was not accepted and nothing after it is signed: %w", e.Seq, err)
	}
	if r.state.Next() == 1 && r.state.ManifestHash() != r.meeting.Hash {
		return errors.New("the registrar keeps the journal of another manifest; nothing was done: compare the words of the manifest")
	}
	if r.state.Next() == r.meeting.Seen() {
		return r.meeting.compare(r.state)
	}
	return nil
}

// begin ends the backlog. What waited in it is done even if one part fails,
// since the part that fails would fail again.
func (r *replay) begin(ctx context.Context) error {
	if r.live {
		return nil
	}
	if err := r.meeting.compare(r.state); err != nil {
		return err
	}
	if r.state.Manifest() == nil {
		return errors.New("the registrar's journal is empty; nothing was done")
	}
	r.live = true
	err := r.follower.Entered(ctx, r.state)
	for _, p := range r.asked {
		err = errors.Join(err, r.follower.Asked(ctx, r.state, p))
	}
	if r.note != "" {
		err = errors.Join(err, r.checkpoint(ctx))
	}
	return err
}

// checkpoint reads the registrar's signature over the journal. Signed over
// another root, it proves two versions of one journal.
func (r *replay) checkpoint(ctx context.Context) error {
	policy := r.state.Policy()
	policy.Quorum = 0 // the cosignatures are only coming
	cp, names, err := policy.Open(r.note)
	if err != nil {
		return fmt.Errorf("the registrar's checkpoint was not accepted: %w", err)
	}
	if cp.Size > r.state.Next() {
		return fmt.Errorf("the registrar's checkpoint covers %d entries and only %d were shown; it was not accepted", cp.Size, r.state.Next())
	}
	root, err := r.state.Root(cp.Size)
	if err != nil {
		return err
	}
	if root != cp.Root {
		return fmt.Errorf("%w (the registrar has signed another root over %d entries than that of the entries it shows)", ErrHistory, cp.Size)
	}
	if cp.Size < r.state.Next() {
		return nil // the checkpoint over the newer entries is on its way
	}
	return r.follower.Signed(ctx, r.state, cp, r.note, names)
}
