package tally

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/sealed"
	"valurna/crypto/group"
)

// opened is what a choice opens to, whatever hides in the points.
func opened(t *testing.T, payload []byte) []byte {
	var out []byte
	for at := 0; at < len(payload); at += group.EmbedSize {
		p, err := group.Embed(payload[at : at+group.EmbedSize])
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, p.Bytes()...)
	}
	return out
}

// Ballots that are alike are read once; the count is that of all of them, each read
// by itself, spoilt ones included.
func TestCountingReadsEveryBallot(t *testing.T) {
	for _, c := range []kind.Contest{
		{Kind: kind.OneOfN, Elect: 1, Options: []string{"Ask", "Björk", "Ceder"}},
		{Kind: kind.KOfN, Elect: 2, Options: []string{"Ask", "Björk", "Ceder", "Ek"}},
	} {
		b := &journal.Ballot{Definition: journal.Definition{Ballot: "1-1", Contest: c, Points: c.Points()}}
		var box [][]byte
		give := func(n int, points []byte) {
			for range n {
				box = append(box, slices.Clone(points))
			}
		}
		for option := range c.Options {
			choice := kind.Choice{}
			for k := range c.Elect {
				choice.Options = append(choice.Options, (option+k)%len(c.Options))
			}
			slices.Sort(choice.Options)
			payload, err := c.Encode(choice)
			if err != nil {
				t.Fatal(err)
			}
			give(3+7*option, opened(t, payload))
		}
		blank, err := c.Encode(kind.Choice{Blank: true})
		if err != nil {
			t.Fatal(err)
		}
		give(5, opened(t, blank))
		// Two kinds of spoilt ones: no choice at all, and a point that carries nothing.
		nonsense := slices.Repeat([]byte{0xee}, c.Points()*group.EmbedSize)
		give(4, opened(t, nonsense))
		base := new(group.Point).ScalarBaseMult(group.ScalarFromUint64(1)).Bytes()
		if _, err := sealed.Payload(base); err == nil {
			t.Fatal("the generator carries a payload")
		}
		give(2, slices.Repeat(base, c.Points()))
		rand.Shuffle(len(box), func(i, j int) { box[i], box[j] = box[j], box[i] })

		payloads := make([][]byte, len(box))
		for i, points := range box {
			if p, err := sealed.Payload(points); err == nil {
				payloads[i] = p
			}
		}
		want := c.Count(payloads)
		got := Count(b, slices.Concat(box...))
		if want.Invalid != 6 || want.Blank != 5 || got.Cast != len(box) || got.Valid+got.Invalid+got.Blank != len(box) {
			t.Fatalf("%s: counted %+v of %d, want %+v", c.Kind, got, len(box), want)
		}
		if got.Valid != want.Valid || got.Invalid != want.Invalid || got.Blank != want.Blank ||
			!reflect.DeepEqual(got.Options, want.Options) || !slices.Equal(got.Elected, want.Elected) || !reflect.DeepEqual(got.Ties, want.Ties) {
			t.Fatalf("%s: counted %+v, want %+v", c.Kind, got, want)
		}
	}
}
