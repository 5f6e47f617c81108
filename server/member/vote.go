package member

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"valurna/ballot/booth"
	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/sealed"
	"valurna/server/crash"
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
	r, err := m.load(ballot)
	if err != nil {
		return nil, err
	}
	crash.At("booth.seed.saved")
	if len(r.Sealed) == 0 {
		if r.Sealed, err = m.finish(ctx, t, contest, r, seat, choice, word); err != nil {
			return nil, err
		}
		if err := m.save(r); err != nil {
			return nil, err
		}
		crash.At("booth.ballot.saved")
	}
	if r.Receipt == nil {
		if r.Receipt, err = m.cast(ctx, t, ballot, r.Sealed); err != nil {
			return nil, err
		}
		crash.At("booth.cast.answered")
		if err := m.save(r); err != nil {
			return nil, err
		}
		crash.At("booth.receipt.saved")
	}
	code, err := sealed.CodeOf(t.Context, r.Sealed)
	return &Done{Code: code, Receipt: *r.Receipt}, err
}

func (m *Member) finish(ctx context.Context, t sealed.Terms, contest kind.Contest, r *record, seat int, choice kind.Choice, word string) ([]byte, error) {
	b, err := booth.New(t, contest, booth.Seed(r.Seed))
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
	sig, err := m.token(ctx, r.Ballot, seat, t.Context, blinded)
	if err != nil {
		return nil, err
	}
	crash.At("booth.token.got")
	return b.Finish(sig)
}

// cast goes through the jump to the cast address, where no handle is passed on,
// and brings back a receipt that has been checked.
func (m *Member) cast(ctx context.Context, t sealed.Terms, ballot string, encoding []byte) (*journal.Statement, error) {
	urn := m.signed.Manifest.Urn
	c, err := m.client.Through(ctx, urn.Cast, urn.HostKey, wire.UserBallot)
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
	hash, err := m.signed.Manifest.Hash()
	if err != nil {
		return nil, err
	}
	got, err := booth.OpenReceipt(m.signed.Manifest, hash, *st)
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

// ErrMissing says that a ballot with a valid receipt is not among the sealed.
var ErrMissing = errors.New("member: your ballot is NOT among the sealed ballots although the urn gave a receipt: keep the booth's file and tell the chair at once")

// CheckIncluded fetches the sealed ballots and looks for the member's own one.
// The seal must be cosigned, and root and count must be those of the list.
func (m *Member) CheckIncluded(ctx context.Context, ballot string) error {
	r, err := m.load(ballot)
	if err != nil {
		return err
	}
	m.mu.Lock()
	b := m.state.Ballot(ballot)
	cosigned := b != nil && b.Seal != nil && m.size > b.SealSeq
	m.mu.Unlock()
	if !cosigned || len(r.Sealed) == 0 {
		return fmt.Errorf("member: ballot %s is not sealed and cosigned yet, or you have not voted in it", ballot)
	}
	list, err := m.sealed(ctx, m.client, b)
	if err != nil {
		return err
	}
	for _, encoding := range list {
		if bytes.Equal(encoding, r.Sealed) {
			r.Included = true
			err := m.save(r)
			crash.At("booth.included.saved")
			return err
		}
	}
	return ErrMissing
}
