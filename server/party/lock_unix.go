//go:build unix && !solaris && !aix

package party

import (
	"os"

	"golang.org/x/sys/unix"
)

// lockFile takes the lock that ends with the process, however that ends.
func lockFile(f *os.File) error { return unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB) }
