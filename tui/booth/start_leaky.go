//go:build leaky

package booth

// Anywhere is the first row: a build for the test that tries to tell votes from the
// traffic, which has to succeed where nothing is done against it.
func Anywhere(int) int { return 0 }
