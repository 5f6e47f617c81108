package harden

import "golang.org/x/sys/unix"

// process takes away PR_SET_DUMPABLE (prctl(2)), core dumps (setrlimit(2)), and locks
// pages as they are touched (MCL_ONFAULT, mlockall(2)). Memory is locked only where its
// amount is not limited: below a limit, a later allocation would fail.
func process() {
	_ = unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0)
	_ = unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{})
	var lock unix.Rlimit
	if unix.Getrlimit(unix.RLIMIT_MEMLOCK, &lock) == nil && lock.Cur == unix.RLIM_INFINITY {
		_ = unix.Mlockall(unix.MCL_CURRENT | unix.MCL_FUTURE | unix.MCL_ONFAULT)
	}
}
