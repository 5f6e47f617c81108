package blind

import (
	"bytes"
	"crypto/rsa"
	"encoding/hex"
	"encoding/json"
	"io"
	"math/big"
	"os"
	"testing"

	"filippo.io/bigmod"
	"github.com/cloudflare/circl/blindsign/blindrsa"
)

// hexBytes is a byte string written in hexadecimal.
type hexBytes []byte

func (h *hexBytes) UnmarshalText(text []byte) (err error) {
	*h, err = hex.DecodeString(string(text))
	return err
}

func (h hexBytes) number() *big.Int { return new(big.Int).SetBytes(h) }

// vector is one of the four test vectors of RFC 9474 appendix A, of 4096 bits.
type vector struct {
	Variant                            string
	P, Q, N, D                         hexBytes
	Input, Salt, Inverse               hexBytes
	Blinded, BlindSignature, Signature hexBytes
}

func (v vector) key() *rsa.PrivateKey {
	return &rsa.PrivateKey{
		PublicKey: rsa.PublicKey{N: v.N.number(), E: exponent},
		D:         v.D.number(),
		Primes:    []*big.Int{v.P.number(), v.Q.number()},
	}
}

// factor is the blinding factor, of which the RFC prints the inverse.
func (v vector) factor() []byte {
	r := new(big.Int).ModInverse(v.Inverse.number(), v.N.number())
	return r.FillBytes(make([]byte, len(v.N)))
}

func vectors(t testing.TB) []vector {
	t.Helper()
	raw, err := os.ReadFile("testdata/rfc9474.json")
	if err != nil {
		t.Fatal(err)
	}
	var out []vector
	if err := json.Unmarshal(raw, &out); err != nil {
		t.Fatal(err)
	}
	if len(out) != 4 {
		t.Fatalf("%d vectors, not 4", len(out))
	}
	return out
}

func TestTheVectorsOfRFC9474(t *testing.T) {
	for _, v := range vectors(t) {
		t.Run(v.Variant, func(t *testing.T) {
			core, err := newPrivateCore(v.key())
			if err != nil {
				t.Fatal(err)
			}
			pk := core.public
			r, err := bigmod.NewNat().SetBytes(v.factor(), pk.n)
			if err != nil {
				t.Fatal(err)
			}
			mask, err := draw(pk, stream(1))
			if err != nil {
				t.Fatal(err)
			}
			// The randomized variants only put a prefix before the message; the input
			// has it.
			req, err := newRequest(pk, v.Input, v.Salt, r, mask)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(req.Blinded(), v.Blinded) {
				t.Error("the blinded message differs")
			}
			blindSig, err := core.sign(v.Blinded)
			if err != nil || !bytes.Equal(blindSig, v.BlindSignature) {
				t.Errorf("the blind signature differs: %v", err)
			}
			sig, err := req.Finalize(v.BlindSignature)
			if len(v.Salt) != saltSize {
				// Variants without salt are not ours: their signatures must not pass.
				if sig != nil || pk.Verify(v.Input, v.Signature) == nil {
					t.Error("a signature without salt was accepted")
				}
				return
			}
			if err != nil || !bytes.Equal(sig, v.Signature) {
				t.Errorf("the signature differs: %v", err)
			}
			if err := pk.Verify(v.Input, v.Signature); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestTheVectorsOfRFC9474InCircl(t *testing.T) {
	for _, v := range vectors(t) {
		variant := blindrsa.SHA384PSSDeterministic
		if len(v.Salt) == 0 {
			variant = blindrsa.SHA384PSSZeroDeterministic
		}
		key := v.key()
		client, err := blindrsa.NewClient(variant, &key.PublicKey)
		if err != nil {
			t.Fatal(err)
		}
		blinded, state, err := client.Blind(io.MultiReader(bytes.NewReader(v.Salt), bytes.NewReader(v.factor())), v.Input)
		if err != nil || !bytes.Equal(blinded, v.Blinded) {
			t.Errorf("%s: the blinded message differs: %v", v.Variant, err)
		}
		blindSig, err := blindrsa.NewSigner(key).BlindSign(blinded)
		if err != nil || !bytes.Equal(blindSig, v.BlindSignature) {
			t.Errorf("%s: the blind signature differs: %v", v.Variant, err)
		}
		sig, err := client.Finalize(state, blindSig)
		if err != nil || !bytes.Equal(sig, v.Signature) {
			t.Errorf("%s: the signature differs: %v", v.Variant, err)
		}
	}
}

func TestCirclMakesTheSameFromTheSameBytes(t *testing.T) {
	s := testSigners()[0]
	key := rsaKey(t, s)
	client, err := blindrsa.NewClient(blindrsa.SHA384PSSDeterministic, &key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	for seed := range byte(10) {
		message := []byte{seed}
		req, err := NewRequest(s.Public(), message, stream(seed))
		if err != nil {
			t.Fatal(err)
		}
		blinded, state, err := client.Blind(stream(seed), message)
		if err != nil || !bytes.Equal(blinded, req.Blinded()) {
			t.Fatalf("seed %d: the blinded messages differ: %v", seed, err)
		}
		answer := sign(t, s, blinded)
		theirAnswer, err := blindrsa.NewSigner(key).BlindSign(blinded)
		if err != nil || !bytes.Equal(answer, theirAnswer) {
			t.Fatalf("seed %d: the answers differ: %v", seed, err)
		}
		ours, err := req.Finalize(answer)
		if err != nil {
			t.Fatal(err)
		}
		theirs, err := client.Finalize(state, answer)
		if err != nil || !bytes.Equal(ours, theirs) {
			t.Fatalf("seed %d: the signatures differ: %v", seed, err)
		}
		if err := client.Verify(message, ours); err != nil {
			t.Fatal(err)
		}
	}
}
