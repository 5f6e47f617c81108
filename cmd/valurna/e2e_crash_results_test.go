//go:build e2e

package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"valurna/server/crash"
)

// outcome is one run as it is written down: one line of a results file.
type outcome struct {
	day     string // of the run
	program string // the beginning of its SHA-256, in hexadecimal
	seconds float64
	result  string // complete, apart (complete, but a death was out of reach), failed, or what was lost
	run     string // name of the run
}

const (
	complete = "complete"
	apart    = "apart"
	failed   = "failed"
)

func (o outcome) line() string {
	return fmt.Sprintf("%s\t%s\t%.1f\t%s\t%s\n", o.day, o.program, o.seconds, o.result, o.run)
}

func parseOutcome(line string) (outcome, error) {
	f := strings.Split(line, "\t")
	if len(f) != 5 {
		return outcome{}, fmt.Errorf("%q has %d fields, not 5", line, len(f))
	}
	seconds, err := strconv.ParseFloat(f[2], 64)
	return outcome{f[0], f[1], seconds, f[3], f[4]}, err
}

// good says that the ballot came to its verified result.
func (o outcome) good() bool { return o.result == complete || o.result == apart }

// lost and twice are the ballots that a bad run lost or counted twice.
func (o outcome) lost() (lost, twice int) {
	// A result that is no count has lost nothing that is known.
	_, _ = fmt.Sscanf(o.result, "lost %d twice %d", &lost, &twice)
	return lost, twice
}

// results is a file to which runs are appended, so that those of several sessions
// add up. Without a file it remembers this session's.
type results struct {
	mu      sync.Mutex
	file    io.WriteCloser // nil: none
	program string
	all     []outcome
	done    map[string]bool // by name: those that were good
}

// openResults reads what there is. A line that a crash has cut short is an error:
// take it out.
func openResults(path, program string) (*results, error) {
	data, err := os.ReadFile(program)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(data)
	r := &results{program: hex.EncodeToString(sum[:6]), done: map[string]bool{}}
	if path == "" {
		return r, nil
	}
	before, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	lines := bufio.NewScanner(strings.NewReader(string(before)))
	for lines.Scan() {
		o, err := parseOutcome(lines.Text())
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		r.all = append(r.all, o)
		r.done[o.run] = r.done[o.run] || o.good()
	}
	r.file, err = os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	return r, errors.Join(err, lines.Err())
}

// add writes one run down.
func (r *results) add(run *crashRun) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	o := outcome{time.Now().UTC().Format(time.DateOnly), r.program, run.took.Seconds(), complete, run.name()}
	switch {
	case run.lost+run.twice > 0:
		o.result = fmt.Sprintf("lost %d twice %d", run.lost, run.twice)
	case run.err != nil:
		o.result = failed
	case len(run.left) > 0:
		o.result = apart
	}
	r.all = append(r.all, o)
	r.done[o.run] = r.done[o.run] || o.good()
	if r.file == nil {
		return nil
	}
	_, err := io.WriteString(r.file, o.line())
	return err
}

func (r *results) close() error {
	if r.file == nil {
		return nil
	}
	return r.file.Close()
}

// killed is what a run kills, by its name: the lines of the table.
func killed(run string) string {
	name, hosted := strings.CutSuffix(run, hostedMark)
	var roles []string
	for _, k := range strings.Split(name, " + ") {
		if _, point, ok := strings.Cut(k, ": "); ok {
			k = point
		}
		roles = append(roles, crash.Part(k))
	}
	what := strings.Join(roles, " and ")
	if hosted {
		what += hostedMark
	}
	return what
}

// table is every run that was ever written down, by what was killed. known are the
// runs of today's matrix; of others the points are no more.
func (r *results) table(known map[string]bool) string {
	type row struct {
		runs, complete, apart, lost, twice int
		slowest                            float64
	}
	rows, total, ran := map[string]*row{}, new(row), map[string]bool{}
	programs, days := map[string]bool{}, []string{}
	for _, o := range r.all {
		if !known[o.run] {
			continue
		}
		what := killed(o.run)
		if rows[what] == nil {
			rows[what] = new(row)
		}
		lost, twice := o.lost()
		for _, w := range []*row{rows[what], total} {
			w.runs++
			if o.good() {
				w.complete++
			}
			if o.result == apart {
				w.apart++
			}
			w.lost, w.twice, w.slowest = w.lost+lost, w.twice+twice, max(w.slowest, o.seconds)
		}
		ran[o.run], programs[o.program] = true, true
		days = append(days, o.day)
	}
	var out strings.Builder
	fmt.Fprintf(&out, "%d of %d combinations of points have been run, in %d runs of %d builds", len(ran), len(known), total.runs, len(programs))
	if len(days) > 0 {
		fmt.Fprintf(&out, ", %s to %s", slices.Min(days), slices.Max(days))
	}
	out.WriteString(".\n\n| killed | runs | completed | a death out of reach | lost | counted twice | slowest |\n|---|---|---|---|---|---|---|\n")
	write := func(what string, w *row) {
		fmt.Fprintf(&out, "| %s | %d | %d | %d | %d | %d | %.1f s |\n", what, w.runs, w.complete, w.apart, w.lost, w.twice, w.slowest)
	}
	for _, what := range slices.Sorted(maps.Keys(rows)) {
		write(what, rows[what])
	}
	write("all", total)
	return out.String()
}

// The table stands between these lines of docs/durability.md.
const (
	tableBegin = "<!-- crash matrix: made by .ci/long -->\n"
	tableEnd   = "<!-- end -->\n"
)

// putTable replaces the table in a document.
func putTable(path, table string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	before, rest, ok := strings.Cut(string(data), tableBegin)
	_, after, ended := strings.Cut(rest, tableEnd)
	if !ok || !ended {
		return fmt.Errorf("%s has no place for the table", path)
	}
	temporary := filepath.Join(filepath.Dir(path), "."+filepath.Base(path))
	if err := os.WriteFile(temporary, []byte(before+tableBegin+table+tableEnd+after), 0o644); err != nil {
		return err
	}
	return os.Rename(temporary, path)
}
