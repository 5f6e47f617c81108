//go:build darwin || freebsd

package doctor

import "golang.org/x/sys/unix"

func spaceOf(dir string) (space, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return space{}, err
	}
	return space{known: true, free: uint64(s.Bavail) * uint64(s.Bsize)}, nil
}
