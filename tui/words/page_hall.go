package words

// Hall is the seats, as they stand in the hall.
type Hall struct {
	First,
	Substitutes, Here, Gone,
	Title, Summary, Empty, Next, Floor, Asked, Jav, Lost string
}

var swedishHall = Hall{
	First:       "kallas in först",
	Substitutes: "Ersättare, i den ordning de kallas in", Here: "här", Gone: "inte här",
	Title:   "Närvaro",
	Summary: "{present} av {seats} platser incheckade",
	Empty:   "Det finns inga platser än.",
	Next:    "Näste ersättare i tur: {who}",
	Floor:   "har ordet",
	Asked:   "ropas upp",
	Jav:     "jävig",
	Lost:    "förbindelsen bruten",
}

var danishHall = Hall{
	First:       "kaldes ind først",
	Substitutes: "Stedfortrædere, i den rækkefølge de kaldes ind", Here: "her", Gone: "ikke her",
	Title:   "Fremmøde",
	Summary: "{present} af {seats} pladser tjekket ind",
	Empty:   "Der er ingen pladser endnu.",
	Next:    "Næste stedfortræder: {who}",
	Floor:   "har ordet",
	Asked:   "råbes op",
	Jav:     "inhabil",
	Lost:    "forbindelsen afbrudt",
}

var englishHall = Hall{
	First:       "is called in first",
	Substitutes: "Substitutes, in the order in which they are called in", Here: "here", Gone: "not here",
	Title:   "Presence",
	Summary: "{present} of {seats} seats checked in",
	Empty:   "There are no seats yet.",
	Next:    "Next substitute: {who}",
	Floor:   "has the floor",
	Asked:   "is called",
	Jav:     "disqualified",
	Lost:    "line lost",
}
