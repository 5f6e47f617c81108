// Package tui_test holds what is asked of all screens together.
package tui_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// Screens know rules, formats and terminals; they reach no server and no network.
func TestScreensImportOnlyBallotAndTerminalLibraries(t *testing.T) {
	allowed := []string{"valurna/ballot/", "valurna/tui/", "charm.land/", "github.com/charmbracelet/"}
	forbidden := []string{"net", "net/http", "os/exec", "syscall"}
	files := 0
	err := filepath.WalkDir(".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") {
			return err
		}
		files++
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range f.Imports {
			name, ok := strings.Trim(spec.Path.Value, `"`), false
			first, _, _ := strings.Cut(name, "/")
			if !strings.Contains(first, ".") && first != "valurna" {
				ok = true // the standard library
			}
			for _, prefix := range allowed {
				ok = ok || strings.HasPrefix(name, prefix)
			}
			for _, no := range forbidden {
				ok = ok && name != no
			}
			if strings.HasSuffix(name, "/screentest") && !strings.HasSuffix(path, "_test.go") {
				ok = false
			}
			if !ok {
				t.Errorf("%s imports %s", path, name)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 20 {
		t.Errorf("only %d files seen", files)
	}
}
