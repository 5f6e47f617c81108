package group

import (
	"bytes"
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"filippo.io/edwards25519"
)

// example is a transcript with a frame of every kind.
func example() *Transcript {
	t := NewTranscript("example v1")
	t.Append("context", []byte("ballot 7"))
	t.AppendUint64("number", 0x0102030405060708)
	t.AppendPoints("points", Generator(), NewPoint())
	t.Append("none", nil)
	return t
}

// The values below come from an independent implementation of the comment on
// Transcript, in another language. They are part of the protocol: a change of
// any of them is a new version.
func TestTranscriptsGiveTheGoldenValues(t *testing.T) {
	is := func(name string, got []byte, want string) {
		t.Helper()
		if hex.EncodeToString(got) != want {
			t.Errorf("%s is %x, want %s", name, got, want)
		}
	}
	empty := NewTranscript("example v1").Digest("d")
	is("the digest of an empty transcript", empty[:], "15aec825173a5afaa91505371eaf24e04f15f5b5c6ec744390e32ad1352bcd815e0ccd9196b71427d8360731b1f29e35efdb908fd17a36d64e22c7f633ba8268")

	tr := example()
	first := tr.Digest("first")
	is("the first digest", first[:], "6a13fb94119d3b3f5f4f627eb2503a601ab8e866ae141f8e6653cf1f49b32740431143daa7541ecc6ea085a083e292741ed53680494631d54875cbca5d48d2e9")
	is("the second challenge", tr.Challenge("second").Bytes(), "332fdf9aac09875c729a55e5a12723a9f3669ed5efbe63103f76860301909e08")
	weights := tr.Weights("third", 3)
	zeros := strings.Repeat("0", 32)
	is("weight 1", weights[0].Bytes(), "58aace8bac5ad22e2d1bdd1ba37c1255"+zeros)
	is("weight 2", weights[1].Bytes(), "72b9b90bb64a23f900d2f0e8052fc7df"+zeros)
	is("weight 3", weights[2].Bytes(), "f0962416105c1ea8dc76e1d127244a8e"+zeros)
	is("the fourth challenge", tr.Challenge("fourth").Bytes(), "7002adb45fd9704ae6d2a95b81fd84dd613665cb53b9dde17dc0da2461c78b09")
	is("the hashed point", HashToPoint("example", []byte("data")).Bytes(), goldenPoint)
}

// goldenPoint is the image of "data" under the label "example".
const goldenPoint = "56108d0c74c18eec68be296f1f902ea7d49f626c21c603e6cd19face5de0cf2f"

func TestTheGoldenProofHolds(t *testing.T) {
	// X = 3 B with the commitment R = 5 B, from the same independent source.
	k, err := DecodeKnowledge(unhex(t, "e882b131016b52c1d3337080187cf768423efccbb517bb495ab812c4160ff44e3d85a77a46c3144d769922b1f45769aa2cccf6469a21cc1687fc197e71a5710f"), 1)
	if err != nil {
		t.Fatal(err)
	}
	x, err := new(Point).SetBytes(unhex(t, smallMultiples[3]))
	if err != nil {
		t.Fatal(err)
	}
	tr := NewTranscript("example v1")
	tr.Append("context", []byte("ballot 7"))
	if err := k.Verify(tr, []*Point{x}); err != nil {
		t.Error(err)
	}
}

func TestEveryFrameChangesTheDigest(t *testing.T) {
	build := func(change func(t *Transcript)) [64]byte {
		tr := NewTranscript("p")
		change(tr)
		return tr.Digest("d")
	}
	seen := map[[64]byte]string{}
	for name, change := range map[string]func(t *Transcript){
		"nothing":          func(*Transcript) {},
		"an empty frame":   func(t *Transcript) { t.Append("", nil) },
		"ab under x":       func(t *Transcript) { t.Append("x", []byte("ab")) },
		"b under xa":       func(t *Transcript) { t.Append("xa", []byte("b")) },
		"a then b":         func(t *Transcript) { t.Append("x", []byte("a")); t.Append("x", []byte("b")) },
		"b then a":         func(t *Transcript) { t.Append("x", []byte("b")); t.Append("x", []byte("a")) },
		"another label":    func(t *Transcript) { t.Append("y", []byte("ab")) },
		"no points":        func(t *Transcript) { t.AppendPoints("x") },
		"two points":       func(t *Transcript) { t.AppendPoints("x", NewPoint(), NewPoint()) },
		"two point frames": func(t *Transcript) { t.AppendPoints("x", NewPoint()); t.AppendPoints("x", NewPoint()) },
		"a number":         func(t *Transcript) { t.AppendUint64("x", 0) },
		"a challenge":      func(t *Transcript) { t.Challenge("x") },
	} {
		d := build(change)
		if other, ok := seen[d]; ok {
			t.Errorf("%s gives the digest of %s", name, other)
		}
		seen[d] = name
	}
	other := NewTranscript("q").Digest("d")
	if _, ok := seen[other]; ok {
		t.Error("the protocol's name does not change the digest")
	}
}

