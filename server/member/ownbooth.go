package member

import (
	"context"
	"crypto/rand"
	"sync"

	"valurna/ballot/booth"
	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/sealed"
	"valurna/ballot/view"
	"valurna/server/crash"
	"valurna/server/wire"
)

// OwnBooth is the booth on this machine for one ballot. It fits the screens'
// interface of a booth.
type OwnBooth struct {
	s       *Session
	ballot  string
	changed <-chan struct{}
	end     func()

	mu      sync.Mutex
	booth   *booth.Booth    // what was sealed last; nil before
	attempt int             // of booth
	code    string          // of what was sealed last
	tested  *view.AuditDone // of what was opened last, until something is sealed anew
}

// Booth opens the booth for a ballot; Close ends the visit.
func (s *Session) Booth(ballot string) *OwnBooth {
	b := &OwnBooth{s: s, ballot: ballot}
	b.changed, b.end = s.Watch()
	return b
}

// Close forgets what was not cast.
func (b *OwnBooth) Close() {
	b.end()
	b.mu.Lock()
	defer b.mu.Unlock()
	b.forget()
}

// forget erases what was sealed. mu is held.
func (b *OwnBooth) forget() {
	if b.booth != nil {
		b.booth.Erase()
		b.booth = nil
	}
}

// Changed ticks, coalesced, when Visit may differ.
func (b *OwnBooth) Changed() <-chan struct{} { return b.changed }

// phases maps the journal's phases to what people are told.
var phases = map[journal.Phase]view.Phase{
	journal.Defined: view.PhasePreparing, journal.Opened: view.PhaseOpen, journal.Closed: view.PhaseClosing,
	journal.Stopped: view.PhaseCounting, journal.Counted: view.PhaseCounting, journal.Sealed: view.PhaseWindow,
	journal.Decrypting: view.PhaseDecrypting, journal.Decided: view.PhaseCounted,
	journal.Certified: view.PhaseCertified, journal.Voided: view.PhaseVoid,
}

// Visit tells how the vote stands by the journal that this machine has checked,
// whatever the registrar shows on the desk.
func (b *OwnBooth) Visit() (view.BoothVisit, error) {
	m := b.s.o.Signed.Manifest
	v := view.BoothVisit{Body: m.Body, Rehearsal: m.Rehearsal, Threshold: m.Threshold}
	r := b.s.kept(b.ballot)
	finished := r != nil && len(r.Sealed) > 0
	v.In = r != nil && (r.Receipt != nil || r.Included)

	j := b.s.journal
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.distrust != nil && !finished {
		return v, j.distrust
	}
	// Of a ballot that is finished it must not be said that nothing is in the urn.
	if err := b.s.lastError(); err != nil && !finished {
		return v, notConnected(err)
	}
	bal := j.state.Ballot(b.ballot)
	if bal == nil {
		return v, nil
	}
	d := bal.Definition
	v.Ballot, v.Title, v.Contest, v.Rehearsal, v.Trial, v.Phase = d.Ballot, d.Title, d.Contest, d.Rehearsal, d.Trial(), phases[bal.Phase]
	switch {
	case j.size <= bal.DefineSeq:
		v.Phase = view.PhasePreparing
	case bal.Phase == journal.Closed && r == nil:
		v.Phase = view.PhaseCounting // no more tokens for who has not begun
	case bal.Phase == journal.Closed:
		v.Deadline = bal.CloseTime + int64(d.Grace)
	}
	return v, nil
}

