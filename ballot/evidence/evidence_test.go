package evidence

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"valurna/ballot/bundle"
	"valurna/ballot/journal"
	"valurna/ballot/record/recordtest"
	"valurna/ballot/verify"
)

func noError(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func of(name string, data []byte) Source {
	return Source{Name: name, Size: int64(len(data)), Open: func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(data)), nil
	}}
}

// gathered is what an observer has of one.
type gathered struct {
	journal  []byte
	bundles  map[string][]byte // by the names of the parts
	manifest []byte
}

// example is the meeting that the specification shows.
func example(t testing.TB) *gathered {
	t.Helper()
	dir := filepath.Join("..", "..", "docs", "example")
	m := &gathered{bundles: map[string][]byte{}}
	var err error
	m.manifest, err = os.ReadFile(filepath.Join(dir, "manifest"))
	noError(t, err)
	for _, id := range []string{"2-1", "3-1"} {
		m.bundles[folder+id+bundleEnd], err = os.ReadFile(filepath.Join(dir, id+bundleEnd))
		noError(t, err)
	}
	b, err := bundle.Read(bytes.NewReader(m.bundles[folder+"3-1"+bundleEnd]))
	noError(t, err)
	m.journal = recordtest.Lines(b.Entries, b.Checkpoints...)
	return m
}

// council is an evening without secret ballots, with members elsewhere.
func council(t testing.TB) *gathered {
	t.Helper()
	c := recordtest.Council()
	file, err := c.Signed.Encode()
	noError(t, err)
	return &gathered{journal: c.Journal(), manifest: file}
}

func (m *gathered) evidence(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	var bundles []Source
	for name, data := range m.bundles { // in any order
		bundles = append(bundles, of(name, data))
	}
	noError(t, Make(&out, of("journal", m.journal), bundles))
	return out.Bytes()
}

// part is one part of a file, for who makes one by hand.
type piece struct {
	name string
	data []byte
}

// pieces takes a file apart.
func pieces(t testing.TB, file []byte) (out []piece) {
	t.Helper()
	f, err := Open(bytes.NewReader(file), int64(len(file)))
	noError(t, err)
	for _, p := range f.Parts {
		data, err := io.ReadAll(f.part(p.Name))
		noError(t, err)
		out = append(out, piece{p.Name, data})
	}
	return out
}

// join puts parts together as they are given.
func join(t testing.TB, parts []piece) []byte {
	t.Helper()
	var out bytes.Buffer
	for _, p := range parts {
		noError(t, write(&out, p.name, int64(len(p.data)), bytes.NewReader(p.data)))
	}
	out.Write(make([]byte, trailer))
	return out.Bytes()
}

func check(t testing.TB, file []byte, anchor verify.Anchor) *Report {
	t.Helper()
	r, err := checked(bytes.NewReader(file), int64(len(file)), anchor)
	noError(t, err)
	return r
}

func dump(r *Report) string {
	var out bytes.Buffer
	_ = r.Print(&out) // a buffer takes everything
	return out.String()
}

func TestTheEvidenceOfAMeetingVerifies(t *testing.T) {
	for name, m := range map[string]*gathered{"with secret ballots": example(t), "with members elsewhere": council(t)} {
		file := m.evidence(t)
		r := check(t, file, verify.FileAnchor(m.manifest))
		if r.Verdict != verify.Valid || r.Exit() != verify.ExitValid || r.Failed() != "" || r.Summary == nil || len(r.Parts) != 3+len(m.bundles) {
			t.Errorf("%s: %s", name, dump(r))
		}
		if r := check(t, file, verify.NoAnchor()); r.Verdict != verify.Unanchored || r.Exit() != verify.ExitUnanchored {
			t.Errorf("%s, no manifest: %s", name, dump(r))
		}
		var ids []string
		for _, c := range r.Checks {
			ids = append(ids, c.ID)
		}
		want := []string{CheckContainer, verify.CheckFormat, verify.CheckManifest, verify.CheckAnchor, verify.CheckCheckpoints, verify.CheckJournal,
			verify.CheckFiles, verify.CheckHistory, verify.CheckBundles, verify.CheckComplete, verify.CheckClosed, CheckCopy, CheckNames, CheckSummary}
		if !slices.Equal(ids, want) {
			t.Errorf("%q", ids)
		}
	}
}

func TestTheSameMeetingGivesTheSameBytes(t *testing.T) {
	m := example(t)
	first := m.evidence(t)
	for range 5 {
		if !bytes.Equal(m.evidence(t), first) {
			t.Fatal("two files of one meeting differ")
		}
	}
}

