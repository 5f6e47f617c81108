package doctor

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"valurna/ballot/canon"
	"valurna/ballot/manifest"
	"valurna/server/store"
)

// What to do about a damaged store (docs/threats.md, 3.2). Nothing repairs one: what
// is mended could have forgotten a token or a ballot.
const (
	registrarLost = "keep the damaged file and repair nothing; only a copy that holds the last entry, and was made while no ballot was open, may be put back: any other has forgotten tokens, or entries that the witnesses have seen; without such a copy a ballot that is open is void, and the meeting begins anew with a new manifest"
	urnLost       = "keep the damaged file, repair nothing and put back no copy: ballots would be missing; the chair voids a ballot that is open or not certified, and holds it anew"
)

// states looks at what each party has kept of the meeting.
func (f *folder) states(ctx context.Context, m *manifest.Manifest) []Finding {
	var out []Finding
	for _, p := range f.parts {
		switch p.role {
		case registrar:
			out = append(out, storeFinding(ctx, "store.registrar", filepath.Join(p.dir, registrarStore), registrarLost))
		case urn:
			out = append(out, storeFinding(ctx, "store.urn", filepath.Join(p.dir, urnStore), urnLost))
		default:
			out = append(out, p.memory(m))
		}
	}
	return out
}

func storeFinding(ctx context.Context, id, path, lost string) Finding {
	err := store.Check(ctx, path)
	switch {
	case err == nil:
		return ok(id, "%s is whole by SQLite's quick check", path)
	case errors.Is(err, fs.ErrNotExist):
		return ok(id, "there is no %s yet: its server makes it at its first start", path)
	case errors.Is(err, store.ErrBusy):
		return warn(id, "nothing, if that is its server; else end that one", "not looked at: another process has %s open; a server makes this check when it starts", path)
	case errors.Is(err, store.ErrEmpty):
		return warn(id, "nothing, if its server has never run; else: "+lost, "%s holds nothing", path)
	case errors.Is(err, store.ErrCorrupt):
		return fail(id, lost, "%s is damaged: %v", path, err)
	case errors.Is(err, store.ErrForeign):
		return fail(id, "put back the right file, with the program of the version that made it; if the file itself is damaged: "+lost, "%s is no store of this program: %v", path, err)
	}
	return fail(id, "run this as the user who owns the folder; if the disk cannot read the file: "+lost, "%s cannot be read: %v", path, err)
}

// seen is how far a trustee or witness has followed the journal, as package party
// writes it.
type seen struct {
	Version int       `json:"version"`
	Size    int64     `json:"size"`
	Root    canon.Hex `json:"root"`
}

// memory looks at what a trustee or witness remembers of this meeting, without which
// it could sign against its own word.
func (p part) memory(m *manifest.Manifest) Finding {
	id := "memory." + p.String()
	if m == nil {
		return warn(id, "give the manifest with --manifest FILE", "not looked at: the manifest says which meeting's it is")
	}
	hash, err := m.Hash()
	if err != nil {
		return fail(id, "get the manifest anew from another party", "%v", err)
	}
	dir := filepath.Join(p.dir, "meeting-"+hex.EncodeToString(hash[:8]))
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return ok(id, "nothing of this meeting is in %s yet", p.dir)
	}
	const next = "restore the folder from a copy that is not older than what it has signed; without one this party is out of this meeting, and the others go on"
	data, err := os.ReadFile(filepath.Join(dir, "seen.json"))
	if err != nil {
		return fail(id, next, "what it has seen of the journal cannot be read: %v", err)
	}
	var s seen
	body, whole := bytes.CutSuffix(data, []byte("\n"))
	if err := canon.Unmarshal(body, &s); err != nil || !whole || s.Version != 1 || s.Size < 0 || len(s.Root) != 32 {
		return fail(id, next, "%s is damaged", filepath.Join(dir, "seen.json"))
	}
	if p.role == trustee {
		if err := wholeJSON(filepath.Join(dir, "trustee.json")); err != nil {
			return fail(id, next, "%v", err)
		}
	}
	return ok(id, "it has followed the journal for %d entries", s.Size)
}

// wholeJSON looks at the shape of a file alone: what it says is the trustee's.
func wholeJSON(path string) error {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // before the ceremony
	}
	if err != nil {
		return err
	}
	defer clear(data)
	if !json.Valid(data) {
		return fmt.Errorf("%s is damaged", path)
	}
	return nil
}
