package meeting

var voteCommands = []Command{
	{"vote ask", "", "member", 0, 0, onCurrent(func(item, by int) any { return &VoteAsk{item, by} })},
	{"vote open", "", "chair", 0, 0, func(s *State, q Ask, _ []string) ([]any, error) {
		v, err := s.VoteDue()
		v.By = q.By
		return []any{&v}, err
	}},
	{"vote yes", "", "member", 0, 0, ownVote(Yes)},
	{"vote no", "", "member", 0, 0, ownVote(No)},
	{"vote abstain", "", "member", 0, 0, ownVote(Abstain)},
	{"vote for", "SEAT yes|no|abstain", "secretary", 2, 2, inVote(func(s *State, v *vote, by int, a []string) (any, error) {
		seat, err := number(a[0])
		return &VoteCast{v.Vote, seat, s.seated[seat], a[1], by}, err
	})},
	{"vote result", "[yes|no]", "chair", 0, 1, inVote(func(s *State, v *vote, by int, a []string) (any, error) {
		casting := ""
		if len(a) > 0 {
			casting = a[0]
		}
		r := s.count(v, casting)
		r.By = by
		return &r, nil
	})},
	{"vote void", "", "chair", 0, 0, inVote(func(_ *State, v *vote, by int, _ []string) (any, error) {
		return &VoteVoid{v.Vote, by}, nil
	})},
}

func ownVote(choice string) func(*State, Ask, []string) ([]any, error) {
	return inVote(func(s *State, v *vote, by int, _ []string) (any, error) {
		return &VoteCast{v.Vote, s.seatOf[by], by, choice, by}, nil
	})
}

// inVote asks something of the vote that is held now.
func inVote(event func(s *State, v *vote, by int, a []string) (any, error)) func(*State, Ask, []string) ([]any, error) {
	return func(s *State, q Ask, a []string) ([]any, error) {
		v := s.votes.running()
		if v == nil {
			return nil, refuse("vote", "no vote is held now")
		}
		e, err := event(s, v, q.By, a)
		return []any{e}, err
	}
}
