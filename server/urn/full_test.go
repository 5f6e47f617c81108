package urn

import (
	"context"
	"fmt"
	"testing"
	"time"

	"valurna/ballot/kind"
)

// A disk without room and one that has become read-only: SQLite itself says so here,
// by a limit on the store's pages and by a connection that may only read.
func TestAFullOrReadOnlyDiskAcceptsNothingAndLosesNothing(t *testing.T) {
	m := newMeeting(t, 0)
	p := runInProcess(t, m)
	m.open()
	first, _ := p.visit("anna")
	p.ready(first)
	_, err := first.Seal(kind.Choice{Options: []int{0}}, "")
	must(t, err)
	in, err := first.Cast(t.Context())
	must(t, err)

	for i, fault := range []struct{ spoil, mend string }{
		{"PRAGMA max_page_count = 1", "PRAGMA max_page_count = 1000000"}, // no less than there are
		{"PRAGMA query_only = 1", "PRAGMA query_only = 0"},
	} {
		db := first.urn.box.db
		exec := func(pragma string) {
			if _, err := db.ExecContext(t.Context(), pragma); err != nil {
				t.Fatal(err)
			}
		}
		exec(fault.spoil)
		// As many voters as it takes until the last page that is there is full.
		var stuck *Visitor
		for n := 0; stuck == nil; n++ {
			if n > 200 {
				t.Fatalf("%s: all are accepted", fault.spoil)
			}
			v := &Visitor{urn: first.urn, handle: fmt.Appendf(nil, "%031d%d", n, i)[:32], ballot: ballotID, changes: first.urn.news.join()}
			_, err := v.Seal(kind.Choice{Options: []int{1}}, "")
			must(t, err)
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			_, err = v.Cast(ctx)
			cancel()
			if err != nil {
				stuck = v
			} else {
				v.end()
			}
		}
		if b, err := stuck.Visit(); err == nil && b.In {
			t.Fatalf("%s: a ballot that was not stored is shown as in", fault.spoil)
		}
		exec(fault.mend)
		if _, err := stuck.Cast(t.Context()); err != nil {
			t.Fatalf("%s: mended, and the same ballot is refused: %v", fault.spoil, err)
		}
		stuck.end()
	}
	if again, err := first.Cast(t.Context()); err != nil || again != in {
		t.Fatalf("what was accepted before is not any more: %+v, %v", again, err)
	}
}
