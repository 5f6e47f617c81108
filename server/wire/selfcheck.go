package wire

import (
	"encoding/hex"
	"fmt"
)

// CmdSelfCheck is what the urn has found when it looked at itself, for the guarantee
// gate (G14, G16, G19): SelfCheck -> Done. It says nothing about any ballot or visitor.
// That a program may lie about itself is why the gate asks for two people's word as
// well (G18).
const CmdSelfCheck = "selfcheck"

// Answers of a SelfCheck.
const (
	SelfYes     = "yes"
	SelfNo      = "no"
	SelfUnknown = "" // it could not be found out
)

// SelfCheck is body of a CmdSelfCheck request. An answer is "yes", "no", or "" where it
// could not be found out; every question is put so that "yes" is good.
type SelfCheck struct {
	NoLogin   string `json:"no_login"`   // both addresses let everybody in without a key or a name
	NoAddress string `json:"no_address"` // the store has no place for an address, and the log holds none
	NoOrder   string `json:"no_order"`   // nothing in the store tells when or in which order a ballot came
	OneBallot string `json:"one_ballot"` // a second ballot under one token is refused by the store itself
	Apart     string `json:"apart"`      // no file of a registrar lies in the urn's folder
	Spent     string `json:"spent"`      // of every running ballot: marks and kept ballots are as many
	Program   string `json:"program"`    // SHA-256 of the running program, hexadecimal; "" if unreadable
}

// Check refuses an answer that is none, and a hash in another form than lower-case
// hexadecimal.
func (s *SelfCheck) Check() error {
	for _, answer := range []string{s.NoLogin, s.NoAddress, s.NoOrder, s.OneBallot, s.Apart, s.Spent} {
		if answer != SelfYes && answer != SelfNo && answer != SelfUnknown {
			return fmt.Errorf("%w: %q answers no question of a self-check", ErrMessage, answer)
		}
	}
	hash, err := hex.DecodeString(s.Program)
	if s.Program != "" && (err != nil || len(hash) != 32 || hex.EncodeToString(hash) != s.Program) {
		return fmt.Errorf("%w: a program's hash of %d characters", ErrMessage, len(s.Program))
	}
	return nil
}
