package trustee

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/crypto/group"
	"valurna/crypto/threshold"
	"valurna/server/party"
)

// memory is what a trustee must never forget or never say differently. It is
// saved before anything that rests on a change is sent. It prints as "[secret]".
type memory struct {
	path string
	file memoryFile
}

// memoryFile is the file's content, in canonical encoding with a newline.
type memoryFile struct {
	Version    int          `json:"version"`  // 1
	Manifest   canon.Hex    `json:"manifest"` // hash
	Name       string       `json:"name"`
	Ceremony   *making      `json:"ceremony"`   // until the keys stand
	Shares     []canon.Hex  `json:"shares"`     // by key; "" once erased
	Signed     []signed     `json:"signed"`     // definitions, in the order of signing
	Mixing     []mixing     `json:"mixing"`     // in the order of beginning
	Decryption []decryption `json:"decryption"` // in the order of beginning
	Proofs     []proving    `json:"proofs"`     // of sums, in the order of proving
	Lots       []drawing    `json:"lots"`       // in the order of drawing
}

// making is the secret side of a ceremony that is not over.
type making struct {
	Seed      canon.Hex                  `json:"seed"`      // 32 bytes: all polynomials are derived from it
	Salt      canon.Hex                  `json:"salt"`      // 32 bytes
	Transport canon.Hex                  `json:"transport"` // secret key, 32 bytes
	Deal      *journal.CeremonyDeal      `json:"deal"`      // as sealed: sealing again would differ
	Complaint *journal.CeremonyComplaint `json:"complaint"`
}

// signed is a definition under which this trustee's signature stands, or will.
type signed struct {
	Ballot   string    `json:"ballot"`
	KeyIndex int       `json:"key_index"`
	Context  canon.Hex `json:"context"` // the definition's hash
	Modulus  canon.Hex `json:"modulus"` // SHA-256 of the issuing modulus
}

// mixing is a shuffle of this trustee's. All of it comes from the seed, so that a
// restart makes the same one; whoever has the seed can undo it.
type mixing struct {
	Ballot string    `json:"ballot"`
	Input  canon.Hex `json:"input"`  // what it shuffles, as the journal names it
	Seed   canon.Hex `json:"seed"`   // 32 bytes; "" once erased
	Output canon.Hex `json:"output"` // as the journal names it; "" until it is made
}

// decryption binds a key to the one ballot box that its share is applied to.
// Parts and Proof are empty until the work is done.
type decryption struct {
	Ballot   string    `json:"ballot"`
	KeyIndex int       `json:"key_index"`
	Context  canon.Hex `json:"context"`
	Root     canon.Hex `json:"root"`  // of the seal
	Head     canon.Hex `json:"head"`  // the last shuffle, as the journal names it; "" until it stands
	Parts    canon.Hex `json:"parts"` // SHA-256 of parts and proof together
	Proof    canon.Hex `json:"proof"`
}

// proving is this trustee's share in the proof of one sum.
type proving struct {
	Ballot string    `json:"ballot"`
	Of     canon.Hex `json:"of"`    // the sum, as the journal names it
	Share  canon.Hex `json:"share"` // 128 bytes
}

// drawing is this trustee's share of a lot: one for each question.
type drawing struct {
	Item    int       `json:"item"`
	Purpose string    `json:"purpose"`
	Ballot  string    `json:"ballot"`
	Input   canon.Hex `json:"input"` // SHA-256 of the lot's input
	Share   canon.Hex `json:"share"` // 128 bytes
}

const memoryName = "trustee.json"

// recall reads the memory; without a file it is empty, and whether there should
// have been one shows when the journal has been read.
func recall(m *party.Meeting) (*memory, error) {
	mem := &memory{path: m.Path(memoryName), file: memoryFile{
		Version: 1, Manifest: m.Hash[:], Name: m.ID.Name,
		Shares: []canon.Hex{}, Signed: []signed{}, Mixing: []mixing{}, Decryption: []decryption{}, Proofs: []proving{}, Lots: []drawing{},
	}}
	data, err := party.ReadFile(mem.path)
	if errors.Is(err, fs.ErrNotExist) {
		return mem, nil
	}
	if err != nil {
		return nil, err
	}
	defer clear(data)
	f, err := decodeMemory(data)
	if err != nil {
		return nil, fmt.Errorf("%s is damaged; nothing was done: restore it from a copy. No ballot is lost while %d other trustees remain", mem.path, m.Manifest.Threshold)
	}
	if !bytes.Equal(f.Manifest, m.Hash[:]) || f.Name != m.ID.Name {
		return nil, fmt.Errorf("%s is of another meeting or trustee; nothing was done: restore the right file", mem.path)
	}
	mem.file = f
	return mem, nil
}

// decodeMemory reads the file's content and refuses every other spelling, and
// members of another size than they are written with.
func decodeMemory(data []byte) (memoryFile, error) {
	var f memoryFile
	body, whole := bytes.CutSuffix(data, []byte("\n"))
	if err := canon.Unmarshal(body, &f); err != nil {
		return memoryFile{}, err
	}
	good := whole && f.Version == 1 && f.Shares != nil && f.Signed != nil && f.Mixing != nil && f.Decryption != nil && f.Proofs != nil && f.Lots != nil
	if c := f.Ceremony; c != nil {
		good = good && len(c.Seed) == seedSize && len(c.Salt) == 32 && len(c.Transport) == threshold.TransportSize
	}
	for _, share := range f.Shares {
		good = good && (len(share) == 0 || len(share) == group.Size)
	}
	for _, d := range f.Signed {
		good = good && len(d.Context) == sha256.Size && len(d.Modulus) == sha256.Size
	}
	for _, m := range f.Mixing {
		good = good && len(m.Input) == sha256.Size && (len(m.Seed) == seedSize || len(m.Seed) == 0) && (len(m.Output) == sha256.Size || len(m.Output) == 0)
	}
	for _, p := range f.Proofs {
		good = good && len(p.Of) == sha256.Size && len(p.Share) == threshold.CollectiveShareSize
	}
	for _, l := range f.Lots {
		good = good && len(l.Input) == sha256.Size && len(l.Share) == threshold.LotShareSize
	}
	for _, d := range f.Decryption {
		// Parts and proof come together.
		done := len(d.Parts) == sha256.Size && len(d.Proof) == threshold.PartProofSize
		good = good && (done && len(d.Head) == sha256.Size || len(d.Parts)+len(d.Proof) == 0 && (len(d.Head) == sha256.Size || len(d.Head) == 0))
	}
	if !good {
		return memoryFile{}, canon.ErrNotCanonical
	}
	return f, nil
}

