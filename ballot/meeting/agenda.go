package meeting

// agenda is how far the items have come.
type agenda struct {
	current  int      // the item that is handled now; 0: none
	speakers speakers // who speaks on it, and who wants to
	handled  map[int]*handling
}

// handling is what has happened to one item.
type handling struct {
	begun    bool
	returned bool // tabled or sent back in an earlier meeting, by a minority
	debated  bool
	places   int      // for which the nominations are closed; 0: they are not
	motions  []motion // motion n is motions[n-1]
	asking            // the question before the meeting now
	decision *Decision
	dissents []int
}

// asking is one question: which of the motions prevails.
type asking struct {
	question  *Question // nil: none is put
	approved  bool      // the order in which the motions are put
	perceived *Acclaim  // nil: the chair has not said yet what prevails
	since     int64     // time of the perception
	askedBy   int       // who asked for a vote; 0: nobody
	against   []int     // motions that can still become the counter-proposal, in order
}

// Outcomes of an item.
const (
	Decided  = "decided"
	Tabled   = "tabled"   // bordlagd: comes back at the next meeting (KL 5:51)
	Remitted = "remitted" // återremitterad
	Ended    = "ended"    // for information, nothing to decide
)

// Stages of an item that has no outcome yet.
const (
	StageWaiting   = "waiting"
	StageDebate    = "debate"
	StageDebated   = "debated"
	StageQuestion  = "question"  // the chair has proposed the order of the questions
	StageApproved  = "approved"  // the meeting has approved it
	StagePerceived = "perceived" // before the gavel
	StageVoteAsked = "vote-asked"
	StageVoting    = "voting"
	StageAside     = "aside"
)

// Decision is how an item has ended.
type Decision struct {
	Outcome  string
	Motion   int      // that prevails; 0: none was carried, or it was no motion
	Text     string   // of that motion
	Elected  []string // by acclamation
	Vote     int      // that decided; 0: none
	Ballot   string   // that decided; "": none
	Minority bool     // a third had the item tabled or sent back (KL 5:50)
	Took     []int    // persons who took part in deciding, in the order of their seats
	At       int64
}

// current is the item that is handled now; 0 is none.
func (s *State) current() int { return s.agenda.current }

// of gives an item's handling to change.
func (a *agenda) of(item int) *handling {
	if a.handled == nil {
		a.handled = map[int]*handling{}
	}
	if a.handled[item] == nil {
		a.handled[item] = new(handling)
	}
	return a.handled[item]
}

// handling gives an item's handling to read.
func (s *State) handling(item int) handling {
	if h := s.agenda.handled[item]; h != nil {
		return *h
	}
	return handling{}
}

// finished says whether nothing more is decided on an item in this meeting.
func (s *State) finished(item int) bool {
	return s.handling(item).decision != nil || s.ballots.DecidedBy(item) != ""
}

// stage says in one word how far an item has come.
func (s *State) stage(item int) string {
	h := s.handling(item)
	switch {
	case h.decision != nil:
		return h.decision.Outcome
	case s.ballots.DecidedBy(item) != "":
		return Decided
	case !h.begun:
		return StageWaiting
	case s.current() != item:
		return StageAside
	case s.votes.running() != nil:
		return StageVoting
	case h.askedBy != 0:
		return StageVoteAsked
	case h.perceived != nil:
		return StagePerceived
	case h.question != nil && h.approved:
		return StageApproved
	case h.question != nil:
		return StageQuestion
	case h.debated:
		return StageDebated
	}
	return StageDebate
}

// answer enters what the meeting has said to the question that is put: a motion that
// prevails, or 0 for none. A formal motion that falls leaves the item where it was.
func (s *State) answer(item int, d Decision) {
	h := s.agenda.of(item)
	switch {
	case d.Motion != 0:
		m := h.motions[d.Motion-1]
		d.Outcome, d.Text = outcomes[m.Kind], m.Text
	case h.question != nil && formal(h.kind(h.question.Main)):
		h.motions[h.question.Main-1].fate = FateLost
		h.asking = asking{}
		return
	default:
		d.Outcome = Decided
	}
	s.settle(item, d)
}

// settle ends an item.
func (s *State) settle(item int, d Decision) {
	s.agenda.of(item).decision = &d
	if s.current() == item {
		s.agenda.turn(0)
	}
}

// takers are the persons who take part in deciding an item now.
func (s *State) takers(item int) []int {
	out := []int{}
	for _, seat := range s.Electors(item) {
		out = append(out, s.seated[seat])
	}
	return out
}

// mayClose refuses to close a meeting in the middle of an item. Items that were put
// aside or never begun are simply not handled.
func (s *State) mayClose() error {
	if v := s.votes.running(); v != nil {
		return refuse("vote", "vote %d runs", v.Vote)
	}
	if item := s.current(); item != 0 {
		return refuse("item", "item %d is being handled; decide it, or put it aside: item aside", item)
	}
	return nil
}

// BallotRefused refuses a secret ballot on an item that the meeting has ended without
// one or is not ready for, or in the middle of another, and for the sake of who is
// disqualified from it or takes part from elsewhere. An item that was never begun may
// have one.
func (s *State) BallotRefused(item int) error {
	if err := first(s.cleared(item), s.RemoteRefused(item)); err != nil {
		return err
	}
	h := s.handling(item)
	switch now := s.current(); {
	case h.decision != nil:
		return refuse("decided", "item %d is %s already", item, h.decision.Outcome)
	case now != 0 && now != item:
		return refuse("item", "item %d is handled now; put it aside first: item aside", now)
	case h.begun && !h.debated:
		return refuse(s.ruleID("KL 5:53", "KL 5:53", "debate"), "the debate on item %d is not closed: item debated", item)
	case h.question != nil || h.formal() != 0:
		return refuse(s.formalRule(), "a motion to table item %d, or another question on it, is answered first", item)
	}
	return nil
}
