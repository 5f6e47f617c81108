package bench

import (
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"time"
)

// Report is one measurement with the limit that its primitives set. Rates are by
// the clock, with all processors; what ends in CPU is by the time that the
// processors worked for this process, which other work on the machine disturbs less.
type Report struct {
	What      string  `json:"what"`
	Ballots   int     `json:"ballots"`
	Seconds   float64 `json:"seconds"`
	PerS      float64 `json:"per_s"`
	LimitPerS float64 `json:"limit_per_s"`
	Ratio     float64 `json:"ratio"` // per_s / limit_per_s
	Cores     int     `json:"cores"`
	PeakMiB   float64 `json:"peak_mib"`

	CPUSeconds   float64 `json:"cpu_seconds"`    // 0 where it is not measured
	CPUPerBallot float64 `json:"cpu_us_each"`    // microseconds
	CPURatio     float64 `json:"cpu_ratio"`      // of the limit's processor time to that
	Note         string  `json:"note,omitempty"` // what was left out

	Limit []Cost `json:"limit"`
	Parts []Part `json:"parts,omitempty"` // in which the time was spent
}

// Cost is one primitive's.
type Cost struct {
	Name      string  `json:"name"`
	PerBallot float64 `json:"per_ballot"`
	Micros    float64 `json:"us"` // of one of them, by the clock
	CPUMicros float64 `json:"cpu_us"`
}

// Part is one step of the work.
type Part struct {
	Name       string  `json:"name"`
	Seconds    float64 `json:"seconds"`
	CPUSeconds float64 `json:"cpu_seconds"`
}

func micros(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1000 }

func part(name string, s span) Part { return Part{name, s.wall.Seconds(), s.cpu.Seconds()} }

// newReport sets what was measured against the limit, of which one measurement was
// made before and one after, so that other work slows both alike.
func newReport(what string, ballots int, took span, peak float64, before, after span, costs []Cost) *Report {
	limit := before.plus(after).times(0.5)
	r := &Report{
		What: what, Ballots: ballots, Seconds: took.wall.Seconds(), Cores: runtime.GOMAXPROCS(0), PeakMiB: peak,
		PerS: float64(ballots) / took.wall.Seconds(), LimitPerS: float64(ballots) / limit.wall.Seconds(),
		CPUSeconds: took.cpu.Seconds(), CPUPerBallot: micros(took.cpu) / float64(ballots), Limit: costs,
	}
	r.Ratio = r.PerS / r.LimitPerS
	if took.cpu > 0 {
		r.CPURatio = float64(limit.cpu) / float64(took.cpu)
	}
	return r
}

// JSON writes the report as one JSON object.
func (r *Report) JSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(r)
}

// Print writes the report for people.
func (r *Report) Print(w io.Writer) error {
	p := &printer{w: w}
	p.line("%s, %d ballots, %d cores", r.What, r.Ballots, r.Cores)
	p.line("%-12s %10.3f", "seconds", r.Seconds)
	p.line("%-12s %10.0f   %.0f is the limit of the primitives: ratio %.2f", "per second", r.PerS, r.LimitPerS, r.Ratio)
	if r.CPUSeconds > 0 {
		p.line("%-12s %10.3f   %.1f µs a ballot: ratio %.2f by processor time", "cpu seconds", r.CPUSeconds, r.CPUPerBallot, r.CPURatio)
	}
	p.line("%-12s %10.0f", "peak MiB", r.PeakMiB)
	for _, s := range r.Parts {
		p.line("  %-28s %9.3f s %9.3f s cpu", s.Name, s.Seconds, s.CPUSeconds)
	}
	p.line("%-28s %9s %10s %10s", "primitive", "a ballot", "µs", "µs cpu")
	for _, c := range r.Limit {
		p.line("  %-26s %9.2f %10.3f %10.3f", c.Name, c.PerBallot, c.Micros, c.CPUMicros)
	}
	if r.Note != "" {
		p.line("%s", r.Note)
	}
	return p.err
}

// printer keeps the first error.
type printer struct {
	w   io.Writer
	err error
}

func (p *printer) line(format string, a ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format+"\n", a...)
	}
}
