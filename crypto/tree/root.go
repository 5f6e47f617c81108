package tree

import "golang.org/x/mod/sumdb/tlog"

// Stack computes the root of leaves that come in their order and are not kept: it
// holds one hash for each complete subtree, at most 40. The zero Stack is empty and
// ready for use.
type Stack struct {
	size     int64
	subtrees []Hash // complete, from the largest to the smallest
}

// AppendHash adds an entry whose LeafHash is known.
func (s *Stack) AppendHash(h Hash) {
	// As in Tree: every trailing one bit of the old size is a sibling to the left.
	for n := s.size; n&1 == 1; n >>= 1 {
		last := len(s.subtrees) - 1
		h = tlog.NodeHash(s.subtrees[last], h)
		s.subtrees = s.subtrees[:last]
	}
	s.subtrees = append(s.subtrees, h)
	s.size++
}

// Root is the root over all leaves so far (RFC 6962, section 2.1).
func (s *Stack) Root() Hash {
	if len(s.subtrees) == 0 {
		return EmptyRoot()
	}
	last := len(s.subtrees) - 1
	root := s.subtrees[last]
	for i := last - 1; i >= 0; i-- {
		root = tlog.NodeHash(s.subtrees[i], root)
	}
	return root
}
