// Package shuffle mixes a ballot box: every ciphertext is encrypted anew and put
// in another place, and a proof shows that nothing was added, left out or
// changed, without showing which ballot went where.
//
// For most uses: each of several trustees calls [Shuffle] on what the one before
// made, and everybody calls [Verify] on each step. A box is secret as long as one
// of those who shuffled forgets how.
//
// The ciphertexts are ElGamal's on ristretto255, C1 = r B and C2 = r Y + M for
// the key Y. A ballot has width of them (columns), which stay together: one
// permutation moves the ballots, and each ciphertext is encrypted anew by itself.
//
// The proof is that of Terelius and Wikström ("Proofs of restricted shuffles",
// 2010; Wikström, "A commitment-consistent proof of a shuffle", 2009) as written
// out by Haenni, Locher, Koenig and Dubuis, "Pseudo-code algorithms for verifiable
// re-encryption mix-nets", 2017 (GenShuffleProof, CheckShuffleProof) and in the
// CHVote specification. It differs in three things:
//
//   - The ballots are w wide: there is one announcement t4 and one response s4 for
//     each column, and one challenge over all of them. The same responses for the
//     permuted challenges in all columns make it one permutation.
//   - The announcements are in the proof and not the challenge, so that all
//     equations are checked as one linear combination.
//   - The permutation challenges u_i have 128 bits. A false shuffle of N ballots
//     passes with probability about N 2^-128 for each try at the hashes.
//
// docs/protocol.md, section 13.2, gives every byte and every check.
package shuffle

import (
	"errors"
	"fmt"

	"valurna/crypto/group"
)

// MaxWidth and MaxElements bound what is shuffled, so that no length overflows.
const (
	MaxWidth    = 64      // ciphertexts in an element
	MaxElements = 1 << 20 // elements in a box
)

// RecordSize is the length in bytes of what a proof holds for one element:
// c | chat | that | shat | stilde.
const RecordSize = 5 * group.Size

// The places of the five in a record.
const (
	atCommitment   = 0 * group.Size // c, commits to a column of the permutation
	atChain        = 1 * group.Size // chat, commits to a product of challenges
	atAnnouncement = 2 * group.Size // that, announces a link of the chain
	atLink         = 3 * group.Size // shat, response for the link's randomness
	atPermuted     = 4 * group.Size // stilde, response for a permuted challenge
)

// pair is the length in bytes of one ciphertext, C1 | C2.
const pair = 2 * group.Size

// ErrShuffle says that a shuffle is not accepted. The error that wraps it names
// the place and the reason.
var ErrShuffle = errors.New("shuffle: the shuffle does not hold; its output was refused, shuffle the same input again or look into who made it")

// ErrInput says that no shuffle was made of an input, and the error that wraps it
// why.
var ErrInput = errors.New("shuffle: the ballots were not shuffled and no proof was made")

// Progress is told how much of the work is done. It is called from the goroutine
// that called [Shuffle] or [Verify], with rising done, at last with done = total,
// and never for an empty box.
type Progress func(done, total int)

// OutputSize returns the length in bytes of n elements of a width, or -1 if they
// exceed [MaxElements] or [MaxWidth] or are negative, or the width is 0.
func OutputSize(n, width int) int {
	if !fits(n, width) {
		return -1
	}
	return n * width * pair
}

// ProofSize returns the length in bytes of the proof for n elements of a width,
// n records and a tail, or -1 in the cases of [OutputSize].
func ProofSize(n, width int) int {
	if !fits(n, width) {
		return -1
	}
	return n*RecordSize + TailSize(width)
}

// TailSize returns the length in bytes of what follows the records,
//
//	t1 | t2 | t3 | t4 of column 0 (two points) | t4 of column 1 | ... |
//	s1 | s2 | s3 | s4 of column 0 | s4 of column 1 | ...
//
// or -1 if the width is not one of 1 to [MaxWidth]. The proof of an empty box is a
// tail of zeros: there is nothing to prove, and so it binds nothing, neither key
// nor context.
func TailSize(width int) int {
	if !fits(0, width) {
		return -1
	}
	return (6 + 3*width) * group.Size
}

func fits(n, width int) bool {
	return 0 <= n && n <= MaxElements && 1 <= width && width <= MaxWidth
}

// statement is what a proof is about.
type statement struct {
	context []byte
	key     *group.Point
	width   int
	n       int
	in, out []byte
}

// newStatement reads the size of the box off in. out is nil while it is not made.
func newStatement(context []byte, key *group.Point, width int, in []byte) (*statement, error) {
	if key == nil || key.IsIdentity() {
		return nil, errors.New("the key is missing or the identity, under which nothing is secret")
	}
	if !fits(0, width) {
		return nil, fmt.Errorf("a width of %d is not one of 1 to %d", width, MaxWidth)
	}
	if len(in)%(width*pair) != 0 {
		return nil, fmt.Errorf("an input of %d bytes is no whole number of elements of %d bytes", len(in), width*pair)
	}
	n := len(in) / (width * pair)
	if !fits(n, width) {
		return nil, fmt.Errorf("an input of %d elements exceeds %d", n, MaxElements)
	}
	return &statement{context: context, key: key, width: width, n: n, in: in}, nil
}

// ciphertext returns the encoding of element i, column k, of box, cut into C1 and C2.
func (s *statement) ciphertext(box []byte, i, k int) (c1, c2 []byte) {
	at := (i*s.width + k) * pair
	return box[at : at+group.Size], box[at+group.Size : at+pair]
}

// decodeCiphertext reads one ciphertext. C2 may be the identity, C1 may not: it
// would show its plaintext, and no encryption gives it.
func (s *statement) decodeCiphertext(name string, box []byte, i, k int) (c1, c2 *group.Point, err error) {
	first, second := s.ciphertext(box, i, k)
	if c1, err = decodePoint(first, true); err != nil {
		return nil, nil, fmt.Errorf("%s element %d, column %d, C1: %w", name, i, k, err)
	}
	if c2, err = decodePoint(second, false); err != nil {
		return nil, nil, fmt.Errorf("%s element %d, column %d, C2: %w", name, i, k, err)
	}
	return c1, c2, nil
}

var errIdentity = errors.New("the identity, which no honest shuffle gives")

// decodePoint reads a point and refuses the identity where told to.
func decodePoint(b []byte, refuseIdentity bool) (*group.Point, error) {
	p, err := new(group.Point).SetBytes(b)
	if err != nil {
		return nil, err
	}
	if refuseIdentity && isZero(b) {
		return nil, errIdentity
	}
	return p, nil
}

// isZero says whether an encoding is that of the identity, which has only one.
func isZero(b []byte) bool {
	var or byte
	for _, v := range b {
		or |= v
	}
	return or == 0
}
