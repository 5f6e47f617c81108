package part

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"valurna/tui/screentest"
	"valurna/tui/style"
)

// council is a body of n, some from elsewhere and some away, the cursor on seat 3.
func council(n int) []SeatMark {
	out := make([]SeatMark, n)
	for i := range out {
		sign := '●'
		switch {
		case (i+1)%11 == 0:
			sign = '·'
		case (i+1)%7 == 0:
			sign = '◐'
		}
		out[i] = SeatMark{Seat: i + 1, Sign: sign, Marked: i == 2}
	}
	return out
}

func TestHalls(t *testing.T) {
	var all strings.Builder
	for _, n := range []int{1, 5, 21, 49, 101, 349, 1000} {
		for _, size := range [][2]int{{80, 12}, {120, 26}, {40, 8}} {
			lines, fits := Hall(council(n), size[0], size[1], style.Style{})
			fmt.Fprintf(&all, "# %d seats in %dx%d\n", n, size[0], size[1])
			if !fits {
				all.WriteString("does not fit\n")
				continue
			}
			if len(lines) > size[1] {
				t.Errorf("%d seats take %d rows of %d", n, len(lines), size[1])
			}
			seen := 0
			for _, line := range lines {
				line = ansi.Strip(line)
				if style.Width(line) > size[0] {
					t.Errorf("%d seats: %q is wider than %d", n, line, size[0])
				}
				seen += strings.Count(line, "●") + strings.Count(line, "◐") + strings.Count(line, "·")
				all.WriteString(line + "\n")
			}
			if seen != n {
				t.Errorf("%d seats are drawn as %d in %v", n, seen, size)
			}
		}
	}
	screentest.Golden(t, "halls", strings.TrimRight(all.String(), "\n"))
}

func TestAHallIsTheSameOnBothSides(t *testing.T) {
	for n := 1; n <= 400; n++ {
		var left, right int
		for _, p := range hemicycle(n, 1, 120, 30) {
			switch {
			case p.x < 0:
				left++
			case p.x > 0:
				right++
			}
		}
		if d := left - right; d < -1 || d > 1 {
			t.Errorf("%d seats: %d to the left and %d to the right", n, left, right)
		}
	}
}

func TestTheLegendWraps(t *testing.T) {
	signs := []Sign{{'●', "i rummet"}, {'◐', "på distans"}, {'·', "inte incheckad"}}
	if got := Legend(signs, 80); len(got) != 1 || !strings.Contains(got[0], "◐ på distans") {
		t.Errorf("%q", got)
	}
	if got := Legend(signs, 30); len(got) != 2 {
		t.Errorf("%q", got)
	}
	if Legend(nil, 80) != nil {
		t.Error("a legend of nothing")
	}
}

func BenchmarkHall(b *testing.B) {
	seats := council(1000)
	for b.Loop() {
		Hall(seats, 120, 26, style.Style{})
	}
}
