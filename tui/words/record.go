package words

// Record is how the record of a meeting is written out as text (package tui/record).
// {who} is a person as Who writes one.
type Record struct {
	Title, Rehearsal, Words, Checked, Confirmed, Unconfirmed, Shown, Clock, Numbers, Running, Newer, None, And string

	Heads    RecordHeads
	Who      RecordWho
	Course   RecordCourse
	Presided RecordPresided
	Served   RecordServed
	Remote   RecordRemote
	Papers   RecordPapers
	Item     RecordItem
	Motion   RecordMotion
	Question RecordQuestion
	Vote     RecordVote
	Decision RecordDecision
	Ballot   RecordBallot
	Gate     RecordGate
	Odd      RecordOdd
	Limits   RecordLimits
}

// RecordHeads stand over the parts.
type RecordHeads struct {
	Course, Presided, Served, Substitutes, Remote, Papers, Attested, Gate, Keys, Odd, Trials, Limits string
}

// RecordWho writes persons and spans of time.
type RecordWho struct{ Seat, NoSeat, Span, Since string }

// RecordCourse is the meeting as a whole.
type RecordCourse struct {
	Notice, RollCall, Opened, Closed, Adjourned, AdjournedAlone, InItem, Resumed string

	QuorumMore, QuorumLeast, QuorumAny string

	Adjusters, Tellers string
}

// RecordPresided says how the chair was handed over.
type RecordPresided struct{ From string }

// RecordServed says how somebody served.
type RecordServed struct {
	Seat, Substitute, Remote, Left, Disqualified, BrokenOff, Barred string

	Stood string
}

// RecordRemote is what happened with those who take part from elsewhere.
type RecordRemote struct {
	Applied, Granted, Refused, Identified, Alone, AloneFor, NotAlone, Satisfied, Unsatisfied, Admitted,
	SeesNot, SeesNotRoom, Unseen, Lost, LostAlone, Back, InRoom, Left string
}

// RecordPapers is what was handed out, and what was attested.
type RecordPapers struct{ OfItem, OfMeeting, Hash, Got, GotBy, Attested, Document, Withdrawn, Replaced string }

// RecordItem is an item as a whole.
type RecordItem struct {
	Head, Candidates, Added, Returned, Begun, Again, Nominated, Debated, Aside, Ended, Jav, JavOwn, JavOff, Dissent, Untouched string
}

// RecordMotion is what happens to a motion.
type RecordMotion struct{ Made, MadeAs, Withdrawn, Refused, Lost string }

// RecordQuestion leads from the debate to a decision.
type RecordQuestion struct{ One, Several, Approved, Carried, Falls, Elected, VoteAsked string }

// RecordVote is an open vote.
type RecordVote struct {
	Opened, OpenedAlone, Result, CastingYes, CastingNo, Carried, NotCarried, Meets, Neither, Yes, No, Abstain, Void string
}

// RecordDecision is how an item was decided.
type RecordDecision struct {
	Motion, MotionAs, NoMotion, Elected, Tabled, Remitted, Acclaimed, Voted, Balloted, Minority, Present, Took string
}

// RecordBallot is a secret ballot. Nothing in it joins a voter to a choice.
type RecordBallot struct {
	Defined, Context, Order, OrderDrawn, Opened, Closed, Sealed, Root, Audited, Counted, Shuffled, Votes, Tie, Drawn,
	Certified, ElectedNobody, Void, Trial, Ended, NotEnded string
}

// RecordGate is what the guarantee gate and the registrar have found.
type RecordGate struct {
	Moment, All, Some, Times, Preflight, Restarted string
}

// RecordOdd is what stands in no journal where all goes well.
type RecordOdd struct{ Void, Reject, Pass, Missing, Complaint, Keys string }

// RecordLimits is what a record does not say.
type RecordLimits struct{ Names, Secret, Invalid, Word, Spoken, Minutes string }
