// Package picture draws what a terminal shows as a picture: one SVG in which text stays
// text. Call Draw with what a program has written, and SVG with the outcome.
//
// The same bytes give the same picture: there is no time, no font file and no map order
// in it.
package picture

import (
	"fmt"
	"image/color"
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/vt"
)

// Screen is a grid of cells as a terminal holds it.
type Screen struct {
	Width, Height int
	Title         string // for who does not see it
	cells         [][]cell
}

type cell struct {
	text  string
	width int // 0: the second half of the one before
	look  look
}

// look is how a cell is drawn.
type look struct {
	ink, ground string // "#rrggbb"; "": the screen's
	bold, faint bool
}

// Draw has a terminal of width by height cells take what a program has written.
func Draw(content string, width, height int) (Screen, error) {
	e := vt.NewEmulator(width, height)
	if _, err := e.WriteString(strings.ReplaceAll(content, "\n", "\r\n")); err != nil {
		return Screen{}, err
	}
	s := Screen{Width: width, Height: height}
	for y := range height {
		row := make([]cell, 0, width)
		for x := range width {
			c := e.CellAt(x, y)
			if c == nil {
				row = append(row, cell{text: " ", width: 1})
				continue
			}
			row = append(row, cell{text: shown(c.Content, c.Width), width: c.Width, look: lookOf(c.Style)})
		}
		s.cells = append(s.cells, row)
	}
	return s, nil
}

// shown keeps out of the picture what XML has no place for.
func shown(text string, width int) string {
	if text == "" && width > 0 {
		return " "
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0xfffe && r <= 0xffff || r >= 0xd800 && r <= 0xdfff {
			return -1
		}
		return r
	}, text)
}

// Of the screen: ink and ground, and a frame that is seen on white and on black.
const (
	ink    = "#1c1e26"
	ground = "#fbfaf6"
	frame  = "#8a8f98"
	faint  = "#6a6f78"
)

func lookOf(s uv.Style) look {
	l := look{ink: hex(s.Fg), ground: hex(s.Bg), bold: s.Attrs&uv.AttrBold != 0, faint: s.Attrs&uv.AttrFaint != 0}
	if s.Attrs&uv.AttrReverse != 0 {
		l.ink, l.ground = l.ground, l.ink
		if l.ink == "" {
			l.ink = ground
		}
		if l.ground == "" {
			l.ground = ink
		}
	}
	return l
}

func hex(c color.Color) string {
	if c == nil {
		return ""
	}
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}

// Text is what the screen says, a line for a line.
func (s Screen) Text() string {
	lines := make([]string, len(s.cells))
	for y, row := range s.cells {
		var line strings.Builder
		for _, c := range row {
			line.WriteString(c.text)
		}
		lines[y] = strings.TrimRight(line.String(), " ")
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}
