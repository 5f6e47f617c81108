package record_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"valurna/ballot/journal"
	"valurna/ballot/record"
	"valurna/ballot/record/recordtest"
)

var update = flag.Bool("update", false, "write the golden record anew")

const golden = "testdata/council.json"

var council = sync.OnceValue(recordtest.Council)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func noError(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func recordOf(t testing.TB, leaves [][]byte) *record.Record {
	t.Helper()
	r, err := record.Of(leaves)
	noError(t, err)
	return r
}

func encode(t testing.TB, r *record.Record) []byte {
	t.Helper()
	data, err := json.MarshalIndent(r, "", "\t")
	noError(t, err)
	return append(data, '\n')
}

func TestTheRecordOfACouncilsEveningStaysAsItIs(t *testing.T) {
	got := encode(t, recordOf(t, council().Leaves))
	if *update {
		noError(t, os.WriteFile(golden, got, 0o644))
	}
	want, err := os.ReadFile(golden)
	noError(t, err)
	if !bytes.Equal(got, want) {
		t.Error("the record is another than testdata/council.json; -update writes it anew")
	}
}

func TestARecordIsReadBackFromItsJSON(t *testing.T) {
	for _, leaves := range [][][]byte{council().Leaves, example(t)} {
		data := encode(t, recordOf(t, leaves))
		r := new(record.Record)
		dec := json.NewDecoder(bytes.NewReader(data))
		dec.DisallowUnknownFields()
		noError(t, dec.Decode(r))
		if again := encode(t, r); !bytes.Equal(again, data) {
			t.Errorf("%s\n\nreads back as\n\n%s", data, again)
		}
	}
}

// Lists are lists, also empty ones, so that a reader in any language can walk them.
func TestNoListOfARecordIsNull(t *testing.T) {
	data := encode(t, recordOf(t, council().Leaves[:1]))
	for _, line := range strings.Split(string(data), "\n") {
		if name := strings.Trim(strings.Split(line, ":")[0], "\t\""); strings.Contains(line, "null") && name != "notice" {
			t.Errorf("%s", line)
		}
	}
}

// A kind of event that is new in package meeting has to find a place in the record: the
// evening holds every one that there is, and the record leaves none over.
func TestEveryEventOfAMeetingHasItsPlaceInTheRecord(t *testing.T) {
	happened := map[string]bool{}
	for _, leaf := range council().Leaves {
		happened[must(journal.DecodeEntry(leaf)).Type] = true
	}
	types := eventTypes(t)
	if len(types) < 40 {
		t.Fatalf("only %d types of events were found", len(types))
	}
	for _, typ := range types {
		if !happened[typ] {
			t.Errorf("nothing of type %q happens in the evening: add it there, and to the record", typ)
		}
	}
	if others := recordOf(t, council().Leaves).Others; len(others) > 0 {
		t.Errorf("the record has no place for %v", others)
	}
}

// eventTypes reads the constants Type… of package meeting.
func eventTypes(t *testing.T) (out []string) {
	files, err := filepath.Glob("../meeting/*.go")
	noError(t, err)
	for _, file := range files {
		syntax, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		noError(t, err)
		ast.Inspect(syntax, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if ok && len(spec.Names) == 1 && len(spec.Values) == 1 && strings.HasPrefix(spec.Names[0].Name, "Type") {
				if lit, ok := spec.Values[0].(*ast.BasicLit); ok {
					out = append(out, must(strconv.Unquote(lit.Value)))
				}
			}
			return true
		})
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// A record is a value of the entries: cut anywhere it is that of the meeting so far.
func TestEveryBeginningOfAJournalHasARecord(t *testing.T) {
	for _, leaves := range [][][]byte{council().Leaves, example(t)} {
		for n := range leaves {
			r := recordOf(t, leaves[:n+1])
			if r.Entries != int64(n+1) || r.Words == "" {
				t.Fatalf("after entry %d: %+v", n, r)
			}
			encode(t, r)
		}
	}
	if _, err := record.Of(council().Leaves[1:]); err == nil {
		t.Error("a journal that does not begin with its manifest has a record")
	}
}
