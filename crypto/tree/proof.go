package tree

import (
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// Inclusion returns the audit path (RFC 6962 section 2.1.1) of the leaf at index in
// the tree of the first size leaves, lowest sibling first, or ErrRange.
func (t *Tree) Inclusion(index, size int64) ([]Hash, error) {
	if index < 0 || index >= size || size > t.size {
		return nil, fmt.Errorf("%w: inclusion of leaf %d at size %d of %d", ErrRange, index, size, t.size)
	}
	return tlog.ProveRecord(size, index, t.reader())
}

// CheckInclusion checks that the tree of that size and root holds leaf, a LeafHash,
// at index. It returns ErrRange for impossible numbers and ErrProof for a path that
// is too short, too long or leads elsewhere.
func CheckInclusion(proof []Hash, size int64, root Hash, index int64, leaf Hash) error {
	if index < 0 || index >= size || size > MaxSize {
		return fmt.Errorf("%w: inclusion of leaf %d at size %d", ErrRange, index, size)
	}
	if err := tlog.CheckRecord(proof, size, root, index, leaf); err != nil {
		return fmt.Errorf("%w: leaf %d at size %d", ErrProof, index, size)
	}
	return nil
}

// Consistency returns the proof (RFC 6962 section 2.1.2) that the tree of the first
// to leaves begins with the tree of the first from leaves, or ErrRange. From zero
// and between equal sizes it is empty.
func (t *Tree) Consistency(from, to int64) ([]Hash, error) {
	if from < 0 || from > to || to > t.size {
		return nil, fmt.Errorf("%w: consistency from %d to %d of %d", ErrRange, from, to, t.size)
	}
	if from == 0 {
		return nil, nil
	}
	return tlog.ProveTree(to, from, t.reader())
}

// CheckConsistency checks that the tree of size to and root toRoot begins with the
// tree of size from and root fromRoot. It returns ErrRange for impossible numbers
// and ErrProof otherwise. Every tree begins with the empty one, whose root is
// EmptyRoot and whose proof is empty.
func CheckConsistency(proof []Hash, to int64, toRoot Hash, from int64, fromRoot Hash) error {
	if from < 0 || from > to || to > MaxSize {
		return fmt.Errorf("%w: consistency from %d to %d", ErrRange, from, to)
	}
	ok := false
	switch {
	case to == 0:
		ok = len(proof) == 0 && fromRoot == EmptyRoot() && toRoot == fromRoot
	case from == 0:
		ok = len(proof) == 0 && fromRoot == EmptyRoot()
	default:
		ok = tlog.CheckTree(proof, to, toRoot, from, fromRoot) == nil
	}
	if !ok {
		return fmt.Errorf("%w: consistency from %d to %d", ErrProof, from, to)
	}
	return nil
}
