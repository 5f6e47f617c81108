// Package style holds how screens look: a few emphases, lines that fit, and the
// frame of head, body and foot. Call FromEnv once and Frame.Render for each
// drawing. No meaning is carried by an emphasis alone: whatever is strong, marked
// or coloured says the same in words or signs, so a screen without any of it
// reads the same.
package style

import "charm.land/lipgloss/v2"

// Style draws emphases. The zero value uses bold, faint and reverse, no colour.
type Style struct{ colour bool }

// New makes a style with or without colour.
func New(colour bool) Style { return Style{colour} }

// FromEnv uses colour unless NO_COLOR is set and not empty (no-color.org), or the
// terminal calls itself dumb.
func FromEnv(getenv func(string) string) Style {
	return New(getenv("NO_COLOR") == "" && getenv("TERM") != "dumb")
}

var (
	strong = lipgloss.NewStyle().Bold(true)
	faint  = lipgloss.NewStyle().Faint(true)
	mark   = lipgloss.NewStyle().Reverse(true)
)

// A coloured text brings its background along: green or yellow on what may be a white
// window cannot be read, and what the window is like nobody says. The numbers are of
// the fixed part of the 256 colours, which no theme changes, and such that where
// there are 16 they become black on green, black on yellow, white on red. Black is
// not bold: terminals with 16 colours often make bold black grey.
var (
	good = pair("16", "71")
	warn = pair("16", "142")
	bad  = pair("231", "124").Bold(true)
)

func pair(text, ground string) lipgloss.Style {
	return lipgloss.NewStyle().Foreground(lipgloss.Color(text)).Background(lipgloss.Color(ground))
}

// Strong is a heading or what matters on a line.
func (s Style) Strong(text string) string { return strong.Render(text) }

// Faint is what can be skipped.
func (s Style) Faint(text string) string { return faint.Render(text) }

// Mark is the line under the cursor, and the warnings at the top.
func (s Style) Mark(text string) string { return mark.Render(text) }

// Good is something done.
func (s Style) Good(text string) string { return s.pick(good, text) }

// Warn is something to heed.
func (s Style) Warn(text string) string { return s.pick(warn, text) }

// Bad is a refusal or a failure.
func (s Style) Bad(text string) string { return s.pick(bad, text) }

func (s Style) pick(coloured lipgloss.Style, text string) string {
	if !s.colour {
		return strong.Render(text)
	}
	return coloured.Render(text)
}
