package meeting

import "strconv"

// ofVotes offers what belongs to an open vote that is held now.
func (o *offering) ofVotes() {
	s := o.s
	v := s.votes.running()
	if v == nil {
		return
	}
	about := func(f *Offer) { f.Item = v.Item }
	if next, due := v.next(); due {
		if next.Person == o.by {
			for _, choice := range []string{Yes, No, Abstain} {
				about(o.command("vote-"+choice, true, "vote", choice))
			}
		} else if o.leads || o.keeps {
			f := o.sample(Offer{
				ID: "vote-for", Words: []string{"vote", "for", strconv.Itoa(next.Seat), FieldMark}, Person: next.Person,
				Fields: []Field{pick("choice", OfChoice, []string{Yes, No, Abstain})},
			}, Yes)
			about(f)
		}
	}
	if !o.leads {
		return
	}
	about(o.command("vote-result", true, "vote", "result"))
	for _, side := range []string{Yes, No} {
		about(o.command("vote-result-"+side, true, "vote", "result", side)) // only at equal numbers
	}
	about(o.command("vote-void", false, "vote", "void"))
}
