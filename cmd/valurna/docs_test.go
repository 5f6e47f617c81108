package main_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"valurna/ballot/bundle"
	"valurna/ballot/verify"
)

const root = "../.."

// The bundles that the specification shows are valid under this version.
func TestTheExamplesOfTheSpecificationVerify(t *testing.T) {
	dir := filepath.Join(root, "docs", "example")
	manifest, err := os.ReadFile(filepath.Join(dir, "manifest"))
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.valurna"))
	if err != nil || len(files) < 2 {
		t.Fatalf("%d examples, %v", len(files), err)
	}
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		b, err := bundle.Read(f)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		if r := verify.Verify(b, verify.FileAnchor(manifest)); r.Verdict != verify.Valid {
			t.Errorf("%s is %s: %s", filepath.Base(file), r.Verdict, r.Failed())
		}
	}
}

// Every test that the threat model names exists where it says, and so does every row
// of a test's table that stands after a slash.
func TestTheTestsNamedInTheThreatModelExist(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "docs", "threats.md"))
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile("`(?:([a-z][a-z/-]*): )?((?:Test|Fuzz)[A-Za-z0-9_]+)`")
	sources := map[string]string{}
	read := func(dir string) string {
		if _, done := sources[dir]; !done {
			files, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(dir), "*_test.go"))
			if err != nil {
				t.Fatal(err)
			}
			var all strings.Builder
			for _, file := range files {
				data, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				all.Write(data)
			}
			sources[dir] = all.String()
		}
		return sources[dir]
	}
	row := regexp.MustCompile("`([^`]+)`")
	tabled := func(name string) bool {
		for _, source := range sources {
			if strings.Contains(source, strconv.Quote(name)) {
				return true
			}
		}
		return false
	}
	n := 0
	for i, line := range strings.Split(string(text), "\n") {
		dir := ""
		for _, m := range named.FindAllStringSubmatch(line, -1) {
			if m[1] != "" {
				dir = m[1]
			}
			n++
			if dir == "" || !strings.Contains(read(dir), "func "+m[2]+"(") {
				t.Errorf("docs/threats.md:%d names %s in %q, which is not there", i+1, m[2], dir)
			}
		}
		cells := strings.Split(line, " | ")
		for _, m := range row.FindAllStringSubmatch(cells[len(cells)-1], -1) {
			if named.MatchString(cells[len(cells)-1]) && !named.MatchString(m[0]) && !tabled(m[1]) {
				t.Errorf("docs/threats.md:%d names the row %q, which no test has", i+1, m[1])
			}
		}
	}
	if n < 50 {
		t.Errorf("only %d tests are named", n)
	}
}
