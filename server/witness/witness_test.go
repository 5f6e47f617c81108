package witness

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/crypto/tree"
	"valurna/server/party"
	"valurna/server/party/partytest"
	"valurna/server/wire"
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// post is the witness dag at a registrar.
type post struct {
	t      *testing.T
	dir    string
	signed *manifest.Signed

	mu   sync.Mutex
	hall *partytest.Hall
	said []string
	hook func(delivered bool) error
}

func newPost(t *testing.T) *post {
	t.Helper()
	p := &post{t: t, dir: filepath.Join(t.TempDir(), "dag")}
	p.signed = partytest.Agree(true, map[string]string{manifest.ByWitness("dag"): must(Init(p.dir, "dag", rand.Reader))})
	if err := SignManifest(p.dir, p.signed); err != nil {
		t.Fatal(err)
	}
	p.hall = partytest.Open(p.signed)
	return p
}

var noon = time.Unix(partytest.Start+5000, 0)

func (p *post) config() Config {
	return Config{
		Dir: p.dir, Manifest: p.signed, Retry: time.Millisecond, Now: func() time.Time { return noon },
		Say: func(format string, args ...any) {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.said = append(p.said, fmt.Sprintf(format, args...))
		},
		Dial: func(context.Context) (party.Link, error) {
			p.mu.Lock()
			defer p.mu.Unlock()
			return &link{post: p, hall: p.hall, hook: p.hook}, nil
		},
	}
}

type link struct {
	post *post
	hall *partytest.Hall
	hook func(delivered bool) error
}

func (l *link) Follow(ctx context.Context, from int64, f func(wire.JournalLine) error) error {
	return l.hall.Follow(ctx, from, f)
}

func (l *link) Call(ctx context.Context, command string, request, _ any) error {
	if command != wire.CmdCosign {
		return errors.New("witnesses only cosign")
	}
	if l.hook != nil {
		if err := l.hook(false); err != nil {
			return err
		}
	}
	err := l.hall.Call(ctx, command, request)
	if l.hook != nil {
		if broken := l.hook(true); broken != nil {
			return broken
		}
	}
	return err
}

func (l *link) Close() error { return nil }

func (p *post) start() (end func() error) {
	ctx, cancel := context.WithCancel(p.t.Context())
	done := make(chan error, 1)
	c := p.config()
	go func() { done <- Run(ctx, c) }()
	var once sync.Once
	var err error
	end = func() error {
		once.Do(func() { cancel(); err = <-done })
		return err
	}
	p.t.Cleanup(func() { end() })
	return end
}

// stop ends the witness, who has nothing to complain about.
func (p *post) stop(end func() error) {
	p.t.Helper()
	if err := end(); err != nil {
		p.t.Fatal(err)
	}
}

func (p *post) awaitSaid(what string) {
	p.t.Helper()
	late := time.After(20 * time.Second)
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for {
		p.mu.Lock()
		said := slices.Clone(p.said)
		p.mu.Unlock()
		if slices.ContainsFunc(said, func(s string) bool { return strings.Contains(s, what) }) {
			return
		}
		select {
		case <-late:
			p.t.Fatalf("the witness did not say %q but %q", what, said)
		case <-tick.C:
		}
	}
}

func (p *post) forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.said = nil
}

// move lets the witness find another registrar under the same address.
func (p *post) move(h *partytest.Hall) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.hall = h
}

// cosigned is whether the witness's line over everything counts for the quorum.
func cosigned(t *testing.T, h *partytest.Hall) {
	t.Helper()
	size := h.Size()
	h.AwaitCosignature(t, size)
	note := must(tree.AddCosignature(h.Checkpoint(size), h.Cosignatures(size)[0]))
	h.Look(func(s *journal.State) {
		policy := s.Policy()
		policy.Quorum = 1
		_, by, err := policy.OpenTimes(note)
		if err != nil || by[0].Name != "dag" || by[0].Time != noon.Unix() {
			t.Fatalf("%v, %v", by, err)
		}
	})
}

func TestEveryNewestCheckpointIsCosigned(t *testing.T) {
	p := newPost(t)
	end := p.start()
	cosigned(t, p.hall)
	p.hall.Prepare()
	cosigned(t, p.hall)
	p.stop(end)
	p.hall.Enter(journal.TypeMeeting, journal.Meeting{State: "closed", Person: 1})
	p.stop(p.restartAndCosign())
}

func (p *post) restartAndCosign() (end func() error) {
	end = p.start()
	cosigned(p.t, p.hall)
	return end
}

func TestAnothersCosignatureDoesNotMakeItCosignAgain(t *testing.T) {
	p := newPost(t)
	end := p.start()
	cosigned(t, p.hall)
	size := p.hall.Size()
	eva := must(tree.Cosign(p.hall.Checkpoint(size), "eva", partytest.Key(manifest.ByWitness("eva")), noon.Unix()))
	p.hall.Show(must(tree.AddCosignature(p.hall.Checkpoint(size), eva)))
	p.hall.Show("")
	p.hall.Prepare()
	cosigned(t, p.hall)
	p.stop(end)
	if n := len(p.hall.Cosignatures(size)); n != 1 {
		t.Fatalf("%d cosignatures over %d entries", n, size)
	}
}

