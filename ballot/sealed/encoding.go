package sealed

import (
	"fmt"
	"slices"

	"valurna/crypto/blind"
	"valurna/crypto/group"
	"valurna/crypto/threshold"
)

// pairSize is the length of one ciphertext: C1 and C2.
const pairSize = 2 * group.Size

// Size is the length in bytes of a sealed ballot with that many ciphertexts:
//
//	 1                version, 1
//	32                token key T
//	16                check
//	64 points         C1 | C2 of each ciphertext
//	64 (points + 1)   proof: R_0 .. R_points, then z_0 .. z_points, 32 bytes each;
//	                  number 0 belongs to T, the others to the C1
//	256               the token's signature
func Size(points int) int { return bodySize(points) + blind.Size }

// bodySize is the length of everything but the signature.
func bodySize(points int) int {
	return 1 + group.Size + CheckSize + points*pairSize + (points+1)*2*group.Size
}

// tokenAt is where the token key stands, and cipherAt where the ciphertexts begin.
const (
	tokenAt  = 1
	cipherAt = tokenAt + group.Size + CheckSize
)

// MarksOf gives the Marks of an encoding that has passed Decode for that many
// points, though one of them may stand there twice. They are parts of the encoding.
func MarksOf(points int, encoding []byte) [][]byte {
	out := [][]byte{encoding[tokenAt : tokenAt+group.Size]}
	for i := range points {
		c1 := cipherAt + i*pairSize
		out = append(out, encoding[c1:c1+group.Size])
	}
	return out
}

// Ciphertexts joins the ciphertexts of encodings, which have passed Decode for
// that many points: 64 points bytes a ballot, C1 | C2 of each, as they are
// shuffled.
func Ciphertexts(points int, encodings [][]byte) []byte {
	size := points * pairSize
	out := make([]byte, 0, len(encodings)*size)
	for _, e := range encodings {
		out = append(out, e[cipherAt:cipherAt+size]...)
	}
	return out
}

// Split parts a list of ciphertexts, C1 | C2 each, into all C1 and all C2.
func Split(list []byte) (c1s, c2s []byte) {
	c1s, c2s = make([]byte, 0, len(list)/2), make([]byte, 0, len(list)/2)
	for pair := range slices.Chunk(list, pairSize) {
		c1s, c2s = append(c1s, pair[:group.Size]...), append(c2s, pair[group.Size:]...)
	}
	return c1s, c2s
}

// Encode gives the one encoding, Size(points) bytes. A ballot without its
// signature encodes to everything before it, which Decode refuses.
func (b *Ballot) Encode() []byte {
	out := make([]byte, 1, Size(len(b.Ciphertexts)))
	out[0] = Version
	out = append(out, b.TokenKey.Bytes()...)
	out = append(out, b.Check[:]...)
	for _, ct := range b.Ciphertexts {
		out = append(out, ct.C1.Bytes()...)
		out = append(out, ct.C2.Bytes()...)
	}
	out = append(out, b.Proof.Bytes()...)
	return append(out, b.Signature...)
}

// Decode reads a sealed ballot of that many ciphertexts. It accepts the one
// encoding of each and refuses, with ErrEncoding, another length or version,
// points and scalars that are not canonical, and the identity as token key or
// in a ciphertext. data is not kept.
func Decode(points int, data []byte) (*Ballot, error) {
	if points < 1 || points > MaxPoints {
		return nil, fmt.Errorf("%w: %d ciphertexts, there are 1 to %d", ErrTerms, points, MaxPoints)
	}
	if len(data) != Size(points) {
		return nil, fmt.Errorf("%w: %d bytes, it has %d", ErrEncoding, len(data), Size(points))
	}
	b, rest, err := decodeBody(points, data)
	if err != nil {
		return nil, err
	}
	b.Signature = append([]byte(nil), rest...)
	return b, nil
}

// decodeBody reads everything before the signature, of data that is long enough,
// and gives what comes after it.
func decodeBody(points int, data []byte) (*Ballot, []byte, error) {
	if data[0] != Version {
		return nil, nil, fmt.Errorf("%w: version %d, this program reads %d", ErrEncoding, data[0], Version)
	}
	r := reader{rest: data[1:]}
	b := &Ballot{TokenKey: r.point("token key")}
	copy(b.Check[:], r.next(CheckSize))
	b.Ciphertexts = make([]threshold.Ciphertext, points)
	for i := range b.Ciphertexts {
		b.Ciphertexts[i] = threshold.Ciphertext{C1: r.point("C1"), C2: r.point("C2")}
	}
	if r.err != nil {
		return nil, nil, r.err
	}
	var err error
	if b.Proof, err = group.DecodeKnowledge(r.next(2*group.Size*(points+1)), points+1); err != nil {
		return nil, nil, fmt.Errorf("%w: proof: %w", ErrEncoding, err)
	}
	return b, r.rest, nil
}

// reader takes fields off a slice that is known to be long enough, and keeps the
// first error.
type reader struct {
	rest []byte
	err  error
}

func (r *reader) next(n int) []byte {
	field := r.rest[:n]
	r.rest = r.rest[n:]
	return field
}

func (r *reader) point(what string) *group.Point {
	field := r.next(group.Size)
	if r.err != nil {
		return nil
	}
	p, err := new(group.Point).SetBytes(field)
	if err != nil {
		r.err = fmt.Errorf("%w: %s: %w", ErrEncoding, what, err)
		return nil
	}
	if p.IsIdentity() {
		r.err = fmt.Errorf("%w: the %s is the identity", ErrEncoding, what)
		return nil
	}
	return p
}

// check refuses what Decode would, in a ballot that was not decoded.
func (b *Ballot) check(points int) error {
	fail := func(why string) error { return fmt.Errorf("%w: %s", ErrEncoding, why) }
	if len(b.Ciphertexts) != points {
		return fail(fmt.Sprintf("%d ciphertexts, it has %d", len(b.Ciphertexts), points))
	}
	ps := []*group.Point{b.TokenKey}
	for _, ct := range b.Ciphertexts {
		ps = append(ps, ct.C1, ct.C2)
	}
	for _, p := range ps {
		if p == nil || p.IsIdentity() {
			return fail("a point is missing or the identity")
		}
	}
	if len(b.Proof.R) != points+1 || len(b.Proof.Z) != points+1 {
		return fail("a proof of another length")
	}
	return nil
}
