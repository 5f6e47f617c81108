package trustee

import (
	"bytes"
	"testing"
	"time"

	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/sealed"
	"valurna/server/party/partytest"
)

const window = partytest.Window * time.Second

// dated seals a box at the beginning of the journal's time. The witnesses have
// cosigned the seal an hour later, and the entry that ends the window is dated
// ahead, as a registrar must who wants to end it at once.
func (w *town) dated(id string, box [][]byte) (cosigned time.Time) {
	w.mu.Lock()
	w.sealed[id] = bytes.Join(box, nil)
	w.mu.Unlock()
	root := sealed.Root(box)
	w.hall.Enter(journal.TypeStop, journal.Stop{Ballot: id, Cast: len(box)}, manifest.ByUrn)
	w.hall.Enter(journal.TypeCounts, journal.Counts{Ballot: id, Eligible: 3, Tokens: len(box), Cast: len(box), Collected: []int{1, 2, 3}[:len(box)]})
	w.hall.Enter(journal.TypeSeal, journal.Seal{Ballot: id, Count: len(box), Root: root[:], AuditedRoot: journal.NoneAudited()}, manifest.ByUrn)
	const hour = 3600
	note := w.hall.QuorumAt(partytest.Start + hour)
	w.hall.EnterAt(hour+partytest.Window, journal.TypeDecrypt, journal.Decrypt{Ballot: id, Checkpoint: note})
	return time.Unix(partytest.Start+hour, 0)
}

// asleep is a town whose trustees have ended before the seal.
func asleep(t *testing.T) (w *town, id string, box [][]byte) {
	w, ends := running(t, true)
	id, _, box = w.poll(1, 0)
	for _, end := range ends {
		if err := end(); err != nil {
			t.Fatal(err)
		}
	}
	return w, id, box
}

// anna's clock stands; bo's is past the window.
func TestTheCheckWindowRunsFromTheWitnessesWordByTheTrusteesOwnClock(t *testing.T) {
	w, id, box := asleep(t)
	cosigned := w.dated(id, box)
	slow := w.config("anna")
	slow.Now = func() time.Time { return cosigned.Add(window - shortWait - time.Second) }
	end := w.start(slow)
	// To anna the journal, which says that the seal is an hour old, is a backlog.
	w.awaitSaid("anna", "the check window lasts until")
	if n := w.versions("anna " + journal.TypeShuffle + " " + id); n != 0 {
		t.Fatal("anna shuffled within the window")
	}
	if err := end(); err != nil {
		t.Fatal(err)
	}
	if len(w.memoryOf("anna").Mixing) != 0 {
		t.Fatal("anna decided to shuffle within the window")
	}
	past := w.config("anna")
	past.Now = func() time.Time { return cosigned.Add(window) }
	w.start(past)
	w.hall.Await(t, "anna shuffles", func(s *journal.State) bool { return len(s.Ballot(id).Shuffles) == 1 })
}

func TestAShortRestOfTheWindowIsWaitedForOnTheSameConnection(t *testing.T) {
	w, id, box := asleep(t)
	cosigned := w.dated(id, box)
	c := w.config("anna")
	started := time.Now()
	rest := 300 * time.Millisecond
	c.Now = func() time.Time { return cosigned.Add(window - rest).Add(time.Since(started)) }
	var early time.Time
	w.watch(func(_, _ string, delivered bool) error {
		if early.IsZero() {
			early = c.Now()
		}
		return nil
	})
	connections := w.hall.Connections()
	end := w.start(c)
	w.hall.Await(t, "anna shuffles", func(s *journal.State) bool { return len(s.Ballot(id).Shuffles) == 1 })
	w.awaitSaid("anna", "sent "+journal.TypeShuffle)
	if err := end(); err != nil {
		t.Fatal(err)
	}
	if early.Before(cosigned.Add(window)) {
		t.Fatalf("anna asked the urn %s before the window ended", cosigned.Add(window).Sub(early))
	}
	if n := w.hall.Connections() - connections; n != 1 {
		t.Fatalf("%d connections", n)
	}
}

func TestTheSealedBoxIsVerifiedWhileTheWindowRunsAndNothingIsSentBeforeItEnds(t *testing.T) {
	w, _ := running(t, true)
	id, _, box := w.poll(1, 0)
	w.mu.Lock()
	w.sealed[id] = bytes.Join(box, nil)
	w.mu.Unlock()
	root := sealed.Root(box)
	w.hall.Enter(journal.TypeStop, journal.Stop{Ballot: id, Cast: len(box)}, manifest.ByUrn)
	w.hall.Enter(journal.TypeCounts, journal.Counts{Ballot: id, Eligible: 3, Tokens: len(box), Cast: len(box), Collected: []int{1, 2, 3}[:len(box)]})
	w.hall.Enter(journal.TypeSeal, journal.Seal{Ballot: id, Count: len(box), Root: root[:], AuditedRoot: journal.NoneAudited()}, manifest.ByUrn)
	for _, name := range partytest.Trustees {
		w.awaitSaid(name, "sealed ballots verified")
		if n := w.versions(name + " " + journal.TypeShuffle + " " + id); n != 0 {
			t.Fatalf("%s shuffled within the window", name)
		}
	}
}
