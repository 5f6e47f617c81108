//go:build unix

package doctor

import (
	"io/fs"
	"syscall"
)

// uidOf gives the user to whom a file belongs.
func uidOf(info fs.FileInfo) (int, bool) {
	s, known := info.Sys().(*syscall.Stat_t)
	if !known {
		return 0, false
	}
	return int(s.Uid), true
}
