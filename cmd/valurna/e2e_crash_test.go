//go:build e2e

package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"valurna/server/crash"
)

// Variables of the matrix.
const (
	longVariable    = "VALURNA_LONG"          // all pairs instead of a sample
	onlyVariable    = "VALURNA_CRASH_ONLY"    // only runs whose kills contain this text
	atOnceVariable  = "VALURNA_CRASH_RUNS"    // how many go at the same time
	shardVariable   = "VALURNA_CRASH_SHARD"   // k/n: each n-th run, from the k-th on
	resultsVariable = "VALURNA_CRASH_RESULTS" // file to which runs are added; those in it are not repeated
	timeVariable    = "VALURNA_CRASH_TIME"    // no run begins after so long
	tableVariable   = "VALURNA_CRASH_TABLE"   // document whose table is made anew from the results
)

// pairSample is how many pairs the short matrix takes, by a fixed seed.
const pairSample = 30

// Every part is killed at every durable step, alone and in pairs, and started
// again: the ballot completes, and every ballot with a receipt counts once.
func TestCrashMatrix(t *testing.T) {
	program := filepath.Join(t.TempDir(), "valurna")
	if out, err := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-tags", "crashpoints", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	all := matrix(os.Getenv(longVariable) != "")
	known := map[string]bool{}
	whole := matrix(true)
	for _, r := range whole {
		known[r.name()] = true
	}
	if len(known) != len(whole) {
		t.Fatalf("%d runs have %d names", len(whole), len(known))
	}
	book, err := openResults(os.Getenv(resultsVariable), program)
	if err != nil {
		t.Fatal(err)
	}
	runs := chosen(t, all, book)
	begun, spent := time.Now(), childTime()
	ran := work(t, runs, program, func(r *crashRun) {
		if err := book.add(r); err != nil {
			t.Error(err)
		}
	})
	if len(ran) > 0 {
		took := time.Since(begun)
		t.Logf("%d cores, %d at once: %d s, %.1f runs a minute, %.2f s of processor time a run outside the test", runtime.NumCPU(), atOnce(t),
			int(took.Seconds()), float64(len(ran))/took.Minutes(), (childTime()-spent).Seconds()/float64(len(ran)))
	}
	lost, twice := 0, 0
	for _, r := range ran {
		lost, twice = lost+r.lost, twice+r.twice
	}
	table := book.table(known)
	t.Logf("\n%s", table)
	if path := os.Getenv(tableVariable); path != "" {
		if err := putTable(path, table); err != nil {
			t.Error(err)
		}
	}
	if err := book.close(); err != nil {
		t.Error(err)
	}
	t.Logf("crash matrix: %d runs, %d lost, %d counted twice", len(ran), lost, twice)
}

// childTime is the processor time of all ended children of this process.
func childTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_CHILDREN, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// work holds the runs, some at a time, and gives those that were held.
func work(t *testing.T, runs []*crashRun, program string, held func(*crashRun)) []*crashRun {
	t.Helper()
	var enough <-chan time.Time
	if s := os.Getenv(timeVariable); s != "" {
		d, err := time.ParseDuration(s)
		if err != nil {
			t.Fatalf("%s: %v", timeVariable, err)
		}
		enough = time.After(d)
	}
	next := make(chan int)
	var wg sync.WaitGroup
	for range atOnce(t) {
		wg.Go(func() {
			for i := range next {
				r := runs[i]
				// Each run has an address of its own: no other one can take a port
				// while its owner is dead.
				r.hold(program, fmt.Sprintf("127.%d.%d.%d", 1+i/62500, 1+i/250%250, 1+i%250))
				// A ballot that was closed and does not complete has lost what was cast in it.
				if r.asked && !r.complete && r.lost+r.twice == 0 {
					r.lost = crashSeats
				}
				t.Log(r.row(i + 1))
				if r.err != nil {
					t.Errorf("run %d, %s: %v", i+1, r.name(), r.err)
				}
				held(r)
			}
		})
	}
	n := 0
begin:
	for ; n < len(runs); n++ {
		select {
		case next <- n:
		case <-enough:
			t.Logf("time is up: %d runs are left for another session", len(runs)-n)
			break begin
		}
	}
	close(next)
	wg.Wait()
	return runs[:n]
}

