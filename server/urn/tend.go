package urn

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/server/crash"
	"valurna/server/keeper"
	"valurna/server/wire"
)

// Intervals of the tender.
const (
	lookAgain  = 500 * time.Millisecond // for graces that end
	failAgain  = 5 * time.Second        // steps that failed, unless something changes before
	postAgain  = 5 * time.Second        // an entry that was posted and has not come back
	countEvery = 10 * time.Second       // reports of how many ballots are in: fixed, so that none tells of an arrival
)

// task is what the tender remembers about one ballot; it may forget it all.
type task struct {
	posted map[string]time.Time // when which entry was last sent
	result *journal.Result
	absent map[string]time.Time // since when what a trustee's entry names is missed
	due    map[string]time.Time // since when something is a trustee's to do
	head   []byte               // the newest shuffle that was followed, and its ballots
	list   []byte
	said   string // the last error that was logged
	tried  string // the trouble of the last report
	told   string // and of the last that arrived
	failed time.Time
	handed map[[32]byte]bool // audited ballots, by hash, that the registrar has taken
}

// tend takes each ballot one step further whenever the journal or the time
// allows. Every step can be repeated: after a restart the journal and the store
// say together where to go on.
func (u *urn) tend(ctx context.Context) {
	tasks := map[string]*task{}
	look, count := time.NewTicker(lookAgain), time.NewTicker(countEvery)
	defer look.Stop()
	defer count.Stop()
	for {
		news := false
		select {
		case <-ctx.Done():
			return
		case <-u.wake:
			news = true
		case <-look.C:
		case <-count.C:
			u.reportAll(ctx, tasks)
		}
		for _, b := range u.due() {
			id := b.Definition.Ballot
			if tasks[id] == nil {
				tasks[id] = &task{posted: map[string]time.Time{}, absent: map[string]time.Time{}, due: map[string]time.Time{}}
			}
			if !news && time.Since(tasks[id].failed) < failAgain {
				continue
			}
			err := u.step(ctx, b, tasks[id])
			if ctx.Err() != nil {
				return
			}
			u.note(id, err, tasks[id])
			if u.trouble(b) != tasks[id].tried {
				u.report(ctx, b, tasks[id])
			}
		}
	}
}

// due copies the ballots that are not done with; none before the backlog is
// read, when a phase may be long past, and none after a fork.
func (u *urn) due() []journal.Ballot {
	u.mu.RLock()
	defer u.mu.RUnlock()
	if !u.live || u.fault != nil {
		return nil
	}
	var out []journal.Ballot
	for _, b := range u.state.Ballots() {
		out = append(out, *b)
	}
	return out
}

// note keeps the reason why a ballot does not go on, and logs it once.
func (u *urn) note(id string, err error, t *task) {
	u.mu.Lock()
	changed := (u.why[id] == nil) != (err == nil)
	if err == nil {
		delete(u.why, id)
	} else {
		u.why[id] = err
	}
	u.mu.Unlock()
	if changed {
		u.news.tell()
	}
	if err == nil {
		t.said, t.failed = "", time.Time{}
		return
	}
	t.failed = time.Now()
	if err.Error() != t.said {
		t.said = err.Error()
		u.log.Error("ballot does not go on", "ballot", id, "err", err)
	}
}

func (u *urn) step(ctx context.Context, b journal.Ballot, t *task) error {
	if b.Phase == journal.Defined {
		return nil
	}
	// What a voter has opened is published whatever becomes of the ballot, before the
	// seal that names it, and keeps nothing else from going on.
	handed := u.handOver(ctx, b, t)
	return errors.Join(u.advance(ctx, b, t), handed)
}

func (u *urn) advance(ctx context.Context, b journal.Ballot, t *task) error {
	switch b.Phase {
	case journal.Opened, journal.Stopped:
		_, err := u.hold(ctx, b)
		return err
	case journal.Closed:
		return u.stop(ctx, b, t)
	case journal.Counted:
		return u.seal(ctx, b, t)
	case journal.Voided:
		if err := u.forget(ctx, b); err != nil {
			return err
		}
		if u.covered(b) {
			if err := u.evidence.drop(b.Definition.Ballot); err != nil {
				return err
			}
		}
		return u.publishVoid(ctx, b)
	}
	if err := u.forget(ctx, b); err != nil {
		return err
	}
	switch b.Phase {
	case journal.Decrypting:
		return u.tally(ctx, b, t)
	case journal.Certified:
		return u.publish(ctx, b, t)
	}
	return nil
}

// stop ends accepting when the grace is over, and says so in the journal.
func (u *urn) stop(ctx context.Context, b journal.Ballot, t *task) error {
	id := b.Definition.Ballot
	if _, err := u.hold(ctx, b); err != nil {
		return err
	}
	u.mu.RLock()
	end := u.ends[id]
	u.mu.RUnlock()
	if u.config.Now().Before(end) {
		return nil
	}
	crash.At("urn.stop.due")
	n, err := u.box.stop(ctx, id)
	if err != nil {
		return err
	}
	crash.At("urn.stop.stored")
	return u.post(ctx, t, journal.TypeStop, journal.Stop{Ballot: id, Cast: n})
}

