package manifest

import (
	"fmt"

	"valurna/ballot/canon"
)

// Policy holds what the body has decided for its secret ballots and for members who
// take part from elsewhere. It may tighten the law, never loosen it (A08). Seconds.
type Policy struct {
	Grace    int       `json:"grace"`    // from "stop issuing" to "stop accepting"
	Window   int       `json:"window"`   // check window after the seal
	Shuffles int       `json:"shuffles"` // by distinct trustees, at least the threshold
	Remote   *Remote   `json:"remote"`   // nil: nobody takes part from elsewhere
	Statutes *Statutes `json:"statutes"` // of an association; nil for every other body
}

// The law's own bounds, and this system's where the law gives no number.
const (
	LeastDays  = 5  // before the meeting an application is in (A04)
	MostLine   = 20 // seconds a line may be lost before the meeting is adjourned (A14)
	LeastFloor = 5  // voters among whom one is hidden (A17)
)

// Remote is the decision by which members may take part from elsewhere (KL 5:16,
// 6:24; an association's statutes), and what the body asks beyond the law.
type Remote struct {
	Decision    string    `json:"decision"`     // its id, for instance "KF 2026 § 41"
	Document    canon.Hex `json:"document"`     // SHA-256 of the record of it, 32 bytes
	Days        int       `json:"days"`         // at least LeastDays
	Line        int       `json:"line"`         // 1 to MostLine
	Floor       int       `json:"floor"`        // at least LeastFloor
	Hosted      bool      `json:"hosted"`       // whether the urn's machine may hold a member's booth
	PostQuantum bool      `json:"post_quantum"` // whether every connection has to exchange keys so
}

// Statutes is what an association has written where the law says nothing.
type Statutes struct {
	Quorum   int  `json:"quorum"`    // percent of the seats that have to be taken
	MoreThan bool `json:"more_than"` // more than that share, not just as much
	Majority int  `json:"majority"`  // for a decision so many of the votes ... ; 0: more than against it
	Of       int  `json:"of"`        // ... in so many: 2 of 3 for two thirds
}

func (p *Policy) check(profile string) error {
	if r := p.Remote; r != nil {
		switch err := canon.Text(r.Decision, 512); {
		case err != nil || r.Decision == "":
			return fmt.Errorf("manifest: remote participation names no decision that allows it [A01]")
		case len(r.Document) != 32:
			return fmt.Errorf("manifest: the hash of the decision on remote participation has %d bytes instead of 32", len(r.Document))
		case profile == ProfileCommittee:
			return fmt.Errorf("manifest: a committee meets in one place: remote participation cannot be allowed [A24]")
		case r.Days < LeastDays || r.Days > 365:
			return fmt.Errorf("manifest: applications %d days before the meeting; a body may ask for more than %d, not for fewer [A04, A08]", r.Days, LeastDays)
		case r.Line < 1 || r.Line > MostLine:
			return fmt.Errorf("manifest: a line may be lost for %d s; a body may allow fewer than %d, not more [A08, A14]", r.Line, MostLine)
		case r.Floor < LeastFloor:
			return fmt.Errorf("manifest: at least %d voters; a body may ask for more than %d, not for fewer [A08, A17]", r.Floor, LeastFloor)
		}
	}
	if s := p.Statutes; s != nil {
		switch {
		case profile != ProfileAssociation:
			return fmt.Errorf("manifest: statutes belong to an association; profile %q has its law", profile)
		case s.Quorum < 0 || s.Quorum > 100 || s.MoreThan && s.Quorum == 100:
			return fmt.Errorf("manifest: statutes with a quorum of %d percent", s.Quorum)
		case s.Of < 1 || s.Of > 100 || s.Majority < 0 || s.Majority > s.Of:
			return fmt.Errorf("manifest: statutes with a majority of %d votes in %d", s.Majority, s.Of)
		}
	}
	return nil
}
