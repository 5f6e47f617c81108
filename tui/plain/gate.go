package plain

import (
	"fmt"
	"strings"

	"valurna/ballot/guarantee"
	"valurna/ballot/view"
	"valurna/tui/style"
	"valurna/tui/words"
)

// panelWidth is the widest line of the panel, in cells.
const panelWidth = 80

// Gate is the panel of the guarantees as text: what is allowed, then what has to be
// done in which order, then every guarantee. Signs are letters and words; colour means
// nothing.
func Gate(g view.Gate, w *words.Words) string {
	var out strings.Builder
	say := func(begins, text string) {
		for _, l := range style.Hang(begins, text, panelWidth) {
			out.WriteString(l + "\n")
		}
	}
	line := func(text string) { out.WriteString(text + "\n") }
	p := w.Panel
	for _, a := range []struct {
		what    string
		allowed bool
	}{{w.Gate.Participation, g.Participation}, {w.Gate.Voting, g.Voting}, {w.Gate.Opening, g.Opening}, {w.Gate.Hosted, g.Hosted}} {
		verdict := p.Refused
		if a.allowed {
			verdict = p.Allowed
		}
		say(style.Pad(verdict, 10)+" ", a.what)
	}
	if g.Rehearsal {
		say("", p.Rehearsal)
	}
	byID := map[string]guarantee.Finding{}
	for _, f := range g.Findings {
		byID[f.ID] = f
	}
	if len(g.Next) > 0 {
		line("\n" + p.Do)
		for i, id := range g.Next {
			f := byID[id]
			_, _, mend := w.OfFinding(f)
			say(fmt.Sprintf("%3d. ", i+1), fmt.Sprintf("%s: %s", w.OfGuarantee(id), mend))
		}
	}
	line("\n" + p.All)
	for _, f := range g.Findings {
		verdict, says, _ := w.OfFinding(f)
		say(style.Pad(f.ID, 4)+style.Pad(verdict, 11)+" ", says)
	}
	return out.String()
}