// Seal encrypts the choice anew. The seed of the token is on disk before.
func (b *OwnBooth) Seal(choice kind.Choice, word string) (string, error) {
	t, contest, err := b.s.journal.terms(b.ballot)
	if err != nil {
		return "", err
	}
	r, err := b.s.o.State.begin(b.ballot)
	if err == nil {
		err = b.s.keep(r)
	}
	if err != nil {
		return "", err
	}
	crash.At("booth.seed.saved")
	if len(r.Sealed) > 0 {
		return "", &view.Problem{Code: "finished", Text: "Your ballot is finished already and is put into the urn by itself. Another one was not made.", Next: "Leave the booth; the first page says when the vote is in."}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.booth != nil && b.attempt != r.Attempt {
		b.forget() // it was opened as a test
	}
	if b.booth == nil {
		if b.booth, err = booth.New(t, contest, r.seed()); err != nil {
			return "", err
		}
		b.attempt = r.Attempt
	}
	code, err := b.booth.Seal(choice, word, rand.Reader)
	if err != nil {
		return "", err
	}
	b.code, b.tested = code.String(), nil
	return b.code, nil
}

// Cast collects the token, casts, and returns when the receipt is on disk. Where
// the line drops it goes on over the next one; called again it goes on where it
// was. A ballot that was finished before is the one that is cast.
func (b *OwnBooth) Cast(ctx context.Context) (view.CastDone, error) {
	s := b.s
	s.casting.Lock()
	defer s.casting.Unlock()
	t, _, err := s.journal.terms(b.ballot)
	if err != nil {
		return view.CastDone{}, err
	}
	r := s.kept(b.ballot)
	if r == nil || len(r.Sealed) == 0 {
		if r, err = b.finish(ctx, t, r); err != nil {
			return view.CastDone{}, err
		}
	}
	if r.Receipt == nil {
		if err := s.deliver(ctx, t, r); err != nil {
			return view.CastDone{}, err
		}
	}
	code, err := sealed.CodeOf(t.Context, r.Sealed)
	if err != nil {
		return view.CastDone{}, err
	}
	done := view.CastDone{Code: code.String()}
	if s.o.Lookup != nil {
		done.Lookup = s.o.Lookup(b.ballot, done.Code)
	}
	return done, nil
}

// finish collects the token for what was sealed last, and flushes the finished
// ballot.
func (b *OwnBooth) finish(ctx context.Context, t sealed.Terms, r *record) (*record, error) {
	s := b.s
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.booth == nil || r == nil {
		return nil, notSealed()
	}
	if b.attempt != r.Attempt {
		return nil, &view.Problem{Code: "audited", Text: "This sealed ballot was opened as a test, or is about to be, and can never be cast. Nothing was put in the urn.", Next: "Go back and seal your ballot afresh."}
	}
	s.mu.Lock()
	key, seat := s.key, 0
	if s.view != nil {
		seat = s.view.Me.Seat
	}
	s.mu.Unlock()
	if key == nil {
		return nil, notConnected(s.lastError())
	}
	blinded, err := b.booth.Request()
	if err != nil {
		return nil, err
	}
	req, err := request(key, b.ballot, seat, t.Context, blinded)
	if err != nil {
		return nil, err
	}
	// From here on another attempt's token would be refused: no more tests.
	r.Asked = true
	if err := s.keep(r); err != nil {
		return nil, err
	}
	crash.At("booth.asked.saved")
	var sig []byte
	if err := s.over(ctx, func(c *wire.Client) (err error) {
		sig, err = collect(ctx, c, req)
		return err
	}); err != nil {
		return nil, err
	}
	crash.At("booth.token.got")
	if r.Sealed, err = b.booth.Finish(sig); err != nil {
		return nil, err
	}
	err = s.keep(r)
	crash.At("booth.ballot.saved")
	return r, err
}

func notSealed() *view.Problem {
	return &view.Problem{Code: "not-sealed", Text: "Nothing has been sealed yet. Nothing was put in the urn.", Next: "Mark your choice first."}
}

// Audit opens the ballot that was sealed last as a test of this booth, and has the
// urn publish it. That this attempt is over is on disk before it leaves, so that it
// can never be cast, whatever becomes of the answer. It may be called again after an
// error; Seal then begins the next attempt.
func (b *OwnBooth) Audit(ctx context.Context) (view.AuditDone, error) {
	s := b.s
	s.casting.Lock()
	defer s.casting.Unlock()
	b.mu.Lock()
	defer b.mu.Unlock()
	r := s.kept(b.ballot)
	switch {
	case b.tested != nil:
		return *b.tested, nil
	case r != nil && r.Asked:
		return view.AuditDone{}, view.AuditAsked()
	case b.booth == nil || r == nil:
		return view.AuditDone{}, notSealed()
	case b.attempt >= booth.MaxAttempts:
		return view.AuditDone{}, view.AuditsUsed(booth.MaxAttempts)
	}
	opened, err := b.booth.Audit()
	if err != nil {
		return view.AuditDone{}, err
	}
	if r.Attempt == b.attempt {
		r.Attempt++
		if err := s.keep(r); err != nil {
			return view.AuditDone{}, err
		}
		crash.At("booth.attempt.saved")
	}
	if err := s.over(ctx, func(c *wire.Client) error { return auditAt(ctx, c, s.o.Signed, b.ballot, opened) }); err != nil {
		return view.AuditDone{}, err
	}
	crash.At("booth.audit.answered")
	b.tested = &view.AuditDone{Code: b.code}
	if s.o.AuditLookup != nil {
		b.tested.Lookup = s.o.AuditLookup(b.ballot, b.code)
	}
	b.forget()
	return *b.tested, nil
}

// deliver casts a finished ballot and flushes the receipt.
func (s *Session) deliver(ctx context.Context, t sealed.Terms, r *record) error {
	var receipt *journal.Statement
	if err := s.over(ctx, func(c *wire.Client) (err error) {
		receipt, err = castAt(ctx, c, s.o.Signed, t, r.Ballot, r.Sealed)
		return err
	}); err != nil {
		return err
	}
	crash.At("booth.cast.answered")
	r.Receipt = receipt
	err := s.keep(r)
	crash.At("booth.receipt.saved")
	return err
}
