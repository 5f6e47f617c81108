package journal_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"valurna/ballot/journal"
)

func TestLeavesThatAreDecodedAheadGiveTheSameStateAndTheSameRefusals(t *testing.T) {
	m := held()
	s, seen := journal.NewState(), 0
	at, _, err := s.ApplyLeaves(m.leaves, func(e *journal.Entry) error {
		if e.Seq != int64(seen) || dump(s) != m.after[seen] {
			t.Fatalf("entry %d: another state", seen)
		}
		seen++
		return nil
	})
	if err != nil || at != len(m.leaves) || seen != at {
		t.Fatalf("%d of %d leaves, %d seen: %v", at, len(m.leaves), seen, err)
	}

	for i, leaf := range m.leaves {
		bad := slices.Clone(m.leaves)
		bad[i] = bytes.Replace(leaf, []byte(`{"seq":`), []byte(`{ "seq":`), 1)
		one := journal.NewState()
		var want error
		for _, leaf := range bad[:i+1] {
			_, want = one.ApplyLeaf(leaf)
		}
		s := journal.NewState()
		at, e, err := s.ApplyLeaves(bad, func(*journal.Entry) error { return nil })
		if at != i || e != nil || err == nil || err.Error() != want.Error() || dump(s) != dump(one) {
			t.Fatalf("leaf %d: %v at %d, one by one %v", i, err, at, want)
		}
	}

	stop := errors.New("stop")
	if at, e, err := journal.NewState().ApplyLeaves(m.leaves, func(e *journal.Entry) error {
		if e.Seq == 3 {
			return stop
		}
		return nil
	}); at != 3 || e == nil || !errors.Is(err, stop) {
		t.Fatalf("stopped at %d: %v", at, err)
	}
}
