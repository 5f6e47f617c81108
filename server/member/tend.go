package member

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"valurna/ballot/journal"
	"valurna/ballot/view"
	"valurna/server/crash"
	"valurna/server/wire"
)

// How long one attempt of the session's own may take, and when one that failed is
// made again.
const (
	tendTime  = 20 * time.Second
	tendAgain = 2 * time.Second
)

// tend does by itself what no person should have to think of: it casts what was
// finished and has no receipt, and looks for what was cast once it is sealed.
func (s *Session) tend(ctx context.Context) {
	changed, end := s.Watch()
	defer end()
	for {
		var again <-chan time.Time
		if !s.settle(ctx) {
			again = time.After(tendAgain)
		}
		select {
		case <-ctx.Done():
			return
		case <-changed:
		case <-again:
		}
	}
}

// settle does what there is to do now; false: something failed, and is worth
// trying again.
func (s *Session) settle(ctx context.Context) bool {
	s.mu.Lock()
	client, ids := s.client, slices.Sorted(maps.Keys(s.records))
	s.mu.Unlock()
	if client == nil {
		return true // the next connection is a change
	}
	well := true
	for _, id := range ids {
		r := s.kept(id)
		if len(r.Sealed) == 0 {
			continue
		}
		ctx, cancel := context.WithTimeout(ctx, tendTime)
		switch phase, cosigned := s.stands(id); {
		case r.Receipt == nil && (phase == journal.Opened || phase == journal.Closed):
			well = s.recast(ctx, id) && well
		case cosigned && !r.Included:
			well = s.look(ctx, client, r) && well
		}
		cancel()
	}
	return well
}

// stands tells the phase of a ballot, and whether its seal is cosigned.
func (s *Session) stands(ballot string) (phase journal.Phase, cosigned bool) {
	s.journal.mu.Lock()
	defer s.journal.mu.Unlock()
	b := s.journal.state.Ballot(ballot)
	if b == nil || s.journal.distrust != nil {
		return journal.Defined, false
	}
	return b.Phase, b.Seal != nil && s.journal.size > b.SealSeq
}

// recast casts a finished ballot again, unless the booth is at it.
func (s *Session) recast(ctx context.Context, ballot string) bool {
	if !s.casting.TryLock() {
		return false
	}
	defer s.casting.Unlock()
	r := s.kept(ballot)
	if r.Receipt != nil {
		return true
	}
	t, _, err := s.journal.terms(ballot)
	if err == nil {
		err = s.deliver(ctx, t, r)
	}
	return err == nil
}

// look looks for my ballot among the sealed ones.
func (s *Session) look(ctx context.Context, client *wire.Client, r *record) bool {
	found, err := s.journal.included(ctx, client, r.Ballot, r.Sealed)
	if err != nil {
		return false
	}
	if found {
		r.Included = true
		err := s.keep(r)
		crash.At("booth.included.saved")
		return err == nil
	}
	s.mu.Lock()
	missing := r.Receipt != nil
	news := missing && !s.missing[r.Ballot] || !missing && !s.out[r.Ballot]
	if missing {
		s.missing[r.Ballot] = true
	} else {
		s.out[r.Ballot] = true
	}
	told := s.told[r.Ballot]
	if news {
		s.notify()
	}
	s.mu.Unlock()
	if !missing || told {
		return true
	}
	if err := s.complain(ctx, *r.Receipt); err != nil {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.told[r.Ballot] = true
	return true
}

// complain sends a receipt without an entry to be judged, as an observer: the
// receipt names nobody, and neither does the connection.
func (s *Session) complain(ctx context.Context, receipt journal.Statement) error {
	c, err := wire.Dial(ctx, s.o.Address, s.o.Signed.Manifest.Registrar.HostKey, wire.UserObserver)
	if err != nil {
		return err
	}
	defer c.Close()
	err = wire.Call(ctx, c, wire.CmdMissing, receipt, new(wire.Done))
	var refused *view.Problem
	if errors.As(err, &refused) && refused.Code != "not-ready" {
		return nil // it has been judged
	}
	return err
}
