package meeting

import "valurna/ballot/kind"

// Types of what happens to an item as a whole.
const (
	TypeItemAdd      = "item.add"
	TypeItemBegin    = "item.begin"
	TypeItemReturned = "item.returned"
	TypeItemDebated  = "item.debated"
	TypeItemAside    = "item.aside"
	TypeItemEnd      = "item.end"

	TypeItemCandidates = "item.candidates"
)

var itemEvents = map[string]func() any{
	TypeItemAdd:          func() any { return new(ItemAdd) },
	TypeItemBegin:        func() any { return new(ItemBegin) },
	TypeItemReturned:     func() any { return new(ItemReturned) },
	TypeItemDebated:      func() any { return new(ItemDebated) },
	TypeItemAside:        func() any { return new(ItemAside) },
	TypeItemEnd:          func() any { return new(ItemEnd) },
	TypeItemCandidates:   func() any { return new(ItemCandidates) },
	TypeMotion:           func() any { return new(Motion) },
	TypeMotionWithdraw:   func() any { return new(MotionWithdraw) },
	TypeMotionRefuse:     func() any { return new(MotionRefuse) },
	TypeQuestion:         func() any { return new(Question) },
	TypeQuestionApproved: func() any { return new(QuestionApproved) },
	TypeAcclaim:          func() any { return new(Acclaim) },
	TypeGavel:            func() any { return new(Gavel) },
	TypeDissent:          func() any { return new(Dissent) },
}

// ItemAdd puts an item on the agenda of a meeting that is open (KL 5:52). The chair
// answers for it that the item may be decided: in a council, that it is urgent and all
// who are present have decided to handle it.
type ItemAdd struct {
	Item    int           `json:"item"` // follows the last one
	Class   string        `json:"class"`
	Title   string        `json:"title"`
	Contest *kind.Contest `json:"contest"`
	By      int           `json:"by"`
}

// ItemBegin has the chair call an item up (föredragen), for the first time or after it
// was put aside.
type ItemBegin struct {
	Item int `json:"item"`
	By   int `json:"by"`
}

// ItemReturned records that the item was tabled or sent back in an earlier meeting at
// the request of a minority: a second time takes a majority (KL 5:50).
type ItemReturned struct {
	Item int `json:"item"`
	By   int `json:"by"`
}

// ItemCandidates closes the nominations: the meeting elects so many of those who stand
// nominated, in the order in which they were.
type ItemCandidates struct {
	Item  int `json:"item"`
	Elect int `json:"elect"`
	By    int `json:"by"`
}

// ItemDebated closes the debate (överläggningen avslutad).
type ItemDebated struct {
	Item int `json:"item"`
	By   int `json:"by"`
}

// ItemAside leaves an item as it is; the meeting may come back to it.
type ItemAside struct {
	Item int `json:"item"`
	By   int `json:"by"`
}

// ItemEnd ends an item of information, or one that a secret ballot has decided.
type ItemEnd struct {
	Item int `json:"item"`
	By   int `json:"by"`
}

// itemRules takes what happens to an item, but for the votes on it.
func (s *State) itemRules(at int64, event any) (commit func(), known bool, err error) {
	switch e := event.(type) {
	case *ItemAdd:
		commit, err = s.addItem(e)
	case *ItemBegin:
		commit, err = s.begin(e)
	case *ItemReturned:
		commit, err = s.returned(e)
	case *ItemCandidates:
		commit, err = s.closeNominations(e)
	case *ItemDebated:
		commit, err = s.closeDebate(e)
	case *ItemAside:
		commit, err = s.putAside(e)
	case *ItemEnd:
		commit, err = s.end(at, e)
	case *Motion:
		commit, err = s.move(e)
	case *MotionWithdraw:
		commit, err = s.withdraw(e)
	case *MotionRefuse:
		commit, err = s.refuseMotion(e)
	case *Question:
		commit, err = s.put(e)
	case *QuestionApproved:
		commit, err = s.approve(e)
	case *Acclaim:
		commit, err = s.perceive(at, e)
	case *Gavel:
		commit, err = s.gavel(at, e)
	case *Dissent:
		commit, err = s.dissent(e)
	default:
		return nil, false, nil
	}
	return commit, true, err
}

func (s *State) addItem(a *ItemAdd) (func(), error) {
	it := Item{a.Item, a.Class, a.Title, a.Contest}
	err := first(s.Decides(), s.Leads(a.By), s.checkItem(&it))
	if err == nil && it.Title == "" {
		err = refuse("item", "item %d has no title", it.Item)
	}
	return func() {
		s.items = append(s.items, it)
		if s.added == nil {
			s.added = map[int]int64{}
		}
		s.added[it.Item] = s.entry
		s.gate = nil // what was found was about another agenda (A20)
	}, err
}

