package meeting

import "slices"

// Types of what happens on the speakers' list.
const (
	TypeSpeakAsk  = "speak.ask"
	TypeSpeakDrop = "speak.drop"
	TypeSpeakGive = "speak.give"
	TypeSpeakEnd  = "speak.end"
	TypeSpeakLine = "speak.line"
)

var speakEvents = map[string]func() any{
	TypeSpeakAsk:  func() any { return new(SpeakAsk) },
	TypeSpeakDrop: func() any { return new(SpeakDrop) },
	TypeSpeakGive: func() any { return new(SpeakGive) },
	TypeSpeakEnd:  func() any { return new(SpeakEnd) },
	TypeSpeakLine: func() any { return new(SpeakLine) },
}

// SpeakAsk has a member ask for the floor.
type SpeakAsk struct {
	Item   int    `json:"item"`
	Person int    `json:"person"`
	Kind   string `json:"kind"`
}

// SpeakDrop takes everything back that a person has asked for, or has whoever presides
// strike it.
type SpeakDrop struct {
	Item   int `json:"item"`
	Person int `json:"person"`
	By     int `json:"by"`
}

// SpeakGive gives somebody the floor, who need not have asked: the chair also calls on
// a rapporteur. It ends the speech of whoever had it.
type SpeakGive struct {
	Item   int `json:"item"`
	Person int `json:"person"`
	By     int `json:"by"`
}

// SpeakEnd ends a speech.
type SpeakEnd struct {
	Item int `json:"item"`
	By   int `json:"by"`
}

// SpeakLine closes the list for speeches (streck i debatten), or opens it again.
type SpeakLine struct {
	Item int  `json:"item"`
	By   int  `json:"by"`
	Off  bool `json:"off"`
}

// speakRules takes who speaks and who wants to. Nothing of it decides anything, and no
// other rule asks for it.
func (s *State) speakRules(at int64, event any) (commit func(), known bool, err error) {
	switch e := event.(type) {
	case *SpeakAsk:
		commit, err = s.askFloor(at, e)
	case *SpeakDrop:
		commit, err = s.dropRequest(e)
	case *SpeakGive:
		commit, err = s.giveFloor(at, e)
	case *SpeakEnd:
		commit, err = s.endSpeech(e)
	case *SpeakLine:
		commit, err = s.drawLine(e)
	default:
		return nil, false, nil
	}
	return commit, true, err
}

// debatable refuses to go on with a debate on another item than that which is handled,
// and while not everybody takes part in it on equal terms: what is said then, somebody
// does not hear (A14).
func (s *State) debatable(item int) error {
	err := s.Decides()
	if err == nil && (item == 0 || item != s.current()) {
		err = s.notHandled(item)
	}
	return err
}

// onList accepts what only makes the list shorter, or the floor free. It is lawful also
// while the meeting is adjourned or halted.
func (s *State) onList(item int) error {
	if s.phase != Open || item == 0 || item != s.current() {
		return s.notHandled(item)
	}
	return nil
}

func (s *State) askFloor(at int64, a *SpeakAsk) (func(), error) {
	if err := first(s.debatable(a.Item), s.takesPart(a.Person, a.Item)); err != nil {
		return nil, err
	}
	switch l := s.agenda.speakers; {
	case !slices.Contains(speeches, a.Kind):
		return nil, refuse("speak", "%q is no way to speak; there are speech, reply and order", a.Kind)
	case a.Kind != FloorOrder && s.handling(a.Item).debated:
		return nil, refuse("speak", "the debate on item %d is closed: only points of order can be asked for", a.Item)
	case a.Kind == FloorSpeech && l.line:
		return nil, refuse("speak", "the speakers' list is closed: only replies and points of order can be asked for")
	case a.Kind == FloorReply && l.last == 0:
		return nil, refuse("speak", "nobody has had the floor on item %d: there is nothing to reply to", a.Item)
	case a.Kind == FloorReply && l.last == a.Person:
		return nil, refuse("speak", "person %d has the floor, or had it last: nobody replies to themselves", a.Person)
	case slices.ContainsFunc(l.waiting, func(w Speaker) bool { return w.Person == a.Person && w.Kind == a.Kind }):
		return nil, refuse("speak", "that is recorded already")
	}
	return func() { s.agenda.speakers.add(Speaker{Person: a.Person, Kind: a.Kind, Asked: at}) }, nil
}

func (s *State) dropRequest(d *SpeakDrop) (func(), error) {
	err := s.onList(d.Item)
	if err == nil && d.By != d.Person {
		err = s.Leads(d.By)
	}
	if err == nil && s.agenda.speakers.first(d.Person) < 0 {
		err = refuse("speak", "person %d has not asked for the floor", d.Person)
	}
	return func() { s.agenda.speakers.drop(d.Person) }, err
}

func (s *State) giveFloor(at int64, g *SpeakGive) (func(), error) {
	if err := first(s.debatable(g.Item), s.leads(g.By, g.Item), s.mayBeHeard(g.Person, g.Item)); err != nil {
		return nil, err
	}
	l := s.agenda.speakers
	if l.floor != nil && l.floor.Person == g.Person && l.first(g.Person) < 0 {
		return nil, refuse("speak", "person %d has the floor already", g.Person)
	}
	return func() { s.agenda.speakers.give(g.Person, at) }, nil
}

// mayBeHeard refuses the floor to who is disqualified, and to who is elsewhere and not
// admitted or not on the line. A seat it does not take: a rapporteur may have none.
func (s *State) mayBeHeard(person, item int) error {
	r := s.remote.people[person]
	switch _, ok := s.Person(person); {
	case !ok:
		return refuse("person", "there is no person %d", person)
	case s.Disqualified(person, item):
		return refuse(s.javRule(), "person %d is disqualified from item %d and takes no part in it", person, item)
	case s.elsewhere(person) && r.Admitted == 0:
		return refuse("A02", "person %d takes part from elsewhere and is not admitted", person)
	case s.elsewhere(person) && r.Lost != "":
		return lostRefusal(r)
	}
	return nil
}

func (s *State) endSpeech(e *SpeakEnd) (func(), error) {
	if err := s.onList(e.Item); err != nil {
		return nil, err
	}
	floor := s.agenda.speakers.floor
	if floor == nil {
		return nil, refuse("speak", "nobody has the floor")
	}
	var err error
	if e.By != floor.Person {
		err = s.Leads(e.By)
	}
	return func() { s.agenda.speakers.floor = nil }, err
}

func (s *State) drawLine(d *SpeakLine) (func(), error) {
	err := first(s.debatable(d.Item), s.leads(d.By, d.Item))
	if err == nil && s.agenda.speakers.line != d.Off {
		err = refuse("speak", "that is recorded already")
	}
	return func() { s.agenda.speakers.line = !d.Off }, err
}
