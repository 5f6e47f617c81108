package picture

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
)

// Sizes of the picture; in its own units.
const (
	cellWidth  = 9
	cellHeight = 19
	fontSize   = 15
	margin     = 14
)

// SVG draws a screen. Each run of cells that look alike is one text of an exact length, so
// that columns stand where they stand in a terminal, whatever font the reader has.
func SVG(s Screen) []byte {
	var out bytes.Buffer
	width, height := s.Width*cellWidth+2*margin, s.Height*cellHeight+2*margin
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img">`+"\n", width, height, width, height)
	fmt.Fprintf(&out, "<title>%s</title>\n<desc>%s</desc>\n", escape(s.Title), escape(s.Text()))
	fmt.Fprintf(&out, `<rect x="1" y="1" width="%d" height="%d" rx="6" fill="%s" stroke="%s"/>`+"\n", width-2, height-2, ground, frame)
	fmt.Fprintf(&out, `<g font-family="ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,'Liberation Mono',monospace" font-size="%d" fill="%s" xml:space="preserve">`+"\n", fontSize, ink)
	for y, row := range s.cells {
		for x := 0; x < len(row); {
			n, cells := run(row[x:])
			s.draw(&out, row[x:x+n], x, y, cells)
			x += n
		}
	}
	out.WriteString("</g>\n</svg>\n")
	return out.Bytes()
}

// run is how many cells from here on look alike, and how many columns they take.
func run(row []cell) (n, columns int) {
	for n < len(row) && row[n].look == row[0].look {
		columns += row[n].width
		n++
	}
	return n, max(columns, 1)
}

func (s Screen) draw(out *bytes.Buffer, cells []cell, x, y, columns int) {
	l := cells[0].look
	left, top := margin+x*cellWidth, margin+y*cellHeight
	if l.ground != "" {
		fmt.Fprintf(out, `<rect x="%d" y="%d" width="%d" height="%d" fill="%s"/>`+"\n", left, top, columns*cellWidth, cellHeight, l.ground)
	}
	var text strings.Builder
	for _, c := range cells {
		text.WriteString(c.text)
	}
	trimmed := strings.TrimRight(text.String(), " ")
	if trimmed == "" {
		return
	}
	columns -= len(text.String()) - len(trimmed) // spaces take one column each
	lead := len(trimmed) - len(strings.TrimLeft(trimmed, " "))
	trimmed, left, columns = trimmed[lead:], left+lead*cellWidth, columns-lead
	var look string
	switch {
	case l.ink != "":
		look = fmt.Sprintf(` fill="%s"`, l.ink)
	case l.faint:
		look = fmt.Sprintf(` fill="%s"`, faint)
	}
	if l.bold {
		look += ` font-weight="bold"`
	}
	fmt.Fprintf(out, `<text x="%d" y="%d" textLength="%d" lengthAdjust="spacingAndGlyphs"%s>%s</text>`+"\n",
		left, top+cellHeight-5, columns*cellWidth, look, escape(trimmed))
}

func escape(text string) string {
	var out bytes.Buffer
	_ = xml.EscapeText(&out, []byte(text)) // a buffer takes everything
	return out.String()
}
