package booth

import (
	"crypto/hkdf"
	"crypto/sha256"
	"crypto/sha3"
	"encoding/binary"
	"fmt"
	"io"

	"valurna/ballot/sealed"
)

// MaxAttempts bounds how many sealed ballots one voter may open as tests in one
// ballot. Three catch a booth that cheats in one ballot of two with 7 chances in 8.
const MaxAttempts = 3

// MaxAudited bounds the audited ballots of a ballot on so many seats. They carry no
// token, so whoever reaches the urn can send them: hosted booths, each bounded by its
// handle, keep a share of their own, at least MaxAttempts a seat.
func MaxAudited(seats int, hosted bool) int {
	if hosted {
		return 8 * seats
	}
	return 4 * seats
}

// minSecret is the least length in bytes of the urn's secret.
const minSecret = 32

// Seed is what a booth's token comes from: 32 secret bytes, uniform, one for each
// voter and ballot. Whoever knows it can join the voter to the sealed ballot. It
// prints as "[secret]".
type Seed [32]byte

// Format hides the seed from every verb of fmt.
func (Seed) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, "[secret]") }

// MarshalText refuses: a seed is stored by whoever means to, as bytes.
func (Seed) MarshalText() ([]byte, error) {
	return nil, fmt.Errorf("booth: a seed is secret and is not written as text; nothing was written, store its bytes if you mean to")
}

// HostedSeed derives the seed of a hosted booth, so that a visitor who comes back
// under the same handle finds the same token and the urn need store nothing
// (HKDF with SHA-256, RFC 5869: the urn's secret as key material, the context as
// salt, "valurna/v1/hosted booth\n" || handle as info). It panics if the urn's
// secret has fewer than 32 bytes: anyone could then work the seed out.
func HostedSeed(urnSecret []byte, handle []byte, c sealed.Context) Seed {
	if len(urnSecret) < minSecret {
		panic(fmt.Sprintf("booth: the urn's secret has %d bytes, it needs %d or more", len(urnSecret), minSecret))
	}
	out, err := hkdf.Key(sha256.New, urnSecret, c[:], "valurna/v1/hosted booth\n"+string(handle), len(Seed{}))
	if err != nil {
		panic("booth: HKDF refused 32 bytes: " + err.Error())
	}
	return Seed(out)
}

// Attempt gives the seed for a voter's ballot after that many were opened as tests:
// the seed itself for 0, else the first 32 bytes of
//
//	SHAKE-256("valurna/v1/booth/attempt\n" || seed || u32be(attempt))
//
// so that each attempt has a token key of its own and none can be joined to
// another without the seed.
func (s Seed) Attempt(attempt int) Seed {
	if attempt == 0 {
		return s
	}
	if attempt < 0 || attempt > MaxAttempts {
		panic(fmt.Sprintf("booth: attempt %d, there are 0 to %d", attempt, MaxAttempts))
	}
	h := sha3.NewSHAKE256()
	for _, part := range [][]byte{[]byte("valurna/v1/booth/attempt\n"), s[:], binary.BigEndian.AppendUint32(nil, uint32(attempt))} {
		if _, err := h.Write(part); err != nil {
			panic("booth: hashing failed: " + err.Error())
		}
	}
	var out Seed
	if _, err := io.ReadFull(h, out[:]); err != nil {
		panic("booth: hashing failed: " + err.Error())
	}
	return out
}

// The streams of one seed. Each is the output of
//
//	SHAKE-256("valurna/v1/booth/" || purpose || "\n" || seed || context || modulus)
//
// with 32 bytes of seed, 32 of context and 256 of the issuing key's modulus. The
// modulus is in it so that no blinding factor serves under two keys, which would
// let the registrar recognise the token.
const (
	purposeToken    = "token"    // 64 bytes and on: the token secret (group.RandomScalar)
	purposeBlinding = "blinding" // salt and blinding factor (blind.NewRequest)
)

func (s *Seed) stream(purpose string, t sealed.Terms) io.Reader {
	h := sha3.NewSHAKE256()
	for _, part := range [][]byte{[]byte("valurna/v1/booth/" + purpose + "\n"), s[:], t.Context[:], t.Issuing.Modulus()} {
		if _, err := h.Write(part); err != nil {
			panic("booth: hashing failed: " + err.Error())
		}
	}
	return h
}
