//go:build unix && !linux

package harden

import "golang.org/x/sys/unix"

// process takes away core dumps (setrlimit(2)).
func process() { _ = unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}) }
