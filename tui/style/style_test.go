package style

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func TestWithoutColourNothingIsColoured(t *testing.T) {
	env := func(values map[string]string) func(string) string {
		return func(k string) string { return values[k] }
	}
	for name, c := range map[string]struct {
		env    map[string]string
		colour bool
	}{
		"plain terminal": {map[string]string{"TERM": "xterm"}, true},
		"NO_COLOR":       {map[string]string{"TERM": "xterm", "NO_COLOR": "1"}, false},
		"empty NO_COLOR": {map[string]string{"TERM": "xterm", "NO_COLOR": ""}, true},
		"dumb":           {map[string]string{"TERM": "dumb"}, false},
	} {
		s := FromEnv(env(c.env))
		for _, drawn := range []string{s.Good("x"), s.Warn("x"), s.Bad("x")} {
			if got := strings.Contains(drawn, "3"); got != c.colour {
				t.Errorf("%s: %q coloured %v, want %v", name, drawn, got, c.colour)
			}
			if ansi.Strip(drawn) != "x" {
				t.Errorf("%s: an emphasis changes the text: %q", name, drawn)
			}
		}
	}
}

func TestWrapCountsCellsAndKeepsEveryWord(t *testing.T) {
	text := "Åsa Öberg-Ärlig på Sjælland vælger 日本 i kommunfullmäktigesammanträdeslokalen"
	for width := 2; width < 60; width++ {
		lines := Wrap(text, width)
		for _, l := range lines {
			if Width(l) > width {
				t.Fatalf("width %d: %q is %d cells", width, l, Width(l))
			}
		}
		if got := strings.Join(lines, ""); strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(text, " ", "") {
			t.Fatalf("width %d loses text: %q", width, got)
		}
	}
}

func TestNamesCannotCommandTheTerminal(t *testing.T) {
	for _, evil := range []string{"a\x1b[2Jb", "a\x9b2Jb", "a\u202eb", "a\rb", "a\x00b", "\x1b]52;c;x\x07"} {
		for _, got := range []string{Clean(evil), Fit(evil, 20), strings.Join(Wrap(evil, 20), "")} {
			if strings.ContainsAny(got, "\x1b\u202e\r\x00\x07") || strings.Contains(got, "\x9b") {
				t.Errorf("%q is shown as %q", evil, got)
			}
		}
	}
}

func TestABarIsFullOnlyWithAll(t *testing.T) {
	for all := 0; all < 30; all++ {
		for n := 0; n <= all; n++ {
			bar := Bar(n, all, 10)
			if Width(bar) != 10 {
				t.Fatalf("%d of %d: %q", n, all, bar)
			}
			full := strings.Count(bar, "█")
			if (full == 0) != (n == 0) || (full == 10) != (n == all && n > 0) {
				t.Errorf("%d of %d: %q", n, all, bar)
			}
		}
	}
}

func TestTheFocusIsAlwaysInSight(t *testing.T) {
	var body []string
	for i := range 50 {
		body = append(body, fmt.Sprintf("line %d.", i))
	}
	for focus := range 50 {
		for _, from := range []int{0, 20, 99} {
			f := Frame{Width: 20, Height: 10, Head: []string{"head"}, Foot: []string{"foot"}, Body: body,
				Scroll: from, Focus: focus, FocusEnd: focus + 1,
				More: func(a, b, all int) string { return fmt.Sprintf("%d-%d/%d", a, b, all) }}
			content, _ := f.Render()
			if !strings.Contains(content, body[focus]) {
				t.Fatalf("focus %d from %d is out of sight:\n%s", focus, from, content)
			}
			if n := strings.Count(content, "\n") + 1; n != 10 {
				t.Fatalf("%d lines drawn", n)
			}
		}
	}
}

func TestAFrameNeverOverflows(t *testing.T) {
	f := Frame{Width: 10, Height: 4, Head: []string{"a", "b", "c"}, Foot: []string{"d", "e"},
		Body: []string{"a line that is far too wide"}}
	content, _ := f.Render()
	lines := strings.Split(content, "\n")
	if len(lines) > 4 {
		t.Errorf("%d lines", len(lines))
	}
	for _, l := range lines {
		if Width(l) > 10 {
			t.Errorf("%q is too wide", l)
		}
	}
}
