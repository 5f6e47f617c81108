package meeting

import (
	"slices"
	"strings"

	"valurna/ballot/kind"
)

// Whom the meeting elects or employs stands in the item's contest: on the agenda, or
// once members have nominated and the chair has closed the nominations, in the item's
// debate. The order of the candidates on ballots is drawn by lot from that list (LAW
// D03), so nobody can be added to it afterwards.
//
// Under kommunallagen nothing else decides such an item. In an association motions may,
// where nobody is nominated, and an open vote on them; in a Danish council they alone:
// there are no secret ballots (87.1.4). How it elects its mayor (styrelsesloven § 24: a
// majority of those present, a second vote, a third between two, then a lot) is not
// here: its candidates meet in pairs.

// elects says whether an item elects or employs somebody.
func (s *State) elects(item int) bool {
	class := s.class(item)
	return class == ClassElection || class == ClassEmployment
}

// contested is what an item elects by, with candidates from the agenda or nominated; nil if it
// does not.
func (s *State) contested(item int) *kind.Contest {
	if !s.elects(item) {
		return nil
	}
	return s.items[item-1].Contest
}

// settled says whether it is settled among whom an item elects: on the agenda, or by
// nominations that are closed. Of no more than there are places it is so with the debate:
// until then the chair may have mistaken the number, and somebody may still be nominated.
func (s *State) settled(item int) bool {
	h := s.handling(item)
	return s.contested(item) != nil || h.places != 0 && h.debated && h.standing(KindCandidate) != 0
}

// slate is among whom an item elects for which that is settled, and how many.
func (s *State) slate(item int) (names []string, places int) {
	if c := s.contested(item); c != nil {
		return c.Options, c.Elect
	}
	names = s.handling(item).nominated() // no more than there are places
	return names, len(names)
}

// secretOnly says whether a vote on an item is a secret ballot: on elections and on
// employment under kommunallagen (KL 5:54), and in an association wherever there are
// candidates.
func (s *State) secretOnly(item int) bool {
	return s.elects(item) && (s.swedish() || s.settled(item))
}

func (s *State) secretRule() string { return s.ruleID("KL 5:54", "KL 5:54", "ballot") }

func (s *State) swedish() bool { return s.ruleID("KL", "KL", "") != "" }

// electable checks an election by acclamation: as many of the candidates as there are
// places, after the debate and the formal motions.
func (s *State) electable(a *Acclaim, h handling) error {
	names, places := s.slate(a.Item)
	switch n := h.formal(); {
	case !h.debated:
		return refuse(s.ruleID("KL 5:53", "KL 5:53", "debate"), "the debate on item %d is not closed: item debated", a.Item)
	case n != 0:
		return refuse(s.formalRule(), "motion %d, to table the item or send it back, is put first: question %d", n, n)
	case a.Motion != 0:
		return refuse("question", "no motion is put: whom the meeting elects is asked by name")
	case len(a.Elected) != places:
		return refuse("elected", "%d names for %d places", len(a.Elected), places)
	}
	for i, name := range a.Elected {
		if !slices.Contains(names, name) || slices.Contains(a.Elected[:i], name) {
			return refuse("elected", "%q is no candidate of item %d, or is named twice", name, a.Item)
		}
	}
	return nil
}

// nominable checks a nomination: in an election whose candidates are not settled, and
// which is not to be decided by a motion. A stroke stands between names in commands.
func (s *State) nominable(m *Motion, h handling) error {
	rule, why := SecretRefused(s.profile.Name, s.class(m.Item))
	switch {
	case !s.elects(m.Item):
		return refuse("contest", "item %d elects nobody", m.Item)
	case rule != "":
		return refuse(rule, "item %d: %s", m.Item, why)
	case s.settled(m.Item):
		return refuse("contest", "the nominations for item %d are closed", m.Item)
	case strings.Contains(m.Text, "/"):
		return refuse("contest", "one name at a time is nominated, without a stroke in it")
	case slices.Contains(h.nominated(), m.Text):
		return refuse("contest", "%q is nominated already", m.Text)
	case len(h.nominated()) == kind.MaxOptions:
		return refuse("contest", "%d are nominated, and a ballot holds no more", kind.MaxOptions)
	case h.standing(KindMain) != 0:
		return eitherOr(m.Item, h.standing(KindMain))
	case h.standing(KindReject) != 0:
		return eitherOr(m.Item, h.standing(KindReject))
	}
	return nil
}

func eitherOr(item, motion int) error {
	return refuse("motion", "item %d is decided by motions or among candidates, and motion %d stands", item, motion)
}

// movable checks a motion that is neither formal nor a nomination.
func (s *State) movable(m *Motion, h handling) error {
	switch {
	case s.elects(m.Item) && s.swedish() || s.settled(m.Item):
		return refuse("motion", "item %d elects; candidates are nominated, and who of them is elected is asked by name: nominate NAME, elect NAME / NAME", m.Item)
	case h.standing(KindCandidate) != 0:
		return eitherOr(m.Item, h.standing(KindCandidate))
	}
	return nil
}

// nominated are the names that stand, in the order in which they came.
func (h handling) nominated() []string {
	var names []string
	for _, m := range h.motions {
		if m.Kind == KindCandidate && m.fate == "" {
			names = append(names, m.Text)
		}
	}
	return names
}

// closeNominations settles among whom the meeting elects, if there are more candidates
// than places: ballots need that. If not, all are elected, by acclamation.
func (s *State) closeNominations(c *ItemCandidates) (func(), error) {
	if err := first(s.handled(c.Item), s.leads(c.By, c.Item)); err != nil {
		return nil, err
	}
	h := s.handling(c.Item)
	names := h.nominated()
	switch {
	case !s.elects(c.Item):
		return nil, refuse("contest", "item %d elects nobody", c.Item)
	case s.settled(c.Item):
		return nil, refuse("contest", "the nominations for item %d are closed", c.Item)
	case h.question != nil:
		return nil, refuse("question", "motion %d is put to the meeting and answered first", h.question.Main)
	case len(names) == 0:
		return nil, refuse("contest", "nobody is nominated for item %d: nominate NAME", c.Item)
	case c.Elect < 1 || c.Elect > kind.MaxOptions:
		return nil, refuse("contest", "%d places; an election has 1 to %d", c.Elect, kind.MaxOptions)
	}
	var contest *kind.Contest
	if len(names) > c.Elect {
		contest = &kind.Contest{Kind: kind.KOfN, Elect: c.Elect, Options: names}
		if c.Elect == 1 {
			contest.Kind = kind.OneOfN
		}
		if err := contest.Check(); err != nil {
			return nil, refuse("contest", "item %d: %v", c.Item, err)
		}
	}
	return func() {
		s.agenda.of(c.Item).places = c.Elect
		s.items = slices.Clone(s.items) // whoever holds the agenda as it was keeps it
		s.items[c.Item-1].Contest = contest
		s.gate = nil // what was found was about another agenda (A20)
	}, nil
}
