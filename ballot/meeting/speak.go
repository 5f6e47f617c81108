package meeting

import (
	"cmp"
	"slices"
)

// Types of what happens on the speakers' list (talarlista).
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

// What somebody wants the floor for. A point of order comes before a reply, and a reply
// before a speech.
const (
	Speech = "speech" // anförande
	Reply  = "reply"  // replik
	Order  = "order"  // ordningsfråga
)

var speeches = []string{Order, Reply, Speech}

// SpeakAsk asks for the floor on the item that is handled now.
type SpeakAsk struct {
	Item int    `json:"item"`
	Kind string `json:"kind"`
	By   int    `json:"by"`
}

// SpeakDrop takes what a person has asked for off the list.
type SpeakDrop struct {
	Item   int `json:"item"`
	Person int `json:"person"`
	By     int `json:"by"`
}

// SpeakGive gives somebody the floor; whoever had it has finished.
type SpeakGive struct {
	Item   int `json:"item"`
	Person int `json:"person"`
	By     int `json:"by"`
}

// SpeakEnd says that whoever has the floor has finished.
type SpeakEnd struct {
	Item int `json:"item"`
	By   int `json:"by"`
}

// SpeakLine closes the list (streck i debatten): nobody asks for a speech any more. Off
// opens it again.
type SpeakLine struct {
	Item int  `json:"item"`
	Off  bool `json:"off"`
	By   int  `json:"by"`
}

// Speaker is one who has the floor or waits for it. Times are Unix seconds.
type Speaker struct {
	Person int
	Kind   string
	Asked  int64 // 0: called on by the chair, without asking
	Since  int64 // when the person got the floor; 0: waits
}

// Speakers is the list of the item that is handled now.
type Speakers struct {
	Floor   *Speaker  // nil: nobody
	Waiting []Speaker // in the order in which they get the floor
	Line    bool      // the list is closed
}

// Speakers gives a copy of it.
func (s *State) Speakers() Speakers {
	l := s.handling(s.current()).speakers
	return Speakers{clone(l.Floor), slices.Clone(l.Waiting), l.Line}
}

