package meeting

import (
	"slices"

	"valurna/ballot/kind"
)

// Whom the meeting elects or employs stands on the agenda, in the item's contest:
// nominations are made before the item is entered, or with item.add. The order of the
// candidates is drawn by lot from that list as soon as the trustees' keys stand (LAW
// D03), so that nobody can be added to it afterwards.
//
// An item of that class without a contest is decided by motions, like every other. So
// it is in Denmark, where there are no secret ballots (87.1.4). How a Danish council
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

// secretOnly says whether a vote on an item is a secret ballot: on elections and on
// employment under kommunallagen (KL 5:54), and in an association wherever the agenda
// has candidates.
func (s *State) secretOnly(item int) bool {
	return s.elects(item) && (s.swedish() || s.contested(item) != nil)
}

func (s *State) secretRule() string { return s.ruleID("KL 5:54", "KL 5:54", "ballot") }

func (s *State) swedish() bool { return s.ruleID("KL", "KL", "") != "" }

// electable checks an election by acclamation: as many of the candidates as there are
// places, after the debate and the formal motions.
func (s *State) electable(a *Acclaim, h handling) error {
	c := s.contested(a.Item)
	switch n := h.formal(); {
	case !h.debated:
		return refuse(s.ruleID("KL 5:53", "KL 5:53", "debate"), "the debate on item %d is not closed: item debated", a.Item)
	case n != 0:
		return refuse(s.formalRule(), "motion %d, to table the item or send it back, is put first: question %d", n, n)
	case a.Motion != 0:
		return refuse("question", "no motion is put: whom the meeting elects is asked by name")
	case len(a.Elected) != c.Elect:
		return refuse("elected", "%d names for %d places", len(a.Elected), c.Elect)
	}
	for i, name := range a.Elected {
		if !slices.Contains(c.Options, name) || slices.Contains(a.Elected[:i], name) {
			return refuse("elected", "%q is no candidate of item %d, or is named twice", name, a.Item)
		}
	}
	return nil
}
