package view

// Own says how my vote stands as my own booth knows it; no server is asked, and
// none can say it.
type Own string

const (
	OwnNone    Own = ""        // nothing begun on this machine
	OwnBegun   Own = "begun"   // begun, not in yet: go on
	OwnCasting Own = "casting" // finished and on its way by itself; not known to be in
	OwnIn      Own = "in"      // the urn's receipt is on this machine's disk
	OwnOut     Own = "out"     // finished too late: it is not in
)

// StepVote leads to the booth on one's own machine. Its Args are "vote" and the
// ballot; only a program that has such a booth offers it.
const StepVote = "vote"

// Line says how a program at home stands with the meeting. Texts are "" where
// there is nothing to say.
type Line struct {
	Touch    bool     // a hardware key waits for a touch
	Offline  string   // why there is no connection now
	Distrust string   // what the registrar did; nothing of it is believed
	Missing  []string // titles of ballots in which mine was left out
}
