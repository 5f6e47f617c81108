package doctor

import "golang.org/x/sys/unix"

func spaceOf(dir string) (space, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return space{}, err
	}
	memory := int64(s.Type) == unix.TMPFS_MAGIC || int64(s.Type) == unix.RAMFS_MAGIC
	return space{known: true, free: s.Bavail * uint64(s.Bsize), memory: memory}, nil
}
