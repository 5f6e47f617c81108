package booth

import (
	"slices"
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
	cursor  int // -1: on nothing; len(options): on blank
	typed   int // number typed so far, for long lists
}

func newPaper(c kind.Contest) paper {
	return paper{contest: c, marked: make([]bool, len(c.Options)), cursor: -1}
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

// move puts the cursor a step up or down, over all options and blank.
func (p *paper) move(step int) {
	rows := len(p.marked) + 1
	switch {
	case p.cursor < 0 && step > 0:
		p.cursor = 0
	case p.cursor < 0:
		p.cursor = rows - 1
	default:
		p.cursor = max(0, min(p.cursor+step, rows-1))
	}
}

// number takes a digit. On a short list it is the option's own number and the
// result is that row; on a long one digits gather and the result is where to go.
// 0 alone is blank. False: no such row.
func (p *paper) number(digit int) (row int, ok bool) {
	n := len(p.marked)
	if n > 9 && p.typed > 0 && p.typed*10+digit <= n {
		p.typed = p.typed*10 + digit
	} else {
		p.typed = digit
	}
	switch {
	case p.typed == 0:
		return n, true
	case p.typed <= n:
		return p.typed - 1, true
	}
	p.typed = 0
	return 0, false
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
