package crash_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"valurna/server/crash"
)

// The code's points and the list are the same: a point that is not listed would
// never be tested, and one that is nowhere passed could not be.
func TestEveryPointInTheServersIsListed(t *testing.T) {
	var names []string
	for _, p := range crash.Points {
		names = append(names, crash.Name(p))
	}
	passed := map[string]bool{}
	call := regexp.MustCompile(`crash\.At\("([^"]+)"( \+ [^)]*)?\)`)
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		data, err := os.ReadFile(path)
		for _, m := range call.FindAllStringSubmatch(string(data), -1) {
			found := false
			for _, n := range names {
				if n == m[1] || m[2] != "" && strings.HasPrefix(n, m[1]) {
					passed[n], found = true, true
				}
			}
			if !found {
				t.Errorf("%s: %s is not listed", path, m[0])
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range names {
		if !passed[n] {
			t.Errorf("%s is listed and stands nowhere in the code", n)
		}
	}
}

func TestPointsAreListedOnceEach(t *testing.T) {
	sorted := slices.Sorted(slices.Values(crash.Points))
	if n := len(slices.Compact(sorted)); n != len(crash.Points) || n < 80 {
		t.Errorf("%d points, %d different", len(crash.Points), n)
	}
	for after, before := range crash.Needs {
		if !slices.Contains(crash.Points, after) || !slices.Contains(crash.Points, before) || crash.Part(after) != crash.Part(before) {
			t.Errorf("%s needs %s", after, before)
		}
	}
}
