package meeting

import "slices"

// ItemState is how far an item has come, for screens and for the record. It is a copy.
type ItemState struct {
	Item        Item
	Stage       string // one of the stages or outcomes
	Returned    bool   // tabled or sent back in an earlier meeting, by a minority
	Motions     []MotionState
	Question    *Question // that is put now, or that decided; nil: none
	Approved    bool
	Perceived   *Acclaim // nil: nothing yet
	PerceivedAt int64    // Unix seconds; the gavel falls more than GavelWait later
	AskedBy     int      // who asked for a vote; 0: nobody
	Votes       []Vote
	Decision    *Decision // nil: none yet, or by a ballot whose item the chair has not ended
	Dissents    []int     // persons, in the order in which they dissented
}

// MotionState is a motion with what became of it.
type MotionState struct {
	Motion
	Fate string // "": it stands, or stood when the item was decided
}

// Vote is an open vote.
type Vote struct {
	VoteOpen
	Roll   []Voter     // in the order in which they are called
	Casts  []VoteCast  // so far
	Result *VoteResult // nil: none yet
	Void   bool        // broken off
}

// Turn is whose vote is due; false when all have voted.
func (v Vote) Turn() (Voter, bool) {
	if len(v.Casts) >= len(v.Roll) {
		return Voter{}, false
	}
	return v.Roll[len(v.Casts)], true
}

// Added is the entry by which an item came onto the agenda in the meeting; 0 if it stood
// there before.
func (s *State) Added(item int) int64 { return s.added[item] }

// CurrentItem is the item that is handled now; 0 is none.
func (s *State) CurrentItem() int { return s.current() }

// ItemState gives one item by number.
func (s *State) ItemState(item int) (ItemState, bool) {
	if item < 1 || item > len(s.items) {
		return ItemState{}, false
	}
	h := s.handling(item)
	out := ItemState{
		Item: s.items[item-1], Stage: s.stage(item), Returned: h.returned,
		Question: clone(h.question), Approved: h.approved, Perceived: clone(h.perceived), PerceivedAt: h.since, AskedBy: h.askedBy,
		Decision: clone(h.decision), Dissents: slices.Clone(h.dissents),
	}
	if out.Question != nil {
		out.Question.Order = slices.Clone(out.Question.Order)
	}
	if out.Perceived != nil {
		out.Perceived.Elected = slices.Clone(out.Perceived.Elected)
	}
	if out.Decision != nil {
		out.Decision.Elected, out.Decision.Took = slices.Clone(out.Decision.Elected), slices.Clone(out.Decision.Took)
	}
	for _, m := range h.motions {
		out.Motions = append(out.Motions, MotionState{m.Motion, m.fate})
	}
	for _, v := range s.votes.held {
		if v.Item == item {
			out.Votes = append(out.Votes, v.view())
		}
	}
	return out, true
}

// OpenVote is the vote that is held now; false if none is.
func (s *State) OpenVote() (Vote, bool) {
	v := s.votes.running()
	if v == nil {
		return Vote{}, false
	}
	return v.view(), true
}

func (v *vote) view() Vote {
	return Vote{v.VoteOpen, slices.Clone(v.roll), slices.Clone(v.casts), clone(v.result), v.void}
}

func clone[T any](p *T) *T {
	if p == nil {
		return nil
	}
	c := *p
	return &c
}
