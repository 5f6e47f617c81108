package meeting

import "slices"

// Tasks to which a meeting appoints some of those who serve.
const (
	TaskAdjusters = "adjusters" // justerare: adjust the minutes together with the chair
	TaskTellers   = "tellers"   // rösträknare
)

// Appoint records whom the meeting has appointed, in the place of those before. It
// gives no right that the rules ask for: it is for the minutes.
type Appoint struct {
	Task    string `json:"task"`
	Persons []int  `json:"persons"`
	By      int    `json:"by"`
}

// TypeAppoint is its type.
const TypeAppoint = "appoint"

// appoint accepts those who serve, each once. Whoever presides adjusts the minutes in
// any case and is no adjuster besides.
func (s *State) appoint(a *Appoint) (func(), error) {
	if err := first(s.Decides(), s.Leads(a.By)); err != nil {
		return nil, err
	}
	switch {
	case a.Task != TaskAdjusters && a.Task != TaskTellers:
		return nil, refuse("appoint", "%q is no task; there are adjusters and tellers", a.Task)
	case len(a.Persons) == 0:
		return nil, refuse("appoint", "nobody is named")
	}
	for i, p := range a.Persons {
		switch {
		case s.seatOf[p] == 0:
			return nil, refuse("appoint", "person %d has no seat now", p)
		case slices.Contains(a.Persons[:i], p):
			return nil, refuse("appoint", "person %d is named twice", p)
		case a.Task == TaskAdjusters && p == s.Presiding():
			return nil, refuse("appoint", "person %d presides, and adjusts the minutes in any case", p)
		}
	}
	return func() {
		if s.appointed == nil {
			s.appointed = map[string][]int{}
		}
		s.appointed[a.Task] = slices.Clone(a.Persons)
	}, nil
}

// Appointed are those whom the meeting has appointed to a task, in the order named.
func (s *State) Appointed(task string) []int { return slices.Clone(s.appointed[task]) }
