package registrar

import (
	"valurna/ballot/meeting"
	"valurna/ballot/view"
)

// speakers is the speakers' list; observers see seats and no names. mu is held.
func (r *Registrar) speakers(who role) view.Speakers {
	l := r.state.Speakers()
	one := func(s meeting.Speaker) view.Speaker {
		v := view.Speaker{Person: s.Person, Seat: r.state.SeatOf(s.Person), Kind: s.Kind, Asked: s.Asked, Since: s.Since}
		if who.kind == kindPerson {
			v.Name = r.name(s.Person)
		}
		return v
	}
	out := view.Speakers{Waiting: make([]view.Speaker, 0, len(l.Waiting)), Line: l.Line}
	if l.Floor != nil {
		floor := one(*l.Floor)
		out.Floor = &floor
	}
	for _, s := range l.Waiting {
		out.Waiting = append(out.Waiting, one(s))
	}
	return out
}
