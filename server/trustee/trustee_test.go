package trustee

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/server/party"
	"valurna/server/party/partytest"
)

// memoryOf reads a trustee's file while it does not run.
func (w *town) memoryOf(name string) memoryFile {
	w.t.Helper()
	found := must(filepath.Glob(filepath.Join(w.dir(name), "meeting-*", memoryName)))
	if len(found) != 1 {
		w.t.Fatalf("%s has %d files", name, len(found))
	}
	var f memoryFile
	if err := canon.Unmarshal([]byte(strings.TrimSuffix(string(must(os.ReadFile(found[0]))), "\n")), &f); err != nil {
		w.t.Fatal(err)
	}
	return f
}

func TestTrusteesMakeKeysSignDecryptAndForget(t *testing.T) {
	w := newTown(t, true)
	var ends []func() error
	for _, name := range partytest.Trustees {
		ends = append(ends, w.start(w.config(name)))
	}
	w.keys()
	w.hall.Prepare()
	id, terms, box := w.poll(1, 0, 1, 1)
	w.seal(id, box)
	votes := w.opened(id, terms, box)
	if !slices.Equal(votes, []int{1, 2, 0}) {
		t.Fatalf("the votes are %v", votes)
	}
	w.certify(id, votes)
	for _, name := range partytest.Trustees {
		w.awaitSaid(name, "erased the share of 1 key")
	}
	for i, name := range partytest.Trustees {
		if err := ends[i](); err != nil {
			t.Fatal(err)
		}
		f := w.memoryOf(name)
		if f.Ceremony != nil || len(f.Shares[0]) != 0 || len(f.Shares[1]) == 0 {
			t.Fatalf("%s keeps what it should have erased, or the other way round", name)
		}
	}
}

