package registrar

import (
	"strings"
	"testing"
)

// A disk without room and one that has become read-only: SQLite itself says so here,
// by a limit on the store's pages and by a connection that may only read. Nothing is
// entered, the refusal says what to do, and after a restart all goes on where it was.
func TestAFullOrReadOnlyDiskEntersNothingAndLosesNothing(t *testing.T) {
	t.Parallel()
	for _, fault := range []string{"PRAGMA max_page_count = 1", "PRAGMA query_only = 1"} {
		w := newTown(t)
		w.assemble()
		if _, err := w.records.db.ExecContext(t.Context(), fault); err != nil {
			t.Fatal(err)
		}
		var err error
		places := []string{"checkout", "checkin room"}
		for n := 0; err == nil; n++ {
			if n > 2000 {
				t.Fatalf("%s: everything is entered", fault)
			}
			_, err = w.Act(t.Context(), role{kind: kindPerson, person: 3, key: w.people[2].PublicKey()}, strings.Fields(places[n%2])...)
		}
		for _, text := range []string{"nothing more is entered", "free space or mend the disk", "restart"} {
			if !strings.Contains(err.Error(), text) {
				t.Errorf("%s: %q is not said in: %v", fault, text, err)
			}
		}
		w.mu.Lock()
		kept := len(w.leaves) // what is stored and signed
		w.mu.Unlock()
		if _, again := w.Act(t.Context(), role{kind: kindPerson, person: 4, key: w.people[3].PublicKey()}, "checkout"); again == nil {
			t.Errorf("%s: something is entered after the store has failed", fault)
		}
		w.restart()
		w.mu.Lock()
		next := len(w.leaves)
		w.mu.Unlock()
		if next < kept {
			t.Errorf("%s: of %d entries %d are left", fault, kept, next)
		}
		w.says(4, "checkout")
	}
}
