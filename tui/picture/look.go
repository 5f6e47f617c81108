package picture

import (
	"fmt"
	"image/color"
	"math"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// The paper is light on pages of either theme: a picture cannot ask which it is on.
var (
	paper = rgb{0xff, 0xff, 0xff}
	ink   = rgb{0x1f, 0x23, 0x28}
	edge  = rgb{0xc4, 0xca, 0xd1} // of the frame
)

// sixteen are the colours that every terminal chooses for itself, chosen here for
// light paper. All others are fixed by their numbers.
var sixteen = [16]rgb{
	{0x1f, 0x23, 0x28}, {0xb4, 0x23, 0x18}, {0x1c, 0x6b, 0x2d}, {0x7a, 0x55, 0x00},
	{0x0a, 0x58, 0xc2}, {0x7d, 0x3c, 0x98}, {0x0b, 0x6a, 0x72}, {0x6b, 0x72, 0x7b},
	{0x56, 0x5e, 0x67}, {0xd1, 0x2f, 0x24}, {0x1f, 0x80, 0x38}, {0x8f, 0x64, 0x00},
	{0x2b, 0x6f, 0xd6}, {0x94, 0x4f, 0xb0}, {0x0e, 0x7c, 0x86}, {0x8a, 0x92, 0x9b},
}

// faintness is how much of the ink is left of a faint sign.
const faintness = 0.7

// look is how a sign is drawn.
type look struct {
	ink, paper                       rgb
	bold, italic, underline, through bool
}

// lookOf reads a cell's style. What blinks stands still.
func lookOf(s uv.Style) look {
	l := look{
		ink: ink, paper: paper,
		bold: s.Attrs&uv.AttrBold != 0, italic: s.Attrs&uv.AttrItalic != 0,
		underline: s.Underline != uv.UnderlineNone, through: s.Attrs&uv.AttrStrikethrough != 0,
	}
	if s.Bg != nil {
		l.paper = rgbOf(s.Bg)
		if contrast(paper, l.paper) > contrast(ink, l.paper) {
			l.ink = paper // a text without a colour of its own is read on any ground
		}
	}
	if s.Fg != nil {
		l.ink = rgbOf(s.Fg)
	}
	if s.Attrs&uv.AttrReverse != 0 {
		l.ink, l.paper = l.paper, l.ink
	}
	if s.Attrs&uv.AttrFaint != 0 {
		l.ink = mix(l.ink, l.paper, faintness)
	}
	return l
}

// rgb is an opaque colour.
type rgb struct{ r, g, b uint8 }

// String is the shorter of CSS's two forms.
func (c rgb) String() string {
	if c.r%0x11 == 0 && c.g%0x11 == 0 && c.b%0x11 == 0 {
		return fmt.Sprintf("#%x%x%x", c.r/0x11, c.g/0x11, c.b/0x11)
	}
	return fmt.Sprintf("#%02x%02x%02x", c.r, c.g, c.b)
}

func rgbOf(c color.Color) rgb {
	switch c := c.(type) {
	case ansi.BasicColor:
		return sixteen[c&15]
	case ansi.IndexedColor:
		if c < 16 {
			return sixteen[c]
		}
	}
	r, g, b, _ := c.RGBA()
	return rgb{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8)} // 16 bits each, of which 8 are meant
}

// mix is the part of a over b.
func mix(a, b rgb, part float64) rgb {
	one := func(a, b uint8) uint8 { return uint8(math.Round(part*float64(a) + (1-part)*float64(b))) }
	return rgb{one(a.r, b.r), one(a.g, b.g), one(a.b, b.b)}
}

// contrast of two colours, 1 to 21 (WCAG 2.2, contrast ratio).
func contrast(a, b rgb) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(c rgb) float64 {
	linear := func(v uint8) float64 {
		if f := float64(v) / 255; f > 0.04045 {
			return math.Pow((f+0.055)/1.055, 2.4)
		}
		return float64(v) / 255 / 12.92
	}
	return 0.2126*linear(c.r) + 0.7152*linear(c.g) + 0.0722*linear(c.b)
}
