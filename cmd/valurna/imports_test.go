package main_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "valurna"

// file is one Go file of the module and what it imports.
type file struct {
	path    string // slash-separated, from the module's root
	folder  string
	test    bool
	imports map[string]string // import path by the name used in the file
	syntax  *ast.File
}

// layers says which of our layers each layer may import: cmd over tui and
// server, these over ballot, ballot over crypto.
var layers = map[string][]string{
	"crypto": {"crypto"},
	"ballot": {"ballot", "crypto"},
	"server": {"server", "ballot", "crypto"},
	"tui":    {"tui", "ballot", "crypto"},
	"cmd":    {"cmd", "tui", "server", "ballot", "crypto"},
}

// apart are parties that share no code with one another. The urn has its keeper;
// tests in which parties meet stand in no party's folder.
var apart = []string{"server/registrar", "server/urn", "server/keeper", "server/trustee", "server/witness"}

// allowed are the exceptions to apart, "from to".
var allowed = []string{"server/urn server/keeper"}

// impure are packages that no pure layer uses: the network, the machine, a store,
// randomness that can be guessed. net/netip only reads addresses.
var impure = []string{"net", "os", "database/sql", "math/rand", "syscall", "unsafe"}

func TestImportsPointOneWay(t *testing.T) {
	for _, f := range goFiles(t) {
		for _, imported := range f.imports {
			if why := refused(f, imported); why != "" {
				t.Errorf("%s imports %s: %s", f.path, imported, why)
			}
		}
	}
}

func TestPureLayersReadNoClock(t *testing.T) {
	for _, f := range goFiles(t) {
		if !pure(f) {
			continue
		}
		if line := clockUse(f); line != "" {
			t.Errorf("%s reads the clock with %s: take the time as an argument", f.path, line)
		}
	}
}

func TestTheRulesOfImportsRefuseWhatTheyShould(t *testing.T) {
	for _, c := range []struct {
		from, to string
		refused  bool
	}{
		{"crypto/tree/a.go", "valurna/ballot/canon", true},
		{"crypto/tree/a.go", "valurna/crypto/group", false},
		{"crypto/tree/a.go", "os/exec", true},
		{"crypto/tree/a_test.go", "os", false},
		{"crypto/tree/a_test.go", "valurna/ballot/canon", true},
		{"ballot/kind/a.go", "valurna/server/store", true},
		{"ballot/kind/a.go", "net/http", true},
		{"ballot/kind/a.go", "net/netip", false},
		{"ballot/kind/a.go", "math/rand/v2", true},
		{"ballot/kind/a.go", "database/sql", true},
		{"tui/desk/a.go", "valurna/server/wire", true},
		{"server/wire/a.go", "valurna/tui/desk", true},
		{"server/wire/a.go", "valurna/server/urn", true},
		{"server/a_test.go", "valurna/server/urn", false},
		{"server/registrar/a.go", "valurna/server/urn", true},
		{"server/registrar/a_test.go", "valurna/server/urn", true},
		{"server/urn/a.go", "valurna/server/registrar", true},
		{"server/urn/a.go", "valurna/server/keeper", false},
		{"server/registrar/a.go", "valurna/server/keeper", true},
		{"server/trustee/a.go", "valurna/server/witness", true},
		{"server/urn/inner/a.go", "valurna/server/registrar/inner", true},
		{"cmd/valurna/a.go", "valurna/server/urn", false},
		{"cmd/valurna-verify/a.go", "valurna/ballot/verify", false},
		{"cmd/valurna-verify/a.go", "valurna/server/wire", true},
		{"cmd/valurna-verify/a.go", "valurna/tui/words", true},
		{"cmd/valurna/a.go", "valurna/docs", true},
	} {
		f := file{path: c.from, folder: path.Dir(c.from), test: strings.HasSuffix(c.from, "_test.go")}
		if why := refused(f, c.to); (why != "") != c.refused {
			t.Errorf("%s importing %s: %q", c.from, c.to, why)
		}
	}
	for source, refused := range map[string]bool{
		`import "time"; var _ = time.Now`:                       true,
		`import clock "time"; func f() { _ = clock.Now() }`:     true,
		`import "time"; func f() { _ = time.Since(a) }`:         true,
		`import . "time"; func f() { _ = Now() }`:               true,
		`import "time"; var _ = time.Second`:                    false,
		`import "time"; func f(t struct{ Now int }) { t.Now=1}`: false,
	} {
		if got := clockUse(parse(t, "crypto/a.go", "package a; "+source)); (got != "") != refused {
			t.Errorf("%s: %q", source, got)
		}
	}
}

