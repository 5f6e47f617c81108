package urn

import (
	"context"
	"errors"
	"sync"
	"time"

	"valurna/ballot/booth"
	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/view"
	"valurna/server/wire"
)

// Visitor is one visit to the hosted booth, as its screen works with it. It
// knows the handle that the registrar gave the visit, and nothing else about who
// votes. Its methods may be called from several goroutines.
type Visitor struct {
	urn     *urn
	handle  []byte
	ballot  string
	changes chan struct{}
	opened  int // ballots that had opened when the visit began

	mu      sync.Mutex
	booth   *booth.Booth // what was sealed last
	code    string
	attempt int             // ballots that this handle has audited before
	audit   *view.AuditDone // of the ballot that was audited last, if none was sealed since
	done    *view.CastDone
	ended   bool
}

// Visit tells how the vote stands for this visitor.
func (v *Visitor) Visit() (view.BoothVisit, error) {
	u := v.urn
	out := view.BoothVisit{Body: u.manifest.Body, Rehearsal: u.manifest.Rehearsal, Threshold: u.manifest.Threshold, Hosted: true, Slot: int(u.config.Slot / time.Second), Again: v.ballot == "" && u.opened() > v.opened}
	b, known := u.ballot(v.ballot)
	if !known {
		return out, nil
	}
	out.Ballot, out.Title, out.Contest = v.ballot, b.Definition.Title, b.Definition.Contest
	out.Rehearsal, out.Trial, out.Phase = b.Definition.Rehearsal, b.Definition.Trial(), phase(b.Phase)
	u.mu.RLock()
	h := u.held[v.ballot]
	if end, counting := u.ends[v.ballot]; counting && b.Phase == journal.Closed {
		out.Deadline = end.Unix()
	}
	u.mu.RUnlock()
	v.mu.Lock()
	out.In = v.done != nil
	v.mu.Unlock()
	if h == nil || out.In {
		if _, _, err := u.open(v.ballot); err != nil && (b.Phase == journal.Opened || b.Phase == journal.Closed) {
			return out, err
		}
		return out, nil
	}
	made, _, err := v.open(h)
	if errors.Is(err, errClosed) {
		return out, nil // the key was erased just now: the vote is over
	}
	if err != nil {
		return out, err
	}
	defer made.Erase()
	ctx, cancel := context.WithTimeout(context.Background(), callTime)
	defer cancel()
	err = h.use(func(s *secrets) (err error) {
		out.In, err = u.box.has(ctx, s, v.ballot, made.TokenKey().Bytes())
		return err
	})
	if errors.Is(err, errClosed) {
		err = nil
	}
	return out, err
}

func phase(p journal.Phase) view.Phase {
	switch p {
	case journal.Defined:
		return view.PhasePreparing
	case journal.Opened:
		return view.PhaseOpen
	case journal.Closed:
		return view.PhaseClosing
	case journal.Stopped, journal.Counted:
		return view.PhaseCounting
	case journal.Sealed:
		return view.PhaseWindow
	case journal.Decrypting:
		return view.PhaseDecrypting
	case journal.Decided:
		return view.PhaseCounted
	case journal.Certified:
		return view.PhaseCertified
	}
	return view.PhaseVoid
}

// open sets up the visitor's booth. Its token comes from the ballot's key and the
// handle alone, so that nothing about an unfinished visit is stored: the attempt is
// the first whose token key was not audited.
func (v *Visitor) open(h *held) (made *booth.Booth, attempt int, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), callTime)
	defer cancel()
	err = h.use(func(s *secrets) error {
		seed := booth.HostedSeed(s.hosted[:], v.handle, h.terms.Context)
		defer clear(seed[:])
		for attempt = 0; ; attempt++ {
			var err error
			if made, err = booth.New(h.terms, h.contest, seed.Attempt(attempt)); err != nil {
				return err
			}
			audited, err := v.urn.box.isAudited(ctx, s, v.ballot, made.TokenKey().Bytes())
			if err == nil && (!audited || attempt == booth.MaxAttempts) {
				return nil
			}
			made.Erase()
			made = nil
			if err != nil {
				return err
			}
		}
	})
	return made, attempt, err
}

// Changed ticks, coalesced, when Visit may differ, and is closed when the visit
// ends.
func (v *Visitor) Changed() <-chan struct{} { return v.changes }

