package record

import (
	"valurna/ballot/journal"
	"valurna/ballot/meeting"
)

// Notice is the secretary's word that the meeting was announced and its members
// summoned on these days, "2006-01-02".
type Notice struct {
	Act
	Posted   string `json:"posted"`
	Summoned string `json:"summoned"`
}

// Phase is the roll call, the opening or the closing of the meeting.
type Phase struct {
	Act
	State string `json:"state"` // "rollcall", "open", "closed"
}

// Adjournment is an interruption of the meeting, by the chair or, with person 0, by the
// rules alone. To is nil where the meeting has not been resumed.
type Adjournment struct {
	Act
	Cause string `json:"cause"` // "time", "order", "line", "gate", "quorum"
	Item  int    `json:"item"`  // that was handled; 0: none
	To    *Act   `json:"to"`
}

// session takes what happens to the meeting as a whole.
func (k *Keeper) session(event any, s *journal.State) bool {
	switch e := event.(type) {
	case *meeting.Notice:
		k.r.Notice = &Notice{k.act(s, e.By), e.Posted, e.Summoned}
	case *meeting.Meeting:
		k.r.Phases = append(k.r.Phases, Phase{k.act(s, e.Person), e.State})
		k.presides(s)
		if e.State == meeting.Closed {
			k.close(s, e.Person)
		}
	case *meeting.Adjourn:
		k.r.Adjournments = append(k.r.Adjournments, Adjournment{k.act(s, e.By), e.Cause, s.CurrentItem(), nil})
	case *meeting.Resume:
		k.resume(k.acted(s, e.By))
	default:
		return false
	}
	return true
}

// resume ends the adjournment that lasts, if one does.
func (k *Keeper) resume(to *Act) {
	if n := len(k.r.Adjournments); n > 0 && k.r.Adjournments[n-1].To == nil {
		k.r.Adjournments[n-1].To = to
	}
}

// close ends with the meeting whatever lasts as long as it.
func (k *Keeper) close(s *journal.State, by int) {
	k.resume(k.acted(s, by))
	for i := range k.r.Served {
		if v := &k.r.Served[i]; v.To == nil {
			v.To, v.Ended = k.here(), EndedMeeting
		}
	}
	for i := range k.r.Standby {
		if v := &k.r.Standby[i]; v.To == nil {
			v.To = k.here()
		}
	}
	if n := len(k.r.Presided); n > 0 {
		k.r.Presided[n-1].To = k.here()
	}
}
