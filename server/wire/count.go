package wire

import (
	"errors"
	"fmt"
)

// CmdCount is the urn's report of how many ballots it holds while one is open:
// CountReport -> Done. It is sent at fixed intervals, never at a ballot's
// arrival, and only the chair is shown it.
const CmdCount = "count"

// CountReport is a count without names, order or time.
type CountReport struct {
	Ballot string `json:"ballot"`
	Cast   int    `json:"cast"`
}

// Check refuses a negative count.
func (r *CountReport) Check() error {
	err := CheckBallotID(r.Ballot)
	if r.Cast < 0 {
		err = errors.Join(err, fmt.Errorf("%w: a count of %d", ErrMessage, r.Cast))
	}
	return err
}
