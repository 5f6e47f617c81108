package words

// Booth is what a voter in the booth reads.
type Booth struct {
	Title, Machine string

	WelcomeTitle, Welcome, WelcomeMany, Secrecy, SecrecyOwn, SecrecyHosted, Rehearsal, Trial, TrialWelcome, Start string

	ChooseTitle, ChooseOne, ChooseMany, Number, NumberMany, Typed, NoSuch, Marked, Blank,
	NothingMarked, TooFew, TooMany string

	WordTitle, WordWhy, WordHow, WordField, WordEmpty string

	ReviewTitle, ReviewChoice, ReviewBlank, ReviewWord, ReviewSeal string

	SealingTitle, Sealing string

	CodeTitle, NotIn, CodeIs, CodeWhy, CodeSafe, CodeOwn, CodeCast, CastYes string

	// The test of the booth: offered beside casting, and never in its way.
	CodeTest, TestKey, TestHint, AuditTitle, AuditWarn, AuditOpen, OpenKey, OpenHint,
	AuditingTitle, Auditing, TestedTitle, Tested, TestedCheck, TestedCode, TestedChose,
	TestedNext, TestedHint, AuditNoAnswer, AuditRefused, AuditNext string

	CastingTitle, Casting string

	DoneTitle, Done, DoneCode, DoneLookup, DoneLeave string

	// The end of a visit to the hosted booth.
	Tail, IdleSoon, IdleEnded string

	// Named is for who comes under a login name.
	Named string

	InTitle, In string

	NoneTitle, None, Again, Help string

	ClosedTitle, Closed, ClosedUnsure string

	ChangedTitle, Changed string

	SealFailed, SealNext, Refused, RefusedNext, NoAnswer, NoAnswerNext,
	Earlier, LoadFailed, LoadNext string

	Left, CastNow, LeaveTitle, Leave, LeaveCode, LeaveCasting,
	DropKey, Drop string
}

// OfSecrecy says from whom the choice is kept, and by what: threshold trustees
// together could open a ballot that was sealed on the voter's own machine.
func (b *Booth) OfSecrecy(hosted bool, threshold int) string {
	if hosted {
		return b.SecrecyHosted
	}
	return Fill(b.SecrecyOwn, "t", threshold)
}

// OfCode says what the code tells others. Only an own booth could keep what proves
// more than the code does; this program's does not.
func (b *Booth) OfCode(hosted bool) string {
	if hosted {
		return b.CodeSafe
	}
	return b.CodeSafe + " " + b.CodeOwn
}
