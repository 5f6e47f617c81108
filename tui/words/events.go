package words

import (
	"strings"

	"valurna/ballot/meeting"
	"valurna/ballot/view"
)

var (
	eventWords = map[string]map[string]string{"sv": swedishEvents, "da": danishEvents, "en": englishEvents}
	codeWords  = map[string]map[string]string{"sv": swedishCodes, "da": danishCodes, "en": englishCodes}
)

// OfEvent says in one line what an entry of the journal is about. A type unknown here is
// shown as it is written.
func (w *Words) OfEvent(e view.Entry) string {
	text, known := eventWords[w.Lang][e.Type]
	if !known {
		return e.Type
	}
	return strings.TrimSpace(Fill(text, "person", e.Person, "seat", e.Seat, "item", e.Item, "motion", e.Motion, "ballot", e.Ballot, "code", w.ofCode(e)))
}

// ofCode is the one word that an entry names, in the words of what it is about.
func (w *Words) ofCode(e view.Entry) string {
	switch e.Type {
	case meeting.TypeMeeting:
		return w.OfState(e.Code)
	case meeting.TypeAdjourn:
		return w.OfCause(e.Code)
	case meeting.TypeChair:
		return w.OfHand(e.Code)
	case meeting.TypeRemoteLost:
		return w.OfLost(e.Code)
	case meeting.TypeVoteOpen:
		return w.OfVote(e.Code)
	}
	if text, known := codeWords[w.Lang][e.Code]; known {
		return text
	}
	return e.Code
}