// Seal encrypts the choice anew and keeps it for Cast; word may be "".
func (v *Visitor) Seal(choice kind.Choice, word string) (string, error) {
	h, err := v.urn.ready(v.ballot)
	if err != nil {
		return "", err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	switch {
	case v.ended:
		return "", booth.ErrErased
	case v.done != nil:
		return "", alreadyIn()
	}
	// A booth of its own for each ballot: the token is the same, and which ballot
	// comes first under it is for the store to decide.
	made, attempt, err := v.open(h)
	if errors.Is(err, errClosed) {
		return "", closed(v.ballot)
	}
	if err != nil {
		return "", err
	}
	code, err := made.Seal(choice, word, v.urn.config.Rand)
	if err != nil {
		made.Erase()
		return "", err
	}
	v.eraseBooth()
	v.booth, v.attempt, v.code, v.audit = made, attempt, code.String(), nil
	return v.code, nil
}

func alreadyIn() *view.Problem {
	return &view.Problem{Code: "in", Text: "Your vote is in already. Nothing was changed.", Next: "A vote cannot be changed once it is in."}
}

func notSealed() *view.Problem {
	return &view.Problem{Code: "not-sealed", Text: "There is no sealed ballot. Nothing was cast.", Next: "Mark the ballot first."}
}

// Cast asks the registrar for the token, and stores the ballot that was sealed
// last. It may be called again after an error: the ballot counts once. A
// *view.Problem says that nothing was stored.
func (v *Visitor) Cast(ctx context.Context) (view.CastDone, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	switch {
	case v.done != nil:
		return *v.done, nil
	case v.booth == nil:
		return view.CastDone{}, notSealed()
	}
	blinded, err := v.booth.Request()
	if err != nil {
		return view.CastDone{}, notCast(err)
	}
	if err := v.promise(ctx); err != nil {
		return view.CastDone{}, err
	}
	var reply wire.IssueReply
	request := wire.IssueRequest{Ballot: v.ballot, Handle: canon.Hex(v.handle), Blinded: blinded}
	if err := v.urn.link.call(ctx, wire.CmdIssue, request, &reply); err != nil {
		return view.CastDone{}, notCast(err)
	}
	encoding, err := v.booth.Finish(reply.BlindSig)
	if err != nil {
		return view.CastDone{}, notCast(err)
	}
	if _, err := v.urn.accept(ctx, v.ballot, encoding); err != nil {
		return view.CastDone{}, err
	}
	v.done = &view.CastDone{Code: v.code}
	if f := v.urn.config.Lookup; f != nil {
		v.done.Lookup = f(v.ballot, v.code)
	}
	v.eraseBooth()
	return *v.done, nil
}

// promise gives the token key over to casting before its token is asked for, so
// that no other visit of this voter's can audit it and lose the token.
func (v *Visitor) promise(ctx context.Context) error {
	h, err := v.urn.ready(v.ballot)
	if err != nil {
		return err
	}
	err = h.use(func(s *secrets) error { return v.urn.box.promise(ctx, s, v.ballot, v.booth.TokenKey().Bytes()) })
	switch {
	case errors.Is(err, errClosed):
		return closed(v.ballot)
	case errors.Is(err, errAudited):
		return testedAlready()
	}
	return err
}

// notCast marks what failed before the store was asked: nothing was stored.
func notCast(err error) error {
	var p *view.Problem
	switch {
	case errors.As(err, &p):
		return p
	case errors.Is(err, booth.ErrAudited):
		return testedAlready()
	}
	return &view.Problem{Code: "no-token", Text: "The ballot has no token from the registrar and was not cast: " + err.Error() + ".", Next: "Try again in a moment."}
}

func (v *Visitor) eraseBooth() {
	if v.booth != nil {
		v.booth.Erase()
		v.booth = nil
	}
}

// end forgets the visit.
func (v *Visitor) end() {
	v.urn.news.leave(v.changes)
	v.mu.Lock()
	defer v.mu.Unlock()
	v.eraseBooth()
	v.ended = true
}

// ready gives a ballot that can be voted on now.
func (u *urn) ready(id string) (*held, error) {
	h, b, err := u.open(id)
	if err != nil {
		return nil, err
	}
	if h == nil || b.Phase > journal.Closed {
		return nil, closed(id)
	}
	return h, nil
}
