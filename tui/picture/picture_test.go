package picture

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

var update = flag.Bool("update", false, "write the golden picture anew")

const (
	bold, faint, reverse, plain = "\x1b[1m", "\x1b[2m", "\x1b[7m", "\x1b[m"
	good                        = "\x1b[38;5;16;48;5;71m"
)

func TestASmallPicture(t *testing.T) {
	s := Draw(bold+"Närvaro"+plain+"  "+reverse+"[1 Nu]"+plain+"\n────────────────\n"+good+" VALD "+plain+" a<b & c\n日本 ██··  \x1b[38;2;1;2;3mx"+plain, 18, 4)
	s.Title, s.Lang = "Ett exempel", "sv"
	got, path := SVG(s), filepath.Join("testdata", "small.svg")
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (make it with -update)", err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("want\n%s\ngot\n%s", want, got)
	}
}

// element is what the tests read of a picture.
type element struct {
	name, text string
	attr       map[string]string
}

// parse reads a picture, and fails unless it is well-formed and refers to nothing.
func parse(t *testing.T, svg []byte) []element {
	t.Helper()
	var all []element
	var open []int
	d := xml.NewDecoder(bytes.NewReader(svg))
	d.Strict = true
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) && len(open) == 0 && len(all) > 0 && all[0].name == "svg" {
			return all
		}
		if err != nil {
			t.Fatalf("%v in\n%q", err, svg)
		}
		switch token := token.(type) {
		case xml.StartElement:
			e := element{name: token.Name.Local, attr: map[string]string{}}
			for _, a := range token.Attr {
				e.attr[a.Name.Local] = a.Value
				if a.Name.Local == "href" || strings.HasPrefix(a.Name.Local, "on") || strings.Contains(a.Value, "url(") {
					t.Errorf("the picture has %s=%q", a.Name.Local, a.Value)
				}
			}
			switch e.name {
			case "svg", "title", "desc", "g", "rect", "text":
			default:
				t.Errorf("the picture has <%s>", e.name)
			}
			open, all = append(open, len(all)), append(all, e)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 {
				all[open[len(open)-1]].text += string(token)
			}
		case xml.ProcInst, xml.Directive, xml.Comment:
			t.Errorf("the picture has %v", token)
		}
	}
}

func find(all []element, name, text string) (element, bool) {
	for _, e := range all {
		if e.name == name && e.text == text {
			return e, true
		}
	}
	return element{}, false
}

func texts(t *testing.T, s Screen) []element {
	t.Helper()
	var out []element
	for _, e := range parse(t, SVG(s)) {
		if e.name == "text" {
			out = append(out, e)
		}
	}
	return out
}

func TestTheTextIsTextAndTheDescriptionHasAllOfIt(t *testing.T) {
	s := Draw("Val av ordförande\n  ██ <18> ── \"ja\" & nej  ", 40, 5)
	all := parse(t, SVG(s))
	if _, ok := find(all, "desc", "Val av ordförande\n  ██ <18> ── \"ja\" & nej"); !ok {
		t.Errorf("the description is not the screen's text: %s", SVG(s))
	}
	for _, text := range []string{"Val av ordförande", "<18>", "\"ja\" & nej"} {
		if _, ok := find(all, "text", text); !ok {
			t.Errorf("%q is no text of its own", text)
		}
	}
	if all[0].attr["role"] != "img" || all[0].attr["aria-labelledby"] != "title desc" {
		t.Errorf("the picture is not named: %v", all[0].attr)
	}
}

