package member

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"

	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/crypto/tree"
	"valurna/server/wire"
)

// ErrOther says that the registrar runs another meeting than the manifest's.
var ErrOther = errors.New("member: the registrar's journal is of another manifest than yours; nothing was sent: compare the words with the notice of the meeting")

// Journal is the meeting's journal as one machine has checked it: every entry
// by the rules, every checkpoint against the entries.
type Journal struct {
	signed *manifest.Signed

	mu       sync.Mutex
	state    *journal.State
	note     string // newest checkpoint with the quorum's cosignatures
	size     int64  // entries under it
	distrust error  // what the registrar did; nothing is believed after it
	changed  chan struct{}

	fetching sync.Mutex
	lists    map[string][][]byte // sealed ballots, checked
}

// NewJournal knows nothing yet but the manifest that it must turn out to be of.
func NewJournal(signed *manifest.Signed) *Journal {
	return &Journal{signed: signed, state: journal.NewState(), changed: make(chan struct{}), lists: map[string][][]byte{}}
}

// Run follows the journal, checking every entry, until ctx ends or the line
// drops. It never returns nil.
func (j *Journal) Run(ctx context.Context, client *wire.Client) error {
	j.mu.Lock()
	from, distrust := j.state.Next(), j.distrust
	j.mu.Unlock()
	if distrust != nil {
		return distrust // connecting again mends nothing
	}
	return wire.Follow(ctx, client, from, j.take)
}

func (j *Journal) take(line wire.JournalLine) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	defer func() {
		close(j.changed)
		j.changed = make(chan struct{})
	}()
	err := j.believe(line)
	if err != nil && !errors.Is(err, wire.ErrGap) {
		j.distrust = err
	}
	return err
}

// believe checks one line against everything before it. mu is held.
func (j *Journal) believe(line wire.JournalLine) error {
	switch line.Kind {
	case wire.KindEntry:
		// The last line of a stream that was given up may come beside the first
		// of the next: no fault of the registrar's.
		if line.Entry.Seq != j.state.Next() {
			return wire.ErrGap
		}
		// Before the rules: they would take any meeting's manifest.
		if line.Entry.Seq == 0 {
			if want, err := j.signed.Manifest.Encode(); err != nil || !bytes.Equal(line.Entry.Body, want) {
				return ErrOther
			}
		}
		if err := j.state.Apply(line.Entry); err != nil {
			return fmt.Errorf("member: the registrar's journal breaks a rule; nothing more is believed: %w", err)
		}
	case wire.KindCheckpoint:
		cp, _, err := j.state.Policy().Open(line.Note)
		if errors.Is(err, tree.ErrQuorum) {
			return nil // the witnesses are still at it
		}
		if err != nil {
			return fmt.Errorf("member: the registrar sends a checkpoint that does not hold; nothing more is believed: %w", err)
		}
		root, err := j.state.Root(cp.Size)
		if err != nil || root != cp.Root {
			return errors.New("member: the registrar shows you another journal than it shows the witnesses; nothing more is believed")
		}
		if cp.Size > j.size {
			j.size, j.note = cp.Size, line.Note
		}
	}
	return nil
}

// Await waits until ready says so; it is asked at every change of the journal.
func (j *Journal) Await(ctx context.Context, ready func(s *journal.State, cosigned int64) bool) error {
	for {
		j.mu.Lock()
		ok, changed, distrust := ready(j.state, j.size), j.changed, j.distrust
		j.mu.Unlock()
		if distrust != nil {
			return distrust
		}
		if ok {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-changed:
		}
	}
}

// AwaitOpen waits until a ballot on the item is open and its definition is
// cosigned, and gives its id.
func (j *Journal) AwaitOpen(ctx context.Context, item int) (string, error) {
	var id string
	err := j.Await(ctx, func(s *journal.State, cosigned int64) bool {
		for _, b := range s.Ballots() {
			if b.Definition.Item == item && b.Phase == journal.Opened && cosigned > b.DefineSeq {
				id = b.Definition.Ballot
				return true
			}
		}
		return false
	})
	return id, err
}
