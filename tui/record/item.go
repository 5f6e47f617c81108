package record

import (
	"strconv"

	"valurna/ballot/meeting"
	"valurna/ballot/record"
	"valurna/tui/words"
)

// item tells what happened to one item.
func (t *text) item(it *record.Item) {
	w := t.w.Item
	t.blank()
	t.line("", words.Fill(w.Head, "item", it.Item, "title", it.Title, "class", t.words.OfClass(it.Class)))
	if c := it.Contest; c != nil {
		t.line("  ", words.Fill(w.Candidates, "elect", c.Elect, "names", t.names(c.Options)))
	}
	all := t.handled(it)
	all = append(all, t.motions(it)...)
	for i := range it.Questions {
		all = append(all, t.question(&it.Questions[i])...)
	}
	for i := range it.Votes {
		all = append(all, t.vote(&it.Votes[i])...)
	}
	for i := range it.Ballots {
		all = append(all, t.ballot(it, &it.Ballots[i])...)
	}
	if it.Decision != nil {
		all = append(all, t.decision(it))
	}
	for _, a := range it.Dissents {
		all = append(all, t.acted(a, w.Dissent))
	}
	if len(all) == 0 {
		t.line("  ", w.Untouched)
	}
	t.tell(all)
}

func (t *text) acted(a record.Act, sentence string, pairs ...any) told {
	return told{at: a.Stamp, says: t.by(sentence, a.By, pairs...)}
}

// handled is what happened to an item as a whole.
func (t *text) handled(it *record.Item) (all []told) {
	w := t.w.Item
	add := func(a *record.Act, sentence string, pairs ...any) {
		if a != nil {
			all = append(all, t.acted(*a, sentence, pairs...))
		}
	}
	add(it.Added, w.Added)
	add(it.Returned, w.Returned)
	for i := range it.Begun {
		add(&it.Begun[i], either(i == 0, w.Begun, w.Again))
	}
	add(it.Nominated, w.Nominated)
	add(it.Debated, w.Debated)
	for i := range it.Aside {
		add(&it.Aside[i], w.Aside)
	}
	add(it.Ended, w.Ended)
	for _, j := range it.Jav {
		add(&j.Act, either(j.By.Person == j.Of.Person, w.JavOwn, w.Jav), "of", t.who(j.Of))
		add(j.To, w.JavOff, "of", t.who(j.Of))
	}
	return all
}

func (t *text) motions(it *record.Item) (all []told) {
	w := t.w.Motion
	for _, m := range it.Motions {
		says := t.by(as(m.Kind, w.Made, w.MadeAs), m.By, "motion", m.Motion, "kind", t.words.OfMotion(m.Kind))
		all = append(all, told{at: m.Stamp, says: colon(says, m.Text)})
		if m.Ended != nil {
			sentence := choose(m.Fate, meeting.FateWithdrawn, w.Withdrawn, meeting.FateRefused, w.Refused, meeting.FateLost, w.Lost)
			all = append(all, t.acted(*m.Ended, sentence, "motion", m.Motion))
		}
	}
	return all
}

// as picks between a sentence on a proposal, and one that names the kind of a motion.
func as(kind, proposal, other string) string {
	return either(kind == meeting.KindMain, proposal, other)
}

// question is what was put, perceived, and asked for.
func (t *text) question(q *record.Question) (all []told) {
	w := t.w.Question
	switch {
	case q.Main != 0 && len(q.Order) == 0:
		all = append(all, t.acted(q.Act, w.One, "main", q.Main))
	case q.Main != 0:
		all = append(all, t.acted(q.Act, w.Several, "main", q.Main, "order", t.numbers(q.Order)))
	}
	if q.Approved != nil {
		all = append(all, t.acted(*q.Approved, w.Approved))
	}
	for _, p := range q.Perceived {
		sentence := w.Carried
		switch {
		case len(p.Elected) > 0:
			sentence = w.Elected
		case p.Motion == 0:
			sentence = w.Falls
		}
		all = append(all, t.acted(p.Act, sentence, "motion", p.Motion, "names", t.names(p.Elected)))
	}
	if q.VoteAsked != nil {
		all = append(all, t.acted(*q.VoteAsked, w.VoteAsked))
	}
	return all
}

func (t *text) numbers(of []int) string {
	parts := make([]string, 0, len(of))
	for _, n := range of {
		parts = append(parts, strconv.Itoa(n))
	}
	return t.names(parts)
}

func either(yes bool, one, other string) string {
	if yes {
		return one
	}
	return other
}

// colon puts a text behind a sentence, if there is one.
func colon(sentence, what string) string {
	if what == "" {
		return sentence
	}
	return sentence + ": " + what
}

// ended ends a sentence.
func ended(sentence string) string {
	if sentence != "" && sentence[len(sentence)-1] == '.' {
		return sentence
	}
	return sentence + "."
}
