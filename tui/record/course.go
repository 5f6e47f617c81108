package record

import (
	"cmp"
	"slices"
	"strings"

	"valurna/ballot/meeting"
	"valurna/ballot/record"
	"valurna/tui/words"
)

// course is the meeting as a whole.
func (t *text) course() {
	w := t.w.Course
	t.section(t.w.Heads.Course, 1)
	var all []told
	if n := t.Notice; n != nil {
		all = append(all, told{at: n.Stamp, says: t.by(w.Notice, n.By, "posted", n.Posted, "summoned", n.Summoned)})
	}
	for _, p := range t.Phases {
		sentence := choose(p.State, meeting.RollCall, w.RollCall, meeting.Open, w.Opened, meeting.Closed, w.Closed)
		all = append(all, told{at: p.Stamp, says: t.by(sentence, p.By, "seats", t.Seats, "quorum", t.quorum())})
	}
	for _, a := range t.Adjournments {
		all = append(all, told{at: a.Stamp, says: t.adjourned(a)})
		if a.To != nil && !t.closedWith(a.To) {
			all = append(all, told{at: a.To.Stamp, says: t.by(w.Resumed, a.To.By)})
		}
	}
	for _, a := range t.Appointed {
		var who []string
		for _, w := range a.Who {
			who = append(who, t.who(w))
		}
		sentence := choose(a.Task, meeting.TaskAdjusters, w.Adjusters, meeting.TaskTellers, w.Tellers)
		all = append(all, told{at: a.Stamp, says: t.by(sentence, a.By, "of", t.names(who))})
	}
	t.tell(all)
}

// closedWith says whether an act is the closing of the meeting itself.
func (t *text) closedWith(a *record.Act) bool {
	return slices.ContainsFunc(t.Phases, func(p record.Phase) bool { return p.Entry == a.Entry })
}

func (t *text) quorum() string {
	q, w := t.Quorum, t.w.Course
	sentence := w.QuorumLeast
	switch {
	case q.More:
		sentence = w.QuorumMore
	case q.Percent == 0:
		sentence = w.QuorumAny
	}
	return words.Fill(sentence, "percent", q.Percent, "source", q.Source)
}

func (t *text) adjourned(a record.Adjournment) string {
	w := t.w.Course
	sentence, in := w.Adjourned, ""
	if a.By.Person == 0 {
		sentence = w.AdjournedAlone
	}
	if a.Item != 0 {
		in = words.Fill(w.InItem, "item", a.Item)
	}
	return t.by(sentence, a.By, "item", in, "cause", t.words.OfCause(a.Cause))
}

// presided lists who led the meeting.
func (t *text) presided() {
	t.section(t.w.Heads.Presided, len(t.Presided))
	for _, p := range t.Presided {
		says := t.who(p.Who)
		if p.By != nil {
			says += ": " + t.by(t.w.Presided.From, *p.By, "cause", t.words.OfHand(p.Cause))
		}
		t.line("  "+t.span(p.Stamp, p.To)+"  ", says)
	}
}

// served lists who sat where, by seats.
func (t *text) served() {
	w := t.w.Served
	t.section(t.w.Heads.Served, len(t.Served))
	all := slices.Clone(t.Served)
	slices.SortStableFunc(all, func(a, b record.Served) int { return cmp.Compare(a.Seat, b.Seat) })
	for _, v := range all {
		parts := []string{words.Fill(w.Seat, "seat", v.Seat, "person", v.Person)}
		if v.Substitute {
			parts = append(parts, w.Substitute)
		}
		if v.Remote {
			parts = append(parts, w.Remote)
		}
		says := strings.Join(parts, ", ")
		switch {
		case v.Barred:
			says += "; " + w.Barred
		case v.Ended == record.EndedBrokenOff:
			says += "; " + w.BrokenOff
		case v.Ended == record.EndedDisqualified:
			says += "; " + w.Disqualified
		case v.Ended == record.EndedLeft:
			says += "; " + w.Left
		}
		t.line("  "+t.span(v.Stamp, v.To)+"  ", says)
	}
	t.substitutes()
}

func (t *text) substitutes() {
	if !slices.ContainsFunc(t.People, func(p record.Person) bool { return p.Substitute }) {
		return
	}
	t.section(t.w.Heads.Substitutes, 1)
	for _, p := range t.People {
		if !p.Substitute {
			continue
		}
		says := words.Fill(t.w.Who.NoSeat, "person", p.Person)
		for _, v := range t.Standby {
			if v.Person == p.Person {
				says += "; " + words.Fill(t.w.Served.Stood, "span", t.span(v.Stamp, v.To))
			}
		}
		t.line("  "+words.Fill("{n}. ", "n", p.Order), says)
	}
}
