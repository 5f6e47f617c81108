package shots

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const screens = "../../../docs/screens"

// The pictures in docs show the screens of this version.
func TestThePicturesInDocsAreAsDrawnNow(t *testing.T) {
	files, err := Files()
	if err != nil {
		t.Fatal(err)
	}
	var stale []string
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join(screens, name))
		if err != nil || !bytes.Equal(got, want) {
			stale = append(stale, name)
		}
		if len(want) >= 60_000 {
			t.Errorf("%s has %d bytes", name, len(want))
		}
	}
	there, err := os.ReadDir(screens)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range there {
		if files[e.Name()] == nil {
			t.Errorf("docs/screens/%s is no picture of any screen: delete it", e.Name())
		}
	}
	if slices.Sort(stale); len(stale) > 0 {
		t.Errorf("docs/screens differs from the screens in %s; draw them anew: go run ./cmd/valurna picture --screens docs/screens", strings.Join(stale, ", "))
	}
}

func TestTheSamePicturesTwice(t *testing.T) {
	first, err := Files()
	if err != nil {
		t.Fatal(err)
	}
	again, err := Files()
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range first {
		if !bytes.Equal(data, again[name]) {
			t.Errorf("%s is drawn in two ways", name)
		}
	}
}
