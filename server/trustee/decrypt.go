package trustee

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/sealed"
	"valurna/crypto/group"
	"valurna/crypto/threshold"
	"valurna/server/crash"
	"valurna/server/party"
	"valurna/server/wire"
)

// errRefused says that this ballot box is not decrypted by this trustee.
var errRefused = errors.New("NOT DECRYPTED")

// decrypt gives this trustee's parts of a ballot that is to be decrypted. A box
// that does not hold is refused and said; what may be better next time, such as
// an urn that does not answer, is an error and tried again.
func (t *trustee) decrypt(ctx context.Context, s *journal.State, b *journal.Ballot) error {
	id, me := b.Definition.Ballot, t.meeting.ID.Name
	given := slices.ContainsFunc(b.Shares, func(sh journal.Shares) bool { return sh.Trustee == me })
	if b.Phase != journal.Decrypting || given || len(b.Shares) >= s.Manifest().Threshold || t.done["decrypt "+id] {
		return nil
	}
	t.late = false
	err := t.open(ctx, s, b)
	var stopped *party.Stop
	if errors.Is(err, errRefused) && !errors.As(err, &stopped) {
		t.say("ballot %s: %v", id, err)
		err = nil
	}
	// Shares that came too late are not entered. They are sent again if others'
	// are rejected and there is room.
	if err == nil && !t.late {
		t.done["decrypt "+id] = true
	}
	return err
}

func (t *trustee) open(ctx context.Context, s *journal.State, b *journal.Ballot) error {
	share, err := t.allowed(s, b)
	if err != nil {
		return err
	}
	c1s, err := t.box(ctx, s, b)
	if err != nil {
		return err
	}
	crash.At("trustee.box.verified")
	if err := t.meeting.Remember(s); err != nil {
		return err
	}
	d := &b.Definition
	place, err := t.memory.decrypt(decryption{Ballot: d.Ballot, KeyIndex: d.KeyIndex, Context: b.Context[:], Root: b.Seal.Root})
	if err != nil {
		return fmt.Errorf("%w: %w", errRefused, err)
	}
	crash.At("trustee.decrypt.decided")
	public, err := s.PublicShare(d.KeyIndex, t.index())
	if err != nil {
		return err
	}
	points, proof, err := threshold.DecryptParts(b.DecryptContext(), t.index(), share, public, c1s, rand.Reader)
	if err != nil {
		return fmt.Errorf("%w: %w", errRefused, err)
	}
	parts := make([]byte, 0, len(points)*group.Size)
	for _, p := range points {
		parts = append(parts, p.Bytes()...)
	}
	if err := t.settle(place, parts, proof); err != nil {
		return err
	}
	crash.At("trustee.decrypt.settled")
	settled := t.memory.file.Decryption[place]
	if _, err := t.link.Urn(ctx, wire.Command(wire.CmdPut, hex.EncodeToString(settled.Parts), d.Ballot), parts); err != nil {
		return fmt.Errorf("the urn did not take the parts: %w", err)
	}
	crash.At("trustee.decrypt.put")
	t.say("ballot %s: %d sealed ballots verified and decrypted in part", d.Ballot, b.Seal.Count)
	return t.send(ctx, s, wire.CmdPost, journal.TypeShares, journal.Shares{
		Ballot: d.Ballot, Trustee: t.meeting.ID.Name, Parts: settled.Parts, Proof: settled.Proof,
	})
}

// settle saves the parts' hash and their proof before either is sent. After a
// restart the parts are the same and the saved proof is sent again.
func (t *trustee) settle(place int, parts []byte, proof *threshold.PartProof) error {
	sum := sha256.Sum256(parts)
	settled := t.memory.file.Decryption[place]
	if len(settled.Parts) == 0 {
		return t.memory.change(func(f *memoryFile) {
			f.Decryption[place].Parts, f.Decryption[place].Proof = sum[:], proof.Bytes()
		})
	}
	if !bytes.Equal(settled.Parts, sum[:]) {
		return stop("ballot %s: the parts are not those that were made before; nothing was sent: %s is damaged, restore it from a copy", settled.Ballot, t.memory.path)
	}
	return nil
}

