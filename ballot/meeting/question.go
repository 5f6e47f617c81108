package meeting

import "slices"

// Types of what leads from the debate to a decision without a vote.
const (
	TypeQuestion         = "question"
	TypeQuestionApproved = "question.approved"
	TypeAcclaim          = "acclaim"
	TypeGavel            = "gavel"
)

// GavelWait is how many seconds have to pass between what the chair perceives and the
// gavel, so that whoever wants a vote can ask for it (KL 5:53).
const GavelWait = 2

// Question puts motions to the meeting (propositionsordning), each so that it can be
// answered with yes or no (KL 5:53): a formal motion by itself, or all others that
// stand, in the order in which they meet.
type Question struct {
	Item  int   `json:"item"`
	Main  int   `json:"main"`
	Order []int `json:"order"` // the motions besides Main; none for a formal motion
	By    int   `json:"by"`
}

// QuestionApproved records that the meeting has approved the order.
type QuestionApproved struct {
	Item int `json:"item"`
	By   int `json:"by"`
}

// Acclaim is what the chair perceives the meeting to have decided by acclamation
// (uppfattning): which motion prevails, 0 that the only one that is put falls; or whom
// the meeting elects.
type Acclaim struct {
	Item    int      `json:"item"`
	Motion  int      `json:"motion"`
	Elected []string `json:"elected"` // in elections: as many names as there are places
	By      int      `json:"by"`
}

// Gavel makes it the decision (klubbslag).
type Gavel struct {
	Item int `json:"item"`
	By   int `json:"by"`
}

// put accepts a question. A formal motion can be put at any time and has nothing to be
// ordered; an order that the meeting has not approved yet can be proposed anew.
func (s *State) put(q *Question) (func(), error) {
	if err := first(s.handled(q.Item), s.leads(q.By, q.Item)); err != nil {
		return nil, err
	}
	h := s.handling(q.Item)
	alone := formal(h.kind(q.Main))
	var err error
	switch {
	case h.question != nil && h.approved:
		err = refuse("question", "motion %d is put to the meeting and answered first", h.question.Main)
	case q.Order == nil:
		err = refuse("question", "the question has no list of motions, not even an empty one")
	case !h.stands(q.Main):
		err = refuse("question", "no motion %d stands on item %d", q.Main, q.Item)
	case h.kind(q.Main) == KindCandidate:
		err = refuse("question", "motion %d nominates somebody; whom the meeting elects is asked by name: elect NAME / NAME", q.Main)
	case alone && len(q.Order) > 0:
		err = refuse(s.formalRule(), "motion %d is formal and is put by itself", q.Main)
	case !alone:
		err = s.puttable(q, h)
	}
	return func() {
		h := s.agenda.of(q.Item)
		h.question, h.approved = q, alone
	}, err
}

// puttable checks the question in the matter itself: after the debate, after the
// formal motions, and with every proposal in it.
func (s *State) puttable(q *Question, h handling) error {
	if !h.debated {
		return refuse(s.ruleID("KL 5:53", "KL 5:53", "debate"), "the debate on item %d is not closed: item debated", q.Item)
	}
	if n := h.formal(); n != 0 {
		return refuse(s.formalRule(), "motion %d, to table the item or send it back, is put first: question %d", n, n)
	}
	for i, n := range q.Order {
		if !h.stands(n) || n == q.Main || slices.Contains(q.Order[:i], n) {
			return refuse("question", "motion %d does not stand, or is put twice", n)
		}
	}
	for i := range h.motions {
		if n := i + 1; h.stands(n) && n != q.Main && !slices.Contains(q.Order, n) {
			return refuse(s.ruleID("KL 5:53", "KL 5:53", "question"), "motion %d is left out: every proposal that stands is put", n)
		}
	}
	return nil
}

func (s *State) approve(a *QuestionApproved) (func(), error) {
	err := first(s.handled(a.Item), s.leads(a.By, a.Item))
	switch h := s.handling(a.Item); {
	case err != nil:
	case h.question == nil:
		err = refuse("question", "no question is put on item %d: question MAIN [MOTION ...]", a.Item)
	case h.approved:
		err = refuse("question", "the order of the questions is approved already")
	}
	return func() { s.agenda.of(a.Item).approved = true }, err
}

// perceive accepts what the chair perceives; until a vote is asked for or the gavel
// falls the chair may ask the meeting again.
func (s *State) perceive(at int64, a *Acclaim) (func(), error) {
	if err := first(s.handled(a.Item), s.leads(a.By, a.Item), s.decidable(a.Item)); err != nil {
		return nil, err
	}
	h := s.handling(a.Item)
	var err error
	switch {
	case a.Elected == nil:
		err = refuse("question", "there is no list of those elected, not even an empty one")
	case h.askedBy != 0:
		err = refuse(s.voteRule(), "person %d has asked for a vote, which decides", h.askedBy)
	case h.question == nil && s.settled(a.Item):
		err = s.electable(a, h)
	case h.question == nil && s.elects(a.Item) && s.swedish():
		err = refuse("question", "among whom item %d elects is not settled yet: item candidates PLACES, then item debated", a.Item)
	case h.question == nil:
		err = refuse("question", "no question is put on item %d: question MAIN [MOTION ...]", a.Item)
	case !h.approved:
		err = refuse("question", "the meeting has not approved the order of the questions: question approved")
	case len(a.Elected) > 0:
		err = refuse("question", "motion %d is put, and nobody is elected by it", h.question.Main)
	case a.Motion == 0 && len(h.question.Order) > 0:
		err = refuse(s.ruleID("KL 5:53", "KL 5:53", "question"), "several motions are put: the chair says which of them prevails")
	case a.Motion != 0 && a.Motion != h.question.Main && !slices.Contains(h.question.Order, a.Motion):
		err = refuse("question", "motion %d is not put", a.Motion)
	}
	return func() {
		h := s.agenda.of(a.Item)
		h.perceived, h.since = a, at
	}, err
}

// gavel makes what was perceived the decision, unless a vote was asked for.
func (s *State) gavel(at int64, g *Gavel) (func(), error) {
	h := s.handling(g.Item)
	err := first(s.handled(g.Item), s.leads(g.By, g.Item), s.decidable(g.Item))
	switch {
	case err != nil:
		return nil, err
	case h.perceived == nil:
		return nil, refuse(s.voteRule(), "the chair has not said yet what the meeting has decided: acclaim MOTION")
	case h.askedBy != 0 && s.secretOnly(g.Item) && !h.puttingFormal():
		return nil, refuse(s.secretRule(), "person %d has asked for a vote, and in item %d only a secret ballot decides", h.askedBy, g.Item)
	case h.askedBy != 0:
		return nil, refuse(s.voteRule(), "person %d has asked for a vote, which decides: vote open", h.askedBy)
	case at <= h.since+GavelWait:
		return nil, refuse("wait", "the gavel falls more than %d seconds after the chair has said what is decided, so that a vote can be asked for", GavelWait)
	}
	d := Decision{Motion: h.perceived.Motion, Elected: h.perceived.Elected, Took: s.takers(g.Item), At: at}
	return func() { s.answer(g.Item, d) }, nil
}

// voteRule is the rule by which a vote that is asked for is held, and decides.
func (s *State) voteRule() string { return s.ruleID("KL 5:53", "KL 5:53", "vote") }

func (h handling) puttingFormal() bool {
	return h.question != nil && formal(h.kind(h.question.Main))
}
