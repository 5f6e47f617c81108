// Package verify checks everything that a published ballot claims, from the
// bundle alone and without a network: who set the meeting up, that the record was
// shown in one version, that every ballot rests on a token, that nothing else was
// decrypted, and that the result is what the ballots say.
//
// For most uses call Verify and then Report.Exit or Report.Print. Whoever does not
// give the manifest, or its words, learns only that the bundle agrees with
// itself: anyone can make such a bundle about a meeting that never was.
//
// Every check runs in a fixed order and has a name that does not change. A check
// that rests on a failed one is not run and says so; nothing that was not run
// counts as passed.
package verify

import (
	"errors"
	"fmt"
	"strings"

	"valurna/ballot/bundle"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/sealed"
	"valurna/crypto/group"
	"valurna/crypto/tree"
)

// The checks, in the order in which they run.
const (
	CheckFormat      = "format"      // the bundle has its one form
	CheckEntries     = "entries"     // the journal's entries are those that the checkpoints name
	CheckManifest    = "manifest"    // entry 0, signed by every party that it names
	CheckAnchor      = "anchor"      // it is the manifest that the verifier was given
	CheckCheckpoints = "checkpoints" // signed by the registrar, cosigned by the quorum
	CheckJournal     = "journal"     // every entry follows the rules
	CheckDefinition  = "definition"  // the trustees fixed the ballot before it opened
	CheckRoll        = "roll"        // who could vote, from the attendance
	CheckCounts      = "counts"      // cast <= tokens <= eligible
	CheckSeal        = "seal"        // the ballots are those that were sealed
	CheckTokens      = "tokens"      // each ballot carries a token of this ballot's key
	CheckProofs      = "proofs"      // each ballot's maker knew what is in it
	CheckUnique      = "unique"      // no token was used twice
	CheckAudited     = "audited"     // what was opened as a test opens, and was not cast
	CheckShuffles    = "shuffles"    // ballots and their voters were parted
	CheckDecryption  = "decryption"  // the trustees opened what was shuffled
	CheckResult      = "result"      // counted again
	CheckLot         = "lot"         // the candidates' order and a tie, drawn again
	CheckCertified   = "certified"   // the chair certified that result, and whom it elects
)

// check is one step. It runs unless one of those that it needs failed. It returns
// what it found in plain words, or an error.
type check struct {
	id    string
	needs []string
	run   func(*run) (string, error)
}

var checks = []check{
	{CheckFormat, nil, (*run).format},
	{CheckEntries, []string{CheckFormat}, (*run).entries},
	{CheckManifest, []string{CheckEntries}, (*run).checkManifest},
	{CheckAnchor, []string{CheckManifest}, (*run).checkAnchor},
	{CheckCheckpoints, []string{CheckAnchor}, (*run).checkpoints},
	{CheckJournal, []string{CheckCheckpoints}, (*run).journal},
	{CheckDefinition, []string{CheckJournal}, (*run).definition},
	{CheckRoll, []string{CheckDefinition}, (*run).roll},
	{CheckCounts, []string{CheckDefinition}, (*run).counts},
	{CheckSeal, []string{CheckCounts}, (*run).seal},
	{CheckTokens, []string{CheckSeal}, (*run).tokens},
	{CheckProofs, []string{CheckTokens}, (*run).proofs},
	{CheckUnique, []string{CheckSeal}, (*run).unique},
	{CheckAudited, []string{CheckSeal}, (*run).audited},
	{CheckShuffles, []string{CheckTokens, CheckProofs, CheckUnique, CheckAudited}, (*run).shuffles},
	{CheckDecryption, []string{CheckShuffles}, (*run).decryption},
	{CheckResult, []string{CheckDecryption}, (*run).result},
	{CheckLot, []string{CheckResult}, (*run).lot},
	{CheckCertified, []string{CheckLot}, (*run).certified},
}

// run is one verification: what was given, and what the checks found so far.
type run struct {
	bundle *bundle.Bundle
	anchor Anchor
	report *Report
	begin  func(id string) // is told which check begins; may be nil

	signed  *manifest.Signed
	hash    [32]byte
	policy  tree.Policy
	tree    tree.Tree         // of the entries
	points  []tree.Checkpoint // of the bundle's notes
	state   *journal.State
	share   func(key, i int) (*group.Point, error) // a trustee's public share
	ballot  *journal.Ballot
	seats   []journal.RollLeaf // taken when the ballot was defined
	reached map[journal.Phase]int64
	lots    []*journal.Entry // records of draws, and the trustees' shares of them
	terms   sealed.Terms
	found   *sealed.Findings // about the ballots; nil where there are none to look at
	list    []byte           // the ballots' ciphertexts, after the shuffles that were checked
	opened  []byte           // their plaintext points, 32 bytes each
	counted *journal.Result
	drawn   []string // who of those tied is elected by lot
}

// absent is the error of a check that has nothing to look at. It fails nothing.
type absent struct{ why string }

func (a absent) Error() string { return a.why }

// Verify runs every check on b. It changes nothing, and its answer depends on
// nothing but its arguments.
func Verify(b *bundle.Bundle, anchor Anchor) *Report { return verify(b, anchor, nil) }

// verify is Verify, and calls begin with each check that it begins.
func verify(b *bundle.Bundle, anchor Anchor, begin func(id string)) *Report {
	r := &run{bundle: b, anchor: anchor, report: newReport(), reached: map[journal.Phase]int64{}, begin: begin}
	r.conclude(r.all(checks))
	return r.report
}

// all runs checks in their order and says whether any failed.
func (r *run) all(checks []check) (anyFailed bool) {
	failed := map[string]bool{}
	for _, c := range checks {
		var culprit []string
		for _, need := range c.needs {
			if failed[need] {
				culprit = append(culprit, need)
			}
		}
		if len(culprit) > 0 {
			failed[c.id] = true
			r.report.add(c.id, nil, "not checked, because it rests on: "+strings.Join(culprit, ", "))
			continue
		}
		if r.begin != nil {
			r.begin(c.id)
		}
		detail, err := c.run(r)
		if none := (absent{}); errors.As(err, &none) {
			r.report.add(c.id, nil, none.why)
			continue
		}
		ok := err == nil
		if !ok {
			detail = err.Error()
			failed[c.id], anyFailed = true, true
		}
		r.report.add(c.id, &ok, detail)
	}
	return anyFailed
}

// conclude gives the verdict.
func (r *run) conclude(anyFailed bool) {
	switch {
	case anyFailed:
		r.report.reject()
	case !r.report.Anchor.Confirmed:
		r.report.Verdict = Unanchored
	default:
		r.report.Verdict = Valid
	}
}

// whenVoid says that a check has nothing to look at because the ballot ended
// without reaching the phase; nil if it did reach it or has to.
func (r *run) whenVoid(phase journal.Phase) error {
	if _, reached := r.reached[phase]; !reached && r.ballot.Void != nil {
		return absent{fmt.Sprintf("the ballot is void and was never %s", phase)}
	}
	return nil
}
