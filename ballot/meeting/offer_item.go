package meeting

import (
	"slices"
	"strconv"

	"valurna/ballot/kind"
)

// ofItems offers what happens to the items as a whole.
func (o *offering) ofItems() {
	s := o.s
	if o.deciding {
		o.ofDissent()
	}
	if o.keeps || o.leads {
		o.ofReturned()
	}
	if !o.leads {
		return
	}
	now := s.current()
	if now != 0 {
		o.ofNominations(now)
		o.command("item-debated", true, "item", "debated").Item = now
		o.command("item-end", true, "item", "end").Item = now
		o.command("item-aside", false, "item", "aside").Item = now
	}
	o.ofDecided(now)
	if o.deciding && now == 0 {
		o.ofBeginning()
	}
	title, class := textField("title", 1, MaxMotion), pick("class", OfClass, []string{ClassDecision, ClassInformation})
	o.sample(Offer{ID: "item-add", Words: []string{"item", "add", FieldMark, FieldMark}, Fields: []Field{class, title}}, ClassDecision, sampleText)
	class.Choices = []string{ClassElection, ClassEmployment}
	o.sample(Offer{
		ID: "item-add-elect", Words: []string{"item", "add", FieldMark, FieldMark, "elect", FieldMark, FieldMark},
		Fields: []Field{class, title, {Name: "places", Of: OfNumber, Choices: []string{}, Least: 1, Most: kind.MaxOptions}, textField("candidates", 1, MaxMotion)},
	}, ClassElection, sampleText, "1", "A / B")
}

// ofBeginning offers the next item of the agenda, and the others that wait.
func (o *offering) ofBeginning() {
	s := o.s
	var waiting []string
	for _, it := range s.items {
		if !s.finished(it.Item) {
			waiting = append(waiting, strconv.Itoa(it.Item))
		}
	}
	if len(waiting) == 0 {
		return
	}
	next := slices.IndexFunc(waiting, func(w string) bool { n, _ := strconv.Atoi(w); return s.stage(n) == StageWaiting })
	next = max(next, 0) // else those that were put aside
	item, _ := strconv.Atoi(waiting[next])
	o.command("item-begin", true, "item", "begin", waiting[next]).Item = item
	if rest := slices.Delete(slices.Clone(waiting), next, next+1); len(rest) > 0 {
		o.sample(Offer{ID: "item-begin-other", Words: []string{"item", "begin", FieldMark}, Fields: []Field{pick("item", OfItem, rest)}}, rest[0])
	}
}

// ofDecided offers to end items that a ballot has decided.
func (o *offering) ofDecided(now int) {
	for _, it := range o.s.items {
		if it.Item != now && o.s.handling(it.Item).decision == nil && o.s.ballots.DecidedBy(it.Item) != "" {
			o.command("item-end", true, "item", "end", strconv.Itoa(it.Item)).Item = it.Item
		}
	}
}

func (o *offering) ofReturned() {
	s := o.s
	var items []string
	for _, it := range s.items {
		if h := s.handling(it.Item); !s.finished(it.Item) && h.question == nil && !h.returned {
			items = append(items, strconv.Itoa(it.Item))
		}
	}
	if s.profile.Minority && len(items) > 0 {
		o.sample(Offer{ID: "item-returned", Words: []string{"item", "returned", FieldMark}, Fields: []Field{pick("item", OfItem, items)}}, items[0])
	}
}

func (o *offering) ofDissent() {
	for _, it := range o.s.items {
		h := o.s.handling(it.Item)
		if h.decision != nil && slices.Contains(h.decision.Took, o.by) && !slices.Contains(h.dissents, o.by) {
			o.command("dissent", false, "dissent", strconv.Itoa(it.Item)).Item = it.Item
		}
	}
}

// ofNominations offers to close them.
func (o *offering) ofNominations(item int) {
	if o.s.handling(item).standing(KindCandidate) != 0 {
		f := o.sample(Offer{
			ID: "item-candidates", Words: []string{"item", "candidates", FieldMark}, Lead: o.s.handling(item).places == 0,
			Fields: []Field{{Name: "places", Of: OfNumber, Choices: []string{}, Least: 1, Most: kind.MaxOptions}},
		}, "1")
		f.Item = item
	}
}

