package trustee

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/crypto/group"
	"valurna/server/crash"
	"valurna/server/wire"
)

// ceremony takes this trustee's next step in making the keys, if one is due:
// commit, reveal, deal, then verify what the others dealt.
func (t *trustee) ceremony(ctx context.Context, s *journal.State) error {
	c := s.Ceremony()
	switch {
	case s.Ready() == nil:
		return nil
	case c.Complaint != nil:
		return t.aborted(c.Complaint)
	case c.Keys != nil:
		return t.keysStand(ctx, s)
	}
	if err := t.prepare(ctx, s); err != nil {
		return err
	}
	me, n := t.meeting.ID.Name, len(s.Manifest().Trustees)
	_, committed := c.Commits[me]
	_, revealed := c.Reveals[me]
	_, dealt := c.Deals[me]
	switch {
	case !committed:
		return t.step(ctx, s, journal.TypeCommit, t.own.commit)
	case len(c.Commits) < n:
		return nil
	case !revealed:
		return t.step(ctx, s, journal.TypeReveal, t.own.reveal)
	case len(c.Reveals) < n:
		return nil
	case !dealt:
		return t.deal(ctx, s)
	case len(c.Deals) < n:
		return nil
	}
	return t.receive(ctx, s)
}

// step posts one step of the ceremony, once on this connection.
func (t *trustee) step(ctx context.Context, s *journal.State, typ string, body any) error {
	if !t.once(typ) {
		return nil
	}
	return t.send(ctx, s, wire.CmdPost, typ, body)
}

// prepare makes this trustee's secrets, after its human has agreed, or takes
// the saved ones, and holds them against what the journal has of them.
func (t *trustee) prepare(ctx context.Context, s *journal.State) error {
	if t.own != nil {
		return nil
	}
	if _, begun := s.Ceremony().Commits[t.meeting.ID.Name]; begun && t.memory.file.Ceremony == nil {
		return t.lost("this ceremony cannot be completed without it: if there is no copy, the meeting needs a new manifest")
	}
	if t.memory.file.Ceremony == nil {
		if err := t.agree(ctx, s); err != nil {
			return err
		}
		m, err := newMaking()
		if err != nil {
			return stop("no keys were made and nothing was sent: %w", err)
		}
		if err := t.memory.change(func(f *memoryFile) { f.Ceremony = m }); err != nil {
			return err
		}
		crash.At("trustee.making.saved")
	}
	own, err := contribute(s, t.meeting.ID.Name, t.memory.file.Ceremony)
	if err != nil {
		return stop("%s is damaged, nothing was sent: %w; restore it from a copy", t.memory.path, err)
	}
	said, begun := s.Ceremony().Commits[t.meeting.ID.Name]
	if begun && (!bytes.Equal(said.Reveal, own.commit.Reveal) || !bytes.Equal(said.Transport, own.commit.Transport)) {
		own.erase()
		return stop("the journal holds another commitment of this trustee than that of %s; nothing was sent: restore the file from the right copy, or find out who else uses this key", t.memory.path)
	}
	t.own = own
	return nil
}

// lost ends Run because the journal shows a ceremony whose secrets are not here.
func (t *trustee) lost(then string) error {
	return stop("the journal shows that this trustee has taken part in the key ceremony, and its file %s is not here. Nothing was sent. Restore the file from a copy; %s", t.memory.path, then)
}

// agree asks the human, who may take as long as it takes.
func (t *trustee) agree(ctx context.Context, s *journal.State) error {
	m := s.Manifest()
	question := fmt.Sprintf("Key ceremony for %s, %s (%s).\nWords of the manifest: %s\n%d keys are made; any %d of %d trustees can decrypt with them. Take part?",
		m.Body, m.Meeting, m.Date, manifest.Words(t.meeting.Hash), s.Ready().Keys, m.Threshold, len(m.Trustees))
	answer := make(chan bool, 1)
	go func() { answer <- t.ask(question) }()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case yes := <-answer:
		if !yes {
			return stop("%w", ErrDeclined)
		}
		return nil
	}
}

// deal seals the others' shares, saves them as sealed, and sends them.
func (t *trustee) deal(ctx context.Context, s *journal.State) error {
	if t.memory.file.Ceremony.Deal == nil {
		deal, err := t.own.deal(s)
		if err != nil {
			return t.complain(ctx, s, err)
		}
		if err := t.memory.change(func(f *memoryFile) { f.Ceremony.Deal = deal }); err != nil {
			return err
		}
		crash.At("trustee.deal.saved")
	}
	return t.step(ctx, s, journal.TypeDeal, *t.memory.file.Ceremony.Deal)
}

