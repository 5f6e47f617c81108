package urn

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"sync"
	"time"

	"valurna/ballot/bundle"
	"valurna/ballot/journal"
	"valurna/ballot/sealed"
	"valurna/crypto/group"
	"valurna/crypto/threshold"
	"valurna/server/crash"
	"valurna/server/wire"
)

// tally counts as soon as enough trustees have decrypted, and posts the result.
func (u *urn) tally(ctx context.Context, b journal.Ballot, t *task) error {
	if len(b.Shares) < u.manifest.Threshold {
		return nil
	}
	if t.result == nil {
		r, err := u.count(ctx, b, t)
		var bad *badParts
		if errors.As(err, &bad) {
			u.log.Warn("a trustee's parts are rejected", "ballot", b.Definition.Ballot, "trustee", bad.trustee, "why", bad.why)
			t.parts = nil
			return u.post(ctx, t, journal.TypeReject, journal.Reject{Ballot: b.Definition.Ballot, Trustee: bad.trustee, Reason: bad.reason})
		}
		if err != nil {
			return err
		}
		t.result = r
		crash.At("urn.tally.counted")
	}
	return u.post(ctx, t, journal.TypeResult, t.result)
}

// badParts names a trustee whose parts cannot be used. reason is for the journal,
// why for this urn's log.
type badParts struct{ trustee, reason, why string }

func (b *badParts) Error() string { return "urn: trustee " + b.trustee + ": " + b.why }

// absentFor is how long the parts behind an entry may be on their way.
const absentFor = 20 * time.Second

var errAbsent = errors.New("urn: a trustee's parts are not here yet: the trustee's program has to send them")

// count verifies every trustee's parts, opens the ballots and counts them by the
// rules of their kind.
func (u *urn) count(ctx context.Context, b journal.Ballot, t *task) (*journal.Result, error) {
	d := b.Definition
	list, err := u.box.list(ctx, d.Ballot)
	if err != nil {
		return nil, err
	}
	cts, err := ciphertexts(d.Points, list)
	if err != nil {
		return nil, err
	}
	c1s := make([]*group.Point, len(cts))
	for i := range cts {
		c1s[i] = cts[i].C1
	}
	if err := u.gather(b, t); err != nil {
		return nil, err
	}
	indices, parts := make([]int, len(b.Shares)), make([][]*group.Point, len(b.Shares))
	for k, share := range b.Shares {
		indices[k] = u.manifest.Trustee(share.Trustee)
		if parts[k], err = u.checkParts(b, share, indices[k], t.parts[k], c1s); err != nil {
			return nil, &badParts{share.Trustee, "its parts of the decryption do not verify against its public share", err.Error()}
		}
	}
	payloads := make([][]byte, len(list))
	err = parallel(len(list), func(i int) error {
		from, to := i*d.Points, (i+1)*d.Points
		slice := make([][]*group.Point, len(parts))
		for k := range parts {
			slice[k] = parts[k][from:to]
		}
		opened, err := threshold.Combine(indices, slice, cts[from:to])
		if err != nil {
			return err
		}
		// Points that hold no payload are a spoilt ballot, which counts as invalid.
		if p, err := sealed.Payload(opened); err == nil {
			payloads[i] = p
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	sum := d.Contest.Count(payloads)
	return &journal.Result{
		Ballot: d.Ballot, Cast: len(list), Valid: sum.Valid, Invalid: sum.Invalid, Blank: sum.Blank,
		Options: sum.Options, Elected: sum.Elected, Ties: sum.Ties,
	}, nil
}

func ciphertexts(points int, list [][]byte) ([]threshold.Ciphertext, error) {
	cts := make([]threshold.Ciphertext, len(list)*points)
	err := parallel(len(list), func(i int) error {
		s, err := sealed.Decode(points, list[i])
		if err == nil {
			copy(cts[i*points:], s.Ciphertexts)
		}
		return err
	})
	return cts, err
}

// gather reads the parts that the journal names.
func (u *urn) gather(b journal.Ballot, t *task) error {
	if len(t.parts) == len(b.Shares) {
		return nil
	}
	if t.absent == nil {
		t.absent = map[string]time.Time{}
	}
	parts := make([][]byte, len(b.Shares))
	for k, share := range b.Shares {
		data, err := u.evidence.get(b.Definition.Ballot, share.Parts)
		if errors.Is(err, os.ErrNotExist) {
			since, missed := t.absent[share.Trustee]
			if !missed {
				since = time.Now()
				t.absent[share.Trustee] = since
			}
			if time.Since(since) > absentFor {
				return &badParts{share.Trustee, "its parts of the decryption never reached the urn", "no parts"}
			}
			return fmt.Errorf("%w (trustee %s)", errAbsent, share.Trustee)
		}
		if err != nil {
			return err
		}
		parts[k] = data
	}
	t.parts = parts
	return nil
}

func (u *urn) checkParts(b journal.Ballot, share journal.Shares, index int, data []byte, c1s []*group.Point) ([]*group.Point, error) {
	if len(data) != len(c1s)*group.Size {
		return nil, fmt.Errorf("%d bytes for %d ciphertexts", len(data), len(c1s))
	}
	parts := make([]*group.Point, len(c1s))
	err := parallel(len(parts), func(j int) (err error) {
		parts[j], err = group.NewPoint().SetBytes(data[j*group.Size : (j+1)*group.Size])
		return err
	})
	if err != nil {
		return nil, err
	}
	proof := new(threshold.PartProof)
	if err := proof.Decode(share.Proof); err != nil {
		return nil, err
	}
	u.mu.RLock()
	public, err := u.state.PublicShare(b.Definition.KeyIndex, index)
	u.mu.RUnlock()
	if err != nil {
		return nil, err
	}
	return parts, threshold.VerifyParts(b.DecryptContext(), index, public, c1s, parts, proof)
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
	if err := u.gather(b, t); err != nil {
		return err
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
		Audited: audited,
		Ballot:  id, Entries: entries, Checkpoints: []string{b.Open.Checkpoint, b.Decrypt.Checkpoint, last.note}, Sealed: list,
	}
	for k, share := range b.Shares {
		out.Parts = append(out.Parts, bundle.Part{Trustee: share.Trustee, Data: t.parts[k]})
	}
	var data bytes.Buffer
	if err := bundle.Write(&data, out); err != nil {
		return err
	}
	crash.At("urn.publish.made")
	c, err := u.link.get()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, publishTime)
	defer cancel()
	if _, err := c.Run(ctx, wire.Command(wire.CmdPublish, id), data.Bytes()); err != nil {
		return fmt.Errorf("urn: the registrar did not take the bundle: %w", err)
	}
	u.log.Info("bundle published", "ballot", id)
	t.parts = nil
	crash.At("urn.publish.taken")
	err = u.box.markPublished(ctx, id)
	crash.At("urn.publish.marked")
	return err
}

// parallel runs f for 0 to n-1 on all processors and returns the first error.
func parallel(n int, f func(i int) error) error {
	workers := min(runtime.GOMAXPROCS(0), n)
	errs := make([]error, workers)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := w; i < n && errs[w] == nil; i += workers {
				errs[w] = f(i)
			}
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}
