package meeting

var speakCommands = []Command{
	{"speak ask", "[reply|order]", "member", 0, 1, func(s *State, q Ask, a []string) ([]any, error) {
		kind := FloorSpeech
		if len(a) > 0 {
			kind = a[0]
		}
		return one(&SpeakAsk{s.current(), q.By, kind})
	}},
	{"speak drop", "[PERSON]", "member", 0, 1, func(s *State, q Ask, a []string) ([]any, error) {
		person, err := s.whoOr(q.By, a)
		return []any{&SpeakDrop{s.current(), person, q.By}}, err
	}},
	{"speak give", "[PERSON]", "chair", 0, 1, func(s *State, q Ask, a []string) ([]any, error) {
		next := 0
		if waiting := s.agenda.speakers.waiting; len(waiting) > 0 {
			next = waiting[0].Person
		}
		person, err := s.whoOr(next, a)
		if err == nil && person == 0 {
			// Before that: whoever could not give it at all is told so.
			err = first(s.debatable(s.current()), s.leads(q.By, s.current()),
				refuse("speak", "nobody has asked for the floor; whom the chair calls on is named: speak give PERSON"))
		}
		return []any{&SpeakGive{s.current(), person, q.By}}, err
	}},
	{"speak end", "", "member", 0, 0, onCurrent(func(item, by int) any { return &SpeakEnd{item, by} })},
	{"speak line", "[off]", "chair", 0, 1, func(s *State, q Ask, a []string) ([]any, error) {
		if len(a) > 0 && a[0] != "off" {
			return nil, refuse("usage", "write: speak line, or speak line off")
		}
		return one(&SpeakLine{s.current(), q.By, len(a) > 0})
	}},
}

// whoOr reads a person where one is named; where not, it is somebody.
func (s *State) whoOr(somebody int, args []string) (int, error) {
	if len(args) == 0 {
		return somebody, nil
	}
	return s.who(args[0])
}
