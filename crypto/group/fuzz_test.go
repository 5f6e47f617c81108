package group

import (
	"bytes"
	"testing"
)

func FuzzPoint(f *testing.F) {
	for _, s := range smallMultiples {
		f.Add(unhex(f, s))
	}
	for _, group := range invalidEncodings {
		for _, s := range group.hexs {
			f.Add(unhex(f, s))
		}
	}
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		v := Generator()
		p, err := v.SetBytes(b)
		if err != nil {
			if p != nil || v.Equal(Generator()) != 1 {
				t.Error("the receiver changed")
			}
			return
		}
		if !bytes.Equal(p.Bytes(), b) || !bytes.Equal(encode(&p.inner), b) {
			t.Error("two encodings of one point")
		}
	})
}

func FuzzScalar(f *testing.F) {
	f.Add(make([]byte, 32))
	f.Add(bytes.Repeat([]byte{0xff}, 32))
	f.Add([]byte{1})
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := DecodeScalar(b)
		if err == nil && !bytes.Equal(s.Bytes(), b) {
			t.Error("two encodings of one scalar")
		}
	})
}

func FuzzKnowledge(f *testing.F) {
	for _, n := range []int{1, 3} {
		_, k := prove(f, "fuzz", 1, n)
		f.Add(k.Bytes(), n)
	}
	f.Add([]byte{}, 1<<58) // 64 times this is 0 in 64 bits
	f.Fuzz(func(t *testing.T, b []byte, n int) {
		k, err := DecodeKnowledge(b, n)
		if err == nil && (len(k.R) != n || len(k.Z) != n || !bytes.Equal(k.Bytes(), b)) {
			t.Error("two encodings of one proof")
		}
	})
}

func FuzzExtract(f *testing.F) {
	p, err := Embed(bytes.Repeat([]byte{3}, EmbedSize))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(p.Bytes())
	f.Add(Generator().Bytes())
	f.Add(make([]byte, 32))
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := new(Point).SetBytes(b)
		if err != nil {
			return
		}
		payload, err := Extract(p)
		if err != nil {
			return
		}
		again, err := Embed(payload)
		if err != nil || again.Equal(p) != 1 {
			t.Error("a payload that does not embed to its point")
		}
	})
}
