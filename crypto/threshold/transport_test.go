package threshold

import (
	"bytes"
	"crypto/hpke"
	"errors"
	"testing"

	"valurna/crypto/group"
)

func transport(t testing.TB, seed byte) *TransportKey {
	t.Helper()
	k, err := NewTransportKey(source(seed))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestSealedSharesOpenForTheirReceiverOnly(t *testing.T) {
	k := transport(t, 1)
	info := []byte("1 to 2")
	shares := []*group.Scalar{group.ScalarFromUint64(5), group.NewScalar(), group.ScalarFromUint64(1 << 40)}
	sealed, err := SealShares(k.Public(), info, shares)
	if err != nil {
		t.Fatal(err)
	}
	opened, err := k.OpenShares(info, sealed, 3)
	if err != nil {
		t.Fatal(err)
	}
	for i := range shares {
		if opened[i].Equal(shares[i]) != 1 {
			t.Errorf("share %d came out as another", i)
		}
	}
	if _, err := transport(t, 2).OpenShares(info, sealed, 3); !errors.Is(err, ErrSealed) {
		t.Errorf("another receiver: %v", err)
	}
	if _, err := k.OpenShares([]byte("3 to 2"), sealed, 3); !errors.Is(err, ErrSealed) {
		t.Errorf("another sender: %v", err)
	}
	for _, count := range []int{-1, 0, 2, 4} {
		if _, err := k.OpenShares(info, sealed, count); !errors.Is(err, ErrSealed) {
			t.Errorf("count %d: %v", count, err)
		}
	}
	for at := range sealed {
		changed := bytes.Clone(sealed)
		changed[at] ^= 0x80
		if _, err := k.OpenShares(info, changed, 3); !errors.Is(err, ErrSealed) {
			t.Errorf("byte %d changed: %v", at, err)
		}
	}
}

func TestASealedNumberThatIsNoScalarIsRefused(t *testing.T) {
	k := transport(t, 5)
	to, err := kem().NewPublicKey(k.Public())
	if err != nil {
		t.Fatal(err)
	}
	kdf, aead := suite()
	sealed, err := hpke.Seal(to, kdf, aead, nil, bytes.Repeat([]byte{0xff}, 32))
	if err != nil {
		t.Fatal(err)
	}
	if shares, err := k.OpenShares(nil, sealed, 1); !errors.Is(err, ErrSealed) || shares != nil {
		t.Errorf("got %v, %v", shares, err)
	}
}

func TestNothingIsSealedToAKeyThatIsNotOne(t *testing.T) {
	above := bytes.Repeat([]byte{0xff}, 32) // 2^256-1, above the field's prime
	topBit := transport(t, 3).Public()
	topBit[31] |= 0x80
	for name, to := range map[string][]byte{"short": make([]byte, 31), "small order": make([]byte, 32), "above the prime": above, "top bit": topBit} {
		if sealed, err := SealShares(to, nil, nil); err == nil || sealed != nil {
			t.Errorf("%s: sealed %x", name, sealed)
		}
	}
}

func TestATransportKeyIsStoredAndErased(t *testing.T) {
	k := transport(t, 4)
	again, err := ParseTransportKey(k.Bytes())
	if err != nil || !bytes.Equal(again.Public(), k.Public()) {
		t.Fatalf("the stored key is another: %v", err)
	}
	unclamped := k.Bytes()
	unclamped[0] |= 1
	for _, b := range [][]byte{nil, make([]byte, 31), make([]byte, 32), unclamped} {
		if _, err := ParseTransportKey(b); err == nil {
			t.Errorf("%x was read as a key", b)
		}
	}
	if _, err := NewTransportKey(bytes.NewReader(make([]byte, 31))); err == nil {
		t.Error("a key was made of 31 random bytes")
	}
	k.Erase()
	if !bytes.Equal(k.Bytes(), make([]byte, 32)) {
		t.Error("the key is still there after Erase")
	}
	defer func() {
		if recover() == nil {
			t.Error("an erased key was used")
		}
	}()
	k.Public()
}