// Anna is killed at every message, first before it has left, then after it was
// delivered but before the answer; so is every moment between two writes.
func TestATrusteeKilledAtEveryStepGoesOnAndNeverSaysTwoThings(t *testing.T) {
	w := newTown(t, true)
	killed := errors.New("killed")
	var mu sync.Mutex
	seen := map[string]bool{}
	dead := false // until the next life, in which nothing more is said
	kill := make(chan struct{}, 1)
	w.watch(func(name, command string, delivered bool) error {
		mu.Lock()
		defer mu.Unlock()
		moment := fmt.Sprint(command, delivered)
		if name != "anna" || !dead && seen[moment] {
			return nil
		}
		if !dead {
			dead, seen[moment] = true, true
			kill <- struct{}{}
		}
		return &party.Stop{Err: killed}
	})
	ends := []func() error{w.start(w.config("bo"))}
	cilla := w.start(w.config("cilla"))
	restarts := 0
	over := make(chan struct{})
	var lives sync.WaitGroup
	lives.Go(func() {
		for {
			end := w.start(w.config("anna"))
			select {
			case <-over:
				end()
				return
			case <-kill:
				restarts++
				if err := end(); !errors.Is(err, killed) && err != nil {
					t.Errorf("anna ended with %v", err)
				}
				mu.Lock()
				dead = false
				mu.Unlock()
			}
		}
	})
	w.keys()
	if err := cilla(); err != nil { // t remain; anna has to decrypt
		t.Fatal(err)
	}
	w.hall.Prepare()
	id, terms, box := w.poll(1, 2, 2)
	w.seal(id, box)
	votes := w.opened(id, terms, box)
	close(over)
	lives.Wait()
	ends[0]()
	if !slices.Equal(votes, []int{0, 0, 2}) {
		t.Fatalf("the votes are %v", votes)
	}
	// commit, reveal, deal, keys, definition, sealed, put, shares: twice each, but
	// for the last, whose answer may come when the test is over.
	if restarts < 15 {
		t.Fatalf("anna was killed %d times at %v", restarts, seen)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for what, versions := range w.sent {
		if len(versions) != 1 {
			t.Errorf("%s was said in %d versions", what, len(versions))
		}
	}
}

func TestACheatingDealerIsNamedAndNoKeyIsSigned(t *testing.T) {
	w := newTown(t, true)
	w.start(w.config("anna"))
	w.start(w.config("bo"))
	// Cilla deals by the protocol, but seals to anna another share of key 1.
	m := must(party.Open(w.dir("cilla"), party.Trustee, w.signed))
	defer m.Close()
	l := &link{town: w, name: "cilla"}
	post := func(typ string, body any) {
		t.Helper()
		if err := l.Call(t.Context(), "post", must(m.ID.Sign(m.Hash, typ, body)), nil); err != nil {
			t.Fatal(err)
		}
	}
	var own *contribution
	w.hall.Look(func(s *journal.State) { own = must(contribute(s, "cilla", must(newMaking()))) })
	post(journal.TypeCommit, own.commit)
	w.hall.Await(t, "commits", func(s *journal.State) bool { return len(s.Ceremony().Commits) == 3 })
	post(journal.TypeReveal, own.reveal)
	w.hall.Await(t, "reveals", func(s *journal.State) bool { return len(s.Ceremony().Reveals) == 3 })
	var deal *journal.CeremonyDeal
	w.hall.Look(func(s *journal.State) {
		other := must(contribute(s, "cilla", must(newMaking())))
		own.polynomials[1] = other.polynomials[1]
		wrong := must(own.deal(s))
		deal = must(other.deal(s))
		deal.Sealed[0] = wrong.Sealed[0]
	})
	post(journal.TypeDeal, *deal)
	w.hall.Await(t, "a complaint", func(s *journal.State) bool { return s.Ceremony().Complaint != nil })
	w.hall.Look(func(s *journal.State) {
		if c := s.Ceremony().Complaint; c.Against != "cilla" || c.Trustee == "cilla" {
			t.Errorf("%s complains against %s", c.Trustee, c.Against)
		}
	})
	w.awaitSaid("anna", "THE CEREMONY IS ABORTED")
	w.awaitSaid("bo", "against trustee cilla")
	var proposed *journal.CeremonyKeys
	w.hall.Look(func(s *journal.State) { proposed = must(s.ProposedKeys()) })
	w.hall.Ask(journal.TypeKeys, proposed)
	w.awaitSaid("anna", "NOT SIGNED")
	if n := len(w.hall.Signatures(journal.TypeKeys, proposed)); n != 0 {
		t.Fatalf("%d trustees signed the keys", n)
	}
}

func TestNobodySignsOtherKeysThanTheDealingsMake(t *testing.T) {
	w := newTown(t, true)
	for _, name := range partytest.Trustees {
		w.start(w.config(name))
	}
	w.hall.Await(t, "deals", func(s *journal.State) bool { return len(s.Ceremony().Deals) == 3 })
	var other *journal.CeremonyKeys
	w.hall.Look(func(s *journal.State) { other = must(s.ProposedKeys()) })
	other.Keys[0], other.Keys[1] = other.Keys[1], other.Keys[0]
	w.hall.Ask(journal.TypeKeys, other)
	for _, name := range partytest.Trustees {
		w.awaitSaid(name, "NOT SIGNED: the registrar asks for other keys")
	}
}

func TestATrusteeWhoDeclinesSendsNothing(t *testing.T) {
	w := newTown(t, true)
	c := w.config("anna")
	c.Ask = func(q string) bool {
		if !strings.Contains(q, "any 2 of 3 trustees") {
			t.Errorf("the question is %q", q)
		}
		return false
	}
	if err := Run(t.Context(), c); !errors.Is(err, ErrDeclined) {
		t.Fatal(err)
	}
	if len(w.sent) != 0 {
		t.Fatal("something was sent")
	}
}

func TestALostFileIsSaidAndNothingIsSent(t *testing.T) {
	w := newTown(t, true)
	var ends []func() error
	for _, name := range partytest.Trustees {
		ends = append(ends, w.start(w.config(name)))
	}
	w.hall.Await(t, "commits", func(s *journal.State) bool { return len(s.Ceremony().Commits) == 3 })
	w.keys()
	w.awaitSaid("anna", "keys stand")
	if err := ends[0](); err != nil {
		t.Fatal(err)
	}
	files := must(filepath.Glob(filepath.Join(w.dir("anna"), "meeting-*", memoryName)))
	if err := os.Remove(files[0]); err != nil {
		t.Fatal(err)
	}
	err := Run(t.Context(), w.config("anna"))
	if err == nil || !strings.Contains(err.Error(), "no ballot is lost while 2 other trustees remain") {
		t.Fatal(err)
	}
}
