package guarantee

import "slices"

// Panel is one finding for each guarantee, in the order of Guarantees. A panel that
// lacks one permits nothing that this one could refuse.
type Panel []Finding

// RemoteParticipation says whether members may take part remotely. By A20 that hangs
// on the guarantees of secret voting too, where a secret ballot can come up.
func (p Panel) RemoteParticipation() bool { return p.hold(Participation) }

// RemoteVoting says whether remote members may vote in a secret ballot.
func (p Panel) RemoteVoting() bool { return p.RemoteParticipation() && p.hold(Voting) }

// Opening says whether a ballot may be opened, or an open one may go on.
func (p Panel) Opening() bool { return p.hold(Opening) }

// HostedBooth says whether votes may be made in the urn's booth.
func (p Panel) HostedBooth() bool { return p.hold(Hosted) }

// hold looks every guarantee up by its id: what a finding says of its own effect is
// not asked, and none may be left out.
func (p Panel) hold(effect Effect) bool {
	for _, g := range guarantees {
		if g.effect.Refuses(effect) && !slices.ContainsFunc(p, func(f Finding) bool { return f.ID == g.id && f.Verdict == Holds }) {
			return false
		}
	}
	return true
}

// Failing lists what does not hold, in the panel's order: of the effects given, or
// of all.
func (p Panel) Failing(effects ...Effect) []Finding {
	var out []Finding
	for _, f := range p {
		if f.Verdict == Holds {
			continue
		}
		if len(effects) == 0 || slices.ContainsFunc(effects, f.Effect.Refuses) {
			out = append(out, f)
		}
	}
	return out
}

// Next lists what does not hold in the order in which it has to be mended: on a fresh
// install the first is what to begin with. A finding tells one reason at a time.
func (p Panel) Next() []Finding {
	out := p.Failing()
	slices.SortStableFunc(out, func(a, b Finding) int { return step(a.ID) - step(b.ID) })
	return out
}

// steps is the order of the work, which is not the order of the law: what the body
// is and has decided, who keeps what, what can be tried beforehand, what belongs to
// this meeting, what only its day can show, the ballot.
var steps = []string{
	"G2", "G12", "G1",
	"S2", "S4", "S5", "S6", "S7", "G18",
	"S1", "G19", "G14", "S8", "S3", "G17",
	"G8", "G3", "G13", "G15",
	"G4", "G5", "G6", "G7", "G20", "G9",
	"G11", "G10", "G16",
	"A20",
}

func step(id string) int {
	if i := slices.Index(steps, id); i >= 0 {
		return i
	}
	return len(steps)
}
