package words

// Join is what the window with desk and own booth says besides them.
type Join struct {
	Banner, Touch, Distrust, Missing string

	Vote Told // the step that leads to the booth
	Asks string
	In   string // what is asked of somebody whose vote is in

	OwnBegun, OwnCasting, OwnIn, OwnOut, Included, NotIncluded string

	DoneLeave, Left, Help string

	// Before the window: whom to believe.
	TrustTitle, TrustHow, TrustAsk, TrustWrong, TrustNeeded, TrustNot,
	TrustLater, Passphrase, PassphraseAgain, KeyPassphrase string
}
