package words

// Item is an item of the agenda, and what is put on it.
type Item struct {
	Undecided,
	Now, Falls, Motion, Decision, Elected, Dissents, Candidates, Places, Ballot, Put, Perceived,
	PerceivedElected, VoteAsked, Vote, Turn, AllVoted, SoFar string
}

var swedishItem = Item{
	Undecided:        "Förblir oavgjort",
	Now:              "Det som behandlas nu",
	Falls:            "förslaget faller",
	Motion:           "yrkande {motion}",
	Decision:         "Beslut: {text}",
	Elected:          "Valda: {names}",
	Dissents:         "Reservation: {names}",
	Candidates:       "Kandidater",
	Places:           "{n} ska väljas.",
	Ballot:           "Sluten omröstning",
	Put:              "Propositionsordning: {order}",
	Perceived:        "Ordföranden finner att mötet har bifallit {motion}. Klubban har inte fallit.",
	PerceivedElected: "Ordföranden finner att mötet har valt {names}. Klubban har inte fallit.",
	VoteAsked:        "Omröstning är begärd.",
	Vote:             "Öppen omröstning: {kind}",
	Turn:             "Nu ropas upp: {who}",
	AllVoted:         "Alla har röstat. Ordföranden tillkännager resultatet.",
	SoFar:            "Hittills: {votes}",
}

var danishItem = Item{
	Undecided:        "Forbliver uafgjort",
	Now:              "Det, der behandles nu",
	Falls:            "forslaget falder",
	Motion:           "forslag {motion}",
	Decision:         "Beslutning: {text}",
	Elected:          "Valgt: {names}",
	Dissents:         "Afvigende mening: {names}",
	Candidates:       "Kandidater",
	Places:           "{n} skal vælges.",
	Ballot:           "Hemmelig afstemning",
	Put:              "Afstemningsrækkefølge: {order}",
	Perceived:        "Formanden finder, at mødet har vedtaget {motion}. Hammeren er ikke faldet.",
	PerceivedElected: "Formanden finder, at mødet har valgt {names}. Hammeren er ikke faldet.",
	VoteAsked:        "Der er begæret afstemning.",
	Vote:             "Åben afstemning: {kind}",
	Turn:             "Nu råbes op: {who}",
	AllVoted:         "Alle har stemt. Formanden meddeler resultatet.",
	SoFar:            "Indtil nu: {votes}",
}

var englishItem = Item{
	Undecided:        "Stays undecided",
	Now:              "What is handled now",
	Falls:            "the motion falls",
	Motion:           "motion {motion}",
	Decision:         "Decision: {text}",
	Elected:          "Elected: {names}",
	Dissents:         "Dissent: {names}",
	Candidates:       "Candidates",
	Places:           "{n} to be elected.",
	Ballot:           "Secret ballot",
	Put:              "Order of questions: {order}",
	Perceived:        "The chair finds that the meeting has agreed to {motion}. The gavel has not fallen.",
	PerceivedElected: "The chair finds that the meeting has elected {names}. The gavel has not fallen.",
	VoteAsked:        "A vote has been asked for.",
	Vote:             "Open vote: {kind}",
	Turn:             "Called now: {who}",
	AllVoted:         "Everybody has voted. The chair states the result.",
	SoFar:            "So far: {votes}",
}
