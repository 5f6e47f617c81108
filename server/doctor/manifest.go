package doctor

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"valurna/ballot/manifest"
	"valurna/ballot/roll"
)

// manifest reads the manifest and verifies every signature under it. A manifest that
// was read is returned even if a signature is missing, so that the other checks can
// compare with it.
func (f *folder) manifest(path string) (*manifest.Signed, []Finding) {
	const id = "manifest"
	path, given := f.manifestPath(path)
	data, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !given && !f.meeting():
		return nil, []Finding{warn(id, "give the file with --manifest FILE", "not looked at: no manifest lies in this folder or beside it")}
	case errors.Is(err, fs.ErrNotExist) && !given:
		return nil, []Finding{fail(id, "make it with valurna manifest make "+quote(f.dir)+" and have every party sign it", "there is no %s", path)}
	case err != nil:
		return nil, []Finding{fail(id, "name the right file with --manifest, or make it readable to this user", "the manifest cannot be read: %v", err)}
	}
	signed, err := manifest.DecodeSigned(data)
	if err != nil {
		return nil, []Finding{fail(id, "get the file anew from another party, and compare its ten words with those of the notice", "%s is damaged or no manifest: %v", path, err)}
	}
	if missing := signed.Missing(); len(missing) > 0 {
		return signed, []Finding{fail(id, "have them sign it: registrar, urn and officer with valurna manifest sign, the others with valurna trustee sign or witness sign", "%s is not signed yet by %s", path, list(missing))}
	}
	if err := signed.Verify(); err != nil {
		return signed, []Finding{fail(id, "get the file anew from another party, and compare its ten words with those of the notice; if it was changed on purpose, everybody signs anew", "%s does not hold: %v", path, err)}
	}
	hash, err := signed.Manifest.Hash()
	if err != nil {
		return signed, []Finding{fail(id, "get the file anew from another party", "%s: %v", path, err)}
	}
	return signed, []Finding{ok(id, "all %d signatures of %s verify; its words are %s", len(signed.Sigs), path, manifest.Words(hash))}
}

// manifestPath says where the manifest is looked for, and whether somebody said so.
func (f *folder) manifestPath(path string) (string, bool) {
	if path != "" {
		return path, true
	}
	here := filepath.Join(f.dir, manifestFile)
	if _, err := os.Lstat(here); err == nil || f.meeting() {
		return here, false
	}
	// The folder above a relative "." has no name of its own.
	if abs, err := filepath.Abs(f.dir); err == nil {
		return filepath.Join(filepath.Dir(abs), manifestFile), false
	}
	return here, false
}

// files compares the meeting's two files with the manifest: a registrar refuses to
// start with others.
func (f *folder) files(m *manifest.Manifest) []Finding {
	const id = "files"
	if !f.meeting() {
		return nil
	}
	body, err := os.ReadFile(filepath.Join(f.dir, roll.BodyFile))
	meeting, err2 := os.ReadFile(filepath.Join(f.dir, roll.MeetingFile))
	if err := errors.Join(err, err2); err != nil {
		next := "put the files here, from whoever has written them"
		if errors.Is(err, fs.ErrPermission) {
			next = "run this, and the servers, as the user who owns the folder"
		}
		if !f.has(registrar) && errors.Is(err, fs.ErrNotExist) {
			return []Finding{warn(id, next+", if a registrar is to run here", "not looked at: %v", err)}
		}
		return []Finding{fail(id, next, "the registrar does not start without the meeting's two files: %v", err)}
	}
	setup, wrong := roll.Parse(body, meeting)
	if len(wrong) > 0 {
		return []Finding{fail(id, "run valurna check "+quote(f.dir), "in %s and %s %d things are wrong, first: %s", roll.BodyFile, roll.MeetingFile, len(wrong), wrong[0])}
	}
	if m == nil {
		return []Finding{warn(id, "mend the manifest first", "%s and %s hold by themselves, and were not compared with a manifest", roll.BodyFile, roll.MeetingFile)}
	}
	want, err := setup.Manifest().Hash()
	if err == nil {
		var got [32]byte
		if got, err = m.Hash(); err == nil && got != want {
			err = fmt.Errorf("the manifest says something else than %s and %s", roll.BodyFile, roll.MeetingFile)
		}
	}
	if err != nil {
		return []Finding{fail(id, "put the files back as they were signed; or make the manifest anew with valurna manifest make "+quote(f.dir)+" and have everybody sign", "the registrar does not start: %v", err)}
	}
	return []Finding{ok(id, "%s and %s say what the manifest says", roll.BodyFile, roll.MeetingFile)}
}
