package blind

import (
	"bytes"
	"fmt"
	"io"

	"filippo.io/bigmod"
)

// drawLimit ends the search for a number below the modulus. Each draw succeeds with
// probability above one half, so a sound source fails with less than 2^-128.
const drawLimit = 128

// Request is one token being asked for: the message and the factor that blinds it. It
// is secret until the ballot is cast, prints as "[secret]" and is for one goroutine.
type Request struct {
	key     *PublicKey
	message []byte
	blinded []byte
	inverse *bigmod.Nat // r^-1 mod n
}

// NewRequest blinds message for the key: Blind of RFC 9474 section 4.2. The request is
// a function of key, message and the bytes read from rand alone, so a booth that feeds
// it the same stream again repeats exactly the same request. It reads the salt (48
// bytes), then numbers of 256 bytes until one is between zero and the modulus, which is
// the blinding factor, then in the same way a number that only masks a computation.
// Secrets do not show in its running time. It returns ErrRandom, or ErrKey when the
// modulus turns out to have a factor in common with one of the numbers.
func NewRequest(pk *PublicKey, message []byte, rand io.Reader) (*Request, error) {
	salt := make([]byte, saltSize)
	if _, err := io.ReadFull(rand, salt); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrRandom, err)
	}
	r, err := draw(pk, rand)
	if err != nil {
		return nil, err
	}
	b, err := draw(pk, rand)
	if err != nil {
		return nil, err
	}
	return newRequest(pk, message, salt, r, b)
}

// draw returns a uniform number between zero and the modulus, both excluded.
func draw(pk *PublicKey, rand io.Reader) (*bigmod.Nat, error) {
	buf := make([]byte, len(pk.raw))
	defer clear(buf)
	for range drawLimit {
		if _, err := io.ReadFull(rand, buf); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrRandom, err)
		}
		// A refused draw says nothing about the one that is kept.
		x, err := bigmod.NewNat().SetBytes(buf, pk.n)
		if err == nil && x.IsZero() == 0 {
			return x, nil
		}
	}
	return nil, fmt.Errorf("%w: %d draws and none in range", ErrRandom, drawLimit)
}

func newRequest(pk *PublicKey, message, salt []byte, r, b *bigmod.Nat) (*Request, error) {
	m, err := bigmod.NewNat().SetBytes(pssEncode(message, salt, len(pk.raw)), pk.n)
	if err != nil {
		return nil, fmt.Errorf("%w: the encoded message is not below the modulus", ErrKey)
	}

	// Inversion takes a time that depends on its input. r·b·m is uniform whatever r and
	// m are, so that time says nothing; multiplying by b·m afterwards leaves r^-1. It
	// also makes the check that m is coprime to the modulus (RFC 9474 section 4.2, step
	// 4), without which a modulus made for the purpose would give m away.
	bm := bigmod.NewNat().Mod(b, pk.n).Mul(m, pk.n)
	inverse, ok := bigmod.NewNat().InverseVarTime(bigmod.NewNat().Mod(r, pk.n).Mul(bm, pk.n), pk.n)
	if !ok {
		return nil, fmt.Errorf("%w: a number drawn at random shares a factor with it", ErrKey)
	}
	inverse.Mul(bm, pk.n)

	z := bigmod.NewNat().ExpShortVarTime(r, exponent, pk.n).Mul(m, pk.n)
	return &Request{key: pk, message: bytes.Clone(message), blinded: z.Bytes(pk.n), inverse: inverse}, nil
}

// Blinded returns what the signer is sent, 256 bytes.
func (r *Request) Blinded() []byte { return bytes.Clone(r.blinded) }

// Finalize turns the signer's answer into the signature over the message, 256 bytes:
// Finalize of RFC 9474 section 4.4, with the check that it demands. ErrSignature means
// that the answer is no signature under the agreed key: the token was not obtained, and
// the signer is at fault.
func (r *Request) Finalize(blindSig []byte) ([]byte, error) {
	if r.inverse == nil {
		return nil, ErrErased
	}
	n := r.key.n
	if len(blindSig) != len(r.key.raw) {
		return nil, fmt.Errorf("%w: a blind signature of %d bytes, not %d", ErrSignature, len(blindSig), len(r.key.raw))
	}
	s, err := bigmod.NewNat().SetBytes(blindSig, n)
	if err != nil {
		return nil, fmt.Errorf("%w: the blind signature is not below the modulus", ErrSignature)
	}
	sig := s.Mul(r.inverse, n).Bytes(n)
	if err := r.key.Verify(r.message, sig); err != nil {
		return nil, err
	}
	return sig, nil
}

// Erase forgets what joins the request to the token. Finalize and Blinded are over
// then.
func (r *Request) Erase() {
	if r.inverse != nil {
		clear(r.inverse.Bits())
	}
	clear(r.message)
	clear(r.blinded)
	r.inverse, r.message, r.blinded = nil, nil, nil
}

// Format hides the request from every verb of fmt.
func (r *Request) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, "[secret]") }
