package record

import (
	"valurna/ballot/canon"
	"valurna/ballot/kind"
)

// Ballot is one secret ballot. It has no time between opening and close, and of the
// roll only who was entitled: which seats collected a token, and what any of them did
// with it, stands in no minutes.
type Ballot struct {
	Ballot    string       `json:"ballot"`
	Title     string       `json:"title"`
	State     string       `json:"state"` // "certified", "void", or how far it has come
	Rehearsal bool         `json:"rehearsal"`
	Contest   kind.Contest `json:"contest"` // the options in the order of the ballot
	Defined   Stamp        `json:"defined"`
	Context   canon.Hex    `json:"context"` // hash of the definition, 32 bytes
	Roll      []int        `json:"roll"`    // seats entitled to vote, rising
	RollRoot  canon.Hex    `json:"roll_root"`
	Present   int          `json:"present"` // seats taken at the definition; 0 of a trial
	Opened    *Act         `json:"opened"`
	Closed    *Act         `json:"closed"`
	Counts    *Counts      `json:"counts"`
	Seal      *Seal        `json:"seal"`
	Shuffled  []string     `json:"shuffled"`  // trustees whose shuffles stand, in order
	Decrypted []string     `json:"decrypted"` // trustees who decrypted together
	Result    *Result      `json:"result"`    // nil of a trial and of a void ballot
	Tie       *Lot         `json:"tie"`
	Certified *Certified   `json:"certified"`
	Void      *Void        `json:"void"`
}

// Counts are the numbers that reconcile: cast <= tokens <= eligible.
type Counts struct {
	Eligible int `json:"eligible"`
	Tokens   int `json:"tokens"`
	Cast     int `json:"cast"`
}

// Seal fixes the sealed ballots, and those that were opened as tests.
type Seal struct {
	Stamp
	Count       int       `json:"count"`
	Root        canon.Hex `json:"root"`
	Audited     int       `json:"audited"`
	AuditedRoot canon.Hex `json:"audited_root"`
}

// Result is what was counted. Elected is by votes alone; Ties share the last place.
type Result struct {
	Stamp
	Valid   int                `json:"valid"`
	Invalid int                `json:"invalid"`
	Blank   int                `json:"blank"`
	Options []kind.OptionVotes `json:"options"`
	Elected []string           `json:"elected"`
	Ties    [][]string         `json:"ties"`
}

// Certified is the chair's word; Elected is by votes and then by lot.
type Certified struct {
	Act
	Elected []string  `json:"elected"`
	Result  canon.Hex `json:"result"` // hash of the result
}

// Void says why a ballot has no result. The reason is the registrar's word.
type Void struct {
	Stamp
	Reason string `json:"reason"`
}