// What a court unpacks with any program is what was put in.
func TestAnEvidenceFileIsATarArchive(t *testing.T) {
	m := example(t)
	file := m.evidence(t)
	names := []string{PartManifest, PartJournal, PartSummary, folder + "2-1.valurna", folder + "3-1.valurna"}
	want := map[string][]byte{PartManifest: m.manifest, PartJournal: m.journal}
	maps.Copy(want, m.bundles)
	archive := tar.NewReader(bytes.NewReader(file))
	for _, name := range names {
		h, err := archive.Next()
		noError(t, err)
		data, err := io.ReadAll(archive)
		noError(t, err)
		if h.Name != name || h.Typeflag != tar.TypeReg || h.Mode != 0o644 || want[name] != nil && !bytes.Equal(data, want[name]) {
			t.Errorf("%+v stands where %s is due", h, name)
		}
	}
	if _, err := archive.Next(); !errors.Is(err, io.EOF) {
		t.Errorf("something follows: %v", err)
	}
	// And the standard library would have written the same.
	var again bytes.Buffer
	w := tar.NewWriter(&again)
	for _, p := range pieces(t, file) {
		noError(t, w.WriteHeader(&tar.Header{Name: p.name, Size: int64(len(p.data)), Mode: 0o644, Format: tar.FormatUSTAR, Typeflag: tar.TypeReg}))
		must(w.Write(p.data))
	}
	noError(t, w.Close())
	if !bytes.Equal(again.Bytes(), file) {
		t.Error("the standard library writes another archive of these parts")
	}
}

func TestTheSummaryNamesItsEntries(t *testing.T) {
	r := check(t, council(t).evidence(t), verify.NoAnchor())
	s := r.Summary
	leaves := recordtest.Council().Leaves
	lists := map[string][]Fact{
		"gate": s.Gate, "preflights": s.Preflights, "applications": s.Applications, "admissions": s.Admissions, "matrix": s.Matrix,
		"losses": s.Losses, "adjournments": s.Adjournments, "papers": s.Papers, "attestations": s.Attestations,
	}
	listed := 0
	for name, list := range lists {
		if len(list) == 0 {
			t.Errorf("nothing stands under %s", name)
		}
		for i, f := range list {
			var entry struct {
				Time int64           `json:"time"`
				Type string          `json:"type"`
				Body json.RawMessage `json:"body"`
			}
			noError(t, json.Unmarshal(leaves[f.Entry], &entry))
			if f.Time != entry.Time || f.Type != entry.Type || !bytes.Equal(f.Body, entry.Body) || i > 0 && f.Entry <= list[i-1].Entry {
				t.Errorf("%s: %+v", name, f)
			}
		}
		listed += len(list)
	}
	due := 0
	for _, leaf := range leaves {
		var entry struct {
			Type string `json:"type"`
		}
		noError(t, json.Unmarshal(leaf, &entry))
		if s.lists()[entry.Type] != nil {
			due++
		}
	}
	if listed != due || due < 50 {
		t.Errorf("%d entries are listed of %d", listed, due)
	}
	if len(s.Refusals) != 2 || s.Refusals[0].Guarantee != "G6" || s.Refusals[0].Entry != s.Gate[0].Entry || s.Refusals[1].Code != "G17-list" {
		t.Errorf("%+v", s.Refusals)
	}
	if text := dump(r); !strings.Contains(text, "G17 fails (G17-list)") {
		t.Errorf("%s", text)
	}
}

// A ballot that was voided is a refusal, with the registrar's reason for it.
func TestAVoidBallotIsAmongTheRefusals(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "journal", "testdata", "meeting.journal"))
	noError(t, err)
	s, _, err := Summarize(bytes.Split(bytes.TrimSuffix(data, []byte("\n")), []byte("\n")))
	noError(t, err)
	if len(s.Refusals) != 1 || s.Refusals[0].Type != journal.TypeVoid || s.Refusals[0].Ballot != "3-1" || s.Refusals[0].Reason == "" {
		t.Errorf("%+v", s.Refusals)
	}
}

// The codes of a gate are the registrar's to write.
func TestNoCodeReachesTheTerminalRaw(t *testing.T) {
	r := newReport()
	r.Summary = &Summary{Refusals: []Refusal{{Moment: "agenda", Guarantee: "G1\u202e", Verdict: "fails", Code: "a\nb\x1b[2J"}}}
	if text := dump(r); !strings.Contains(text, "G1? fails (a b?[2J)") || strings.ContainsAny(text, "\u202e\x1b") {
		t.Errorf("%q", text)
	}
}
