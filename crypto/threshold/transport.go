package threshold

import (
	"bytes"
	"crypto/ecdh"
	"crypto/hpke"
	"fmt"
	"io"
	"slices"

	"filippo.io/edwards25519/field"

	"valurna/crypto/group"
)

// TransportSize is the length in bytes of a transport key, secret or public.
const TransportSize = 32

// sealedExtra is what sealing adds: the encapsulated key and the AEAD's tag.
const sealedExtra = 32 + 16

// TransportKey is the key with which a trustee receives its shares: HPKE in base
// mode (RFC 9180) with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and
// ChaCha20Poly1305. Base mode does not name the sender; the dealing that a share
// must fit does. It prints as "[secret]".
type TransportKey struct{ secret [TransportSize]byte }

func suite() (hpke.KDF, hpke.AEAD) { return hpke.HKDFSHA256(), hpke.ChaCha20Poly1305() }

// NewTransportKey makes a key from 32 bytes of rand (RFC 9180, section 7.1.3).
func NewTransportKey(rand io.Reader) (*TransportKey, error) {
	var seed [TransportSize]byte
	defer clear(seed[:])
	if _, err := io.ReadFull(rand, seed[:]); err != nil {
		return nil, fmt.Errorf("threshold: the source of randomness failed, no transport key was made: %w", err)
	}
	k, err := kem().DeriveKeyPair(seed[:])
	if err != nil {
		return nil, fmt.Errorf("threshold: no transport key was made: %w", err)
	}
	b, err := k.Bytes()
	if err != nil {
		return nil, fmt.Errorf("threshold: no transport key was made: %w", err)
	}
	defer clear(b)
	return ParseTransportKey(b)
}

// ParseTransportKey reads what [TransportKey.Bytes] wrote: 32 bytes, clamped as
// RFC 9180, section 7.1.2, has a stored X25519 key.
func ParseTransportKey(b []byte) (*TransportKey, error) {
	if len(b) != TransportSize || !clamped(b) {
		return nil, fmt.Errorf("threshold: this is no transport key of %d bytes; it was not read, restore it from its copy", TransportSize)
	}
	return &TransportKey{[TransportSize]byte(b)}, nil
}

// clamped says whether b is as RFC 7748, section 5, makes every X25519 key.
// Erased keys are not.
func clamped(b []byte) bool { return b[0]&7 == 0 && b[31]&0xc0 == 0x40 }

// Bytes returns the 32 secret bytes, for storing under encryption.
func (k *TransportKey) Bytes() []byte { return bytes.Clone(k.secret[:]) }

// Public returns the 32 bytes to publish (RFC 7748, a u-coordinate).
func (k *TransportKey) Public() []byte { return k.private().PublicKey().Bytes() }

// Erase overwrites the key; every later use of it panics.
func (k *TransportKey) Erase() { clear(k.secret[:]) }

// CheckTransportKey refuses what SealShares would refuse: other than 32 canonical
// bytes, and points of small order, with which every exchange gives zero (RFC
// 7748, section 6.1). Such a key would keep every dealer from sealing.
func CheckTransportKey(public []byte) error {
	if !canonicalCoordinate(public) {
		return fmt.Errorf("threshold: the transport key is not %d canonical bytes", TransportSize)
	}
	theirs, err := ecdh.X25519().NewPublicKey(public)
	if err != nil {
		return fmt.Errorf("threshold: the transport key is not valid: %w", err)
	}
	// Any scalar shows it; this one is public.
	probe, err := ecdh.X25519().NewPrivateKey(bytes.Repeat([]byte{1}, TransportSize))
	if err != nil {
		return err
	}
	if _, err := probe.ECDH(theirs); err != nil {
		return fmt.Errorf("threshold: the transport key is of small order: %w", err)
	}
	return nil
}

// SealShares encrypts shares to the holder of the public key to, in their order,
// bound to info: say there who sends to whom, and for what. The result has 48
// bytes more than 32 for each share. The one-time key comes from the operating
// system, since crypto/hpke takes no other source.
func SealShares(to, info []byte, shares []*group.Scalar) ([]byte, error) {
	if !canonicalCoordinate(to) {
		return nil, fmt.Errorf("threshold: the receiver's transport key is not %d canonical bytes; no share was sealed, ask for the key again", TransportSize)
	}
	public, err := kem().NewPublicKey(to)
	if err != nil {
		return nil, fmt.Errorf("threshold: the receiver's transport key is not valid; no share was sealed: %w", err)
	}
	plain := make([]byte, 0, len(shares)*group.Size)
	defer func() { clear(plain) }()
	for _, s := range shares {
		plain = append(plain, s.Bytes()...)
	}
	kdf, aead := suite()
	sealed, err := hpke.Seal(public, kdf, aead, info, plain)
	if err != nil {
		return nil, fmt.Errorf("threshold: no share was sealed, the receiver's transport key may be of small order: %w", err)
	}
	return sealed, nil
}

// OpenShares decrypts count shares that were sealed to k with the same info. It
// gives [ErrSealed] for every other input. Check each share with
// [Dealing.VerifyShare].
func (k *TransportKey) OpenShares(info, sealed []byte, count int) ([]*group.Scalar, error) {
	length := len(sealed) - sealedExtra
	if length < 0 || length%group.Size != 0 || length/group.Size != count || !canonicalCoordinate(sealed[:TransportSize]) {
		return nil, ErrSealed
	}
	private, err := hpke.NewDHKEMPrivateKey(k.private())
	if err != nil {
		return nil, fmt.Errorf("threshold: the transport key is not usable, no share was opened: %w", err)
	}
	kdf, aead := suite()
	plain, err := hpke.Open(private, kdf, aead, info, sealed)
	if err != nil {
		return nil, ErrSealed
	}
	defer clear(plain)
	shares := make([]*group.Scalar, 0, count)
	for b := range slices.Chunk(plain, group.Size) {
		s, err := group.DecodeScalar(b)
		if err != nil {
			return nil, ErrSealed
		}
		shares = append(shares, s)
	}
	return shares, nil
}

func kem() hpke.KEM { return hpke.DHKEM(ecdh.X25519()) }

// private builds the library's key for one use, so that Erase leaves none behind
// that this package holds.
func (k *TransportKey) private() *ecdh.PrivateKey {
	if !clamped(k.secret[:]) {
		panic("threshold: an erased transport key was used")
	}
	p, err := ecdh.X25519().NewPrivateKey(k.secret[:])
	if err != nil {
		panic("threshold: 32 bytes are no X25519 key: " + err.Error())
	}
	return p
}

// canonicalCoordinate says whether b is the one encoding of its u-coordinate.
// X25519 itself would take several (RFC 7748, section 5).
func canonicalCoordinate(b []byte) bool {
	u, err := new(field.Element).SetBytes(b)
	return err == nil && bytes.Equal(u.Bytes(), b)
}

// String returns "[secret]".
func (TransportKey) String() string { return redacted }

// GoString returns "[secret]".
func (TransportKey) GoString() string { return redacted }

// Format writes "[secret]" for every verb.
func (TransportKey) Format(f fmt.State, _ rune) { redact(f) }