// seal sorts and fixes the ballots, and posts count and root. The witnesses have
// cosigned the counts before it, so that the seats that collected a token are
// fixed before anybody could know the ballots.
func (u *urn) seal(ctx context.Context, b journal.Ballot, t *task) error {
	id := b.Definition.Ballot
	u.mu.RLock()
	cosigned := u.last.size > b.CountsSeq
	u.mu.RUnlock()
	if !cosigned {
		return nil
	}
	r, err := u.box.record(ctx, id)
	if err != nil {
		return err
	}
	if r.stage < sealedUp {
		h, err := u.hold(ctx, b)
		if err != nil {
			return err
		}
		n, err := u.box.stop(ctx, id)
		if err != nil {
			return err
		}
		if n != b.Stop.Cast {
			return fmt.Errorf("%w (%d are there, this urn has signed %d)", errMissing, n, b.Stop.Cast)
		}
		crash.At("urn.seal.due")
		err = h.use(func(s *secrets) (err error) {
			r, err = u.box.seal(ctx, s, id)
			return err
		})
		crash.At("urn.seal.stored")
		if err != nil {
			return err
		}
	}
	return u.post(ctx, t, journal.TypeSeal, journal.Seal{
		Ballot: id, Count: r.count, Root: canon.Hex(r.root), Audited: r.audited, AuditedRoot: canon.Hex(r.auditedRoot),
	})
}

// covered says whether a checkpoint with the quorum's cosignatures covers what
// ends the need for a ballot's key: the seal, or the voiding. The registrar alone
// could show those to this urn and to nobody else.
func (u *urn) covered(b journal.Ballot) bool {
	u.mu.RLock()
	defer u.mu.RUnlock()
	if b.Phase == journal.Voided {
		return u.last.size > b.VoidSeq
	}
	// The entry ballot.decrypt carries such a checkpoint over the seal.
	return u.last.size > b.SealSeq || b.Decrypt != nil
}

// forget erases the key of a ballot that is sealed or void, and then its rows,
// once nobody can take that back.
func (u *urn) forget(ctx context.Context, b journal.Ballot) error {
	id := b.Definition.Ballot
	r, err := u.box.record(ctx, id)
	if errors.Is(err, errUnknown) && b.Phase == journal.Voided {
		return nil // void before this urn had seen it open
	}
	if err != nil || r.stage == erased {
		return err
	}
	if r.context != b.Context {
		return errContext
	}
	if !u.covered(b) {
		return nil // the checkpoint that covers it wakes us
	}
	// Rows are given up only for a seal that holds them.
	if b.Phase != journal.Voided && (r.stage != sealedUp || !bytes.Equal(r.root, b.Seal.Root) || !bytes.Equal(r.auditedRoot, b.Seal.AuditedRoot)) {
		return errOtherSeal
	}
	u.drop(id)
	k, err := u.keeper(ctx)
	if err != nil {
		return err
	}
	crash.At("urn.erase.due")
	if err := k.Erase(id); err != nil {
		return err
	}
	crash.At("urn.erase.key")
	if err := u.box.forget(ctx, id); err != nil {
		return err
	}
	crash.At("urn.erase.rows")
	u.log.Info("ballot's key erased", "ballot", id)
	return nil
}

var errPost = errors.New("urn: the registrar did not enter a statement")

// post signs a statement and sends it. That it was entered shows when the entry
// comes back; until then it is sent again from time to time.
func (u *urn) post(ctx context.Context, t *task, typ string, body any) error {
	st, err := journal.Sign(u.hash, "urn", u.keys.receipt, typ, body)
	if err != nil {
		return err
	}
	now, what := time.Now(), typ+string(st.Body)
	if now.Sub(t.posted[what]) < postAgain {
		return nil
	}
	var reply wire.PostReply
	if err := u.link.call(ctx, wire.CmdPost, st, &reply); err != nil {
		return fmt.Errorf("%w: %s: %w", errPost, typ, err)
	}
	crash.At("urn.post." + typ)
	t.posted[what] = now
	u.log.Info("entered", "type", typ, "seq", reply.Seq)
	return nil
}

// hold has the ballot's key at hand: from the keeper, where it is made when the
// ballot opens and never again.
func (u *urn) hold(ctx context.Context, b journal.Ballot) (*held, error) {
	id := b.Definition.Ballot
	u.mu.RLock()
	h := u.held[id]
	terms, err := u.state.Terms(id)
	u.mu.RUnlock()
	if h != nil || err != nil {
		return h, err
	}
	h = newHeld(b, terms)
	k, err := u.keeper(ctx)
	if err != nil {
		return nil, err
	}
	var key keeper.Key
	defer clear(key[:])
	r, err := u.box.record(ctx, id)
	switch {
	case errors.Is(err, errUnknown) && b.Phase <= journal.Closed:
		key, err = k.Create(id)
		crash.At("urn.key.created")
	case err == nil && r.context != b.Context:
		err = errContext
	case err == nil:
		key, err = k.Get(id)
		crash.At("urn.key.got")
	}
	if errors.Is(err, keeper.ErrNone) || errors.Is(err, keeper.ErrErased) {
		err = errKeyLost
	}
	if err != nil {
		return nil, err
	}
	if h.secrets, err = derive(key, id); err != nil {
		return nil, err
	}
	r, err = u.box.begin(ctx, id, b.Context, h.secrets.check, h.size)
	if err != nil {
		return nil, err
	}
	crash.At("urn.box.begun")
	if r.keycheck != h.secrets.check {
		return nil, errKeyLost
	}
	u.mu.Lock()
	u.held[id] = h
	u.mu.Unlock()
	u.log.Info("ballot's key at hand", "ballot", id)
	u.news.tell()
	return h, nil
}

// drop erases what this process holds of a ballot's key.
func (u *urn) drop(id string) {
	u.mu.Lock()
	h := u.held[id]
	delete(u.held, id)
	u.mu.Unlock()
	if h != nil {
		h.erase()
	}
}
