package registrar

import (
	"valurna/ballot/guarantee"
	"valurna/ballot/meeting"
	"valurna/ballot/view"
)

// common is what all desks of a kind show alike. It is made once for each length of the
// journal and shared; nobody changes it.
type common struct {
	size        int64
	seats       []view.Seat
	agenda      []view.Item
	floor       view.Floor
	substitutes []view.Substitute
	sight       view.Sight
	speakers    view.Speakers
	papers      []view.Paper
}

// common gives it for somebody's kind: persons see names, observers do not. mu is held.
func (r *Registrar) common(who role) common {
	kind := kindObserver
	if who.kind == kindPerson {
		kind = kindPerson
	}
	if c, ok := r.commons[kind]; ok && c.size == r.state.Next() {
		return c
	}
	c := common{r.state.Next(), r.seats(who), r.agenda(), r.floor(), r.substitutes(who), r.sight(), r.speakers(who), r.commonPapers()}
	if r.commons == nil {
		r.commons = map[string]common{}
	}
	r.commons[kind] = c
	return c
}

// substitutes are listed in the order in which they are called in. mu is held.
func (r *Registrar) substitutes(who role) []view.Substitute {
	out := []view.Substitute{}
	next := r.state.NextSubstitute()
	for _, p := range r.state.People() {
		if !p.Substitute {
			continue
		}
		s := view.Substitute{Person: p.Person, Seat: r.state.SeatOf(p.Person), Here: r.state.StandsBy(p.Person), Next: p.Person == next}
		if who.kind == kindPerson {
			s.Name = r.name(p.Person)
		}
		out = append(out, s)
	}
	return out
}

// sight is what lacks in the matrix. mu is held.
func (r *Registrar) sight() view.Sight {
	out := view.Sight{Missing: []view.Missing{}}
	if len(r.state.RemotePeople()) == 0 {
		return out
	}
	for _, c := range r.state.Matrix() {
		out.Asked++
		if !c.OK || !c.Fresh {
			out.Missing = append(out.Missing, view.Missing{From: c.From, Of: c.Of})
		}
	}
	return out
}

// hide is how many voters at least a ballot has to have (G15). mu is held.
func (r *Registrar) hide() int {
	if p := r.state.Manifest().Policy.Remote; p != nil {
		return max(guarantee.DefaultFloor, p.Floor)
	}
	return guarantee.DefaultFloor
}

// Link is this person's own connection.
func (d *Desk) Link() (view.Link, error) {
	r := d.r
	r.mu.Lock()
	defer r.mu.Unlock()
	out := view.Link{Exchange: d.exchange}
	out.Quantum = guarantee.Hybrid(out.Exchange)
	for _, l := range r.lines {
		if l.person == d.who.person && d.who.person != 0 {
			out.Lines++
		}
	}
	return out, nil
}

// javOf lists the items from which a person is disqualified. mu is held.
func (r *Registrar) javOf(person int) []int {
	out := []int{}
	for _, it := range r.state.Items() {
		if r.state.Disqualified(person, it.Item) {
			out = append(out, it.Item)
		}
	}
	return out
}

// outcome fills in how far an item has come. mu is held.
func (r *Registrar) outcome(v *view.Item) {
	v.Elected, v.Candidates, v.Dissents = []string{}, []string{}, []int{}
	it, ok := r.state.ItemState(v.Item)
	if !ok {
		return
	}
	v.Stage = it.Stage
	if d := it.Decision; d != nil {
		v.Decision = d.Text
		v.Elected = append(v.Elected, d.Elected...)
	}
	v.Dissents = append(v.Dissents, it.Dissents...)
	if c := it.Item.Contest; c != nil {
		v.Candidates, v.Places = append(v.Candidates, c.Options...), c.Elect
		return
	}
	for _, m := range it.Motions {
		if m.Kind == meeting.KindCandidate && m.Fate == "" {
			v.Candidates = append(v.Candidates, m.Text)
		}
	}
}
