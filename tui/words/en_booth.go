package words

var englishBooth = Booth{
	Title:   "booth",
	Machine: "The urn's machine sees your choice, but not who you are.",

	WelcomeTitle: "Welcome to the booth",
	Welcome:      "There is one question here: {title}. You mark one of {n} options, or vote blank.",
	WelcomeMany:  "There is one question here: {title}. You mark exactly {k} of {n} options, or vote blank.",
	Secrecy:      "The ballot paper is sealed before it is put in, and is opened only together with all the others, shuffled. See to it that nobody watches your screen.",
	NotSecret:    "This vote is NOT secret: the ballot papers are not shuffled. Do not vote here if you were promised a secret vote; tell the chair.",
	Rehearsal:    "This is a rehearsal. Nothing is decided by it.",
	Trial:        "TRIAL BALLOT: it decides nothing.",
	TrialWelcome: "This is a trial ballot: all try the whole way to the urn before it matters. It decides nothing and is no part of the minutes.",
	Start:        "You can go back and change your mind until you cast. Press Enter to begin.",

	ChooseTitle:   "Mark your choice",
	ChooseOne:     "Mark one. Nothing is marked beforehand.",
	ChooseMany:    "Mark exactly {k}. Nothing is marked beforehand.",
	Number:        "Number keys mark.",
	NumberMany:    "Type a number to go there.",
	Marked:        "{n} of {k} chosen",
	Blank:         "Blank: I vote for none of them",
	NothingMarked: "Nothing is marked yet. Move with the arrows and mark with the space bar.",
	TooFew:        "{n} of {k} are chosen. Mark exactly {k}, or Blank.",
	TooMany:       "{k} are chosen already. First remove one with the space bar.",

	WordTitle: "A word of your own (optional)",
	WordWhy:   "A word that only you know makes your ballot code different from every other voter's, whatever the machine does. It is mixed in and cannot be read from the code.",
	WordHow:   "Write something nobody can guess, and not your name. Or leave it empty and press Enter.",
	WordField: "Word",
	WordEmpty: "(empty: the booth picks at random)",

	ReviewTitle:  "Is this right?",
	ReviewChoice: "You have marked",
	ReviewBlank:  "BLANK: you vote for none of them.",
	ReviewWord:   "Your own word: {word}",
	ReviewSeal:   "Press Enter to seal the ballot paper. It is not cast by that. Esc goes back to change.",

	SealingTitle: "Sealing",
	Sealing:      "The ballot paper is being sealed … Nothing is cast yet.",

	CodeTitle:  "Sealed, but NOT cast yet",
	NotIn:      "Your vote is not in yet.",
	CodeIs:     "Your ballot code:",
	CodeWhy:    "Write down at least the first two groups. After the vote is sealed you can find the code in the public list: then your ballot paper is in the count, unchanged.",
	CodeSafe:   "The code does not show how you voted.",
	CodeUnsafe: "Show it to nobody: the ballot papers are not shuffled, so whoever has the code can see how you voted once the bundle is out.",
	DropKey:    "x",
	Drop:       "throw the ballot paper away and leave",
	CodeCast:   "Press {key} to cast your vote. It cannot be changed after that. Esc goes back to change.",
	CastYes:    "yes, cast my vote",

	CastingTitle: "Casting",
	Casting:      "Your ballot paper is being put in the urn … Do not close the window. Wait until it says here that the vote is in.",

	DoneTitle:  "Your vote is in",
	Done:       "The urn has it, stored safely. You need do nothing more.",
	DoneCode:   "Your ballot code:",
	DoneLookup: "Look for it after the seal: {lookup}",
	DoneLeave:  "Press q to leave the booth, then close this window.",

	InTitle: "Your vote is in already",
	In:      "This seat has cast its vote in “{title}”, and a vote cannot be cast twice or changed. You need do nothing more. If it was not you, tell the chair now.",

	NoneTitle: "No vote is open for you",
	None:      "Press q. When your first page, Now, says that you should vote, come to the booth again.",

	ClosedTitle:  "The vote is closed",
	Closed:       "The vote “{title}” no longer accepts ballot papers. Your vote was NOT cast in this visit. Tell the chair if you did not have time.",
	ClosedUnsure: "The vote “{title}” no longer accepts ballot papers. It is not certain whether your vote is in. Write down your ballot code: if it stands in the public list after the seal, your vote is counted. Tell the chair.",

	ChangedTitle: "Another vote now",
	Changed:      "The booth is now for another vote, so what you had marked was thrown away. Nothing was cast.",

	SealFailed:   "The ballot paper could not be sealed: {error}. Nothing was cast.",
	SealNext:     "Press Enter to try again. If it fails again, tell the chair.",
	Refused:      "The vote was not accepted: {error}. This attempt put nothing in the urn.",
	RefusedNext:  "Press Enter to try again, or tell the chair.",
	NoAnswer:     "No answer came from the urn: {error}. It is not certain whether your vote is in.",
	NoAnswerNext: "Press Enter to try again. It is safe: the same ballot paper counts only once.",
	LoadFailed:   "The booth cannot see how the vote stands: {error}. Nothing was cast.",
	LoadNext:     "It tries again by itself. If it lasts, leave with q and tell the chair.",

	Earlier: "An earlier attempt ended without an answer, so it is not certain whether your vote is in. Write down your ballot code: if it stands in the public list after the seal, your vote is counted.",

	Left:         "The vote is closing: {left} left to cast.",
	CastNow:      "The time is up. Cast now if you can.",
	LeaveTitle:   "Leave the booth?",
	Leave:        "Your vote is NOT in. If you leave now, nothing is cast. You can come back while the vote is open.",
	LeaveCode:    "Your ballot paper is sealed but NOT cast. If you leave now, it is thrown away. You can come back while the vote is open.",
	LeaveCasting: "Wait: your ballot paper is being put in. It takes at most a minute.",
}
