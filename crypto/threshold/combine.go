package threshold

import (
	"fmt"

	"valurna/crypto/group"
	"valurna/crypto/parallel"
)

// Combine opens ciphertexts with the verified parts of at least t trustees:
// parts[k][j] is what the trustee with index indices[k] made of ciphertext j.
// It interpolates at 0 (Lagrange) and returns the plaintexts in their order.
// Variable time: parts and ciphertexts are public.
//
// It cannot tell whether the trustees are enough: with fewer than t, or parts
// that were not verified, the result is a meaningless point.
func Combine(indices []int, parts [][]*group.Point, cts []Ciphertext) ([]*group.Point, error) {
	opened, err := combinePoints(indices, parts)
	if err != nil {
		return nil, err
	}
	if len(opened) != len(cts) {
		return nil, fmt.Errorf("threshold: there are parts for %d ciphertexts but %d ciphertexts; nothing was opened", len(opened), len(cts))
	}
	for j, ct := range cts {
		opened[j].Subtract(ct.C2, opened[j])
	}
	return opened, nil
}

// combinePoints returns x P_j for each point P_j that the trustees applied their
// shares to, x being the common secret. Otherwise as [Combine].
func combinePoints(indices []int, parts [][]*group.Point) ([]*group.Point, error) {
	if len(indices) == 0 || len(indices) != len(parts) {
		return nil, fmt.Errorf("threshold: %d trustees and %d sets of parts; nothing was opened, give one set for each trustee", len(indices), len(parts))
	}
	lambda, err := lagrange(indices)
	if err != nil {
		return nil, err
	}
	n := len(parts[0])
	for k := range parts {
		if len(parts[k]) != n {
			return nil, fmt.Errorf("threshold: trustee %d gave %d parts where trustee %d gave %d; nothing was opened, ask again", indices[k], len(parts[k]), indices[0], n)
		}
	}
	opened := make([]*group.Point, n)
	parallel.Each(n, perWorker, func(j int) {
		column := make([]*group.Point, len(parts))
		for k := range parts {
			column[k] = parts[k][j]
		}
		opened[j] = group.MultiScalarMult(lambda, column)
	})
	return opened, nil
}

// lagrange returns the coefficients that take values at the indices to the value
// at 0: the product of j / (j - i) over the other indices j.
func lagrange(indices []int) ([]*group.Scalar, error) {
	seen := make(map[int]bool, len(indices))
	for _, i := range indices {
		if err := checkIndex(i); err != nil {
			return nil, err
		}
		if seen[i] {
			return nil, fmt.Errorf("threshold: trustee %d is given twice; nothing was opened, give each trustee once", i)
		}
		seen[i] = true
	}
	lambda := make([]*group.Scalar, len(indices))
	for k, i := range indices {
		x := group.ScalarFromUint64(uint64(i))
		above, below := group.ScalarFromUint64(1), group.ScalarFromUint64(1)
		for _, j := range indices {
			if j == i {
				continue
			}
			y := group.ScalarFromUint64(uint64(j))
			above.Multiply(above, y)
			below.Multiply(below, y.Subtract(y, x))
		}
		lambda[k] = above.Multiply(above, below.Invert(below))
	}
	return lambda, nil
}
