//go:build unix

package member

import (
	"os"

	"golang.org/x/sys/unix"
)

// hold locks the file until it is closed, also by a crash, or fails at once.
func hold(f *os.File) error { return unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB) }
