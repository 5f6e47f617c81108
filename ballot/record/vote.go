package record

import (
	"valurna/ballot/journal"
	"valurna/ballot/meeting"
)

// Vote is an open vote, by name.
type Vote struct {
	Act
	Vote   int    `json:"vote"` // of the meeting
	Kind   string `json:"kind"` // "table", "remit", "counter", "final"
	Yes    int    `json:"yes"`  // motion
	No     int    `json:"no"`   // motion; 0: that the other falls
	Casts  []Cast `json:"casts"`
	Result *Count `json:"result"`
	Void   *Act   `json:"void"` // broken off, and held anew
}

// Cast is how somebody voted, in the order of the roll call.
type Cast struct {
	Who
	Choice string `json:"choice"` // "yes", "no", "abstain"
	By     int    `json:"by"`     // the person, or who heard it
}

// Count is the result.
type Count struct {
	Act
	Yes     int    `json:"yes"`
	No      int    `json:"no"`
	Abstain int    `json:"abstain"`
	Casting string `json:"casting"` // the chair's casting vote; "" where none was due
	Carried bool   `json:"carried"` // the motion that Yes names
}

// votes takes what happens in an open vote.
func (k *Keeper) votes(event any, s *journal.State) bool {
	switch e := event.(type) {
	case *meeting.VoteOpen:
		k.voting = e.Item
		it := k.of(e.Item)
		it.Votes = append(it.Votes, Vote{Act: k.act(s, e.By), Vote: e.Vote, Kind: e.Kind, Yes: e.Yes, No: e.No, Casts: []Cast{}})
	case *meeting.VoteCast:
		v := k.vote()
		v.Casts = append(v.Casts, Cast{Who{e.Person, e.Seat}, e.Choice, e.By})
	case *meeting.VoteResult:
		by := k.act(s, e.By)
		k.vote().Result = &Count{by, e.Yes, e.No, e.Abstain, e.Casting, e.Carried}
		k.follow(s, k.voting, by)
	case *meeting.VoteVoid:
		k.vote().Void = k.acted(s, e.By)
	default:
		return false
	}
	return true
}

// vote is the one that is held now.
func (k *Keeper) vote() *Vote {
	votes := k.of(k.voting).Votes
	return &votes[len(votes)-1]
}
