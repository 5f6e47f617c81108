// Package guarantee is the gate: from evidence about a meeting to a verdict on each
// guarantee, and so to whether members may take part remotely, whether they may
// vote remotely in a secret ballot, and whether a ballot may be opened at all.
//
// For most uses call Evaluate and ask the Panel. Everything is refused that is not
// shown: the zero Evidence makes every guarantee Unknown, the zero Panel permits
// nothing, and there is no key that overrides a verdict. The gate is about meetings
// that decide; trial ballots and rehearsals are not asked about.
//
// Ids G1 to G20 are the guarantees of the law (kommunallagen, KL, and the seed
// documents' rules A01 to A28); S1 to S8 are what this system promises beyond them;
// A20 draws the consequence for the whole meeting.
package guarantee

import "strings"

// Verdict is what the evidence says about a guarantee.
type Verdict string

// The verdicts. Unknown refuses what Fails refuses.
const (
	Holds   Verdict = "holds"
	Fails   Verdict = "fails"
	Unknown Verdict = "unknown"
)

// Effect is what a guarantee refuses while it does not hold: one or more letters.
type Effect string

// The effects.
const (
	Participation Effect = "P" // remote participation
	Voting        Effect = "V" // remote voting in secret ballots, and by A20 more
	Opening       Effect = "X" // opening a ballot, whoever votes from where
	Hosted        Effect = "H" // the hosted booth; own booths remain

	// Ballots is what the system promises to every voter, in the room too.
	Ballots = Voting + Opening
)

// Refuses says whether e refuses what the effect what stands for.
func (e Effect) Refuses(what Effect) bool {
	return what != "" && strings.Contains(string(e), string(what))
}

// Moment is when the gate is asked. A later moment asks all that an earlier one
// asks, and more: of a ballot that does not exist yet nothing can be known.
type Moment string

// The moments. At Certification the facts about persons are those of the time until
// the ballot was stopped. Any other value is asked everything.
const (
	Admission     Moment = "admission"     // of remote members to the meeting
	Agenda        Moment = "agenda"        // a change of it, such as a new item (KL 5:52)
	OpeningOf     Moment = "opening"       // of a ballot: defined, before the entry that opens it
	Running       Moment = "running"       // a ballot is open
	Certification Moment = "certification" // of its result
)

// order is the place of a moment in a ballot's course.
func (m Moment) order() int {
	switch m {
	case Admission, Agenda:
		return 0
	case OpeningOf:
		return 1
	case Running:
		return 2
	}
	return 3
}

// Finding is the verdict on one guarantee. Evidence and Mend are English sentences
// that name persons by number only; other languages have words for Code and fill in
// Args. Nothing from outside stands in any of them but numbers, days and names of
// algorithms.
type Finding struct {
	ID       string   `json:"id"`   // "G6"
	Code     string   `json:"code"` // the reason: "G6-matrix", or "G6-holds"
	Effect   Effect   `json:"effect"`
	Verdict  Verdict  `json:"verdict"`
	Evidence string   `json:"evidence"`
	Source   string   `json:"source"` // the legal source, of the reason if there is one
	Mend     string   `json:"mend"`   // what to do; "" if it holds
	Args     []Arg    `json:"args"`
	Also     []string `json:"also"` // codes of this guarantee's other reasons
}

// Arg is one value that stands in a sentence as {Name}.
type Arg struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Evaluate gives the verdict on every guarantee, always all of them and in the same
// order. It depends on its arguments alone.
func Evaluate(m Moment, e Evidence) Panel {
	f := newFacts(&e)
	panel := make(Panel, 0, len(guarantees))
	for _, g := range guarantees {
		finding := g.judge(m, f)
		f.note(finding)
		panel = append(panel, finding)
	}
	return panel
}
