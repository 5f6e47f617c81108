package urn

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"valurna/ballot/sealed"
	"valurna/server/keeper"
)

const testSize = 300

// testContext is the definition that all stores of these tests know.
var testContext = sha256.Sum256([]byte("definition"))

// vote makes distinct bytes of one size; the box looks at nothing else.
func vote(who, choice string) (tokenKey, encoding []byte) {
	key := sha256.Sum256([]byte("token key of " + who))
	encoding = make([]byte, testSize)
	copy(encoding, key[:])
	copy(encoding[32:], choice)
	return key[:], encoding
}

func testSecrets(t testing.TB) *secrets {
	t.Helper()
	s, err := derive(keeper.Key{1, 2, 3}, "1-1")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// reopen opens the store in dir; the test closes it, or its end does.
func reopen(t testing.TB, dir string) *box {
	t.Helper()
	b, err := openBox(filepath.Join(dir, "urn.db"), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.close() })
	return b
}

func begun(t testing.TB, dir string) (*box, *secrets) {
	t.Helper()
	b, s := reopen(t, dir), testSecrets(t)
	if _, err := b.begin(t.Context(), "1-1", testContext, s.check, testSize); err != nil {
		t.Fatal(err)
	}
	return b, s
}

func put(t testing.TB, b *box, s *secrets, who, choice string) error {
	t.Helper()
	key, encoding := vote(who, choice)
	return b.accept(t.Context(), s, "1-1", testSize, [][]byte{key}, encoding)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheSameBallotAgainIsAcceptedAgainAndCountsOnce(t *testing.T) {
	b, s := begun(t, t.TempDir())
	for range 3 {
		must(t, put(t, b, s, "anna", "yes"))
	}
	n, err := b.stop(t.Context(), "1-1")
	if err != nil || n != 1 {
		t.Fatalf("%d ballots are in, %v", n, err)
	}
	must(t, put(t, b, s, "anna", "yes")) // a lost receipt is given again after the close
}

func TestASecondDifferentBallotUnderOneTokenIsRefused(t *testing.T) {
	b, s := begun(t, t.TempDir())
	must(t, put(t, b, s, "anna", "yes"))
	if err := put(t, b, s, "anna", "no"); !errors.Is(err, errOther) {
		t.Fatalf("the second ballot: %v", err)
	}
	must(t, put(t, b, s, "anna", "yes"))
}

func TestOfManyBallotsUnderOneTokenAtOnceExactlyOneIsIn(t *testing.T) {
	b, s := begun(t, t.TempDir())
	for round := range 10 {
		who := fmt.Sprint("voter ", round)
		var in atomic.Int32
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				err := put(t, b, s, who, fmt.Sprint("choice ", i))
				if err == nil {
					in.Add(1)
				} else if !errors.Is(err, errOther) {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if in.Load() != 1 {
			t.Fatalf("round %d: %d ballots were accepted under one token", round, in.Load())
		}
	}
	if n, err := b.stop(t.Context(), "1-1"); err != nil || n != 10 {
		t.Fatalf("%d ballots of 10 voters, %v", n, err)
	}
}

func TestAStoppedBallotAcceptsNothing(t *testing.T) {
	dir := t.TempDir()
	b, s := begun(t, dir)
	must(t, put(t, b, s, "anna", "yes"))
	if n, err := b.stop(t.Context(), "1-1"); err != nil || n != 1 {
		t.Fatal(n, err)
	}
	if err := put(t, b, s, "bo", "yes"); !errors.Is(err, errClosed) {
		t.Fatalf("after the stop: %v", err)
	}
	must(t, b.close())
	b = reopen(t, dir)
	if err := put(t, b, s, "bo", "yes"); !errors.Is(err, errClosed) {
		t.Fatalf("after a restart: %v", err)
	}
	if _, err := b.begin(t.Context(), "1-1", testContext, s.check, testSize); err != nil {
		t.Fatal(err)
	}
	if err := put(t, b, s, "bo", "yes"); !errors.Is(err, errClosed) {
		t.Fatalf("beginning again reopened the ballot: %v", err)
	}
}

func TestEveryAcceptedBallotIsInTheCountHoweverStopComesBetween(t *testing.T) {
	b, s := begun(t, t.TempDir())
	var accepted atomic.Int32
	var wg sync.WaitGroup
	start := make(chan struct{})
	for i := range 40 {
		wg.Go(func() {
			<-start
			if err := put(t, b, s, fmt.Sprint(i), "yes"); err == nil {
				accepted.Add(1)
			} else if !errors.Is(err, errClosed) {
				t.Error(err)
			}
		})
	}
	close(start)
	n, err := b.stop(t.Context(), "1-1")
	wg.Wait()
	if err != nil || n != int(accepted.Load()) {
		t.Fatalf("counted %d, accepted %d, %v", n, accepted.Load(), err)
	}
}

func TestAnUnknownBallotAcceptsNothing(t *testing.T) {
	b, s := begun(t, t.TempDir())
	key, encoding := vote("anna", "yes")
	if err := b.accept(t.Context(), s, "2-1", testSize, [][]byte{key}, encoding); !errors.Is(err, errClosed) {
		t.Fatalf("an unknown ballot: %v", err)
	}
	if err := b.accept(t.Context(), s, "1-1", testSize, [][]byte{key}, encoding[1:]); !errors.Is(err, errSize) {
		t.Fatalf("a shorter ballot: %v", err)
	}
}

func TestAnotherDefinitionUnderTheSameNameIsRefused(t *testing.T) {
	b, s := begun(t, t.TempDir())
	other := sha256.Sum256([]byte("another definition"))
	if _, err := b.begin(t.Context(), "1-1", other, s.check, testSize); !errors.Is(err, errContext) {
		t.Fatalf("said %v", err)
	}
}

func TestTheSealHoldsWhatWasCastInAnOrderThatTellsNothing(t *testing.T) {
	dir := t.TempDir()
	b, s := begun(t, dir)
	var want [][]byte
	for i := range 20 {
		_, encoding := vote(fmt.Sprint(i), "yes")
		want = append(want, encoding)
		must(t, put(t, b, s, fmt.Sprint(i), "yes"))
	}
	sealed.Sort(want)
	root := sealed.Root(want)
	if _, err := b.seal(t.Context(), s, "1-1"); err == nil {
		t.Fatal("sealed while accepting")
	}
	// Each step is done twice, with a restart between.
	for range 2 {
		n, err := b.stop(t.Context(), "1-1")
		if err != nil || n != 20 {
			t.Fatal(n, err)
		}
		must(t, b.close())
		b = reopen(t, dir)
	}
	for range 2 {
		r, err := b.seal(t.Context(), s, "1-1")
		if err != nil || r.count != 20 || !bytes.Equal(r.root, root[:]) {
			t.Fatalf("sealed %d under %x, %v", r.count, r.root, err)
		}
		must(t, b.close())
		b = reopen(t, dir)
	}
	for range 2 {
		must(t, b.forget(t.Context(), "1-1"))
		must(t, b.close())
		b = reopen(t, dir)
		list, err := b.list(t.Context(), "1-1")
		if err != nil || !slices.EqualFunc(list, want, bytes.Equal) {
			t.Fatalf("%d sealed ballots, %v", len(list), err)
		}
	}
	if in, err := b.isSealed(t.Context(), "1-1", want[3]); err != nil || !in {
		t.Fatalf("a sealed ballot is not found: %v", err)
	}
	if n, err := b.stop(t.Context(), "1-1"); err != nil || n != 20 {
		t.Fatalf("the count changed to %d, %v", n, err)
	}
	if err := put(t, b, s, "late", "yes"); !errors.Is(err, errClosed) {
		t.Fatalf("after all: %v", err)
	}
}

func TestAnEmptyBoxIsSealed(t *testing.T) {
	b, s := begun(t, t.TempDir())
	if n, err := b.stop(t.Context(), "1-1"); err != nil || n != 0 {
		t.Fatal(n, err)
	}
	r, err := b.seal(t.Context(), s, "1-1")
	empty := sha256.Sum256(nil)
	if err != nil || !bytes.Equal(r.root, empty[:]) {
		t.Fatalf("root %x, %v", r.root, err)
	}
	if list, err := b.list(t.Context(), "1-1"); err != nil || len(list) != 0 {
		t.Fatal(len(list), err)
	}
}

func TestNothingIsSealedWithAnotherKeyOrAfterALoss(t *testing.T) {
	b, s := begun(t, t.TempDir())
	must(t, put(t, b, s, "anna", "yes"))
	must(t, put(t, b, s, "bo", "yes"))
	_, err := b.stop(t.Context(), "1-1")
	must(t, err)
	other, err := derive(keeper.Key{9}, "1-1")
	must(t, err)
	if _, err := b.seal(t.Context(), other, "1-1"); !errors.Is(err, errUnreadable) {
		t.Fatalf("another key: %v", err)
	}
	key, _ := vote("bo", "yes")
	_, err = b.db.Exec(`DELETE FROM vote WHERE row = ?`, s.row(key))
	must(t, err)
	if _, err := b.seal(t.Context(), s, "1-1"); !errors.Is(err, errMissing) {
		t.Fatalf("a lost row: %v", err)
	}
}

func TestARowMovedToAnotherPlaceIsUnreadable(t *testing.T) {
	s := testSecrets(t)
	one, encoding := vote("anna", "yes")
	two, _ := vote("bo", "yes")
	locked, err := s.lock(s.row(one), encoding, rand.Reader)
	must(t, err)
	if _, err := s.unlock(s.row(two), locked); !errors.Is(err, errUnreadable) {
		t.Fatalf("said %v", err)
	}
	if got, err := s.unlock(s.row(one), locked); err != nil || !bytes.Equal(got, encoding) {
		t.Fatalf("in its own place: %v", err)
	}
	for n := range boxOverhead + 1 {
		if _, err := s.unlock(s.row(one), locked[:n]); !errors.Is(err, errUnreadable) {
			t.Fatalf("%d bytes: %v", n, err)
		}
	}
}
