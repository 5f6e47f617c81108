package words

var englishJoin = Join{
	Banner:   "Own booth: your choice never leaves this machine unencrypted.",
	Touch:    "Touch your key: it blinks and waits.",
	Distrust: "STOP. Do not vote, and tell the chair: {error}",
	Missing:  "STOP. Your ballot in “{title}” is NOT among the sealed ballots, although the urn gave a receipt. Tell the chair at once, and keep this machine's files.",

	Vote: Told{"Vote now: {title}", "The booth opens in this window. Nothing is cast until you say so there."},
	Asks: "Vote now: {title}. Choose it below. Nothing is cast until you say so in the booth.",
	In:   "Your vote in “{title}” is in. Nothing more is asked of you.",

	OwnBegun:    "Your vote is not in yet: choose “Vote now” and go on.",
	OwnCasting:  "Your ballot paper is finished but not known to be in yet. It is being cast by itself: leave this window open.",
	OwnIn:       "Your vote is in.",
	OwnOut:      "Your vote is NOT in: the vote closed first. Tell the chair if you did not have time.",
	Included:    "Checked by this machine: your ballot paper is among the sealed ones, unchanged.",
	NotIncluded: "YOUR BALLOT PAPER IS MISSING among the sealed ones, although the urn gave a receipt. Tell the chair at once.",

	DoneLeave: "Press q to go back to the first page.",
	Left:      "You have left the booth. The first page says how your vote stands.",

	Help: "You vote in the booth, which opens in this window when you choose “Vote now”. The first page says how your vote stands; a vote that was broken off goes on by itself when this program runs.",

	TrustTitle:      "Is this the right meeting?",
	TrustHow:        "Compare these ten words with the notice of the meeting or your invitation, aloud and word by word.",
	TrustAsk:        "If all ten are the same: type the first and the last word, with a space between. If any differs: press Enter, and tell the chair.",
	TrustWrong:      "Those are not the first and the last word. Nothing was sent.",
	TrustNeeded:     "Nobody has compared this meeting's words on this machine, and there is no terminal to ask in. Nothing was sent. Add --words and the ten words of the notice, or --manifest FILE.",
	TrustNot:        "You did not confirm the words, so nothing was sent. Tell the chair if they differ from the notice.",
	TrustLater:      "Remembered: next time nothing is asked, and any other meeting in its place is refused.",
	Passphrase:      "Passphrase of your booth's records: ",
	PassphraseAgain: "The same passphrase once more: ",
	KeyPassphrase:   "Passphrase of {file}: ",
}
