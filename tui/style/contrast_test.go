package style

import (
	"image/color"
	"math"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// What is coloured is read on any background, since it brings its own; WCAG 2.2 asks
// for 4.5 (1.4.3), and for 3 of large or bold text.
func TestColouredTextCanBeRead(t *testing.T) {
	for name, s := range map[string]lipgloss.Style{"good": good, "warn": warn, "bad": bad} {
		text, ground := s.GetForeground(), s.GetBackground()
		if got := contrast(text, ground); got < 7 {
			t.Errorf("%s: contrast %.1f", name, got)
		}
		// Where a terminal has 16 colours, its theme says what they are.
		a, b := colorprofile.ANSI.Convert(text), colorprofile.ANSI.Convert(ground)
		for theme, colours := range themes {
			if got := contrast(colours[a.(ansi.BasicColor)], colours[b.(ansi.BasicColor)]); got < 4 {
				t.Errorf("%s in the 16 colours of %s: contrast %.1f", name, theme, got)
			}
		}
	}
}

// themes are the colours 0, 1, 2, 3 and 15 of terminals that members have.
var themes = map[string]map[ansi.BasicColor]color.Color{
	"xterm":                {0: rgb(0x000000), 1: rgb(0xcd0000), 2: rgb(0x00cd00), 3: rgb(0xcdcd00), 15: rgb(0xffffff)},
	"PuTTY":                {0: rgb(0x000000), 1: rgb(0xbb0000), 2: rgb(0x00bb00), 3: rgb(0xbbbb00), 15: rgb(0xffffff)},
	"the Windows console":  {0: rgb(0x0c0c0c), 1: rgb(0xc50f1f), 2: rgb(0x13a10e), 3: rgb(0xc19c00), 15: rgb(0xf2f2f2)},
	"the Linux console":    {0: rgb(0x000000), 1: rgb(0xaa0000), 2: rgb(0x00aa00), 3: rgb(0xaa5500), 15: rgb(0xffffff)},
	"Solarized, both ways": {0: rgb(0x073642), 1: rgb(0xdc322f), 2: rgb(0x859900), 3: rgb(0xb58900), 15: rgb(0xfdf6e3)},
}

func rgb(hex uint32) color.Color {
	return color.RGBA{uint8(hex >> 16), uint8(hex >> 8), uint8(hex), 0xff}
}

// contrast of two colours, 1 to 21: WCAG 2.2, "contrast ratio".
func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// luminance of a colour, 0 to 1: WCAG 2.2, "relative luminance".
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	linear := func(v uint32) float64 {
		s := float64(v) / 0xffff
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

func TestContrastIsThatOfTheStandard(t *testing.T) {
	for _, c := range []struct {
		a, b uint32
		want float64
	}{{0x000000, 0xffffff, 21}, {0x767676, 0xffffff, 4.54}, {0xffff00, 0xffffff, 1.07}} {
		if got := contrast(rgb(c.a), rgb(c.b)); math.Abs(got-c.want) > 0.01 {
			t.Errorf("#%06x on #%06x: %.3f, not %.2f", c.a, c.b, got, c.want)
		}
	}
}
