package words

import (
	"fmt"
	"strings"

	"valurna/ballot/view"
)

// Test is what trying the way to the vote says, and the list of who has tried.
type Test struct {
	Step Told

	Key, WindowFits, WindowSmall, WindowUntold, UrnAnswers, UrnSilent, UrnOther, NoBallot string

	TrialNone, TrialOpen, TrialToken, TrialVoted, TrialGo, TrialKey string

	Passed, MendWindow, MendUrn, MendHost string

	ListTitle, ListVoted, ListPassed, ListWindow, ListUrn, ListHost, ListNot string
}

// OfTest says in sentences, one a line, what was looked at, and what to do next.
func (w *Words) OfTest(t *view.Test) string {
	f := &w.Test
	lines := []string{Fill(f.Key, "name", t.Name, "print", t.Fingerprint)}
	size := func(sentence string) string {
		return Fill(sentence, "cols", t.Cols, "rows", t.Rows, "needcols", view.MinCols, "needrows", view.MinRows)
	}
	switch {
	case t.Cols == 0:
		lines = append(lines, f.WindowUntold)
	case t.Cols < view.MinCols || t.Rows < view.MinRows:
		lines = append(lines, size(f.WindowSmall))
	default:
		lines = append(lines, size(f.WindowFits))
	}
	urn := map[string]string{view.TestPassed: f.UrnAnswers, view.TestHost: f.UrnOther}[t.Urn]
	if urn == "" {
		urn = f.UrnSilent
	}
	lines = append(lines, Fill(urn, "address", t.Booth), f.NoBallot)
	switch {
	case t.Outcome == view.TestVoted:
		lines = append(lines, f.TrialVoted)
	case t.Trial == "":
		lines = append(lines, f.TrialNone)
	case t.Collected:
		lines = append(lines, f.TrialToken)
	default:
		lines = append(lines, f.TrialOpen)
	}
	if t.Outcome == view.TestPassed && t.Trial != "" {
		return strings.Join(lines, "\n") // what is to be done has been said
	}
	next := map[string]string{view.TestPassed: f.Passed, view.TestVoted: f.Passed, view.TestWindow: f.MendWindow, view.TestHost: f.MendHost}[t.Outcome]
	if next == "" {
		next = f.MendUrn
	}
	return strings.Join(append(lines, size(next)), "\n")
}

// OfTested is the list of who has tried, one person a line, and how many have
// passed.
func (w *Words) OfTested(list []view.Tested) string {
	f := &w.Test
	passed := 0
	var lines []string
	for _, t := range list {
		outcome := map[string]string{"": f.ListNot, view.TestVoted: f.ListVoted, view.TestPassed: f.ListPassed, view.TestWindow: f.ListWindow, view.TestHost: f.ListHost}[t.Outcome]
		if outcome == "" {
			outcome = f.ListUrn
		}
		if t.Outcome == view.TestPassed || t.Outcome == view.TestVoted {
			passed++
		}
		role := Fill(w.Person.Seat, "seat", t.Seat)
		if t.Substitute {
			role = w.Person.Substitute
		}
		lines = append(lines, fmt.Sprintf("%s, %s: %s", t.Name, role, outcome))
	}
	return strings.Join(append([]string{Fill(f.ListTitle, "passed", passed, "all", len(list))}, lines...), "\n")
}

// OfWay is the way to the booth for a trial: the commands, each on a line of its
// own, and the key that ssh shows.
func (w *Words) OfWay(b *view.Booth) string {
	lines := append([]string{w.Test.TrialGo}, b.Commands...)
	if b.KeyPrint != "" {
		lines = append(lines, Fill(w.Test.TrialKey, "print", b.KeyPrint))
	}
	return strings.Join(lines, "\n")
}
