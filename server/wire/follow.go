package wire

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// IdleEvery is how often the registrar says that a followed journal lives.
const IdleEvery = 15 * time.Second

// silence is how long Follow waits for any line before it gives up: a peer
// that vanished without a word must not look like a quiet meeting.
const silence = 4 * IdleEvery

// ErrSilent says that a followed journal stopped without an end.
var ErrSilent = errors.New("wire: the registrar has been silent for too long; the connection is given up: connect again")

// ErrEnded says that the registrar ended a followed journal by itself.
var ErrEnded = errors.New("wire: the registrar ended the journal's stream: connect again")

// ErrGap says that entries came out of order; the rest was not read.
var ErrGap = errors.New("wire: the journal's stream leaves out or repeats an entry")

// Follow reads the journal from entry from on and hands every line but idle
// ones to f, one at a time, until ctx ends or f returns an error. Entries come
// with rising sequence numbers without gaps, or ErrGap. It never returns nil.
func Follow(ctx context.Context, c *Client, from int64, f func(JournalLine) error) error {
	return follow(ctx, c, from, f, silence)
}

func follow(ctx context.Context, c *Client, from int64, f func(JournalLine) error, patience time.Duration) error {
	inner, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	watch := time.AfterFunc(patience, func() { cancel(ErrSilent) })
	defer watch.Stop()
	next := from
	err := c.Stream(inner, JournalCommand(from, true), func(data []byte) error {
		// f may take its time: only waiting for the registrar counts.
		watch.Stop()
		defer watch.Reset(patience)
		line, err := Decode[JournalLine](data)
		if err != nil {
			return err
		}
		if line.Kind == KindIdle {
			return nil
		}
		if line.Entry != nil {
			if line.Entry.Seq != next {
				return fmt.Errorf("%w: entry %d came where %d belongs", ErrGap, line.Entry.Seq, next)
			}
			next++
		}
		return f(line)
	})
	if inner.Err() != nil {
		return context.Cause(inner)
	}
	if err == nil {
		return ErrEnded
	}
	return err
}
