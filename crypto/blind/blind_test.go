package blind

import (
	"bytes"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"math/rand/v2"
	"os"
	"strings"
	"sync"
	"testing"

	"filippo.io/bigmod"
)

// testSigners are two keys made once for these tests.
var testSigners = sync.OnceValue(func() [2]*Signer {
	rest, err := os.ReadFile("testdata/keys.pem")
	if err != nil {
		panic(err)
	}
	var out [2]*Signer
	for i := range out {
		var block *pem.Block
		block, rest = pem.Decode(rest)
		if out[i], err = ParseSigner(block.Bytes); err != nil {
			panic(err)
		}
	}
	return out
})

func stream(seed byte) io.Reader { return rand.NewChaCha8([32]byte{seed}) }

func request(t testing.TB, pk *PublicKey, message string, seed byte) *Request {
	t.Helper()
	r, err := NewRequest(pk, []byte(message), stream(seed))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func sign(t testing.TB, s *Signer, blinded []byte) []byte {
	t.Helper()
	sig, err := s.BlindSign(blinded)
	if err != nil {
		t.Fatal(err)
	}
	return sig
}

// plusModulus is x + n at the length of n, and whether it fits.
func plusModulus(pk *PublicKey, x []byte) ([]byte, bool) {
	sum := new(big.Int).Add(new(big.Int).SetBytes(x), new(big.Int).SetBytes(pk.raw))
	if sum.BitLen() > 8*len(pk.raw) {
		return nil, false
	}
	return sum.FillBytes(make([]byte, len(pk.raw))), true
}

func TestATokenAskedForAndSignedVerifies(t *testing.T) {
	s := testSigners()[0]
	for i, message := range []string{"", "context and token key", strings.Repeat("long ", 1000)} {
		r := request(t, s.Public(), message, byte(i))
		sig, err := r.Finalize(sign(t, s, r.Blinded()))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Public().Verify([]byte(message), sig); err != nil {
			t.Error(err)
		}
		if err := s.Public().Verify([]byte(message+"x"), sig); !errors.Is(err, ErrSignature) {
			t.Errorf("another message: %v", err)
		}
		if err := testSigners()[1].Public().Verify([]byte(message), sig); !errors.Is(err, ErrSignature) {
			t.Errorf("another key: %v", err)
		}
	}
}

func TestTheSameRandomBytesRepeatTheSameRequest(t *testing.T) {
	pk := testSigners()[0].Public()
	a, b := request(t, pk, "m", 1), request(t, pk, "m", 1)
	if !bytes.Equal(a.Blinded(), b.Blinded()) {
		t.Error("two requests from one stream differ")
	}
	if bytes.Equal(a.Blinded(), request(t, pk, "m", 2).Blinded()) {
		t.Error("requests from two streams are equal")
	}
	if bytes.Equal(a.Blinded(), request(t, pk, "n", 1).Blinded()) {
		t.Error("requests for two messages are equal")
	}
}

func TestARequestKeepsItsOwnMessage(t *testing.T) {
	s, message := testSigners()[0], []byte("m")
	r, err := NewRequest(s.Public(), message, stream(1))
	if err != nil {
		t.Fatal(err)
	}
	answer := sign(t, s, r.Blinded())
	message[0], r.Blinded()[0] = 'x', 0
	sig, err := r.Finalize(answer)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Public().Verify([]byte("m"), sig); err != nil {
		t.Error(err)
	}
}

func TestAnswersOfARepeatedRequestAreInterchangeable(t *testing.T) {
	s := testSigners()[0]
	before, after := request(t, s.Public(), "m", 1), request(t, s.Public(), "m", 1)
	x, err := before.Finalize(sign(t, s, after.Blinded()))
	if err != nil {
		t.Fatal(err)
	}
	y, err := after.Finalize(sign(t, s, before.Blinded()))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(x, y) {
		t.Error("a booth that starts again gets another signature")
	}
}

func TestTheSameBlindedMessageGetsTheSameSignature(t *testing.T) {
	s := testSigners()[0]
	var blinded, want [][]byte
	for seed := range byte(8) {
		b := request(t, s.Public(), "m", seed).Blinded()
		blinded, want = append(blinded, b), append(want, sign(t, s, b))
	}
	var wg sync.WaitGroup
	order := rand.New(rand.NewPCG(1, 2)).Perm(len(blinded))
	for _, i := range append(order, order...) {
		wg.Go(func() {
			if got, err := s.BlindSign(blinded[i]); err != nil || !bytes.Equal(got, want[i]) {
				t.Errorf("request %d signed again: %v", i, err)
			}
		})
	}
	wg.Wait()
}

// For every request and every finished token there is a blinding factor that makes the
// one the request for the other: nothing in them can tell which belongs to which.
func TestEveryRequestCouldBeForEveryToken(t *testing.T) {
	s := testSigners()[0]
	pk := s.Public()
	for i := range 3 {
		z := new(big.Int).SetBytes(request(t, pk, fmt.Sprint("voter ", i), byte(i)).blinded)
		for j := range 3 {
			message, salt := []byte(fmt.Sprint("voter ", j)), make([]byte, saltSize)
			if _, err := io.ReadFull(stream(byte(j)), salt); err != nil {
				t.Fatal(err)
			}
			n := new(big.Int).SetBytes(pk.raw)
			m := new(big.Int).SetBytes(pssEncode(message, salt, Size))
			// r = (z/m)^d, by the signer's own operation.
			quotient := new(big.Int).Mul(z, m.ModInverse(m, n))
			r, err := bigmod.NewNat().SetBytes(sign(t, s, quotient.Mod(quotient, n).FillBytes(make([]byte, Size))), pk.n)
			if err != nil {
				t.Fatal(err)
			}
			explained, err := newRequest(pk, message, salt, r, r)
			if err != nil {
				t.Fatal(err)
			}
			if z.Cmp(new(big.Int).SetBytes(explained.blinded)) != 0 {
				t.Errorf("request %d cannot be for token %d", i, j)
			}
		}
	}
}

func TestDrawsOutOfRangeAreDrawnAgain(t *testing.T) {
	pk := testSigners()[0].Public()
	full := make([]byte, saltSize+2*Size)
	if _, err := io.ReadFull(stream(3), full); err != nil {
		t.Fatal(err)
	}
	full[saltSize], full[saltSize+Size] = 1, 1 // both in range
	want, err := NewRequest(pk, []byte("m"), bytes.NewReader(full))
	if err != nil {
		t.Fatal(err)
	}
	for name, refused := range map[string][]byte{
		"zero":        make([]byte, Size),
		"the modulus": pk.Modulus(),
		"all ones":    bytes.Repeat([]byte{0xff}, Size),
	} {
		source := io.MultiReader(bytes.NewReader(full[:saltSize]), bytes.NewReader(refused), bytes.NewReader(full[saltSize:]))
		got, err := NewRequest(pk, []byte("m"), source)
		if err != nil || !bytes.Equal(got.blinded, want.blinded) {
			t.Errorf("%s was not passed over: %v", name, err)
		}
	}
}

type endless byte

func (e endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(e)
	}
	return len(p), nil
}

