// Package blind issues and checks the tokens that let a member vote without being
// known: blind RSA signatures after RFC 9474, in the variant
// RSABSSA-SHA384-PSS-Deterministic.
//
// For most uses: the registrar makes a Signer for each ballot and answers with
// BlindSign; the booth makes a Request, sends Blinded, and turns the answer into a
// signature with Finalize; everyone checks with PublicKey.Verify. A finished
// signature is an ordinary RSASSA-PSS signature (SHA-384, MGF1 with SHA-384, salt of
// 48 bytes), so any library verifies it.
//
// What the signer sees is a uniform number that depends on the message in nothing;
// no computer, however strong, joins it to the signature. That holds for any one key:
// the caller makes sure that all voters of a ballot see the same key.
//
// A Signer's key must never sign anything else: it signs whatever it is sent.
package blind

import (
	"bytes"
	"errors"
	"fmt"

	"filippo.io/bigmod"
)

const (
	// Bits is the size of the modulus.
	Bits = 2048
	// Size is the length in bytes of a modulus, a blinded message, a blind signature
	// and a signature.
	Size = Bits / 8

	exponent = 65537
)

var (
	// ErrKey says that a key is not of the one form that is accepted.
	ErrKey = errors.New("blind: not an acceptable RSA key; it was not used")
	// ErrSignature says that a signature is not one of this key over this message.
	ErrSignature = errors.New("blind: the signature does not hold; it was not accepted")
	// ErrBlinded says that a blinded message is not a number between zero and the modulus.
	ErrBlinded = errors.New("blind: not a blinded message; nothing was signed")
	// ErrRandom says that the source of randomness failed or is visibly broken.
	ErrRandom = errors.New("blind: no usable randomness; nothing was made")
	// ErrFault says that the private-key operation gave a wrong result.
	ErrFault = errors.New("blind: the signing computation failed its own check, as by faulty memory; nothing was sent, check the machine")
	// ErrErased says that the signer or the request has been erased.
	ErrErased = errors.New("blind: the secret has been erased; nothing was signed or finished")
)

// PublicKey is an RSA key of 2048 bits with exponent 65537. It is safe for use by
// several goroutines.
type PublicKey struct {
	n   *bigmod.Modulus
	raw []byte // big endian, without leading zero
}

// ParsePublicKey reads a modulus: exactly 256 bytes, big endian, top bit set, odd. It
// returns ErrKey for anything else. Whether it is made of two primes, and prime to the
// exponent as it must be, cannot be seen in it; secrecy does not rest on that. Under
// any modulus a request that ends in a signature is a uniform power r^e, whatever its
// message is; one that ends in none is never cast.
func ParsePublicKey(modulus []byte) (*PublicKey, error) {
	if len(modulus) != Size {
		return nil, fmt.Errorf("%w: a modulus of %d bytes, not %d", ErrKey, len(modulus), Size)
	}
	return newPublicKey(modulus)
}

// newPublicKey takes any size that is whole bytes; the vectors of RFC 9474 have 4096
// bits.
func newPublicKey(modulus []byte) (*PublicKey, error) {
	if len(modulus) == 0 || modulus[0]&0x80 == 0 || modulus[len(modulus)-1]&1 == 0 {
		return nil, fmt.Errorf("%w: a modulus that is even or too small for its length", ErrKey)
	}
	n, err := bigmod.NewModulus(modulus)
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrKey, err)
	}
	return &PublicKey{n: n, raw: bytes.Clone(modulus)}, nil
}

// Modulus returns the modulus as 256 bytes, big endian.
func (k *PublicKey) Modulus() []byte { return bytes.Clone(k.raw) }

// Verify checks a signature of exactly 256 bytes and below the modulus over message:
// RSASSA-PSS-VERIFY of RFC 8017 section 8.1.2. Its only error is ErrSignature.
func (k *PublicKey) Verify(message, sig []byte) error {
	if len(sig) != len(k.raw) {
		return fmt.Errorf("%w: it has %d bytes, not %d", ErrSignature, len(sig), len(k.raw))
	}
	s, err := bigmod.NewNat().SetBytes(sig, k.n)
	if err != nil {
		return fmt.Errorf("%w: it is not below the modulus", ErrSignature)
	}
	em := bigmod.NewNat().ExpShortVarTime(s, exponent, k.n).Bytes(k.n)
	if !pssHolds(message, em) {
		return fmt.Errorf("%w: it is of another message or key", ErrSignature)
	}
	return nil
}