func TestAWitnessKilledWhileItCosignsGoesOn(t *testing.T) {
	p := newPost(t)
	killed := &party.Stop{Err: errors.New("killed")}
	for _, delivered := range []bool{false, true} {
		p.hook = func(d bool) error {
			if d == delivered {
				return killed
			}
			return nil
		}
		if err := Run(t.Context(), p.config()); !errors.Is(err, killed.Err) {
			t.Fatal(err)
		}
	}
	p.hook = nil
	p.hall.Prepare()
	p.stop(p.restartAndCosign())
}

func TestAForkIsNotCosignedNotEvenAfterARestart(t *testing.T) {
	p := newPost(t)
	truth := p.hall
	early := truth.Size()
	truth.Prepare()
	p.stop(p.restartAndCosign())
	fork := truth.Fork(early)
	fork.Enter(journal.TypeMeeting, journal.Meeting{State: "open", Person: 1})
	for fork.Size() < truth.Size()+2 {
		fork.Enter(journal.TypePresence, journal.Presence{Person: 1, Seat: 1, Present: true, Place: make([]byte, 32)})
	}
	p.move(fork)
	for range 2 {
		p.forget()
		end := p.start()
		p.awaitSaid("THE JOURNAL WAS REWRITTEN")
		p.stop(end)
	}
	for size := range fork.Size() + 1 {
		if lines := fork.Cosignatures(size); len(lines) > 0 {
			t.Fatalf("the fork was cosigned at %d entries", size)
		}
	}
	// Shown again what it has cosigned, the witness goes on.
	p.move(truth)
	truth.Enter(journal.TypeMeeting, journal.Meeting{State: "closed", Person: 1})
	p.stop(p.restartAndCosign())
}

func TestAJournalThatWasCutOffIsNotCosigned(t *testing.T) {
	p := newPost(t)
	cut := p.hall.Size()
	p.hall.Prepare()
	p.stop(p.restartAndCosign())
	shorter := p.hall.Fork(cut)
	p.move(shorter)
	end := p.start()
	p.awaitSaid(fmt.Sprintf("it has %d entries", cut))
	p.stop(end)
	if len(shorter.Cosignatures(cut)) > 0 {
		t.Fatal("it was cosigned")
	}
}

func TestAnEntryThatBreaksTheRulesIsNotCosigned(t *testing.T) {
	p := newPost(t)
	end := p.start()
	cosigned(t, p.hall)
	p.hall.EnterUnchecked(journal.TypeReady, journal.Ready{Seats: 3, Keys: 1})
	p.awaitSaid("breaks the rules")
	p.stop(end)
	if len(p.hall.Cosignatures(p.hall.Size())) > 0 {
		t.Fatal("it was cosigned")
	}
}

func TestACheckpointOverOtherEntriesThanThoseShownIsNotCosigned(t *testing.T) {
	p := newPost(t)
	size := p.hall.Size()
	other := p.hall.Fork(size - 1)
	other.Enter(journal.TypeReady, journal.Ready{Seats: 3, Keys: 2})
	longer := p.hall.Fork(size)
	longer.Prepare()
	foreign := strings.Replace(p.hall.Checkpoint(size), "\n— ", "\n— x", 1)
	for note, want := range map[string]string{
		other.Checkpoint(size):           "has signed another root",
		longer.Checkpoint(longer.Size()): "were shown",
		foreign:                          "was not accepted",
	} {
		p.forget()
		p.hall.Show(note)
		end := p.start()
		p.awaitSaid(want)
		p.stop(end)
	}
	for n := range longer.Size() + 1 {
		if len(p.hall.Cosignatures(n)) > 0 {
			t.Fatalf("%d entries were cosigned", n)
		}
	}
}

func TestAnotherMeetingsJournalIsNotCosigned(t *testing.T) {
	p := newPost(t)
	other := newPost(t)
	p.move(other.hall)
	end := p.start()
	p.awaitSaid("journal of another manifest")
	p.stop(end)
}

// The folder came back from an old copy, or was lost and begun anew, or somebody
// else has the key: the registrar shows a word that this folder does not know.
func TestAWordOfItsOwnThatItDoesNotKnowEndsTheWitness(t *testing.T) {
	p := newPost(t)
	p.stop(p.restartAndCosign())
	note := must(tree.AddCosignature(p.hall.Checkpoint(p.hall.Size()), p.hall.Cosignatures(p.hall.Size())[0]))
	p.hall.Show(note)
	for _, folder := range must(filepath.Glob(filepath.Join(p.dir, "meeting-*"))) {
		if err := os.RemoveAll(folder); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 { // starting again does not make it forget
		if err := Run(t.Context(), p.config()); err == nil || !strings.Contains(err.Error(), "somebody else uses its key") {
			t.Fatal(err)
		}
	}
}

func TestWithoutItsMarkAWitnessDoesNothing(t *testing.T) {
	p := newPost(t)
	p.stop(p.restartAndCosign())
	mark := must(filepath.Glob(filepath.Join(p.dir, "meeting-*", "seen.json")))[0]
	if err := os.Remove(mark); err != nil {
		t.Fatal(err)
	}
	if err := Run(t.Context(), p.config()); err == nil || !strings.Contains(err.Error(), "restore the folder from a copy") {
		t.Fatal(err)
	}
}
