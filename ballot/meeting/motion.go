package meeting

import (
	"slices"

	"valurna/ballot/canon"
	"valurna/ballot/kind"
)

// Types of what happens to a motion.
const (
	TypeMotion         = "motion"
	TypeMotionWithdraw = "motion.withdraw"
	TypeMotionRefuse   = "motion.refuse"
)

// Kinds of motions. Tabling and sending back are formal: they are answered before
// anything is decided in the matter itself.
const (
	KindMain   = "main"   // yrkande
	KindReject = "reject" // avslag
	KindTable  = "table"  // bordläggning
	KindRemit  = "remit"  // återremiss

	// In an election without candidates on the agenda.
	KindCandidate = "candidate" // nominering; the text is the name
)

// outcomes of an item on which a motion of a kind prevails.
var outcomes = map[string]string{KindMain: Decided, KindReject: Decided, KindTable: Tabled, KindRemit: Remitted, KindCandidate: Decided}

func formal(kind string) bool { return kind == KindTable || kind == KindRemit }

// MaxMotion is how long a motion's text may be; bytes.
const MaxMotion = 512

// Motion proposes how an item is to be decided.
type Motion struct {
	Motion int    `json:"motion"` // 1, 2, 3, … on each item
	Item   int    `json:"item"`
	Kind   string `json:"kind"`
	Text   string `json:"text"`
	By     int    `json:"by"`
}

// MotionWithdraw takes a motion back.
type MotionWithdraw struct {
	Item   int `json:"item"`
	Motion int `json:"motion"`
	By     int `json:"by"`
}

// MotionRefuse has the chair refuse to put a motion that would raise a new matter
// (KL 5:57).
type MotionRefuse struct {
	Item   int `json:"item"`
	Motion int `json:"motion"`
	By     int `json:"by"`
}

// Fates of a motion that does not stand.
const (
	FateWithdrawn = "withdrawn"
	FateRefused   = "refused"
	FateLost      = "lost" // a formal motion that fell
)

// motion is one with what became of it; fate "" stands.
type motion struct {
	Motion
	fate string
}

func (h handling) stands(n int) bool {
	return n >= 1 && n <= len(h.motions) && h.motions[n-1].fate == ""
}

// kind is a motion's kind, "" if there is no such motion.
func (h handling) kind(n int) string {
	if n < 1 || n > len(h.motions) {
		return ""
	}
	return h.motions[n-1].Kind
}

// standing is the first motion of a kind that stands; 0 if there is none.
func (h handling) standing(kind string) int {
	return 1 + slices.IndexFunc(h.motions, func(m motion) bool { return m.Kind == kind && m.fate == "" })
}

// formal is the first formal motion that stands; 0 if there is none.
func (h handling) formal() int {
	return 1 + slices.IndexFunc(h.motions, func(m motion) bool { return formal(m.Kind) && m.fate == "" })
}

func (s *State) move(m *Motion) (func(), error) {
	h := s.handling(m.Item)
	err := first(s.handled(m.Item), s.takesPart(m.By, m.Item), s.debating(m.Item), s.worded(m))
	switch {
	case err != nil:
		return nil, err
	case m.Motion != len(h.motions)+1:
		return nil, refuse("motion", "motion %d came where motion %d was due", m.Motion, len(h.motions)+1)
	case (m.Kind == KindReject || m.Kind == KindTable) && h.standing(m.Kind) != 0:
		return nil, refuse("motion", "motion %d asks for the same already", h.standing(m.Kind))
	case m.Kind == KindCandidate:
		err = s.nominable(m, h)
	case !formal(m.Kind):
		err = s.movable(m, h)
	}
	if err != nil {
		return nil, err
	}
	return func() {
		h := s.agenda.of(m.Item)
		h.motions = append(h.motions, motion{Motion: *m})
	}, nil
}

// debating refuses motions outside the debate: after it the chair puts what was moved
// in it, and nothing new (KL 5:53, 57).
func (s *State) debating(item int) error {
	switch {
	case s.class(item) == ClassInformation:
		return refuse("item", "item %d is for information: nothing is decided on it", item)
	case s.handling(item).debated:
		return refuse(s.ruleID("KL 5:57", "KL 5:53", "debate"), "the debate on item %d is closed: no motion is made or withdrawn any more", item)
	}
	return nil
}

// worded checks kind and text. A proposal says what it proposes; sending back needs
// grounds, which are the movers' to word (KL 5:50).
func (s *State) worded(m *Motion) error {
	if outcomes[m.Kind] == "" {
		return refuse("motion", "%q is no kind of motion; there are main, reject, table, remit and candidate", m.Kind)
	}
	if err := canon.Text(m.Text, MaxMotion); err != nil {
		return refuse("motion", "the text is %v", err)
	}
	switch {
	case m.Kind == KindCandidate:
		if err := kind.CheckName(m.Text); err != nil {
			return refuse("motion", "the name is %v", err)
		}
		return nil
	case m.Text != "":
		return nil
	case m.Kind == KindMain:
		return refuse("motion", "a motion says what is to be decided")
	case m.Kind == KindRemit:
		return refuse(s.ruleID("KL 5:50", "motion", "motion"), "a motion to send an item back says why")
	}
	return nil
}

func (s *State) withdraw(w *MotionWithdraw) (func(), error) {
	h := s.handling(w.Item)
	err := first(s.handled(w.Item), s.takesPart(w.By, w.Item), s.debating(w.Item), s.unput(w.Item, w.Motion))
	if err == nil && h.motions[w.Motion-1].By != w.By {
		err = refuse("motion", "motion %d was made by person %d, who alone withdraws it", w.Motion, h.motions[w.Motion-1].By)
	}
	return func() { s.agenda.of(w.Item).motions[w.Motion-1].fate = FateWithdrawn }, err
}

func (s *State) refuseMotion(r *MotionRefuse) (func(), error) {
	err := first(s.handled(r.Item), s.leads(r.By, r.Item), s.unput(r.Item, r.Motion))
	if err == nil && formal(s.handling(r.Item).kind(r.Motion)) {
		err = refuse(s.formalRule(), "a motion to table or to send back raises no new matter: it is put to the meeting")
	}
	if err == nil && s.handling(r.Item).kind(r.Motion) == KindCandidate {
		err = refuse("contest", "a nomination raises no new matter: the meeting decides on it")
	}
	return func() { s.agenda.of(r.Item).motions[r.Motion-1].fate = FateRefused }, err
}

// unput refuses to take away a motion that does not stand, or any while a question is
// before the meeting.
func (s *State) unput(item, motion int) error {
	switch h := s.handling(item); {
	case !h.stands(motion):
		return refuse("motion", "no motion %d stands on item %d", motion, item)
	case h.question != nil:
		return refuse("question", "motion %d is put to the meeting and answered first", h.question.Main)
	case h.kind(motion) == KindCandidate && s.settled(item):
		return refuse("contest", "the nominations for item %d are closed", item)
	}
	return nil
}

// formalRule is the rule by which formal motions are answered first.
func (s *State) formalRule() string { return s.ruleID("KL 5:50", "KL 6:33", "motion") }
