package words

// Panel is the panel of the guarantees as a whole.
type Panel struct {
	Allowed, Refused string // at most ten cells wide

	Rehearsal string
	Do        string // heads what is to be done, in order
	All       string // heads all guarantees
}

var swedishPanel = Panel{
	Allowed: "TILLÅTET", Refused: "NEJ",
	Rehearsal: "Det här är en övning: den avgör ingenting, och ingen garanti hindrar den.",
	Do:        "Gör detta, i den här ordningen:", All: "Alla garantier:",
}

var danishPanel = Panel{
	Allowed: "TILLADT", Refused: "NEJ",
	Rehearsal: "Dette er en øvelse: den afgør intet, og ingen garanti standser den.",
	Do:        "Gør dette, i denne rækkefølge:", All: "Alle garantier:",
}

var englishPanel = Panel{
	Allowed: "ALLOWED", Refused: "NO",
	Rehearsal: "This is a rehearsal: it decides nothing, and no guarantee stops it.",
	Do:        "Do this, in this order:", All: "All guarantees:",
}
