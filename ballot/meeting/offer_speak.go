package meeting

import "slices"

// ofSpeakers offers the speakers' list.
func (o *offering) ofSpeakers() {
	s := o.s
	item := s.current()
	if item == 0 {
		return
	}
	l := s.Speakers()
	about := func(f *Offer, person int) { f.Item, f.Person = item, person }
	if o.leads {
		if len(l.Waiting) > 0 {
			about(o.command("speak-give", l.Floor == nil, "speak", "give"), l.Waiting[0].Person)
		}
		about(o.sample(Offer{ID: "speak-give-other", Words: []string{"speak", "give", FieldMark}, Fields: []Field{anybody("person")}}, o.somebodyElse(l)), 0)
	}
	if l.Floor != nil && (o.leads || l.Floor.Person == o.by) {
		about(o.command("speak-end", false, "speak", "end"), l.Floor.Person)
	}
	if s.takesPart(o.by, item) == nil {
		about(o.command("speak-ask", false, "speak", "ask"), 0)
		about(o.command("speak-ask-reply", false, "speak", "ask", FloorReply), 0)
		about(o.command("speak-ask-order", false, "speak", "ask", FloorOrder), 0)
	}
	if slices.ContainsFunc(l.Waiting, func(w Speaker) bool { return w.Person == o.by }) {
		about(o.command("speak-drop", false, "speak", "drop"), 0)
	}
	if !o.leads {
		return
	}
	var others []string
	for _, w := range l.Waiting {
		if word := personWord(w.Person); w.Person != o.by && !slices.Contains(others, word) {
			others = append(others, word)
		}
	}
	if len(others) > 0 {
		about(o.sample(Offer{ID: "speak-drop-other", Words: []string{"speak", "drop", FieldMark}, Fields: []Field{pick("person", OfPerson, others)}}, others[0]), 0)
	}
	about(o.command("speak-line", false, "speak", "line"), 0)
	about(o.command("speak-line-off", false, "speak", "line", "off"), 0)
}

// somebodyElse is one who could get the floor, as a sample.
func (o *offering) somebodyElse(l Speakers) string {
	for _, p := range o.s.people {
		if (l.Floor == nil || l.Floor.Person != p.Person) && !o.s.Disqualified(p.Person, o.s.current()) {
			return personWord(p.Person)
		}
	}
	return "0"
}
