//go:build !leaky

package booth

import (
	"crypto/rand"
	"math/big"
)

// Anywhere draws one of so many rows.
func Anywhere(rows int) int {
	n, err := rand.Int(rand.Reader, big.NewInt(int64(rows)))
	if err != nil {
		return 0 // since Go 1.24 the reader never fails
	}
	return int(n.Int64())
}
