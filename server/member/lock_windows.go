package member

import (
	"os"

	"golang.org/x/sys/windows"
)

// hold locks the file until it is closed, also by a crash, or fails at once.
func hold(f *os.File) error {
	return windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, new(windows.Overlapped))
}
