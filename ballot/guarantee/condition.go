package guarantee

import (
	"strconv"
	"strings"
)

// Guarantee is one row of the gate. Holds is the sentence of a finding that holds.
type Guarantee struct {
	ID      string
	Effect  Effect
	Source  string
	Holds   string
	Reasons []Reason
}

// Reason is one way in which a guarantee does not hold. {name} stands for an Arg.
type Reason struct {
	Code   string
	Source string // "" in the tables below: the guarantee's
	Want   string // what must be shown: completes "Nothing shows that …."
	Lack   string // the sentence where the opposite is shown
	Mend   string
	Each   bool // asked of every remote member: a sentence says how many lack it
}

// guarantee is a row with what it asks; conditions stand in the order in which they
// are best met.
type guarantee struct {
	id         string
	effect     Effect
	source     string // statute sections and rule ids
	holds      string
	conditions []condition
}

// condition is one question, asked from a moment on.
type condition struct {
	Reason
	since Moment // "" is always
	judge func(*facts) answer
}

// answer is what the evidence says about one question, with the values that a
// sentence about it needs.
type answer struct {
	known Known
	args  []Arg
}

// is answers with a fact as it is.
func is(k Known, args ...Arg) answer { return answer{known(k), args} }

func number[N int | int64](name string, n N) Arg { return Arg{name, strconv.FormatInt(int64(n), 10)} }

// judge asks all conditions of the moment. What is shown to fail comes before what
// is not shown, then the order of the conditions decides which one is told.
func (g *guarantee) judge(m Moment, f *facts) Finding {
	var told *condition
	var worst answer
	var args []Arg
	also := []string{}
	for i := range g.conditions {
		c := &g.conditions[i]
		if c.since != "" && c.since.order() > m.order() {
			continue
		}
		a := c.judge(f)
		args = append(args, a.args...)
		switch {
		case a.known == Yes:
			continue
		case told == nil:
			told, worst = c, a
		case a.known == No && worst.known != No:
			also = append(also, told.Code)
			told, worst = c, a
		default:
			also = append(also, c.Code)
		}
	}
	finding := Finding{ID: g.id, Effect: g.effect, Also: also}
	if told == nil {
		finding.Code, finding.Verdict, finding.Source = g.id+suffixHolds, Holds, g.source
		finding.Args = firsts(args)
		finding.Evidence = fill(g.holds, finding.Args)
		return finding
	}
	finding.Code, finding.Source, finding.Args = told.Code, told.source(g), firsts(worst.args)
	finding.Verdict, finding.Evidence = Fails, fill(told.Lack, finding.Args)
	if worst.known != No {
		finding.Verdict, finding.Evidence = Unknown, "Nothing shows that "+fill(told.Want, finding.Args)+"."
	}
	if told.Each {
		finding.Evidence += fill(" In all {lacking} of {remote} remote members lack it.", finding.Args)
	}
	finding.Mend = fill(told.Mend, finding.Args)
	return finding
}

func (r *Reason) source(g *guarantee) string {
	if r.Source != "" {
		return r.Source
	}
	return g.source
}

const suffixHolds = "-holds"

// firsts keeps of each name the first value; never nil, so that its JSON is a list.
func firsts(args []Arg) []Arg {
	out := []Arg{}
	seen := map[string]bool{}
	for _, a := range args {
		if !seen[a.Name] {
			seen[a.Name] = true
			out = append(out, a)
		}
	}
	return out
}

func fill(template string, args []Arg) string {
	pairs := make([]string, 0, 2*len(args))
	for _, a := range args {
		pairs = append(pairs, "{"+a.Name+"}", a.Value)
	}
	return strings.NewReplacer(pairs...).Replace(template)
}
