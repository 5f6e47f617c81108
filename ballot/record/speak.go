package record

import (
	"valurna/ballot/journal"
	"valurna/ballot/meeting"
)

// speeches takes what happens on the speakers' list, of which the record keeps nothing:
// the minutes are about decisions (KL 5:65-69). Who spoke stands in the journal.
func speeches(event any, _ *journal.State) bool {
	switch event.(type) {
	case *meeting.SpeakAsk, *meeting.SpeakDrop, *meeting.SpeakGive, *meeting.SpeakEnd, *meeting.SpeakLine:
		return true
	}
	return false
}
