package style

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// The smallest window that a screen is drawn in, in cells. Below it a page says
// which size is needed.
const (
	MinWidth  = 40
	MinHeight = 16
)

// Frame is one drawing: lines that stay at the top and at the bottom, and a body
// between them that moves when it is longer than its place.
type Frame struct {
	Width, Height    int
	Head, Body, Foot []string
	Scroll           int // first body line wanted
	Focus, FocusEnd  int // body lines that must be in sight, [Focus, FocusEnd); equal: none
	More             func(from, to, all int) string
	Side             []string // beside the body, from the column SideAt on; nil: nothing
	SideAt           int
}

// Render draws exactly Height lines or fewer, none wider than Width, and tells
// the scroll position that was used, to go on from.
func (f Frame) Render() (content string, scroll int) {
	rows := max(1, f.Height-len(f.Head)-len(f.Foot))
	body, scroll := f.window(rows)
	for len(body) < rows {
		body = append(body, "")
	}
	lines := append(append(append([]string{}, f.Head...), f.beside(body)...), f.Foot...)
	if len(lines) > f.Height {
		lines = lines[:f.Height]
	}
	for i := range lines {
		if Width(lines[i]) > f.Width {
			lines[i] = ansi.Truncate(lines[i], f.Width, "…")
		}
	}
	return strings.Join(lines, "\n"), scroll
}

// beside puts the side next to the body, behind a line.
func (f Frame) beside(body []string) []string {
	if f.Side == nil {
		return body
	}
	out := make([]string, len(body))
	for i, line := range body {
		if Width(line) > f.SideAt {
			line = ansi.Truncate(line, f.SideAt, "…")
		}
		out[i] = line + strings.Repeat(" ", f.SideAt-Width(line)) + "│"
		if i < len(f.Side) {
			out[i] += " " + f.Side[i]
		}
	}
	return out
}

// Rows is how many body lines one page turn moves.
func (f Frame) Rows() int { return max(1, f.Height-len(f.Head)-len(f.Foot)-2) }

func (f Frame) window(rows int) (body []string, scroll int) {
	if len(f.Body) <= rows {
		return f.Body, 0
	}
	rows = max(1, rows-1) // the last row says that there is more
	scroll = f.Scroll
	if f.FocusEnd > f.Focus {
		if f.FocusEnd > scroll+rows {
			scroll = f.FocusEnd - rows
		}
		if f.Focus < scroll {
			scroll = f.Focus
		}
	}
	scroll = max(0, min(scroll, len(f.Body)-rows))
	body = append(body, f.Body[scroll:scroll+rows]...)
	if f.More != nil {
		sign := "▲▼ "
		switch {
		case scroll == 0:
			sign = "▼ "
		case scroll+rows == len(f.Body):
			sign = "▲ "
		}
		body = append(body, sign+f.More(scroll+1, scroll+rows, len(f.Body)))
	}
	return body, scroll
}

// Hint is one key and what it does, for the foot.
type Hint struct{ Key, Does string }

// Hints lays keys out on lines of width cells, never breaking inside one.
func (s Style) Hints(hints []Hint, width int) []string {
	var lines []string
	line, used := "", 0
	for _, h := range hints {
		w := Width(h.Key) + 1 + Width(h.Does)
		if used > 0 && used+3+w > width {
			lines = append(lines, line)
			line, used = "", 0
		}
		if used > 0 {
			line += "   "
			used += 3
		}
		line += s.Strong(h.Key) + " " + h.Does
		used += w
	}
	return append(lines, line)
}

// Rule is a line across.
func (s Style) Rule(width int) string {
	return s.Faint(strings.Repeat("─", max(width, 0)))
}
