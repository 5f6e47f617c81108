package trustee

import (
	"strings"
	"sync"
	"testing"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/server/party/partytest"
)

// caughtUp waits until the trustees have worked through all that they were shown.
func (w *town) caughtUp(names ...string) {
	w.t.Helper()
	w.mu.Lock()
	clear(w.said)
	w.mu.Unlock()
	w.hall.Ask(journal.TypeReady, struct{}{})
	for _, name := range names {
		w.awaitSaid(name, "trustees sign no")
	}
	w.hall.AskNothing()
}

func left(f memoryFile) (n int) {
	for _, share := range f.Shares {
		if len(share) > 0 {
			n++
		}
	}
	return n
}

// Each end is first shown to the trustee alone, then to the witnesses too.
func TestNoShareIsErasedForAnEndThatTheWitnessesHaveNotSeen(t *testing.T) {
	void := func(w *town, id string) {
		w.hall.Enter(journal.TypeVoid, journal.Void{Ballot: id, Reason: "regret"})
	}
	certify := func(w *town, id string) {
		votes := []int{1, 0, 0}
		w.seal(id, w.cast)
		w.opened(id, w.terms, w.cast)
		w.certifyUnseen(id, votes)
	}
	for name, c := range map[string]struct {
		end  func(w *town, id string)
		left int
	}{
		"void":      {void, partytest.Keys - 1},
		"certified": {certify, partytest.Keys - 1},
		"meeting closed": {func(w *town, id string) {
			certify(w, id)
			w.hall.Enter(journal.TypeMeeting, journal.Meeting{State: "closed", Person: 1})
		}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			w, ends := running(t, true)
			id, terms, box := w.poll(1, 0)
			w.terms, w.cast = terms, box
			c.end(w, id)
			w.caughtUp(partytest.Trustees...)
			for _, who := range partytest.Trustees {
				if err := ends[who](); err != nil {
					t.Fatal(err)
				}
				if n := left(w.memoryOf(who)); n != partytest.Keys {
					t.Fatalf("%s has %d shares left of %d", who, n, partytest.Keys)
				}
				ends[who] = w.start(w.config(who))
			}
			w.hall.Show(w.hall.Quorum())
			for _, who := range partytest.Trustees {
				w.awaitSaid(who, "erased the share of")
				if err := ends[who](); err != nil {
					t.Fatal(err)
				}
				if n := left(w.memoryOf(who)); n != c.left {
					t.Fatalf("%s has %d shares left and should have %d", who, n, c.left)
				}
			}
		})
	}
}

// count counts the commands of one trustee.
func (w *town) count(who string) (said func(command string) int) {
	var mu sync.Mutex
	n := map[string]int{}
	w.watch(func(name, command string, delivered bool) error {
		mu.Lock()
		defer mu.Unlock()
		if name == who && !delivered {
			n[strings.Fields(command)[0]]++
		}
		return nil
	})
	return func(command string) int {
		mu.Lock()
		defer mu.Unlock()
		return n[command]
	}
}

func TestARejectedTrusteeDoesNotDecryptTheBallotAgain(t *testing.T) {
	w, ends := running(t, true)
	if err := ends["cilla"](); err != nil {
		t.Fatal(err)
	}
	id, terms, box := w.poll(1, 0)
	commands := w.count("anna")
	w.seal(id, box)
	w.opened(id, terms, box)
	fetched, connections := commands("sealed"), w.hall.Connections()
	w.hall.Enter(journal.TypeReject, journal.Reject{Ballot: id, Trustee: "anna", Reason: "its parts do not verify"}, manifest.ByUrn)
	w.awaitSaid("anna", "THE URN HAS REJECTED this trustee: its parts do not verify")
	w.caughtUp("anna", "bo")
	if err := ends["anna"](); err != nil {
		t.Fatal(err)
	}
	w.start(w.config("anna")) // and not after a restart
	w.awaitSaid("anna", "THE URN HAS REJECTED")
	w.caughtUp("anna", "bo")
	if n := commands("sealed"); n != fetched {
		t.Fatalf("anna fetched the ballots %d times, %d before it was rejected", n, fetched)
	}
	if n := w.hall.Connections() - connections; n != 1 {
		t.Fatalf("%d connections", n)
	}
	w.start(w.config("cilla"))
	if votes := w.opened(id, terms, box); votes[0] != 1 {
		t.Fatalf("the votes are %v", votes)
	}
}

func TestPartsThatTheUrnHasLostAreSentAgainAndTheSame(t *testing.T) {
	w, ends := running(t, true)
	if err := ends["cilla"](); err != nil {
		t.Fatal(err)
	}
	id, terms, box := w.poll(1, 0)
	w.seal(id, box)
	w.opened(id, terms, box)
	w.awaitSaid("anna", "sent "+journal.TypeShares)
	if err := ends["anna"](); err != nil {
		t.Fatal(err)
	}
	commands := w.count("anna")
	end := w.start(w.config("anna")) // the urn has them
	w.caughtUp("anna", "bo")
	w.hall.Enter(journal.TypePresence, journal.Presence{Person: 3, Seat: 3, Present: false, Place: make(canon.Hex, 32)})
	w.caughtUp("anna", "bo")
	if commands("get") != 2 || commands("put") != 0 { // the shuffle and the parts
		t.Fatalf("anna asked %d times and sent %d times", commands("get"), commands("put"))
	}
	if err := end(); err != nil {
		t.Fatal(err)
	}
	var hash string
	w.hall.Look(func(s *journal.State) {
		for _, sh := range s.Ballot(id).Shares {
			if sh.Trustee == "anna" {
				hash = sh.Parts.String()
			}
		}
	})
	w.mu.Lock()
	before := w.put[hash]
	delete(w.put, hash)
	w.mu.Unlock()
	w.start(w.config("anna"))
	w.awaitSaid("anna", "had lost this trustee's parts and has them again")
	w.mu.Lock()
	defer w.mu.Unlock()
	if before == nil || string(w.put[hash]) != string(before) {
		t.Fatal("other parts were sent than the journal names")
	}
	if n := len(w.sent["anna "+journal.TypeShares+" "+id]); n != 1 {
		t.Fatalf("the shares were said in %d versions", n)
	}
}
