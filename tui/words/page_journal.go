package words

// Journal is the public journal, for observers.
type Journal struct {
	Title, Newest, Unwitnessed, Witnessed, By, Root string
}

var swedishJournal = Journal{
	Title:       "Journalen",
	Newest:      "Senaste posterna, nyast först",
	Unwitnessed: "Inget kvorum av kontrollvittnen har skrivit under journalen än.",
	Witnessed:   "Kontrollvittnena har skrivit under {size} av {entries} poster, senast {time}.",
	By:          "Underskrivna av: {names} (minst {quorum} krävs)",
	Root:        "Journalens rot: {root}",
}

var danishJournal = Journal{
	Title:       "Journalen",
	Newest:      "Seneste poster, nyeste først",
	Unwitnessed: "Intet kvorum af kontrolvidner har underskrevet journalen endnu.",
	Witnessed:   "Kontrolvidnerne har underskrevet {size} af {entries} poster, senest {time}.",
	By:          "Underskrevet af: {names} (mindst {quorum} kræves)",
	Root:        "Journalens rod: {root}",
}

var englishJournal = Journal{
	Title:       "The journal",
	Newest:      "Latest entries, newest first",
	Unwitnessed: "No quorum of witnesses has cosigned the journal yet.",
	Witnessed:   "The witnesses have cosigned {size} of {entries} entries, last at {time}.",
	By:          "Cosigned by: {names} (at least {quorum} needed)",
	Root:        "Root of the journal: {root}",
}
