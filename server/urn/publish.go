package urn

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"valurna/ballot/bundle"
	"valurna/ballot/journal"
	"valurna/server/crash"
	"valurna/server/wire"
)

// publishVoid hands the registrar the bundle of a void ballot, once a checkpoint
// with the quorum covers its voiding: the journal, which says why it is void, and
// the sealed ballots if it was sealed, so that anybody can judge a receipt. What
// trustees have given of a decryption is never in it: nothing in it opens a ballot.
func (u *urn) publishVoid(ctx context.Context, b journal.Ballot) error {
	id := b.Definition.Ballot
	u.mu.RLock()
	last := u.last
	entries := u.leaf[:min(last.size, int64(len(u.leaf)))]
	u.mu.RUnlock()
	if last.size <= b.VoidSeq {
		return nil // the checkpoint that covers it wakes us
	}
	r, err := u.box.record(ctx, id)
	if errors.Is(err, errUnknown) {
		r, err = u.box.never(ctx, id, b.Context)
	}
	if err != nil || r.published {
		return err
	}
	out := &bundle.Bundle{Ballot: id, Entries: entries}
	if b.Open != nil {
		out.Checkpoints = append(out.Checkpoints, b.Open.Checkpoint)
	}
	if b.Decrypt != nil {
		out.Checkpoints = append(out.Checkpoints, b.Decrypt.Checkpoint)
	}
	out.Checkpoints = append(out.Checkpoints, last.note)
	// A list that is not the journal's is nobody's evidence: a void bundle may be
	// without one.
	if b.Seal != nil && bytes.Equal(r.root, b.Seal.Root) {
		if out.Sealed, err = u.box.list(ctx, id); err != nil {
			return err
		}
	}
	return u.hand(ctx, out)
}

// hand gives the registrar a bundle and notes that it was taken. Killed anywhere
// in between, the urn does it again: the registrar replaces the file by the same.
func (u *urn) hand(ctx context.Context, out *bundle.Bundle) error {
	var data bytes.Buffer
	if err := bundle.Write(&data, out); err != nil {
		return err
	}
	crash.At("urn.publish.made")
	c, err := u.link.get()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, publishTime)
	defer cancel()
	if _, err := c.Run(ctx, wire.Command(wire.CmdPublish, out.Ballot), data.Bytes()); err != nil {
		return fmt.Errorf("urn: the registrar did not take the bundle: %w", err)
	}
	u.log.Info("bundle published", "ballot", out.Ballot)
	crash.At("urn.publish.taken")
	err = u.box.markPublished(ctx, out.Ballot)
	crash.At("urn.publish.marked")
	return err
}
