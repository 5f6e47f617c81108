package blind

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	cryptorand "crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"errors"
	"math/big"
	"testing"
)

func rsaKey(t testing.TB, s *Signer) *rsa.PrivateKey {
	t.Helper()
	key, err := x509.ParsePKCS8PrivateKey(s.Marshal())
	if err != nil {
		t.Fatal(err)
	}
	return key.(*rsa.PrivateKey)
}

func TestTheSignerRefusesWhatIsNoBlindedMessage(t *testing.T) {
	s := testSigners()[0]
	good := request(t, s.Public(), "m", 1).Blinded()
	wrong := map[string][]byte{
		"nothing":     nil,
		"short":       good[:Size-1],
		"long":        append(bytes.Clone(good), 0),
		"zero":        make([]byte, Size),
		"the modulus": s.Public().Modulus(),
		"all ones":    bytes.Repeat([]byte{0xff}, Size),
	}
	if high, ok := plusModulus(s.Public(), good); ok {
		wrong["above the modulus"] = high
	}
	for name, x := range wrong {
		if sig, err := s.BlindSign(x); sig != nil || !errors.Is(err, ErrBlinded) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A fault in one half of the computation would let anyone factor the modulus.
func TestAFaultLeavesNoSignature(t *testing.T) {
	good := request(t, testSigners()[0].Public(), "m", 1).Blinded()
	faults := map[string]func(*privateCore){
		"exponent of p": func(c *privateCore) { c.dP[40] ^= 4 },
		"exponent of q": func(c *privateCore) { c.dQ[40] ^= 4 },
		"inverse of q":  func(c *privateCore) { c.qInv.Bits()[3] ^= 4 },
		"q":             func(c *privateCore) { c.qN.Bits()[3] ^= 4 },
	}
	for name, damage := range faults {
		s, err := ParseSigner(testSigners()[0].Marshal())
		if err != nil {
			t.Fatal(err)
		}
		damage(s.core)
		if sig, err := s.BlindSign(good); sig != nil || !errors.Is(err, ErrFault) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnErasedKeySignsNothing(t *testing.T) {
	s, err := ParseSigner(testSigners()[0].Marshal())
	if err != nil {
		t.Fatal(err)
	}
	core, der := s.core, s.pkcs8
	s.Erase()
	s.Erase()
	if _, err := s.BlindSign(request(t, s.Public(), "m", 1).Blinded()); !errors.Is(err, ErrErased) {
		t.Errorf("signing: %v", err)
	}
	if s.Marshal() != nil {
		t.Error("the key is still there to be stored")
	}
	for _, secret := range [][]byte{core.dP, core.dQ, der} {
		if !bytes.Equal(secret, make([]byte, len(secret))) {
			t.Error("a secret was not overwritten")
		}
	}
	if core.qInv.IsZero() != 1 || core.qN.IsZero() != 1 {
		t.Error("a secret number was not overwritten")
	}
}

func TestASignerIsStoredAndReadBack(t *testing.T) {
	s, err := GenerateKey(cryptorand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	again, err := ParseSigner(s.Marshal())
	if err != nil {
		t.Fatal(err)
	}
	blinded := request(t, s.Public(), "m", 1).Blinded()
	if !bytes.Equal(sign(t, s, blinded), sign(t, again, blinded)) {
		t.Error("the key read back signs otherwise")
	}
	if !bytes.Equal(s.Public().Modulus(), again.Public().Modulus()) || len(s.Public().Modulus()) != Size {
		t.Error("the key read back is another")
	}
}

func TestOnlyKeysOfTheOneFormSign(t *testing.T) {
	marshal := func(key any) []byte {
		der, err := x509.MarshalPKCS8PrivateKey(key)
		if err != nil {
			t.Fatal(err)
		}
		return der
	}
	small, err := rsa.GenerateKey(cryptorand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	good := testSigners()[0].Marshal()
	wrong := map[string][]byte{
		"nothing":          nil,
		"a trailing byte":  append(bytes.Clone(good), 0),
		"a byte cut off":   good[:len(good)-1],
		"an Ed25519 key":   marshal(ed25519.NewKeyFromSeed(make([]byte, 32))),
		"1024 bits":        marshal(small),
		"another exponent": marshal(otherExponent(t, rsaKey(t, testSigners()[0]))),
	}
	damaged := bytes.Clone(good)
	damaged[len(damaged)/2] ^= 1
	wrong["a damaged number"] = damaged
	for name, der := range wrong {
		if s, err := ParseSigner(der); s != nil || !errors.Is(err, ErrKey) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func otherExponent(t *testing.T, key *rsa.PrivateKey) *rsa.PrivateKey {
	one := big.NewInt(1)
	phi := new(big.Int).Mul(new(big.Int).Sub(key.Primes[0], one), new(big.Int).Sub(key.Primes[1], one))
	for _, e := range []int64{257, 17, 65539, 65543} {
		if d := new(big.Int).ModInverse(big.NewInt(e), phi); d != nil {
			out := &rsa.PrivateKey{PublicKey: rsa.PublicKey{N: key.N, E: int(e)}, D: d, Primes: key.Primes}
			out.Precompute()
			return out
		}
	}
	t.Fatal("no exponent fits the test key")
	return nil
}

func TestOnlyModuliOfTheOneFormAreKeys(t *testing.T) {
	good := testSigners()[0].Public().Modulus()
	even, low := bytes.Clone(good), bytes.Clone(good)
	even[Size-1] &^= 1
	low[0] &^= 0x80
	for name, n := range map[string][]byte{
		"nothing": nil, "short": good[:Size-1], "long": append([]byte{0}, good...), "even": even, "2047 bits": low,
	} {
		if k, err := ParsePublicKey(n); k != nil || !errors.Is(err, ErrKey) {
			t.Errorf("%s: %v", name, err)
		}
	}
	k, err := ParsePublicKey(good)
	if err != nil {
		t.Fatal(err)
	}
	k.Modulus()[0] = 0
	if !bytes.Equal(k.Modulus(), good) {
		t.Error("a caller can change the key")
	}
}

func TestEveryChangedByteOfASignatureIsRefused(t *testing.T) {
	s := testSigners()[0]
	r := request(t, s.Public(), "m", 1)
	sig, err := r.Finalize(sign(t, s, r.Blinded()))
	if err != nil {
		t.Fatal(err)
	}
	for i := range sig {
		changed := bytes.Clone(sig)
		changed[i] ^= 1 << (i % 8)
		if err := s.Public().Verify([]byte("m"), changed); !errors.Is(err, ErrSignature) {
			t.Errorf("byte %d: %v", i, err)
		}
	}
	for name, x := range map[string][]byte{"empty": nil, "short": sig[1:], "long": append([]byte{0}, sig...), "zero": make([]byte, Size)} {
		if err := s.Public().Verify([]byte("m"), x); !errors.Is(err, ErrSignature) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if high, ok := plusModulus(s.Public(), sig); ok {
		if err := s.Public().Verify([]byte("m"), high); !errors.Is(err, ErrSignature) {
			t.Errorf("signature plus modulus: %v", err)
		}
	}
}

func TestVerificationAgreesWithTheStandardLibrary(t *testing.T) {
	s := testSigners()[0]
	key, message := rsaKey(t, s), []byte("m")
	d384, d256 := sha512.Sum384(message), sha256.Sum256(message)

	r := request(t, s.Public(), "m", 1)
	ours, err := r.Finalize(sign(t, s, r.Blinded()))
	if err != nil {
		t.Fatal(err)
	}
	options := &rsa.PSSOptions{Hash: crypto.SHA384, SaltLength: saltSize}
	if err := rsa.VerifyPSS(&key.PublicKey, crypto.SHA384, d384[:], ours, options); err != nil {
		t.Errorf("a token's signature in the standard library: %v", err)
	}
	theirs, err := rsa.SignPSS(cryptorand.Reader, key, crypto.SHA384, d384[:], options)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Public().Verify(message, theirs); err != nil {
		t.Errorf("a signature of the standard library: %v", err)
	}
	for _, salt := range []int{0, 20, 47, 49, 64} {
		sig, err := rsa.SignPSS(cryptorand.Reader, key, crypto.SHA384, d384[:], &rsa.PSSOptions{SaltLength: salt})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Public().Verify(message, sig); !errors.Is(err, ErrSignature) {
			t.Errorf("a salt of %d bytes: %v", salt, err)
		}
	}
	sig, err := rsa.SignPSS(cryptorand.Reader, key, crypto.SHA256, d256[:], &rsa.PSSOptions{SaltLength: saltSize})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Public().Verify(message, sig); !errors.Is(err, ErrSignature) {
		t.Errorf("another hash: %v", err)
	}
}
