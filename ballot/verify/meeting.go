package verify

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"valurna/ballot/bundle"
	"valurna/ballot/journal"
	"valurna/crypto/tree"
)

// The checks of a whole meeting beside those with the names of Verify's: format
// (here of the journal's lines), manifest, anchor, checkpoints and journal.
const (
	CheckFiles    = "files"    // each file is a bundle, and of a ballot of this journal
	CheckHistory  = "history"  // each bundle's entries are the beginning of this journal
	CheckBundles  = "bundles"  // each bundle is valid
	CheckComplete = "complete" // each ballot has ended, and what is due of it is there
	CheckClosed   = "closed"   // the meeting is closed
)

// A meetingCheck is not run where one fails that it needs.
type meetingCheck struct {
	id    string
	needs []string
	run   func(*sitting) (string, error)
}

var meetingChecks = []meetingCheck{
	{CheckFormat, nil, (*sitting).format},
	{CheckManifest, []string{CheckFormat}, (*sitting).checkManifest},
	{CheckAnchor, []string{CheckManifest}, func(m *sitting) (string, error) { return m.checkAnchor() }},
	{CheckCheckpoints, []string{CheckAnchor}, (*sitting).checkpoints},
	{CheckJournal, []string{CheckCheckpoints}, (*sitting).journal},
	{CheckFiles, []string{CheckJournal}, (*sitting).files},
	{CheckHistory, []string{CheckFiles}, (*sitting).history},
	{CheckBundles, []string{CheckHistory}, (*sitting).bundles},
	{CheckComplete, []string{CheckFiles}, (*sitting).complete},
	{CheckClosed, []string{CheckJournal}, (*sitting).closed},
}

// sitting is one verification of a whole meeting. The embedded run is that of its
// journal, which is read as a bundle's entries are.
type sitting struct {
	run
	report *MeetingReport
	lines  *Lines
	err    error // why there are no lines
	names  []string
	open   func(name string) (*bundle.Bundle, error)
	then   func(*journal.Entry, *journal.State) error // of Journal; nil: nobody asks
	found  []found
}

// Meeting checks a whole meeting: that the journal, as an observer gets it, is one
// history, and that the files with these names, each of which open reads, are the
// bundles of all its ballots. It holds one bundle at a time.
func Meeting(journalLines io.Reader, names []string, open func(name string) (*bundle.Bundle, error), anchor Anchor) *MeetingReport {
	m := newSitting(journalLines, anchor)
	m.names, m.open = slices.Sorted(slices.Values(names)), open
	return m.check(meetingChecks)
}

func newSitting(journalLines io.Reader, anchor Anchor) *sitting {
	m := &sitting{report: newMeetingReport()}
	m.run = run{anchor: anchor, report: newReport(), bundle: new(bundle.Bundle), reached: map[journal.Phase]int64{}}
	m.lines, m.err = ReadLines(journalLines)
	return m
}

func (m *sitting) check(checks []meetingCheck) *MeetingReport {
	failed, anyFailed := map[string]bool{}, false
	for _, c := range checks {
		culprits := slices.DeleteFunc(slices.Clone(c.needs), func(id string) bool { return !failed[id] })
		if len(culprits) > 0 {
			failed[c.id] = true
			m.report.add(c.id, nil, "not checked, because it rests on: "+strings.Join(culprits, ", "))
			continue
		}
		detail, err := c.run(m)
		if none := (absent{}); errors.As(err, &none) {
			m.report.add(c.id, nil, none.why)
			continue
		}
		ok := err == nil
		if !ok {
			detail = err.Error()
			failed[c.id], anyFailed = true, true
		}
		m.report.add(c.id, &ok, detail)
	}
	m.report.take(m.run.report)
	switch {
	case failed[CheckFormat]:
		m.report.Verdict = Unreadable
	case anyFailed:
		m.report.Verdict = Invalid
	case !m.report.Anchor.Confirmed:
		m.report.Verdict = Unanchored
	default:
		m.report.Verdict = Valid
	}
	return m.report
}

func (m *sitting) format() (string, error) {
	if m.err != nil {
		return "", m.err
	}
	if len(m.lines.Entries) == 0 {
		return "", errors.New("the journal has no entry")
	}
	m.bundle.Entries = m.lines.Entries
	for _, leaf := range m.lines.Entries {
		m.tree.Append(leaf)
	}
	m.report.Entries = m.tree.Size()
	return fmt.Sprintf("%d entries and %d checkpoints, each on a line in its one form", m.tree.Size(), len(m.lines.Notes)), nil
}

// checkpoints compares every checkpoint of the journal with its entries, also those
// that were short of cosignatures: one that differs proves a second history. The
// newest that the quorum has cosigned has to cover all entries.
func (m *sitting) checkpoints() (string, error) {
	open := m.policy
	open.Quorum = 0
	covered := int64(0)
	for i, note := range m.lines.Notes {
		cp, witnesses, err := open.Open(note)
		if err != nil {
			return "", fmt.Errorf("checkpoint %d: %w", i+1, err)
		}
		var root tree.Hash
		if cp.Size <= m.tree.Size() {
			root, err = m.tree.Root(cp.Size)
		}
		switch {
		case err != nil:
			return "", fmt.Errorf("checkpoint %d: %w", i+1, err)
		case cp.Size > m.tree.Size():
			return "", fmt.Errorf("checkpoint %d covers %d entries, the journal has %d: entries are left out", i+1, cp.Size, m.tree.Size())
		case root != cp.Root:
			return "", fmt.Errorf("checkpoint %d: the registrar has signed other entries than the first %d of this journal: there is a second history", i+1, cp.Size)
		case len(witnesses) >= m.policy.Quorum:
			covered = max(covered, cp.Size)
		}
	}
	if covered < m.tree.Size() {
		return "", fmt.Errorf("the newest checkpoint of the quorum covers %d of %d entries; nobody has vouched for the rest: fetch the journal again in a moment", covered, m.tree.Size())
	}
	return fmt.Sprintf("all %d entries are covered by a checkpoint that at least %d of %d witnesses have cosigned", covered, m.policy.Quorum, len(m.policy.Witnesses)), nil
}

// journal folds the entries by their rules, and lists on the way what a reader
// should see.
func (m *sitting) journal() (string, error) {
	s := journal.NewState()
	for i, leaf := range m.lines.Entries {
		e, err := s.ApplyLeaf(leaf)
		if err != nil {
			typ := "unreadable"
			if e != nil {
				typ = e.Type
			}
			return "", fmt.Errorf("entry %d (%s) breaks a rule: %w", i, typ, err)
		}
		err = m.report.note(e, s)
		if err == nil && m.then != nil {
			err = m.then(e, s)
		}
		if err != nil {
			return "", fmt.Errorf("entry %d (%s): %w", i, e.Type, err)
		}
	}
	if s.ManifestHash() != m.hash {
		return "", errors.New("the journal holds another manifest than entry 0 gave")
	}
	m.state = s
	for _, b := range s.Ballots() {
		m.report.addBallot(b)
	}
	return fmt.Sprintf("all %d entries follow the rules, every signature in them holds; %d ballots are defined", s.Next(), len(s.Ballots())), nil
}
