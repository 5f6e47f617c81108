package urn

import (
	"context"
	"errors"
	"fmt"

	"valurna/ballot/booth"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/sealed"
	"valurna/ballot/view"
	"valurna/server/crash"
)

// accept takes one sealed ballot and returns its receipt, which is given only
// for what is on disk. The same bytes get the same receipt as often as they come,
// also after the close. A *view.Problem says that nothing was stored; after any
// other error the ballot may be in.
func (u *urn) accept(ctx context.Context, id string, encoding []byte) (journal.Statement, error) {
	u.news.soon(ctx, func() bool { return !u.opening(id) })
	h, b, err := u.open(id)
	if err != nil {
		return journal.Statement{}, err
	}
	if h == nil {
		return u.receiptAgain(ctx, b, encoding)
	}
	marks, err := u.check(ctx, h.terms, encoding)
	if err != nil {
		return journal.Statement{}, err
	}
	crash.At("urn.accept.checked")
	err = h.use(func(s *secrets) error { return u.box.accept(ctx, s, id, h.size, marks, encoding) })
	crash.At("urn.accept.stored")
	switch {
	case errors.Is(err, errClosed):
		return journal.Statement{}, closed(id)
	case errors.Is(err, errOther):
		return journal.Statement{}, &view.Problem{Code: "other-ballot", Text: "Another ballot came under this token before. This one was not stored.", Next: "A vote cannot be changed once it is in."}
	case errors.Is(err, errAudited):
		return journal.Statement{}, testedAlready()
	case err != nil:
		return journal.Statement{}, err
	}
	return u.receipt(b, encoding)
}

// open gives the ballot if ballots can come: with its key, or without one when
// the seal is past.
func (u *urn) open(id string) (*held, journal.Ballot, error) {
	u.mu.RLock()
	h, why, fault := u.held[id], u.why[id], u.fault
	u.mu.RUnlock()
	b, known := u.ballot(id)
	switch {
	case fault != nil:
		return nil, b, &view.Problem{Code: "fork", Text: "The urn has proof that the journal was shown in two versions. Nothing is accepted.", Next: "Tell the chair and the witnesses."}
	case !known:
		return nil, b, &view.Problem{Code: "ballot", Text: "The urn knows no such ballot.", Next: "Look at the desk for the ballot that is open."}
	case b.Phase == journal.Defined:
		return nil, b, &view.Problem{Code: "not-open", Text: fmt.Sprintf("Ballot %s is not open yet. Nothing was stored.", id), Next: "Wait until the chair opens it."}
	case b.Phase == journal.Voided:
		return nil, b, &view.Problem{Code: "void", Text: fmt.Sprintf("Ballot %s is void. Nothing was stored.", id), Next: "Wait for the chair."}
	case h != nil || b.Phase >= journal.Sealed:
		return h, b, nil
	case errors.Is(why, errKeyLost):
		return nil, b, &view.Problem{Code: "key-lost", Text: fmt.Sprintf("The urn has lost the key of ballot %s: what it stored cannot be read. Nothing was stored.", id), Next: "Tell the chair: this ballot must be void."}
	}
	return nil, b, &view.Problem{Code: "not-ready", Text: fmt.Sprintf("The urn is not ready for ballot %s. Nothing was stored.", id), Next: "Try again in a moment; if it fails again, tell the chair."}
}

// opening says whether a ballot is about to be open here.
func (u *urn) opening(id string) bool {
	b, known := u.ballot(id)
	u.mu.RLock()
	defer u.mu.RUnlock()
	return known && u.fault == nil && u.why[id] == nil && u.held[id] == nil && b.Phase <= journal.Closed
}

// turn waits for a place to check a ballot: as many at a time as there are
// processors, since more would only slow all down.
func (u *urn) turn(ctx context.Context) (end func(), err error) {
	select {
	case u.verify <- struct{}{}:
		return func() { <-u.verify }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// check checks a ballot as every verifier will, and returns its marks, the token
// key first.
func (u *urn) check(ctx context.Context, terms sealed.Terms, encoding []byte) ([][]byte, error) {
	end, err := u.turn(ctx)
	if err != nil {
		return nil, err
	}
	defer end()
	s, err := sealed.Decode(terms.Points, encoding)
	if err == nil {
		err = s.Verify(terms)
	}
	if err != nil {
		return nil, &view.Problem{Code: "refused", Text: fmt.Sprintf("The ballot does not hold and was not stored: %v.", err), Next: "Make it anew with a booth of this version."}
	}
	return s.Marks(), nil
}

// receiptAgain answers for what is sealed already.
func (u *urn) receiptAgain(ctx context.Context, b journal.Ballot, encoding []byte) (journal.Statement, error) {
	in, err := u.box.isSealed(ctx, b.Definition.Ballot, encoding)
	if err != nil {
		return journal.Statement{}, err
	}
	if !in {
		return journal.Statement{}, closed(b.Definition.Ballot)
	}
	return u.receipt(b, encoding)
}

func (u *urn) receipt(b journal.Ballot, encoding []byte) (journal.Statement, error) {
	r, err := booth.NewReceipt(b.Definition.Ballot, b.Context, encoding)
	if err != nil {
		return journal.Statement{}, err
	}
	st, err := journal.Sign(u.hash, manifest.ByUrn, u.keys.receipt, booth.TypeReceipt, r)
	crash.At("urn.accept.signed")
	return st, err
}

func closed(id string) *view.Problem {
	return &view.Problem{Code: "closed", Text: fmt.Sprintf("Ballot %s is closed. Nothing was stored.", id), Next: "Wait for the result."}
}
