package words

// Standing is what sets one apart in the meeting just now.
type Standing struct {
	Queue, Floor,
	Jav, Serving, Next, Waiting, Substitute, Remote, Lost string
}

var swedishStanding = Standing{
	Queue:      "Du står på talarlistan: {n} före dig.",
	Floor:      "Du har ordet.",
	Jav:        "Du är jävig i ärende {item} och deltar inte i det.",
	Serving:    "Du tjänstgör som ersättare på plats {seat}.",
	Next:       "Du står först i tur att kallas in som ersättare.",
	Waiting:    "Du är här som ersättare; {n} kallas in före dig.",
	Substitute: "Du är ersättare och inte anmäld som närvarande.",
	Remote:     "Distans: {state}.",
	Lost:       "Förbindelsen räknas som bruten: {cause}.",
}

var danishStanding = Standing{
	Queue:      "Du står på talerlisten: {n} før dig.",
	Floor:      "Du har ordet nu.",
	Jav:        "Du er inhabil i sag {item} og deltager ikke i den.",
	Serving:    "Du gør tjeneste som stedfortræder på plads {seat}.",
	Next:       "Du er den første, der kaldes ind som stedfortræder.",
	Waiting:    "Du er her som stedfortræder; {n} kaldes ind før dig.",
	Substitute: "Du er stedfortræder og ikke meldt som til stede.",
	Remote:     "Fjerndeltagelse: {state}.",
	Lost:       "Forbindelsen regnes som afbrudt: {cause}.",
}

var englishStanding = Standing{
	Queue:      "You are on the speakers' list: {n} before you.",
	Floor:      "You have the floor.",
	Jav:        "You are disqualified from item {item} and take no part in it.",
	Serving:    "You serve as a substitute on seat {seat}.",
	Next:       "You are the first substitute to be called in.",
	Waiting:    "You are here as a substitute; {n} are called in before you.",
	Substitute: "You are a substitute and not recorded as here.",
	Remote:     "Remote: {state}.",
	Lost:       "The line counts as lost: {cause}.",
}
