package verify

import (
	"slices"

	"valurna/ballot/bundle"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/sealed"
)

// Basis is what a receipt is judged by (package complaint): what a bundle says
// about its sealed ballots, once every check up to CheckSeal holds.
type Basis struct {
	Manifest *manifest.Manifest
	Hash     [32]byte
	Ballot   journal.Ballot
	Terms    sealed.Terms
	Sealed   [][]byte
	Listed   bool // the ballot was sealed, and Sealed is its list
}

// Ground runs the checks up to CheckSeal on b: the anchor, the journal, and that
// the ballots are the sealed ones. What comes after the seal has no part in it, so
// that a receipt can be judged whatever became of the ballot. The basis is nil if a
// check failed or no anchor was given.
func Ground(b *bundle.Bundle, anchor Anchor) (*Report, *Basis) {
	r := &run{bundle: b, anchor: anchor, report: newReport(), reached: map[journal.Phase]int64{}}
	last := slices.IndexFunc(checks, func(c check) bool { return c.id == CheckSeal })
	r.conclude(r.all(checks[:last+1]))
	if r.report.Verdict != Valid {
		return r.report, nil
	}
	return r.report, &Basis{
		Manifest: r.signed.Manifest, Hash: r.hash, Ballot: *r.ballot, Terms: r.terms, Sealed: b.Sealed, Listed: r.found != nil,
	}
}
