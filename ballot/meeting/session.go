package meeting

import (
	"slices"
	"time"
)

// Phases of a meeting (LAW section 2).
const (
	Called   = "called"   // kallad
	RollCall = "rollcall" // upprop
	Open     = "open"     // öppnad
	Closed   = "closed"   // avslutad
)

// Causes of an adjournment (ajournering).
const (
	CauseTime   = "time"
	CauseOrder  = "order"
	CauseLine   = "line"   // sound or picture lost (A14)
	CauseGate   = "gate"   // a guarantee does not hold (A20)
	CauseQuorum = "quorum" // A25
)

var causes = []string{CauseTime, CauseOrder, CauseLine, CauseGate, CauseQuorum}

// session takes what happens to the meeting as a whole.
func (s *State) session(at int64, event any) (commit func(), known bool, err error) {
	switch e := event.(type) {
	case *Notice:
		commit, err = s.announce(e)
	case *Meeting:
		commit, err = s.declare(e)
	case *Adjourn:
		commit, err = s.adjourn(at, e)
	case *Resume:
		commit, err = s.resume(at, e)
	default:
		return nil, false, nil
	}
	return commit, true, err
}

func (s *State) announce(n *Notice) (func(), error) {
	if s.ready == nil || s.phase != Called && s.phase != RollCall {
		return nil, refuse("meeting", "the notice is recorded before the meeting is open")
	}
	if err := s.secretary(n.By); err != nil {
		return nil, err
	}
	for _, day := range []string{n.Posted, n.Summoned} {
		if _, err := time.Parse(time.DateOnly, day); err != nil {
			return nil, refuse("notice", "%q is no day", day)
		}
	}
	return func() { s.notice = n }, nil
}

// secretary accepts whoever keeps the record: the secretary, or the chair of a body
// that has none.
func (s *State) secretary(person int) error {
	p, ok := s.Person(person)
	if ok && slices.Contains(p.Offices, OfficeSecretary) {
		return nil
	}
	if !slices.ContainsFunc(s.people, func(p Person) bool { return slices.Contains(p.Offices, OfficeSecretary) }) {
		return s.Leads(person)
	}
	return refuse("office", "person %d is not the secretary", person)
}

// Noticed refuses a meeting that was not announced in time (KL 5:13, 15). A rehearsal
// need not be.
func (s *State) Noticed() error {
	days := s.profile.NoticeDays
	if days == 0 || s.drill {
		return nil
	}
	if s.notice == nil {
		return refuse("KL 5:13", "it is not recorded that the meeting was announced and its members summoned")
	}
	for _, day := range []string{s.notice.Posted, s.notice.Summoned} {
		if before, ok := daysBetween(day, s.date); !ok || before < days {
			return refuse("KL 5:13", "announced and summoned on %s and %s; that has to be at least %d days before %s", s.notice.Posted, s.notice.Summoned, days, s.date)
		}
	}
	return nil
}

// daysBetween counts the days from one date to another; ok is false where either is
// none.
func daysBetween(from, to string) (days int, ok bool) {
	a, err1 := time.Parse(time.DateOnly, from)
	b, err2 := time.Parse(time.DateOnly, to)
	return int(b.Sub(a).Hours()) / 24, err1 == nil && err2 == nil
}

func (s *State) declare(m *Meeting) (func(), error) {
	if err := s.Leads(m.Person); err != nil {
		return nil, err
	}
	if s.ready == nil {
		return nil, refuse("ready", "the first entries are not complete")
	}
	switch {
	case m.State == RollCall && s.phase == Called:
	case m.State == Open && (s.phase == Called || s.phase == RollCall):
		if err := s.Noticed(); err != nil {
			return nil, err
		}
	case m.State == Closed && s.phase == Open:
		if id := s.ballots.Unfinished(0); id != "" {
			return nil, refuse("meeting", "ballot %s is not finished", id)
		}
		if err := s.mayClose(); err != nil {
			return nil, err
		}
	default:
		return nil, refuse("meeting", "the meeting is %s and cannot become %q", s.phase, m.State)
	}
	return func() { s.phase = m.State }, nil
}

func (s *State) adjourn(at int64, a *Adjourn) (func(), error) {
	switch {
	case s.phase != Open:
		return nil, refuse("meeting", "the meeting is %s and cannot be adjourned", s.phase)
	case s.adjourned != nil:
		return nil, refuse("adjourned", "the meeting is adjourned already")
	case !slices.Contains(causes, a.Cause):
		return nil, refuse("adjourned", "%q is no cause to adjourn for", a.Cause)
	}
	if err := s.adjourns(at, a); err != nil {
		return nil, err
	}
	return func() {
		s.adjourned, s.since = a, at
		if a.Cause == CauseLine {
			s.stale()
		}
	}, nil
}

// adjourns accepts the chair, and the rules alone for what they can see by themselves.
func (s *State) adjourns(at int64, a *Adjourn) error {
	switch {
	case a.By != 0:
		return s.Leads(a.By)
	case a.Cause == CauseLine:
		return s.lineGone(at)
	case a.Cause == CauseGate && (s.gate == nil || s.gateStands() == nil):
		return refuse("A20", "the gate has not fallen")
	case a.Cause == CauseGate:
		return nil
	}
	return refuse("office", "only the chair adjourns for %q", a.Cause)
}

func (s *State) resume(_ int64, r *Resume) (func(), error) {
	if s.adjourned == nil || s.phase != Open {
		return nil, refuse("adjourned", "the meeting is not adjourned")
	}
	if err := s.Leads(r.By); err != nil {
		return nil, err
	}
	if s.adjourned.Cause == CauseQuorum && !s.Quorate() {
		return nil, s.quorumRefusal(s.countPresent())
	}
	if s.adjourned.Cause == CauseGate {
		if err := s.gateStands(); err != nil {
			return nil, err
		}
	}
	if s.adjourned.Cause == CauseLine {
		if err := s.Halted(); err != nil {
			return nil, err
		}
	}
	return func() { s.adjourned = nil }, nil
}

// Adjourned is the adjournment that lasts, nil if there is none.
func (s *State) Adjourned() *Adjourn { return s.adjourned }

// MostSuspended is how long an open ballot may wait for its meeting, in seconds (a value
// of this design). A vote that half of the voters have cast, and on which the others
// sleep, is no ballot any more: it is void, and a new one has new keys and tokens.
const MostSuspended = 30 * 60

// Expired says whether the meeting has been adjourned for longer than an open ballot may
// wait.
func (s *State) Expired(at int64) bool {
	return s.adjourned != nil && at-s.since >= MostSuspended
}

// Decides refuses decisions while there may be none: outside the meeting and while it
// is adjourned.
func (s *State) Decides() error {
	switch {
	case s.phase != Open:
		return refuse("meeting", "the meeting is not open")
	case s.adjourned != nil && s.adjourned.Cause == CauseLine:
		return refuse("A14", "the meeting is adjourned, since sound or picture was lost")
	case s.adjourned != nil:
		return refuse("adjourned", "the meeting is adjourned")
	}
	return s.RemoteRefused(s.current())
}