func atOnce(t *testing.T) int {
	s := os.Getenv(atOnceVariable)
	if s == "" {
		return 3 * runtime.NumCPU() // half of a run is waiting
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		t.Fatalf("%s=%q is no number of runs", atOnceVariable, s)
	}
	return n
}

// chosen are the runs of this session.
func chosen(t *testing.T, all []*crashRun, book *results) []*crashRun {
	t.Helper()
	k, n := 1, 1
	if s := os.Getenv(shardVariable); s != "" {
		if _, err := fmt.Sscanf(s, "%d/%d", &k, &n); err != nil || k < 1 || k > n {
			t.Fatalf("%s=%q is not k/n, from 1/n to n/n", shardVariable, s)
		}
	}
	only := os.Getenv(onlyVariable)
	var out []*crashRun
	matches := 0
	for i, r := range all {
		if i%n != k-1 || !strings.Contains(r.name(), only) {
			continue
		}
		matches++
		if !book.done[r.name()] {
			out = append(out, r)
		}
	}
	if matches == 0 {
		t.Fatal("no run was chosen")
	}
	return out
}

// matrix lists the runs: every part at every point alone (in the sample one trustee
// and one witness at each point, in turn: they all run the same program), then pairs
// of points.
// The pairs come in an order that is fixed and mixed: what was held until now is a fair
// sample of all.
func matrix(long bool) []*crashRun {
	var out []*crashRun
	for i, point := range crash.Points {
		parts := partsAt(point)
		if !long {
			parts = parts[i%len(parts):][:1]
		}
		for _, part := range parts {
			out = append(out, &crashRun{kills: []kill{{part, point}}})
		}
	}
	pairs := pairsOf(crash.Points)
	r := rand.New(rand.NewPCG(2026, 11))
	r.Shuffle(len(pairs), func(i, j int) { pairs[i], pairs[j] = pairs[j], pairs[i] })
	if !long {
		pairs = pairs[:pairSample]
	}
	for _, kills := range pairs {
		out = append(out, &crashRun{kills: kills})
	}
	out = append(out, hostedRuns(crash.Points)...)
	return out
}

// pairsOf combines every point with every later one, in one part, and in two of
// the same role where there are several. Which trustee or witness it is goes
// round: they all run the same program.
func pairsOf(points []string) [][]kill {
	var out [][]kill
	for i, a := range points {
		for j := i; j < len(points); j++ {
			b := points[j]
			as, bs := partsAt(a), partsAt(b)
			first := kill{as[(i+j)%len(as)], a}
			if i != j {
				out = append(out, []kill{first, {bs[(i+j)%len(bs)], b}})
			}
			if len(bs) > 1 && crash.Part(a) == crash.Part(b) {
				out = append(out, []kill{first, {bs[(i+j+1)%len(bs)], b}})
			}
		}
	}
	return out
}

// partsAt are the parts that pass a point.
func partsAt(point string) []string {
	names := map[string][]string{"trustee": {"revisor", "opposition", "majoritet"}, "witness": {"tidningen", "grannkommunen", "studentkaren"}}
	role := crash.Part(point)
	var out []string
	for _, n := range names[role] {
		out = append(out, role+"-"+n)
	}
	if out == nil {
		out = []string{role}
	}
	return out
}

func (r *crashRun) name() string {
	var names []string
	for _, k := range r.kills {
		names = append(names, k.String())
	}
	name := strings.Join(names, " + ")
	if r.visitor != nil {
		name += hostedMark
	}
	return name
}

// row is the run's line in the table.
func (r *crashRun) row(number int) string {
	outcome := "complete"
	switch {
	case r.err != nil:
		outcome = "FAILED"
	case len(r.left) > 0:
		outcome = fmt.Sprintf("complete; not passed: %v", r.left)
	}
	return fmt.Sprintf("| %4d | %-72s | %5.1f s | %s", number, r.name(), r.took.Seconds(), outcome)
}
