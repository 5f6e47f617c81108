package bench

import (
	"io"
	"testing"
)

// The benchmarks give the figures of the commands, each with the ratio to its limit.

func BenchmarkVerify(b *testing.B)  { report(b, Verify) }
func BenchmarkShuffle(b *testing.B) { report(b, Shuffle) }
func BenchmarkIssue(b *testing.B)   { report(b, Issue) }
func BenchmarkTally(b *testing.B)   { report(b, Tally) }

func report(b *testing.B, measure func(Options) (*Report, error)) {
	for b.Loop() {
		r, err := measure(Options{Ballots: 1000, Say: io.Discard})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(r.PerS, "ballots/s")
		b.ReportMetric(r.Ratio, "ratio")
		b.ReportMetric(r.CPURatio, "cpu-ratio")
	}
}

func TestEveryMeasurementIsOfRealWorkBesideItsLimit(t *testing.T) {
	for what, measure := range map[string]func(Options) (*Report, error){"verify": Verify, "shuffle": Shuffle, "issue": Issue, "tally": Tally} {
		r, err := measure(Options{Ballots: 20, Say: io.Discard})
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if r.What != what || r.Ballots != 20 || r.Cores < 1 || r.PerS <= 0 || r.LimitPerS <= 0 || r.Ratio != r.PerS/r.LimitPerS || len(r.Limit) == 0 {
			t.Errorf("%s: %+v", what, r)
		}
	}
}
