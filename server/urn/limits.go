package urn

import (
	"hash/maphash"
	"sync"
	"time"

	"valurna/ballot/view"
	"valurna/server/wire"
)

// Limits of the urn. At its addresses all come from the registrar's machine, so
// there is no other measure than the handle and all together.
const (
	maxVisits    = 2000 // hosted booths at a time, about 1 MB each
	maxPerHandle = 2    // one that hangs, and the one that takes over
	maxStrangers = 64   // visits without a handle, which can do nothing but wait

	visitRate, visitBurst   = 200, 4000 // new visits a second
	handleRate, handleBurst = 0.2, 10   // new visits a second of one handle
	handlesKept             = 4096      // handles whose rate is remembered; all start anew beyond

	castRate, castBurst   = 1000, 4000 // sealed ballots a second
	auditRate, auditBurst = 5, 50      // audited ballots a second
	readRate, readBurst   = 20, 100    // questions: lists, parts and pings a second
)

// limits are the rates of the cast address. Questions never spend what ballots
// need. What a trustee puts is bounded by its signature and its one place.
type limits struct{ cast, audit, read *rate }

func newLimits(now func() time.Time) limits {
	return limits{
		cast: newRate(castRate, castBurst, now), audit: newRate(auditRate, auditBurst, now), read: newRate(readRate, readBurst, now),
	}
}

// take counts one command; a *view.Problem when too many of its kind have come.
func (l limits) take(command string) error {
	switch command {
	case wire.CmdCast:
		return l.cast.take()
	case wire.CmdAudit:
		return l.audit.take()
	case wire.CmdPut:
		return nil
	}
	return l.read.take()
}

// rate is a token bucket for all callers together.
type rate struct {
	mu     sync.Mutex
	now    func() time.Time
	last   time.Time
	left   float64
	second float64
	burst  float64
}

func newRate(second, burst float64, now func() time.Time) *rate {
	return &rate{now: now, last: now(), left: burst, second: second, burst: burst}
}

// take returns a *view.Problem when too many have come.
func (r *rate) take() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.now()
	// A clock that is set back gives nothing, and takes nothing.
	r.left = min(r.burst, r.left+r.second*max(0, now.Sub(r.last).Seconds()))
	r.last = now
	if r.left < 1 {
		return &view.Problem{Code: "busy", Text: "Too many come at once. Nothing was done.", Next: "Try again in a few seconds."}
	}
	r.left--
	return nil
}

// visits counts hosted booths, by handle. Those without a handle have a count of
// their own, so that they take nobody's booth.
type visits struct {
	mu        sync.Mutex
	total     int // with a handle
	by        map[string]int
	strangers int

	now   func() time.Time
	rate  *rate
	seed  maphash.Seed
	rates map[uint64]*rate // by a hash of the handle, so that none is kept
}

func newVisits(now func() time.Time) *visits {
	return &visits{now: now, rate: newRate(visitRate, visitBurst, now), by: map[string]int{}, seed: maphash.MakeSeed(), rates: map[uint64]*rate{}}
}

// often refuses visits that come faster than people do; mu is held.
func (v *visits) often(handle []byte) error {
	name := maphash.Bytes(v.seed, handle)
	r := v.rates[name]
	if r == nil {
		if len(v.rates) >= handlesKept {
			clear(v.rates)
		}
		r = newRate(handleRate, handleBurst, v.now)
		v.rates[name] = r
	}
	if err := r.take(); err != nil {
		return err
	}
	return v.rate.take()
}

// enter returns a *view.Problem when there is no room; every enter that did not
// has its leave.
func (v *visits) enter(handle []byte) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	full := &view.Problem{Code: "full", Text: "All booths are taken.", Next: "Come again in a few minutes."}
	if len(handle) == 0 {
		if v.strangers >= maxStrangers {
			return full
		}
		v.strangers++
		return nil
	}
	if err := v.often(handle); err != nil {
		return err
	}
	if v.total >= maxVisits {
		return full
	}
	if v.by[string(handle)] >= maxPerHandle {
		return &view.Problem{Code: "visits", Text: "You have two booths open already.", Next: "Close one of them."}
	}
	v.total++
	v.by[string(handle)]++
	return nil
}

func (v *visits) leave(handle []byte) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(handle) == 0 {
		v.strangers--
		return
	}
	v.total--
	if v.by[string(handle)]--; v.by[string(handle)] <= 0 {
		delete(v.by, string(handle))
	}
}
