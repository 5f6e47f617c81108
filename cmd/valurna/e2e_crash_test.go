//go:build e2e

package main

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"valurna/server/crash"
)

// Variables of the matrix: all pairs instead of a sample, only runs whose kills
// contain a text, and how many runs go at the same time.
const (
	longVariable   = "VALURNA_LONG"
	onlyVariable   = "VALURNA_CRASH_ONLY"
	atOnceVariable = "VALURNA_CRASH_RUNS"
)

// pairSample is how many pairs the short matrix takes, by a fixed seed.
const pairSample = 30

// Every part is killed at every durable step, alone and in pairs, and started
// again: the ballot completes, and every ballot with a receipt counts once.
func TestCrashMatrix(t *testing.T) {
	program := filepath.Join(t.TempDir(), "valurna")
	if out, err := exec.Command("go", "build", "-tags", "crashpoints", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	runs := matrix(os.Getenv(longVariable) != "", os.Getenv(onlyVariable))
	if len(runs) == 0 {
		t.Fatal("no run was chosen")
	}
	begun := time.Now()
	work := make(chan int)
	var wg sync.WaitGroup
	for range atOnce(t) {
		wg.Go(func() {
			for i := range work {
				// Each run has an address of its own: no other one can take a port
				// while its owner is dead.
				runs[i].hold(program, fmt.Sprintf("127.%d.%d.%d", 1+i/62500, 1+i/250%250, 1+i%250))
				t.Log(runs[i].row(i + 1))
			}
		})
	}
	for i := range runs {
		work <- i
	}
	close(work)
	wg.Wait()
	lost, twice, apart := 0, 0, 0
	for i, r := range runs {
		if r.err != nil {
			t.Errorf("run %d, %s: %v", i+1, r.name(), r.err)
		}
		// A ballot that was closed and does not complete has lost what was cast in it.
		if r.asked && !r.complete && r.lost+r.twice == 0 {
			r.lost = crashSeats
		}
		lost, twice, apart = lost+r.lost, twice+r.twice, apart+len(r.left)
	}
	t.Logf("\n%s", summary(runs))
	t.Logf("%d cores, %d s; in pairs, %d deaths never came to pass, because of the other one", runtime.NumCPU(), int(time.Since(begun).Seconds()), apart)
	t.Logf("crash matrix: %d runs, %d lost, %d counted twice", len(runs), lost, twice)
}

func atOnce(t *testing.T) int {
	s := os.Getenv(atOnceVariable)
	if s == "" {
		return 2 * runtime.NumCPU()
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		t.Fatalf("%s=%q is no number of runs", atOnceVariable, s)
	}
	return n
}

// matrix lists the runs: every part at every point alone, then pairs of points.
func matrix(long bool, only string) []*crashRun {
	var out []*crashRun
	for _, point := range crash.Points {
		for _, part := range partsAt(point) {
			out = append(out, &crashRun{kills: []kill{{part, point}}})
		}
	}
	pairs := pairsOf(crash.Points)
	if !long {
		r := rand.New(rand.NewPCG(2026, 11))
		r.Shuffle(len(pairs), func(i, j int) { pairs[i], pairs[j] = pairs[j], pairs[i] })
		pairs = pairs[:pairSample]
	}
	for _, kills := range pairs {
		out = append(out, &crashRun{kills: kills})
	}
	out = append(out, hostedRuns(crash.Points)...)
	if only == "" {
		return out
	}
	var chosen []*crashRun
	for _, r := range out {
		if strings.Contains(r.name(), only) {
			chosen = append(chosen, r)
		}
	}
	return chosen
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

// summary is the table by what was killed.
func summary(runs []*crashRun) string {
	type line struct {
		runs, complete, lost, twice int
		slowest                     time.Duration
	}
	lines := map[string]*line{}
	for _, r := range runs {
		var roles []string
		for _, k := range r.kills {
			roles = append(roles, crash.Part(k.point))
		}
		what := strings.Join(roles, " and ")
		if r.visitor != nil {
			what += hostedMark
		}
		if lines[what] == nil {
			lines[what] = new(line)
		}
		l := lines[what]
		l.runs++
		if r.complete {
			l.complete++
		}
		l.lost, l.twice, l.slowest = l.lost+r.lost, l.twice+r.twice, max(l.slowest, r.took)
	}
	var out strings.Builder
	out.WriteString("| killed | runs | completed | lost | counted twice | slowest |\n|---|---|---|---|---|---|\n")
	for _, what := range slices.Sorted(maps.Keys(lines)) {
		l := lines[what]
		fmt.Fprintf(&out, "| %s | %d | %d | %d | %d | %.1f s |\n", what, l.runs, l.complete, l.lost, l.twice, l.slowest.Seconds())
	}
	return out.String()
}
