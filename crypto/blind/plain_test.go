package blind

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/sha512"
	"errors"
	"math/big"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"github.com/cloudflare/circl/blindsign/blindrsa"
)

// The tests of this file compare what is fast with what is plain, on random and
// on adversarial inputs. Every run takes the same small sample;
// VALURNA_CASES=100000 makes it longer.

// cases is the number of cases to try.
func cases(tb testing.TB, usual int) int {
	tb.Helper()
	s := os.Getenv("VALURNA_CASES")
	if s == "" {
		return usual
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		tb.Fatalf("VALURNA_CASES=%q is no number of cases", s)
	}
	return n
}

// inputs makes numbers that are awkward as often as random.
type inputs struct {
	*rand.Rand
	bytes *rand.ChaCha8
}

func newInputs(seed byte) *inputs {
	bytes := rand.NewChaCha8([32]byte{seed})
	return &inputs{rand.New(bytes), bytes}
}

func (in *inputs) read(n int) []byte {
	b := make([]byte, n)
	if _, err := in.bytes.Read(b); err != nil {
		panic(err)
	}
	return b
}

// number is near 0, near the modulus, a multiple of a prime, a power of two or
// any 256 bytes; it may be the modulus or above.
func (in *inputs) number(key *rsa.PrivateKey) []byte {
	x := new(big.Int)
	small := big.NewInt(int64(in.IntN(3)))
	switch in.IntN(6) {
	case 0:
		x.Set(small)
	case 1:
		x.Add(x.Sub(key.N, big.NewInt(1)), small)
	case 2:
		k := new(big.Int).SetBytes(in.read(1 + in.IntN(Size/2-1)))
		x.Mul(key.Primes[in.IntN(2)], k)
	case 3:
		x.Lsh(big.NewInt(1), uint(in.IntN(Bits)))
	default:
		x.SetBytes(in.read(Size))
	}
	return x.FillBytes(make([]byte, Size))
}

func TestTheFastSignerIsThePlainPower(t *testing.T) {
	in := newInputs(60)
	signed, refused := 0, 0
	for i := range cases(t, 24) {
		s := testSigners()[in.IntN(2)]
		key := rsaKey(t, s)
		blinded := in.number(key)
		m := new(big.Int).SetBytes(blinded)
		got, err := s.BlindSign(blinded)
		if m.Sign() == 0 || m.Cmp(key.N) >= 0 {
			if got != nil || !errors.Is(err, ErrBlinded) {
				t.Fatalf("case %d: %x was not refused: %v", i, blinded, err)
			}
			refused++
			continue
		}
		if err != nil {
			t.Fatalf("case %d: %x: %v", i, blinded, err)
		}
		signed++
		if want := m.Exp(m, key.D, key.N).FillBytes(make([]byte, Size)); !bytes.Equal(got, want) {
			t.Fatalf("case %d: %x: not the power", i, blinded)
		}
		// circl blinds with a random factor and divides by it; it takes what we take.
		if want, err := blindrsa.NewSigner(key).BlindSign(blinded); err != nil || !bytes.Equal(got, want) {
			t.Fatalf("case %d: %x: circl gives another signature: %v", i, blinded, err)
		}
	}
	if signed == 0 || refused == 0 {
		t.Errorf("%d signed and %d refused: the sample shows one side only", signed, refused)
	}
}

// forge is a message with what may pass for its signature. Whoever has the key can
// sign any encoding, also those that no PSS encoder makes.
func (in *inputs) forge(t *testing.T, s *Signer, key *rsa.PrivateKey) (message, sig []byte) {
	t.Helper()
	message = in.read(in.IntN(80))
	salts := []int{0, saltSize - 1, saltSize, saltSize + 1, 100}
	salt := saltSize
	kind := in.IntN(8)
	if kind == 0 {
		salt = salts[in.IntN(len(salts))]
	}
	em := pssEncode(message, in.read(salt), Size)
	switch kind {
	case 1:
		em[Size-1] = byte(in.Int()) // the trailer
	case 2:
		em[in.IntN(Size-hashSize-1-saltSize)] ^= 1 << in.IntN(8) // the padding and its end
	case 3:
		em[in.IntN(Size)] ^= 1 << in.IntN(8)
	}
	if new(big.Int).SetBytes(em).Cmp(key.N) >= 0 {
		em[0] &= 0x7f
	}
	sig, err := s.BlindSign(em)
	if err != nil {
		t.Fatal(err)
	}
	switch kind {
	case 4:
		sig[in.IntN(Size)] ^= 1 << in.IntN(8)
	case 5:
		sig = in.number(key)
	case 6:
		if high, ok := plusModulus(s.Public(), sig); ok {
			sig = high
		}
	case 7:
		switch in.IntN(3) {
		case 0:
			sig = sig[in.IntN(Size):]
		case 1:
			sig = append(make([]byte, 1+in.IntN(2)), sig...)
		case 2:
			message = append(message, 'x')
		}
	}
	return message, sig
}

func TestTheCachedKeyVerifiesAsTheStandardLibraryDoes(t *testing.T) {
	in := newInputs(61)
	accepted, refused := 0, 0
	for i := range cases(t, 120) {
		s := testSigners()[in.IntN(2)]
		key := rsaKey(t, s)
		message, sig := in.forge(t, s, key)
		digest := sha512.Sum384(message)
		want := rsa.VerifyPSS(&key.PublicKey, crypto.SHA384, digest[:], sig, &rsa.PSSOptions{SaltLength: saltSize})
		got := s.Public().Verify(message, sig)
		if (got == nil) != (want == nil) {
			t.Fatalf("case %d: message %x, signature %x: we say %v, crypto/rsa says %v", i, message, sig, got, want)
		}
		if got == nil {
			accepted++
		} else {
			refused++
		}
	}
	if accepted == 0 || refused == 0 {
		t.Errorf("%d accepted and %d refused: the sample shows one side only", accepted, refused)
	}
}
