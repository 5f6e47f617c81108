package threshold

import (
	"errors"
	"fmt"

	"valurna/crypto/group"
)

// CollectiveShare is what one trustee adds to a [Collective]: its share Z of the
// weighted sum and the proof that it is one.
type CollectiveShare struct {
	Z, A, B  *group.Point
	Response *group.Scalar
}

// CollectiveShareSize is the length in bytes of an encoded CollectiveShare.
const CollectiveShareSize = 4 * group.Size

func (s *CollectiveShare) challenge(t *group.Transcript) *group.Scalar {
	t.AppendPoints("commitments", s.A, s.B)
	return t.Challenge("challenge")
}

// Bytes returns the encoding Z | A | B | z.
func (s *CollectiveShare) Bytes() []byte {
	b := make([]byte, 0, CollectiveShareSize)
	for _, p := range []*group.Point{s.Z, s.A, s.B} {
		b = append(b, p.Bytes()...)
	}
	return append(b, s.Response.Bytes()...)
}

// Decode sets s to the share that b encodes: exactly [CollectiveShareSize] bytes
// of canonical encodings. Otherwise s is unchanged. Z and B may be the identity,
// both together, as they are for an empty ballot box.
func (s *CollectiveShare) Decode(b []byte) error {
	read, err := readShare(b)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrCollective, err)
	}
	*s = *read
	return nil
}

func readShare(b []byte) (*CollectiveShare, error) {
	if len(b) != CollectiveShareSize {
		return nil, fmt.Errorf("a share has %d bytes, not %d; it was not read, refuse it", len(b), CollectiveShareSize)
	}
	z, errZ := new(group.Point).SetBytes(b[:32])
	first, errA := new(group.Point).SetBytes(b[32:64])
	second, errB := new(group.Point).SetBytes(b[64:96])
	response, errR := group.DecodeScalar(b[96:])
	if err := errors.Join(errZ, errA, errB, errR); err != nil {
		return nil, err
	}
	if first.IsIdentity() || z.IsIdentity() != second.IsIdentity() {
		return nil, errors.New("a share has the identity where no honest trustee puts it; it was not read, refuse it")
	}
	return &CollectiveShare{z, first, second, response}, nil
}
