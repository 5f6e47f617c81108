// Package picture draws what a terminal shows as an SVG file. Call Draw with what a
// program wrote, and SVG with the screen that comes of it.
//
// Of one screen there is one picture, byte for byte. It stands alone: no fonts, no
// scripts, no links. Its text is text, and the whole screen is its description for
// those who have it read aloud.
package picture

import (
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/vt"
)

// MaxSide is the most columns, and the most lines, of a screen.
const MaxSide = 500

// Screen is a grid of cells. The zero value is an empty picture.
type Screen struct {
	Title string // what the picture is called; "" for a name that fits any
	Lang  string // of its text, for speech: "sv"; "" where it is not known

	Width, Height int // in cells
	rows          [][]uv.Cell
}

// Draw shows content, text with escape sequences, on a terminal of width x height
// cells; sizes outside of 1 to MaxSide are taken as the nearest inside.
//
// Content without any carriage return is lines of text, as a model's view or
// tmux capture-pane gives them, and the end of the last line begins no new one.
// Otherwise it is taken as it was sent to a terminal.
func Draw(content string, width, height int) Screen {
	s := Screen{Width: min(max(width, 1), MaxSide), Height: min(max(height, 1), MaxSide)}
	if !strings.Contains(content, "\r") {
		content = strings.ReplaceAll(strings.TrimSuffix(content, "\n"), "\n", "\r\n")
	}
	e := vt.NewEmulator(s.Width, s.Height)
	// The emulator answers questions such as where the cursor stands. Nobody reads the
	// answers, and on an open pipe it would wait for a reader for ever.
	if answers, ok := e.InputPipe().(io.Closer); ok {
		_ = answers.Close() // a pipe's Close gives no error
	}
	_, _ = e.WriteString(content) // an emulator that is not closed takes everything
	s.rows = make([][]uv.Cell, s.Height)
	for y := range s.rows {
		s.rows[y] = make([]uv.Cell, s.Width)
		for x := range s.rows[y] {
			if c := e.CellAt(x, y); c != nil {
				s.rows[y][x] = *c
			}
		}
	}
	return s
}

// Text is the screen without any style, line by line, without spaces at the ends.
func (s Screen) Text() string {
	var lines []string
	for y := range s.rows {
		var line strings.Builder
		for _, g := range s.glyphs(y) {
			line.WriteString(g.text)
		}
		lines = append(lines, strings.TrimRight(line.String(), " "))
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}

// glyph is one sign, in the cells from x on.
type glyph struct {
	text     string // " " where there is nothing to see
	x, width int    // in cells
	look     look
}

// glyphs gives the signs of one row; together they fill it.
func (s Screen) glyphs(y int) []glyph {
	var out []glyph
	for x := 0; x < s.Width; {
		c := s.rows[y][x]
		g := glyph{text: printable(c.Content), x: x, width: min(max(c.Width, 1), s.Width-x), look: lookOf(c.Style)}
		if g.text == "" || c.Style.Attrs&uv.AttrConceal != 0 {
			g.text = " "
		}
		out = append(out, g)
		x += g.width
	}
	return out
}

// printable leaves out of a cell what XML cannot hold or what would steer whoever
// shows it: control characters, and those that turn the direction of writing.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		const joiner = '\u200d' // holds the parts of one sign together
		switch {
		case r == utf8.RuneError, unicode.IsControl(r), r != joiner && unicode.Is(unicode.Cf, r), r&0xfffe == 0xfffe:
			return -1
		}
		return r
	}, text)
}
