package view

// MinCols and MinRows are the smallest window, in cells, in which the screens show
// all that they have to say at once.
const (
	MinCols = 40
	MinRows = 16
)

// StepTest is the step that tries out the way to the vote.
const StepTest = "test"

// Outcomes of a test. Everything but the first two names what is to be mended first.
const (
	TestVoted  = "voted" // passed, and has voted in a trial ballot
	TestPassed = "passed"
	TestWindow = "window" // too small
	TestUrn    = "urn"    // the urn does not answer
	TestHost   = "host"   // what answers has another key than the manifest's
)

// Test is what somebody's test of the way to the vote has found. No ballot is
// touched by it.
type Test struct {
	Person      int    `json:"person"`
	Name        string `json:"name"`
	Fingerprint string `json:"fingerprint"` // of the key that logged in
	Cols        int    `json:"cols"`        // 0: no terminal was asked for
	Rows        int    `json:"rows"`
	Booth       string `json:"booth"` // the urn's address
	KeyPrint    string `json:"key_print"`
	Urn         string `json:"urn"`       // TestPassed, TestUrn or TestHost
	Trial       string `json:"trial"`     // the trial ballot that is open to this person; "" if none
	Collected   bool   `json:"collected"` // this seat's token of that trial
	Outcome     string `json:"outcome"`   // of all together
}

// Tested is one person in the list of who has tried. Outcome is "" for somebody who
// has not; At is Unix seconds of the newest test, or 0.
type Tested struct {
	Person     int    `json:"person"`
	Seat       int    `json:"seat"` // 0: none
	Name       string `json:"name"`
	Substitute bool   `json:"substitute"`
	Outcome    string `json:"outcome"`
	At         int64  `json:"at"`
}
