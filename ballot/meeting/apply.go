package meeting

import (
	"slices"
	"time"
)

// applications takes who asks to take part from elsewhere, and the chair's answers.
func (s *State) applications(at int64, event any) (commit func(), known bool, err error) {
	switch e := event.(type) {
	case *RemoteApply:
		commit, err = s.remoteApply(at, e)
	case *RemoteAnswer:
		commit, err = s.remoteAnswer(at, e)
	default:
		return nil, false, nil
	}
	return commit, true, err
}

// remoteAllowed refuses taking part from elsewhere where the law, the body's own
// decision or the time does. Nothing overrides it (A24).
func (s *State) remoteAllowed() error {
	switch {
	case !s.profile.Remote:
		return refuse("A24", "a committee meets in one place: nobody takes part from elsewhere")
	case s.policy.Remote == nil:
		return refuse("KL 5:16", "no decision of the body lets members take part from elsewhere (KL 5:16, 6:24; an association's statutes)")
	case s.ready == nil || s.phase == Closed:
		return refuse("meeting", "taking part from elsewhere is recorded from the first entries to the end of the meeting")
	}
	return nil
}

func (s *State) remoteApply(at int64, a *RemoteApply) (func(), error) {
	before := s.remote.people[a.Person]
	p, ok := s.Person(a.Person)
	err := s.remoteAllowed()
	switch {
	case err != nil:
		return nil, err
	case !ok || p.Seat == 0 && !p.Substitute:
		return nil, refuse("person", "person %d is neither member nor substitute", a.Person)
	case before.Applied != 0 && (before.Granted || before.Answered == 0):
		return nil, refuse("remote", "person %d has applied already", a.Person)
	case !slices.Equal(a.To, recipients):
		return nil, refuse("A04", "an application goes to secretary and chair; this one went to %q", a.To)
	case len(a.Reason) == 0:
		return nil, refuse("A01", "person %d gives no special reason", a.Person)
	}
	if err := first(hash32(a.Reason, "the commitment to the reason"), s.inTime(at)); err != nil {
		return nil, err
	}
	return func() {
		// Who sits already, and has been counted in the room, is there.
		inRoom := before.InRoom || before.Applied == 0 && s.seatOf[a.Person] != 0
		s.keep(RemoteState{
			Person: a.Person, InRoom: inRoom,
			Application: Application{Applied: at, To: a.To, Reason: a.Reason},
		})
	}, nil
}

// recipients are whom an application has to reach (A04).
var recipients = []string{OfficeSecretary, OfficeChair}

// inTime refuses an application that comes too late (A04). A rehearsal may be called
// at once.
func (s *State) inTime(at int64) error {
	if s.drill {
		return nil
	}
	date, err := time.Parse(time.DateOnly, s.date)
	if err != nil {
		return refuse("A04", "the meeting has no date: %q", s.date)
	}
	last := day(date.Unix()) - int64(s.policy.Remote.Days)
	if day(at) > last {
		return refuse("A04", "the application came on %s; the last day was %s", dateOf(day(at)), dateOf(last))
	}
	return nil
}

// dateOf writes what day numbers.
func dateOf(day int64) string { return time.Unix(day*24*3600, 0).UTC().Format(time.DateOnly) }

// remoteAnswer lets the chair alone decide, and change the answer until the person is
// admitted: from then on only leaving the meeting ends it, and bars the way back on
// that day (KL 5:20).
func (s *State) remoteAnswer(at int64, a *RemoteAnswer) (func(), error) {
	r := s.remote.people[a.Person]
	err := first(s.remoteAllowed(), s.chairAlone("A05", a.By), hash32(a.Reason, "the commitment to the reason"))
	switch {
	case err != nil:
		return nil, err
	case r.Applied == 0:
		return nil, refuse("A04", "person %d has not applied to take part from elsewhere", a.Person)
	case a.Decision != s.policy.Remote.Decision:
		return nil, refuse("A01", "the answer rests on %q; what lets members take part from elsewhere is %q", a.Decision, s.policy.Remote.Decision)
	case r.Admitted != 0:
		return nil, refuse("A05", "person %d is admitted: the answer stands", a.Person)
	case r.Answered != 0 && r.Granted == a.Granted:
		return nil, refuse("remote", "that is recorded already")
	}
	return func() {
		r.Answered, r.Granted, r.Answer, r.ByChair, r.Entry = at, a.Granted, a.Reason, a.By, s.entry
		if !a.Granted {
			r.Session = Session{}
			s.forget(a.Person)
		}
		s.keep(r)
	}, nil
}

// chairAlone refuses whoever does not preside, by the rule that leaves it to the chair.
func (s *State) chairAlone(rule string, person int) error {
	if s.Leads(person) != nil {
		return refuse(rule, "person %d does not hold the chair; it is for the chair alone", person)
	}
	return nil
}
