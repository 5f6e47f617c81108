package trustee

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"slices"

	"valurna/ballot/journal"
	"valurna/ballot/tally"
	"valurna/crypto/group"
	"valurna/crypto/threshold"
	"valurna/server/crash"
	"valurna/server/wire"
)

// open decrypts, has the urn keep the parts, and then has them entered.
func (t *trustee) open(ctx context.Context, s *journal.State, b *journal.Ballot) error {
	shares, parts, err := t.parts(ctx, s, b)
	if err != nil {
		return err
	}
	if err := t.put(ctx, journal.TypeShares, shares.Ballot, shares, parts); err != nil {
		return err
	}
	crash.At("trustee.decrypt.put")
	t.say("ballot %s: %d sealed ballots verified through %d shuffles and decrypted in part", shares.Ballot, b.Seal.Count, len(b.Shuffles))
	return t.send(ctx, s, wire.CmdPost, journal.TypeShares, shares)
}

// keepParts sees that the urn has the parts that the journal names, and sends them
// again if it has lost them.
func (t *trustee) keepParts(ctx context.Context, s *journal.State, b *journal.Ballot, entered journal.Shares) error {
	there, err := t.there(ctx, entered.Parts)
	if err != nil || there {
		return err
	}
	shares, parts, err := t.parts(ctx, s, b)
	if err != nil {
		return err
	}
	if !bytes.Equal(shares.Parts, entered.Parts) {
		return stop("ballot %s: the journal names other parts of this trustee than those that it makes; nothing was sent: restore %s from the right copy, or find out who else uses this key", shares.Ballot, t.memory.path)
	}
	if err := t.put(ctx, journal.TypeShares, shares.Ballot, entered, parts); err != nil {
		return err
	}
	t.say("ballot %s: the urn had lost this trustee's parts and has them again", shares.Ballot)
	return nil
}

// parts verifies the ballot box and its shuffles, and applies this trustee's share
// to the last. What is said of it in the journal is on disk before this returns,
// and the same each time.
func (t *trustee) parts(ctx context.Context, s *journal.State, b *journal.Ballot) (journal.Shares, []byte, error) {
	none := journal.Shares{}
	share, public, list, err := t.share(ctx, s, b)
	if err != nil {
		return none, nil, err
	}
	if err := t.meeting.Remember(s); err != nil {
		return none, nil, err
	}
	d := &b.Definition
	box := t.boxOf(b)
	box.Head = b.Head()
	place, err := t.memory.decrypt(box)
	if err != nil {
		return none, nil, fmt.Errorf("%w: %w", errRefused, err)
	}
	crash.At("trustee.decrypt.decided")
	parts, proof, err := tally.Part(b, t.index(), share, public, list, rand.Reader)
	if err != nil {
		return none, nil, fmt.Errorf("%w: %w", errRefused, err)
	}
	if parts, err = t.settle(place, parts, proof); err != nil {
		return none, nil, err
	}
	crash.At("trustee.decrypt.settled")
	return journal.Shares{Ballot: d.Ballot, Trustee: t.meeting.ID.Name, Parts: t.memory.file.Decryption[place].Parts}, parts, nil
}

// settle saves the proof and the hash of parts and proof before either is sent,
// and gives them joined. After a restart the parts are the same and the saved
// proof is sent again.
func (t *trustee) settle(place int, parts []byte, proof *threshold.PartProof) ([]byte, error) {
	settled := t.memory.file.Decryption[place]
	saved := []byte(settled.Proof)
	if len(settled.Parts) == 0 {
		saved = proof.Bytes()
	}
	parts = append(parts, saved...)
	sum := tally.Hash(parts)
	if len(settled.Parts) == 0 {
		return parts, t.memory.change(func(f *memoryFile) {
			f.Decryption[place].Parts, f.Decryption[place].Proof = sum, saved
		})
	}
	if !bytes.Equal(settled.Parts, sum) {
		return nil, stop("ballot %s: the parts are not those that were made before; nothing was sent: %s is damaged, restore it from a copy", settled.Ballot, t.memory.path)
	}
	return parts, nil
}

// prove proves, together with the others whose shares stand, that the combined
// points are what their shares make of the last shuffle.
func (t *trustee) prove(ctx context.Context, s *journal.State, b *journal.Ballot) error {
	id, of := b.Definition.Ballot, journal.CombineHash(b.Combined)
	at := slices.IndexFunc(t.memory.file.Proofs, func(p proving) bool { return p.Ballot == id && bytes.Equal(p.Of, of) })
	if at < 0 {
		proof, err := t.proof(ctx, s, b)
		if err != nil {
			return err
		}
		if err := t.memory.change(func(f *memoryFile) { f.Proofs = append(f.Proofs, proving{id, of, proof}) }); err != nil {
			return err
		}
		crash.At("trustee.proof.saved")
		at = len(t.memory.file.Proofs) - 1
	}
	t.say("ballot %s: the decryption of %d trustees proved together", id, len(b.Shares))
	return t.send(ctx, s, wire.CmdPost, journal.TypeProof, journal.Proof{Ballot: id, Trustee: t.meeting.ID.Name, Of: of, Share: t.memory.file.Proofs[at].Share})
}

func (t *trustee) proof(ctx context.Context, s *journal.State, b *journal.Ballot) ([]byte, error) {
	share, _, list, err := t.share(ctx, s, b)
	if err != nil {
		return nil, err
	}
	combined, err := t.fetch(ctx, b.Combined.Points)
	if err != nil {
		return nil, err
	}
	publics := func(index int) (*group.Point, error) { return s.PublicShare(b.Definition.KeyIndex, index) }
	proof, err := tally.Prove(t.meeting.Manifest, b, publics, t.index(), share, list, combined, rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errRefused, err)
	}
	return proof, nil
}

// share gives this trustee's share of the ballot's key, its public half, and the
// ciphertexts that it may be applied to, all of them verified.
func (t *trustee) share(ctx context.Context, s *journal.State, b *journal.Ballot) (*group.Scalar, *group.Point, []byte, error) {
	if err := t.allowed(s, b); err != nil {
		return nil, nil, nil, err
	}
	shuffled := map[string]bool{}
	for _, sh := range b.Shuffles {
		shuffled[sh.Trustee] = true
	}
	// The rule that keeps a ballot secret is not left to the journal's alone.
	if n := s.Manifest().Threshold; !b.Shuffled() || len(shuffled) < n {
		return nil, nil, nil, fmt.Errorf("%w: %d trustees have shuffled, and nothing is decrypted before %d have", errRefused, len(shuffled), n)
	}
	index := b.Definition.KeyIndex
	shares := t.memory.file.Shares
	if index >= len(shares) || len(shares[index]) == 0 {
		return nil, nil, nil, fmt.Errorf("%w: this trustee has no share of key %d any more", errRefused, index)
	}
	if err := t.awaitWindow(ctx, s, b); err != nil {
		return nil, nil, nil, err
	}
	list, err := t.mixed(ctx, s, b)
	if err != nil {
		return nil, nil, nil, err
	}
	crash.At("trustee.box.verified")
	public, err := s.PublicShare(index, t.index())
	if err != nil {
		return nil, nil, nil, err
	}
	share, err := group.DecodeScalar(shares[index])
	return share, public, list, err
}
