package trustee

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"time"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/sealed"
	"valurna/ballot/view"
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
	if b.Phase != journal.Decrypting {
		return nil
	}
	if at := slices.IndexFunc(b.Rejected, func(r journal.Reject) bool { return r.Trustee == me }); at >= 0 {
		if t.once("rejected " + id) {
			t.say("ballot %s: THE URN HAS REJECTED this trustee's parts: %s. Nothing more is sent for this ballot; compare this machine's and the urn's programs", id, b.Rejected[at].Reason)
		}
		return nil
	}
	if t.done["decrypt "+id] {
		return nil
	}
	given := slices.IndexFunc(b.Shares, func(sh journal.Shares) bool { return sh.Trustee == me })
	if given < 0 && len(b.Shares) >= s.Manifest().Threshold {
		return nil
	}
	t.late = false
	var err error
	if given < 0 {
		err = t.open(ctx, s, b)
	} else {
		err = t.keep(ctx, s, b, b.Shares[given])
	}
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

// open decrypts, has the urn keep the parts, and then has them entered.
func (t *trustee) open(ctx context.Context, s *journal.State, b *journal.Ballot) error {
	shares, parts, err := t.parts(ctx, s, b)
	if err != nil {
		return err
	}
	if err := t.put(ctx, shares, parts); err != nil {
		return err
	}
	crash.At("trustee.decrypt.put")
	t.say("ballot %s: %d sealed ballots verified and decrypted in part", shares.Ballot, b.Seal.Count)
	return t.send(ctx, s, wire.CmdPost, journal.TypeShares, shares)
}

// keep sees that the urn has the parts that the journal names, and sends them
// again if it has lost them.
func (t *trustee) keep(ctx context.Context, s *journal.State, b *journal.Ballot, entered journal.Shares) error {
	there, err := t.link.Urn(ctx, wire.Command(wire.CmdGet, entered.Parts.String()), nil)
	var p *view.Problem
	if err != nil && !(errors.As(err, &p) && p.Code == "unknown") {
		return fmt.Errorf("the urn did not say whether it has this trustee's parts: %w", err)
	}
	if sum := sha256.Sum256(there); err == nil && bytes.Equal(sum[:], entered.Parts) {
		return nil
	}
	shares, parts, err := t.parts(ctx, s, b)
	if err != nil {
		return err
	}
	if !bytes.Equal(shares.Parts, entered.Parts) {
		return stop("ballot %s: the journal names other parts of this trustee than those that it makes; nothing was sent: restore %s from the right copy, or find out who else uses this key", shares.Ballot, t.memory.path)
	}
	if err := t.put(ctx, entered, parts); err != nil {
		return err
	}
	t.say("ballot %s: the urn had lost this trustee's parts and has them again", shares.Ballot)
	return nil
}

// put has the urn keep the parts under this trustee's signature.
func (t *trustee) put(ctx context.Context, shares journal.Shares, parts []byte) error {
	st, err := t.meeting.ID.Sign(t.meeting.Hash, journal.TypeShares, shares)
	if err != nil {
		return err
	}
	in, err := wire.PutInput(st, parts)
	if err != nil {
		return err
	}
	if _, err := t.link.Urn(ctx, wire.Command(wire.CmdPut, shares.Ballot), in); err != nil {
		return fmt.Errorf("the urn did not take the parts: %w", err)
	}
	return nil
}

// parts verifies the ballot box and applies this trustee's share to it. What is
// said of it in the journal is on disk before this returns, and the same each time.
func (t *trustee) parts(ctx context.Context, s *journal.State, b *journal.Ballot) (journal.Shares, []byte, error) {
	none := journal.Shares{}
	share, err := t.allowed(s, b)
	if err != nil {
		return none, nil, err
	}
	if err := t.awaitWindow(ctx, s, b); err != nil {
		return none, nil, err
	}
	c1s, err := t.box(ctx, s, b)
	if err != nil {
		return none, nil, err
	}
	crash.At("trustee.box.verified")
	if err := t.meeting.Remember(s); err != nil {
		return none, nil, err
	}
	d := &b.Definition
	place, err := t.memory.decrypt(decryption{Ballot: d.Ballot, KeyIndex: d.KeyIndex, Context: b.Context[:], Root: b.Seal.Root})
	if err != nil {
		return none, nil, fmt.Errorf("%w: %w", errRefused, err)
	}
	crash.At("trustee.decrypt.decided")
	public, err := s.PublicShare(d.KeyIndex, t.index())
	if err != nil {
		return none, nil, err
	}
	points, proof, err := threshold.DecryptParts(b.DecryptContext(), t.index(), share, public, c1s, rand.Reader)
	if err != nil {
		return none, nil, fmt.Errorf("%w: %w", errRefused, err)
	}
	parts := make([]byte, 0, len(points)*group.Size)
	for _, p := range points {
		parts = append(parts, p.Bytes()...)
	}
	if err := t.settle(place, parts, proof); err != nil {
		return none, nil, err
	}
	crash.At("trustee.decrypt.settled")
	settled := t.memory.file.Decryption[place]
	return journal.Shares{Ballot: d.Ballot, Trustee: t.meeting.ID.Name, Parts: settled.Parts, Proof: settled.Proof}, parts, nil
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
	shares := t.memory.file.Shares
	if d.KeyIndex >= len(shares) || len(shares[d.KeyIndex]) == 0 {
		return nil, fmt.Errorf("%w: this trustee has no share of key %d any more", errRefused, d.KeyIndex)
	}
	return group.DecodeScalar(shares[d.KeyIndex])
}

// shortWait is how much of a check window is waited for on the connection that
// there is; for a longer one the trustee connects again.
const shortWait = 5 * time.Second

// awaitWindow lets the check window end. It runs by this machine's clock from when
// the quorum of witnesses had cosigned the seal, by theirs: the registrar cannot
// date that back, and it holds for a journal that is shown late, too.
func (t *trustee) awaitWindow(ctx context.Context, s *journal.State, b *journal.Ballot) error {
	begin, err := s.CosignedAt(b.Decrypt.Checkpoint)
	if err != nil {
		return fmt.Errorf("%w: %w", errRefused, err)
	}
	for {
		now := t.now()
		// Differences, since a sum with a stranger's number could overflow.
		left := int64(b.Definition.Window) - (now.Unix() - begin)
		if left <= 0 {
			return nil
		}
		if left > int64(shortWait/time.Second) {
			end := time.Unix(begin, 0).Add(time.Duration(b.Definition.Window) * time.Second)
			return fmt.Errorf("the check window lasts until %s by this machine's clock; nothing is decrypted before: if that is wrong, set the clock", end.UTC().Format(time.DateTime+" UTC"))
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Duration(left)*time.Second - time.Duration(now.Nanosecond())):
		}
	}
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
// certified or void, and all at the meeting's end. Each only when a checkpoint
// with the quorum's cosignatures covers the entry that says so.
func (t *trustee) forget(s *journal.State) error {
	if s.Ceremony().Keys == nil {
		return nil
	}
	var erase []int
	shares := t.memory.file.Shares
	for _, b := range s.Ballots() {
		over := b.Phase == journal.Certified && t.cosigned > b.CertifySeq || b.Phase == journal.Voided && t.cosigned > b.VoidSeq
		if key := b.Definition.KeyIndex; over && key < len(shares) && len(shares[key]) > 0 {
			erase = append(erase, key)
		}
	}
	// Which entry closed it does not matter: here all are covered.
	if s.Meeting() == "closed" && t.cosigned == s.Next() {
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
