package blind

import (
	"crypto/rsa"
	"fmt"
	"math/big"

	"filippo.io/bigmod"
)

// privateCore is the private-key operation by the Chinese remainder theorem (RFC 8017
// section 5.1.2, step 2b), in constant time, for a modulus of any size in whole bytes.
// Everything that does not depend on the message is computed once.
type privateCore struct {
	public *PublicKey
	p, q   *bigmod.Modulus
	dP, dQ []byte      // d mod p-1 and d mod q-1, at the full length of p and q
	qInv   *bigmod.Nat // q^-1 mod p
	qN     *bigmod.Nat // q as a number modulo n
}

func newPrivateCore(key *rsa.PrivateKey) (*privateCore, error) {
	if len(key.Primes) != 2 {
		return nil, fmt.Errorf("%w: %d primes", ErrKey, len(key.Primes))
	}
	if err := key.Validate(); err != nil {
		return nil, fmt.Errorf("%w: %v", ErrKey, err)
	}
	key.Precompute()
	public, err := newPublicKey(key.N.Bytes())
	if err != nil {
		return nil, err
	}
	p, err := bigmod.NewModulus(key.Primes[0].Bytes())
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrKey, err)
	}
	q, err := bigmod.NewModulus(key.Primes[1].Bytes())
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrKey, err)
	}
	qInv, err := bigmod.NewNat().SetBytes(padded(key.Precomputed.Qinv, p), p)
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrKey, err)
	}
	return &privateCore{
		public: public, p: p, q: q,
		dP:   padded(key.Precomputed.Dp, p),
		dQ:   padded(key.Precomputed.Dq, q),
		qInv: qInv,
		qN:   bigmod.NewNat().Mod(q.Nat(), public.n),
	}, nil
}

// padded is x at the length of m, so that lengths say nothing about x.
func padded(x *big.Int, m *bigmod.Modulus) []byte { return x.FillBytes(make([]byte, m.Size())) }

// sign computes blinded^d mod n and checks the result against the public key before it
// leaves: one wrong half of a signature would give away a prime factor (Boneh, DeMillo
// and Lipton, 1997).
func (c *privateCore) sign(blinded []byte) ([]byte, error) {
	n := c.public.n
	if len(blinded) != len(c.public.raw) {
		return nil, fmt.Errorf("%w: it has %d bytes, not %d", ErrBlinded, len(blinded), len(c.public.raw))
	}
	m, err := bigmod.NewNat().SetBytes(blinded, n)
	if err != nil {
		return nil, fmt.Errorf("%w: it is not below the modulus", ErrBlinded)
	}
	if m.IsZero() == 1 {
		return nil, fmt.Errorf("%w: it is zero", ErrBlinded)
	}

	// s = s2 + q·((s1 - s2)·q^-1 mod p), which is below p·q without reduction.
	t := bigmod.NewNat()
	s1 := bigmod.NewNat().Exp(t.Mod(m, c.p), c.dP, c.p)
	s2 := bigmod.NewNat().Exp(t.Mod(m, c.q), c.dQ, c.q)
	h := s1.Sub(t.Mod(s2, c.p), c.p).Mul(c.qInv, c.p)
	s := h.ExpandFor(n).Mul(c.qN, n).Add(s2.ExpandFor(n), n)

	if bigmod.NewNat().ExpShortVarTime(s, exponent, n).Equal(m) != 1 {
		return nil, ErrFault
	}
	return s.Bytes(n), nil
}

// erase overwrites what can be reached. bigmod keeps the primes to itself; they go
// with the last reference.
func (c *privateCore) erase() {
	clear(c.dP)
	clear(c.dQ)
	clear(c.qInv.Bits())
	clear(c.qN.Bits())
	c.p, c.q = nil, nil
}
