package sealed

import (
	"bytes"
	"slices"

	"valurna/crypto/parallel"
	"valurna/crypto/tree"
)

// Sort puts encodings in the order of the seal, rising by SHA-256 of each. The
// order says nothing about when or by whom a ballot was cast.
func Sort(encodings [][]byte) {
	type keyed struct {
		hash     [32]byte
		encoding []byte
	}
	all := make([]keyed, len(encodings))
	parallel.Each(len(all), perWorker, func(i int) { all[i] = keyed{Hash(encodings[i]), encodings[i]} })
	slices.SortFunc(all, func(a, b keyed) int { return bytes.Compare(a.hash[:], b.hash[:]) })
	for i := range all {
		encodings[i] = all[i].encoding
	}
}

// IsSorted says whether encodings stand in the order of Sort and none of them
// twice.
func IsSorted(encodings [][]byte) bool {
	var last [32]byte
	sorted := true
	hashAll(encodings, Hash, func(i int, h [32]byte) bool {
		sorted = i == 0 || bytes.Compare(last[:], h[:]) < 0
		last = h
		return sorted
	})
	return sorted
}

// Root is the RFC 6962 root with the encodings as leaves, as they stand; call
// Sort before. The root of an empty box is SHA-256 of nothing.
func Root(encodings [][]byte) tree.Hash {
	var s tree.Stack
	leaf := func(e []byte) [32]byte { return tree.LeafHash(e) }
	hashAll(encodings, leaf, func(_ int, h [32]byte) bool {
		s.AppendHash(h)
		return true
	})
	return s.Root()
}

// hashChunk is how many encodings are hashed at a time.
const hashChunk = 1 << 12

// hashAll hashes on all processors and gives the hashes in their order to take,
// until that says false.
func hashAll(encodings [][]byte, hash func([]byte) [32]byte, take func(i int, h [32]byte) bool) {
	hashes := make([][32]byte, min(len(encodings), hashChunk))
	for from := 0; from < len(encodings); from += hashChunk {
		piece := encodings[from:min(from+hashChunk, len(encodings))]
		parallel.Each(len(piece), perWorker, func(i int) { hashes[i] = hash(piece[i]) })
		for i := range piece {
			if !take(from+i, hashes[i]) {
				return
			}
		}
	}
}
