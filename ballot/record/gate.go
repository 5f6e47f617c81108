package record

import (
	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/meeting"
	"valurna/ballot/verify"
)

// Look is what the guarantee gate found at one moment: how many guarantees held, and
// those that did not.
type Look struct {
	Stamp
	Moment  string                `json:"moment"`
	Ballot  string                `json:"ballot"` // "": about none
	Holding int                   `json:"holding"`
	Failing []meeting.GateFinding `json:"failing"`
}

// Preflight is what the registrar found itself to be; by person 0 when it was started
// again. Hashes are SHA-256.
type Preflight struct {
	Act
	Program canon.Hex `json:"program"`
	Policy  canon.Hex `json:"policy"`
	Store   canon.Hex `json:"store"`
}

// Irregularity is an entry that stands in no journal where all goes well, as
// verify.Irregularity.
type Irregularity struct {
	Stamp
	Type    string `json:"type"`
	Ballot  string `json:"ballot"`
	Party   string `json:"party"`
	Against string `json:"against"`
	Reason  string `json:"reason"`
}

// gate takes what the gate has found, and what the registrar has found itself to be.
func (k *Keeper) gate(event any, s *journal.State) bool {
	switch e := event.(type) {
	case *meeting.Gate:
		l := Look{k.at, e.Moment, e.Ballot, 0, []meeting.GateFinding{}}
		for _, f := range e.Findings {
			if f.Code == "" {
				l.Holding++
			} else {
				l.Failing = append(l.Failing, f)
			}
		}
		k.r.Gate = append(k.r.Gate, l)
	case *meeting.Preflight:
		k.r.Preflights = append(k.r.Preflights, Preflight{k.act(s, e.By), e.Program, e.Policy, e.Store})
	default:
		return false
	}
	return true
}

func (k *Keeper) irregular(in verify.Irregularity) {
	k.r.Irregular = append(k.r.Irregular, Irregularity{k.at, in.Type, in.Ballot, in.Party, in.Against, in.Reason})
}
