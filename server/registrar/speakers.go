package registrar

import (
	"valurna/ballot/meeting"
	"valurna/ballot/view"
)

// speakers is the list as one person may see it: an observer sees the numbers that the
// public journal tells. mu is held.
func (r *Registrar) speakers(who role) view.Speakers {
	list := r.state.Speakers()
	out := view.Speakers{Waiting: make([]view.Speaker, 0, len(list.Waiting)), Line: list.Line}
	for _, s := range list.Waiting {
		out.Waiting = append(out.Waiting, r.speaker(who, s))
	}
	if list.Floor != nil {
		floor := r.speaker(who, *list.Floor)
		out.Floor = &floor
	}
	return out
}

func (r *Registrar) speaker(who role, s meeting.Speaker) view.Speaker {
	p, _ := r.state.Person(s.Person)
	out := view.Speaker{Person: s.Person, Seat: p.Seat, Kind: s.Kind, Asked: s.Asked, Since: s.Since}
	if seat := r.state.SeatOf(s.Person); seat != 0 {
		out.Seat = seat
	}
	if who.kind == kindPerson {
		out.Name = r.name(s.Person)
	}
	return out
}
