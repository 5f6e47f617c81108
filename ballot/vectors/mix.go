package vectors

import (
	"encoding/binary"
	"fmt"
	"slices"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/sealed"
	"valurna/ballot/tally"
	"valurna/crypto/group"
	"valurna/crypto/shuffle"
)

// shuffles are section 13.2: the three ballots, shuffled by trustees 2 and 3.
type shuffles struct {
	Key        canon.Hex   `json:"key"`
	Width      int         `json:"width"`
	Elements   int         `json:"elements"`
	Generators []canon.Hex `json:"generators"` // h, h_1 … h_N
	Shuffles   []shuffled  `json:"shuffles"`
}

type shuffled struct {
	Trustee   int         `json:"trustee"`
	Place     int         `json:"place"`
	Context   canon.Hex   `json:"context"`
	Input     canon.Hex   `json:"input"`
	Output    canon.Hex   `json:"output"`
	Proof     canon.Hex   `json:"proof"`
	Hash      canon.Hex   `json:"hash"` // ballot.shuffle.output
	U         []canon.Hex `json:"u"`    // 16 bytes each
	Product   canon.Hex   `json:"product"`
	Announced canon.Hex   `json:"announcements"` // t1, t2, t3, t4_0 …
	drawn
}

// mix is what follows from the shuffles.
type mix struct {
	shuffles *shuffles
	ballot   *journal.Ballot // with its shuffles
	list     []byte          // the last output
}

// shuffleOrder is by the trustees' indices.
var shuffleOrder = []int{2, 3}

func trusteeName(index int) string { return fmt.Sprintf("trustee %d", index) }

func makeMix(k *keys, b *box) *mix {
	d := b.definition
	m := &mix{list: sealed.Ciphertexts(d.Points, b.sealed), shuffles: &shuffles{Key: k.key.Bytes(), Width: d.Points, Elements: len(b.sealed)}}
	m.ballot = &journal.Ballot{
		Definition: d, Context: b.terms.Context, Phase: journal.Decrypting,
		Seal: &journal.Seal{Ballot: d.Ballot, Count: len(b.sealed), Root: b.file.Root},
	}
	for i := range len(b.sealed) + 1 {
		m.shuffles.Generators = append(m.shuffles.Generators, group.HashToPoint("shuffle generator", binary.BigEndian.AppendUint64(nil, uint64(i))).Bytes())
	}
	for n, index := range shuffleOrder {
		context := m.ballot.ShuffleContext(n+1, index)
		data := must(tally.Shuffle(m.ballot, n+1, index, m.list, stream(fmt.Sprintf("shuffle %d", index)), nil))
		output, proof, err := tally.SplitShuffle(m.ballot, data)
		output = must(output, err)
		s := shuffled{Trustee: index, Place: n + 1, Context: context, Input: m.list, Output: output, Proof: proof, Hash: tally.Hash(data)}
		s.compute(k.key, d.Points, len(b.sealed))
		m.shuffles.Shuffles = append(m.shuffles.Shuffles, s)
		m.ballot.Shuffles = append(m.ballot.Shuffles, journal.Shuffle{Ballot: d.Ballot, Trustee: trusteeName(index), Input: m.ballot.Head(), Output: s.Hash})
		m.list = output
	}
	return m
}

// compute follows the transcript of section 13.2.
func (s *shuffled) compute(key *group.Point, width, n int) {
	t := group.NewTranscript("valurna/v1/shuffle")
	t.Append("context", s.Context)
	t.AppendPoints("key", key)
	t.AppendUint64("width", uint64(width))
	t.AppendUint64("elements", uint64(n))
	t.Append("input", s.Input)
	t.Append("output", s.Output)
	records, tail := s.Proof[:n*shuffle.RecordSize], s.Proof[n*shuffle.RecordSize:]
	column := func(at int) (out []byte) {
		for record := range slices.Chunk(records, shuffle.RecordSize) {
			out = append(out, record[at*group.Size:(at+1)*group.Size]...)
		}
		return out
	}
	t.Append("permutation commitments", column(0))
	u := t.Weights("permutation challenges", n)
	product := group.ScalarFromUint64(1)
	for _, each := range u {
		product.Multiply(product, each)
	}
	s.U, s.Product = weights(u), product.Bytes()
	t.Append("chain commitments", column(1))
	t.Append("chain announcements", column(2))
	s.Announced = tail[:(3+2*width)*group.Size]
	t.Append("announcements", s.Announced)
	s.drawn = draw(t, "challenge")
}
