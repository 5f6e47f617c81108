package meeting

// Types of what happens in an open vote.
const (
	TypeVoteAsk    = "vote.ask"
	TypeVoteOpen   = "vote.open"
	TypeVoteCast   = "vote.cast"
	TypeVoteResult = "vote.result"
	TypeVoteVoid   = "vote.void"
)

var voteEvents = map[string]func() any{
	TypeVoteAsk:    func() any { return new(VoteAsk) },
	TypeVoteOpen:   func() any { return new(VoteOpen) },
	TypeVoteCast:   func() any { return new(VoteCast) },
	TypeVoteResult: func() any { return new(VoteResult) },
	TypeVoteVoid:   func() any { return new(VoteVoid) },
}

// Kinds of open votes; on a formal motion the kind is the motion's.
const (
	VoteTable   = KindTable
	VoteRemit   = KindRemit
	VoteCounter = "counter" // which motion meets the main one (kontraproposition)
	VoteFinal   = "final"   // between the main motion and the one against it
)

// Choices, and whose side a result is on.
const (
	Yes     = "yes"
	No      = "no"
	Abstain = "abstain"
)

// VoteAsk asks for a vote, before the gavel (KL 5:53): one member is enough.
type VoteAsk struct {
	Item int `json:"item"`
	By   int `json:"by"`
}

// VoteOpen opens an open vote. Who votes is who takes part in the item now.
type VoteOpen struct {
	Vote int    `json:"vote"` // 1, 2, 3, … in the meeting
	Item int    `json:"item"`
	Kind string `json:"kind"`
	Yes  int    `json:"yes"` // motions
	No   int    `json:"no"`  // 0: no motion, just that Yes falls
	By   int    `json:"by"`
}

// VoteCast is one named vote. The form is the same for whoever sits in the room and
// whoever does not (A16).
type VoteCast struct {
	Vote   int    `json:"vote"`
	Seat   int    `json:"seat"`
	Person int    `json:"person"`
	Choice string `json:"choice"`
	By     int    `json:"by"` // the person, or who called the name and heard the answer
}

// VoteResult is what the votes say.
type VoteResult struct {
	Vote    int    `json:"vote"`
	Yes     int    `json:"yes"`
	No      int    `json:"no"`
	Abstain int    `json:"abstain"`
	Casting string `json:"casting"` // the chair's casting vote: "yes" or "no"; "" where none is due
	Carried bool   `json:"carried"` // the motion that Yes names
	By      int    `json:"by"`
}

// VoteVoid breaks off a vote that cannot go on. Its votes count for nothing; the same
// question is voted on anew.
type VoteVoid struct {
	Vote int `json:"vote"`
	By   int `json:"by"`
}

// votes are the open votes of the meeting, in their order.
type votes struct{ held []*vote }

type vote struct {
	VoteOpen
	roll   []Voter // in the order in which they are called
	casts  []VoteCast
	result *VoteResult
	void   bool
}

// Voter is one name of the roll call.
type Voter struct{ Seat, Person int }

// running is the vote that is held now; nil if none is.
func (v votes) running() *vote {
	if len(v.held) == 0 {
		return nil
	}
	if last := v.held[len(v.held)-1]; last.result == nil && !last.void {
		return last
	}
	return nil
}

// next is who is called now; false when all have been.
func (v *vote) next() (Voter, bool) {
	if len(v.casts) == len(v.roll) {
		return Voter{}, false
	}
	return v.roll[len(v.casts)], true
}

// voteRules takes what happens in an open vote.
func (s *State) voteRules(at int64, event any) (commit func(), known bool, err error) {
	switch e := event.(type) {
	case *VoteAsk:
		commit, err = s.ask(e)
	case *VoteOpen:
		commit, err = s.openVote(e)
	case *VoteCast:
		commit, err = s.cast(e)
	case *VoteResult:
		commit, err = s.result(at, e)
	case *VoteVoid:
		commit, err = s.breakOff(e)
	default:
		return nil, false, nil
	}
	return commit, true, err
}