func (s *State) begin(b *ItemBegin) (func(), error) {
	if err := first(s.Decides(), s.leads(b.By, b.Item)); err != nil {
		return nil, err
	}
	switch current := s.current(); {
	case b.Item < 1 || b.Item > len(s.items):
		return nil, refuse("item", "there is no item %d", b.Item)
	case current != 0:
		return nil, refuse("item", "item %d is being handled; decide it, or put it aside: item aside", current)
	case s.finished(b.Item):
		return nil, refuse("decided", "item %d is %s already", b.Item, s.stage(b.Item))
	case s.ballots.Frozen() != "":
		return nil, refuse("frozen", "ballot %s runs; the next item begins after it", s.ballots.Frozen())
	}
	err := first(s.cleared(b.Item), s.decidable(b.Item))
	return func() {
		s.agenda.turn(b.Item)
		s.agenda.of(b.Item).begun = true
	}, err
}

func (s *State) returned(r *ItemReturned) (func(), error) {
	h := s.handling(r.Item)
	switch {
	case s.ready == nil || s.phase == Closed:
		return nil, refuse("meeting", "what became of an item earlier is recorded from the first entries to the end of the meeting")
	case r.Item < 1 || r.Item > len(s.items):
		return nil, refuse("item", "there is no item %d", r.Item)
	case !s.profile.Minority:
		return nil, refuse("item", "a minority neither tables an item nor sends it back here (%s)", s.profile.Source)
	case h.returned:
		return nil, refuse("item", "that is recorded already")
	case s.finished(r.Item) || h.question != nil:
		return nil, refuse("item", "item %d is at %q; what became of it earlier is recorded before a question on it is put", r.Item, s.stage(r.Item))
	case s.Leads(r.By) != nil:
		if err := s.secretary(r.By); err != nil {
			return nil, err
		}
	}
	return func() { s.agenda.of(r.Item).returned = true }, nil
}

func (s *State) closeDebate(d *ItemDebated) (func(), error) {
	h := s.handling(d.Item)
	if err := first(s.handled(d.Item), s.leads(d.By, d.Item)); err != nil {
		return nil, err
	}
	switch {
	case s.class(d.Item) == ClassInformation:
		return nil, refuse("item", "item %d is for information; it ends with: item end", d.Item)
	case h.debated:
		return nil, refuse("debate", "the debate on item %d is closed already", d.Item)
	case h.question != nil:
		return nil, refuse("question", "motion %d is put to the meeting and answered first", h.question.Main)
	case s.settled(d.Item):
	case h.standing(KindCandidate) != 0 && len(h.nominated()) > h.places:
		return nil, refuse("contest", "the nominations for item %d are not closed: item candidates PLACES", d.Item)
	case h.standing(KindCandidate) != 0:
	case s.elects(d.Item) && s.swedish():
		return nil, refuse("contest", "nobody is nominated for item %d: nominate NAME", d.Item)
	case h.standing(KindMain) == 0 && h.standing(KindReject) == 0:
		return nil, refuse("motion", "nothing is proposed on item %d, and nothing can be after the debate: motion main TEXT", d.Item)
	}
	return func() {
		s.agenda.of(d.Item).debated = true
		s.agenda.speakers.close()
	}, nil
}

// putAside is also lawful while the meeting is adjourned or halted: it decides
// nothing, and a meeting that cannot go on could not be closed otherwise.
func (s *State) putAside(a *ItemAside) (func(), error) {
	v := s.votes.running()
	switch {
	case s.phase != Open || a.Item == 0 || a.Item != s.current():
		return nil, s.notHandled(a.Item)
	case v != nil:
		return nil, refuse("vote", "vote %d runs; the item is put aside after its result", v.Vote)
	case s.ballots.Frozen() != "":
		return nil, refuse("frozen", "ballot %s runs; the item is put aside after it", s.ballots.Frozen())
	}
	return func() { s.agenda.turn(0) }, s.Leads(a.By)
}

func (s *State) end(at int64, e *ItemEnd) (func(), error) {
	d := Decision{Outcome: Ended, Elected: []string{}, Took: s.takers(e.Item), At: at}
	if id := s.ballots.DecidedBy(e.Item); id != "" {
		d.Outcome, d.Ballot = Decided, id
	}
	if err := first(s.Decides(), s.leads(e.By, e.Item)); err != nil {
		return nil, err
	}
	switch v := s.votes.running(); {
	case s.handling(e.Item).decision != nil:
		return nil, refuse("decided", "item %d is %s already", e.Item, s.stage(e.Item))
	case v != nil && v.Item == e.Item:
		return nil, refuse("vote", "vote %d on item %d runs", v.Vote, e.Item)
	case d.Ballot == "" && (e.Item == 0 || e.Item != s.current()):
		return nil, s.notHandled(e.Item)
	case d.Ballot == "" && s.class(e.Item) != ClassInformation:
		return nil, refuse("item", "item %d ends with a decision; without one it is put aside: item aside", e.Item)
	}
	return func() { s.settle(e.Item, d) }, nil
}