func TestBrokenRandomnessMakesNoRequest(t *testing.T) {
	pk := testSigners()[0].Public()
	for _, source := range []io.Reader{
		endless(0), endless(0xff),
		bytes.NewReader(nil), bytes.NewReader(make([]byte, saltSize)), bytes.NewReader(make([]byte, saltSize+Size+1)),
		io.MultiReader(bytes.NewReader(make([]byte, saltSize+Size-1)), bytes.NewReader([]byte{1})),
	} {
		if r, err := NewRequest(pk, nil, source); r != nil || !errors.Is(err, ErrRandom) {
			t.Errorf("%T: %v", source, err)
		}
	}
}

func TestAModulusWithSmallFactorsIsFoundOut(t *testing.T) {
	// The nearest multiple of 3, 5 and 7 that is odd.
	n := new(big.Int).SetBytes(testSigners()[0].Public().raw)
	n.Sub(n, new(big.Int).Mod(n, big.NewInt(210))).Add(n, big.NewInt(105))
	pk, err := ParsePublicKey(n.FillBytes(make([]byte, Size)))
	if err != nil {
		t.Fatal(err)
	}
	refused := 0
	for seed := range byte(20) {
		if _, err := NewRequest(pk, []byte("m"), stream(seed)); errors.Is(err, ErrKey) {
			refused++
		}
	}
	// Factor, mask and message are all free of 3, 5 and 7 in about one case of ten.
	if refused < 12 {
		t.Errorf("only %d of 20 requests were refused", refused)
	}
}

func TestFinalizeTakesOnlyTheAgreedKeysAnswer(t *testing.T) {
	s, other := testSigners()[0], testSigners()[1]
	r := request(t, s.Public(), "m", 1)
	answer := sign(t, s, r.Blinded())
	wrong := map[string][]byte{
		"nothing":         nil,
		"a short answer":  answer[1:],
		"a long answer":   append([]byte{0}, answer...),
		"zero":            make([]byte, Size),
		"the modulus":     s.Public().Modulus(),
		"the request":     r.Blinded(),
		"another request": sign(t, s, request(t, s.Public(), "m", 2).Blinded()),
	}
	if high, ok := plusModulus(s.Public(), answer); ok {
		wrong["an answer above the modulus"] = high
	}
	if theirs, err := other.BlindSign(r.Blinded()); err == nil {
		wrong["another key's answer"] = theirs
	}
	for _, at := range []int{0, 100, Size - 1} {
		changed := bytes.Clone(answer)
		changed[at] ^= 1
		wrong[fmt.Sprint("byte changed: ", at)] = changed
	}
	for name, x := range wrong {
		if sig, err := r.Finalize(x); sig != nil || !errors.Is(err, ErrSignature) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := r.Finalize(answer); err != nil {
		t.Errorf("after all the wrong answers the right one is refused: %v", err)
	}
}

func TestAnErasedRequestIsOver(t *testing.T) {
	s := testSigners()[0]
	r := request(t, s.Public(), "m", 1)
	answer, inverse, message := sign(t, s, r.Blinded()), r.inverse, r.message
	r.Erase()
	r.Erase()
	if sig, err := r.Finalize(answer); sig != nil || !errors.Is(err, ErrErased) {
		t.Errorf("finalizing: %v", err)
	}
	if r.Blinded() != nil || inverse.IsZero() != 1 || !bytes.Equal(message, []byte{0}) {
		t.Error("a secret was not overwritten")
	}
}

func TestRequestsAndSignersPrintNoSecret(t *testing.T) {
	s := testSigners()[0]
	r := request(t, s.Public(), "m", 1)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d", "%q"} {
		for _, v := range []any{s, r} {
			if got := fmt.Sprintf(verb, v); got != "[secret]" {
				t.Errorf("%s of %T prints %q", verb, v, got)
			}
		}
	}
}
