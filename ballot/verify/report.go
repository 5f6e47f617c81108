package verify

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"valurna/ballot/canon"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
)

// Verdicts.
const (
	Valid      = "valid"      // every check passed, and the manifest is the given one
	Invalid    = "invalid"    // a check failed, or the manifest is another
	Unreadable = "unreadable" // not a bundle
	Unanchored = "unanchored" // consistent; no manifest was given, origin not checked
)

// Exit codes of the command, one a verdict.
const (
	ExitValid      = 0
	ExitInvalid    = 1
	ExitUnreadable = 2
	ExitUnanchored = 3
)

// Report is what a verification found. Result is nil unless it was counted again
// and nothing failed: a result that does not hold is nobody's to read.
type Report struct {
	Verdict   string       `json:"verdict"`
	Body      string       `json:"body"`
	Meeting   string       `json:"meeting"`
	Date      string       `json:"date"`
	Item      int          `json:"item"`
	Title     string       `json:"title"`
	Ballot    string       `json:"ballot"`
	Rehearsal bool         `json:"rehearsal"`
	Trial     bool         `json:"trial"`  // the trial ballot: it decides nothing in any meeting
	Secret    bool         `json:"secret"` // false: nothing was shuffled, or the shuffles do not hold
	Void      string       `json:"void"`   // the reason; "" if the ballot is not void
	Anchor    AnchorReport `json:"anchor"`
	Checks    []Check      `json:"checks"`
	Order     []string     `json:"order"` // of the candidates, as the lot drew it again; empty if none was
	Result    *Result      `json:"result"`
	NotShown  []string     `json:"not_shown"`

	missing bool // a code was looked up and is no sealed ballot's
}

// AnchorReport names the bundle's manifest by its hash and its words; Confirmed
// says that the verifier was given that same manifest.
type AnchorReport struct {
	Manifest  canon.Hex `json:"manifest"`
	Words     string    `json:"words"`
	Confirmed bool      `json:"confirmed"`
}

// Check is one check's outcome. OK is nil where there was nothing to check, or
// where a check failed on which this one rests.
type Check struct {
	ID     string `json:"id"`
	OK     *bool  `json:"ok"`
	Detail string `json:"detail"`
}

// Result is the counted result with the counts that it rests on.
type Result struct {
	Eligible int                `json:"eligible"`
	Tokens   int                `json:"tokens"`
	Cast     int                `json:"cast"`
	Valid    int                `json:"valid"`
	Invalid  int                `json:"invalid"`
	Blank    int                `json:"blank"`
	Options  []kind.OptionVotes `json:"options"`
	Elected  []string           `json:"elected"`
	Ties     [][]string         `json:"ties"`
	Drawn    []string           `json:"drawn"` // who of those tied is elected by lot
}

// notShown is what no bundle of this version proves, said with every verdict.
var notShown = []string{
	"Secrecy: shown is that the trustees named shuffled. The votes are secret as long as fewer of them are corrupt than decrypt together, among voters who found their ballots in the check window. In the hosted booth the urn sees choices: there secrecy rests on registrar and urn not colluding, on the urn's key coming from elsewhere than the desk, and on no honest voter having been turned away. Nor are sealed ballots secret for ever: a quantum computer could open them.",
	"Who voted: names and SSH keys stand behind commitments, and open with the auditor's annex. Shown is that cast <= tokens <= roll. That a seat which collected a token did so itself, its member sees at the desk.",
	"That the chair acted: opening, closing, certifying, attendance and the number of tokens are the registrar's word, which the witnesses kept from changing afterwards.",
	"Freedom from pressure: nothing shows that a voter at a distance was alone and free, and a voter with a booth of their own can prove how they voted.",
	"A unanimous result, or one of very few voters, tells how individuals voted, whatever the cryptography.",
	"That every encryption which was cast holds what its voter chose. Shown is what the audited ballots held, and that none of them was cast: a booth that cheats is found by those who test it, not by those who do not.",
	"That no ballot was left out before the seal: own booths look for their own in the check window, and a receipt without a ballot is judged with valurna judge.",
	"That nobody foresaw a lot: fewer trustees than the threshold can neither foresee nor steer one; as many as the threshold who join forces could know it from when its question stood, and with the urn and a voter steer that of a tie.",
	"Independence: that trustees, witnesses and the operators of registrar and urn are different people who do not collude.",
}

func newReport() *Report {
	return &Report{Checks: []Check{}, Order: []string{}, NotShown: append([]string(nil), notShown...)}
}

// NotRead is the report on bytes that are no bundle.
func NotRead(err error) *Report {
	r := newReport()
	no := false
	r.add(CheckFormat, &no, err.Error())
	r.Verdict = Unreadable
	return r
}

// Exit gives the exit code of the verdict; that of a failed check if a ballot code
// was not found.
func (r *Report) Exit() int {
	if r.missing {
		return ExitInvalid
	}
	switch r.Verdict {
	case Valid:
		return ExitValid
	case Unanchored:
		return ExitUnanchored
	case Unreadable:
		return ExitUnreadable
	}
	return ExitInvalid
}

// Failed gives the first check that failed; "" if none did.
func (r *Report) Failed() string {
	for _, c := range r.Checks {
		if c.OK != nil && !*c.OK {
			return c.ID
		}
	}
	return ""
}

func (r *Report) add(id string, ok *bool, detail string) {
	r.Checks = append(r.Checks, Check{ID: id, OK: ok, Detail: plain(detail)})
}

func (r *Report) describe(m *manifest.Manifest, hash [32]byte) {
	r.Body, r.Meeting, r.Date, r.Rehearsal = m.Body, m.Meeting, m.Date, m.Rehearsal
	r.Anchor.Manifest, r.Anchor.Words = hash[:], manifest.Words(hash)
}

func (r *Report) setVoid(reason string) {
	if r.Void = reason; reason == "" {
		r.Void = "no reason given"
	}
}

// reject takes back what a reader might believe in spite of the verdict.
func (r *Report) reject() {
	r.Verdict, r.Result, r.Order = Invalid, nil, []string{}
}

// maxDetail bounds a detail in bytes; some quote what a stranger wrote.
const maxDetail = 1000

// Plain makes text of a stranger safe on a terminal: one line, no control
// characters, not too long.
func Plain(s string) string { return plain(s) }

// plain makes text that is safe on a terminal and stays on its line.
func plain(s string) string {
	s = strings.Map(func(c rune) rune {
		switch {
		case c == '\n' || c == '\t':
			return ' '
		case unicode.IsControl(c) || unicode.Is(unicode.Cf, c) || c == '\u2028' || c == '\u2029' || c == utf8.RuneError:
			return '?'
		}
		return c
	}, s)
	if len(s) > maxDetail {
		s = strings.ToValidUTF8(s[:maxDetail], "") + " …"
	}
	return s
}
