package words

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"valurna/ballot/view"
)

// entryTypes are the types of entries that the code names: the constants Type….
func entryTypes(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, dir := range []string{"../../ballot/journal", "../../ballot/meeting"} {
		files, err := filepath.Glob(dir + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(f, func(n ast.Node) bool {
				if spec, ok := n.(*ast.ValueSpec); ok && strings.HasPrefix(spec.Names[0].Name, "Type") && len(spec.Values) == 1 {
					if lit, ok := spec.Values[0].(*ast.BasicLit); ok {
						text, _ := strconv.Unquote(lit.Value)
						out = append(out, text)
					}
				}
				return true
			})
		}
	}
	return out
}

func TestEveryEntryOfTheJournalHasWords(t *testing.T) {
	types := entryTypes(t)
	if len(types) < 70 {
		t.Fatalf("only %d types of entries were found", len(types))
	}
	for i := range all {
		w := &all[i]
		for _, typ := range types {
			text := w.OfEvent(view.Entry{Type: typ, Person: 3, Seat: 4, Item: 5, Motion: 6, Ballot: "2-1", Code: "yes"})
			if text == typ && typ != "meeting" || strings.ContainsAny(text, "{}") || text == "" {
				t.Errorf("%s: entry %q has no words: %q", w.Lang, typ, text)
			}
			if n := len([]rune(text)); n > 70 {
				t.Errorf("%s: %q takes %d cells", w.Lang, text, n)
			}
		}
		if len(eventWords[w.Lang]) != len(types) {
			t.Errorf("%s has words for %d types; there are %d", w.Lang, len(eventWords[w.Lang]), len(types))
		}
	}
}
