package words

// Speakers is the speakers' list.
type Speakers struct {
	Title, NoItem, Has, Since, Free, Line, Waiting, Nobody, You string
}

var swedishSpeakers = Speakers{
	Title:   "Talarlista",
	NoItem:  "Inget ärende behandlas nu, så ingen kan begära ordet.",
	Has:     "{who} har ordet.",
	Since:   "{who} har ordet sedan {time}.",
	Free:    "Ingen har ordet.",
	Line:    "Streck i debatten är draget: bara replik och ordningsfråga kan begäras.",
	Waiting: "Väntar på ordet: {n}",
	Nobody:  "Ingen.",
	You:     "du",
}

var danishSpeakers = Speakers{
	Title:   "Talerliste",
	NoItem:  "Ingen sag behandles nu, så ingen kan bede om ordet.",
	Has:     "{who} har ordet.",
	Since:   "{who} har ordet siden {time}.",
	Free:    "Ingen har ordet.",
	Line:    "Talerlisten er lukket: kun replik og forretningsorden kan begæres.",
	Waiting: "Venter på ordet: {n}",
	Nobody:  "Ingen.",
	You:     "dig",
}

var englishSpeakers = Speakers{
	Title:   "Speakers' list",
	NoItem:  "No item is handled now, so nobody can ask for the floor.",
	Has:     "{who} has the floor.",
	Since:   "{who} has had the floor since {time}.",
	Free:    "Nobody has the floor.",
	Line:    "The list is closed: only a reply or a point of order can be asked for.",
	Waiting: "Waiting for the floor: {n}",
	Nobody:  "Nobody.",
	You:     "you",
}
