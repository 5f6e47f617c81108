package verify

import (
	"io"
	"slices"

	"valurna/ballot/journal"
)

// Journal checks a journal alone, by the checks of Meeting that look at no bundle. It
// calls then with each entry after the state has taken it, so that an account of
// one's own needs no second reading; what was gathered is of no use unless the report
// says that the journal holds (Holds).
func Journal(journalLines io.Reader, anchor Anchor, then func(*journal.Entry, *journal.State) error) *MeetingReport {
	m := newSitting(journalLines, anchor)
	m.then = then
	return m.check(slices.DeleteFunc(slices.Clone(meetingChecks), func(c meetingCheck) bool {
		return slices.Contains([]string{CheckFiles, CheckHistory, CheckBundles, CheckComplete}, c.id)
	}))
}
