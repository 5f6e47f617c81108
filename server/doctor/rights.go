package doctor

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// public are files of a meeting's folder that hold no secret: the parties hand them
// to each other. That others read them is a warning, that others write them is not
// less than a failure.
var public = []string{manifestFile, "body.toml", "meeting.toml", "known_hosts", "ssh_config"}

// rights wants everything to be its owner's alone.
func (f *folder) rights() Finding { return f.judgeRights(runtime.GOOS) }

func (f *folder) judgeRights(system string) Finding {
	const id = "rights"
	if system == "windows" {
		return warn(id, "look at the folder's Security tab: nobody but you and the system may be listed", "not shown: who may read the files stands in access lists, which are not read here")
	}
	var bad, seen, links []string
	for _, e := range f.entries {
		perm := e.info.Mode().Perm()
		what := fmt.Sprintf("%s (%04o)", e.path, perm)
		switch {
		case e.info.Mode()&fs.ModeSymlink != 0:
			links = append(links, e.path)
		case perm&0o077 == 0:
		case perm&0o022 == 0 && f.open(e.path):
			seen = append(seen, what)
		default:
			bad = append(bad, what)
		}
	}
	n := len(f.entries)
	switch {
	case len(bad) > 0:
		return fail(id, f.chmod(append(bad, seen...))+"; if others may have read a key, make a new one and a new manifest", "of %d files and folders, others than their owner may use %s", n, list(bad))
	case len(seen) > 0:
		return warn(id, f.chmod(seen), "of %d files and folders, others than their owner may read %s; they hold no key", n, list(seen))
	case len(links) > 0:
		return warn(id, "put the files themselves in the folder", "what lies behind a link was not examined: %s", list(links))
	case f.unread != nil:
		return f.partly(id)
	}
	return ok(id, "all %d files and folders are their owner's alone", n)
}

// open says whether a file holds nothing secret.
func (f *folder) open(path string) bool {
	if f.inPart(path) {
		return false
	}
	return path == f.dir || filepath.Dir(path) == f.dir && slices.Contains(public, filepath.Base(path))
}

// chmod is the command that mends, of few files by name.
func (f *folder) chmod(what []string) string {
	if len(what) > 4 {
		return "run chmod -R go= " + quote(f.dir)
	}
	var paths []string
	for _, w := range what {
		paths = append(paths, quote(w[:strings.LastIndex(w, " (")]))
	}
	return "run chmod go= " + strings.Join(paths, " ")
}

// owner wants everything to belong to whoever runs this, as the servers do.
func (f *folder) owner() Finding { return f.judgeOwner(os.Geteuid()) }

func (f *folder) judgeOwner(user int) Finding {
	const id = "owner"
	var foreign []string
	theirs := -1
	for _, e := range f.entries {
		uid, known := uidOf(e.info)
		if !known {
			return warn(id, "look at the owner in the folder's properties", "not shown: this system does not say who owns a file")
		}
		if uid != user {
			theirs = uid
			foreign = append(foreign, fmt.Sprintf("%s (user %d)", e.path, uid))
		}
	}
	switch {
	case len(foreign) == 0 && f.unread != nil:
		return f.partly(id)
	case len(foreign) == 0:
		return ok(id, "all of it belongs to user %d, who runs this", user)
	case len(foreign) == len(f.entries):
		return fail(id, fmt.Sprintf("run this, and the servers, as user %d; or run chown -R %d %s", theirs, user, quote(f.dir)), "all of it belongs to user %d, and user %d runs this", theirs, user)
	}
	return fail(id, fmt.Sprintf("run chown -R %d %s", user, quote(f.dir)), "user %d runs this, and to others belong %s", user, list(foreign))
}
