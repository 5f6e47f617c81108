package registrar

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/roll"
	"valurna/server/wire"
)

// broken wants every command that decides something refused, saying why.
func (w *town) broken(ballot string) {
	w.t.Helper()
	entries := locked(w.Registrar, func(*journal.State) int { return len(w.leaves) })
	for _, command := range []string{"checkin remote", "checkout", "ballot open 2", "ballot close " + ballot, "ballot choose " + ballot, "ballot void " + ballot + " x", "meeting close"} {
		// Choosing what is chosen already needs no store.
		if err := w.try(1, command); err == nil || !strings.Contains(err.Error(), "the registrar's store failed, nothing more is entered") {
			w.t.Errorf("%s: %v", command, err)
		}
	}
	if _, err := w.token(4, ballot, w.booth(ballot)); err == nil || !strings.Contains(err.Error(), "store failed") {
		w.t.Errorf("a token: %v", err)
	}
	if n := locked(w.Registrar, func(*journal.State) int { return len(w.leaves) }); n != entries {
		w.t.Errorf("%d entries were shown after the failure", n-entries)
	}
	if d := w.View(w.role(1)); len(d.Steps) != 0 {
		w.t.Errorf("the desk offers %+v", d.Steps)
	}
	if !strings.Contains(w.log.String(), "store failed") {
		w.t.Error("the log does not say it")
	}
	// Reading goes on.
	if out, err := w.dial(wire.UserObserver, nil).Run(w.t.Context(), "journal", nil); err != nil || len(out) == 0 {
		w.t.Errorf("the journal: %v", err)
	}
}

// Each of these fails at another command; whichever comes first stops all.
func TestAFailedStoreStopsEverything(t *testing.T) {
	t.Parallel()
	for name, first := range map[string]func(w *town, id string) error{
		"at a token":    func(w *town, id string) error { _, err := w.token(2, id, w.booth(id)); return err },
		"at a close":    func(w *town, id string) error { return w.try(1, "ballot close "+id) },
		"at an opening": func(w *town, id string) error { return w.try(1, "ballot open 2") },
		"at a choice":   func(w *town, id string) error { return w.try(2, "ballot choose "+id) },
		"at a visit": func(w *town, id string) error {
			_, v := w.visit(2)
			_, err := w.hosted(v, id, w.booth(id).blinded)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newTown(t)
			w.assemble()
			id := w.openBallot(1)
			must(w.records.db.Exec(`PRAGMA query_only = on`)) // as on a disk that has become read-only
			if err := first(w, id); err == nil || !strings.Contains(err.Error(), "store failed") {
				t.Errorf("the failing command itself: %v", err)
			}
			must(w.records.db.Exec(`PRAGMA query_only = off`)) // a disk that comes back is not believed
			w.broken(id)
			w.restart()
			if _, err := w.token(2, id, w.booth(id)); err != nil && !strings.Contains(err.Error(), "closed") {
				t.Errorf("after the restart: %v", err)
			}
		})
	}
}

func TestAClosedStoreRefusesWithItsReason(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	id := w.openBallot(1)
	w.vote(2, id, kind.Choice{Blank: true})
	if err := w.records.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := w.token(3, id, w.booth(id)); err == nil || !strings.Contains(err.Error(), "database is closed") {
		t.Errorf("the failing command itself: %v", err)
	}
	w.broken(id)
}

func TestAnIssuingKeyThatACrashHasLeftIsErasedAtTheNextStart(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	id := w.openBallot(1)
	key := must(w.records.issuing(id))
	w.restart()
	if again := must(w.records.issuing(id)); !bytes.Equal(again, key) {
		t.Error("the key of an open ballot has changed")
	}
	w.do(1, "ballot void "+id+" interrupted")
	// As if the registrar had been killed after the entry.
	if err := w.records.putIssuing(id, key); err != nil {
		t.Fatal(err)
	}
	w.restart()
	if _, err := w.records.issuing(id); err == nil {
		t.Error("the issuing key of a void ballot is still in the store")
	}
}

func TestFilesOfTheRegistrarAreItsOwnersAlone(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	w.openBallot(1)
	for _, f := range must(os.ReadDir(w.home)) {
		if mode := must(f.Info()).Mode(); mode.Perm()&0o077 != 0 {
			t.Errorf("%s has mode %s", f.Name(), mode)
		}
	}
	w.stop()
	path := filepath.Join(w.home, "registrar.db")
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	w.wontOpen("others can read")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(strings.Repeat("no database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	w.wontOpen("holds something else")
}

func TestAStoreWithoutItsOpeningsIsRefused(t *testing.T) {
	t.Parallel()
	w := newTown(t, func(s *roll.Source) { s.Place = "Annexet" })
	w.start()
	must(w.records.db.Exec(`DELETE FROM opening WHERE CAST(value AS TEXT) LIKE '%Disa%'`))
	w.stop()
	w.wontOpen("the opening of person 4 is missing")
}
