package sealed

import (
	"crypto/sha256"
	"slices"
	"testing"

	"valurna/crypto/group"
)

// TestAStrangerVerifiesABallotFromTheFormatAlone reads the bytes at the places
// and hashes them in the order that the format names, without this package.
func TestAStrangerVerifiesABallotFromTheFormatAlone(t *testing.T) {
	d := define(t, 2)
	e := d.vote(t, d.choice(1), source(40)).Encode()
	point := func(at int) *group.Point { return must[*group.Point](t)(new(group.Point).SetBytes(e[at : at+32])) }

	if e[0] != 1 {
		t.Fatalf("version %d", e[0])
	}
	message := slices.Concat(d.Context[:], e[1:33])
	if err := d.Issuing.Verify(message, e[369:625]); err != nil {
		t.Fatal(err)
	}
	tr := group.NewTranscript("valurna/v1/ballot")
	tr.Append("context", d.Context[:])
	tr.Append("issuing", d.Issuing.Modulus())
	tr.Append("key", d.Key.Bytes())
	tr.Append("token key", e[1:33])
	tr.Append("check", e[33:49])
	tr.Append("c1", slices.Concat(e[49:81], e[113:145]))
	tr.Append("c2", slices.Concat(e[81:113], e[145:177]))
	tr.Append("knowledge statement", slices.Concat(e[1:33], e[49:81], e[113:145]))
	tr.Append("knowledge commitments", e[177:273])
	c := tr.Challenge("knowledge challenge")
	for i, x := range []int{1, 49, 113} {
		z := must[*group.Scalar](t)(group.DecodeScalar(e[273+32*i : 305+32*i]))
		right := new(group.Point).ScalarMult(c, point(x))
		right.Add(right, point(177+32*i))
		if new(group.Point).ScalarBaseMult(z).Equal(right) != 1 {
			t.Fatalf("response %d does not fit its commitment and statement", i)
		}
	}
	h := sha256.Sum256(slices.Concat([]byte("valurna/v1/code\n"), d.Context[:], e[:369]))
	if code := must[Code](t)(CodeOf(d.Context, e)); code != Code(h[:20]) {
		t.Fatal("the code is not the hash that the format names")
	}
}
