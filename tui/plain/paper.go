package plain

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"valurna/ballot/kind"
	"valurna/tui/words"
)

// paper is the ballot paper before it is sealed.
type paper struct {
	contest kind.Contest
	options []int // marked, ascending; nil while nothing or blank is
	blank   bool
	word    string
}

// String keeps the choice out of logs and messages.
func (p paper) String() string { return "[secret]" }

// GoString keeps it out of %#v too.
func (p paper) GoString() string { return "[secret]" }

func (p *paper) marked() bool { return p.blank || p.options != nil }

func (p *paper) choice() kind.Choice {
	return kind.Choice{Blank: p.blank, Options: slices.Clone(p.options)}
}

func many(c kind.Contest) bool { return c.Elect > 1 || c.Kind == kind.KOfN }

// label is a number of the list, all with equally many digits: a client that sends
// whole lines shows their length to everybody on the way.
func label(c kind.Contest, n int) string {
	return fmt.Sprintf("%0*d", len(strconv.Itoa(len(c.Options))), n)
}

// mark reads an answer: exactly k different numbers of the list, or nothing but
// zeros for blank. wrong says what is wrong with it; then nothing is marked.
func (p *paper) mark(answer string, w *words.Words) (wrong string) {
	c := p.contest
	p.options, p.blank = nil, false
	fields := strings.FieldsFunc(answer, func(r rune) bool { return r == ' ' || r == ',' })
	if len(fields) > 0 && strings.Trim(answer, "0, ") == "" {
		p.blank = true
		return ""
	}
	var chosen []int
	for _, f := range fields {
		n, err := strconv.ParseUint(f, 10, 16)
		switch at := int(n) - 1; {
		case err != nil || at >= len(c.Options):
			return words.Fill(w.Plain.NotListed, "text", f)
		case at < 0:
			return w.Plain.ZeroAmong
		case slices.Contains(chosen, at):
			return words.Fill(w.Plain.Twice, "number", label(c, at+1))
		default:
			chosen = append(chosen, at)
		}
	}
	if len(chosen) != c.Elect {
		return words.Fill(w.Plain.WrongCount, "n", len(chosen), "k", c.Elect)
	}
	slices.Sort(chosen)
	p.options = chosen
	return ""
}

// lines is the list as it is read out: every option alike (LAW D03), then blank.
func (p *paper) lines(w *words.Words) []string {
	var out []string
	for i, name := range p.contest.Options {
		out = append(out, label(p.contest, i+1)+": "+name)
	}
	return append(out, label(p.contest, 0)+": "+w.Booth.Blank)
}

// chosen repeats what is marked.
func (p *paper) chosen(w *words.Words) []string {
	if p.blank {
		return []string{w.Booth.ReviewBlank}
	}
	var out []string
	for _, i := range p.options {
		out = append(out, label(p.contest, i+1)+": "+p.contest.Options[i])
	}
	return out
}
