package shuffle

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"valurna/crypto/group"
	"valurna/crypto/parallel"
)

// EquationError says which equations of a well-formed proof are false. It wraps
// [ErrShuffle].
type EquationError struct {
	// Chain is the first element whose link of the commitment chain is false, or -1.
	Chain int
	// Permutation says that what is committed to is no matrix whose rows add up
	// to 1, or not what the responses belong to.
	Permutation bool
	// Product says that it is no permutation: an element is there twice or not at all.
	Product bool
	// Columns are those whose output is not the permuted input, rising.
	Columns []int
	// All says that nothing at all holds: the proof was made for another context,
	// key, input or output.
	All bool
}

func (e *EquationError) Error() string {
	var reasons []string
	if e.All {
		reasons = append(reasons, "nothing in the proof holds, so it belongs to another context, key, input or output")
	} else {
		if e.Chain >= 0 {
			reasons = append(reasons, fmt.Sprintf("the commitment chain breaks at element %d", e.Chain))
		}
		if e.Permutation {
			reasons = append(reasons, "the permutation commitments are false")
		}
		if e.Product {
			reasons = append(reasons, "the product is false, so it is no permutation")
		}
		for _, k := range e.Columns {
			reasons = append(reasons, fmt.Sprintf("the re-encryption of column %d is false", k))
		}
	}
	if len(reasons) == 0 {
		// Only a fault of the machine comes here.
		reasons = []string{"the equations hold one by one but not together"}
	}
	return ErrShuffle.Error() + ": " + strings.Join(reasons, "; ")
}

// Unwrap returns [ErrShuffle].
func (e *EquationError) Unwrap() error { return ErrShuffle }

// diagnose names the false equations. The shuffle is refused already, so an error
// on the way changes nothing but the reason.
func (v *verifier) diagnose() error {
	var failure error
	fails := func(w *weights) bool {
		sum, err := v.sum(w)
		if err != nil {
			failure = err
			return true
		}
		return !sum.IsIdentity()
	}
	zero, one := group.NewScalar(), group.ScalarFromUint64(1)
	column := func(k int, first, second *group.Scalar) *weights {
		w := &weights{columns: make([][]*group.Scalar, v.width)}
		w.columns[k] = []*group.Scalar{first, second}
		return w
	}

	e := &EquationError{Chain: v.brokenLink()}
	sum, weighted := fails(&weights{sum: one}), fails(&weights{weighted: one})
	e.Permutation = sum || weighted
	e.Product = fails(&weights{product: one})
	for k := range v.width {
		// One after the other, so that false halves cannot cancel.
		if fails(column(k, one, zero)) || fails(column(k, zero, one)) {
			e.Columns = append(e.Columns, k)
		}
	}
	if failure != nil {
		return fmt.Errorf("%w: %w", ErrShuffle, failure)
	}
	e.All = e.Chain == 0 && sum && weighted && e.Product && len(e.Columns) == v.width
	return e
}

// brokenLink returns the first element whose link of the chain is false, or -1.
func (v *verifier) brokenLink() int {
	broken := -1
	_ = chunks(v.n, 1024, func(from, to int) error {
		bad := make([]bool, to-from)
		_ = parallel.Try(to-from, perWorker, func(d int) error {
			bad[d] = !v.linkHolds(from + d)
			return nil
		})
		if d := slices.Index(bad, true); d >= 0 {
			broken = from + d
			return errStop
		}
		return nil
	})
	return broken
}

// errStop ends a loop that has found what it looked for.
var errStop = errors.New("stop")

// linkHolds checks shat_i B + stilde_i chat_{i-1} - c chat_i = that_i.
func (v *verifier) linkHolds(i int) bool {
	before, err := base(), error(nil)
	if i > 0 {
		before, err = v.point(i-1, atChain)
	}
	if err != nil {
		return false
	}
	chain, errChain := v.point(i, atChain)
	that, errThat := v.point(i, atAnnouncement)
	shat, errLink := v.scalar(i, atLink)
	stilde, errPermuted := v.scalar(i, atPermuted)
	if errChain != nil || errThat != nil || errLink != nil || errPermuted != nil {
		return false
	}
	left := group.MultiScalarMult(
		[]*group.Scalar{shat, stilde, group.NewScalar().Negate(v.c)},
		[]*group.Point{group.Generator(), before, chain})
	return left.Equal(that) == 1
}
