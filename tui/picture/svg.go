package picture

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
)

// Measures in pixels. Most monospaced fonts are 0.6 of their size wide; textLength
// makes the others so.
const (
	fontSize   = 15
	cellWidth  = 9
	cellHeight = 18
	baseline   = 14 // from the top of a row
	margin     = 12
	thinnest   = 3 // a rectangle not wider or higher than this is a line
)

const fonts = "ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,'Liberation Mono',monospace"

// SVG draws a screen as one SVG file that needs nothing else.
func SVG(s Screen) []byte {
	var b bytes.Buffer
	w, h := s.Width*cellWidth+2*margin, s.Height*cellHeight+2*margin
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img" aria-labelledby="title desc"`, w, h, w, h)
	if s.Lang != "" {
		fmt.Fprintf(&b, ` xml:lang="%s"`, escape(s.Lang))
	}
	title := s.Title
	if title == "" {
		title = "A terminal screen"
	}
	fmt.Fprintf(&b, ">\n<title id=\"title\">%s</title>\n<desc id=\"desc\">%s</desc>\n", escape(title), escape(s.Text()))
	fmt.Fprintf(&b, "<rect x=\".5\" y=\".5\" width=\"%d\" height=\"%d\" rx=\"6\" fill=\"%v\" stroke=\"%v\"/>\n", w-1, h-1, paper, edge)
	grounds, figures := s.rects()
	var thin []rect
	// Without smoothing, rows of one colour meet at every size; but in a picture made
	// smaller a thin line could fall between two pixels and be gone.
	fmt.Fprintf(&b, "<g transform=\"translate(%d %d)\">\n<g shape-rendering=\"crispEdges\">\n", margin, margin)
	for _, r := range append(grounds, figures...) {
		if min(r.w, r.h) <= thinnest {
			thin = append(thin, r)
		} else {
			r.write(&b)
		}
	}
	b.WriteString("</g>\n")
	for _, r := range thin {
		r.write(&b)
	}
	fmt.Fprintf(&b, "</g>\n<g transform=\"translate(%d %d)\" font-family=\"%s\" font-size=\"%d\" fill=\"%v\" xml:space=\"preserve\">\n", margin, margin, fonts, fontSize, ink)
	for y := range s.rows {
		for _, r := range s.runs(y) {
			r.write(&b, y)
		}
	}
	b.WriteString("</g>\n</svg>\n")
	return b.Bytes()
}

func (r rect) write(b *bytes.Buffer) {
	fmt.Fprintf(b, "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"%v\"/>\n", number(r.x), number(r.y), number(r.w), number(r.h), r.fill)
}

// rects gives what lies behind the signs, and the signs that are shapes.
func (s Screen) rects() (grounds, figures []rect) {
	var behind, before rects
	for y := range s.rows {
		top := float64(y * cellHeight)
		var ground, figure []rect
		for _, g := range s.glyphs(y) {
			if g.look.paper != paper {
				ground = append(ground, rect{float64(g.x * cellWidth), top, float64(g.width * cellWidth), cellHeight, g.look.paper})
			}
			drawn, _ := shapes(g, top)
			figure = append(figure, drawn...)
		}
		behind.row(ground)
		before.row(figure)
	}
	return behind.all, before.all
}

// script is a group of signs that one font is likely to have in one width.
type script int

const (
	letters script = iota
	symbols        // may come from another font, which textLength brings into the cells
	wide           // each by itself
)

// run is text that is drawn in one piece.
type run struct {
	text     strings.Builder
	x, width int // in cells
	look     look
	script   script
}

// runs splits a row where its look or script changes, and at gaps of more than one
// cell, so that a font of another width cannot shift what follows.
func (s Screen) runs(y int) []*run {
	var out []*run
	var now *run
	gap := 0
	for _, g := range s.glyphs(y) {
		if _, drawn := shapes(g, 0); drawn {
			now = nil
			continue
		}
		if g.text == " " && !g.look.underline && !g.look.through {
			gap++
			continue
		}
		sc := scriptOf(g)
		if now == nil || gap > 1 || sc == wide || now.script != sc || !alike(now.look, g.look) || now.x+now.width+gap != g.x {
			now = &run{x: g.x, look: g.look, script: sc}
			out = append(out, now)
		} else if gap == 1 {
			now.text.WriteByte(' ')
			now.width++
		}
		now.text.WriteString(g.text)
		now.width += g.width
		gap = 0
	}
	return out
}

// alike says whether two looks give the same text; what lies behind it is apart.
func alike(a, b look) bool {
	b.paper = a.paper
	return a == b
}

func scriptOf(g glyph) script {
	switch r := []rune(g.text)[0]; {
	case g.width > 1:
		return wide
	case r < 0x2000 || r >= 0x2010 && r <= 0x2027: // letters and their punctuation
		return letters
	}
	return symbols
}

func (r *run) write(b *bytes.Buffer, row int) {
	fmt.Fprintf(b, `<text x="%d" y="%d" textLength="%d" lengthAdjust="spacingAndGlyphs"`, r.x*cellWidth, row*cellHeight+baseline, r.width*cellWidth)
	if r.look.ink != ink {
		fmt.Fprintf(b, ` fill="%v"`, r.look.ink)
	}
	if r.look.bold {
		b.WriteString(` font-weight="bold"`)
	}
	if r.look.italic {
		b.WriteString(` font-style="italic"`)
	}
	switch {
	case r.look.underline && r.look.through:
		b.WriteString(` text-decoration="underline line-through"`)
	case r.look.underline:
		b.WriteString(` text-decoration="underline"`)
	case r.look.through:
		b.WriteString(` text-decoration="line-through"`)
	}
	fmt.Fprintf(b, ">%s</text>\n", escape(r.text.String()))
}

// number writes a measure as short as it is exact; all are multiples of an eighth
// of a cell's side.
func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// escape makes text fit for XML, between tags and in attributes; new lines are kept.
func escape(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a strings.Builder gives no error
	return strings.ReplaceAll(b.String(), "&#xA;", "\n")
}
