package doctor

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"valurna/server/durable"
)

// Free space, bytes: below leastSpace a meeting is not begun, below littleSpace it
// may not end.
const (
	leastSpace  = 64 << 20
	littleSpace = 1 << 30
)

// scratchFile is what is written to try a disk. A file of that name is a dead
// doctor's.
const scratchFile = ".valurna-doctor"

// space is what a system says of the file system that a folder lies on.
type space struct {
	known  bool
	free   uint64 // bytes that this user may still write
	memory bool   // the file system is kept in memory alone
}

// disks tries every folder to which a party writes: they may lie on several disks.
func (f *folder) disks() []Finding {
	dirs := []string{f.dir}
	for _, p := range f.parts {
		if !slices.Contains(dirs, p.dir) {
			dirs = append(dirs, p.dir)
		}
	}
	var writes, spaces []Finding
	for _, dir := range dirs {
		begun := time.Now()
		err := tryDisk(dir)
		writes = append(writes, judgeWrite(dir, err, time.Since(begun)))
		s, err := spaceOf(dir)
		spaces = append(spaces, judgeSpace(dir, s, err))
	}
	return []Finding{worst(writes), worst(spaces)}
}

// worst is the worst of several findings of one check, the first of these.
func worst(findings []Finding) Finding {
	order := []Verdict{OK, Warn, Fail}
	return slices.MaxFunc(findings, func(a, b Finding) int { return slices.Index(order, a.Verdict) - slices.Index(order, b.Verdict) })
}

// tryDisk writes, flushes, renames, flushes the folder and removes, by the code by
// which keys and evidence are written.
func tryDisk(dir string) error {
	path := filepath.Join(dir, scratchFile)
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("%s is in the way", path)
	}
	if err := durable.Write(path, []byte("valurna doctor tries the disk; this file can be removed\n")); err != nil {
		_ = os.Remove(path) // it may be there: the folder is flushed last
		return err
	}
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil // another doctor was here at the same time
}

func judgeWrite(dir string, err error, took time.Duration) Finding {
	const id = "disk"
	switch {
	case err == nil:
		return ok(id, "a file was written, flushed, renamed and removed in %s in %d ms", dir, took.Milliseconds())
	case errors.Is(err, syscall.EROFS):
		return fail(id, "mount it for writing; if the system did that by itself, the disk is failing: see the system's log and move the folder", "the file system of %s is read-only: %v", dir, err)
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return fail(id, "free space, or move the folder to a larger disk", "nothing more can be written in %s: %v", dir, err)
	case errors.Is(err, fs.ErrPermission):
		return fail(id, "run this, and the servers, as the user who owns the folder", "this user may not write in %s: %v", dir, err)
	}
	return fail(id, "see the system's log; start nothing on this disk until it writes again", "writing, flushing or removing a file in %s failed: %v", dir, err)
}

func judgeSpace(dir string, s space, err error) Finding {
	const id = "space"
	const mib = 1 << 20
	switch {
	case err != nil:
		return warn(id, "look at the free space yourself", "not shown: %v", err)
	case !s.known:
		return warn(id, "look at the free space yourself", "not shown: this system is not asked for the free space of %s", dir)
	case s.free < leastSpace:
		return fail(id, "free space before the servers start", "%d MiB are free on the disk of %s, and %d are the least", s.free/mib, dir, leastSpace/mib)
	case s.free < littleSpace:
		return warn(id, "free space before a large meeting", "%d MiB are free on the disk of %s", s.free/mib, dir)
	case s.memory:
		return warn(id, "move the folder to a disk, but for a rehearsal", "%s lies in memory: flushing keeps nothing over a power cut", dir)
	}
	return ok(id, "%d MiB are free on the disk of %s", s.free/mib, dir)
}
