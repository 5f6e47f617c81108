package blind

import (
	"bytes"
	"math/big"
	"testing"
)

func FuzzParsePublicKey(f *testing.F) {
	good := testSigners()[0].Public().Modulus()
	f.Add(good)
	f.Add(good[1:])
	f.Add(append([]byte{0}, good...))
	f.Add(bytes.Repeat([]byte{0xff}, Size))
	f.Add(make([]byte, Size))
	f.Fuzz(func(t *testing.T, b []byte) {
		k, err := ParsePublicKey(b)
		if err != nil {
			if k != nil {
				t.Fatal("an error and a key")
			}
			return
		}
		n := new(big.Int).SetBytes(b)
		if !bytes.Equal(k.Modulus(), b) || n.BitLen() != Bits || n.Bit(0) != 1 {
			t.Fatal("not the one form")
		}
		if k.Verify(nil, make([]byte, Size)) == nil {
			t.Fatal("zero is a signature")
		}
	})
}

func FuzzParseSigner(f *testing.F) {
	good := testSigners()[0].Marshal()
	f.Add(good)
	f.Add(good[:len(good)-1])
	f.Add(append(bytes.Clone(good), 0))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := ParseSigner(b)
		if err == nil && !bytes.Equal(s.Marshal(), b) {
			t.Fatal("two encodings of one key")
		}
	})
}

func FuzzVerify(f *testing.F) {
	s := testSigners()[0]
	message := []byte("m")
	r := request(f, s.Public(), "m", 1)
	good, err := r.Finalize(sign(f, s, r.Blinded()))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(good[1:])
	f.Add(make([]byte, Size))
	f.Add(s.Public().Modulus())
	f.Fuzz(func(t *testing.T, b []byte) {
		if s.Public().Verify(message, b) == nil && !bytes.Equal(b, good) {
			t.Fatal("a forged signature")
		}
	})
}

func FuzzBlindSign(f *testing.F) {
	s := testSigners()[0]
	f.Add(request(f, s.Public(), "m", 1).Blinded())
	f.Add(s.Public().Modulus())
	f.Add(append(make([]byte, Size-1), 1))
	f.Add([]byte{1})
	f.Fuzz(func(t *testing.T, b []byte) {
		sig, err := s.BlindSign(b)
		m, n := new(big.Int).SetBytes(b), new(big.Int).SetBytes(s.Public().raw)
		if inRange := len(b) == Size && m.Sign() > 0 && m.Cmp(n) < 0; inRange != (err == nil) {
			t.Fatalf("in range: %v, but: %v", inRange, err)
		}
		if err == nil && new(big.Int).Exp(new(big.Int).SetBytes(sig), big.NewInt(exponent), n).Cmp(m) != 0 {
			t.Fatal("a wrong signature left the signer")
		}
	})
}

func FuzzFinalize(f *testing.F) {
	s := testSigners()[0]
	r := request(f, s.Public(), "m", 1)
	good := sign(f, s, r.Blinded())
	f.Add(good)
	f.Add(good[1:])
	f.Add(s.Public().Modulus())
	f.Add(make([]byte, Size))
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, err := r.Finalize(b); err == nil && !bytes.Equal(b, good) {
			t.Fatal("two answers to one request")
		}
	})
}
