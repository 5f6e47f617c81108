// Package threshold makes keys that t of n trustees can use together and fewer
// cannot, and decrypts with them, each step with a proof that anyone can check.
//
// The order of a ceremony: every trustee calls [Deal] and publishes the
// [Dealing] (commit to its hash first, so that nobody chooses a key in sight of
// the others'), sends each other trustee its share ([SealShares]), checks what
// it receives ([Dealing.Verify], [Dealing.VerifyShare]) and adds its shares up
// ([SumShares]). [PublicKey] is the key to encrypt to. To decrypt, t trustees
// each make their parts ([DecryptParts]), anyone adds them up ([CombineParts]),
// and the trustees prove the sum together ([Collective]); [OpenCombined] opens.
// When a sum is false, [VerifyParts] tells whose parts are. With the same key t
// trustees draw lots ([ProveLot], [CombineLot]).
//
// Trustees have the indices 1 to n; 0 is where the secret lies. Every proof
// takes a context, which says what it is for, and binds it first.
//
// The functions for parts take points as they come. Which points a trustee may
// apply its share to is decided above this package, and must be: a share is
// spent by one use on a point that a stranger chose.
package threshold

import (
	"errors"
	"fmt"

	"valurna/crypto/group"
)

// MaxTrustees is the largest n.
const MaxTrustees = 255

// Errors to tell causes apart with errors.Is.
var (
	// ErrDealing says that a dealing is not as its dealer must make it.
	ErrDealing = errors.New("threshold: the dealing does not hold")
	// ErrShare says that a share does not lie on the dealer's polynomial.
	ErrShare = errors.New("threshold: the share does not fit the dealer's commitments; it was not taken, complain about its dealer and abort the ceremony")
	// ErrParts says that a trustee's decryption parts do not hold.
	ErrParts = errors.New("threshold: the decryption parts do not hold")
	// ErrCollective says that a collective decryption does not hold.
	ErrCollective = errors.New("threshold: the collective decryption does not hold")
	// ErrLot says that a share of a lot does not hold.
	ErrLot = errors.New("threshold: the lot does not hold")
	// ErrSealed says that sealed shares do not open.
	ErrSealed = errors.New("threshold: the sealed shares do not open; none was taken, ask the dealer for them again or complain")
)

// Ciphertext is an ElGamal encryption of M under Y: C1 = r B and C2 = r Y + M.
type Ciphertext struct{ C1, C2 *group.Point }

// Encrypt encrypts m under y with the randomness r, in constant time. r must be
// secret, uniform, and used once.
func Encrypt(y, m *group.Point, r *group.Scalar) Ciphertext {
	c2 := new(group.Point).ScalarMult(r, y)
	return Ciphertext{
		C1: new(group.Point).ScalarBaseMult(r),
		C2: c2.Add(c2, m),
	}
}

// checkSizes refuses a threshold or a number of trustees that makes no sense.
func checkSizes(t, n int) error {
	if n < 1 || n > MaxTrustees || t < 1 || t > n {
		return fmt.Errorf("threshold: %d of %d trustees is not possible; nothing was done, choose 1 <= t <= n <= %d", t, n, MaxTrustees)
	}
	return nil
}

// checkIndex refuses an index that is no trustee's; 0 would be the secret itself.
func checkIndex(i int) error {
	if i < 1 || i > MaxTrustees {
		return fmt.Errorf("threshold: %d is no trustee's index; nothing was done, indices are 1 to %d", i, MaxTrustees)
	}
	return nil
}