func TestACloneGoesItsOwnWay(t *testing.T) {
	a := example()
	b := a.Clone()
	if a.Challenge("c").Equal(b.Challenge("c")) != 1 {
		t.Error("a clone differs from what it was cloned from")
	}
	a.Append("x", nil)
	if a.Challenge("c").Equal(b.Challenge("c")) == 1 {
		t.Error("a clone follows what it was cloned from")
	}
}

func TestNoncesRepeatOnlyWithEverythingElse(t *testing.T) {
	secret, other := ScalarFromUint64(3), ScalarFromUint64(4)
	draw := func(t *testing.T, tr *Transcript, seed byte, secret *Scalar) []*Scalar {
		t.Helper()
		n, err := tr.Nonces(2, source(seed), secret)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	first := draw(t, example(), 1, secret)
	if first[0].Equal(first[1]) == 1 || first[0].Equal(NewScalar()) == 1 {
		t.Error("two nonces of one draw are equal, or zero")
	}
	if draw(t, example(), 1, secret)[1].Equal(first[1]) != 1 {
		t.Error("the same draw gives other nonces")
	}
	moved := example()
	moved.Append("x", nil)
	for name, n := range map[string][]*Scalar{
		"statement":  draw(t, moved, 1, secret),
		"randomness": draw(t, example(), 2, secret),
		"secret":     draw(t, example(), 1, other),
	} {
		if n[0].Equal(first[0]) == 1 {
			t.Errorf("another %s gives the same nonce", name)
		}
	}
	tr := example()
	draw(t, tr, 1, secret)
	if tr.Challenge("c").Equal(example().Challenge("c")) != 1 {
		t.Error("drawing nonces moves the transcript")
	}
	if _, err := example().Nonces(1, strings.NewReader("short"), secret); err == nil {
		t.Error("a source that ends early gave nonces")
	}
}

func TestScalarsDecodeFromOneEncodingOnly(t *testing.T) {
	minusOne := edwards25519.NewScalar().Negate(ScalarFromUint64(1))
	order := minusOne.Bytes()
	order[0]++ // l ends in an odd byte, so nothing carries
	for name, b := range map[string][]byte{
		"the order": order, "2^256-1": bytes.Repeat([]byte{0xff}, 32),
		"31 bytes": make([]byte, 31), "33 bytes": make([]byte, 33), "nothing": nil,
	} {
		if s, err := DecodeScalar(b); !errors.Is(err, ErrScalar) || s != nil {
			t.Errorf("%s: got %v, %v", name, s, err)
		}
	}
	for _, s := range []*Scalar{NewScalar(), minusOne, ScalarFromUint64(1 << 63)} {
		got, err := DecodeScalar(s.Bytes())
		if err != nil || got.Equal(s) != 1 {
			t.Errorf("%x came back as %v, %v", s.Bytes(), got, err)
		}
	}
	if s, err := DecodeScalar(append([]byte{1, 2}, make([]byte, 30)...)); err != nil || s.Equal(ScalarFromUint64(0x0201)) != 1 {
		t.Error("scalars are not little endian")
	}
}

func TestARandomScalarIsNeverZero(t *testing.T) {
	s, err := RandomScalar(bytes.NewReader(append(make([]byte, 64), append([]byte{5}, make([]byte, 63)...)...)))
	if err != nil || s.Equal(ScalarFromUint64(5)) != 1 {
		t.Errorf("64 zero bytes and then a 5 gave %v, %v", s, err)
	}
	if s, err := RandomScalar(strings.NewReader("short")); err == nil || s != nil {
		t.Error("a source that ends early gave a scalar")
	}
}
