package words

import (
	"valurna/ballot/meeting"
	"valurna/ballot/view"
)

// States name how things stand in a meeting: of items, motions, speeches, votes, of the chair and
// of those who take part remotely.
type States struct {
	Adjourned string // "The meeting is adjourned: {cause}."
	Waits     string // where nothing can be decided and no reason has words

	Cause  Causes
	Remote Remotes
	Lost   Losses
	Stage  Stages
	Motion Motions
	Floor  Floors
	Vote   Votes
	Hand   Hands
	Choice Choices
}

// Causes of an adjournment.
type Causes struct{ Time, Order, Line, Gate, Quorum string }

// Remotes are the states of one who takes part remotely, or wants to.
type Remotes struct{ Applied, Refused, Granted, Identified, Admitted, InRoom string }

// Losses are why a line does not hold.
type Losses struct{ AV, Heartbeat, Overheard string }

// Stages of an item, and its outcomes.
type Stages struct {
	Waiting, Debate, Debated, Question, Approved, Perceived, VoteAsked, Voting, Aside,
	Decided, Tabled, Remitted, Ended string
}

// Motions are the kinds of motions, and what became of one.
type Motions struct{ Main, Reject, Table, Remit, Candidate, Withdrawn, Refused, Lost string }

// Floors are the kinds of speeches on the speakers' list.
type Floors struct{ Speech, Reply, Order string }

// Votes are the kinds of open votes, and the choices.
type Votes struct{ Table, Remit, Counter, Final, Yes, No, Abstain string }

// Hands are why the chair is handed over.
type Hands struct{ Absent, Line, Disqualified, Elected, Oldest, Back string }

// Choices are what the chair can do about an interruption, with {person} and {ballot}.
type Choices struct{ Confirm, Mend, Absent, Void, Aside, Close Told }

// OfInterruption says why nothing can be decided at the moment.
func (w *Words) OfInterruption(i *view.Interruption) string {
	why := w.Why(i.Form, i.Args)
	switch {
	case i.Cause != "":
		return Fill(w.States.Adjourned, "cause", w.OfCause(i.Cause))
	case why != "":
		return why
	case w.Lang == "en" && i.Text != "":
		return i.Text
	}
	return w.States.Waits
}

// OfChoices names what the chair can do about an interruption, and what follows from it.
func (w *Words) OfChoices(c view.Choice) Told {
	told, known := map[string]Told{
		view.ChoiceConfirm: w.States.Choice.Confirm, view.ChoiceMend: w.States.Choice.Mend,
		view.ChoiceAbsent: w.States.Choice.Absent, view.ChoiceVoid: w.States.Choice.Void,
		view.ChoiceAside: w.States.Choice.Aside, view.ChoiceClose: w.States.Choice.Close,
	}[c.Code]
	if !known {
		other := w.Steps.Other
		return Told{Fill(other.Name, "command", c.Command), Fill(other.Says, "command", c.Command)}
	}
	pairs := []any{"person", c.Person, "ballot", c.Ballot}
	return Told{Fill(told.Name, pairs...), Fill(told.Says, pairs...)}
}

// OfCause names the cause of an adjournment. Whatever is unknown here and below is
// shown as it came.
func (w *Words) OfCause(cause string) string {
	f := &w.States.Cause
	switch cause {
	case meeting.CauseTime:
		return f.Time
	case meeting.CauseOrder:
		return f.Order
	case meeting.CauseLine:
		return f.Line
	case meeting.CauseGate:
		return f.Gate
	case meeting.CauseQuorum:
		return f.Quorum
	}
	return cause
}

// OfRemote names the state of one who takes part remotely.
func (w *Words) OfRemote(state string) string {
	f := &w.States.Remote
	switch state {
	case view.RemoteApplied:
		return f.Applied
	case view.RemoteRefused:
		return f.Refused
	case view.RemoteGranted:
		return f.Granted
	case view.RemoteIdentified:
		return f.Identified
	case view.RemoteAdmitted:
		return f.Admitted
	case view.RemoteInRoom:
		return f.InRoom
	}
	return state
}

// OfLost says why a line does not hold.
func (w *Words) OfLost(cause string) string {
	f := &w.States.Lost
	switch cause {
	case meeting.LostAV:
		return f.AV
	case meeting.LostHeartbeat:
		return f.Heartbeat
	case meeting.LostOverheard:
		return f.Overheard
	}
	return cause
}

// OfStage names how far an item has come, or how it has ended.
func (w *Words) OfStage(stage string) string {
	f := &w.States.Stage
	switch stage {
	case meeting.StageWaiting:
		return f.Waiting
	case meeting.StageDebate:
		return f.Debate
	case meeting.StageDebated:
		return f.Debated
	case meeting.StageQuestion:
		return f.Question
	case meeting.StageApproved:
		return f.Approved
	case meeting.StagePerceived:
		return f.Perceived
	case meeting.StageVoteAsked:
		return f.VoteAsked
	case meeting.StageVoting:
		return f.Voting
	case meeting.StageAside:
		return f.Aside
	case meeting.Decided:
		return f.Decided
	case meeting.Tabled:
		return f.Tabled
	case meeting.Remitted:
		return f.Remitted
	case meeting.Ended:
		return f.Ended
	}
	return stage
}

// OfMotion names a kind of motion.
func (w *Words) OfMotion(kind string) string {
	f := &w.States.Motion
	switch kind {
	case meeting.KindMain:
		return f.Main
	case meeting.KindReject:
		return f.Reject
	case meeting.KindTable:
		return f.Table
	case meeting.KindRemit:
		return f.Remit
	case meeting.KindCandidate:
		return f.Candidate
	}
	return kind
}

// OfFate says what became of a motion that does not stand.
func (w *Words) OfFate(fate string) string {
	f := &w.States.Motion
	switch fate {
	case meeting.FateWithdrawn:
		return f.Withdrawn
	case meeting.FateRefused:
		return f.Refused
	case meeting.FateLost:
		return f.Lost
	}
	return fate
}

// OfFloor names a kind of speech on the speakers' list.
func (w *Words) OfFloor(kind string) string {
	f := &w.States.Floor
	switch kind {
	case meeting.FloorSpeech:
		return f.Speech
	case meeting.FloorReply:
		return f.Reply
	case meeting.FloorOrder:
		return f.Order
	}
	return kind
}

// OfVote names a kind of open vote.
func (w *Words) OfVote(kind string) string {
	f := &w.States.Vote
	switch kind {
	case meeting.VoteTable:
		return f.Table
	case meeting.VoteRemit:
		return f.Remit
	case meeting.VoteCounter:
		return f.Counter
	case meeting.VoteFinal:
		return f.Final
	}
	return kind
}

// OfChoice names a choice in an open vote.
func (w *Words) OfChoice(choice string) string {
	f := &w.States.Vote
	switch choice {
	case meeting.Yes:
		return f.Yes
	case meeting.No:
		return f.No
	case meeting.Abstain:
		return f.Abstain
	}
	return choice
}

// OfHand says why the chair is handed over.
func (w *Words) OfHand(cause string) string {
	f := &w.States.Hand
	switch cause {
	case meeting.HandAbsent:
		return f.Absent
	case meeting.HandLine:
		return f.Line
	case meeting.HandJav:
		return f.Disqualified
	case meeting.HandElected:
		return f.Elected
	case meeting.HandOldest:
		return f.Oldest
	case meeting.HandBack:
		return f.Back
	}
	return cause
}
