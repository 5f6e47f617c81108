package registrar

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"valurna/ballot/bundle"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/sealed"
	"valurna/ballot/tally"
	"valurna/ballot/verify"
	"valurna/ballot/view"
	"valurna/crypto/group"
	"valurna/server/wire"
)

// The result is the urn's word until somebody has counted again. The registrar
// does so before it offers the chair to certify: a false result is refused on the
// evening, not found by an observer afterwards. What it fetches for that is public
// since the seal, and it keeps none of it.

// recountTime bounds one attempt; recountAgain is the wait before the next.
const (
	recountTime  = 2 * time.Minute
	recountAgain = 2 * time.Second
)

// errFalseResult says that the evidence does not give the result.
var errFalseResult = errors.New("the result is not what the trustees decrypted")

// startRecount counts again in the background, once a ballot. mu is held.
func (r *Registrar) startRecount(ctx context.Context, b *journal.Ballot) {
	id := b.Definition.Ballot
	if _, begun := r.recounts[id]; begun {
		return
	}
	r.recounts[id] = errNotRecounted
	go func() {
		for {
			err := r.recount(ctx, id)
			r.mu.Lock()
			r.recounts[id] = err
			r.wake()
			r.mu.Unlock()
			if err == nil || errors.Is(err, errFalseResult) {
				if err != nil {
					r.log.Error("the urn's result does not hold", "ballot", id, "error", err)
				}
				return
			}
			select {
			case <-ctx.Done():
				return
			case <-time.After(recountAgain):
			}
		}
	}()
}

// errNotRecounted is a recount's state before it has ended.
var errNotRecounted = errors.New("the result is being counted again")

func (r *Registrar) recount(ctx context.Context, id string) error {
	ctx, cancel := context.WithTimeout(ctx, recountTime)
	defer cancel()
	r.mu.Lock()
	b := *r.state.Ballot(id)
	terms, err := r.state.Terms(id)
	m := r.state.Manifest()
	var public []*group.Point
	for i := range m.Trustees {
		p, e := r.state.PublicShare(b.Definition.KeyIndex, i+1)
		err = errors.Join(err, e)
		public = append(public, p)
	}
	r.mu.Unlock()
	if err != nil {
		return err
	}
	evidence, err := r.evidence(ctx, m, &b)
	if err != nil {
		return err
	}
	share := func(_, i int) (*group.Point, error) { return public[i-1], nil }
	if err := verify.Recount(m, b, terms, share, evidence); err != nil {
		return fmt.Errorf("%w: %w", errFalseResult, err)
	}
	return nil
}

// evidenceOf asks the urn for the sealed ballots and for what the trustees have
// made of them.
func evidenceOf(ctx context.Context, m *manifest.Manifest, b *journal.Ballot) (verify.Evidence, error) {
	var e verify.Evidence
	urn, err := wire.Announced(ctx, m.Urn.Cast, m.Urn.HostKey, wire.UserBallot)
	if err != nil {
		return e, err
	}
	defer urn.Close()
	get := func(hash []byte) ([]byte, error) {
		return urn.Run(ctx, wire.Command(wire.CmdGet, hex.EncodeToString(hash)), nil)
	}
	if e.Sealed, err = sealedList(ctx, urn, b); err != nil {
		return e, err
	}
	for _, s := range b.Shuffles {
		data, err := get(s.Output)
		if err != nil {
			return e, err
		}
		output, proof, err := tally.SplitShuffle(b, data)
		if err != nil {
			return e, err
		}
		e.Shuffles = append(e.Shuffles, bundle.Shuffle{Trustee: s.Trustee, Output: output, Proof: proof})
	}
	if b.Combined != nil {
		e.Combined, err = get(b.Combined.Points)
	}
	return e, err
}

// sealedList asks the urn for the sealed ballots of a ballot. What it gives is
// checked against the seal by whoever uses it.
func sealedList(ctx context.Context, urn *wire.Client, b *journal.Ballot) ([][]byte, error) {
	data, err := urn.Run(ctx, wire.Command(wire.CmdSealed, b.Definition.Ballot), nil)
	if err != nil {
		return nil, err
	}
	size := sealed.Size(b.Definition.Points)
	if len(data)%size != 0 {
		return nil, fmt.Errorf("the urn gave %d bytes, which are no ballots of %d", len(data), size)
	}
	return slices.Collect(slices.Chunk(data, size)), nil
}

// recounted says whether a result may be certified.
func (r *Registrar) recounted(id string) error {
	switch err := r.recounts[id]; {
	case err == nil:
		if _, done := r.recounts[id]; done {
			return nil
		}
		fallthrough
	case !errors.Is(err, errFalseResult):
		return &view.Problem{Code: "not-ready", Text: "The result is still being counted again. It was not certified.", Next: "Wait a moment and try again; if it stays so, the urn does not answer the registrar."}
	default:
		return &view.Problem{Code: "false-result", Text: "The urn's result is not what the trustees decrypted. It was not certified: " + err.Error() + ".", Next: "Declare the ballot void with a reason, and vote again with another urn."}
	}
}
