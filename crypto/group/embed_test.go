package group

import (
	"bytes"
	"errors"
	"testing"
)

func TestAPayloadComesBackFromItsPoint(t *testing.T) {
	r := source(1)
	for range 40 {
		payload := make([]byte, EmbedSize)
		r.Read(payload)
		p, err := Embed(payload)
		if err != nil {
			t.Fatal(err)
		}
		q, err := new(Point).SetBytes(p.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		got, err := Extract(q)
		if err != nil || !bytes.Equal(got, payload) {
			t.Errorf("%x came back as %x, %v", payload, got, err)
		}
	}
}

func TestAPointWithALargerCounterIsRefused(t *testing.T) {
	payload := bytes.Repeat([]byte{7}, EmbedSize)
	p, err := Embed(payload)
	if err != nil {
		t.Fatal(err)
	}
	var e [Size]byte
	var c coordinates
	others := 0
	for counter := range 300 {
		candidate(&e, payload, counter)
		if c.decode(e[:]) == 0 || bytes.Equal(e[:], p.Bytes()) {
			continue
		}
		others++
		q, err := new(Point).SetBytes(e[:])
		if err != nil {
			t.Fatal(err)
		}
		if got, err := Extract(q); !errors.Is(err, ErrNotEmbedded) {
			t.Errorf("counter %d: got %x, %v", counter, got, err)
		}
	}
	if others == 0 {
		t.Fatal("no second counter was found to try")
	}
}

func TestAPayloadOfAnotherLengthIsNotEmbedded(t *testing.T) {
	for _, n := range []int{0, 29, 31} {
		if p, err := Embed(make([]byte, n)); !errors.Is(err, ErrPayload) || p != nil {
			t.Errorf("%d bytes: got %v, %v", n, p, err)
		}
	}
}

func TestAPointOutsideTheCountersRangeIsRefused(t *testing.T) {
	r := source(2)
	tried := 0
	for tried < 5 {
		s, err := RandomScalar(r)
		if err != nil {
			t.Fatal(err)
		}
		p := new(Point).ScalarBaseMult(s)
		if p.Bytes()[31] < 64 {
			continue
		}
		tried++
		if _, err := Extract(p); !errors.Is(err, ErrNotEmbedded) {
			t.Errorf("%x: got %v", p.Bytes(), err)
		}
	}
}

func TestEmbeddingGivesTheGoldenPoints(t *testing.T) {
	// From an independent implementation, as the transcript's values.
	counting := make([]byte, EmbedSize)
	for i := range counting {
		counting[i] = byte(i + 1)
	}
	for _, c := range []struct {
		payload []byte
		want    string
	}{
		{counting, "0e0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e00"},
		{make([]byte, EmbedSize), smallMultiples[0]},
	} {
		p, err := Embed(c.payload)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(p.Bytes(), unhex(t, c.want)) {
			t.Errorf("%x embeds as %x", c.payload, p.Bytes())
		}
	}
}

func BenchmarkEmbed(b *testing.B) {
	payload := bytes.Repeat([]byte{5}, EmbedSize)
	for b.Loop() {
		if _, err := Embed(payload); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkExtract(b *testing.B) {
	p, err := Embed(bytes.Repeat([]byte{5}, EmbedSize))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := Extract(p); err != nil {
			b.Fatal(err)
		}
	}
}
