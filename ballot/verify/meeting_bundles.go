package verify

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"valurna/ballot/manifest"
)

// found is what one file holds.
type found struct {
	name, ballot string
	unreadable   error
	another      error // it is of another journal
	report       *Report
	sealed       int
}

// files reads and verifies each file in turn, for this check and the next two.
func (m *sitting) files() (string, error) {
	for _, name := range m.names {
		m.found = append(m.found, m.look(name))
	}
	for _, f := range m.found {
		if f.unreadable != nil {
			return "", fmt.Errorf("%s: %w", f.name, f.unreadable)
		}
		if m.state.Ballot(f.ballot) == nil {
			return "", fmt.Errorf("%s is of ballot %s, which this journal does not define", f.name, f.ballot)
		}
		at := slices.IndexFunc(m.report.Ballots, func(b MeetingBallot) bool { return b.Ballot == f.ballot })
		if other := m.report.Ballots[at].File; other != "" {
			return "", fmt.Errorf("%s and %s are both of ballot %s: keep one", other, f.name, f.ballot)
		}
		m.report.Ballots[at].File, m.report.Ballots[at].Sealed = f.name, f.sealed
	}
	return fmt.Sprintf("%d files, each the bundle of another ballot of this journal", len(m.found)), nil
}

// look reads one file, and verifies it if it is of this journal.
func (m *sitting) look(name string) found {
	f := found{name: name}
	b, err := m.open(name)
	if err != nil {
		f.unreadable = err
		return f
	}
	f.ballot, f.sealed = b.Ballot, len(b.Sealed)
	for i, leaf := range b.Entries {
		if i >= len(m.lines.Entries) {
			f.another = fmt.Errorf("it has %d entries, the journal %d: the journal was cut off, or this is of a later one", len(b.Entries), len(m.lines.Entries))
			return f
		}
		if !bytes.Equal(leaf, m.lines.Entries[i]) {
			f.another = fmt.Errorf("its entry %d is not that of the journal: there are two histories, or it is of another meeting", i)
			return f
		}
	}
	f.report = Verify(b, WordsAnchor(manifest.Words(m.hash)))
	return f
}

func (m *sitting) history() (string, error) {
	for _, f := range m.found {
		if f.another != nil {
			return "", fmt.Errorf("%s: %w", f.name, f.another)
		}
	}
	return fmt.Sprintf("the entries of all %d bundles are the beginning of this journal", len(m.found)), nil
}

func (m *sitting) bundles() (string, error) {
	for _, f := range m.found {
		if f.report.Verdict != Valid {
			return "", fmt.Errorf("%s is %s: the check %q fails", f.name, f.report.Verdict, f.report.Failed())
		}
	}
	return fmt.Sprintf("all %d bundles are valid", len(m.found)), nil
}

// complete wants of every ballot its bundle, and of one that was void before it was
// sealed the entry alone.
func (m *sitting) complete() (string, error) {
	var certified, void int
	var withheld []string
	for i, b := range m.state.Ballots() {
		id, there := b.Definition.Ballot, m.report.Ballots[i].File != ""
		switch {
		case !b.Done():
			return "", fmt.Errorf("ballot %s is %s: it has neither a certified result nor ended void", id, b.Phase)
		case b.Void == nil && !there:
			return "", fmt.Errorf("the bundle of ballot %s, which is certified, is not there", id)
		case b.Seal != nil && !there:
			return "", fmt.Errorf("the bundle of ballot %s, which was sealed and is void, is not there", id)
		}
		if b.Void == nil {
			certified++
			continue
		}
		void++
		if b.Seal != nil && b.Seal.Count > 0 && m.report.Ballots[i].Sealed == 0 {
			withheld = append(withheld, id)
		}
	}
	detail := fmt.Sprintf("%d ballots certified, %d void; nothing that is due is missing", certified, void)
	if len(withheld) > 0 {
		detail += "; without the sealed ballots, so that no receipt can be judged: " + strings.Join(withheld, ", ")
	}
	return detail, nil
}

func (m *sitting) closed() (string, error) {
	if m.state.Meeting() != "closed" {
		return "", absent{"the meeting is " + m.state.Meeting() + ": what comes after this journal's end is not judged"}
	}
	return "the meeting is closed: no ballot can come after it", nil
}
