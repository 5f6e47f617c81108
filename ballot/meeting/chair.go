package meeting

import "slices"

// Causes for which the chair is handed over.
const (
	HandAbsent  = "absent"       // the chair is not here
	HandLine    = "line"         // the chair's line is lost
	HandJav     = "disqualified" // in the item that is handled
	HandElected = "elected"      // to the presidium, in this meeting
	HandOldest  = "oldest"       // nobody of the presidium is here, or there is none yet
	HandBack    = "back"         // to whoever holds the office
)

// chairs takes the handing over of the chair, and appointments.
func (s *State) chairs(_ int64, event any) (commit func(), known bool, err error) {
	if a, ok := event.(*Appoint); ok {
		commit, err = s.appoint(a)
		return commit, true, err
	}
	c, ok := event.(*Chair)
	if !ok {
		return nil, false, nil
	}
	err = s.handOver(c)
	before := s.Presiding()
	return func() {
		s.presiding = c.Person
		if before != 0 && !slices.Contains(s.presided, before) {
			s.presided = append(s.presided, before)
		}
	}, true, err
}

// Presided are those who have handed the chair over, in that order.
func (s *State) Presided() []int { return slices.Clone(s.presided) }

// Presiding is who leads the meeting now; 0 is nobody.
func (s *State) Presiding() int {
	if s.presiding != 0 {
		return s.presiding
	}
	return s.holding(OfficeChair)
}

// holding is the first person who holds an office; 0 is nobody.
func (s *State) holding(office string) int {
	for _, p := range s.people {
		if slices.Contains(p.Offices, office) {
			return p.Person
		}
	}
	return 0
}

// Leads refuses whoever does not preside.
func (s *State) Leads(person int) error {
	if person == 0 || person != s.Presiding() {
		return refuse("office", "person %d does not hold the chair", person)
	}
	return nil
}

// able says whether a person can preside now: seated, not disqualified, and here or on
// a line that holds.
func (s *State) able(person int) bool {
	return s.seatOf[person] != 0 && !s.Disqualified(person, 0) && s.live(person)
}

// handOver checks who hands the chair to whom. Whoever presides may hand it to a vice
// chair, to whom the meeting has elected, or back; if whoever presides cannot, a vice
// chair takes it; with nobody of the presidium able, the secretary records who has
// served longest, and is the oldest of those (ålderspresident).
func (s *State) handOver(c *Chair) error {
	p, ok := s.Person(c.Person)
	switch {
	case s.ready == nil || s.phase == Closed:
		return refuse("meeting", "the chair is handed over from the first entries to the end of the meeting")
	case !ok || c.Person == s.Presiding():
		return refuse("office", "person %d presides already, or is nobody", c.Person)
	case !s.able(c.Person):
		return refuse("office", "person %d is not here, or is disqualified from this item", c.Person)
	}
	leads := s.Leads(c.By) == nil
	vice := slices.Contains(p.Offices, OfficeVice)
	switch c.Cause {
	case HandAbsent, HandLine, HandJav:
		if !vice {
			return refuse("office", "person %d is no vice chair", c.Person)
		}
		if !leads && (c.By != c.Person || s.able(s.Presiding())) {
			return refuse("office", "the chair is here and able: only the chair hands it over")
		}
	case HandElected:
		if !leads || p.Seat == 0 {
			return refuse("office", "who presides hands the chair to the member whom the meeting has elected")
		}
	case HandBack:
		if !slices.Contains(p.Offices, OfficeChair) || !leads && c.By != c.Person {
			return refuse("office", "the chair goes back to whoever holds the office")
		}
	case HandOldest:
		if p.Seat == 0 {
			return refuse("office", "person %d is no member", c.Person)
		}
		if err := s.secretary(c.By); err != nil {
			return err
		}
		if slices.ContainsFunc(s.people, func(o Person) bool {
			return s.able(o.Person) && (slices.Contains(o.Offices, OfficeChair) || slices.Contains(o.Offices, OfficeVice))
		}) {
			return refuse("office", "somebody of the presidium is here and able to preside")
		}
	default:
		return refuse("office", "%q is no cause to hand the chair over for", c.Cause)
	}
	return nil
}
