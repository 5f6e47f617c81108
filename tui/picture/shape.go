package picture

import "strings"

// rect is a filled rectangle in pixels.
type rect struct {
	x, y, w, h float64
	fill       rgb
}

// rects gathers rectangles and joins those that touch: a bar over several cells is
// one piece, and no viewer draws a seam through it.
type rects struct {
	all   []rect
	below map[rect]int // index in all, by where the next one down would lie
}

// row takes the rectangles of one row, from left to right as far as they touch.
func (rs *rects) row(row []rect) {
	var joined []rect
	last := map[[2]float64]int{} // index in joined, by top and height
	for _, r := range row {
		band := [2]float64{r.y, r.h}
		if i, ok := last[band]; ok && joined[i].x+joined[i].w == r.x && joined[i].fill == r.fill {
			joined[i].w += r.w
			continue
		}
		last[band] = len(joined)
		joined = append(joined, r)
	}
	if rs.below == nil {
		rs.below = map[rect]int{}
	}
	for _, r := range joined {
		i, ok := rs.below[rect{r.x, r.y, r.w, 0, r.fill}]
		if !ok {
			i = len(rs.all)
			rs.all = append(rs.all, r)
		} else {
			rs.all[i].h += r.h
		}
		rs.below[rect{r.x, r.y + r.h, r.w, 0, r.fill}] = i
	}
}

// shapes draws the signs that have to meet their neighbours exactly, which fonts
// leave to chance: lines and blocks. It is false for all other signs.
func shapes(g glyph, y float64) ([]rect, bool) {
	r := []rune(g.text)
	if len(r) != 1 || g.width != 1 {
		return nil, false
	}
	x := float64(g.x * cellWidth)
	if arms, ok := lines[r[0]]; ok {
		return line(arms, x, y, g.look.ink), true
	}
	return block(r[0], x, y, g.look)
}

// lines are the signs made of lines: how strong they go to the left, up, right and
// down from the middle; 0 is not at all. Round corners are drawn as corners.
var lines = lineTable("" +
	"─1010 ━2020 │0101 ┃0202 ┌0011 ┏0022 ┐1001 ┓2002 └0110 ┗0220 ┘1100 ┛2200 " +
	"├0111 ┣0222 ┤1101 ┫2202 ┬1011 ┳2022 ┴1110 ┻2220 ┼1111 ╋2222 ╭0011 ╮1001 ╯1100 ╰0110 " +
	"╴1000 ╵0100 ╶0010 ╷0001 ╸2000 ╹0200 ╺0020 ╻0002 ╼1020 ╽0102 ╾2010 ╿0201 " +
	"┝0121 ┥2101 ┠0212 ┨1202 ┯2021 ┷2120 ┰1012 ┸1210 ┿2121 ╂1212 ┍0021 ┑2001 ┕0120 ┙2100 ┎0012 ┒1002 ┖0210 ┚1200")

func lineTable(table string) map[rune][4]int {
	out := map[rune][4]int{}
	for _, entry := range strings.Fields(table) {
		r := []rune(entry)
		out[r[0]] = [4]int{int(r[1] - '0'), int(r[2] - '0'), int(r[3] - '0'), int(r[4] - '0')}
	}
	return out
}

// line draws arms from the edges of a cell to its middle. All measures are whole
// pixels, so that lines are sharp.
func line(arms [4]int, x, y float64, ink rgb) []rect {
	const midX, midY = cellWidth / 2, cellHeight / 2 // where a thin line begins; both are one pixel wide
	half := [3]float64{0, 0, 1}                      // what a strong line has on either side of the thin one
	across, down := half[max(arms[0], arms[2])], half[max(arms[1], arms[3])]
	var out []rect
	if h := half[arms[0]]; arms[0] > 0 {
		out = append(out, rect{x, y + midY - h, midX + 1 + down, 1 + 2*h, ink})
	}
	if h := half[arms[2]]; arms[2] > 0 {
		from := midX - down
		if arms[0] == arms[2] {
			from = midX + 1 + down // the left arm has drawn the middle
		}
		out = append(out, rect{x + from, y + midY - h, cellWidth - from, 1 + 2*h, ink})
	}
	if h := half[arms[1]]; arms[1] > 0 {
		out = append(out, rect{x + midX - h, y, 1 + 2*h, midY + 1 + across, ink})
	}
	if h := half[arms[3]]; arms[3] > 0 {
		from := midY - across
		if arms[1] == arms[3] {
			from = midY + 1 + across
		}
		out = append(out, rect{x + midX - h, y + from, 1 + 2*h, cellHeight - from, ink})
	}
	return out
}

// block draws the block elements, U+2580 to U+259F.
func block(r rune, x, y float64, l look) ([]rect, bool) {
	const w, h = float64(cellWidth), float64(cellHeight)
	one := func(fromX, fromY, toX, toY float64) []rect {
		return []rect{{x + w*fromX, y + h*fromY, w * (toX - fromX), h * (toY - fromY), l.ink}}
	}
	switch {
	case r == '▀':
		return one(0, 0, 1, 0.5), true
	case r >= '▁' && r <= '█': // from below, in eighths
		return one(0, 1-float64(r-'▁'+1)/8, 1, 1), true
	case r >= '▉' && r <= '▏': // from the left, in eighths
		return one(0, 0, float64('▏'-r+1)/8, 1), true
	case r == '▐':
		return one(0.5, 0, 1, 1), true
	case r >= '░' && r <= '▓': // shades, in quarters
		l.ink = mix(l.ink, l.paper, float64(r-'░'+1)/4)
		return one(0, 0, 1, 1), true
	case r == '▔':
		return one(0, 0, 1, 0.125), true
	case r == '▕':
		return one(0.875, 0, 1, 1), true
	case r >= '▖' && r <= '▟':
		// Which quarters: upper left 1, upper right 2, lower left 4, lower right 8.
		quarters := [...]int{4, 8, 1, 13, 9, 7, 11, 2, 6, 14}[r-'▖']
		var out []rect
		for i, at := range [][2]float64{{0, 0}, {0.5, 0}, {0, 0.5}, {0.5, 0.5}} {
			if quarters>>i&1 == 1 {
				out = append(out, one(at[0], at[1], at[0]+0.5, at[1]+0.5)...)
			}
		}
		return out, true
	}
	return nil, false
}
