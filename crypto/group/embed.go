package group

import (
	"errors"
	"fmt"

	"filippo.io/edwards25519/field"
)

// EmbedSize is the number of payload bytes that one point carries.
const EmbedSize = 30

const (
	// counterBlock candidates are always tried, whatever the payload.
	counterBlock = 128
	// counterLimit is one more than the largest counter: 13 bits.
	counterLimit = 64 * counterBlock
)

// Errors of embedding.
var (
	// ErrPayload says that a payload has the wrong length or fits no counter.
	ErrPayload = errors.New("group: the payload cannot be embedded in a point")
	// ErrNotEmbedded says that a point is not what Embed returns for any payload.
	ErrNotEmbedded = errors.New("group: the point is no canonical embedding, so it has no payload; treat what it stands for as invalid")
)

// candidate writes the encoding that would carry payload with counter c:
//
//	e[0] = 2 (c mod 128),  e[1..30] = payload,  e[31] = c div 128  (0..63)
//
// It is even and below 2^254, so always a non-negative, canonical field element;
// one in four or so is the encoding of a point.
func candidate(e *[Size]byte, payload []byte, c int) {
	e[0] = byte(2 * (c % counterBlock))
	copy(e[1:31], payload)
	e[31] = byte(c / counterBlock)
}

// Embed returns the point whose canonical encoding is the candidate of payload,
// exactly [EmbedSize] bytes, with the smallest counter that has one.
//
// The payload may be a secret choice: all of the first 128 counters are tried
// whichever fits, and the first that does is selected in constant time. Only if
// none fits, which a payload does with probability (3/4)^128 or 2^-53, are
// further blocks of 128 tried. Embed takes under a millisecond.
func Embed(payload []byte) (*Point, error) {
	if len(payload) != EmbedSize {
		return nil, fmt.Errorf("%w: %d bytes, not %d; nothing was embedded, pad it to the length", ErrPayload, len(payload), EmbedSize)
	}
	var e [Size]byte
	var chosen coordinates
	for block := 0; block < counterLimit; block += counterBlock {
		found := 0
		for c := block; c < block+counterBlock; c++ {
			var try coordinates
			candidate(&e, payload, c)
			fits := try.decode(e[:])
			chosen.selectFrom(&try, fits&(1-found))
			found |= fits
		}
		if found == 1 {
			p := new(Point)
			p.setCoordinates(&chosen)
			return p, nil
		}
	}
	return nil, fmt.Errorf("%w: no counter fits; nothing was embedded, change a random byte of it", ErrPayload)
}

// Extract returns the 30 bytes that [Embed] put into p, or [ErrNotEmbedded] if p
// is not the point that Embed returns for any payload. Variable time: p must be
// public, as an opened ballot is.
func Extract(p *Point) ([]byte, error) {
	e := [Size]byte(p.Bytes())
	counter := int(e[31])*counterBlock + int(e[0])/2
	if counter >= counterLimit {
		return nil, ErrNotEmbedded
	}
	payload := append([]byte(nil), e[1:31]...)
	// p itself decodes with its own counter; embedding again gives p back if and
	// only if no smaller counter gives a point.
	var try coordinates
	for c := range counter {
		candidate(&e, payload, c)
		if try.decode(e[:]) == 1 {
			return nil, ErrNotEmbedded
		}
	}
	return payload, nil
}

// selectFrom sets c = a if cond is 1 and leaves it if cond is 0.
func (c *coordinates) selectFrom(a *coordinates, cond int) {
	pairs := [...]struct{ to, from *field.Element }{{&c.x, &a.x}, {&c.y, &a.y}, {&c.z, &a.z}, {&c.t, &a.t}}
	for _, p := range pairs {
		p.to.Select(p.from, p.to, cond)
	}
}
