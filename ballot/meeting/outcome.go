package meeting

import (
	"slices"

	"valurna/ballot/manifest"
)

// Not here, and for the chair and the secretary to see to: that an extra election is
// tabled once and then takes two thirds (KL 5:10, 50), and other majorities that a law
// asks for; that whoever handles an exercise of public authority in a board takes part
// in deciding it (KL 4:26); proposals by those who may speak without a seat (KL 5:39);
// a vote at once on how to proceed. A tied vote on tabling an election, for which the
// law has a lot (KL 5:56), carries nothing.

// result accepts exactly what the votes say.
func (s *State) result(at int64, r *VoteResult) (func(), error) {
	v := s.votes.running()
	if v == nil || v.Vote != r.Vote {
		return nil, refuse("vote", "vote %d is not held now", r.Vote)
	}
	if err := first(s.Decides(), s.leads(r.By, v.Item), s.decidable(v.Item)); err != nil {
		return nil, err
	}
	if next, more := v.next(); more {
		return nil, refuse("turn", "seat %d has not voted yet, with person %d on it", next.Seat, next.Person)
	}
	want := s.count(v, r.Casting)
	want.By = r.By
	switch due := s.castingDue(v, want); {
	case due && r.Casting != Yes && r.Casting != No:
		return nil, refuse(s.ruleID("KL 5:56", "KL 5:56", "casting"), "the vote is tied; whoever presides has the casting vote, also after abstaining: vote result yes, or vote result no")
	case !due && r.Casting != "":
		return nil, refuse("casting", "no casting vote is due")
	case *r != want:
		return nil, refuse("result", "the votes say: %d yes, %d no, %d abstain, carried %v", want.Yes, want.No, want.Abstain, want.Carried)
	}
	return func() {
		v.result = r
		s.conclude(at, v, r)
	}, nil
}

// count counts a vote, under a casting vote that may be "".
func (s *State) count(v *vote, casting string) VoteResult {
	r := VoteResult{Vote: v.Vote, Casting: casting}
	for _, c := range v.casts {
		switch c.Choice {
		case Yes:
			r.Yes++
		case No:
			r.No++
		default:
			r.Abstain++
		}
	}
	r.Carried = s.side(v, r) == Yes
	return r
}

// side is which side prevails; "" where neither does.
func (s *State) side(v *vote, r VoteResult) string {
	switch {
	case s.third(v) && 3*r.Yes >= len(v.roll):
		return Yes
	case (r.Yes > r.No || r.Yes == r.No && r.Casting == Yes) && s.share(v, v.Yes, r.Yes, r.No):
		return Yes
	case (r.No > r.Yes || r.Yes == r.No && r.Casting == No) && s.share(v, v.No, r.No, r.Yes):
		return No
	}
	return ""
}

// third says whether a third of those present is enough (KL 5:50): not if a minority
// has had its way on this item before, and not in elections. Whoever is disqualified
// does not count.
func (s *State) third(v *vote) bool {
	return s.profile.Minority && formal(v.Kind) && !s.handling(v.Item).returned &&
		s.class(v.Item) != ClassElection
}

// share says whether a motion has the share of the votes that an association's
// statutes ask for. To leave things as they are takes no more than a majority.
func (s *State) share(v *vote, motion, votes, against int) bool {
	if v.Kind != VoteFinal || motion == 0 || s.handling(v.Item).kind(motion) == KindReject {
		return true
	}
	majority, of := s.majority()
	return of*votes >= majority*(votes+against)
}

// majority is the share of the votes that an association's statutes ask for.
func (s *State) majority() (votes, of int) {
	if s.profile.Name == manifest.ProfileAssociation && s.policy.Statutes != nil {
		return s.policy.Statutes.Majority, s.policy.Statutes.Of
	}
	return 0, 1
}

// castingDue says whether a tied vote needs the chair's casting vote. Under
// kommunallagen the chair has one, but not where somebody is elected or employed
// (KL 5:56). A Danish council carries nothing without a majority of the votes
// (styrelsesloven § 11, 3). Associations follow the custom that the chair decides,
// unless the statutes ask for more votes than a tie can give.
func (s *State) castingDue(v *vote, r VoteResult) bool {
	switch {
	case r.Yes != r.No || s.third(v) && 3*r.Yes >= len(v.roll):
		return false
	case s.swedish():
		return !s.elects(v.Item)
	}
	majority, of := s.majority()
	return s.profile.Name == manifest.ProfileAssociation && (v.Kind != VoteFinal || 2*majority <= of)
}

// conclude enters what follows from a result.
func (s *State) conclude(at int64, v *vote, r *VoteResult) {
	side := s.side(v, *r)
	d := Decision{Elected: []string{}, Vote: v.Vote, Took: v.took(r), At: at}
	switch {
	case v.Kind == VoteCounter:
		s.eliminate(v, side)
		return
	case side == Yes:
		d.Motion = v.Yes
		d.Minority = r.Yes < r.No || r.Yes == r.No && r.Casting != Yes
	case side == No:
		d.Motion = v.No
	case v.Kind == VoteFinal && s.elects(v.Item):
		return // nobody is elected by a tie: the vote is held again
	}
	s.answer(v.Item, d)
}

// eliminate takes the motion that lost a pair out of the contest. With neither
// prevailing, the pair votes again.
func (s *State) eliminate(v *vote, side string) {
	lost := map[string]int{Yes: v.No, No: v.Yes}[side]
	h := s.agenda.of(v.Item)
	h.against = slices.DeleteFunc(slices.Clone(h.against), func(n int) bool { return n == lost })
}

// took are those who took part in what a vote decided: who voted, and who gave the
// casting vote (KL 4:25).
func (v *vote) took(r *VoteResult) []int {
	out := []int{}
	for _, c := range v.casts {
		if c.Choice != Abstain || c.Person == r.By && r.Casting != "" {
			out = append(out, c.Person)
		}
	}
	return out
}
