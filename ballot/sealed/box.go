package sealed

import (
	"bytes"
	"slices"

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
	for i, e := range encodings {
		all[i] = keyed{Hash(e), e}
	}
	slices.SortFunc(all, func(a, b keyed) int { return bytes.Compare(a.hash[:], b.hash[:]) })
	for i := range all {
		encodings[i] = all[i].encoding
	}
}

// IsSorted says whether encodings stand in the order of Sort and none of them
// twice.
func IsSorted(encodings [][]byte) bool {
	var last [32]byte
	for i, e := range encodings {
		h := Hash(e)
		if i > 0 && bytes.Compare(last[:], h[:]) >= 0 {
			return false
		}
		last = h
	}
	return true
}

// Root is the RFC 6962 root with the encodings as leaves, as they stand; call
// Sort before. The root of an empty box is SHA-256 of nothing.
func Root(encodings [][]byte) tree.Hash {
	var t tree.Tree
	for _, e := range encodings {
		t.Append(e)
	}
	root, err := t.Root(t.Size())
	if err != nil {
		panic("sealed: a tree has no root at its own size: " + err.Error())
	}
	return root
}
