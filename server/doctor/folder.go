package doctor

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// role is whose folder a folder is.
type role string

const (
	registrar role = "registrar"
	urn       role = "urn"
	trustee   role = "trustee"
	witness   role = "witness"
)

// Names of files by which a folder is known, and which stand in the packages of
// their owners. A test compares them with what those make.
const (
	hostKeyFile    = "host_key" // of registrar and of urn
	journalKeyFile = "journal_key"
	receiptKeyFile = "receipt_key"
	linkKeyFile    = "link_key"
	identityFile   = "identity.json"
	registrarStore = "registrar.db"
	urnStore       = "urn.db"
	manifestFile   = "manifest"
	keeperSocket   = "keeper.sock"
)

// marks tell whose a folder is by any one of its files, so that a folder which has
// lost a key is still known for what it is.
var marks = map[string]role{
	journalKeyFile: registrar, registrarStore: registrar,
	receiptKeyFile: urn, linkKeyFile: urn, urnStore: urn,
}

// part is the folder of one party.
type part struct {
	role role
	dir  string
	name string // of a trustee or witness; "" for the others
}

func (p part) String() string {
	if p.name != "" {
		return string(p.role) + "/" + p.name
	}
	return string(p.role)
}

// entry is one file or folder below, or the folder itself.
type entry struct {
	path string
	info fs.FileInfo
}

// folder is what lies in the folder that is examined.
type folder struct {
	dir     string
	entries []entry
	parts   []part
	unread  error // what could not be looked at
}

// read walks through everything below dir, following no links. Files may come and go
// meanwhile, since a server may be running.
func read(dir string) (*folder, error) {
	info, err := os.Stat(dir)
	if err != nil {
		return nil, fmt.Errorf("nothing was examined: %w", err)
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("nothing was examined: %s is no folder; name the meeting's folder, or that of one party", dir)
	}
	f := &folder{dir: dir, entries: []entry{{dir, info}}}
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		var info fs.FileInfo
		if err == nil {
			info, err = d.Info()
		}
		switch {
		case errors.Is(err, fs.ErrNotExist) && path != dir:
			return nil
		case err != nil:
			f.unread = errors.Join(f.unread, err)
			return nil
		case path != dir:
			f.entries = append(f.entries, entry{path, info})
		}
		if r, known := marks[filepath.Base(path)]; known && !d.IsDir() {
			f.add(part{role: r, dir: filepath.Dir(path)})
		}
		if filepath.Base(path) == identityFile && !d.IsDir() {
			f.add(identified(filepath.Dir(path)))
		}
		return nil
	})
	slices.SortStableFunc(f.parts, func(a, b part) int {
		order := []role{registrar, urn, trustee, witness}
		return slices.Index(order, a.role) - slices.Index(order, b.role)
	})
	return f, err
}

func (f *folder) add(p part) {
	if !slices.ContainsFunc(f.parts, func(o part) bool { return o.role == p.role && o.dir == p.dir }) {
		f.parts = append(f.parts, p)
	}
}

func (f *folder) has(r role) bool {
	return slices.ContainsFunc(f.parts, func(p part) bool { return p.role == r })
}

// meeting says whether the folder is a meeting's, with body.toml and the manifest,
// and not that of one party alone.
func (f *folder) meeting() bool {
	return !slices.ContainsFunc(f.parts, func(p part) bool { return p.dir == f.dir })
}

// inPart says whether a path is a party's folder or lies in one.
func (f *folder) inPart(path string) bool {
	return slices.ContainsFunc(f.parts, func(p part) bool {
		return path == p.dir || strings.HasPrefix(path, p.dir+string(filepath.Separator)) || p.dir == f.dir
	})
}

// newest is the file that was changed last.
func (f *folder) newest() (path string, at time.Time) {
	for _, e := range f.entries {
		if e.info.ModTime().After(at) {
			path, at = e.path, e.info.ModTime()
		}
	}
	return path, at
}

// layout says what kind of folder it is.
func (f *folder) layout() Finding {
	const id = "folder"
	var names []string
	for _, p := range f.parts {
		names = append(names, p.String())
	}
	_, err := os.Lstat(filepath.Join(f.dir, manifestFile))
	switch {
	case f.unread != nil:
		return fail(id, "run it as the user who owns the folder, or mend the disk", "part of %s cannot be read, and was not examined: %v", f.dir, f.unread)
	case len(names) > 0 && f.meeting():
		return ok(id, "a meeting's folder with %s", strings.Join(names, ", "))
	case len(names) > 0:
		return ok(id, "the folder of %s", strings.Join(names, ", "))
	case err == nil:
		return ok(id, "a meeting's folder without any party's keys")
	}
	return fail(id, "name the folder that was given to `valurna registrar init`, `urn init`, `trustee init` or `witness init`", "%s holds neither a manifest nor a party's keys", f.dir)
}

// partly is what a check says that found nothing wrong in the part of the folder that
// could be read.
func (f *folder) partly(id string) Finding {
	return warn(id, "see to the folder first, above", "part of the folder was not looked at")
}

// quote writes a path as a shell reads it back.
func quote(path string) string {
	plain := !strings.ContainsFunc(path, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && !strings.ContainsRune("/._-+,:@", r)
	})
	if plain && path != "" && path[0] != '-' {
		return path
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}

// list names some of many.
func list(all []string) string {
	const shown = 4
	if len(all) <= shown {
		return strings.Join(all, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(all[:shown], ", "), len(all)-shown)
}
