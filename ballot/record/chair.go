package record

import (
	"valurna/ballot/journal"
	"valurna/ballot/meeting"
)

// Presided is one person's time in the chair, from the roll call or the opening on.
// Cause is why the chair was handed to that person, "" for whoever holds the office
// and had it from the beginning; By is who handed it.
type Presided struct {
	Stamp
	Who   Who    `json:"who"`
	Cause string `json:"cause"` // "absent", "line", "disqualified", "elected", "oldest", "back"
	By    *Who   `json:"by"`
	To    *Stamp `json:"to"` // nil: still
}

// handed is how the chair was handed over.
type handed struct {
	cause string
	by    Who
}

// Appointed are those whom the meeting has appointed to a task. Later ones take the
// place of earlier ones.
type Appointed struct {
	Act
	Task string `json:"task"` // "adjusters", "tellers"
	Who  []Who  `json:"who"`
}

// chair takes the handing over of the chair, and appointments.
func (k *Keeper) chair(event any, s *journal.State) bool {
	if a, ok := event.(*meeting.Appoint); ok {
		k.r.Appointed = append(k.r.Appointed, Appointed{k.act(s, a.By), a.Task, everybody(s, a.Persons)})
		return true
	}
	c, ok := event.(*meeting.Chair)
	if !ok {
		return false
	}
	k.handed = &handed{c.Cause, who(s, c.By)}
	if len(k.r.Phases) > 0 {
		k.presides(s)
	}
	return true
}

// presides notes who has the chair, if that is somebody else than before.
func (k *Keeper) presides(s *journal.State) {
	n, now := len(k.r.Presided), s.Presiding()
	if now == 0 || n > 0 && k.r.Presided[n-1].Who.Person == now {
		return
	}
	if n > 0 {
		k.r.Presided[n-1].To = k.here()
	}
	p := Presided{Stamp: k.at, Who: who(s, now)}
	if h := k.handed; h != nil {
		p.Cause, p.By = h.cause, &h.by
	}
	k.r.Presided = append(k.r.Presided, p)
}
