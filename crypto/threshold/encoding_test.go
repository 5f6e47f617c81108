package threshold

import (
	"bytes"
	"testing"

	"valurna/crypto/group"
)

func dealingBytes(t testing.TB, threshold int) []byte {
	t.Helper()
	_, d, err := Deal(context, 1, threshold, threshold+1, source(30))
	if err != nil {
		t.Fatal(err)
	}
	return d.Bytes()
}

func TestADealingIsReadBackAsItWasWritten(t *testing.T) {
	b := dealingBytes(t, 3)
	d := new(Dealing)
	if err := d.Decode(b, 3); err != nil || len(b) != DealingSize(3) {
		t.Fatalf("%d bytes: %v", len(b), err)
	}
	if err := d.Verify(context, 1, 3, 4); err != nil {
		t.Error(err)
	}
	for name, bad := range map[string][]byte{
		"a byte short":          b[:len(b)-1],
		"a byte long":           append(bytes.Clone(b), 0),
		"an identity":           append(make([]byte, 32), b[32:]...),
		"an identity in proof":  append(append(bytes.Clone(b[:96]), make([]byte, 32)...), b[128:]...),
		"a non-canonical point": append(bytes.Repeat([]byte{0xff}, 32), b[32:]...),
		"a scalar too large":    append(bytes.Clone(b[:128]), bytes.Repeat([]byte{0xff}, 32)...),
		"empty":                 nil,
	} {
		if err := d.Decode(bad, 3); err == nil {
			t.Errorf("%s: read", name)
		}
		if !bytes.Equal(d.Bytes(), b) {
			t.Errorf("%s: the receiver changed", name)
		}
	}
	for _, threshold := range []int{-2, 0, 2, 4, 256} {
		if err := d.Decode(b, threshold); err == nil {
			t.Errorf("read with threshold %d", threshold)
		}
	}
}

func TestAPartProofIsReadBackAsItWasWritten(t *testing.T) {
	o := open(t, 1)
	b := o.proof.Bytes()
	p := new(PartProof)
	if err := p.Decode(b); err != nil || !bytes.Equal(p.Bytes(), b) {
		t.Fatal(err)
	}
	ff := bytes.Repeat([]byte{0xff}, 32)
	for name, bad := range map[string][]byte{
		"short": b[:95], "long": append(bytes.Clone(b), 0), "empty": nil,
		"A": append(bytes.Clone(ff), b[32:]...),
		"B": append(append(bytes.Clone(b[:32]), ff...), b[64:]...),
		"z": append(bytes.Clone(b[:64]), ff...),
	} {
		if err := p.Decode(bad); err == nil || !bytes.Equal(p.Bytes(), b) {
			t.Errorf("%s: read, or the receiver changed", name)
		}
	}
}

func FuzzDealing(f *testing.F) {
	for _, t := range []int{1, 3} {
		f.Add(dealingBytes(f, t), t)
	}
	f.Add(make([]byte, DealingSize(2)), 2)
	f.Fuzz(func(t *testing.T, b []byte, threshold int) {
		d := new(Dealing)
		if err := d.Decode(b, threshold); err != nil {
			if d.Commitments != nil {
				t.Error("the receiver changed")
			}
			return
		}
		if !bytes.Equal(d.Bytes(), b) {
			t.Error("two encodings of one dealing")
		}
	})
}

func FuzzPartProof(f *testing.F) {
	o := open(f, 1)
	f.Add(o.proof.Bytes())
	f.Add(make([]byte, PartProofSize))
	f.Fuzz(func(t *testing.T, b []byte) {
		p := new(PartProof)
		if err := p.Decode(b); err != nil {
			if p.A != nil {
				t.Error("the receiver changed")
			}
			return
		}
		if !bytes.Equal(p.Bytes(), b) {
			t.Error("two encodings of one proof")
		}
	})
}

func FuzzOpenShares(f *testing.F) {
	k := transport(f, 31)
	sealed, err := SealShares(k.Public(), nil, []*group.Scalar{group.ScalarFromUint64(9)})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(sealed, 1)
	f.Add(sealed, 0)
	f.Add([]byte{}, -2)
	f.Add(sealed[:sealedExtra], 1<<59) // 32 times this is 0 in 64 bits
	f.Fuzz(func(t *testing.T, b []byte, count int) {
		shares, err := k.OpenShares(nil, b, count)
		if err != nil && shares != nil || err == nil && len(shares) != count {
			t.Errorf("%d shares of %d, %v", len(shares), count, err)
		}
	})
}

func FuzzTransportKey(f *testing.F) {
	f.Add(transport(f, 32).Bytes())
	f.Add(make([]byte, TransportSize))
	f.Fuzz(func(t *testing.T, b []byte) {
		k, err := ParseTransportKey(b)
		if err == nil && !bytes.Equal(k.Bytes(), b) {
			t.Error("two encodings of one key")
		}
	})
}
