package record

import (
	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/meeting"
)

// What happened with somebody who takes part from elsewhere, or has asked to.
const (
	WhatApplied     = "applied"
	WhatGranted     = "granted"
	WhatRefused     = "refused"
	WhatIdentified  = "identified"  // the chair knew face and voice, and heard the code
	WhatAlone       = "alone"       // by the person's own word, for the item or (0) the meeting
	WhatNotAlone    = "not-alone"   //
	WhatSatisfied   = "satisfied"   // the chair, with the answer whether nobody else sees or hears
	WhatUnsatisfied = "unsatisfied" //
	WhatAdmitted    = "admitted"
	WhatSeesNot     = "sees-not" // the person does not see and hear Of, 0 the room
	WhatUnseen      = "unseen"   // the room does not see and hear the person
	WhatLost        = "lost"     // the line, by its cause
	WhatBack        = "back"
	WhatInRoom      = "in-room" // the chair sees the person in the room
	WhatLeft        = "left"    // the person left the seat, and with it the line
)

// Remote is what the journal says of one person's part from elsewhere, in its order.
// Who sees and hears whom is told where somebody did not: nobody is admitted, and
// nothing decided, before all do.
type Remote struct {
	Person int           `json:"person"`
	Events []RemoteEvent `json:"events"`
}

// RemoteEvent is one of them.
type RemoteEvent struct {
	Act
	What     string    `json:"what"`
	Cause    string    `json:"cause"`    // of a loss: "av", "heartbeat", "overheard"
	Decision string    `json:"decision"` // of the body, on which an answer rests
	Reason   canon.Hex `json:"reason"`   // commitment to an application's or an answer's reason
	To       []string  `json:"to"`       // offices that an application has reached
	Item     int       `json:"item"`     // for which the person's word was given
	Of       int       `json:"of"`       // whom the person does not see
}

// remote takes what happens with those who take part from elsewhere.
func (k *Keeper) remote(event any, s *journal.State) bool {
	switch e := event.(type) {
	case *meeting.RemoteApply:
		k.tell(s, e.Person, e.Person, RemoteEvent{What: WhatApplied, Reason: e.Reason, To: list(e.To)})
	case *meeting.RemoteAnswer:
		k.tell(s, e.Person, e.By, RemoteEvent{What: either(e.Granted, WhatGranted, WhatRefused), Decision: e.Decision, Reason: e.Reason})
	case *meeting.RemoteIdentified:
		k.tell(s, e.Person, e.By, RemoteEvent{What: WhatIdentified})
	case *meeting.RemoteRoom:
		k.tell(s, e.Person, e.Person, RemoteEvent{What: either(e.Alone, WhatAlone, WhatNotAlone), Item: e.Item})
	case *meeting.RemoteAsked:
		k.tell(s, e.Person, e.By, RemoteEvent{What: either(e.Satisfied, WhatSatisfied, WhatUnsatisfied)})
	case *meeting.RemoteAdmit:
		k.tell(s, e.Person, e.By, RemoteEvent{What: WhatAdmitted})
		k.elsewhere[e.Person] = true
		if v := k.serving(e.Person); v != nil {
			v.Remote = true
		}
	case *meeting.RemoteSees:
		k.sees(e, s)
	case *meeting.RemoteLost:
		k.tell(s, e.Person, e.By, RemoteEvent{What: WhatLost, Cause: e.Cause})
	case *meeting.RemoteBack:
		k.tell(s, e.Person, e.Person, RemoteEvent{What: WhatBack})
	case *meeting.RemoteInRoom:
		delete(k.elsewhere, e.Person)
		k.tell(s, e.Person, e.By, RemoteEvent{What: WhatInRoom})
	default:
		return false
	}
	return true
}

func (k *Keeper) sees(e *meeting.RemoteSees, s *journal.State) {
	switch {
	case e.OK:
	case e.Person == 0:
		k.tell(s, e.Of, e.By, RemoteEvent{What: WhatUnseen})
	default:
		k.tell(s, e.Person, e.By, RemoteEvent{What: WhatSeesNot, Of: e.Of})
	}
}

// offLine ends a person's stay at the far end, if there is one.
func (k *Keeper) offLine(of Who) {
	if k.elsewhere[of.Person] {
		delete(k.elsewhere, of.Person)
		k.add(of.Person, RemoteEvent{Act: Act{k.at, of}, What: WhatLeft})
	}
}

func (k *Keeper) tell(s *journal.State, person, by int, e RemoteEvent) {
	e.Act = k.act(s, by)
	k.add(person, e)
}

func (k *Keeper) add(person int, e RemoteEvent) {
	if e.To == nil {
		e.To = []string{}
	}
	i, ok := k.applied[person]
	if !ok {
		i = len(k.r.Remote)
		k.applied[person] = i
		k.r.Remote = append(k.r.Remote, Remote{person, []RemoteEvent{}})
	}
	k.r.Remote[i].Events = append(k.r.Remote[i].Events, e)
}

func either(yes bool, one, other string) string {
	if yes {
		return one
	}
	return other
}
