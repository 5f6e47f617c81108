package view

import "valurna/ballot/guarantee"

// Gate is the panel of the guarantees as they stand, and what it permits. In a
// rehearsal nothing follows from it.
type Gate struct {
	Moment        string              `json:"moment"`
	Ballot        string              `json:"ballot"` // "" where it is about none
	Rehearsal     bool                `json:"rehearsal"`
	Participation bool                `json:"participation"` // from elsewhere
	Voting        bool                `json:"voting"`        // from elsewhere, in a secret ballot
	Opening       bool                `json:"opening"`       // of a ballot at all
	Hosted        bool                `json:"hosted"`        // a booth on the urn's machine
	Findings      []guarantee.Finding `json:"findings"`
	Next          []string            `json:"next"` // ids of what does not hold, in the order in which to mend it
}
