package threshold

import (
	"fmt"

	"valurna/crypto/group"
	"valurna/crypto/parallel"
)

// perWorker is the least number of scalar multiplications worth a goroutine.
const perWorker = 32

// chunk is the number of points of an encoded list that are held decoded at
// once: a ballot box of a million takes a few megabytes more than its bytes.
const chunk = 1 << 14

// CombineParts returns x C1_j for each ciphertext, x being the common secret:
// P_j = the sum over the trustees of lambda_i D_ij, interpolated at 0 (Lagrange).
// parts[k] holds the parts of the trustee indices[k], as [DecryptParts] makes
// them: N canonical encodings of 32 bytes one after another, as is the result.
// Variable time: parts are public.
//
// It cannot tell whether the parts are true or the trustees enough. A
// [Collective] shows it, and [VerifyParts] finds out whose fault it is if not.
// Its error wraps [ErrParts] when parts are at fault.
func CombineParts(indices []int, parts [][]byte) ([]byte, error) {
	if len(indices) == 0 || len(indices) != len(parts) {
		return nil, fmt.Errorf("threshold: %d trustees and %d sets of parts; nothing was combined, give one set for each trustee", len(indices), len(parts))
	}
	lambda, err := lagrange(indices)
	if err != nil {
		return nil, err
	}
	n := len(parts[0]) / group.Size
	for k := range parts {
		if len(parts[k]) != n*group.Size {
			return nil, fmt.Errorf("%w: trustee %d gave %d bytes where %d were due; nothing was combined, ask for them again", ErrParts, indices[k], len(parts[k]), n*group.Size)
		}
	}
	combined := make([]byte, n*group.Size)
	columns := make([][]group.Point, len(parts))
	for from := 0; from < n; from += chunk {
		to := min(from+chunk, n)
		for k := range parts {
			var bad int
			if columns[k], bad = decodePoints(parts[k], from, to); bad >= 0 {
				return nil, fmt.Errorf("%w: part %d of trustee %d is no canonical encoding; nothing was combined, ask for the parts again", ErrParts, bad, indices[k])
			}
		}
		parallel.Each(to-from, perWorker, func(j int) {
			row := make([]*group.Point, len(parts))
			for k := range row {
				row[k] = &columns[k][j]
			}
			copy(encoding(combined, from+j), group.MultiScalarMult(lambda, row).Bytes())
		})
	}
	return combined, nil
}

// OpenCombined returns the plaintexts M_j = C2_j - P_j, in lists of encodings as
// [CombineParts] has them. They mean something once a [Collective] is verified.
func OpenCombined(c2s, combined []byte) ([]byte, error) {
	if len(c2s) != len(combined) || len(c2s)%group.Size != 0 {
		return nil, fmt.Errorf("threshold: %d bytes of ciphertexts and %d of combined points are no two lists of one length; nothing was opened", len(c2s), len(combined))
	}
	n := len(c2s) / group.Size
	opened := make([]byte, len(c2s))
	for from := 0; from < n; from += chunk {
		to := min(from+chunk, n)
		p, bad := decodePoints(combined, from, to)
		if bad >= 0 {
			return nil, fmt.Errorf("%w: combined point %d is no canonical encoding; nothing was opened, combine again", ErrCollective, bad)
		}
		if err := openTo(opened, c2s, p, from); err != nil {
			return nil, err
		}
	}
	return opened, nil
}

// openTo writes C2_j - P_j for the points p, of which the first is number from.
func openTo(opened, c2s []byte, p []group.Point, from int) error {
	c2, bad := decodePoints(c2s, from, from+len(p))
	if bad >= 0 {
		return fmt.Errorf("threshold: the second component of ciphertext %d is no canonical encoding; nothing was opened, refuse the ciphertext where it comes in", bad)
	}
	parallel.Each(len(p), perWorker, func(j int) {
		copy(encoding(opened, from+j), new(group.Point).Subtract(&c2[j], &p[j]).Bytes())
	})
	return nil
}

// decodePoints reads the points from..to-1 of an encoded list. bad is the place
// of the first that is no canonical encoding, or -1.
func decodePoints(list []byte, from, to int) (points []group.Point, bad int) {
	points = make([]group.Point, to-from)
	valid := make([]bool, to-from)
	parallel.Each(to-from, perWorker, func(j int) {
		_, err := points[j].SetBytes(encoding(list, from+j))
		valid[j] = err == nil
	})
	for j, ok := range valid {
		if !ok {
			return nil, from + j
		}
	}
	return points, -1
}

// encoding is the j-th encoding of a list.
func encoding(list []byte, j int) []byte { return list[j*group.Size : (j+1)*group.Size] }
