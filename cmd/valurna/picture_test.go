package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// The pictures of the documents are those that the program draws now.
func TestThePicturesAreOfThisProgram(t *testing.T) {
	dir := t.TempDir()
	if err := drawScreens(dir); err != nil {
		t.Fatal(err)
	}
	drawn, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(drawn) < 10 {
		t.Fatalf("%v, %v", drawn, err)
	}
	kept, err := filepath.Glob("../../docs/screens/*")
	if err != nil || len(kept) != len(drawn) {
		t.Errorf("docs/screens has %d files and %d are drawn; draw them anew: go run ./cmd/valurna picture --screens docs/screens", len(kept), len(drawn))
	}
	for _, name := range drawn {
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join("../../docs/screens", filepath.Base(name)))
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("docs/screens/%s is not what the program draws now (%v): go run ./cmd/valurna picture --screens docs/screens", filepath.Base(name), err)
		}
		if len(want) > 60_000 {
			t.Errorf("%s takes %d bytes", filepath.Base(name), len(want))
		}
	}
}
