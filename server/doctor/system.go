package doctor

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// limit is a resource limit of this process, and so of what the same shell starts.
type limit struct {
	known bool
	soft  uint64
}

// system is what the operating system says of itself. What is not known is not
// believed to be in order.
type system struct {
	core, memlock, files limit
	corePattern          string // of Linux: where the kernel puts dumps; "" elsewhere
	hardens              bool   // urn and keeper switch their own dumps off here
	swaps                []string
	swapsKnown           bool
	synced, syncedKnown  bool
}

// facts asks the operating system.
func facts() system {
	s := system{hardens: hardens}
	s.core, s.memlock, s.files = limits()
	if data, err := os.ReadFile("/proc/sys/kernel/core_pattern"); err == nil {
		s.corePattern = strings.TrimSpace(string(data))
	}
	if data, err := os.ReadFile("/proc/swaps"); err == nil {
		s.swaps, s.swapsKnown = readSwaps(string(data)), true
	}
	s.synced, s.syncedKnown = clockSynced()
	return s
}

// readSwaps lists the devices and files of /proc/swaps, proc_swaps(5). What zram
// holds does not leave the memory.
func readSwaps(text string) []string {
	var out []string
	for i, line := range strings.Split(text, "\n") {
		if words := strings.Fields(line); i > 0 && len(words) > 0 && !strings.HasPrefix(words[0], "/dev/zram") {
			out = append(out, words[0])
		}
	}
	return out
}

// core looks at core dumps, in which keys and votes would lie on disk.
func (f *folder) core(s system) Finding {
	const id = "core"
	only := s.hardens
	for _, p := range f.parts {
		only = only && p.role == urn
	}
	switch {
	case only && len(f.parts) > 0:
		return ok(id, "urn and keeper switch their own core dumps off")
	case !s.core.known:
		return warn(id, "switch core dumps off yourself", "not shown: this system is not asked for its limit of core dumps")
	case s.core.soft > 0:
		return warn(id, "run ulimit -c 0 before you start a server, or set LimitCORE=0 in its unit", "core dumps are on: a crash would write keys to disk")
	case strings.HasPrefix(s.corePattern, "|"):
		return warn(id, "run sysctl -w kernel.core_pattern=core for the meeting", "the limit of core dumps is 0, but the kernel hands them to a program all the same: %s", s.corePattern)
	}
	return ok(id, "core dumps are off for what this shell starts")
}

// keeperMemory is what the keeper locks, bytes: its keys, of every ballot it can hold.
const keeperMemory = 512 * 32

// memlock looks whether the keeper can keep the ballots' keys from being swapped out.
func (f *folder) memlock(s system) Finding {
	const id = "memlock"
	switch {
	case !s.memlock.known:
		return warn(id, "switch swap off yourself", "not shown: this system is not asked for its limit of locked memory")
	case s.memlock.soft < keeperMemory:
		return warn(id, "run ulimit -l 64 before you start the urn, or set LimitMEMLOCK=64K in its unit; or switch swap off", "%d bytes may be locked, and the keeper locks %d: its keys could be swapped out", s.memlock.soft, keeperMemory)
	}
	return ok(id, "the keeper can lock its %d bytes of keys", keeperMemory)
}

// Open files: enough is what does for a large meeting, own is what a server uses
// beside its sessions.
const (
	enoughFiles = 4096
	ownFiles    = 64
)

// openFiles turns the limit of open files into sessions. Go raises the soft limit to
// the hard one when it starts, here as in the servers.
func (f *folder) openFiles(s system) Finding {
	const id = "nofile"
	switch {
	case !f.has(registrar) && !f.has(urn):
		return ok(id, "a trustee or witness needs few")
	case !s.files.known:
		return warn(id, "look at the limit of open files yourself", "not shown: this system is not asked for its limit of open files")
	case s.files.soft < enoughFiles:
		sessions := (max(s.files.soft, ownFiles) - ownFiles) / 2
		return warn(id, fmt.Sprintf("run ulimit -n %d before you start a server, or set LimitNOFILE=%d in its unit", enoughFiles, enoughFiles), "%d files may be open, which do for about %d members at a time, each at the desk and in a booth", s.files.soft, sessions)
	}
	return ok(id, "%s files may be open", count(s.files.soft))
}

func count(n uint64) string {
	if n > 1<<40 {
		return "any number of"
	}
	return strconv.FormatUint(n, 10)
}

// maxSocketPath is the longest path of the keeper's socket, bytes.
const maxSocketPath = 103

// socket looks whether the keeper's socket can have its path.
func (f *folder) socket() Finding {
	const id = "socket"
	for _, p := range f.parts {
		path := filepath.Join(p.dir, keeperSocket)
		if p.role == urn && len(path) > maxSocketPath {
			return fail(id, "move the folder to a shorter path, or name it by a shorter one", "the path of the keeper's socket has %d bytes and may have %d: the urn would not start", len(path), maxSocketPath)
		}
	}
	return ok(id, "the path of the keeper's socket is short enough")
}

// swap looks whether memory may be written to disk: shares and tokens are in it.
func swap(s system) Finding {
	const id = "swap"
	switch {
	case !s.swapsKnown:
		return warn(id, "look yourself whether swap is off or encrypted", "not shown: this system is not asked for its swap")
	case len(s.swaps) > 0:
		return warn(id, "run swapoff -a for the meeting, unless the swap is encrypted", "memory may be written to %s", list(s.swaps))
	}
	return ok(id, "no swap is on")
}
