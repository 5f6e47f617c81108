package meeting

import (
	"maps"
	"slices"

	"valurna/ballot/canon"
)

// remote is who takes part from elsewhere, what they and the room see of each other,
// the papers that all of them need, and what chair and secretary have attested. Its
// maps are made with their first entry.
type remote struct {
	place    string // where the meeting is held, from the manifest
	people   map[int]RemoteState
	sights   map[[2]int]Sight // from and of
	papers   []handed
	attested []Attestation
}

// RemoteState is what the record holds of one person's part from elsewhere. Times are
// Unix seconds; 0 says that it has not happened.
type RemoteState struct {
	Person int
	Application
	Session
	InRoom bool // the chair has seen the person in the room
}

// Application is what a person has asked for and the chair has answered. Until there
// is an answer the application is refused (A05).
type Application struct {
	Applied  int64     // when it had reached everybody in To
	To       []string  // offices
	Reason   canon.Hex // commitment
	Answered int64
	Granted  bool
	Answer   canon.Hex // commitment to the chair's reason
	ByChair  int       // who held the chair and answered
	Entry    int64     // of the answer
}

// Session is one stay at the far end of a line. It ends when its person leaves the
// seat or comes into the room, and nothing of it holds for the next one.
type Session struct {
	Code       string // spoken, and heard by the chair (A13)
	Identified int64
	ByIdentity Word
	Admitted   int64
	Lost       string // cause, "" while the line holds (A14, A22)
	LostAt     int64
	Alone      bool // nobody else sees or hears, by the person's own word (A06)
	AloneAt    int64
	AloneFor   int // item for which that was said; 0: for the meeting
	ByAlone    Word
	Satisfied  bool // the chair, with the answer to that question (A21)
	Asked      int64
	ByAsked    Word
}

// Word is whose word something is, and in which entry of the journal it stands.
type Word struct {
	By    int
	Entry int64
}

// remoteRules takes what happens with those who take part from elsewhere, and with
// what is put on record for everybody's insight.
func (s *State) remoteRules(at int64, event any) (commit func(), known bool, err error) {
	for _, rule := range []rule{(*State).applications, (*State).admission, (*State).lines, (*State).papers, (*State).attests} {
		if commit, known, err = rule(s, at, event); known {
			return commit, true, err
		}
	}
	return nil, false, nil
}

func (s *State) keep(r RemoteState) {
	if s.remote.people == nil {
		s.remote.people = map[int]RemoteState{}
	}
	s.remote.people[r.Person] = r
}

// Remote is what is on record of a person's part from elsewhere; the zero value for
// who has never applied.
func (s *State) Remote(person int) RemoteState {
	r := s.remote.people[person]
	r.To, r.Reason, r.Answer = slices.Clone(r.To), slices.Clone(r.Reason), slices.Clone(r.Answer)
	return r
}

// RemotePeople lists everybody who has applied to take part from elsewhere, rising.
func (s *State) RemotePeople() []int { return slices.Sorted(maps.Keys(s.remote.people)) }

// elsewhere says whether a person is taken to be at the far end of a line: everybody
// who has applied, until the chair has seen the person in the room. A place that was
// only claimed would count an empty seat.
func (s *State) elsewhere(person int) bool {
	r := s.remote.people[person]
	return r.Applied != 0 && !r.InRoom
}

// live says whether a person counts as present (A10): in the room, or admitted and on
// a line that holds.
func (s *State) live(person int) bool {
	r := s.remote.people[person]
	return !s.elsewhere(person) || r.Admitted != 0 && r.Lost == ""
}

// countPresent counts the seats whose holders count as present.
func (s *State) countPresent() int {
	n := len(s.seated)
	for person := range s.remote.people {
		if s.seatOf[person] != 0 && !s.live(person) {
			n--
		}
	}
	return n
}

// RemoteMembers lists who serves from elsewhere now, rising, admitted or not. Whoever
// has to leave the room over an item (KL 6:30) is off the line too.
func (s *State) RemoteMembers() []int {
	var out []int
	for person := range s.remote.people {
		away := s.profile.JavLeaves && s.Disqualified(person, 0)
		if s.seatOf[person] != 0 && s.elsewhere(person) && !away {
			out = append(out, person)
		}
	}
	slices.Sort(out)
	return out
}

// RemoteRefused refuses a decision on an item for the sake of those who take part from
// elsewhere: lines, rooms and papers; item 0 asks about no item in particular.
func (s *State) RemoteRefused(item int) error {
	return first(s.Halted(), s.RoomRefused(item), s.PapersRefused(item))
}

// placeOf is what the commitment in a Presence stands for.
func (s *State) placeOf(person int) string {
	if s.elsewhere(person) {
		return "remote"
	}
	return "room"
}
