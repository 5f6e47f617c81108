package booth

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"valurna/ballot/kind"
	"valurna/tui/style"
)

// wordLimit is the longest check word in characters.
const wordLimit = 60

// paper is the ballot paper before it is sealed.
type paper struct {
	contest kind.Contest
	marked  []bool // one per option
	blank   bool
	word    string
	cursor  int    // -1: on nothing; len(options): on blank
	typed   string // digits of a number that is not whole yet
	start   int    // row that the first arrow key comes to
}

// newPaper makes an empty paper; start picks one of so many rows.
func newPaper(c kind.Contest, start func(rows int) int) paper {
	return paper{contest: c, marked: make([]bool, len(c.Options)), cursor: -1, start: start(len(c.Options) + 1)}
}

// String keeps the choice out of logs and messages.
func (p paper) String() string { return "[secret]" }

// GoString keeps it out of %#v too.
func (p paper) GoString() string { return "[secret]" }

func (p *paper) count() int {
	n := 0
	for _, m := range p.marked {
		if m {
			n++
		}
	}
	return n
}

func (p *paper) many() bool { return p.contest.Elect > 1 || p.contest.Kind == "k-of-n" }

// mark marks option i, or blank for i = number of options. Where one is chosen
// the mark moves; where several are, it goes on and off. False: k are marked
// already and none was added.
func (p *paper) mark(i int) bool {
	switch {
	case i == len(p.marked):
		p.blank = !p.blank || !p.many()
		clear(p.marked)
	case !p.many():
		clear(p.marked)
		p.marked[i], p.blank = true, false
	case p.marked[i]:
		p.marked[i] = false
	case p.count() >= p.contest.Elect:
		return false
	default:
		p.marked[i], p.blank = true, false
	}
	return true
}

// ready says whether the paper is a valid choice: blank, or exactly k marked
// (LAW section 4).
func (p *paper) ready() bool { return p.blank || p.count() == p.contest.Elect }

func (p *paper) choice() kind.Choice {
	if p.blank {
		return kind.Choice{Blank: true}
	}
	var c kind.Choice
	for i, m := range p.marked {
		if m {
			c.Options = append(c.Options, i)
		}
	}
	return c
}

// chosen lists the marked names.
func (p *paper) chosen() []string {
	var names []string
	for _, i := range p.choice().Options {
		names = append(names, p.contest.Options[i])
	}
	return names
}

// move puts the cursor a step up or down, over all options and blank, and round
// from the last to the first. The first step comes to a row that was drawn by lot:
// from there every row is as far away as any other on the average, so that the
// number of presses, which the way to the booth shows, is independent of the row.
func (p *paper) move(step int) {
	rows := len(p.marked) + 1
	if p.cursor < 0 {
		p.cursor = p.start
		return
	}
	p.cursor = (p.cursor + step + rows) % rows
}

// digits is how many digits every number of the list is typed with, blank's too,
// so that each row costs the same keys.
func (p *paper) digits() int { return len(strconv.Itoa(len(p.marked))) }

// label is a row's number as it is shown and typed.
func (p *paper) label(n int) string { return fmt.Sprintf("%0*d", p.digits(), n) }

// number takes one digit. Whole says that the number has all its digits now; row is
// then the row that it names, or -1 for none. Zeros name blank.
func (p *paper) number(digit string) (row int, whole bool) {
	p.typed += digit
	if len(p.typed) < p.digits() {
		return -1, false
	}
	n, err := strconv.Atoi(p.typed)
	p.typed = ""
	switch {
	case err != nil || n > len(p.marked):
		return -1, true
	case n == 0:
		return len(p.marked), true
	}
	return n - 1, true
}

// write adds text to the word, one line, without control characters.
func (p *paper) write(text string) {
	text = strings.TrimLeft(style.Clean(text), " ")
	if p.word != "" && text == "" {
		text = " "
	}
	runes := []rune(p.word + text)
	p.word = string(runes[:min(len(runes), wordLimit)])
}

// erase takes the last character, as people count characters, off the word.
func (p *paper) erase() {
	if p.word == "" {
		return
	}
	start, rest := 0, p.word
	for at := 0; rest != ""; {
		cluster, _ := ansi.FirstGraphemeCluster(rest, ansi.GraphemeWidth)
		start, at, rest = at, at+len(cluster), rest[len(cluster):]
	}
	p.word = p.word[:start]
}

// empty says whether nothing has been marked yet.
func (p *paper) empty() bool { return !p.blank && !slices.Contains(p.marked, true) }