// Every text begins in its cell and is told its width, whatever the font.
func TestEveryTextStandsOnTheGrid(t *testing.T) {
	s := Draw("ab   c d\n日本語 x\n▲▼ ok é\u0301", 12, 3)
	type place struct {
		text     string
		x, width int
	}
	want := []place{{"ab", 0, 2}, {"c d", 5, 3}, {"日", 0, 2}, {"本", 2, 2}, {"語", 4, 2}, {"x", 7, 1}, {"▲▼", 0, 2}, {"ok é\u0301", 3, 4}}
	var got []place
	for _, e := range texts(t, s) {
		x, err := strconv.Atoi(e.attr["x"])
		if err != nil {
			t.Fatal(err)
		}
		width, err := strconv.Atoi(e.attr["textLength"])
		if err != nil || e.attr["lengthAdjust"] != "spacingAndGlyphs" {
			t.Fatalf("%v: %v", err, e.attr)
		}
		if x%cellWidth != 0 || width%cellWidth != 0 {
			t.Errorf("%q is off the grid", e.text)
		}
		got = append(got, place{e.text, x / cellWidth, width / cellWidth})
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestEmphases(t *testing.T) {
	ground := rgb{0x5f, 0xaf, 0x5f} // colour 71
	for name, c := range map[string]struct {
		escapes string
		attr    string
		value   string
		paper   rgb
	}{
		"bold":            {"1", "font-weight", "bold", paper},
		"italic":          {"3", "font-style", "italic", paper},
		"underline":       {"4", "text-decoration", "underline", paper},
		"struck through":  {"9", "text-decoration", "line-through", paper},
		"reverse":         {"7", "fill", "#fff", ink},
		"good":            {"38;5;16;48;5;71", "fill", "#000", ground},
		"warn":            {"38;5;16;48;5;142", "fill", "#000", rgb{0xaf, 0xaf, 0x00}},
		"bad":             {"1;38;5;231;48;5;124", "fill", "#fff", rgb{0xaf, 0x00, 0x00}},
		"grey":            {"38;5;244", "fill", "#808080", paper},
		"rgb":             {"38;2;1;2;3", "fill", "#010203", paper},
		"one of sixteen":  {"31", "fill", sixteen[1].String(), paper},
		"by its number":   {"38;5;1", "fill", sixteen[1].String(), paper},
		"a bright one":    {"94", "fill", sixteen[12].String(), paper},
		"reverse colours": {"7;38;5;16;48;5;71", "fill", "#5faf5f", rgb{}},
		"on a dark one":   {"48;5;16", "fill", "#fff", rgb{}},
	} {
		s := Draw("\x1b["+c.escapes+"mabc"+plain, 10, 1)
		all := parse(t, SVG(s))
		e, ok := find(all, "text", "abc")
		if !ok || e.attr[c.attr] != c.value {
			t.Errorf("%s: %s is %q, want %q", name, c.attr, e.attr[c.attr], c.value)
		}
		behind := false
		for _, e := range all {
			behind = behind || e.name == "rect" && e.attr["fill"] == c.paper.String() && e.attr["width"] == strconv.Itoa(3*cellWidth) && e.attr["height"] == strconv.Itoa(cellHeight)
		}
		if behind != (c.paper != paper) {
			t.Errorf("%s: a ground of %v is %v", name, c.paper, behind)
		}
	}
}

func TestWhatIsConcealedStaysSo(t *testing.T) {
	if svg := SVG(Draw("\x1b[8mhemligt"+plain, 10, 1)); bytes.Contains(svg, []byte("hem")) {
		t.Errorf("it is told: %s", svg)
	}
}

// Text reads on the paper, faint or in one of the colours that the picture chooses.
func TestContrast(t *testing.T) {
	faded := mix(ink, paper, faintness)
	if c := contrast(faded, paper); c < 4.5 {
		t.Errorf("faint text has a contrast of %.1f", c)
	}
	for i, c := range sixteen {
		if least := map[bool]float64{true: 4.5, false: 3}[i < 8]; contrast(c, paper) < least {
			t.Errorf("colour %d has a contrast of %.1f", i, contrast(c, paper))
		}
	}
}

// Bars and boxes are one piece each: there is nothing that could come apart.
func TestBarsAndLinesAreOnePiece(t *testing.T) {
	count := func(content string) int {
		n := 0
		for _, e := range parse(t, SVG(Draw(content, 40, 6))) {
			if e.name == "rect" {
				n++
			}
			if e.name == "text" && e.text != "x" {
				t.Errorf("%q is text", e.text)
			}
		}
		return n - 1 // the frame
	}
	for content, want := range map[string]int{
		"████████":                                                     1,
		"████\n████\n████":                                             1,
		"────────────":                                                 1,
		"│\n│\n│":                                                      1,
		"┌──┐\n│ x│\n└──┘":                                             4,
		"╭──╮\n│ x│\n╰──╯":                                             4,
		"┏━━┓\n┃ x┃\n┗━━┛":                                             4,
		reverse + "      " + plain + "\n" + reverse + "      " + plain: 1,
		"██" + reverse + "  " + plain:                                  2,
		"▟▙":                                                           2,
	} {
		if got := count(content); got != want {
			t.Errorf("%q is %d pieces, want %d", content, got, want)
		}
	}
}

func TestPartsOfABlockHaveTheirSize(t *testing.T) {
	for sign, want := range map[string]rect{
		"█": {0, 0, 9, 18, ink}, "▀": {0, 0, 9, 9, ink}, "▄": {0, 9, 9, 9, ink}, "▌": {0, 0, 4.5, 18, ink},
		"▐": {4.5, 0, 4.5, 18, ink}, "▁": {0, 15.75, 9, 2.25, ink}, "▏": {0, 0, 1.125, 18, ink},
		"▔": {0, 0, 9, 2.25, ink}, "▕": {7.875, 0, 1.125, 18, ink}, "▝": {4.5, 0, 4.5, 9, ink},
		"▒": {0, 0, 9, 18, mix(ink, paper, 0.5)},
	} {
		_, got := Draw(sign, 1, 1).rects()
		if len(got) != 1 || got[0] != want {
			t.Errorf("%s is %v, want %v", sign, got, want)
		}
	}
}

// Lines with their own ends, as tmux prints them, and a terminal's stream.
func TestLinesOfTextAndAStreamAreTold(t *testing.T) {
	for name, c := range map[string]struct{ content, want string }{
		"lines":                {"a\nb\nc", "a\nb\nc"},
		"a full window":        {"a\nb\nc\n", "a\nb\nc"},
		"a stream":             {"a\r\nb\r\nc", "a\nb\nc"},
		"a stream that climbs": {"a\r\n\r\nc\x1b[2;5Hb\nd", "a\n    b\nc    d"},
		"lines that scroll":    {"a\nb\nc\nd", "b\nc\nd"},
	} {
		if got := Draw(c.content, 10, 3).Text(); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// A question to the terminal would wait for ever for somebody to read the answer.
func TestQuestionsToTheTerminalAreNotWaitedFor(t *testing.T) {
	if got := Draw("\x1b[6n\x1b[c\x1b[>c\x1b[?1$p\x1b]10;?\x07\x1b[5nx", 10, 1).Text(); got != "x" {
		t.Errorf("%q", got)
	}
}

func TestAnySizeIsAPicture(t *testing.T) {
	for _, size := range [][2]int{{0, 0}, {-1, 5}, {1, 1}, {MaxSide + 1, 1}} {
		s := Draw("日本\nå", size[0], size[1])
		parse(t, SVG(s))
		if s.Width < 1 || s.Width > MaxSide || s.Height < 1 {
			t.Errorf("%v gives %dx%d", size, s.Width, s.Height)
		}
	}
	parse(t, SVG(Screen{}))
	parse(t, SVG(Screen{Title: "a\x1b<&\"\x00", Lang: "\"><script>"}))
}

func TestTheSameScreenIsTheSamePicture(t *testing.T) {
	content := strings.Repeat(good+" VALD "+plain+" ██ ┼ 日本 \x1b[35;4mx"+plain+"\n", 20)
	first := SVG(Draw(content, 80, 24))
	for range 20 {
		if !bytes.Equal(SVG(Draw(content, 80, 24)), first) {
			t.Fatal("another picture")
		}
	}
}

var steering = regexp.MustCompile(`[\x{202a}-\x{202e}\x{2066}-\x{2069}]`)

func FuzzAnythingGivesAPicture(f *testing.F) {
	for _, seed := range []string{
		"", "abc", "a\nb", "\x1b[31mröd\x1b[m", "\x1b[?1049h\x1b[2J\x1b[5;5Hx", "日本\xff\xfe", "\x1b]8;;javascript:alert(1)\x07x\x1b]8;;\x07",
		"<script>&amp;]]>", "\u202eevil\u2066", "\x1b(0qqqx\x1b(B", "\x1b[8;1;4;9mx", "\x1bPq#0\x1b\\", "a\u0301\u200d👩‍👩‍👧", "\ufffe\uffff\x00\x01",
	} {
		f.Add(seed, 20, 5)
	}
	f.Fuzz(func(t *testing.T, content string, width, height int) {
		s := Draw(content, width%100, height%40)
		svg := SVG(s)
		parse(t, svg)
		if bytes.ContainsFunc(svg, func(r rune) bool { return unicode.IsControl(r) && r != '\n' }) || steering.Match(svg) {
			t.Errorf("a control character is in %q", svg)
		}
		if !bytes.Equal(svg, SVG(s)) {
			t.Error("another picture of the same screen")
		}
	})
}
