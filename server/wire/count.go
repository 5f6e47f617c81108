package wire

import (
	"errors"
	"fmt"

	"valurna/ballot/canon"
)

// CmdCount is the urn's report of how many ballots it holds, and of what keeps a
// ballot from going on: CountReport -> Done. While one is open it is sent at fixed
// intervals, never at a ballot's arrival, and only the chair is shown it. Any
// ballot's trouble is reported at once and then at the same intervals, and its end
// once, by a report without any.
const CmdCount = "count"

// MaxTrouble bounds CountReport.Trouble in bytes.
const MaxTrouble = 200

// CountReport is a count without names, order or time.
type CountReport struct {
	Ballot  string `json:"ballot"`
	Cast    int    `json:"cast"`
	Trouble string `json:"trouble,omitempty"` // a sentence for the chair, of no person and no visit
}

// Check refuses a negative count, and a trouble that is too long or could steer a
// terminal.
func (r *CountReport) Check() error {
	err := CheckBallotID(r.Ballot)
	if r.Cast < 0 {
		err = errors.Join(err, fmt.Errorf("%w: a count of %d", ErrMessage, r.Cast))
	}
	if bad := canon.Text(r.Trouble, MaxTrouble); bad != nil {
		err = errors.Join(err, fmt.Errorf("%w: trouble %w", ErrMessage, bad))
	}
	return err
}
