package part

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"valurna/tui/style"
)

// SeatMark is how one seat is drawn: a sign of one cell. Marked is the seat under the
// cursor, Strong one's own.
type SeatMark struct {
	Seat           int
	Sign           rune
	Marked, Strong bool
}

// place is where a seat stands in the half circle: columns from the middle, rows from the
// chair's table upwards, and its distance, 1 at the outer edge.
type place struct {
	x, y   int
	radius float64
}

// Hall draws the seats of a body as the half circle of a council chamber, seen from the
// visitors' side: the chair's table is at the bottom in the middle, the seats are numbered
// from left to right. Where it does not fit into width by height cells, fits is false.
// Numbers are drawn as long as there is room for them.
func Hall(seats []SeatMark, width, height int, st style.Style) (lines []string, fits bool) {
	if len(seats) == 0 || height < leastRows {
		return nil, false
	}
	digits := len(fmt.Sprint(slices.MaxFunc(seats, func(a, b SeatMark) int { return a.Seat - b.Seat }).Seat))
	for _, cell := range []int{2 + digits, 2, 1} {
		if places := hemicycle(len(seats), cell, width, height); places != nil {
			return drawHall(seats, places, cell, width, st), true
		}
	}
	return nil, false
}

const (
	leastRows = 3
	// hall is how much of the half circle the seats may take: the rest is the open floor.
	hall = 0.78
)

// hemicycle places n seats of so many cells, nil if they do not fit. The half circle grows
// until they do, wider and higher at once.
func hemicycle(n, cell, width, height int) []place {
	for _, steep := range []float64{0.2, 0.35, 0.5} { // 0.5: as high as wide
		for a := 2; (2*a+1)*cell <= width; a++ {
			rows := min(height, max(leastRows, int(math.Round(float64(a*cell)*steep))+1))
			if hall*math.Pi/2*(float64(a)+1)*(float64(rows)+1) < float64(n) {
				continue // too small without counting
			}
			if all := inside(a, rows); hall*float64(len(all)) >= float64(n) {
				return numbered(outermost(all, n), a, rows)
			}
		}
	}
	return nil
}

// inside are the places of a half circle of a columns to each side.
func inside(a, rows int) []place {
	var all []place
	for y := range rows {
		for x := -a; x <= a; x++ {
			r := math.Hypot(float64(x)/(float64(a)+0.5), (float64(y)+0.5)/float64(rows))
			if r <= 1 {
				all = append(all, place{x, y, r})
			}
		}
	}
	return all
}

// outermost takes the n places farthest from the table, the same on both sides: where one
// would be left over, a place in the middle takes its part.
func outermost(all []place, n int) []place {
	slices.SortFunc(all, func(a, b place) int {
		return cmp.Or(cmp.Compare(b.radius, a.radius), abs(a.x)-abs(b.x), a.x-b.x)
	})
	taken := all[:n]
	last := taken[n-1]
	paired := last.x == 0 || slices.ContainsFunc(taken, func(p place) bool { return p.x == -last.x && p.y == last.y })
	if paired {
		return taken
	}
	if i := slices.IndexFunc(all[n:], func(p place) bool { return p.x == 0 }); i >= 0 {
		taken[n-1] = all[n+i]
	}
	return taken
}

// numbered puts places in the order in which seats are numbered: from the left to the
// right, in each direction from the back to the front.
func numbered(places []place, a, rows int) []place {
	angle := func(p place) float64 {
		return math.Atan2((float64(p.y)+0.5)/float64(rows), float64(p.x)/(float64(a)+0.5))
	}
	slices.SortFunc(places, func(p, q place) int {
		return cmp.Or(cmp.Compare(angle(q), angle(p)), cmp.Compare(q.radius, p.radius))
	})
	return places
}

func abs(n int) int { return max(n, -n) }

func drawHall(seats []SeatMark, places []place, cell, width int, st style.Style) []string {
	top, left := 0, 0
	for _, p := range places {
		top, left = max(top, p.y), max(left, -p.x)
	}
	grid := make([][]string, top+1)
	for y := range grid {
		grid[y] = make([]string, 2*left+1)
	}
	for i, p := range places {
		grid[top-p.y][p.x+left] = seatCell(seats[i], cell, st)
	}
	margin := strings.Repeat(" ", max(0, (width-(2*left+1)*cell)/2))
	lines := make([]string, len(grid))
	for y, row := range grid {
		var line strings.Builder
		line.WriteString(margin)
		for _, c := range row {
			if c == "" {
				c = strings.Repeat(" ", cell)
			}
			line.WriteString(c)
		}
		lines[y] = strings.TrimRight(line.String(), " ")
	}
	return lines
}

// seatCell draws a seat: a point where the cursor is, its sign, its number.
func seatCell(s SeatMark, cell int, st style.Style) string {
	point, text := " ", string(s.Sign)
	if s.Marked {
		point = ">"
	}
	switch {
	case cell == 1:
	case cell == 2:
		text = point + text
	default:
		text = point + text + fmt.Sprintf("%-*d", cell-2, s.Seat)
	}
	switch {
	case s.Marked:
		return st.Mark(text)
	case s.Strong:
		return st.Strong(text)
	}
	return text
}

// Sign is a sign of a drawing and what it means.
type Sign struct {
	Rune rune
	Word string
}

// Legend says what the signs mean, in as few lines as it takes.
func Legend(signs []Sign, width int) []string {
	var lines []string
	line := ""
	for _, s := range signs {
		part := string(s.Rune) + " " + s.Word
		if line != "" && style.Width(line)+3+style.Width(part) > width-2 {
			lines, line = append(lines, "  "+line), ""
		}
		if line != "" {
			line += "   "
		}
		line += part
	}
	if line == "" {
		return lines
	}
	return append(lines, "  "+line)
}
