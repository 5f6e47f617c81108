package meeting

import (
	"slices"
	"strconv"
)

// ofSession offers what happens to the meeting as a whole, and the handing over of the
// chair.
func (o *offering) ofSession() {
	s := o.s
	if o.leads {
		o.command("meeting-open", true, "meeting", "open")
		o.command("meeting-rollcall", false, "meeting", "rollcall")
		if s.adjourned != nil {
			o.command("meeting-resume", true, "meeting", "resume")
		} else {
			o.sample(Offer{
				ID: "meeting-adjourn", Words: []string{"meeting", "adjourn", FieldMark},
				Fields: []Field{pick("cause", OfCause, []string{CauseTime, CauseOrder, CauseLine, CauseQuorum})},
			}, CauseTime)
		}
		for _, task := range []string{TaskAdjusters, TaskTellers} {
			o.sample(Offer{
				ID: "appoint-" + task, Words: []string{"appoint", task, FieldMark},
				Fields: []Field{{Name: "appointed", Of: OfPerson, Choices: []string{}, Least: 1, Most: 9, Sep: " "}},
			}, o.somebodySeated())
		}
	}
	if (o.leads || o.keeps) && s.phase != Open {
		o.sample(Offer{
			ID: "notice", Words: []string{"notice", FieldMark, FieldMark}, Lead: s.notice == nil && s.Noticed() != nil && o.keeps,
			Fields: []Field{{Name: "posted", Of: OfDay, Choices: []string{}, Least: 1, Most: 10}, {Name: "summoned", Of: OfDay, Choices: []string{}, Least: 1, Most: 10}},
		}, s.date, s.date)
	}
	o.ofChair()
}

// ofEnd offers to end the meeting, after everything else.
func (o *offering) ofEnd() {
	if o.leads {
		left := slices.ContainsFunc(o.s.items, func(it Item) bool { return !o.s.finished(it.Item) })
		o.command("meeting-close", !left, "meeting", "close")
	}
}

// somebodySeated names one who sits and does not preside, as a sample; "0" if there is nobody.
func (o *offering) somebodySeated() string {
	for person := range o.s.seatOf {
		if person != o.s.Presiding() {
			return personWord(person)
		}
	}
	return "0"
}

// ofChair offers the handing over of the chair: to the presidium by name, and where
// anybody could be meant, with the person to be chosen.
func (o *offering) ofChair() {
	s := o.s
	for _, p := range s.people {
		if !slices.Contains(p.Offices, OfficeChair) && !slices.Contains(p.Offices, OfficeVice) || p.Person == s.Presiding() {
			continue
		}
		if !o.leads && p.Person != o.by {
			continue
		}
		for _, cause := range []string{HandAbsent, HandLine, HandJav, HandBack} {
			if cause == HandJav && !s.Disqualified(s.Presiding(), s.current()) {
				continue
			}
			o.command("chair-"+cause, !o.leads && cause == HandAbsent, "chair", personWord(p.Person), cause).Person = p.Person
		}
	}
	if o.leads {
		o.sample(Offer{ID: "chair-elected", Words: []string{"chair", FieldMark, HandElected}, Fields: []Field{anybody("person")}}, o.somebodySeated())
	}
	if o.keeps && !s.able(s.Presiding()) {
		o.sample(Offer{ID: "chair-oldest", Words: []string{"chair", FieldMark, HandOldest}, Fields: []Field{anybody("person")}, Lead: !o.leads}, o.somebodySeated())
	}
}

// ofSeats offers substitutes, and who is disqualified.
func (o *offering) ofSeats() {
	s := o.s
	me, _ := s.Person(o.by)
	if me.Substitute {
		o.command("standby-here", true, "standby", "here")
		o.command("standby-gone", false, "standby", "gone")
	}
	if o.leads && s.NextSubstitute() != 0 {
		o.ofSubstitutes()
	}
	o.ofJav(me)
}

// ofSubstitutes offers to call in the next one: on a seat that is empty or whose member is
// disqualified now, and if there is none, on any.
func (o *offering) ofSubstitutes() {
	s := o.s
	var empty, all []int
	for seat := range s.holders {
		all = append(all, seat)
		if p := s.seated[seat]; p == 0 || s.Disqualified(p, s.current()) {
			empty = append(empty, seat)
		}
	}
	slices.Sort(empty)
	f := Offer{
		ID: "substitute", Words: []string{"substitute", FieldMark}, Person: s.NextSubstitute(), Lead: s.phase == Open && len(empty) > 0,
		Fields: []Field{pick("seat", OfSeat, numerals(empty))},
	}
	for _, seat := range append(empty, slices.Min(all)) {
		if o.sample(f, strconv.Itoa(seat)).ID != "" {
			return
		}
	}
}

func (o *offering) ofJav(me Person) {
	s := o.s
	var own, all []string
	for _, it := range s.items {
		if s.finished(it.Item) || s.ballots.Unfinished(it.Item) != "" {
			continue
		}
		all = append(all, strconv.Itoa(it.Item))
		if !s.jav[it.Item][o.by] {
			own = append(own, strconv.Itoa(it.Item))
		}
	}
	if (me.Seat != 0 || me.Substitute) && len(own) > 0 {
		o.sample(Offer{ID: "jav", Words: []string{"jav", FieldMark}, Fields: []Field{pick("item", OfItem, own)}}, own[0])
	}
	if !o.leads || len(all) == 0 {
		return
	}
	o.sample(Offer{
		ID: "jav-other", Words: []string{"jav", FieldMark, FieldMark},
		Fields: []Field{pick("item", OfItem, all), anybody("person")},
	}, all[len(all)-1], o.somebodySeated())
	for _, it := range s.items {
		for person, is := range s.jav[it.Item] {
			if is && !s.finished(it.Item) {
				f := o.command("no-jav", false, "no-jav", strconv.Itoa(it.Item), personWord(person))
				f.Item, f.Person = it.Item, person
			}
		}
	}
}

// ofPapers offers receipts, and what chair and secretary vouch for.
func (o *offering) ofPapers() {
	s := o.s
	var due []string
	for _, p := range s.remote.papers {
		if !p.got[o.by] {
			due = append(due, strconv.Itoa(p.Paper.Paper))
		}
	}
	if len(due) > 0 {
		o.sample(Offer{ID: "paper-got", Words: []string{"paper", "got", FieldMark}, Fields: []Field{pick("paper", OfPaper, due)}}, due[0])
	}
	if s.vouches(o.by) != nil {
		return
	}
	o.sample(Offer{
		ID: "attest", Words: []string{"attest", FieldMark, FieldMark},
		Fields: []Field{pick("guarantee", OfGuarantee, []string{}), textField("statement", 1, MaxMotion)},
	}, "G1", sampleText)
	var standing []string
	for _, a := range s.remote.attested {
		if !slices.Contains(standing, a.Guarantee) {
			standing = append(standing, a.Guarantee)
		}
	}
	if len(standing) > 0 {
		o.sample(Offer{ID: "attest-withdraw", Words: []string{"attest", "withdraw", FieldMark}, Fields: []Field{pick("guarantee", OfGuarantee, standing)}}, standing[0])
	}
}
