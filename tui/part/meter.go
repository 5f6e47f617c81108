package part

import "strings"

// Meter draws how many hide each other: n of all as a bar of width cells, with a mark where
// there are enough. The mark is where the bar has to reach: "███┃██···".
func Meter(n, enough, all, width int) string {
	if width < 3 || all <= 0 {
		return ""
	}
	all = max(all, enough)
	full := min(n*width/all, width)
	mark := min(enough*width/all, width-1)
	var out strings.Builder
	for i := range width {
		switch {
		case i == mark:
			out.WriteString("┃")
		case i < full:
			out.WriteString("█")
		default:
			out.WriteString("·")
		}
	}
	return out.String()
}
