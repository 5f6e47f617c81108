package words

// Plain is what the line mode says besides what the screens say: the same ballot
// and the same desk in numbered questions, for speech, braille and terminals that
// cannot draw. Each sentence stands on a line of its own.
type Plain struct {
	Yes, No, Test string // the words that are typed

	Hint, TooLong, Ended, LeaveAsk, YesOrNo string

	// In the booth.
	BoothHelp, Question, Begin, Options, AskOne, AskMany, SameLength,
	NotListed, WrongCount, Twice, ZeroAmong, WordAsk, WordTooLong, Review, Cast,
	TestOffer, AuditAsk, TestedNext, RetryTest,
	RetrySame, RetryOrChange, Wait, Again, BoothDone, LeftNothing, LeftUnsure string

	// At the desk.
	DeskHelp, BoothWay, AskStep, NoSteps, NoSuchStep, DoIt, NotDone, Gone, Look,
	Unseen, More, MeetingNow, BallotOpen, BallotNow, MeNow, NewSteps, DeskDone,
	Page, Pages, NoPage, MoreSteps, Panic, FindChoice, Several, ManyFound string
}
