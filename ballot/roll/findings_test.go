package roll_test

import (
	"slices"
	"strings"
	"testing"

	"valurna/ballot/roll"
)

// badFile is the good files with every old in body and meeting replaced by its
// new, and exactly what is then found.
type badFile struct {
	name    string
	body    []string // old, new, old, new, …
	meeting []string
	want    []string
}

func (c badFile) apply(t testing.TB) (body, meeting string) {
	t.Helper()
	body, meeting = goodFiles(t)
	swap := func(s string, pairs []string) string {
		for i := 0; i < len(pairs); i += 2 {
			if strings.Count(s, pairs[i]) != 1 {
				t.Fatalf("%s: %q stands there %d times", c.name, pairs[i], strings.Count(s, pairs[i]))
			}
			s = strings.Replace(s, pairs[i], pairs[i+1], 1)
		}
		return s
	}
	return withKeys(t, swap(body, c.body)), withKeys(t, swap(meeting, c.meeting))
}

// allBadFiles are the tables of this package's tests.
var allBadFiles = slices.Concat(badFiles, badDecisions, badDuties)

func TestBadFilesAreRefusedWithLineAndAdvice(t *testing.T) {
	for _, c := range allBadFiles {
		t.Run(c.name, func(t *testing.T) {
			body, meeting := c.apply(t)
			s, findings := roll.Parse([]byte(body), []byte(meeting))
			if s != nil {
				t.Fatal("accepted")
			}
			var got []string
			for _, f := range findings {
				got = append(got, f.String())
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("found\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(c.want, "\n  "))
			}
		})
	}
}
