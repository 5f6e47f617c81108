package trustee

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/sha3"
	"encoding/binary"
	"fmt"
	"io"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/crypto/group"
	"valurna/crypto/threshold"
)

// seedSize is the length in bytes of the secret behind all polynomials.
const seedSize = 32

// contribution is what this trustee brings to the ceremony, derived from the
// saved secrets alone: after a restart it is the same to the byte.
type contribution struct {
	reveal      journal.CeremonyReveal
	commit      journal.CeremonyCommit
	polynomials []*threshold.Polynomial
	transport   *threshold.TransportKey
}

// newMaking draws the secrets of a ceremony.
func newMaking() (*making, error) {
	secret := make([]byte, seedSize+32)
	if _, err := io.ReadFull(rand.Reader, secret); err != nil {
		return nil, err
	}
	transport, err := threshold.NewTransportKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	defer transport.Erase()
	return &making{Seed: secret[:seedSize], Salt: secret[seedSize:], Transport: transport.Bytes()}, nil
}

// stream is the randomness of one key's dealing: SHAKE-256 (FIPS 202) of a
// domain, the seed and the key's number, which is a pseudo-random function of
// the number under the seed.
func stream(seed []byte, key int) io.Reader {
	h := sha3.NewSHAKE256()
	h.Write([]byte("valurna/v1/trustee dealing\n")) // a sponge takes every write
	h.Write(seed)
	h.Write(binary.BigEndian.AppendUint64(nil, uint64(key)))
	return h
}

// contribute derives the contribution of trustee number index.
func contribute(s *journal.State, name string, m *making) (*contribution, error) {
	index, t, n := s.Manifest().Trustee(name), s.Manifest().Threshold, len(s.Manifest().Trustees)
	c := &contribution{reveal: journal.CeremonyReveal{Trustee: name, Salt: m.Salt, Dealings: []canon.Hex{}}}
	var err error
	if c.transport, err = threshold.ParseTransportKey(m.Transport); err != nil {
		return nil, err
	}
	for key := range s.Ready().Keys {
		p, d, err := threshold.Deal(s.CeremonyContext(key), index, t, n, stream(m.Seed, key))
		if err != nil {
			c.erase()
			return nil, err
		}
		c.polynomials = append(c.polynomials, p)
		c.reveal.Dealings = append(c.reveal.Dealings, d.Bytes())
	}
	sum := sha256.Sum256(canon.MustMarshal(c.reveal))
	c.commit = journal.CeremonyCommit{Trustee: name, Reveal: sum[:], Transport: c.transport.Public()}
	return c, nil
}

// shares are what the trustee of that number (1 to n) is sent, by key.
func (c *contribution) shares(receiver int) []*group.Scalar {
	out := make([]*group.Scalar, len(c.polynomials))
	for key, p := range c.polynomials {
		out[key] = p.Share(receiver)
	}
	return out
}

// deal seals every other trustee's shares to its transport key.
func (c *contribution) deal(s *journal.State) (*journal.CeremonyDeal, error) {
	from := c.reveal.Trustee
	deal := &journal.CeremonyDeal{Trustee: from, Sealed: []canon.Hex{}}
	for i, to := range s.Manifest().Trustees {
		if to.Name == from {
			deal.Sealed = append(deal.Sealed, canon.Hex{})
			continue
		}
		sealed, err := threshold.SealShares(s.Ceremony().Commits[to.Name].Transport, s.DealInfo(from, to.Name), c.shares(i+1))
		if err != nil {
			return nil, &dealError{against: to.Name, err: err}
		}
		deal.Sealed = append(deal.Sealed, sealed)
	}
	return deal, nil
}

// dealError names the trustee who makes the ceremony impossible.
type dealError struct {
	against string
	err     error
}

func (e *dealError) Error() string { return fmt.Sprintf("trustee %s: %v", e.against, e.err) }

func (e *dealError) Unwrap() error { return e.err }

// receive opens and verifies what all have dealt to this trustee, and adds it
// up to its share of each key. A *dealError names a dealer who cheated.
func (c *contribution) receive(s *journal.State) ([]canon.Hex, error) {
	me := c.reveal.Trustee
	index, keys := s.Manifest().Trustee(me), s.Ready().Keys
	received := make([][]*group.Scalar, keys)
	for dealer, from := range s.Manifest().Trustees {
		shares := c.shares(index)
		if from.Name != me {
			var err error
			sealed := s.Ceremony().Deals[from.Name].Sealed[index-1]
			if shares, err = c.transport.OpenShares(s.DealInfo(from.Name, me), sealed, keys); err != nil {
				return nil, &dealError{from.Name, fmt.Errorf("the shares that it sealed to %s do not open", me)}
			}
		}
		for key, share := range shares {
			if err := s.Dealings(key)[dealer].VerifyShare(index, share); err != nil {
				return nil, &dealError{from.Name, fmt.Errorf("the share of key %d that it sent to %s does not fit its commitments", key, me)}
			}
			received[key] = append(received[key], share)
		}
	}
	out := make([]canon.Hex, keys)
	for key, shares := range received {
		out[key] = threshold.SumShares(shares).Bytes()
	}
	return out, nil
}

// erase overwrites the secrets; nil is fine.
func (c *contribution) erase() {
	if c == nil {
		return
	}
	for _, p := range c.polynomials {
		p.Erase()
	}
	c.polynomials = nil
	c.transport.Erase()
}
