package trustee

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"slices"

	"valurna/ballot/journal"
	"valurna/ballot/sealed"
	"valurna/ballot/tally"
	"valurna/crypto/shuffle"
	"valurna/server/crash"
	"valurna/server/wire"
)

// chain is a ballot box that this program has followed from the seal through the
// shuffles: what it has verified, it does not verify again.
type chain struct {
	root    []byte   // of the seal
	outputs [][]byte // of the shuffles, as the journal names them
	list    []byte   // the ciphertexts after the last of them
}

// mixed gives the ciphertexts as the standing shuffles leave them, verified from
// tokens and proofs to the last shuffle.
func (t *trustee) mixed(ctx context.Context, s *journal.State, b *journal.Ballot) ([]byte, error) {
	id := b.Definition.Ballot
	c := t.chains[id]
	if c == nil || !bytes.Equal(c.root, b.Seal.Root) || !c.leadsTo(b.Shuffles) {
		list, err := t.box(ctx, s, b)
		if err != nil {
			return nil, err
		}
		c = &chain{root: b.Seal.Root, list: list}
		t.chains[id] = c
	}
	for k := len(c.outputs); k < len(b.Shuffles); k++ {
		entered := b.Shuffles[k]
		data, err := t.fetch(ctx, entered.Output)
		if err != nil {
			return nil, fmt.Errorf("the shuffle of trustee %s: %w", entered.Trustee, err)
		}
		var output []byte
		if t.made(id, entered) {
			output, _, err = tally.SplitShuffle(b, data)
		} else {
			output, err = tally.CheckShuffle(b, k+1, t.meeting.Manifest.Trustee(entered.Trustee), c.list, data)
		}
		if err != nil {
			return nil, fmt.Errorf("%w: the shuffle of trustee %s does not verify: %w", errRefused, entered.Trustee, err)
		}
		t.say("ballot %s: the shuffle of trustee %s verified", id, entered.Trustee)
		c.outputs, c.list = append(c.outputs, entered.Output), output
	}
	return c.list, nil
}

// leadsTo says whether the shuffles that were followed are the first of those.
func (c *chain) leadsTo(shuffles []journal.Shuffle) bool {
	if len(c.outputs) > len(shuffles) {
		return false
	}
	for k, output := range c.outputs {
		if !bytes.Equal(output, shuffles[k].Output) {
			return false
		}
	}
	return true
}

// made says whether a shuffle in the journal is the one that this program made.
func (t *trustee) made(ballot string, entered journal.Shuffle) bool {
	return entered.Trustee == t.meeting.ID.Name && slices.ContainsFunc(t.memory.file.Mixing, func(m mixing) bool {
		return m.Ballot == ballot && bytes.Equal(m.Input, entered.Input) && bytes.Equal(m.Output, entered.Output)
	})
}

// shuffle makes this trustee's shuffle of what stands, has the urn keep it, and
// then has it entered.
func (t *trustee) shuffle(ctx context.Context, s *journal.State, b *journal.Ballot) error {
	if err := t.allowed(s, b); err != nil {
		return err
	}
	if err := t.awaitWindow(ctx, s, b); err != nil {
		return err
	}
	list, err := t.mixed(ctx, s, b)
	if err != nil {
		return err
	}
	if err := t.meeting.Remember(s); err != nil {
		return err
	}
	if _, err := t.memory.decrypt(t.boxOf(b)); err != nil {
		return fmt.Errorf("%w: %w", errRefused, err)
	}
	entry, data, err := t.mix(b, len(b.Shuffles)+1, b.Head(), list)
	if err != nil {
		return err
	}
	if err := t.put(ctx, journal.TypeShuffle, entry.Ballot, entry, data); err != nil {
		return err
	}
	crash.At("trustee.shuffle.put")
	t.say("ballot %s: %d ballots shuffled", entry.Ballot, b.Seal.Count)
	return t.send(ctx, s, wire.CmdPost, journal.TypeShuffle, entry)
}

// boxOf is the box that the ballot's key is bound to.
func (t *trustee) boxOf(b *journal.Ballot) decryption {
	d := &b.Definition
	return decryption{Ballot: d.Ballot, KeyIndex: d.KeyIndex, Context: b.Context[:], Root: b.Seal.Root}
}

// mix shuffles list, which the journal names input, in its place from 1: the same
// each time. What is said of it in the journal is on disk before this returns.
func (t *trustee) mix(b *journal.Ballot, place int, input, list []byte) (journal.Shuffle, []byte, error) {
	none, id := journal.Shuffle{}, b.Definition.Ballot
	at, err := t.memory.mix(id, input, rand.Reader)
	if err != nil {
		return none, nil, fmt.Errorf("%w: %w", errRefused, err)
	}
	crash.At("trustee.shuffle.decided")
	seed := bytes.NewReader(t.memory.file.Mixing[at].Seed)
	data, err := tally.Shuffle(b, place, t.index(), list, seed, t.progress("ballot "+id+": shuffling"))
	if err != nil {
		return none, nil, fmt.Errorf("%w: %w", errRefused, err)
	}
	output := tally.Hash(data)
	settled := t.memory.file.Mixing[at].Output
	if len(settled) == 0 {
		err = t.memory.change(func(f *memoryFile) { f.Mixing[at].Output = output })
	} else if !bytes.Equal(settled, output) {
		err = stop("ballot %s: the shuffle is not the one that was made before; nothing was sent: %s is damaged, or this is another version of the program", id, t.memory.path)
	}
	crash.At("trustee.shuffle.settled")
	return journal.Shuffle{Ballot: id, Trustee: t.meeting.ID.Name, Input: input, Output: output}, data, err
}

// keepShuffle sees that the urn has this trustee's shuffle, and sends it again if
// it has lost it.
func (t *trustee) keepShuffle(ctx context.Context, s *journal.State, b *journal.Ballot, place int) error {
	entered := b.Shuffles[place]
	there, err := t.there(ctx, entered.Output)
	if err != nil || there {
		return err
	}
	// What was shuffled is what stood before it.
	before := *b
	before.Shuffles = b.Shuffles[:place]
	list, err := t.mixed(ctx, s, &before)
	if err != nil {
		return err
	}
	entry, data, err := t.mix(b, place+1, entered.Input, list)
	if err != nil {
		return err
	}
	if !bytes.Equal(entry.Output, entered.Output) {
		return stop("ballot %s: the journal names another shuffle of this trustee than the one that it makes; nothing was sent: restore %s from the right copy, or find out who else uses this key", entry.Ballot, t.memory.path)
	}
	if err := t.put(ctx, journal.TypeShuffle, entry.Ballot, entered, data); err != nil {
		return err
	}
	t.say("ballot %s: the urn had lost this trustee's shuffle and has it again", entry.Ballot)
	return nil
}

// progressFrom is the box from which the human is told how far the work is.
const progressFrom = 2000

// progress says a quarter of a long work at a time.
func (t *trustee) progress(what string) shuffle.Progress {
	said := 0
	return func(done, total int) {
		if quarter := 4 * done / max(1, total); total >= progressFrom && quarter > said {
			said = quarter
			t.say("%s, %d %% done", what, 25*quarter)
		}
	}
}

// box fetches the sealed ballots and verifies them as every observer will: their
// number and order, none twice, the sealed root, tokens, proofs, and that no token
// was used twice. It gives their ciphertexts, in the order of the ballots.
func (t *trustee) box(ctx context.Context, s *journal.State, b *journal.Ballot) ([]byte, error) {
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
	return sealed.Ciphertexts(d.Points, encodings), nil
}
