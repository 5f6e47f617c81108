package roll

import (
	"cmp"
	"fmt"
	"slices"
)

// Names of the two files in the directory of a meeting.
const (
	BodyFile    = "body.toml"
	MeetingFile = "meeting.toml"
)

// Finding is one thing that is wrong in a file: where, what, and what to write
// instead. It never repeats what may be a private key.
type Finding struct {
	File string
	Line int // from 1
	Text string
	Fix  string
	Rule string // ids of the legal source ("KL 5:54", "A04, A08"); "" if there is none
}

// String gives "body.toml:12: what is wrong; what to write instead [rule]".
func (f Finding) String() string {
	s := fmt.Sprintf("%s:%d: %s; %s", f.File, f.Line, f.Text, f.Fix)
	if f.Rule != "" {
		s += " [" + f.Rule + "]"
	}
	return s
}

// sortFindings puts the findings in the order of the files and their lines.
// Within one line they stay in the order in which they were found.
func sortFindings(findings []Finding) {
	slices.SortStableFunc(findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
}
