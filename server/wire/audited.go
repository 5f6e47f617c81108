package wire

import (
	"errors"
	"fmt"

	"valurna/ballot/canon"
	"valurna/ballot/sealed"
)

// Commands about audited ballots: sealed ballots that a booth has opened instead of
// casting them, so that anyone can see what they held.
const (
	// CmdAudit is the cast address's: BALLOT; the audited ballot's bytes -> Done.
	CmdAudit = "audit"
	// CmdOpened hands the registrar one audited ballot: Opened -> Done; the urn's link.
	CmdOpened = "opened"
	// CmdAudited asks the registrar for those of a ballot, or for the one with that
	// whole code: BALLOT [CODE] -> Audited. Anybody may ask.
	CmdAudited = "audited"
)

// Opened is one audited ballot of a ballot.
type Opened struct {
	Ballot string    `json:"ballot"`
	Opened canon.Hex `json:"opened"` // sealed.Opened
}

// Check bounds it; whether it holds is for who has the definition.
func (o *Opened) Check() error { return errors.Join(CheckBallotID(o.Ballot), opened(o.Opened)) }

// Audited lists audited ballots, rising by SHA-256.
type Audited struct {
	Ballot string      `json:"ballot"`
	Opened []canon.Hex `json:"opened"`
}

// Check bounds each and refuses another order, or one twice.
func (a *Audited) Check() error {
	err := CheckBallotID(a.Ballot)
	list := make([][]byte, len(a.Opened))
	for i, o := range a.Opened {
		err, list[i] = errors.Join(err, opened(o)), o
	}
	if a.Opened == nil || !sealed.IsSorted(list) {
		err = errors.Join(err, fmt.Errorf("%w: audited ballots out of order", ErrMessage))
	}
	return err
}

func opened(b []byte) error {
	if len(b) < sealed.OpenedSize(1) || len(b) > sealed.OpenedSize(sealed.MaxPoints) {
		return fmt.Errorf("%w: an audited ballot of %d bytes", ErrMessage, len(b))
	}
	return nil
}