// empty says that nothing was ever saved.
func (m *memory) empty() bool {
	return m.file.Ceremony == nil && len(m.file.Shares) == 0 && len(m.file.Signed) == 0
}

// change saves f with a change. Unless that succeeds, the memory is as before
// and the trustee ends: it could not keep its word.
func (m *memory) change(change func(f *memoryFile)) error {
	next := m.file
	next.Shares, next.Signed = slices.Clone(next.Shares), slices.Clone(next.Signed)
	next.Mixing, next.Decryption, next.Proofs = slices.Clone(next.Mixing), slices.Clone(next.Decryption), slices.Clone(next.Proofs)
	next.Lots = slices.Clone(next.Lots)
	if next.Ceremony != nil {
		ceremony := *next.Ceremony
		next.Ceremony = &ceremony
	}
	change(&next)
	data, err := canon.Marshal(next)
	if err == nil {
		data = append(data, '\n')
		err = party.WriteFile(m.path, data)
		clear(data)
	}
	if err != nil {
		return stop("nothing was sent: %w; free or mend the disk, then run the program again", err)
	}
	m.file = next
	return nil
}

// sign saves that this trustee's signature stands under a definition, and says
// whether it has signed another one for the same ballot or key before. It refuses
// a second issuing key for one ballot: each would give every seat a token, and
// only the registrar knows which of the two definitions it will enter.
func (m *memory) sign(want signed) (again bool, err error) {
	known := false
	for _, s := range m.file.Signed {
		if s.Ballot == want.Ballot && !bytes.Equal(s.Modulus, want.Modulus) {
			return false, fmt.Errorf("this trustee has signed ballot %s with another issuing key (SHA-256 %s) before, and signs no second one: have the registrar open it with that key", s.Ballot, s.Modulus)
		}
		known = known || s.Ballot == want.Ballot && s.KeyIndex == want.KeyIndex && bytes.Equal(s.Context, want.Context)
		again = again || s.Ballot == want.Ballot || s.KeyIndex == want.KeyIndex
	}
	if known {
		return false, nil
	}
	return again, m.change(func(f *memoryFile) { f.Signed = append(f.Signed, want) })
}

// decrypt decides, durably, that this ballot box is the one for its key, and once
// want names the last shuffle, that it is the one whose ballots are decrypted. It
// gives the place of the decision, and refuses another box or shuffle.
func (m *memory) decrypt(want decryption) (int, error) {
	for i, d := range m.file.Decryption {
		if d.KeyIndex != want.KeyIndex && d.Ballot != want.Ballot {
			continue
		}
		same := d.KeyIndex == want.KeyIndex && d.Ballot == want.Ballot && bytes.Equal(d.Context, want.Context) && bytes.Equal(d.Root, want.Root)
		switch {
		case same && (len(want.Head) == 0 || bytes.Equal(d.Head, want.Head)):
			return i, nil
		case same && len(d.Head) == 0:
			return i, m.change(func(f *memoryFile) { f.Decryption[i].Head = want.Head })
		}
		return 0, fmt.Errorf("this trustee works on ballot %s under key %d for the seal %s and the shuffle %q and for no other; %s and %q were refused", d.Ballot, d.KeyIndex, d.Root, d.Head, want.Root, want.Head)
	}
	err := m.change(func(f *memoryFile) { f.Decryption = append(f.Decryption, want) })
	return len(m.file.Decryption) - 1, err
}

// drawn is the place of this trustee's share for the question of a lot, or -1.
func (m *memory) drawn(d journal.Draw) int {
	return slices.IndexFunc(m.file.Lots, func(l drawing) bool {
		return l.Item == d.Item && l.Purpose == d.Purpose && l.Ballot == d.Ballot
	})
}

// mix decides, durably, on the seed of this trustee's shuffle of input, and gives
// the place of the decision.
func (m *memory) mix(ballot string, input []byte, rand io.Reader) (int, error) {
	for i, mx := range m.file.Mixing {
		if mx.Ballot == ballot && bytes.Equal(mx.Input, input) {
			if len(mx.Seed) == 0 {
				return 0, fmt.Errorf("this trustee has forgotten how it shuffled ballot %s, as it must", ballot)
			}
			return i, nil
		}
	}
	seed := make([]byte, seedSize)
	if _, err := io.ReadFull(rand, seed); err != nil {
		return 0, fmt.Errorf("no randomness for the shuffle of ballot %s: %w", ballot, err)
	}
	err := m.change(func(f *memoryFile) {
		f.Mixing = append(f.Mixing, mixing{Ballot: ballot, Input: input, Seed: seed})
	})
	return len(m.file.Mixing) - 1, err
}

// String returns "[secret]".
func (memory) String() string { return "[secret]" }

// GoString returns "[secret]".
func (memory) GoString() string { return "[secret]" }

// Format writes "[secret]" for every verb.
func (memory) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "[secret]") }
