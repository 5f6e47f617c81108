package urn

import (
	"context"
	"errors"
	"fmt"

	"valurna/ballot/booth"
	"valurna/ballot/journal"
	"valurna/ballot/sealed"
	"valurna/ballot/view"
	"valurna/server/crash"
	"valurna/server/wire"
)

// audit takes one ballot that its booth has opened instead of casting it, checks it
// as everybody can, and has it published. Whether an encryption is cast or audited
// is decided by one write: what was audited is never accepted, and what was cast, or
// has a token on its way, is never audited. A *view.Problem says that nothing was
// stored.
func (u *urn) audit(ctx context.Context, id string, encoding []byte, hosted bool) error {
	u.news.soon(ctx, func() bool { return !u.opening(id) })
	h, b, err := u.open(id)
	if err != nil {
		return err
	}
	if h == nil {
		in, err := u.box.isOpened(ctx, id, encoding)
		if err == nil && !in {
			err = closed(id)
		}
		return err
	}
	marks, err := u.checkOpened(ctx, h.terms, encoding)
	if err != nil {
		return err
	}
	crash.At("urn.audit.checked")
	most := booth.MaxAudited(len(b.Definition.Seats), hosted)
	err = h.use(func(s *secrets) error { return u.box.audit(ctx, s, id, most, marks, encoding) })
	crash.At("urn.audit.stored")
	switch {
	case errors.Is(err, errClosed):
		return closed(id)
	case errors.Is(err, errCast):
		return view.AuditAsked()
	case errors.Is(err, errAudited):
		return testedAlready()
	case errors.Is(err, errFull):
		return &view.Problem{Code: "audit-full", Text: "As many tests were made in this vote as the urn takes. Nothing was opened.", Next: "Seal a fresh ballot and cast it, or tell the chair if you cannot trust the booth."}
	case err != nil:
		return err
	}
	u.changed() // the tender hands it to the registrar
	return nil
}

func testedAlready() *view.Problem {
	return &view.Problem{Code: "audited", Text: "This sealed ballot, or another one of yours, was opened as a test and can never be cast. Nothing was put in the urn.", Next: "Go back and seal your ballot afresh."}
}

// checkOpened returns the marks of an audited ballot that holds.
func (u *urn) checkOpened(ctx context.Context, terms sealed.Terms, encoding []byte) ([][]byte, error) {
	end, err := u.turn(ctx)
	if err != nil {
		return nil, err
	}
	defer end()
	o, err := sealed.DecodeOpened(terms.Points, encoding)
	if err == nil {
		err = o.Verify(terms)
	}
	if err != nil {
		return nil, &view.Problem{Code: "refused", Text: fmt.Sprintf("The opened ballot does not hold and was not stored: %v.", err), Next: "Make it anew with a booth of this version."}
	}
	return o.Ballot.Marks(), nil
}

// handOver gives the registrar, which publishes them, the audited ballots that it
// has not taken from this process yet. It takes the same one again.
func (u *urn) handOver(ctx context.Context, b journal.Ballot, t *task) error {
	id := b.Definition.Ballot
	list, err := u.box.audited(ctx, id)
	if err != nil {
		return err
	}
	for _, encoding := range list {
		hash := sealed.Hash(encoding)
		if t.handed[hash] {
			continue
		}
		if err := u.link.call(ctx, wire.CmdOpened, wire.Opened{Ballot: id, Opened: encoding}, new(wire.Done)); err != nil {
			return fmt.Errorf("%w: an audited ballot of %s: %w", errPost, id, err)
		}
		crash.At("urn.audit.handed")
		if t.handed == nil {
			t.handed = map[[32]byte]bool{}
		}
		t.handed[hash] = true
	}
	return nil
}

// Audit opens the ballot that was sealed last as a test of this booth, and has it
// published. It may be called again after an error. The visitor then seals afresh,
// under another token key.
func (v *Visitor) Audit(ctx context.Context) (view.AuditDone, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	switch {
	case v.done != nil:
		return view.AuditDone{}, alreadyIn()
	case v.booth == nil && v.audit != nil:
		return *v.audit, nil
	case v.booth == nil:
		return view.AuditDone{}, notSealed()
	case v.attempt >= booth.MaxAttempts:
		return view.AuditDone{}, view.AuditsUsed(booth.MaxAttempts)
	}
	encoding, err := v.booth.Audit()
	if errors.Is(err, booth.ErrAsked) {
		return view.AuditDone{}, view.AuditAsked()
	}
	if err != nil {
		return view.AuditDone{}, err
	}
	if err := v.urn.audit(ctx, v.ballot, encoding, true); err != nil {
		return view.AuditDone{}, err
	}
	v.audit = &view.AuditDone{Code: v.code}
	if f := v.urn.config.AuditLookup; f != nil {
		v.audit.Lookup = f(v.ballot, v.code)
	}
	v.eraseBooth()
	return *v.audit, nil
}
