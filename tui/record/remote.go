package record

import (
	"slices"

	"valurna/ballot/meeting"
	"valurna/ballot/record"
	"valurna/tui/words"
)

// remote tells of those who took part from elsewhere, or asked to, person by person.
func (t *text) remote() {
	t.section(t.w.Heads.Remote, len(t.Remote))
	for i, r := range t.Remote {
		if i > 0 {
			t.blank()
		}
		t.line("  ", t.who(t.own(r.Person)))
		var all []told
		for _, e := range r.Events {
			all = append(all, told{at: e.Stamp, says: t.happened(e)})
		}
		t.tell(all)
	}
}

// own is a person on the person's own seat.
func (t *text) own(person int) record.Who {
	i := slices.IndexFunc(t.People, func(p record.Person) bool { return p.Person == person })
	if i < 0 {
		return record.Who{Person: person}
	}
	return record.Who{Person: person, Seat: t.People[i].Seat}
}

func (t *text) happened(e record.RemoteEvent) string {
	w := t.w.Remote
	sentence := choose(e.What,
		record.WhatApplied, w.Applied, record.WhatGranted, w.Granted, record.WhatRefused, w.Refused, record.WhatIdentified, w.Identified,
		record.WhatAlone, w.Alone, record.WhatNotAlone, w.NotAlone, record.WhatSatisfied, w.Satisfied, record.WhatUnsatisfied, w.Unsatisfied,
		record.WhatAdmitted, w.Admitted, record.WhatSeesNot, w.SeesNot, record.WhatUnseen, w.Unseen, record.WhatLost, w.Lost,
		record.WhatBack, w.Back, record.WhatInRoom, w.InRoom, record.WhatLeft, w.Left)
	switch {
	case e.What == record.WhatAlone && e.Item != 0:
		sentence = w.AloneFor
	case e.What == record.WhatSeesNot && e.Of == 0:
		sentence = w.SeesNotRoom
	case e.What == record.WhatLost && e.By.Person == 0:
		sentence = w.LostAlone
	}
	var to []string
	for _, office := range e.To {
		to = append(to, choose(office, meeting.OfficeChair, t.words.Person.Chair, meeting.OfficeSecretary, t.words.Person.Secretary))
	}
	return t.by(sentence, e.By, "to", t.names(to), "decision", e.Decision, "item", e.Item, "of", e.Of, "cause", t.words.OfLost(e.Cause))
}

// papers lists what was handed out, and who has received it.
func (t *text) papers() {
	w := t.w.Papers
	t.section(t.w.Heads.Papers, len(t.Papers))
	var all []told
	for _, p := range t.Papers {
		sentence := w.OfItem
		if p.Item == 0 {
			sentence = w.OfMeeting
		}
		var got []string
		for _, g := range p.Got {
			got = append(got, words.Fill(w.GotBy, "person", g.Person, "time", t.clock(g.Time)))
		}
		all = append(all, told{p.Stamp, words.Fill(sentence, "paper", p.Paper, "item", p.Item, "title", p.Title), []string{
			words.Fill(w.Hash, "hash", p.Hash), words.Fill(w.Got, "list", list(got)),
		}})
	}
	t.tell(all)
}

// attested lists the words of chair and secretary.
func (t *text) attested() {
	w := t.w.Papers
	t.section(t.w.Heads.Attested, len(t.Attested))
	var all []told
	for _, a := range t.Attested {
		var more []string
		if len(a.Document) > 0 {
			more = append(more, words.Fill(w.Document, "hash", a.Document))
		}
		switch {
		case a.To != nil && a.Withdrawn:
			more = append(more, t.by(w.Withdrawn, a.To.By, "time", t.clock(a.To.Time)))
		case a.To != nil:
			more = append(more, words.Fill(w.Replaced, "time", t.clock(a.To.Time)))
		}
		all = append(all, told{a.Stamp, t.by(w.Attested, a.By, "guarantee", a.Guarantee, "statement", a.Statement), more})
	}
	t.tell(all)
}
