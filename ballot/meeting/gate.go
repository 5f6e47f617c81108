package meeting

import (
	"maps"
	"regexp"
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
	ID      string `json:"id"`      // "G1" to "G20", "S1" to "S8", "A20"
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
	return func() { s.gate, s.gateEntry = g, s.entry }, true, s.checkGate(g)
}

func (s *State) checkGate(g *Gate) error {
	if s.ready == nil || s.phase == Closed {
		return refuse("meeting", "the gate is evaluated from the first entries to the end of the meeting")
	}
	if !slices.Contains(moments, g.Moment) || len(g.Findings) == 0 || len(g.Findings) > 100 {
		return refuse("gate", "%q is no moment of the gate, or it has found nothing", g.Moment)
	}
	if !ballotID.MatchString(g.Ballot) {
		return refuse("gate", "%.20q is no ballot's id", g.Ballot)
	}
	seen := map[string]bool{}
	for _, f := range g.Findings {
		effect, known := guarantees[f.ID]
		if !known || seen[f.ID] || f.Effect != effect ||
			!slices.Contains([]string{holds, "fails", "unknown"}, f.Verdict) || (f.Verdict == holds) != (f.Code == "") || !findingCode.MatchString(f.Code) {
			return refuse("gate", "guarantee %.8q is unknown, found twice, or in a form that says nothing", f.ID)
		}
		seen[f.ID] = true
	}
	if len(seen) != len(guarantees) {
		return refuse("gate", "%d of %d guarantees were found: what is not shown does not hold", len(seen), len(guarantees))
	}
	return nil
}

// Codes and ids are shown in refusals: no free text.
var (
	ballotID    = regexp.MustCompile(`^([1-9][0-9]{0,9}-[1-9][0-9]{0,9})?$`)
	findingCode = regexp.MustCompile(`^([A-Z][0-9]{1,2}-[a-z]{1,20})?$`)
)

// guarantees are those of LAW section 4 and what this system promises beyond, each with
// what it refuses; package guarantee has them in full. None may be left out.
var guarantees = map[string]string{
	"G1": "P", "G2": "P", "G3": "P", "G4": "P", "G5": "P", "G6": "P", "G7": "P", "G8": "P", "G9": "P",
	"G10": "X", "G11": "X", "G12": "X",
	"G13": "V", "G14": "V", "G15": "V", "G16": "V", "G17": "V", "G18": "V", "G19": "V", "G20": "V",
	"S1": "VX", "S2": "VX", "S3": "VX", "S4": "VX", "S5": "VX", "S6": "H", "S7": "VX", "S8": "VX",
	"A20": "P",
}

// Guarantees gives each guarantee's id and what it refuses.
func Guarantees() map[string]string { return maps.Clone(guarantees) }

// Gate is what was found last, nil before anything was.
func (s *State) Gate() *Gate { return s.gate }

// OpensGate refuses a step of a ballot that decides where the gate does not stand open
// for it: the last findings have to be of this moment and this ballot, and younger than
// an entry, nothing may refuse opening, and with somebody seated who takes part from
// elsewhere nothing may refuse that either (A20). A rehearsal decides nothing.
func (s *State) OpensGate(moment, ballot string, after int64) error {
	switch g := s.gate; {
	case s.drill:
		return nil
	case g == nil || g.Moment != moment || g.Ballot != ballot || s.gateEntry <= after:
		return refuse("A20", "the guarantees have not been looked at for this step of ballot %s: unknown is not shown", ballot)
	default:
		return s.shut(g, RefusesOpening)
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

// HostedRefused refuses a booth on the urn's machine for a ballot that decides: the body
// has to allow it, and the urn's operator to be independent of the registrar's by the
// word of a named person (S6).
func (s *State) HostedRefused() error {
	switch {
	case s.drill:
		return nil
	case s.policy.Remote == nil || !s.policy.Remote.Hosted:
		return refuse("S6", "the body has not allowed booths on the urn's machine")
	case s.gate == nil || s.gate.Fails(RefusesHosted) != nil:
		return refuse("S6", "it is not shown that the urn's operator is independent of the registrar's")
	}
	return nil
}

// gateStands refuses to go on with a meeting that was interrupted for its gate while
// that is shut, or while nobody has looked at it anew. It asks about opening only where
// a ballot waits, and about nothing where nobody serves from elsewhere either.
func (s *State) gateStands() error {
	effects := ""
	if s.ballots.Unfinished(0) != "" {
		effects = RefusesOpening
	}
	switch {
	case s.drill || effects == "" && len(s.RemoteMembers()) == 0:
		return nil
	case s.gate == nil:
		return refuse("A20", "the guarantees have not been looked at anew: unknown is not shown")
	}
	return s.shut(s.gate, effects)
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

// shut refuses by what the gate has found of these effects, and with somebody serving
// from elsewhere by what is about that too.
func (s *State) shut(g *Gate, effects string) error {
	if len(s.RemoteMembers()) > 0 {
		effects += s.closing()
	}
	if f := g.Fails(effects); f != nil {
		return refuse(f.ID, "guarantee %s does not hold (%s)", f.ID, f.Code)
	}
	return nil
}
