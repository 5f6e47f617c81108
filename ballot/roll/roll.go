// Package roll reads the two files in which a body writes down a meeting:
// body.toml, with its members, trustees, witnesses and servers, and
// meeting.toml, with the agenda.
//
// For most uses call Parse: it returns either what the files say or everything
// that is wrong in them, each finding with its line and what to write instead.
// From a Setup come the manifest and the first entries of the journal. Template
// and Write make the files.
//
// The package reads bytes, never the disk; it prints nothing.
package roll

import (
	"crypto/sha256"
	"fmt"
	"slices"

	"valurna/ballot/canon"
	"valurna/ballot/manifest"
)

// Profiles lists the kinds of body by the names that a file gives them.
func Profiles() []string { return manifest.Profiles() }

// Setup is a meeting whose two files have no findings.
type Setup struct {
	Source
	BodyHash    [32]byte // SHA-256 of body.toml
	MeetingHash [32]byte // SHA-256 of meeting.toml
}

// Parse reads both files. It returns either a Setup or at least one Finding, in
// the order of files and lines, never both. Members come in the order of their
// seats, substitutes in their order of precedence.
func Parse(body, meeting []byte) (*Setup, []Finding) {
	s := &Setup{BodyHash: sha256.Sum256(body), MeetingHash: sha256.Sum256(meeting)}
	b := readDocument(BodyFile, body)
	m := readDocument(MeetingFile, meeting)
	readBody(b, &s.Source)
	readMeeting(m, &s.Source)
	needData(b, m)
	findings := append(b.findings, m.findings...)
	if len(findings) == 0 {
		findings = s.backstop()
	}
	if len(findings) > 0 {
		sortFindings(findings)
		return nil, findings
	}
	slices.SortFunc(s.Members, func(a, b Member) int { return a.Seat - b.Seat })
	slices.SortFunc(s.Substitutes, func(a, b Substitute) int { return a.Order - b.Order })
	return s, nil
}

// backstop holds the result against the rules of the packages that will read it,
// so that nothing is called good here and refused there.
func (s *Setup) backstop() []Finding {
	m := s.Manifest()
	err := m.Check()
	if err == nil {
		_, err = m.Encode()
	}
	if err != nil {
		return []Finding{{File: BodyFile, Line: 1, Text: fmt.Sprintf("the file makes no valid manifest: %v", err), Fix: "correct what is named"}}
	}
	for i, it := range s.Agenda() {
		_, err := canon.Marshal(it)
		if err == nil && it.Contest != nil {
			err = it.Contest.Check()
		}
		if err != nil {
			return []Finding{{File: MeetingFile, Line: 1, Text: fmt.Sprintf("item %d cannot be entered: %v", i+1, err), Fix: "correct what is named"}}
		}
	}
	return nil
}
