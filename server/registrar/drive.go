package registrar

import (
	"context"
	"time"

	"valurna/ballot/journal"
	"valurna/server/crash"
)

// drive does what follows from the journal without a person: it enters the keys
// when all trustees have dealt, the counts when the urn has stopped, and the end
// of the check window. What it did before a crash it finds in the state.
func (r *Registrar) drive(ctx context.Context) {
	keys := make(chan struct{}, 1)
	for {
		changed := r.Changed()
		next := r.step(ctx, keys)
		var timer <-chan time.Time
		if next > 0 {
			timer = time.After(next)
		}
		select {
		case <-ctx.Done():
			return
		case <-changed:
		case <-timer:
		}
	}
}

// step does what is due and says when to look again; 0 is "at the next change".
func (r *Registrar) step(ctx context.Context, keys chan struct{}) time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.broken != nil {
		return 0
	}
	r.ceremonyStep(ctx, keys)
	if err := r.recordOrders(); err != nil {
		r.log.Error("the draw of the candidates' order was not recorded", "error", err)
		return 0
	}
	var next time.Duration
	for _, b := range r.state.Ballots() {
		var err error
		switch b.Phase {
		case journal.Stopped:
			err = r.count(b)
		case journal.Sealed:
			var wait time.Duration
			wait, err = r.endWindow(b)
			if wait > 0 && (next == 0 || wait < next) {
				next = wait
			}
		case journal.Decided:
			r.startRecount(ctx, b)
		}
		id := b.Definition.Ballot
		if err != nil && r.trouble[id] != err.Error() {
			r.trouble[id] = err.Error()
			r.log.Error("step refused", "ballot", id, "error", err)
		}
	}
	return next
}

// count enters the counts and forgets the issuing key: nothing can be issued
// after the urn has stopped. mu is held.
func (r *Registrar) count(b *journal.Ballot) error {
	id := b.Definition.Ballot
	seats, err := r.records.collected(id)
	if err != nil {
		return r.fail(err)
	}
	if err := r.append(proposal{typ: journal.TypeCounts, body: journal.Counts{
		Ballot: id, Eligible: len(b.Definition.Seats), Tokens: len(seats), Cast: b.Stop.Cast, Collected: seats,
	}}); err != nil {
		return err
	}
	return r.forgetIssuing(id)
}

// forgetIssuing erases a ballot's issuing key. mu is held.
func (r *Registrar) forgetIssuing(ballot string) error {
	if s, ok := r.signers[ballot]; ok {
		s.Erase()
		delete(r.signers, ballot)
	}
	err := r.write(func() error { return r.records.dropIssuing(ballot) })
	crash.At("registrar.issuing.dropped")
	return err
}

// endWindow lets the trustees decrypt once the check window is over: counted from
// when this registrar entered the seal, and from when the quorum of witnesses had
// cosigned it, by their clocks. mu is held.
func (r *Registrar) endWindow(b *journal.Ballot) (time.Duration, error) {
	id := b.Definition.Ballot
	// The first checkpoint over the seal, since later ones are dated later.
	note, err := r.records.sealNote(id)
	if err != nil {
		return 0, r.fail(err)
	}
	if note == "" {
		if r.signed.size <= b.SealSeq {
			return 0, nil // the witnesses' cosignatures wake us
		}
		note = r.signed.note
		if err := r.write(func() error { return r.records.keepSealNote(id, note) }); err != nil {
			return 0, err
		}
	}
	cosigned, err := r.state.CosignedAt(note)
	if err != nil {
		return 0, err
	}
	// The entry's time is cut to the second: the next full one never shortens
	// the window that members were promised.
	begin := time.Unix(b.SealTime+1, 0)
	if at, ok := r.sealedAt[id]; ok {
		begin = at
	}
	if at := time.Unix(cosigned, 0); at.After(begin) {
		begin = at
	}
	if wait := begin.Add(time.Duration(b.Definition.Window) * time.Second).Sub(r.now()); wait > 0 {
		return wait, nil
	}
	return 0, r.append(proposal{typ: journal.TypeDecrypt, body: journal.Decrypt{Ballot: id, Checkpoint: note}})
}

// ceremonyStep gathers every trustee's signature under the keys, once, in the
// background. mu is held.
func (r *Registrar) ceremonyStep(ctx context.Context, busy chan struct{}) {
	c := r.state.Ceremony()
	n := len(r.state.Manifest().Trustees)
	if c.Keys != nil || c.Complaint != nil || len(c.Deals) < n {
		return
	}
	select {
	case busy <- struct{}{}:
	default:
		return
	}
	proposed, err := r.state.ProposedKeys()
	if err != nil {
		<-busy
		r.log.Error("the ceremony's keys cannot be made", "error", err)
		return
	}
	go func() {
		defer func() { <-busy }()
		sigs, err := r.collect(ctx, journal.TypeKeys, proposed, n)
		if err != nil {
			return // the meeting ends, or a complaint has come
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		if err := r.append(proposal{typ: journal.TypeKeys, body: proposed, sigs: sigs}); err != nil {
			r.log.Error("the ceremony's keys were refused", "error", err)
		}
	}()
}
