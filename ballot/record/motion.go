package record

import (
	"valurna/ballot/journal"
	"valurna/ballot/meeting"
)

// Motion is one proposal, and what became of it.
type Motion struct {
	Act
	Motion int    `json:"motion"`
	Kind   string `json:"kind"` // "main", "reject", "table", "remit", "candidate"
	Text   string `json:"text"`
	Fate   string `json:"fate"`  // "withdrawn", "refused", "lost"; "": it stood when the item was decided
	Ended  *Act   `json:"ended"` // nil with fate ""
}

// Question is one question to the meeting: the order of the motions, what the chair
// perceived the answer to be, and who asked for a vote. In an election without motions
// Main is 0.
type Question struct {
	Act
	Main      int          `json:"main"`
	Order     []int        `json:"order"`
	Approved  *Act         `json:"approved"` // nil: it needed no approval, or was put anew
	Perceived []Perception `json:"perceived"`
	VoteAsked *Act         `json:"vote_asked"`
	Gavel     *Act         `json:"gavel"` // nil: a vote or a ballot decided, or nothing did
}

// Perception is what the chair perceived the meeting to decide by acclamation.
type Perception struct {
	Act
	Motion  int      `json:"motion"` // 0: the only one that was put falls; or no motion was
	Elected []string `json:"elected"`
}

// motions takes what happens to a motion, and to the questions on an item up to a vote.
func (k *Keeper) motions(event any, s *journal.State) bool {
	switch e := event.(type) {
	case *meeting.Motion:
		it := k.of(e.Item)
		it.Motions = append(it.Motions, Motion{k.act(s, e.By), e.Motion, e.Kind, e.Text, "", nil})
	case *meeting.MotionWithdraw:
		k.follow(s, e.Item, k.act(s, e.By))
	case *meeting.MotionRefuse:
		k.follow(s, e.Item, k.act(s, e.By))
	case *meeting.Question:
		k.put(e.Item, k.act(s, e.By), e.Main, e.Order)
	case *meeting.QuestionApproved:
		k.question(e.Item).Approved = k.acted(s, e.By)
	case *meeting.Acclaim:
		k.perceive(e, s)
	case *meeting.VoteAsk:
		k.question(e.Item).VoteAsked = k.acted(s, e.By)
	case *meeting.Gavel:
		k.question(e.Item).Gavel = k.acted(s, e.By)
		k.follow(s, e.Item, k.act(s, e.By))
	default:
		return false
	}
	return true
}

func (k *Keeper) put(item int, by Act, main int, order []int) *Question {
	it := k.of(item)
	it.Questions = append(it.Questions, Question{Act: by, Main: main, Order: list(order), Perceived: []Perception{}})
	return k.question(item)
}

// question is the one that was put last.
func (k *Keeper) question(item int) *Question {
	it := k.of(item)
	return &it.Questions[len(it.Questions)-1]
}

// perceive notes an acclamation. Whom the meeting elects is asked by name, without a
// question before it; asked again it is still the same question.
func (k *Keeper) perceive(a *meeting.Acclaim, s *journal.State) {
	by := k.act(s, a.By)
	now, _ := s.ItemState(a.Item)
	n := len(k.of(a.Item).Questions)
	if now.Question == nil && (n == 0 || k.question(a.Item).Main != 0) {
		k.put(a.Item, by, 0, nil)
	}
	q := k.question(a.Item)
	q.Perceived = append(q.Perceived, Perception{by, a.Motion, list(a.Elected)})
}
