package urn

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"io"
	"log/slog"

	"golang.org/x/crypto/chacha20poly1305"

	"valurna/server/keeper"
)

// secrets are the uses of one ballot's key, each a key of its own by
// HKDF-Expand (RFC 5869, section 2.3) with SHA-256 and a label as info. They
// live in this process's memory and in the keeper, and nowhere else.
type secrets struct {
	index  [32]byte // keys the rows
	box    [32]byte // encrypts them
	hosted [32]byte // derives the seeds of hosted booths
	check  [32]byte // goes to the store: tells this key from every other
}

func derive(key keeper.Key, ballot string) (*secrets, error) {
	s := new(secrets)
	for label, into := range map[string]*[32]byte{"index": &s.index, "box": &s.box, "hosted": &s.hosted, "check": &s.check} {
		out, err := hkdf.Expand(sha256.New, key[:], "valurna/v1/urn/"+label+"\n"+ballot, len(into))
		if err != nil {
			return nil, fmt.Errorf("urn: no keys for ballot %s: %w", ballot, err)
		}
		copy(into[:], out)
		clear(out)
	}
	return s, nil
}

// erase overwrites what this process holds; copies that the runtime made are
// beyond reach.
func (s *secrets) erase() { *s = secrets{} }

// Format prints "[secret]" under every verb.
func (*secrets) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "[secret]") }

// LogValue keeps them out of structured logs.
func (*secrets) LogValue() slog.Value { return slog.StringValue("[secret]") }

// row is the key under which a token key's ballot is stored: HMAC-SHA256.
func (s *secrets) row(tokenKey []byte) []byte {
	h := hmac.New(sha256.New, s.index[:])
	h.Write(tokenKey)
	return h.Sum(nil)
}

// boxOverhead is how much longer a stored ballot is than its encoding, in bytes.
const boxOverhead = chacha20poly1305.NonceSizeX + chacha20poly1305.Overhead

// lock encrypts an encoding with XChaCha20-Poly1305 under a random nonce of 24
// bytes, which stands before the ciphertext; the row is bound to it.
func (s *secrets) lock(row, encoding []byte, rand io.Reader) ([]byte, error) {
	aead, err := s.aead()
	if err != nil {
		return nil, err
	}
	out := make([]byte, chacha20poly1305.NonceSizeX, boxOverhead+len(encoding))
	if _, err := io.ReadFull(rand, out); err != nil {
		return nil, fmt.Errorf("urn: no randomness, so the ballot was not stored: %w", err)
	}
	return aead.Seal(out, out, encoding, row), nil
}

func (s *secrets) unlock(row, stored []byte) ([]byte, error) {
	if len(stored) < boxOverhead {
		return nil, errUnreadable
	}
	aead, err := s.aead()
	if err != nil {
		return nil, err
	}
	nonce := stored[:chacha20poly1305.NonceSizeX]
	out, err := aead.Open(nil, nonce, stored[len(nonce):], row)
	if err != nil {
		return nil, errUnreadable
	}
	return out, nil
}

func (s *secrets) aead() (cipher.AEAD, error) { return chacha20poly1305.NewX(s.box[:]) }
