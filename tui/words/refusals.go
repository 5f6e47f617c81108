package words

import "valurna/ballot/view"

// refusal is one refusal in one language: what is asked and what was not done, and
// what to do next.
type refusal struct{ Text, Next string }

// lawRefusals are those of rules that are sources of law, whoever refuses by them;
// ruleRefusals those of the meeting's own rules.
var (
	lawRefusals  = map[string]map[string]refusal{"sv": swedishLaw, "da": danishLaw, "en": englishLaw}
	ruleRefusals = map[string]map[string]refusal{"sv": swedishRules, "da": danishRules, "en": englishRules}
)

// OfProblem gives a refusal in this language by its code, for a rule of the meeting
// with the reason before it. One that the screens have no words for is shown as the
// server wrote it, in English.
func (w *Words) OfProblem(p *view.Problem) (text, next string) {
	why := w.Why(p.Form, p.Args)
	switch r, ok := w.refusal(p); {
	case !ok:
		return p.Text, p.Next
	case r.Next == "" && why != "": // it says what to write
		return r.Text, why
	case r.Next == "": // the server lists the commands
		return r.Text, p.Next
	case why != "":
		return why + " " + r.Text, r.Next
	default:
		return r.Text, r.Next
	}
}

func (w *Words) refusal(p *view.Problem) (refusal, bool) {
	if p.Form == "" {
		r, ok := serverRefusals[w.Lang][p.Code]
		if !ok && w.Lang != "en" {
			r, ok = lawRefusals[w.Lang][p.Code]
		}
		return r, ok
	}
	if r, ok := lawRefusals[w.Lang][p.Code]; ok {
		return r, true
	}
	if r, ok := ruleRefusals[w.Lang][p.Code]; ok {
		return r, true
	}
	if title(w.Lang, p.Code) == "" {
		return refusal{}, false
	}
	r := refusal{w.Gate.Refused, w.Gate.Look}
	if len(p.Args) == 2 {
		if mend := w.mend(p.Args[1]); mend != "" {
			r.Next = mend + " " + r.Next
		}
	}
	return r, true
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
	if text, ok := commandReplies[w.Lang][r.Code]; ok {
		return text
	}
	return r.Text
}
