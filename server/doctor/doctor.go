// Package doctor looks at one installation before it has to work: a meeting's
// folder, or that of a registrar, an urn, a trustee or a witness.
//
// Call Examine. Each check gives findings with what was found and, unless that is in
// order, the next step. What cannot be looked at here is said to be unknown, as a
// warning, and never passes. Nothing that lies in the folder is changed; a scratch
// file is written to try the disk, and removed.
//
// The package holds no party's code, so that what one party knows stays apart from
// the other: it knows the names of their files and no more.
package doctor

import (
	"context"
	"fmt"
	"slices"
	"time"

	"valurna/ballot/manifest"
)

// Verdict is how a check ended.
type Verdict string

// The three verdicts. Warn is also that of a check which could not look.
const (
	OK   Verdict = "ok"
	Warn Verdict = "warn"
	Fail Verdict = "FAIL"
)

// Finding is what one check found. Next is "" if the verdict is OK.
type Finding struct {
	ID      string  `json:"id"`
	Verdict Verdict `json:"verdict"`
	Found   string  `json:"found"`
	Next    string  `json:"next"`
}

func ok(id, format string, a ...any) Finding {
	return Finding{ID: id, Verdict: OK, Found: fmt.Sprintf(format, a...)}
}

func warn(id, next, format string, a ...any) Finding {
	return Finding{ID: id, Verdict: Warn, Found: fmt.Sprintf(format, a...), Next: next}
}

func fail(id, next, format string, a ...any) Finding {
	return Finding{ID: id, Verdict: Fail, Found: fmt.Sprintf(format, a...), Next: next}
}

// Failed says whether any finding is a Fail.
func Failed(findings []Finding) bool {
	return slices.ContainsFunc(findings, func(f Finding) bool { return f.Verdict == Fail })
}

// Options say what to look at.
type Options struct {
	Dir      string
	Manifest string // path; "": the manifest in Dir or, for the folder of one party, beside it
	Now      time.Time
}

// Examine makes every check that fits the folder, in a fixed order. The error is
// about a folder that cannot be read at all.
func Examine(ctx context.Context, o Options) ([]Finding, error) {
	f, err := read(o.Dir)
	if err != nil {
		return nil, err
	}
	out := []Finding{f.layout(), f.rights(), f.owner()}
	out = append(out, f.disks()...)
	signed, found := f.manifest(o.Manifest)
	out = append(out, found...)
	var m *manifest.Manifest
	if signed != nil {
		m = signed.Manifest
	}
	out = append(out, f.files(m)...)
	out = append(out, f.keys(m)...)
	out = append(out, f.states(ctx, m)...)
	out = append(out, f.addresses(ctx, m)...)
	s := facts()
	out = append(out, f.core(s), f.openFiles(s))
	if f.has(urn) {
		out = append(out, f.memlock(s), f.socket())
	}
	out = append(out, swap(s), f.clock(o.Now), synchronised(s), program(m), f.apart(m))
	return out, nil
}
