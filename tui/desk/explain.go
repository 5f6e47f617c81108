package desk

import (
	"strings"

	"valurna/ballot/view"
	"valurna/tui/words"
)

// Explain is a refusal as a command prints it: what happened, what was not done,
// what to do next, and the law where there is one.
func Explain(p *view.Problem, w *words.Words) string {
	text, next := w.OfProblem(p)
	parts := []string{text}
	if next != "" {
		parts = append(parts, next)
	}
	if p.Rule != "" {
		parts = append(parts, "["+w.OfRule(p.Rule)+"]")
	}
	return strings.Join(parts, " ")
}
