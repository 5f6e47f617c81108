// Package tally is what happens to a ballot box between the seal and the result,
// as pure steps: trustees shuffle it in turn, t of them give their parts of the
// last shuffle, prove their sum together, and what is opened is counted.
//
// For most uses: a trustee calls Shuffle, Part and Prove; whoever keeps what the
// trustees make calls CheckShuffle, CheckPart and Combine; everybody calls
// CheckShuffle, Open and Count. Lists of ciphertexts are those of
// sealed.Ciphertexts, C1 | C2 of 32 bytes each. A ballot in which nobody has voted
// has no list, and none of this is done.
package tally

import (
	"crypto/sha256"
	"fmt"
	"io"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/crypto/group"
	"valurna/crypto/shuffle"
)

// ShuffleSize is the length in bytes of a trustee's shuffle: output and proof.
func ShuffleSize(b *journal.Ballot) int {
	n, points := b.Seal.Count, b.Definition.Points
	return shuffle.OutputSize(n, points) + shuffle.ProofSize(n, points)
}

// SplitShuffle parts a shuffle into output and proof. It fails for another length
// than ShuffleSize.
func SplitShuffle(b *journal.Ballot, data []byte) (output, proof []byte, err error) {
	if len(data) != ShuffleSize(b) {
		return nil, nil, fmt.Errorf("tally: %d bytes, a shuffle of this ballot has %d; it was refused", len(data), ShuffleSize(b))
	}
	n := shuffle.OutputSize(b.Seal.Count, b.Definition.Points)
	return data[:n:n], data[n:], nil
}

// Shuffle makes the shuffle of list in its place, from 1, by the trustee of that
// index: output and proof, ShuffleSize bytes. The same rand gives the same bytes.
func Shuffle(b *journal.Ballot, place, index int, list []byte, rand io.Reader, progress shuffle.Progress) ([]byte, error) {
	key, err := key(b)
	if err != nil {
		return nil, err
	}
	output, proof, err := shuffle.Shuffle(b.ShuffleContext(place, index), key, b.Definition.Points, list, rand, progress)
	return append(output, proof...), err
}

// CheckShuffle verifies a shuffle of list and gives its output.
func CheckShuffle(b *journal.Ballot, place, index int, list, data []byte) ([]byte, error) {
	output, proof, err := SplitShuffle(b, data)
	if err != nil {
		return nil, err
	}
	key, err := key(b)
	if err != nil {
		return nil, err
	}
	return output, shuffle.Verify(b.ShuffleContext(place, index), key, b.Definition.Points, list, output, proof, nil)
}

// CheckShuffles verifies all shuffles of a ballot that stand, of list and then each
// of what the one before put out: outputs[k] and proofs[k] are of the trustee with
// the index indices[k]. It gives the last output. The error is a *shuffle.StepError.
func CheckShuffles(b *journal.Ballot, indices []int, list []byte, outputs, proofs [][]byte) ([]byte, error) {
	key, err := key(b)
	if err != nil {
		return nil, err
	}
	chain := make([]shuffle.Step, len(indices))
	for k, index := range indices {
		chain[k] = shuffle.Step{Context: b.ShuffleContext(k+1, index), Out: outputs[k], Proof: proofs[k]}
	}
	if err := shuffle.VerifyChain(key, b.Definition.Points, list, chain, nil); err != nil {
		return nil, err
	}
	return outputs[len(outputs)-1], nil
}

// Hash is SHA-256: how the journal names what a trustee or the urn has made.
func Hash(data ...[]byte) canon.Hex {
	h := sha256.New()
	for _, d := range data {
		h.Write(d)
	}
	return h.Sum(nil)
}

func key(b *journal.Ballot) (*group.Point, error) {
	return new(group.Point).SetBytes(b.Definition.Key)
}
