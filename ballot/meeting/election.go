package meeting

import (
	"slices"

	"valurna/ballot/kind"
)

// Whom the meeting elects or employs stands in the item's contest: on the agenda, or
// once members have nominated and the chair has closed the nominations, in the item's
// debate. The order of the candidates on ballots is drawn by lot from that list (LAW
// D03), so nobody can be added to it afterwards.
//
// An item of that class on which nobody is nominated is decided by motions, like every
// other. So it is in Denmark, where there are no secret ballots (87.1.4). How a Danish council
// elects its mayor (styrelsesloven § 24: a majority of those present, a second vote,
// a third between two, then a lot) is not here: its candidates meet in pairs.

// elects says whether an item elects or employs somebody.
func (s *State) elects(item int) bool {
	class := s.class(item)
	return class == ClassElection || class == ClassEmployment
}

// contested is what an item elects by, with candidates from the agenda; nil if it
// does not.
func (s *State) contested(item int) *kind.Contest {
	if !s.elects(item) {
		return nil
	}
	return s.items[item-1].Contest
}

// settled says whether it is settled among whom an item elects: on the agenda, or by
// nominations that are closed.
func (s *State) settled(item int) bool {
	return s.contested(item) != nil || s.handling(item).places != 0
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

// nominable checks a nomination: in an election that has no candidates yet, and is not
// to be decided by a motion.
func (s *State) nominable(m *Motion, h handling) error {
	rule, why := SecretRefused(s.profile.Name, s.class(m.Item))
	switch {
	case !s.elects(m.Item):
		return refuse("contest", "item %d elects nobody", m.Item)
	case rule != "":
		return refuse(rule, "item %d: %s", m.Item, why)
	case h.standing(KindMain) != 0:
		return eitherOr(m.Item, h.standing(KindMain))
	case h.standing(KindReject) != 0:
		return eitherOr(m.Item, h.standing(KindReject))
	case slices.Contains(h.nominated(), m.Text):
		return refuse("contest", "%q is nominated already", m.Text)
	}
	return nil
}

func eitherOr(item, motion int) error {
	return refuse("motion", "item %d is decided by motions or among candidates, and motion %d stands", item, motion)
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

// closeNominations settles among whom the meeting elects. Ballots need more candidates
// than places; of no more than that all are elected, by acclamation.
func (s *State) closeNominations(c *ItemCandidates) (func(), error) {
	if err := first(s.handled(c.Item), s.leads(c.By, c.Item)); err != nil {
		return nil, err
	}
	h := s.handling(c.Item)
	names := h.nominated()
	switch {
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
