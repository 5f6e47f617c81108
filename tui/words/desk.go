package words

import (
	"strings"

	"valurna/ballot/view"
)

// Ask is what is asked of the person now, one sentence each.
type Ask struct {
	Observer, CheckIn, WaitRoll, WaitOpen, Nothing, Vote, Choose, NotEligible,
	Closing, ClosingOut, Preparing, Working, Window, Counted, Ended, Chair, ChairVote, Trial, TrialLead,
	Called, SayCode, // one's name is called; {code} is said aloud to the chair
	Do, Jav, Voted, VoteWait, MayAsk, Debate, Follow string
}

// Now is the desk's first page.
type Now struct {
	Asked, Open, NothingOpen, UrnAway, Way, WayHow, KeyPrint, Steps, Copied, Result, Remote, More string
}

// Told is a name and the sentence that explains it.
type Told struct{ Name, Says string }

// Phases of a ballot, in their order, and what waits.
type Phases struct {
	Preparing, Open, Closing, Counting, Window, Decrypting, Counted, Certified, Void Told

	Step                        string // "step 3 of 8"
	WaitsFor, Trustee, Witness  string
	GraceLeft, WindowLeft, Over string
	Until                       string
	About, Minutes, Seconds     string
}

// Steps are the things that can be done: a label, and what it will do.
type Steps struct {
	CheckInRoom, CheckInRemote, CheckOut, MeetingOpen, MeetingClose,
	TrialOpen, TrialCertify, BallotOpen, BallotClose, BallotLot, BallotCertify, BallotChoose, Absent, Other Told
}

// Confirm is the page that asks before anything is done.
type Confirm struct{ Title, Will, Command, Gone string }

// Answer is the page after a command.
type Answer struct {
	Running, Done, Failed, Happened, NotDone, Unsure, NoAnswer, Look, Next, Rule string
}

// Agenda page.
type Agenda struct{ Title, Empty, Waiting, Now, Done, Secret string }

// Ballot describes one vote: its counts and its result.
type Ballot struct {
	Title, Empty, ElectOne, ElectMany, Counts, Eligible, Tokens, Cast, NoNames,
	Valid, Invalid, Blank, Votes, Elected, ElectedByLot, Order, Tie, TieDrawing, TieDrawn, TieAgain, Replay, Unanimous, Collected,
	NotCollected, Wrong, Reason, Trouble, YouMay, YouMayNot, Trial string
}

// Checks page: keys, trustees, witnesses.
type Checks struct {
	Title, Keys, Waiting, Running, Ready, Aborted, Left, Parties, Online,
	Offline, NoParties, YourKey, Urn, Gate, Lines, Quantum, Classical string
}

// Trust is the page with the manifest's words.
type Trust struct{ Title, How, Differ string }

// Help page.
type Help struct{ Title, Pages, Panic, Steps, Vote, Secret, Limits, Plain string }

// OfPhase names and explains a phase, and says how far it is: place 1 to 8, and
// 0 for a void ballot or one that is unknown.
func (w *Words) OfPhase(p view.Phase) (told Told, place int) {
	f := &w.Phase
	switch p {
	case view.PhasePreparing:
		return f.Preparing, 1
	case view.PhaseOpen:
		return f.Open, 2
	case view.PhaseClosing:
		return f.Closing, 3
	case view.PhaseCounting:
		return f.Counting, 4
	case view.PhaseWindow:
		return f.Window, 5
	case view.PhaseDecrypting:
		return f.Decrypting, 6
	case view.PhaseCounted:
		return f.Counted, 7
	case view.PhaseCertified:
		return f.Certified, LastPhase
	case view.PhaseVoid:
		return f.Void, 0
	}
	return Told{Name: string(p)}, 0
}

// LastPhase is the place of a certified ballot.
const LastPhase = 8

// OfStep gives a step's label and what it will do; the placeholders are left for the
// caller. A step unknown here shows its command.
func (w *Words) OfStep(s view.Step) Told {
	t := &w.Steps
	switch s.ID {
	case view.StepCheckInRoom:
		return t.CheckInRoom
	case view.StepCheckInRemote:
		return t.CheckInRemote
	case view.StepCheckOut:
		return t.CheckOut
	case view.StepMeetingOpen:
		return t.MeetingOpen
	case view.StepMeetingClose:
		return t.MeetingClose
	case view.StepTrialOpen:
		return t.TrialOpen
	case view.StepBallotOpen:
		return t.BallotOpen
	case view.StepBallotClose:
		return t.BallotClose
	case view.StepBallotLot:
		return t.BallotLot
	case view.StepBallotCertify:
		return t.BallotCertify
	case view.StepBallotChoose:
		return t.BallotChoose
	case view.StepVote:
		return w.Join.Vote
	case view.StepTest:
		return w.Test.Step
	}
	if told, known := stepWords[w.Lang][s.ID]; known {
		return told
	}
	command := strings.Join(s.Args, " ")
	return Told{Fill(t.Other.Name, "command", command), Fill(t.Other.Says, "command", command)}
}

// OfParty names a trustee or witness: "trustee/anna" is "trustee anna".
func (w *Words) OfParty(name string) string {
	switch role, rest, ok := strings.Cut(name, "/"); {
	case name == "urn":
		return w.Checks.Urn
	case ok && role == "trustee":
		return w.Phase.Trustee + " " + rest
	case ok && role == "witness":
		return w.Phase.Witness + " " + rest
	}
	return name
}

// OfKeys names the state of the trustees' ceremony.
func (w *Words) OfKeys(state string) string {
	switch state {
	case "waiting":
		return w.Checks.Waiting
	case "running":
		return w.Checks.Running
	case "ready":
		return w.Checks.Ready
	case "aborted":
		return w.Checks.Aborted
	}
	return state
}
