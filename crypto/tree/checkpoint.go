package tree

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/transparency-dev/formats/log"
	"golang.org/x/mod/sumdb/note"
)

var (
	// ErrFormat says that a note is not in the one form that is accepted.
	ErrFormat = errors.New("tree: not a checkpoint in its canonical form; it was not read")
	// ErrSignature says that a signature of a known key is missing or wrong.
	ErrSignature = errors.New("tree: the checkpoint's signature does not hold; nothing in it was believed")
	// ErrUnknownKey says that a note is signed by a key outside the policy.
	ErrUnknownKey = errors.New("tree: the checkpoint carries a signature of a key that the policy does not name; it was not accepted")
	// ErrQuorum says that too few witnesses of the policy have cosigned.
	ErrQuorum = errors.New("tree: too few witnesses have cosigned the checkpoint; ask the missing witnesses before relying on it")
	// ErrPolicy says that a policy itself cannot be relied on.
	ErrPolicy = errors.New("tree: the witness policy is not valid; no checkpoint was read under it")
	// ErrKey says that a name or a private key cannot sign.
	ErrKey = errors.New("tree: this name or key cannot sign; nothing was signed")
)

// Signature types of C2SP signed-note, the byte before the key in a key id.
const (
	algEd25519     = 0x01
	algCosignature = 0x04
)

// maxName is the longest origin or witness name in bytes (the length byte of
// C2SP tlog-cosignature).
const maxName = 255

// Checkpoint says what a log contains: its origin (a name without space, plus sign or
// control character, at most 255 bytes), the number of leaves and their root.
type Checkpoint struct {
	Origin string
	Size   int64
	Root   Hash
}

// text renders the three lines that are signed (C2SP tlog-checkpoint, without
// extension lines).
func (c Checkpoint) text() string {
	return string(log.Checkpoint{Origin: c.Origin, Size: uint64(c.Size), Hash: c.Root[:]}.Marshal())
}

// check refuses what no tree can be.
func (c Checkpoint) check() error {
	switch {
	case !validName(c.Origin):
		return fmt.Errorf("%w: origin %q", ErrFormat, c.Origin)
	case c.Size < 0 || c.Size > MaxSize:
		return fmt.Errorf("%w: size %d", ErrFormat, c.Size)
	case c.Size == 0 && c.Root != EmptyRoot():
		return fmt.Errorf("%w: a root over no leaves that is not the empty root", ErrFormat)
	}
	return nil
}

// SignCheckpoint returns the checkpoint as a note with one signature line, by key
// under the origin's name (type 0x01 of C2SP signed-note). It returns ErrFormat for
// an impossible checkpoint and ErrKey for a key of wrong length.
func SignCheckpoint(c Checkpoint, key ed25519.PrivateKey) (string, error) {
	if err := c.check(); err != nil {
		return "", err
	}
	if len(key) != ed25519.PrivateKeySize {
		return "", fmt.Errorf("%w: a private key of %d bytes", ErrKey, len(key))
	}
	s := signer{name: c.Origin, hash: keyHash(c.Origin, algEd25519, key.Public().(ed25519.PublicKey))}
	s.sign = func(text []byte) []byte { return ed25519.Sign(key, text) }
	signed, err := note.Sign(&note.Note{Text: c.text()}, s)
	return string(signed), err
}

// keyHash is the key id of C2SP signed-note: the first four bytes of
// SHA-256(name || "\n" || type || key), big endian.
func keyHash(name string, alg byte, key ed25519.PublicKey) uint32 {
	h := sha256.Sum256(append([]byte(name+"\n"+string(rune(alg))), key...))
	return binary.BigEndian.Uint32(h[:])
}

// validName accepts names of C2SP signed-note (not empty, no space, no plus sign),
// short enough and without control characters.
func validName(name string) bool {
	return name != "" && len(name) <= maxName && utf8.ValidString(name) &&
		!strings.ContainsFunc(name, func(r rune) bool {
			return r == '+' || unicode.IsSpace(r) || unicode.IsControl(r)
		})
}

// signer is a note.Signer over an Ed25519 key held by the caller.
type signer struct {
	name string
	hash uint32
	sign func(text []byte) []byte
}

func (s signer) Name() string                     { return s.name }
func (s signer) KeyHash() uint32                  { return s.hash }
func (s signer) Sign(text []byte) ([]byte, error) { return s.sign(text), nil }

// vkey renders a verifier key of C2SP signed-note.
func vkey(name string, alg byte, key ed25519.PublicKey) string {
	return fmt.Sprintf("%s+%08x+%s", name, keyHash(name, alg, key),
		base64.StdEncoding.EncodeToString(append([]byte{alg}, key...)))
}
