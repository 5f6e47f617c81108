package words

// Papers is the papers of the meeting.
type Papers struct {
	Title, None, Item, Receipts, Mine, Hand, Host, HandArgs, Missing, Unreadable string
}

var swedishPapers = Papers{
	Title:      "Handlingar",
	None:       "Inga handlingar är utlämnade än.",
	Item:       "ärende {item}",
	Receipts:   "mottagen av {n} av {all}",
	Mine:       "du har kvitterat",
	Hand:       "Lämna ut en handling, från din egen dator:",
	Host:       "VÄRD",
	HandArgs:   "ÄRENDE TITEL < FIL",
	Missing:    "{n} har inte kvitterat: {names}",
	Unreadable: "Den här handlingen kan inte visas som text. Hämta den: paper get {n}",
}

var danishPapers = Papers{
	Title:      "Bilag",
	None:       "Ingen bilag er udleveret endnu.",
	Item:       "sag {item}",
	Receipts:   "modtaget af {n} af {all}",
	Mine:       "du har kvitteret",
	Hand:       "Udlever et bilag, fra din egen computer:",
	Host:       "VÆRT",
	HandArgs:   "SAG TITEL < FIL",
	Missing:    "{n} har ikke kvitteret: {names}",
	Unreadable: "Dette bilag kan ikke vises som tekst. Hent det: paper get {n}",
}

var englishPapers = Papers{
	Title:      "Papers",
	None:       "No papers have been handed out yet.",
	Item:       "item {item}",
	Receipts:   "received by {n} of {all}",
	Mine:       "you have acknowledged it",
	Hand:       "Hand out a paper, from your own computer:",
	Host:       "HOST",
	HandArgs:   "ITEM TITLE < FILE",
	Missing:    "{n} have not acknowledged it: {names}",
	Unreadable: "This paper cannot be shown as text. Fetch it: paper get {n}",
}