// receive verifies and saves this trustee's shares, or complains. Its signature
// under the keys is given when the registrar asks for it.
func (t *trustee) receive(ctx context.Context, s *journal.State) error {
	if len(t.memory.file.Shares) > 0 {
		return nil
	}
	shares, err := t.own.receive(s)
	if err != nil {
		return t.complain(ctx, s, err)
	}
	if err := t.memory.change(func(f *memoryFile) { f.Shares = shares }); err != nil {
		return err
	}
	crash.At("trustee.shares.saved")
	t.say("the shares of all %d trustees are verified and saved", len(s.Manifest().Trustees))
	return nil
}

// complain names, durably and then in the journal, the trustee whose message
// does not hold. That aborts the ceremony.
func (t *trustee) complain(ctx context.Context, s *journal.State, why error) error {
	bad := new(dealError)
	if !errors.As(why, &bad) {
		return why
	}
	if t.memory.file.Ceremony.Complaint == nil {
		complaint := &journal.CeremonyComplaint{Trustee: t.meeting.ID.Name, Against: bad.against, Reason: bad.err.Error()}
		if err := canon.Text(complaint.Reason, 512); err != nil {
			return err
		}
		if err := t.memory.change(func(f *memoryFile) { f.Ceremony.Complaint = complaint }); err != nil {
			return err
		}
		t.say("COMPLAINT against trustee %s: %s. No key is signed", bad.against, bad.err)
	}
	return t.step(ctx, s, journal.TypeComplaint, *t.memory.file.Ceremony.Complaint)
}

// aborted erases what a ceremony that led to nothing has left.
func (t *trustee) aborted(c *journal.CeremonyComplaint) error {
	if t.once("aborted") {
		t.say("THE CEREMONY IS ABORTED: trustee %s complains against trustee %s: %s. One of the two is at fault; there are no keys, and the meeting needs a new manifest", c.Trustee, c.Against, c.Reason)
	}
	t.own.erase()
	t.own = nil
	if t.memory.file.Ceremony == nil && len(t.memory.file.Shares) == 0 {
		return nil
	}
	return t.memory.change(func(f *memoryFile) { f.Ceremony, f.Shares = nil, []canon.Hex{} })
}

// keysStand ends the ceremony: it checks this trustee's shares against the
// record, and erases everything else.
func (t *trustee) keysStand(ctx context.Context, s *journal.State) error {
	if t.memory.empty() {
		return t.lost(fmt.Sprintf("no ballot is lost while %d other trustees remain", s.Manifest().Threshold))
	}
	// A file restored from before the last step: its secrets still open the deals.
	if len(t.memory.file.Shares) == 0 {
		if err := t.prepare(ctx, s); err != nil {
			return err
		}
		shares, err := t.own.receive(s)
		if err != nil {
			return stop("the keys stand, but this trustee's shares do not: %w. Nothing was sent. No ballot is lost while %d other trustees remain", err, s.Manifest().Threshold)
		}
		if err := t.memory.change(func(f *memoryFile) { f.Shares = shares }); err != nil {
			return err
		}
	}
	if t.once("shares checked") {
		for key, data := range t.memory.file.Shares {
			if err := t.fits(s, key, data); err != nil {
				return err
			}
		}
	}
	if t.memory.file.Ceremony == nil {
		return nil
	}
	t.own.erase()
	t.own = nil
	if err := t.memory.change(func(f *memoryFile) { f.Ceremony = nil }); err != nil {
		return err
	}
	crash.At("trustee.making.erased")
	t.say("the %d keys stand, signed by all trustees", len(s.Ceremony().Keys.Keys))
	return nil
}

// fits checks a share, unless it is erased, against the ceremony's record.
func (t *trustee) fits(s *journal.State, key int, data canon.Hex) error {
	if len(data) == 0 {
		return nil
	}
	share, err := group.DecodeScalar(data)
	if err == nil {
		var public *group.Point
		if public, err = s.PublicShare(key, t.index()); err == nil && new(group.Point).ScalarBaseMult(share).Equal(public) != 1 {
			err = errors.New("it does not belong to the public share")
		}
	}
	if err != nil {
		return stop("the share of key %d in %s is not that of the ceremony: %w. Nothing was sent; restore the file from the right copy", key, t.memory.path, err)
	}
	return nil
}
