package blind

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	"fmt"
	"io"
	"sync"
)

// Signer holds the issuing key of one ballot. It is safe for use by several
// goroutines, and prints as "[secret]".
type Signer struct {
	public *PublicKey

	mu    sync.RWMutex // held for reading while signing, for writing by Erase
	core  *privateCore // nil once erased
	pkcs8 []byte
}

// GenerateKey makes a key of 2048 bits with exponent 65537. The primes come from
// crypto/rsa, which since Go 1.26 reads the system's generator in place of any reader
// it is given; rand is passed on to it. It takes some tenths of a second.
func GenerateKey(rand io.Reader) (*Signer, error) {
	key, err := rsa.GenerateKey(rand, Bits)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrRandom, err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrKey, err)
	}
	return newSigner(key, der)
}

// ParseSigner reads a key as Marshal wrote it. It returns ErrKey for any other
// encoding, and for keys of another kind, size or exponent or of more than two primes.
func ParseSigner(pkcs8 []byte) (*Signer, error) {
	parsed, err := x509.ParsePKCS8PrivateKey(pkcs8)
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrKey, err)
	}
	key, ok := parsed.(*rsa.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("%w: it is a %T", ErrKey, parsed)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil || !bytes.Equal(der, pkcs8) {
		return nil, fmt.Errorf("%w: not in its one encoding", ErrKey)
	}
	return newSigner(key, der)
}

func newSigner(key *rsa.PrivateKey, der []byte) (*Signer, error) {
	if key.N.BitLen() != Bits || key.E != exponent {
		return nil, fmt.Errorf("%w: %d bits and exponent %d", ErrKey, key.N.BitLen(), key.E)
	}
	core, err := newPrivateCore(key)
	if err != nil {
		return nil, err
	}
	return &Signer{public: core.public, core: core, pkcs8: der}, nil
}

// Public returns the key that checks what the signer signs.
func (s *Signer) Public() *PublicKey { return s.public }

// Marshal returns the private key as PKCS #8 in DER, for storing; nil once erased.
func (s *Signer) Marshal() []byte {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return bytes.Clone(s.pkcs8)
}

// BlindSign signs a blinded message of exactly 256 bytes, above zero and below the
// modulus: BlindSign of RFC 9474 section 4.3. The same blinded message always gives the
// same 256 bytes. It takes the same time for every message. It returns ErrBlinded for
// other inputs, ErrFault when the result fails the check against the public key and
// ErrErased after Erase.
func (s *Signer) BlindSign(blinded []byte) ([]byte, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.core == nil {
		return nil, ErrErased
	}
	return s.core.sign(blinded)
}

// Erase forgets the private key. What Go's memory management has copied before is out
// of its reach.
func (s *Signer) Erase() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.core != nil {
		s.core.erase()
	}
	clear(s.pkcs8)
	s.core, s.pkcs8 = nil, nil
}

// Format hides the key from every verb of fmt.
func (s *Signer) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "[secret]") }