// allowed checks everything that the journal says about the decryption, once
// more and by itself, and gives this trustee's share of the key.
func (t *trustee) allowed(s *journal.State, b *journal.Ballot) (*group.Scalar, error) {
	d := &b.Definition
	if err := decryptable(d); err != nil {
		return nil, fmt.Errorf("%w: %w", errRefused, err)
	}
	cp, _, err := s.Policy().Open(b.Decrypt.Checkpoint)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errRefused, err)
	}
	root, err := s.Root(cp.Size)
	if err != nil || root != cp.Root || cp.Size <= b.SealSeq {
		return nil, fmt.Errorf("%w: the quorum's checkpoint does not cover the seal of this journal", errRefused)
	}
	// A difference: the seal's time is the registrar's word, and a sum could overflow.
	if t.now().Unix()-b.SealTime < int64(d.Window) {
		end := time.Unix(b.SealTime, 0).Add(time.Duration(d.Window) * time.Second)
		return nil, fmt.Errorf("the check window lasts until %s by this machine's clock; nothing is decrypted before: if that is wrong, set the clock", end.UTC().Format(time.DateTime+" UTC"))
	}
	// The seal may be dated back; when it was first seen here cannot. A second is
	// left for the way, as the journal's times are cut to seconds.
	window := time.Duration(d.Window) * time.Second
	if seen, ok := t.sealed[d.Ballot]; ok && t.now().Sub(seen) < window-time.Second {
		return nil, fmt.Errorf("the seal came here %s ago and its check window is %s: nothing is decrypted before", t.now().Sub(seen).Round(time.Second), window)
	}
	shares := t.memory.file.Shares
	if d.KeyIndex >= len(shares) || len(shares[d.KeyIndex]) == 0 {
		return nil, fmt.Errorf("%w: this trustee has no share of key %d any more", errRefused, d.KeyIndex)
	}
	return group.DecodeScalar(shares[d.KeyIndex])
}

// box fetches the sealed ballots and verifies them as every observer will:
// their number and order, none twice, the sealed root, tokens, proofs, and that
// no token was used twice. It gives the points to which the share is applied, in
// the order of the ballots.
func (t *trustee) box(ctx context.Context, s *journal.State, b *journal.Ballot) ([]*group.Point, error) {
	d := &b.Definition
	terms, err := s.Terms(d.Ballot)
	if err != nil {
		return nil, err
	}
	data, err := t.link.Urn(ctx, wire.Command(wire.CmdSealed, d.Ballot), nil)
	if err != nil {
		return nil, fmt.Errorf("the urn did not give the sealed ballots: %w", err)
	}
	size := sealed.Size(d.Points)
	if len(data) != b.Seal.Count*size {
		return nil, fmt.Errorf("%w: the urn gave %d bytes for %d sealed ballots of %d", errRefused, len(data), b.Seal.Count, size)
	}
	encodings := slices.Collect(slices.Chunk(data, size))
	if !sealed.IsSorted(encodings) {
		return nil, fmt.Errorf("%w: the sealed ballots are out of order or one is there twice", errRefused)
	}
	if root := sealed.Root(encodings); !bytes.Equal(root[:], b.Seal.Root) {
		return nil, fmt.Errorf("%w: the urn gave other ballots than it sealed", errRefused)
	}
	if err := sealed.VerifyAll(terms, encodings, nil); err != nil {
		return nil, fmt.Errorf("%w: the sealed ballots do not hold: %w", errRefused, err)
	}
	var c1s []*group.Point
	for i, encoding := range encodings {
		ballot, err := sealed.Decode(d.Points, encoding)
		if err != nil {
			return nil, fmt.Errorf("%w: sealed ballot %d: %w", errRefused, i, err)
		}
		for _, ct := range ballot.Ciphertexts {
			c1s = append(c1s, ct.C1)
		}
	}
	return c1s, nil
}

// forget erases the shares that are not needed any more: of a ballot that is
// certified or void, and all at the meeting's end.
func (t *trustee) forget(s *journal.State) error {
	if s.Ceremony().Keys == nil {
		return nil
	}
	var erase []int
	shares := t.memory.file.Shares
	for _, b := range s.Ballots() {
		if key := b.Definition.KeyIndex; b.Done() && key < len(shares) && len(shares[key]) > 0 {
			erase = append(erase, key)
		}
	}
	if s.Meeting() == "closed" {
		erase = nil
		for key, share := range shares {
			if len(share) > 0 {
				erase = append(erase, key)
			}
		}
	}
	if len(erase) == 0 {
		return nil
	}
	before := shares
	if err := t.memory.change(func(f *memoryFile) {
		for _, key := range erase {
			f.Shares[key] = canon.Hex{}
		}
	}); err != nil {
		return err
	}
	crash.At("trustee.share.erased")
	for _, key := range erase {
		clear(before[key])
	}
	t.say("erased the share of %d key(s) that nothing is decrypted with any more", len(erase))
	return nil
}