// speakRules takes what happens on the list. Nothing is decided by it.
func (s *State) speakRules(at int64, event any) (commit func(), known bool, err error) {
	switch e := event.(type) {
	case *SpeakAsk:
		commit, err = s.askToSpeak(at, e)
	case *SpeakDrop:
		commit, err = s.strike(e)
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

func (s *State) askToSpeak(at int64, a *SpeakAsk) (func(), error) {
	if err := first(s.handled(a.Item), s.takesPart(a.By, a.Item)); err != nil {
		return nil, err
	}
	h := s.handling(a.Item)
	switch {
	case !slices.Contains(speeches, a.Kind):
		return nil, refuse("speak", "%q is nothing to ask the floor for; there are speech, reply and order", a.Kind)
	case h.debated && a.Kind != Order:
		return nil, refuse("speak", "the debate on item %d is closed; only a point of order can be raised: speak ask order", a.Item)
	case h.speakers.Line && a.Kind == Speech:
		return nil, refuse("speak", "the list of speakers on item %d is closed; a reply or a point of order can be asked for", a.Item)
	case slices.ContainsFunc(h.speakers.Waiting, func(w Speaker) bool { return w.Person == a.By && w.Kind == a.Kind }):
		return nil, refuse("speak", "that is on the list already")
	}
	return func() {
		l := &s.agenda.of(a.Item).speakers
		l.Waiting = append(slices.Clone(l.Waiting), Speaker{Person: a.By, Kind: a.Kind, Asked: at})
		slices.SortStableFunc(l.Waiting, func(x, y Speaker) int {
			return cmp.Compare(slices.Index(speeches, x.Kind), slices.Index(speeches, y.Kind))
		})
	}, nil
}

// strike is also lawful while the meeting is adjourned or halted.
func (s *State) strike(d *SpeakDrop) (func(), error) {
	if d.Item == 0 || d.Item != s.current() {
		return nil, s.notHandled(d.Item)
	}
	asked := func(w Speaker) bool { return w.Person == d.Person }
	if d.By != d.Person {
		if err := s.Leads(d.By); err != nil {
			return nil, err
		}
	}
	if !slices.ContainsFunc(s.handling(d.Item).speakers.Waiting, asked) {
		return nil, refuse("speak", "person %d is not on the list of speakers", d.Person)
	}
	return func() {
		l := &s.agenda.of(d.Item).speakers
		l.Waiting = slices.DeleteFunc(slices.Clone(l.Waiting), asked)
	}, nil
}

// giveFloor accepts also somebody who has not asked: whoever presents an item need not
// even have a seat.
func (s *State) giveFloor(at int64, g *SpeakGive) (func(), error) {
	if err := first(s.handled(g.Item), s.leads(g.By, g.Item)); err != nil {
		return nil, err
	}
	_, known := s.Person(g.Person)
	h := s.handling(g.Item)
	switch {
	case !known:
		return nil, refuse("person", "there is no person %d", g.Person)
	case s.Disqualified(g.Person, g.Item):
		return nil, refuse(s.javRule(), "person %d is disqualified from item %d and takes no part in it", g.Person, g.Item)
	case h.speakers.Floor != nil && h.speakers.Floor.Person == g.Person:
		return nil, refuse("speak", "person %d has the floor already", g.Person)
	}
	return func() {
		l := &s.agenda.of(g.Item).speakers
		speaker := Speaker{Person: g.Person, Kind: Speech}
		if i := slices.IndexFunc(l.Waiting, func(w Speaker) bool { return w.Person == g.Person }); i >= 0 {
			speaker = l.Waiting[i]
			l.Waiting = slices.Delete(slices.Clone(l.Waiting), i, i+1)
		}
		speaker.Since = at
		l.Floor = &speaker
	}, nil
}

// endSpeech is also lawful while the meeting is adjourned or halted.
func (s *State) endSpeech(e *SpeakEnd) (func(), error) {
	if e.Item == 0 || e.Item != s.current() {
		return nil, s.notHandled(e.Item)
	}
	floor := s.handling(e.Item).speakers.Floor
	switch {
	case floor == nil:
		return nil, refuse("speak", "nobody has the floor")
	case floor.Person != e.By:
		if err := s.Leads(e.By); err != nil {
			return nil, err
		}
	}
	return func() { s.agenda.of(e.Item).speakers.Floor = nil }, nil
}

func (s *State) drawLine(e *SpeakLine) (func(), error) {
	if err := first(s.handled(e.Item), s.leads(e.By, e.Item)); err != nil {
		return nil, err
	}
	if s.handling(e.Item).speakers.Line != e.Off {
		return nil, refuse("speak", "that is recorded already")
	}
	return func() { s.agenda.of(e.Item).speakers.Line = !e.Off }, nil
}

var speakCommands = []Command{
	{"speak ask", "[reply|order]", "member", 0, 1, func(s *State, q Ask, a []string) ([]any, error) {
		kind := Speech
		if len(a) > 0 {
			kind = a[0]
		}
		return one(&SpeakAsk{s.current(), kind, q.By})
	}},
	{"speak drop", "[PERSON]", "member", 0, 1, onSpeaker(func(s *State, q Ask) (int, error) { return q.By, nil }, func(item, person, by int) any {
		return &SpeakDrop{item, person, by}
	})},
	{"speak give", "[PERSON]", "chair", 0, 1, onSpeaker(func(s *State, _ Ask) (int, error) {
		if l := s.handling(s.current()).speakers; len(l.Waiting) > 0 {
			return l.Waiting[0].Person, nil
		}
		return 0, refuse("speak", "nobody waits for the floor: speak give PERSON")
	}, func(item, person, by int) any { return &SpeakGive{item, person, by} })},
	{"speak end", "", "member", 0, 0, onCurrent(func(item, by int) any { return &SpeakEnd{item, by} })},
	{"speak line", "[off]", "chair", 0, 1, func(s *State, q Ask, a []string) ([]any, error) {
		if len(a) > 0 && a[0] != "off" {
			return nil, refuse("usage", "write: speak line, or speak line off")
		}
		return one(&SpeakLine{s.current(), len(a) > 0, q.By})
	}},
}

// onSpeaker asks something about the person that is named, or else of the one that is
// meant.
func onSpeaker(meant func(*State, Ask) (int, error), event func(item, person, by int) any) func(*State, Ask, []string) ([]any, error) {
	return func(s *State, q Ask, a []string) ([]any, error) {
		find := func() (int, error) { return meant(s, q) }
		if len(a) > 0 {
			find = func() (int, error) { return s.who(a[0]) }
		}
		person, err := find()
		if err != nil {
			return nil, err
		}
		return one(event(s.current(), person, q.By))
	}
}
