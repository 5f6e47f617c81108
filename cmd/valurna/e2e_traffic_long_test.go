//go:build e2e

package main

import (
	"math"
	mrand "math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"
)

// Nobody who records the way to the booth can tell the votes from it better than by
// guessing, and the same eyes can tell them where the protection is off. Both
// directions of real visits with the stock client are looked at; half of the visits
// are learnt from and the other half is guessed. VALURNA_VISITS is how many visits
// are made for each choice, 200 if it is not set.
func TestTrafficTellsNothingOfTheVote(t *testing.T) {
	each := 200
	if v := os.Getenv("VALURNA_VISITS"); v != "" {
		var err error
		each, err = strconv.Atoi(v)
		check(t, err)
	}
	low, high, chance := guessed(t, each, "")
	if low > chance {
		t.Errorf("the votes show in the traffic: 95 %% interval %.3f to %.3f, by chance %.3f", low, high, chance)
	}
	leaky := filepath.Join(t.TempDir(), "leaky")
	if out, err := exec.Command("go", "build", "-tags", "leaky", "-o", leaky, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	low, high, chance = guessed(t, each, leaky)
	if low < chance+0.15 {
		t.Errorf("the test sees nothing where the votes do show: 95 %% interval %.3f to %.3f, by chance %.3f", low, high, chance)
	}
}

// guessed holds one ballot with so many voters for each choice, and says how well the
// half of them that nothing was learnt from is guessed.
func guessed(t *testing.T, each int, urn string) (low, high, chance float64) {
	const atOnce = 40
	random := mrand.New(mrand.NewPCG(8, uint64(each)))
	voter := voterKind{least: 60 * time.Millisecond, most: 900 * time.Millisecond}
	p, town := raiseOf(t, 4*each+2, 3, 3)
	if urn != "" {
		p.kill("urn")
		p.runs["urn"] = startProgram(t, urn, p.args["urn"]...)
		p.runs["urn"].says(t, "urn runs")
	}
	labels := checkInAll(t, p, town) + 1
	if each*labels > len(town.People) {
		t.Fatalf("%d options are more than there are voters for", labels)
	}
	known := knownUrn(t, town)
	streams := make([]*stream, each*labels)
	var going sync.WaitGroup
	places := make(chan struct{}, atOnce)
	order := random.Perm(len(streams)) // no choice is made earlier than others
	for i, n := range order {
		places <- struct{}{}
		if t.Failed() {
			break
		}
		v, mine := voter, mrand.New(mrand.NewPCG(uint64(n), 9))
		v.arrows = n/labels%2 == 1
		going.Go(func() {
			defer func() { <-places }()
			streams[n] = boothVisit(t, town, known, i+1, n%labels, v, mine)
		})
	}
	going.Wait()
	if t.Failed() {
		t.FailNow()
	}
	var learn, rest []sample
	for n, s := range streams {
		one := sample{s.features(), n % labels}
		if n/labels < each/2 {
			learn = append(learn, one)
		} else {
			rest = append(rest, one)
		}
	}
	f := grow(learn, labels, 300, random)
	hits := 0
	for _, s := range rest {
		if f.guess(s.features, labels) == s.label {
			hits++
		}
	}
	low, high = interval(hits, len(rest))
	chance = 1 / float64(labels)
	how := "protected"
	if urn != "" {
		how = "protection off"
	}
	t.Logf("traffic, %s: %d visits for each of %d choices, half learnt from; of the other half %d of %d guessed, %.1f %% (95 %% interval %.1f to %.1f); by chance %.1f %%",
		how, each, labels, hits, len(rest), 100*float64(hits)/float64(len(rest)), 100*low, 100*high, 100*chance)
	return low, high, chance
}

// features are numbers of a visit that could hang on the vote: of each direction how
// many packets, bytes, and of which sizes; when the first and last came; and how the
// gaps between them are.
func (s *stream) features() []float64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []float64
	for _, direction := range [][]packet{s.up, s.down} {
		var bytes, first, last, squares float64
		sizes := make([]float64, 40) // of 16 bytes each, and all larger ones
		gaps := make([]float64, 12)  // by powers of two, from 1 ms
		for i, p := range direction {
			bytes += float64(p.bytes)
			squares += float64(p.bytes) * float64(p.bytes)
			sizes[min(p.bytes/16, len(sizes)-1)]++
			if i == 0 {
				first = p.at.Seconds()
				continue
			}
			last = p.at.Seconds()
			gap := max(1, float64((p.at - direction[i-1].at).Milliseconds()))
			gaps[min(int(math.Log2(gap)), len(gaps)-1)]++
		}
		out = append(out, float64(len(direction)), bytes, squares, first, last)
		out = append(append(out, sizes...), gaps...)
		// The last packets, one by one: what happens at the end.
		for i := range 12 {
			size, before := 0.0, 0.0
			if at := len(direction) - 1 - i; at >= 0 {
				size, before = float64(direction[at].bytes), last-direction[at].at.Seconds()
			}
			out = append(out, size, before)
		}
	}
	return out
}
