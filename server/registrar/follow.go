package registrar

import (
	"context"
	"io"
	"time"

	"valurna/ballot/canon"
	"valurna/server/wire"
)

// Follow writes the journal as lines from entry from on; with stay it goes on
// until ctx ends. Trustees are also asked what waits for their signature.
func (r *Registrar) Follow(ctx context.Context, w io.Writer, from int64, stay, trustee bool) error {
	f := follower{r: r, w: w, next: from, asked: map[string]bool{}, trustee: trustee}
	idle := time.NewTicker(wire.IdleEvery)
	defer idle.Stop()
	for first := true; ; first = false {
		changed := r.Changed()
		if err := f.catchUp(); err != nil {
			return err
		}
		if first {
			if err := f.line(wire.JournalLine{Kind: wire.KindNow}); err != nil || !stay {
				return err
			}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-changed:
		case <-idle.C:
			if err := f.line(wire.JournalLine{Kind: wire.KindIdle}); err != nil {
				return err
			}
		}
	}
}

type follower struct {
	r       *Registrar
	w       io.Writer
	next    int64
	note    string // last one sent
	asked   map[string]bool
	trustee bool
}

// catchUp sends what is new. It copies under the lock and writes outside it, so
// that a slow reader holds up nobody.
func (f *follower) catchUp() error {
	r := f.r
	r.mu.Lock()
	var leaves [][]byte
	if f.next < int64(len(r.leaves)) {
		leaves = r.leaves[f.next:]
	}
	note := r.notes[r.state.Next()]
	var ask []wire.Proposal
	waiting := map[string]bool{}
	if f.trustee {
		for key, p := range r.pending {
			waiting[key] = true
			if !f.asked[key] {
				ask = append(ask, wire.Proposal{Type: p.typ, Body: p.body})
			}
		}
	}
	r.mu.Unlock()
	f.asked = waiting
	var out []byte // wire.JournalLine, put together from the leaf's own bytes
	for _, leaf := range leaves {
		out = append(out, `{"kind":"entry","entry":`...)
		out = append(out, leaf...)
		out = append(out, "}\n"...)
		f.next++
		// A reader that stalls holds up one piece of the journal, not a copy.
		if len(out) < 64<<10 {
			continue
		}
		if _, err := f.w.Write(out); err != nil {
			return err
		}
		out = out[:0]
	}
	if _, err := f.w.Write(out); err != nil {
		return err
	}
	if note != "" && note != f.note {
		f.note = note
		if err := f.line(wire.JournalLine{Kind: wire.KindCheckpoint, Note: note}); err != nil {
			return err
		}
	}
	for _, p := range ask {
		if err := f.line(wire.JournalLine{Kind: wire.KindSign, Statement: &p}); err != nil {
			return err
		}
	}
	return nil
}

func (f *follower) line(l wire.JournalLine) error {
	data, err := canon.Marshal(l)
	if err != nil {
		return err
	}
	_, err = f.w.Write(append(data, '\n'))
	return err
}
