package meeting

import (
	"slices"
	"strings"
)

// TypeGate is the type of the entry that keeps what the guarantee gate has found.
const TypeGate = "gate"

var gateEvents = map[string]func() any{
	TypeGate:      func() any { return new(Gate) },
	TypePreflight: func() any { return new(Preflight) },
}

// Moments at which the gate is evaluated.
const (
	GateAdmission     = "admission"
	GateAgenda        = "agenda"        // at every change of it
	GateOpening       = "opening"       // of a ballot
	GateRunning       = "running"       // while a ballot is open
	GateCertification = "certification" // of its result
)

var moments = []string{GateAdmission, GateAgenda, GateOpening, GateRunning, GateCertification}

// Gate is what the guarantee gate found at one moment (LAW section 4). The findings
// are the registrar's, about evidence of which part is in the journal; what follows
// from them is checked by everybody who replays it.
type Gate struct {
	Moment   string        `json:"moment"`
	Ballot   string        `json:"ballot"` // "" where it is about none
	Findings []GateFinding `json:"findings"`
}

// GateFinding is one guarantee.
type GateFinding struct {
	ID      string `json:"id"`      // "G1" to "G20", "D1", …
	Effect  string `json:"effect"`  // of the letters P, V, X and H: what it refuses
	Verdict string `json:"verdict"` // "holds", "fails" or "unknown"; unknown refuses too
	Code    string `json:"code"`    // what is missing; "" where it holds
}

// Effects of a guarantee that does not hold.
const (
	RefusesParticipation = "P" // taking part from elsewhere
	RefusesVoting        = "V" // voting from elsewhere in a secret ballot
	RefusesOpening       = "X" // opening a ballot at all
	RefusesHosted        = "H" // a booth on the urn's machine
)

const holds = "holds"

// Fails gives the first finding that refuses one of these effects, given by their
// letters; nil if none does.
func (g *Gate) Fails(effects string) *GateFinding {
	for i, f := range g.Findings {
		if f.Verdict != holds && strings.ContainsAny(f.Effect, effects) {
			return &g.Findings[i]
		}
	}
	return nil
}

// gates takes what the gate has found.
func (s *State) gates(_ int64, event any) (commit func(), known bool, err error) {
	g, ok := event.(*Gate)
	if !ok {
		return nil, false, nil
	}
	return func() { s.gate = g }, true, s.checkGate(g)
}

func (s *State) checkGate(g *Gate) error {
	if s.ready == nil || s.phase == Closed {
		return refuse("meeting", "the gate is evaluated from the first entries to the end of the meeting")
	}
	if !slices.Contains(moments, g.Moment) || len(g.Findings) == 0 || len(g.Findings) > 100 {
		return refuse("gate", "%q is no moment of the gate, or it has found nothing", g.Moment)
	}
	seen := map[string]bool{}
	for _, f := range g.Findings {
		if seen[f.ID] || f.Effect == "" || strings.Trim(f.Effect, RefusesParticipation+RefusesVoting+RefusesOpening+RefusesHosted) != "" ||
			!slices.Contains([]string{holds, "fails", "unknown"}, f.Verdict) || (f.Verdict == holds) != (f.Code == "") {
			return refuse("gate", "guarantee %.8q is found twice, or in a form that says nothing", f.ID)
		}
		seen[f.ID] = true
	}
	for _, id := range guarantees {
		if !seen[id] {
			return refuse("gate", "guarantee %s is missing: what is not shown does not hold", id)
		}
	}
	return nil
}

// guarantees are those of LAW section 4; none may be left out.
var guarantees = []string{
	"G1", "G2", "G3", "G4", "G5", "G6", "G7", "G8", "G9", "G10",
	"G11", "G12", "G13", "G14", "G15", "G16", "G17", "G18", "G19", "G20",
}

// Gate is what was found last, nil before anything was.
func (s *State) Gate() *Gate { return s.gate }

// OpensGate refuses a step of a ballot that decides where the gate does not stand open
// for it: the last findings have to be of this moment and this ballot, nothing may
// refuse opening, and with somebody seated who takes part from elsewhere nothing may
// refuse that either (A20). A rehearsal decides nothing.
func (s *State) OpensGate(moment, ballot string) error {
	switch g := s.gate; {
	case s.drill:
		return nil
	case g == nil || g.Moment != moment || g.Ballot != ballot:
		return refuse("A20", "the guarantees have not been looked at for this step of ballot %s: unknown is not shown", ballot)
	default:
		return s.shut(g)
	}
}

// AdmitsGate refuses to admit somebody from elsewhere where the gate does not stand
// open for that.
func (s *State) AdmitsGate() error {
	switch g := s.gate; {
	case s.drill:
		return nil
	case g == nil || g.Moment != GateAdmission:
		return refuse("A20", "the guarantees have not been looked at for this admission: unknown is not shown")
	default:
		if f := g.Fails(s.closing()); f != nil {
			return refuse(f.ID, "guarantee %s does not hold (%s)", f.ID, f.Code)
		}
		return nil
	}
}

// gateFallen refuses to interrupt a meeting for a gate that stands open, or that nobody
// has looked at.
func (s *State) gateFallen() error {
	if s.gate == nil || s.drill || s.shut(s.gate) == nil {
		return refuse("A20", "the gate has not fallen")
	}
	return nil
}

// closing is which findings keep people from taking part from elsewhere: with a
// secret ballot on the agenda those about voting too (A20).
func (s *State) closing() string {
	for _, it := range s.items {
		if it.Contest != nil || it.Class == ClassElection || it.Class == ClassEmployment {
			return RefusesParticipation + RefusesVoting
		}
	}
	return RefusesParticipation
}

func (s *State) shut(g *Gate) error {
	effects := RefusesOpening
	if len(s.RemoteMembers()) > 0 {
		effects += s.closing()
	}
	if f := g.Fails(effects); f != nil {
		return refuse(f.ID, "guarantee %s does not hold (%s)", f.ID, f.Code)
	}
	return nil
}
