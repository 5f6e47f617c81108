package words

// Booth is what a voter in the booth reads.
type Booth struct {
	Title, Machine string

	WelcomeTitle, Welcome, WelcomeMany, Secrecy, NotSecret, Rehearsal, Trial, TrialWelcome, Start string

	ChooseTitle, ChooseOne, ChooseMany, Number, NumberMany, Marked, Blank,
	NothingMarked, TooFew, TooMany string

	WordTitle, WordWhy, WordHow, WordField, WordEmpty string

	ReviewTitle, ReviewChoice, ReviewBlank, ReviewWord, ReviewSeal string

	SealingTitle, Sealing string

	CodeTitle, NotIn, CodeIs, CodeWhy, CodeSafe, CodeUnsafe, CodeCast, CastYes string

	// The test of the booth: offered beside casting, and never in its way.
	CodeTest, TestKey, TestHint, AuditTitle, AuditWarn, AuditOpen, OpenKey, OpenHint,
	AuditingTitle, Auditing, TestedTitle, Tested, TestedCheck, TestedCode, TestedChose,
	TestedNext, TestedHint, AuditNoAnswer, AuditRefused, AuditNext string

	CastingTitle, Casting string

	DoneTitle, Done, DoneCode, DoneLookup, DoneLeave string

	InTitle, In string

	NoneTitle, None string

	ClosedTitle, Closed, ClosedUnsure string

	ChangedTitle, Changed string

	SealFailed, SealNext, Refused, RefusedNext, NoAnswer, NoAnswerNext,
	Earlier, LoadFailed, LoadNext string

	Left, CastNow, LeaveTitle, Leave, LeaveCode, LeaveCasting,
	DropKey, Drop string
}

// OfCode says what the code tells others: nothing once ballot papers have been
// shuffled, and the vote itself while they are not.
func (b *Booth) OfCode(secret bool) string {
	if secret {
		return b.CodeSafe
	}
	return b.CodeUnsafe
}
