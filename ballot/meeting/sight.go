package meeting

import (
	"maps"
	"slices"
)

// Sight is one cell of the matrix (A03): whether From sees and hears Of. 0 is the
// room. A cell that is not fresh is older than the last loss of a line, and says
// nothing any more (A14).
type Sight struct {
	From  int
	Of    int
	OK    bool
	Fresh bool
	At    int64 // Unix seconds; 0: never said
	Said  Word
}

func (s *State) remoteSees(at int64, e *RemoteSees) (func(), error) {
	cell := s.remote.sights[[2]int{e.Person, e.Of}]
	err := first(s.remoteAllowed(), s.onLine(e.Person), s.onLine(e.Of), s.speaks(e.Person, e.By))
	switch {
	case err != nil:
		return nil, err
	case e.Person == e.Of:
		return nil, refuse("A03", "nobody confirms to see and hear themselves")
	case cell.Fresh && cell.OK == e.OK:
		return nil, refuse("remote", "that is recorded already")
	}
	return func() {
		if s.remote.sights == nil {
			s.remote.sights = map[[2]int]Sight{}
		}
		s.remote.sights[[2]int{e.Person, e.Of}] = Sight{From: e.Person, Of: e.Of, OK: e.OK, Fresh: true, At: at, Said: Word{e.By, s.entry}}
	}, nil
}

// onLine accepts the room, and everybody identified whose line holds.
func (s *State) onLine(person int) error {
	r := s.remote.people[person]
	switch {
	case person == 0:
		return nil
	case r.Identified == 0:
		return refuse("A13", "the chair has not identified person %d", person)
	case r.Lost != "":
		return lostRefusal(r)
	}
	return nil
}

// speaks accepts whose word a row of the matrix is: the person's own; the room's is the
// chair's, and the secretary's where the chair is not in it.
func (s *State) speaks(person, by int) error {
	switch {
	case person == 0 && s.elsewhere(by):
		return refuse("A11", "person %d is not in the room and cannot speak for it", by)
	case person == 0 && s.elsewhere(s.Presiding()):
		return s.secretary(by)
	case person == 0:
		return s.chairAlone("A03", by)
	case person != by:
		return refuse("A03", "what person %d sees and hears, person %d cannot confirm", person, by)
	}
	return nil
}

// parties are the room, who serves from elsewhere, and others as given; each once,
// rising.
func (s *State) parties(others ...int) []int {
	all := slices.Concat([]int{0}, s.RemoteMembers(), others)
	slices.Sort(all)
	return slices.Compact(all)
}

// identified lists who has been identified for the present session.
func (s *State) identified() []int {
	var out []int
	for person, r := range s.remote.people {
		if r.Identified != 0 {
			out = append(out, person)
		}
	}
	return out
}

// Matrix gives every ordered pair of the room, those who serve from elsewhere and
// those who are about to.
func (s *State) Matrix() []Sight {
	return s.cells(s.parties(s.identified()...))
}

func (s *State) cells(parties []int) []Sight {
	var out []Sight
	for _, from := range parties {
		for _, of := range parties {
			if from != of {
				cell := s.remote.sights[[2]int{from, of}]
				cell.From, cell.Of = from, of
				out = append(out, cell)
			}
		}
	}
	return out
}

// MissingSight gives the first pair, of those who take part in the meeting now, of
// which the one has not confirmed to see and hear the other since the last loss.
func (s *State) MissingSight() (from, of int, missing bool) { return s.missing(s.parties()) }

func (s *State) missing(parties []int) (from, of int, missing bool) {
	for _, c := range s.cells(parties) {
		if !c.OK || !c.Fresh {
			return c.From, c.Of, true
		}
	}
	return 0, 0, false
}

// MatrixComplete refuses while somebody has not confirmed to see and hear somebody
// else (A02, A03, A12): the room, those who serve from elsewhere, and others beside
// them.
func (s *State) MatrixComplete(others ...int) error {
	if from, of, missing := s.missing(s.parties(others...)); missing {
		return refuse("A03", "%s has not confirmed to see and hear %s", party(from), party(of))
	}
	return nil
}

// stale has everybody confirm anew.
func (s *State) stale() {
	for pair, cell := range s.remote.sights {
		cell.Fresh = false
		s.remote.sights[pair] = cell
	}
}

// forget drops what concerns one person.
func (s *State) forget(person int) {
	maps.DeleteFunc(s.remote.sights, func(pair [2]int, _ Sight) bool {
		return pair[0] == person || pair[1] == person
	})
}
