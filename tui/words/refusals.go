package words

import "valurna/ballot/view"

// refusal is one refusal in one language: what happened and what was not done,
// and what to do next.
type refusal struct{ Text, Next string }

// OfProblem gives a refusal in this language by its code. One that the screens
// have no words for is shown as the server wrote it, in English.
func (w *Words) OfProblem(p *view.Problem) (text, next string) {
	if r, ok := refusals[w.Lang][p.Code]; ok {
		return r.Text, r.Next
	}
	return p.Text, p.Next
}
