package urn

import (
	"context"
	"errors"

	"valurna/ballot/bundle"
	"valurna/ballot/journal"
	"valurna/ballot/tally"
	"valurna/server/crash"
)

// tally brings a ballot from the end of its check window to its result: the
// trustees shuffle in turn, t of them give their parts, and prove the sum.
func (u *urn) tally(ctx context.Context, b journal.Ballot, t *task) error {
	err := u.tallyStep(ctx, b, t)
	var bad *badWork
	if !errors.As(err, &bad) {
		return err
	}
	u.log.Warn("a trustee is rejected", "ballot", b.Definition.Ballot, "trustee", bad.trustee, "why", bad.why)
	return u.post(ctx, t, journal.TypeReject, journal.Reject{Ballot: b.Definition.Ballot, Trustee: bad.trustee, Reason: bad.reason})
}

func (u *urn) tallyStep(ctx context.Context, b journal.Ballot, t *task) error {
	due := u.manifest.Threshold
	switch {
	case b.Seal.Count == 0:
	case !b.Shuffled():
		return u.awaitTurn(ctx, b, t)
	case len(b.Shares) < due:
		_, err := u.mixed(ctx, b, t)
		return err
	case b.Combined == nil:
		return u.combine(ctx, b, t)
	case len(b.Proofs) < due:
		return u.awaitProofs(ctx, b, t)
	}
	if t.result == nil {
		r, err := u.count(ctx, b, t)
		if err != nil {
			return err
		}
		t.result = r
		crash.At("urn.tally.counted")
	}
	return u.post(ctx, t, journal.TypeResult, t.result)
}

// count verifies what the trustees have proved, opens the ballots and counts them
// by the rules of their kind.
func (u *urn) count(ctx context.Context, b journal.Ballot, t *task) (*journal.Result, error) {
	if b.Seal.Count == 0 {
		return tally.Count(&b, nil), nil
	}
	list, err := u.mixed(ctx, b, t)
	if err != nil {
		return nil, err
	}
	combined, err := u.evidence.get(b.Definition.Ballot, b.Combined.Points)
	if err != nil {
		return nil, err
	}
	opened, err := tally.Open(u.manifest, &b, u.publics(b), list, combined)
	var culprit *tally.Culprit
	if errors.As(err, &culprit) {
		return nil, &badWork{culprit.Trustee, journal.RejectProof, err.Error()}
	}
	if err != nil {
		return nil, err
	}
	return tally.Count(&b, opened), nil
}

// publish hands the registrar the bundle of a certified ballot, once a checkpoint
// with the quorum covers its certification.
func (u *urn) publish(ctx context.Context, b journal.Ballot, t *task) error {
	id := b.Definition.Ballot
	r, err := u.box.record(ctx, id)
	if err != nil || r.published {
		return err
	}
	u.mu.RLock()
	last := u.last
	entries := u.leaf[:min(last.size, int64(len(u.leaf)))]
	u.mu.RUnlock()
	if last.size <= b.CertifySeq {
		return nil
	}
	list, err := u.box.list(ctx, id)
	if err != nil {
		return err
	}
	audited, err := u.box.audited(ctx, id)
	if err != nil {
		return err
	}
	out := &bundle.Bundle{
		Ballot: id, Entries: entries, Checkpoints: []string{b.Open.Checkpoint, b.Decrypt.Checkpoint, last.note}, Sealed: list, Audited: audited,
	}
	if err := u.addMixing(out, b, t); err != nil {
		return err
	}
	return u.hand(ctx, out)
}

// addMixing adds what the trustees have made of the sealed ballots.
func (u *urn) addMixing(out *bundle.Bundle, b journal.Ballot, t *task) error {
	for _, s := range b.Shuffles {
		data, err := u.kept(b, t, s.Trustee, s.Output)
		if err != nil {
			return err
		}
		output, proof, err := tally.SplitShuffle(&b, data)
		if err != nil {
			return err
		}
		out.Shuffles = append(out.Shuffles, bundle.Shuffle{Trustee: s.Trustee, Output: output, Proof: proof})
	}
	if b.Combined == nil {
		return nil
	}
	var err error
	out.Combined, err = u.evidence.get(b.Definition.Ballot, b.Combined.Points)
	return err
}