// ofMotions offers what members move and nominate, and how motions go again.
func (o *offering) ofMotions() {
	s := o.s
	item := s.current()
	if item == 0 || !o.deciding {
		return
	}
	if o.s.takesPart(o.by, item) == nil {
		o.command("vote-ask", s.handling(item).question != nil || s.handling(item).perceived != nil, "vote", "ask").Item = item
		o.ofMoving(item)
	}
	for i, m := range s.handling(item).motions {
		n := strconv.Itoa(i + 1)
		if m.fate != "" {
			continue
		}
		if m.By == o.by {
			f := o.command("motion-withdraw", false, "motion", "withdraw", n)
			f.Item, f.Motion = item, i+1
		}
		if o.leads {
			f := o.command("motion-refuse", false, "motion", "refuse", n)
			f.Item, f.Motion = item, i+1
		}
	}
}

func (o *offering) ofMoving(item int) {
	for _, k := range []string{KindMain, KindReject, KindTable, KindRemit} {
		least := 0
		if k == KindMain || k == KindRemit {
			least = 1
		}
		o.sample(Offer{
			ID: "motion-" + k, Words: []string{"motion", k, FieldMark}, Item: item,
			Fields: []Field{textField("motion-"+k, least, MaxMotion)},
		}, sampleText)
	}
	o.sample(Offer{
		ID: "nominate", Words: []string{"nominate", FieldMark}, Item: item,
		Fields: []Field{textField("nominee", 1, kind.MaxName)},
	}, "A")
}

// ofQuestion offers the way from the debate to the decision.
func (o *offering) ofQuestion() {
	s := o.s
	item := s.current()
	if item == 0 || !o.leads {
		return
	}
	h := s.handling(item)
	o.command("question-approved", true, "question", "approved").Item = item
	var matter []string // motions in the matter itself
	for i, m := range h.motions {
		switch n := strconv.Itoa(i + 1); {
		case m.fate != "":
		case formal(m.Kind):
			f := o.command("question-formal", h.question == nil, "question", n)
			f.Item, f.Motion = item, i+1
		case m.Kind != KindCandidate:
			matter = append(matter, n)
		}
	}
	if len(matter) == 1 {
		f := o.command("question-one", h.question == nil, "question", matter[0])
		f.Item, f.Motion = item, o.number(matter[0])
	} else if len(matter) > 1 && o.may(append([]string{"question"}, matter...)...) {
		o.add(Offer{
			ID: "question", Words: []string{"question", FieldMark}, Item: item, Lead: h.question == nil,
			Fields: []Field{{Name: "order", Of: OfMotion, Choices: matter, Least: len(matter), Most: len(matter), Order: true, Sep: " "}},
		})
	}
	if q := h.question; q != nil {
		for _, m := range append([]int{q.Main}, q.Order...) {
			f := o.command("acclaim", h.perceived == nil, "acclaim", strconv.Itoa(m))
			f.Item, f.Motion = item, m
		}
		f := o.command("acclaim-no", h.perceived == nil, "acclaim", No)
		f.Item, f.Motion = item, q.Main
	}
	o.ofElecting(item)
	o.command("gavel", true, "gavel").Item = item
	o.command("vote-open", true, "vote", "open").Item = item
}

// number reads what numerals has written.
func (o *offering) number(word string) int {
	n, _ := strconv.Atoi(word)
	return n
}

// ofElecting offers an election by acclamation.
func (o *offering) ofElecting(item int) {
	s := o.s
	if !s.settled(item) {
		return
	}
	names, places := s.slate(item)
	if places > len(names) {
		return
	}
	f := Offer{
		ID: "elect", Words: []string{"elect", FieldMark}, Item: item, Lead: s.handling(item).perceived == nil,
		Fields: []Field{{Name: "elected", Of: OfName, Choices: slices.Clone(names), Least: places, Most: places, Sep: " / "}},
	}
	sample := names[0]
	for _, name := range names[1:places] {
		sample += " / " + name
	}
	o.sample(f, sample)
}
