package picture

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

// wellFormed reads a picture to its end.
func wellFormed(t *testing.T, svg []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(svg))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, svg)
		}
	}
}

func picture(t *testing.T, content string, width, height int) string {
	t.Helper()
	s, err := Draw(content, width, height)
	if err != nil {
		t.Fatal(err)
	}
	s.Title = "A <screen>"
	svg := SVG(s)
	wellFormed(t, svg)
	return string(svg)
}

func TestASmallScreen(t *testing.T) {
	got := picture(t, "\x1b[1mÅsa\x1b[m & <Bo>\n\x1b[7m> \x1b[m\x1b[38;5;16;48;5;71mVALD\x1b[m", 12, 2)
	want := `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 136 66" width="136" height="66" role="img">
<title>A &lt;screen&gt;</title>
<desc>Åsa &amp; &lt;Bo&gt;&#xA;&gt; VALD</desc>
<rect x="1" y="1" width="134" height="64" rx="6" fill="#fbfaf6" stroke="#8a8f98"/>
<g font-family="ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,'Liberation Mono',monospace" font-size="15" fill="#1c1e26" xml:space="preserve">
<text x="14" y="28" textLength="27" lengthAdjust="spacingAndGlyphs" font-weight="bold">Åsa</text>
<text x="50" y="28" textLength="54" lengthAdjust="spacingAndGlyphs">&amp; &lt;Bo&gt;</text>
<rect x="14" y="33" width="18" height="19" fill="#1c1e26"/>
<text x="14" y="47" textLength="9" lengthAdjust="spacingAndGlyphs" fill="#fbfaf6">&gt;</text>
<rect x="32" y="33" width="36" height="19" fill="#5faf5f"/>
<text x="32" y="47" textLength="36" lengthAdjust="spacingAndGlyphs" fill="#000000">VALD</text>
</g>
</svg>
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestWideSignsTakeTwoColumns(t *testing.T) {
	got := picture(t, "日本x", 8, 1)
	if !strings.Contains(got, `textLength="45" lengthAdjust="spacingAndGlyphs">日本x<`) {
		t.Errorf("%s", got)
	}
}

func TestTheSamePictureTwice(t *testing.T) {
	content := strings.Repeat("\x1b[1ma\x1b[mb ", 30)
	first, second := picture(t, content, 40, 3), picture(t, content, 40, 3)
	if first != second {
		t.Error("two drawings differ")
	}
}

func FuzzAnythingGivesAPicture(f *testing.F) {
	for _, seed := range []string{"", "\x1b[2J\x1b[31mx", "\xff\xfe", "a\x00b\ud7ff", "</text>", "\x1b]0;t\a", "\x1b[38;2;1;2;3mx"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content string) {
		if s, err := Draw(content, 20, 4); err == nil {
			wellFormed(t, SVG(s))
		}
	})
}
