package sealed

import (
	"errors"
	"fmt"
	"io"

	"valurna/crypto/group"
)

// ErrOpening says that an opening is not that of the ciphertexts beside it.
var ErrOpening = errors.New("sealed: the opening does not belong to this encryption; the booth that gave it cheats or is broken, tell the chair")

// Opening is the randomness of a ballot's ciphertexts, one scalar each: whoever
// has it reads the choice. It prints as "[secret]".
type Opening []*group.Scalar

// Erase overwrites the scalars. Copies that the runtime made are beyond reach.
func (o Opening) Erase() {
	for _, r := range o {
		r.Set(group.NewScalar())
	}
}

// Format hides the opening from every verb of fmt.
func (Opening) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, "[secret]") }

// Opened is an audited ballot: an encryption that its booth has opened instead of
// casting it (the cast-or-audit challenge of J. Benaloh, "Simple Verifiable
// Elections", EVT 2006). It is public, carries no token, and is nobody's vote.
type Opened struct {
	Ballot     *Ballot // without a signature
	Randomness Opening // public by now
}

// OpenedSize is the length in bytes of an opened ballot with that many
// ciphertexts: a sealed ballot without its signature, then r_0 .. r_points-1, 32
// bytes each.
func OpenedSize(points int) int { return bodySize(points) + points*group.Size }

// Encode gives the one encoding, OpenedSize(points) bytes.
func (o *Opened) Encode() []byte {
	unsigned := *o.Ballot
	unsigned.Signature = nil
	out := unsigned.Encode()
	for _, r := range o.Randomness {
		out = append(out, r.Bytes()...)
	}
	return out
}

// DecodeOpened reads an opened ballot of that many ciphertexts. It refuses, with
// ErrEncoding, what Decode refuses, and scalars that are not canonical. data is
// not kept.
func DecodeOpened(points int, data []byte) (*Opened, error) {
	if points < 1 || points > MaxPoints {
		return nil, fmt.Errorf("%w: %d ciphertexts, there are 1 to %d", ErrTerms, points, MaxPoints)
	}
	if len(data) != OpenedSize(points) {
		return nil, fmt.Errorf("%w: %d bytes, an opened one has %d", ErrEncoding, len(data), OpenedSize(points))
	}
	b, rest, err := decodeBody(points, data)
	if err != nil {
		return nil, err
	}
	o := &Opened{Ballot: b, Randomness: make(Opening, points)}
	for i := range o.Randomness {
		if o.Randomness[i], err = group.DecodeScalar(rest[i*group.Size : (i+1)*group.Size]); err != nil {
			return nil, fmt.Errorf("%w: opening: %w", ErrEncoding, err)
		}
	}
	return o, nil
}

// Verify says whether the encryption is one that could have been cast, and the
// opening is its own: the proof holds, and C1 = r B for each ciphertext. Every C2
// opens under some M, so Payload and the contest say what it held. Errors wrap
// ErrTerms, ErrEncoding, ErrProof or ErrOpening. Variable time: all is public.
func (o *Opened) Verify(t Terms) error {
	if err := t.Check(); err != nil {
		return err
	}
	if err := o.Ballot.check(t.Points); err != nil {
		return err
	}
	tr := t.transcript()
	xs := o.Ballot.bind(tr)
	if err := o.Ballot.Proof.Verify(tr, xs); err != nil {
		return fmt.Errorf("%w: %w", ErrProof, err)
	}
	if len(o.Randomness) != t.Points {
		return fmt.Errorf("%w: %d scalars for %d ciphertexts", ErrOpening, len(o.Randomness), t.Points)
	}
	for i, ct := range o.Ballot.Ciphertexts {
		if new(group.Point).ScalarBaseMult(o.Randomness[i]).Equal(ct.C1) != 1 {
			return fmt.Errorf("%w (ciphertext %d)", ErrOpening, i+1)
		}
	}
	return nil
}

// Points gives what an opened ballot that Verify has found good held: M = C2 - r Y
// of each ciphertext, encoded one after the other.
func (o *Opened) Points(t Terms) []byte {
	out := make([]byte, 0, len(o.Ballot.Ciphertexts)*group.Size)
	for i, ct := range o.Ballot.Ciphertexts {
		m := new(group.Point).ScalarMult(o.Randomness[i], t.Key)
		out = append(out, m.Subtract(ct.C2, m).Bytes()...)
	}
	return out
}

// Marks gives the encodings of a ballot's token key and of every C1, none twice: a
// ballot that is cast has none of them in common with one that was audited.
func (b *Ballot) Marks() [][]byte {
	seen := map[string]bool{}
	var out [][]byte
	add := func(p *group.Point) {
		if e := p.Bytes(); !seen[string(e)] {
			seen[string(e)] = true
			out = append(out, e)
		}
	}
	add(b.TokenKey)
	for _, ct := range b.Ciphertexts {
		add(ct.C1)
	}
	return out
}
