package style

import (
	"strings"
	"unicode"

	"github.com/charmbracelet/x/ansi"
)

// Clean takes control and formatting characters out of text that comes from
// elsewhere (names, titles, errors), so that none of it can move the cursor, turn
// the writing direction or send the terminal a command.
func Clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar:
			return '?'
		}
		return r
	}, text)
}

// Wrap breaks plain text into lines of at most width cells, at spaces where it
// can, and cleans it. It never returns an empty slice.
func Wrap(text string, width int) []string {
	return wrap(Clean(text), max(width, 1))
}

// wrap counts cells, not bytes or runes. It breaks at spaces alone, so that
// hyphenated names and codes stay whole where they fit.
func wrap(text string, width int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		switch {
		case line == "":
			line = word
		case Width(line)+1+Width(word) <= width:
			line += " " + word
			continue
		default:
			lines = append(lines, line)
			line = word
		}
		for Width(line) > width {
			head := ansi.Truncate(line, width, "")
			if head == "" { // one sign wider than the screen
				break
			}
			lines = append(lines, head)
			line = line[len(head):]
		}
	}
	return append(lines, line)
}

// Hang wraps text behind a first prefix; further lines stand under the text.
func Hang(prefix, text string, width int) []string {
	indent := Width(prefix)
	lines := Wrap(text, width-indent)
	for i := range lines {
		if i == 0 {
			lines[i] = prefix + lines[i]
		} else {
			lines[i] = strings.Repeat(" ", indent) + lines[i]
		}
	}
	return lines
}

// Each applies an emphasis to every line.
func Each(lines []string, emphasis func(string) string) []string {
	for i := range lines {
		lines[i] = emphasis(lines[i])
	}
	return lines
}

// Fit cuts plain text to width cells, with an ellipsis where something is gone.
func Fit(text string, width int) string {
	return ansi.Truncate(Clean(text), max(width, 0), "…")
}

// Pad fits plain text and fills it with spaces to exactly width cells.
func Pad(text string, width int) string {
	text = Fit(text, width)
	return text + strings.Repeat(" ", max(0, width-Width(text)))
}

// Width in cells, escape sequences not counted.
func Width(text string) int { return ansi.StringWidth(text) }

// Bar draws n of all as a bar of width cells. Anything above nothing shows at
// least one cell, and only all of it fills the bar.
func Bar(n, all, width int) string {
	if width <= 0 {
		return ""
	}
	full := 0
	if all > 0 && n > 0 {
		full = min(max(1, n*width/all), width)
		if n < all && full == width {
			full--
		}
	}
	return strings.Repeat("█", full) + strings.Repeat("·", width-full)
}

// Columns puts left and right at the two ends of a line of width cells, or gives
// two lines where they do not fit on one. Both may carry emphases.
func Columns(left, right string, width int) []string {
	gap := width - Width(left) - Width(right)
	switch {
	case right == "":
		return []string{left}
	case left == "":
		return []string{right}
	case gap < 1:
		return []string{left, right}
	}
	return []string{left + strings.Repeat(" ", gap) + right}
}
