package verify

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"valurna/ballot/journal"
)

func (v *evening) journal(then func(*journal.Entry, *journal.State) error) *MeetingReport {
	return Journal(strings.NewReader(strings.Join(v.lines, "")), v.anchor, then)
}

func TestAJournalIsCheckedAloneByTheChecksOfAMeeting(t *testing.T) {
	v := published(t)
	var seqs []int64
	r := v.journal(func(e *journal.Entry, s *journal.State) error {
		if s.Next() != e.Seq+1 {
			t.Errorf("entry %d came before the state had it", e.Seq)
		}
		seqs = append(seqs, e.Seq)
		return nil
	})
	var ids []string
	for _, c := range r.Checks {
		ids = append(ids, c.ID)
	}
	if want := []string{CheckFormat, CheckManifest, CheckAnchor, CheckCheckpoints, CheckJournal, CheckClosed}; !slices.Equal(ids, want) || r.Verdict != Valid || !r.Holds() {
		t.Errorf("%q, %s", ids, dumpMeeting(r))
	}
	if int64(len(seqs)) != r.Entries || !slices.IsSorted(seqs) {
		t.Errorf("entries came as %v", seqs)
	}
	v.anchor = NoAnchor()
	if r := v.journal(nil); r.Verdict != Unanchored || !r.Holds() {
		t.Error(dumpMeeting(r))
	}
	v.lines = slices.Delete(v.lines, 5, 6)
	if r := v.journal(func(*journal.Entry, *journal.State) error {
		t.Error("an entry of a journal that nobody vouches for")
		return nil
	}); r.Holds() || r.Failed() != CheckCheckpoints {
		t.Error(dumpMeeting(r))
	}
}

func TestWhoseOwnAccountFailsHasNoJournalThatHolds(t *testing.T) {
	v := published(t)
	r := v.journal(func(e *journal.Entry, _ *journal.State) error {
		if e.Seq == 3 {
			return errors.New("too much")
		}
		return nil
	})
	if r.Holds() || r.Failed() != CheckJournal || !strings.Contains(dumpMeeting(r), "entry 3 (person): too much") {
		t.Error(dumpMeeting(r))
	}
}