// refused says why a file may not import a package; "" if it may.
func refused(f file, imported string) string {
	if pure(f) && imported != "net/netip" {
		for _, p := range impure {
			if imported == p || strings.HasPrefix(imported, p+"/") {
				return "crypto and ballot know no network, no machine, no store and no guessable randomness"
			}
		}
	}
	to, ours := strings.CutPrefix(imported, module+"/")
	if !ours {
		return ""
	}
	layer := strings.Split(f.folder, "/")[0]
	may := layers[layer]
	if f.folder == "cmd/valurna-verify" {
		may = layers["ballot"] // an observer's program holds nothing else of ours
	}
	if !slices.Contains(may, strings.Split(to, "/")[0]) {
		return "imports point one way: cmd, then tui and server, then ballot, then crypto"
	}
	from, party := partyOf(f.folder), partyOf(to)
	switch {
	case party == "" || from == party || layer == "cmd" || slices.Contains(allowed, from+" "+party):
		return ""
	case from == "" && f.test:
		return "" // a test that lets parties meet
	case from == "":
		return "what all parties share holds no party's code"
	}
	return from + " and " + party + " share no code: what one knows the other must not"
}

// partyOf gives the party to which a folder belongs; "" if it is shared.
func partyOf(folder string) string {
	for _, p := range apart {
		if folder == p || strings.HasPrefix(folder, p+"/") {
			return p
		}
	}
	return ""
}

func pure(f file) bool {
	layer := strings.Split(f.folder, "/")[0]
	return !f.test && (layer == "crypto" || layer == "ballot")
}

// clockUse gives the first use of the clock in a file; "" if there is none.
func clockUse(f file) string {
	readers := []string{"Now", "Since", "Until", "After", "AfterFunc", "Sleep", "Tick", "NewTimer", "NewTicker"}
	if f.imports["."] == "time" {
		return "a dot import of time"
	}
	found := ""
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok && f.imports[x.Name] == "time" && slices.Contains(readers, s.Sel.Name) {
				found = "time." + s.Sel.Name
			}
		}
		return found == ""
	})
	return found
}

// goFiles parses every Go file of the module, tests among them.
func goFiles(t *testing.T) []file {
	t.Helper()
	root := filepath.Join("..", "..")
	if data, err := os.ReadFile(filepath.Join(root, "go.mod")); err != nil || !strings.HasPrefix(string(data), "module "+module+"\n") {
		t.Fatalf("%s is not the root of the module %s: %v", root, module, err)
	}
	var out []file
	seen := map[string]bool{}
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() {
			if p != root && (name == "testdata" || name == "vendor" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_")) {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") {
			return nil
		}
		data, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		f := parse(t, filepath.ToSlash(rel), string(data))
		layer := strings.Split(f.folder, "/")[0]
		if layers[layer] == nil {
			t.Errorf("%s: %s is no layer of this module", f.path, layer)
		}
		seen[layer] = true
		out = append(out, f)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for layer := range layers {
		if !seen[layer] {
			t.Fatalf("no file of %s was found: the rules were checked on nothing", layer)
		}
	}
	return out
}

func parse(t *testing.T, name, source string) file {
	t.Helper()
	syntax, err := parser.ParseFile(token.NewFileSet(), name, source, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	f := file{path: name, folder: path.Dir(name), test: strings.HasSuffix(name, "_test.go"), imports: map[string]string{}, syntax: syntax}
	for _, spec := range syntax.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		local := path.Base(imported)
		if spec.Name != nil {
			local = spec.Name.Name
		}
		if f.imports[local] != "" {
			local = imported // a second blank import, or two packages of one last element
		}
		f.imports[local] = imported
	}
	return f
}
