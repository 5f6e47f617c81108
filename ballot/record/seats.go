package record

import (
	"slices"

	"valurna/ballot/journal"
	"valurna/ballot/meeting"
)

// Person is somebody known to the registrar.
type Person struct {
	Person     int      `json:"person"`
	Seat       int      `json:"seat"` // of a member; 0: none
	Substitute bool     `json:"substitute"`
	Order      int      `json:"order"` // in which substitutes are called, from 1; 0: no substitute
	Offices    []string `json:"offices"`
}

// How a person's service on a seat ended.
const (
	EndedLeft         = "left"         // outside an open meeting
	EndedDisqualified = "disqualified" // jäv: it may go on after that item
	EndedBrokenOff    = "broken-off"   // in the meeting, for another reason
	EndedMeeting      = "meeting"      // with the meeting
)

// Served is one person's time on a seat: taken with this entry, left with To.
type Served struct {
	Stamp
	Seat       int    `json:"seat"`
	Person     int    `json:"person"`
	Substitute bool   `json:"substitute"`
	To         *Stamp `json:"to"`     // nil: still
	Ended      string `json:"ended"`  // "" still
	Barred     bool   `json:"barred"` // may not serve again that day (KL 5:20)
	Remote     bool   `json:"remote"` // was admitted from elsewhere, for all or part of the time: see Remote
}

// Standby is a substitute who was there and had no seat.
type Standby struct {
	Stamp
	Person int    `json:"person"`
	To     *Stamp `json:"to"` // when the substitute took a seat or went; nil: still
}

// Jav is a person's disqualification from an item (jäv).
type Jav struct {
	Act
	Of Who  `json:"of"`
	To *Act `json:"to"` // it was found to be none; nil: it stands
}

func (k *Keeper) person(p *meeting.Person) {
	out := Person{p.Person, p.Seat, p.Substitute, 0, list(p.Offices)}
	if p.Substitute {
		k.substitutes++
		out.Order = k.substitutes
	}
	k.r.People = append(k.r.People, out)
}

// seats takes what happens on the seats.
func (k *Keeper) seats(event any, s *journal.State) bool {
	switch e := event.(type) {
	case *meeting.Standby:
		k.stand(e.Person, e.Here)
	case *meeting.Presence:
		if e.Present {
			k.sits(e, s)
		} else {
			k.leaves(e, s)
		}
	case *meeting.Jav:
		k.jav(e, s)
	default:
		return false
	}
	return true
}

func (k *Keeper) stand(person int, here bool) {
	if here {
		k.r.Standby = append(k.r.Standby, Standby{k.at, person, nil})
		return
	}
	for i := range k.r.Standby {
		if v := &k.r.Standby[i]; v.Person == person && v.To == nil {
			v.To = k.here()
		}
	}
}

// serving is a person's time that has not ended; nil if there is none.
func (k *Keeper) serving(person int) *Served {
	i, ok := k.sitting[person]
	if !ok {
		return nil
	}
	return &k.r.Served[i]
}

// sits begins a time on a seat. Who sits there already has said again from where.
func (k *Keeper) sits(p *meeting.Presence, s *journal.State) {
	k.stand(p.Person, false)
	if k.serving(p.Person) != nil {
		return
	}
	person, _ := s.Person(p.Person)
	k.sitting[p.Person] = len(k.r.Served)
	k.r.Served = append(k.r.Served, Served{
		Stamp: k.at, Seat: p.Seat, Person: p.Person, Substitute: person.Substitute, Remote: k.elsewhere[p.Person],
	})
}

func (k *Keeper) leaves(p *meeting.Presence, s *journal.State) {
	k.offLine(Who{p.Person, p.Seat})
	v := k.serving(p.Person)
	if v == nil {
		return
	}
	delete(k.sitting, p.Person)
	v.To = k.here()
	switch {
	case s.Meeting() != meeting.Open:
		v.Ended = EndedLeft
	case s.Disqualified(p.Person, 0), s.Profile().JavLeaves && k.disqualified(p.Person):
		v.Ended = EndedDisqualified
	default:
		v.Ended, v.Barred = EndedBrokenOff, s.Profile().OnceADay
	}
}

// disqualified says whether a person is, from an item that is not decided: who has to
// leave for it (KL 6:30) leaves before it begins.
func (k *Keeper) disqualified(person int) bool {
	return slices.ContainsFunc(k.r.Items, func(it Item) bool {
		return it.Decision == nil && slices.ContainsFunc(it.Jav, func(j Jav) bool { return j.Of.Person == person && j.To == nil })
	})
}

func (k *Keeper) jav(j *meeting.Jav, s *journal.State) {
	it := k.of(j.Item)
	if !j.Off {
		it.Jav = append(it.Jav, Jav{k.act(s, j.By), who(s, j.Person), nil})
		return
	}
	for i := range it.Jav {
		if v := &it.Jav[i]; v.Of.Person == j.Person && v.To == nil {
			v.To = k.acted(s, j.By)
		}
	}
}
