// Package tree holds the RFC 6962 Merkle tree of journal and seal, and the
// checkpoints that the registrar signs and the witnesses cosign.
//
// For most uses keep a Tree, sign a Checkpoint of it with SignCheckpoint, gather
// cosignatures with Cosign and AddCosignature, and read whatever arrives from
// others with Policy.Open, which trusts nothing that the policy does not name.
//
// Hashes and proofs are those of RFC 6962 section 2.1, checkpoints those of
// C2SP tlog-checkpoint, cosignatures cosignature/v1 of C2SP tlog-cosignature, so
// that programs of other makers verify them too. Policy.Open accepts less than
// those texts allow: exactly one encoding of every note.
package tree

import (
	"crypto/sha256"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// Hash is a SHA-256 value of 32 bytes: a leaf, a node or a root.
type Hash = tlog.Hash

// HashSize is the length of a Hash in bytes.
const HashSize = tlog.HashSize

// MaxSize is the largest number of leaves that this package accepts. It is far
// above any journal, and far below the sizes near 2^63 at which the index
// arithmetic of the tree overflows: sizes arrive from strangers.
const MaxSize int64 = 1 << 40

var (
	// ErrRange says that a size or an index lies outside the tree.
	ErrRange = errors.New("tree: size or index outside the tree")
	// ErrProof says that a proof does not lead to the root it was given for.
	ErrProof = errors.New("tree: the proof does not lead to this root; the claim was not accepted")
)

// LeafHash is the hash of an entry: SHA-256(0x00 || data), RFC 6962 section 2.1.
func LeafHash(data []byte) Hash { return tlog.RecordHash(data) }

// EmptyRoot is the root of the tree without leaves: SHA-256 of nothing, RFC 6962
// section 2.1.
func EmptyRoot() Hash { return sha256.Sum256(nil) }

// Tree is an append-only Merkle tree in memory, at about 64 bytes a leaf. The zero
// Tree is empty and ready for use. One writer at a time; readers beside a writer
// take a Clone first.
type Tree struct {
	size   int64
	stored []Hash // complete subtrees in the order of tlog.StoredHashIndex
}

// Append adds an entry as the last leaf.
func (t *Tree) Append(leaf []byte) { t.AppendHash(LeafHash(leaf)) }

// AppendHash adds an entry whose LeafHash is already known.
func (t *Tree) AppendHash(h Hash) {
	// Every trailing one bit of the old size is a complete left sibling that the
	// new leaf closes (RFC 6962 section 2.1; the order is that of tlog).
	t.stored = append(t.stored, h)
	for level, n := 0, t.size; n&1 == 1; level, n = level+1, n>>1 {
		left := t.stored[tlog.StoredHashIndex(level, n-1)]
		h = tlog.NodeHash(left, h)
		t.stored = append(t.stored, h)
	}
	t.size++
}

// Size is the number of leaves.
func (t *Tree) Size() int64 { return t.size }

// Leaf returns the hash of the leaf at index, or ErrRange.
func (t *Tree) Leaf(index int64) (Hash, error) {
	if index < 0 || index >= t.size {
		return Hash{}, fmt.Errorf("%w: leaf %d of %d", ErrRange, index, t.size)
	}
	return t.stored[tlog.StoredHashIndex(0, index)], nil
}

// Clone returns the tree as it is now. It costs nothing: leaves appended to either
// tree afterwards do not reach the other.
func (t *Tree) Clone() *Tree {
	n := len(t.stored)
	return &Tree{size: t.size, stored: t.stored[:n:n]}
}

// Root returns the root over the first size leaves, or ErrRange.
func (t *Tree) Root(size int64) (Hash, error) {
	if size < 0 || size > t.size {
		return Hash{}, fmt.Errorf("%w: root at size %d of %d", ErrRange, size, t.size)
	}
	return tlog.TreeHash(size, t.reader())
}

func (t *Tree) reader() tlog.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]Hash, error) {
		out := make([]Hash, len(indexes))
		for i, x := range indexes {
			out[i] = t.stored[x]
		}
		return out, nil
	})
}
