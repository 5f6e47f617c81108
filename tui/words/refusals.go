package words

import "valurna/ballot/view"

// refusal is one refusal in one language: what happened and what was not done,
// and what to do next.
type refusal struct{ Text, Next string }

// OfProblem gives a refusal in this language by its code. One that the screens
// have no words for is shown as the server wrote it, in English.
func (w *Words) OfProblem(p *view.Problem) (text, next string) {
	r, ok := refusals[w.Lang][p.Code]
	switch {
	case !ok:
		return p.Text, p.Next
	case r.Next == "": // the server lists the commands
		return r.Text, p.Next
	}
	return r.Text, r.Next
}

// OfReply says what a command has done, by its code; a code without words is
// shown as the server wrote it, in English.
func (w *Words) OfReply(r view.Reply) string {
	switch {
	case r.Test != nil:
		return w.OfTest(r.Test)
	case r.Booth != nil:
		return w.OfWay(r.Booth)
	case r.Code == "tested-list":
		return w.OfTested(r.Tested)
	}
	if text, ok := replies[w.Lang][r.Code]; ok {
		return text
	}
	return r.Text
}
