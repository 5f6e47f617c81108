package urn

import (
	"context"
	"errors"

	"valurna/ballot/journal"
	"valurna/server/wire"
)

// troubles says what keeps a ballot from going on in a sentence for the chair.
// None holds a name, a handle, a path or any text that came from elsewhere.
var troubles = []struct {
	err  error
	text string
}{
	{errKeyLost, "The urn has lost this ballot's key; what it stored cannot be read. The ballot must be void."},
	{errMissing, "Stored ballots have disappeared from the urn's disk. Nothing was sealed; the ballot must be void."},
	{errContext, "The urn's store knows another ballot under this name. Nothing was done; tell the urn's operator."},
	{errUnreadable, "A stored ballot cannot be read with the key at hand. Nothing was sealed; tell the urn's operator."},
	{errOtherSeal, "The urn's store has not made the seal of the journal. Tell the urn's operator to restore the right store."},
	{errDamaged, "What a trustee has made is damaged on the urn's disk. That trustee's program has to connect again."},
	{errAbsent, "What a trustee has made has not reached the urn. That trustee's program has to run and send it."},
	{errNobodyLeft, "Too many trustees were rejected: nobody is left to shuffle. The ballot must be void."},
	{errPost, "The registrar does not take what the urn sends. Tell both operators to look at their logs."},
}

const otherTrouble = "The urn cannot go on with this ballot and tries again. Tell its operator to look at its log."

// trouble is what the chair is told about a ballot without a result; "" if all is
// well.
func (u *urn) trouble(b journal.Ballot) string {
	u.mu.RLock()
	why := u.why[b.Definition.Ballot]
	u.mu.RUnlock()
	if why == nil || b.Phase >= journal.Decided {
		return ""
	}
	for _, t := range troubles {
		if errors.Is(why, t.err) {
			return t.text
		}
	}
	return otherTrouble
}

// reportAll is due at fixed intervals: for ballots that are open, and for those
// that are in trouble or were when the registrar was last told.
func (u *urn) reportAll(ctx context.Context, tasks map[string]*task) {
	for _, b := range u.due() {
		t := tasks[b.Definition.Ballot]
		if t == nil {
			continue // the tender comes to it now
		}
		open := b.Phase == journal.Opened || b.Phase == journal.Closed
		if trouble := u.trouble(b); open || trouble != "" || t.told != "" {
			u.report(ctx, b, t)
		}
	}
}

// report tells the registrar, for the chair, how many ballots are in and what
// keeps the ballot from going on. One that does not arrive is followed by the next.
func (u *urn) report(ctx context.Context, b journal.Ballot, t *task) {
	r := wire.CountReport{Ballot: b.Definition.Ballot, Trouble: u.trouble(b)}
	if b.Stop != nil {
		r.Cast = b.Stop.Cast
	} else {
		n, err := u.box.cast(ctx, r.Ballot)
		if err != nil && r.Trouble == "" {
			return // the tender meets the same error and says so
		}
		r.Cast = n
	}
	t.tried = r.Trouble
	if u.link.call(ctx, wire.CmdCount, r, nil) == nil {
		t.told = r.Trouble
	}
}
