package doctor

import (
	"bytes"
	"crypto/rand"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"valurna/server/keeper"
	registrarserver "valurna/server/registrar"
	trusteeprogram "valurna/server/trustee"
)

func TestASoundMeetingIsInOrder(t *testing.T) {
	m := newMeeting(t)
	got, ids := examine(t, Options{Dir: m.dir})
	want := strings.Fields(`folder rights owner disk space manifest files
		keys.registrar keys.urn keys.trustee/anna keys.trustee/bo keys.trustee/cia keys.witness/press
		store.registrar store.urn memory.trustee/anna memory.trustee/bo memory.trustee/cia memory.witness/press
		address.registrar address.booth address.cast core nofile memlock socket swap clock ntp program apart`)
	if !slices.Equal(ids, want) {
		t.Errorf("the checks are %v", ids)
	}
	for id, f := range got {
		want := OK
		if id == "apart" {
			want = Warn // one folder has both
		}
		if !machine(id) && f.Verdict != want {
			t.Errorf("%s is %s: %s", id, f.Verdict, f.Found)
		}
	}
}

// Each damage is found by the check that is for it, and by no other.
func TestEachDamageIsFoundByItsOwnCheck(t *testing.T) {
	chmod := func(mode os.FileMode, name string) func(*testing.T, *meeting) {
		return func(t *testing.T, m *meeting) {
			if err := os.Chmod(m.path(name), mode); err != nil {
				t.Fatal(err)
			}
		}
	}
	change := func(name string, f func([]byte) []byte) func(*testing.T, *meeting) {
		return func(t *testing.T, m *meeting) { m.change(t, name, f) }
	}
	replace := func(name string) func(*testing.T, *meeting) {
		return func(t *testing.T, m *meeting) { m.write(t, name, anotherKey(t)) }
	}
	remove := func(name string) func(*testing.T, *meeting) {
		return func(t *testing.T, m *meeting) {
			if err := os.Remove(m.path(name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	page := func(d []byte) []byte { // of SQLite, in the middle
		clear(d[len(d)/2&^4095:][:512])
		return d
	}
	half := func(d []byte) []byte { return d[:len(d)/2] }
	swapText := func(old, new string) func([]byte) []byte {
		return func(d []byte) []byte { return bytes.Replace(d, []byte(old), []byte(new), 1) }
	}
	type also []string
	unread := also{"files", "address", "apart", "keys.registrar", "keys.urn", "keys.trustee/anna", "keys.trustee/bo", "keys.trustee/cia", "keys.witness/press",
		"memory.trustee/anna", "memory.trustee/bo", "memory.trustee/cia", "memory.witness/press"}
	for _, c := range []struct {
		name    string
		damage  func(t *testing.T, m *meeting)
		id      string
		verdict Verdict
		found   string
		next    string
		also    also // checks that rest on what was damaged
	}{
		{"a key can be read by others", chmod(0o644, "urn/receipt_key"), "rights", Fail, "receipt_key (0644)", "chmod go= ", nil},
		{"a trustee's identity can be read by others", chmod(0o640, "trustee-bo/identity.json"), "rights", Fail, "identity.json (0640)", "chmod go= ", also{"keys.trustee/bo"}},
		{"a party's folder can be entered by others", chmod(0o711, "registrar"), "rights", Fail, "registrar (0711)", "chmod go= ", nil},
		{"the meeting's folder can be written by others", chmod(0o770, "."), "rights", Fail, "(0770)", "chmod go= ", nil},
		{"a public file can be read by others", chmod(0o644, "body.toml"), "rights", Warn, "hold no key", "chmod go= ", nil},
		{"a public file can be written by others", chmod(0o664, "manifest"), "rights", Fail, "manifest (0664)", "chmod go= ", nil},
		{"a file lies elsewhere", func(t *testing.T, m *meeting) {
			if err := os.Symlink(os.DevNull, m.path("urn", "notes")); err != nil {
				t.Fatal(err)
			}
		}, "rights", Warn, "behind a link", "put the files", nil},
		{"the registrar's store is damaged", change("registrar/registrar.db", page), "store.registrar", Fail, "is damaged", "while no ballot was open", nil},
		{"the urn's store is damaged", change("urn/urn.db", page), "store.urn", Fail, "is damaged", "voids a ballot", nil},
		{"the urn's store is something else", change("urn/urn.db", func([]byte) []byte { return bytes.Repeat([]byte("text\n"), 900) }), "store.urn", Fail, "no store", "the right file", nil},
		{"the urn's store is empty", change("urn/urn.db", func([]byte) []byte { return nil }), "store.urn", Warn, "holds nothing", "has never run", nil},
		{"a signature is changed", change("manifest", func(d []byte) []byte {
			i := bytes.Index(d, []byte(`"sig":"`)) + len(`"sig":"`)
			if d[i] != '0' {
				d[i] = '0'
			} else {
				d[i] = '1'
			}
			return d
		}), "manifest", Fail, "does not hold", "compare its ten words", nil},
		{"a word of the manifest is changed", change("manifest", swapText("Stora salen", "Stora solen")), "manifest", Fail, "does not hold", "compare its ten words", also{"files"}},
		{"half of the manifest is there", change("manifest", half), "manifest", Fail, "damaged or no manifest", "from another party", unread},
		{"there is no manifest", remove("manifest"), "manifest", Fail, "there is no", "valurna manifest make", unread},
		{"somebody has not signed", func(t *testing.T, m *meeting) {
			m.signed.Sigs = slices.Delete(m.signed.Sigs, 3, 4)
			data, err := m.signed.Encode()
			if err != nil {
				t.Fatal(err)
			}
			m.write(t, manifestFile, data)
		}, "manifest", Fail, "not signed yet by trustee/bo", "have them sign", nil},
		{"the meeting's file is changed", change("meeting.toml", swapText("Stora salen", "Lilla salen")), "files", Fail, "says something else", "as they were signed", nil},
		{"the meeting's file is wrong", change("meeting.toml", swapText("2026-12-07", "2026-02-30")), "files", Fail, "1 things are wrong", "valurna check", nil},
		{"the body's file is missing", remove("body.toml"), "files", Fail, "body.toml", "put the files here", nil},
		{"the registrar's host key is another", replace("registrar/host_key"), "keys.registrar", Fail, "host_key", "put back the keys", nil},
		{"the journal's key is another", func(t *testing.T, m *meeting) {
			m.write(t, "registrar/journal_key", []byte(strings.Repeat("ab", 32)+"\n"))
		}, "keys.registrar", Fail, "journal_key", "put back the keys", nil},
		{"half of the journal's key is there", change("registrar/journal_key", half), "keys.registrar", Fail, "does not hold a key", "from a copy", nil},
		{"the urn's link key is another", replace("urn/link_key"), "keys.urn", Fail, "link_key", "put back the keys", nil},
		{"the urn's receipt key is missing", remove("urn/receipt_key"), "keys.urn", Fail, "receipt_key", "from a copy", nil},
		{"the urn's host key is damaged", change("urn/host_key", func(d []byte) []byte { d[len(d)/2] ^= 1; return d }), "keys.urn", Fail, "host_key", "", nil},
		{"a trustee's identity is another", func(t *testing.T, m *meeting) {
			if err := os.Remove(m.path("trustee-cia", identityFile)); err != nil {
				t.Fatal(err)
			}
			if _, err := trusteeprogram.Init(m.path("trustee-cia"), "cia", rand.Reader); err != nil {
				t.Fatal(err)
			}
		}, "keys.trustee/cia", Fail, "names another key", "put back the keys", nil},
		{"a witness's memory is damaged", func(t *testing.T, m *meeting) {
			m.change(t, m.remembered(t, "witness-press", "seen.json"), half)
		}, "memory.witness/press", Fail, "seen.json is damaged", "out of this meeting", nil},
		{"a trustee's memory is missing", func(t *testing.T, m *meeting) {
			remove(m.remembered(t, "trustee-anna", "seen.json"))(t, m)
		}, "memory.trustee/anna", Fail, "cannot be read", "out of this meeting", nil},
		{"a trustee's shares are half written", func(t *testing.T, m *meeting) {
			m.write(t, filepath.Join(filepath.Dir(m.remembered(t, "trustee-anna", "seen.json")), "trustee.json"), []byte(`{"version":1,`))
		}, "memory.trustee/anna", Fail, "trustee.json is damaged", "out of this meeting", nil},
		{"another program has the booth's port", func(t *testing.T, m *meeting) {
			serve(t, m.signed.Manifest.Urn.Booth, web)
		}, "address.booth", Fail, "something else", "end the program", nil},
		{"another SSH server has the registrar's port", func(t *testing.T, m *meeting) {
			serve(t, m.signed.Manifest.Registrar.Address, stranger(newSigner(t)))
		}, "address.registrar", Fail, "host key", "end the program", nil},
		{"the clock was set back", func(t *testing.T, m *meeting) {
			later := time.Now().Add(3 * time.Minute)
			if err := os.Chtimes(m.path("urn", urnStore), later, later); err != nil {
				t.Fatal(err)
			}
		}, "clock", Fail, "the clock was set back", "set the clock", nil},
		{"nothing can be written", func(t *testing.T, m *meeting) {
			// In the way of the scratch file: root too cannot write there.
			if err := os.Mkdir(m.path("urn", scratchFile), 0o700); err != nil {
				t.Fatal(err)
			}
		}, "disk", Fail, "is in the way", "start nothing", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newMeeting(t)
			before, _ := examine(t, Options{Dir: m.dir})
			c.damage(t, m)
			after, _ := examine(t, Options{Dir: m.dir})
			f := after[c.id]
			if f.Verdict != c.verdict || !strings.Contains(f.Found, c.found) || !strings.Contains(f.Next, c.next) {
				t.Errorf("%s is %s, found %q, next %q", c.id, f.Verdict, f.Found, f.Next)
			}
			for id, f := range after {
				if id != c.id && !machine(id) && f.Verdict != before[id].Verdict && !slices.Contains(c.also, id) {
					t.Errorf("%s is %s as well: %s", id, f.Verdict, f.Found)
				}
			}
		})
	}
}

// remembered is the path in a party's folder of a file about this meeting.
func (m *meeting) remembered(t *testing.T, dir, name string) string {
	t.Helper()
	found, err := filepath.Glob(m.path(dir, "meeting-*", name))
	if err != nil || len(found) != 1 {
		t.Fatalf("%v, %v", found, err)
	}
	rel, err := filepath.Rel(m.dir, found[0])
	if err != nil {
		t.Fatal(err)
	}
	return rel
}

func TestTheFolderOfOnePartyIsKnownForWhatItIs(t *testing.T) {
	m := newMeeting(t)
	for dir, want := range map[string]string{
		"registrar":     "keys.registrar store.registrar address.registrar address.booth address.cast",
		"urn":           "keys.urn store.urn address.registrar address.booth address.cast",
		"trustee-anna":  "keys.trustee/anna memory.trustee/anna address.registrar",
		"witness-press": "keys.witness/press memory.witness/press address.registrar",
	} {
		got, ids := examine(t, Options{Dir: m.path(dir)})
		ids = slices.DeleteFunc(ids, func(id string) bool { return !strings.Contains(id, ".") })
		if !slices.Equal(ids, strings.Fields(want)) {
			t.Errorf("%s: %v", dir, ids)
		}
		for id, f := range got {
			theirs := strings.HasPrefix(id, "address.") && !(strings.HasSuffix(id, dir) || dir == "urn" && id != "address.registrar")
			want := OK
			if theirs || id == "apart" { // who is elsewhere does not run; both have 127.0.0.1
				want = Warn
			}
			if !machine(id) && f.Verdict != want {
				t.Errorf("%s: %s is %s: %s", dir, id, f.Verdict, f.Found)
			}
		}
	}
}

func TestAPartysManifestIsGivenOrSaidToBeUnknown(t *testing.T) {
	m := newMeeting(t)
	elsewhere := filepath.Join(t.TempDir(), "meeting.manifest")
	if err := os.Rename(m.path(manifestFile), elsewhere); err != nil {
		t.Fatal(err)
	}
	got, _ := examine(t, Options{Dir: m.path("trustee-anna")})
	for _, id := range []string{"manifest", "keys.trustee/anna", "memory.trustee/anna", "address", "apart"} {
		if f := got[id]; f.Verdict != Warn || !strings.Contains(f.Next, "--manifest") {
			t.Errorf("%s without a manifest: %+v", id, f)
		}
	}
	got, _ = examine(t, Options{Dir: m.path("trustee-anna"), Manifest: elsewhere})
	for _, id := range []string{"manifest", "keys.trustee/anna", "memory.trustee/anna"} {
		if f := got[id]; f.Verdict != OK {
			t.Errorf("%s with a manifest: %+v", id, f)
		}
	}
	got, _ = examine(t, Options{Dir: m.path("trustee-anna"), Manifest: elsewhere + ".none"})
	if f := got["manifest"]; f.Verdict != Fail || !strings.Contains(f.Next, "--manifest") {
		t.Errorf("a manifest that is not there: %+v", f)
	}
	other := newMeeting(t)
	got, _ = examine(t, Options{Dir: m.path("witness-press"), Manifest: other.path(manifestFile)})
	if f := got["keys.witness/press"]; f.Verdict != Fail || !strings.Contains(f.Found, "another key") {
		t.Errorf("another meeting's manifest: %+v", f)
	}
}

func TestARunningRegistrarIsLeftAloneAndAnswers(t *testing.T) {
	m := newMeeting(t)
	r := m.open(t)
	l, err := registrarserver.Listen(m.signed.Manifest.Registrar.Address)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := t.Context(), make(chan error, 1)
	go func() { cancel <- r.Serve(ctx, l, registrarserver.ServerConfig{Lang: "en"}) }()
	got, _ := examine(t, Options{Dir: m.dir})
	if f := got["address.registrar"]; f.Verdict != OK || !strings.Contains(f.Found, "answers") {
		t.Errorf("%+v", f)
	}
	if f := got["store.registrar"]; f.Verdict != Warn || !strings.Contains(f.Found, "not looked at") {
		t.Errorf("%+v", f)
	}
	got, _ = examine(t, Options{Dir: m.path("trustee-bo")})
	if f := got["address.registrar"]; f.Verdict != OK {
		t.Errorf("from a trustee's: %+v", f)
	}
	t.Cleanup(func() {
		if err := <-cancel; err != nil {
			t.Error(err)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
}

// A stranger in the place of a registrar elsewhere is more than a port in use.
func TestAStrangerInTheRegistrarsPlaceIsSaid(t *testing.T) {
	m := newMeeting(t)
	serve(t, m.signed.Manifest.Registrar.Address, stranger(newSigner(t)))
	got, _ := examine(t, Options{Dir: m.path("witness-press")})
	if f := got["address.registrar"]; f.Verdict != Fail || !strings.Contains(f.Found, "somebody may stand in between") {
		t.Errorf("%+v", f)
	}
}

func TestNothingInTheFolderIsChanged(t *testing.T) {
	m := newMeeting(t)
	look := func() map[string]string {
		out := map[string]string{}
		err := filepath.WalkDir(m.dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			info, err := d.Info()
			if err != nil {
				return err
			}
			out[path] = info.Mode().String()
			if !d.IsDir() {
				data, err := os.ReadFile(path)
				if err != nil {
					return err
				}
				out[path] += info.ModTime().String() + string(data)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	before := look()
	examine(t, Options{Dir: m.dir})
	after := look()
	if len(before) < 20 || len(after) != len(before) {
		t.Errorf("%d files and folders became %d", len(before), len(after))
	}
	for path, was := range before {
		if after[path] != was {
			t.Errorf("%s was changed", path)
		}
	}
}

func TestWhatIsNoInstallationIsSaid(t *testing.T) {
	dir := t.TempDir()
	if _, err := Examine(t.Context(), Options{Dir: filepath.Join(dir, "none")}); err == nil {
		t.Error("a folder that is not there was examined")
	}
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Examine(t.Context(), Options{Dir: file}); err == nil || !strings.Contains(err.Error(), "no folder") {
		t.Errorf("a file: %v", err)
	}
	got, _ := examine(t, Options{Dir: dir})
	if f := got["folder"]; f.Verdict != Fail {
		t.Errorf("an empty folder: %+v", f)
	}
}

// What this package knows of the parties' files is what the parties make.
func TestTheNamesOfFilesAreTheParties(t *testing.T) {
	m := newMeeting(t)
	for _, path := range [][]string{{"registrar", hostKeyFile}, {"registrar", journalKeyFile}, {"registrar", registrarStore},
		{"urn", hostKeyFile}, {"urn", receiptKeyFile}, {"urn", linkKeyFile}, {"trustee-anna", identityFile}, {"witness-press", identityFile}} {
		if _, err := os.Stat(m.path(path...)); err != nil {
			t.Error(err)
		}
	}
	if keeperMemory != keeper.Slots*keeper.Size {
		t.Errorf("the keeper locks %d bytes", keeper.Slots*keeper.Size)
	}
	dir := t.TempDir()
	dir = filepath.Join(dir, strings.Repeat("x", max(1, maxSocketPath+1-len(dir)-len("//")-len(keeperSocket))))
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := keeper.Serve(t.Context(), dir); err == nil || !strings.Contains(err.Error(), "longer than 103 bytes") || maxSocketPath != 103 {
		t.Errorf("a path of %d bytes: %v", len(filepath.Join(dir, keeperSocket)), err)
	}
	long := folder{parts: []part{{role: urn, dir: dir}}}
	if f := long.socket(); f.Verdict != Fail {
		t.Errorf("%+v", f)
	}
}
