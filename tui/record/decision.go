package record

import (
	"valurna/ballot/meeting"
	"valurna/ballot/record"
	"valurna/tui/words"
)

// decision says what was decided, how, and by whom.
func (t *text) decision(it *record.Item) told {
	w, d := t.w.Decision, it.Decision
	kind := ""
	if d.Motion != 0 {
		kind = it.Motions[d.Motion-1].Kind
	}
	says := w.NoMotion
	switch {
	case d.Outcome == meeting.Tabled:
		says = w.Tabled
	case d.Outcome == meeting.Remitted:
		says = w.Remitted
	case len(d.Elected) > 0:
		says = w.Elected
	case d.Motion != 0:
		says = as(kind, w.Motion, w.MotionAs)
	}
	says = ended(colon(words.Fill(says, "motion", d.Motion, "kind", t.words.OfMotion(kind), "names", t.names(d.Elected)), d.Text))
	how := w.Acclaimed
	switch {
	case d.Ballot != "":
		how = w.Balloted
	case d.Vote != 0:
		how = w.Voted
	}
	how = words.Fill(how, "vote", d.Vote, "ballot", d.Ballot)
	if d.Minority {
		how += " " + w.Minority
	}
	more := []string{how + " " + words.Fill(w.Present, "present", d.Present, "seats", t.Seats)}
	if len(d.Took) > 0 {
		more = append(more, words.Fill(w.Took, "list", seats(d.Took)))
	}
	return told{d.Stamp, says, more}
}

// vote is an open vote, by name.
func (t *text) vote(v *record.Vote) (all []told) {
	w := t.w.Vote
	of := t.words.OfVote(v.Kind)
	all = append(all, t.acted(v.Act, either(v.No == 0, w.OpenedAlone, w.Opened), "vote", v.Vote, "kind", of, "yes", v.Yes, "no", v.No))
	if v.Void != nil {
		all = append(all, t.acted(*v.Void, w.Void, "vote", v.Vote))
	}
	r := v.Result
	if r == nil {
		return all
	}
	says := words.Fill(w.Result, "vote", v.Vote, "yes", r.Yes, "no", r.No, "abstain", r.Abstain)
	if r.Casting != "" {
		says += " " + t.by(either(r.Casting == meeting.Yes, w.CastingYes, w.CastingNo), r.By)
	}
	says += " " + t.outcome(v)
	var more []string
	for _, side := range [][2]string{{meeting.Yes, w.Yes}, {meeting.No, w.No}, {meeting.Abstain, w.Abstain}} {
		var who []record.Who
		for _, c := range v.Casts {
			if c.Choice == side[0] {
				who = append(who, c.Who)
			}
		}
		more = append(more, words.Fill(side[1], "list", seats(who)))
	}
	return append(all, told{r.Stamp, says, more})
}

// outcome says what follows from a vote by itself; what it decides, the decision says.
func (t *text) outcome(v *record.Vote) string {
	w, r := t.w.Vote, v.Result
	switch {
	case v.Kind != meeting.VoteCounter:
		return words.Fill(either(r.Carried, w.Carried, w.NotCarried), "motion", v.Yes)
	case r.Carried:
		return words.Fill(w.Meets, "motion", v.Yes)
	case r.No > r.Yes || r.Casting == meeting.No:
		return words.Fill(w.Meets, "motion", v.No)
	}
	return w.Neither
}
