//go:build linux || darwin || freebsd

package doctor

import "golang.org/x/sys/unix"

func limits() (core, memlock, files limit) {
	return limitOf(unix.RLIMIT_CORE), limitOf(unix.RLIMIT_MEMLOCK), limitOf(unix.RLIMIT_NOFILE)
}

func limitOf(resource int) limit {
	var r unix.Rlimit
	if unix.Getrlimit(resource, &r) != nil {
		return limit{}
	}
	return limit{known: true, soft: uint64(r.Cur)}
}
