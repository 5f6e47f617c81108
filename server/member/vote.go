package member

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"

	"valurna/ballot/booth"
	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/ballot/sealed"
	"valurna/ballot/view"
	"valurna/server/wire"
)

// Done is a vote that is in.
type Done struct {
	Code    sealed.Code
	Receipt journal.Statement
}

// Vote casts one vote and returns when the urn's receipt is on this machine's
// disk. Called again it goes on where it was: a ballot that was finished before
// is the one that is cast, whatever the choice now.
func (m *Member) Vote(ctx context.Context, ballot string, seat int, choice kind.Choice, word string) (*Done, error) {
	m.voting.Lock()
	defer m.voting.Unlock()
	t, contest, err := m.terms(ballot)
	if err != nil {
		return nil, err
	}
	r, err := m.keep.begin(ballot)
	if err != nil {
		return nil, err
	}
	if len(r.Sealed) == 0 {
		if r.Sealed, err = m.finish(ctx, t, contest, r, seat, choice, word); err != nil {
			return nil, err
		}
		if err := m.keep.save(r); err != nil {
			return nil, err
		}
	}
	if r.Receipt == nil {
		if r.Receipt, err = castAt(ctx, m.client, m.signed, t, ballot, r.Sealed); err != nil {
			return nil, err
		}
		if err := m.keep.save(r); err != nil {
			return nil, err
		}
	}
	code, err := sealed.CodeOf(t.Context, r.Sealed)
	return &Done{Code: code, Receipt: *r.Receipt}, err
}

func (m *Member) finish(ctx context.Context, t sealed.Terms, contest kind.Contest, r *record, seat int, choice kind.Choice, word string) ([]byte, error) {
	b, err := booth.New(t, contest, r.seed())
	if err != nil {
		return nil, err
	}
	defer b.Erase()
	if _, err := b.Seal(choice, word, rand.Reader); err != nil {
		return nil, err
	}
	blinded, err := b.Request()
	if err != nil {
		return nil, err
	}
	r.Asked = true
	if err := m.keep.save(r); err != nil {
		return nil, err
	}
	sig, err := m.token(ctx, r.Ballot, seat, t.Context, blinded)
	if err != nil {
		return nil, err
	}
	return b.Finish(sig)
}

// castAt goes through the jump to the cast address, where no handle is passed on,
// and brings back a receipt that has been checked.
func castAt(ctx context.Context, client *wire.Client, signed *manifest.Signed, t sealed.Terms, ballot string, encoding []byte) (*journal.Statement, error) {
	urn := signed.Manifest.Urn
	c, err := client.Through(ctx, urn.Cast, urn.HostKey, wire.UserBallot)
	if err != nil {
		return nil, fmt.Errorf("member: the urn was not reached, the vote is not in yet: %w", err)
	}
	defer c.Close()
	out, err := c.Run(ctx, wire.Command(wire.CmdCast, ballot), encoding)
	if err != nil {
		return nil, err
	}
	st := new(journal.Statement)
	if err := canon.Unmarshal(bytes.TrimSuffix(out, []byte("\n")), st); err != nil {
		return nil, fmt.Errorf("member: the urn's answer is no receipt, so the vote is not known to be in: %w", err)
	}
	hash, err := signed.Manifest.Hash()
	if err != nil {
		return nil, err
	}
	got, err := booth.OpenReceipt(signed.Manifest, hash, *st)
	if err != nil {
		return nil, err
	}
	// The name of the ballot and the code too: a receipt that says another
	// ballot's would prove nothing when this one is missing.
	want, err := booth.NewReceipt(ballot, t.Context, encoding)
	if err != nil {
		return nil, err
	}
	if got.Ballot != want.Ballot || got.Code != want.Code || !bytes.Equal(got.Leaf, want.Leaf) {
		return nil, fmt.Errorf("%w: it is for another ballot", booth.ErrReceipt)
	}
	return st, nil
}

// Test seals a choice and opens it as a test of the booth instead of casting it, and
// returns its code when the urn has it to be published. Vote then goes on with the
// next attempt.
func (m *Member) Test(ctx context.Context, ballot string, choice kind.Choice, word string) (sealed.Code, error) {
	m.voting.Lock()
	defer m.voting.Unlock()
	t, contest, err := m.terms(ballot)
	if err != nil {
		return sealed.Code{}, err
	}
	r, err := m.keep.begin(ballot)
	switch {
	case err != nil:
		return sealed.Code{}, err
	case r.Asked:
		return sealed.Code{}, view.AuditAsked()
	case r.Attempt >= booth.MaxAttempts:
		return sealed.Code{}, view.AuditsUsed(booth.MaxAttempts)
	}
	b, err := booth.New(t, contest, r.seed())
	if err != nil {
		return sealed.Code{}, err
	}
	defer b.Erase()
	code, err := b.Seal(choice, word, rand.Reader)
	if err != nil {
		return sealed.Code{}, err
	}
	opened, err := b.Audit()
	if err != nil {
		return sealed.Code{}, err
	}
	r.Attempt++
	if err := m.keep.save(r); err != nil {
		return sealed.Code{}, err
	}
	return code, auditAt(ctx, m.client, m.signed, ballot, opened)
}

// auditAt hands an audited ballot to the urn, over the same way as a vote.
func auditAt(ctx context.Context, client *wire.Client, signed *manifest.Signed, ballot string, opened []byte) error {
	urn := signed.Manifest.Urn
	c, err := client.Through(ctx, urn.Cast, urn.HostKey, wire.UserBallot)
	if err != nil {
		return fmt.Errorf("member: the urn was not reached, the test is not published yet: %w", err)
	}
	defer c.Close()
	out, err := c.Run(ctx, wire.Command(wire.CmdAudit, ballot), opened)
	if err != nil {
		return err
	}
	_, err = wire.Decode[wire.Done](out)
	return err
}

// ErrMissing says that a ballot with a valid receipt is not among the sealed.
var ErrMissing = errors.New("member: your ballot is NOT among the sealed ballots although the urn gave a receipt: keep the booth's file and tell the chair at once")

// CheckIncluded fetches the sealed ballots and looks for the member's own one.
// The seal must be cosigned, and root and count must be those of the list.
func (m *Member) CheckIncluded(ctx context.Context, ballot string) error {
	r, err := m.keep.record(ballot)
	if err != nil {
		return err
	}
	if r == nil || len(r.Sealed) == 0 {
		return fmt.Errorf("member: ballot %s is not sealed and cosigned yet, or you have not voted in it", ballot)
	}
	found, err := m.included(ctx, m.client, ballot, r.Sealed)
	if err != nil {
		return err
	}
	if !found {
		return ErrMissing
	}
	r.Included = true
	return m.keep.save(r)
}

// included looks for an encoding among the sealed ballots.
func (j *Journal) included(ctx context.Context, client *wire.Client, ballot string, encoding []byte) (bool, error) {
	j.mu.Lock()
	b := j.state.Ballot(ballot)
	cosigned := b != nil && b.Seal != nil && j.size > b.SealSeq
	j.mu.Unlock()
	if !cosigned {
		return false, fmt.Errorf("member: ballot %s is not sealed and cosigned yet, or you have not voted in it", ballot)
	}
	list, err := j.sealed(ctx, client, b)
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(list, func(other []byte) bool { return bytes.Equal(other, encoding) }), nil
}
