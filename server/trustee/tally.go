package trustee

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"valurna/ballot/journal"
	"valurna/ballot/tally"
	"valurna/ballot/view"
	"valurna/server/party"
	"valurna/server/wire"
)

// errRefused says that this ballot box is not worked on by this trustee.
var errRefused = errors.New("NOT DONE")

// tally does what a ballot calls for from this trustee between its check window
// and its result: to shuffle in turn, to give its parts, and to prove the sum. A
// box that does not hold is refused and said; what may be better next time, such
// as an urn that does not answer, is an error and tried again.
func (t *trustee) tally(ctx context.Context, s *journal.State, b *journal.Ballot) error {
	id, me := b.Definition.Ballot, t.meeting.ID.Name
	if b.Phase == journal.Sealed {
		t.ahead(ctx, s, b)
	}
	if b.Phase != journal.Decrypting || b.Seal.Count == 0 {
		return nil
	}
	if at := slices.IndexFunc(b.Rejected, func(r journal.Reject) bool { return r.Trustee == me }); at >= 0 {
		if t.once("rejected " + id) {
			t.say("ballot %s: THE URN HAS REJECTED this trustee: %s. Nothing more is sent for this ballot; compare this machine's and the urn's programs", id, b.Rejected[at].Reason)
		}
		return nil
	}
	for {
		what, do := t.called(s, b, me)
		if do == nil || t.done[what] {
			return nil
		}
		err := do(ctx, s, b)
		var stopped *party.Stop
		if errors.Is(err, errRefused) && !errors.As(err, &stopped) {
			t.say("ballot %s: %v", id, err)
			err = nil
		}
		if err != nil {
			return err
		}
		t.done[what] = true
	}
}

// ahead verifies the sealed box while the check window runs, so that nobody waits for
// it afterwards. Nothing rests on it: what does not come or does not hold is asked for
// again, and said, when it is this trustee's turn.
func (t *trustee) ahead(ctx context.Context, s *journal.State, b *journal.Ballot) {
	if id := b.Definition.Ballot; b.Seal.Count > 0 && t.once("ahead "+id) {
		if _, err := t.mixed(ctx, s, b); err == nil {
			t.say("ballot %s: the %d sealed ballots verified", id, b.Seal.Count)
		}
	}
}

// called finds the one thing that is this trustee's to do now, under a name that
// changes with what it rests on.
func (t *trustee) called(s *journal.State, b *journal.Ballot, me string) (string, func(context.Context, *journal.State, *journal.Ballot) error) {
	name := func(what string) string {
		return fmt.Sprintf("%s %s %x %d", what, b.Definition.Ballot, b.Head(), len(b.Passed)+len(b.Rejected))
	}
	shuffled := slices.IndexFunc(b.Shuffles, func(sh journal.Shuffle) bool { return sh.Trustee == me })
	given := slices.IndexFunc(b.Shares, func(sh journal.Shares) bool { return sh.Trustee == me })
	proved := slices.ContainsFunc(b.Proofs, func(p journal.Proof) bool { return p.Trustee == me })
	keptShuffle := "keep shuffle " + b.Definition.Ballot
	switch {
	case shuffled >= 0 && !t.done[keptShuffle]:
		return keptShuffle, func(ctx context.Context, s *journal.State, b *journal.Ballot) error {
			return t.keepShuffle(ctx, s, b, shuffled)
		}
	case !b.Shuffled() && s.Turn(b) == me:
		return name("shuffle"), t.shuffle
	case b.Shuffled() && given < 0 && len(b.Shares) < s.Manifest().Threshold:
		return name("open"), t.open
	case given >= 0 && b.Combined != nil && !proved:
		return name("prove " + journal.CombineHash(b.Combined).String()), t.prove
	case given >= 0:
		return "keep parts " + b.Definition.Ballot + b.Shares[given].Parts.String(), func(ctx context.Context, s *journal.State, b *journal.Ballot) error {
			return t.keepParts(ctx, s, b, b.Shares[given])
		}
	}
	return "", nil
}

// put has the urn keep what this trustee has made, under its signature.
func (t *trustee) put(ctx context.Context, typ, ballot string, body any, data []byte) error {
	st, err := t.meeting.ID.Sign(t.meeting.Hash, typ, body)
	if err != nil {
		return err
	}
	in, err := wire.PutInput(st, data)
	if err != nil {
		return err
	}
	_, err = t.link.Urn(ctx, wire.Command(wire.CmdPut, ballot), in)
	// A refusal because the ballot has gone on is no end: what is called for then
	// shows when the journal is read again.
	if err != nil {
		return fmt.Errorf("the urn did not take what was made: %w", err)
	}
	return nil
}

// there says whether the urn has what the journal names.
func (t *trustee) there(ctx context.Context, hash []byte) (bool, error) {
	_, err := t.fetch(ctx, hash)
	var p *view.Problem
	if errors.As(err, &p) && p.Code == "unknown" || errors.Is(err, errOther) {
		return false, nil
	}
	return err == nil, err
}

// errOther says that the urn gives other bytes than those asked for.
var errOther = errors.New("the urn gives something else than the journal names")

// fetch asks the urn for what the journal names.
func (t *trustee) fetch(ctx context.Context, hash []byte) ([]byte, error) {
	data, err := t.link.Urn(ctx, wire.Command(wire.CmdGet, fmt.Sprintf("%x", hash)), nil)
	if err != nil {
		return nil, fmt.Errorf("the urn did not give what the journal names: %w", err)
	}
	if !bytes.Equal(tally.Hash(data), hash) {
		return nil, errOther
	}
	return data, nil
}

// allowed checks everything that the journal says about the end of the check
// window, once more and by itself.
func (t *trustee) allowed(s *journal.State, b *journal.Ballot) error {
	cp, _, err := s.Policy().Open(b.Decrypt.Checkpoint)
	if err != nil {
		return fmt.Errorf("%w: %w", errRefused, err)
	}
	root, err := s.Root(cp.Size)
	if err != nil || root != cp.Root || cp.Size <= b.SealSeq {
		return fmt.Errorf("%w: the quorum's checkpoint does not cover the seal of this journal", errRefused)
	}
	return nil
}

// shortWait is how much of a check window is waited for on the connection that
// there is; for a longer one the trustee connects again.
const shortWait = 5 * time.Second

// awaitWindow lets the check window end. It runs by this machine's clock from when
// the quorum of witnesses had cosigned the seal, by theirs: the registrar cannot
// date that back, and it holds for a journal that is shown late, too.
func (t *trustee) awaitWindow(ctx context.Context, s *journal.State, b *journal.Ballot) error {
	begin, err := s.CosignedAt(b.Decrypt.Checkpoint)
	if err != nil {
		return fmt.Errorf("%w: %w", errRefused, err)
	}
	for {
		now := t.now()
		// Differences, since a sum with a stranger's number could overflow.
		left := int64(b.Definition.Window) - (now.Unix() - begin)
		if left <= 0 {
			return nil
		}
		if left > int64(shortWait/time.Second) {
			end := time.Unix(begin, 0).Add(time.Duration(b.Definition.Window) * time.Second)
			return fmt.Errorf("the check window lasts until %s by this machine's clock; nothing is decrypted before: if that is wrong, set the clock", end.UTC().Format(time.DateTime+" UTC"))
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Duration(left)*time.Second - time.Duration(now.Nanosecond())):
		}
	}
}
