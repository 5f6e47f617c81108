package complaint

import (
	"bytes"
	"errors"
	"slices"

	"valurna/ballot/booth"
	"valurna/ballot/bundle"
	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/sealed"
	"valurna/ballot/verify"
	"valurna/crypto/tree"
)

// Verdicts.
const (
	Included   = "included"       // it is among the sealed ballots
	Dropped    = "dropped"        // the urn's receipt, and no such ballot: the urn is at fault
	Unreadable = "unreadable"     // no complaint
	NoBasis    = "no-basis"       // the bundle does not hold, or has no sealed ballots to look among
	NeverCast  = "never-cast"     // no receipt, and not among the sealed: nothing shows that it was cast
	Wrong      = "wrong-ballot"   // of another ballot or meeting, or its pieces do not belong together
	Forged     = "forged-receipt" // the signature is not the urn's
)

// exits are the exit codes of the command.
var exits = map[string]int{Included: 0, Dropped: 1, Unreadable: 2, NoBasis: 3, NeverCast: 4, Wrong: 5, Forged: 6}

// ExitUnreadable is also the code of a mistaken call: nothing was judged.
const ExitUnreadable = 2

// The rules, in the order in which they are applied, after the checks of the bundle
// up to verify.CheckSeal. The first that fails decides.
const (
	RuleEvidence  = "evidence"  // the file is a complaint: unreadable
	RuleBasis     = "basis"     // the bundle is the meeting's and holds: no-basis
	RuleMeeting   = "meeting"   // the complaint is about this meeting and ballot: wrong-ballot
	RuleSignature = "signature" // the receipt is the urn's: forged-receipt
	RuleTogether  = "together"  // receipt, sealed ballot and id belong together: wrong-ballot
	RuleBelongs   = "belongs"   // without a receipt: the sealed ballot is one of this definition: wrong-ballot
	RuleListed    = "listed"    // it is among the sealed: dropped, or never-cast without a receipt
)

// Judgement is what was found.
type Judgement struct {
	Verdict string              `json:"verdict"`
	Text    string              `json:"text"` // the verdict in plain words
	Ballot  string              `json:"ballot"`
	Receipt bool                `json:"receipt"` // there is one
	Void    string              `json:"void"`    // why the ballot is void; "" if it is not
	Entered bool                `json:"entered"` // the journal holds this receipt as one without a ballot
	Anchor  verify.AnchorReport `json:"anchor"`
	Checks  []verify.Check      `json:"checks"` // the rules, and those of the bundle
	Notes   []string            `json:"notes"`
}

// Judge applies the rules to a complaint. Its answer depends on nothing but its
// arguments. Nothing is opened, and no verdict tells how anybody voted.
func Judge(c *Complaint, b *bundle.Bundle, anchor verify.Anchor) *Judgement {
	report, basis := verify.Ground(b, anchor)
	j := &Judgement{Ballot: c.Ballot, Receipt: c.Receipt != nil, Void: report.Void, Anchor: report.Anchor, Checks: []verify.Check{}, Notes: []string{}}
	j.rule(RuleEvidence, true, "a complaint in its one form")
	j.Checks = append(j.Checks, report.Checks...)
	if basis == nil {
		j.rule(RuleBasis, false, "the bundle does not hold, or its origin was not checked")
		return j.end(NoBasis)
	}
	j.rule(RuleBasis, true, "the bundle is the meeting's, and holds up to the seal")
	verdict := j.apply(c, basis)
	return j.end(verdict)
}

func (j *Judgement) apply(c *Complaint, basis *verify.Basis) string {
	leaf := c.leaf()
	j.Entered = slices.ContainsFunc(basis.Ballot.Missing, func(r journal.Receipt) bool { return bytes.Equal(r.Leaf, leaf) })
	switch {
	case !bytes.Equal(c.Manifest, basis.Hash[:]):
		j.rule(RuleMeeting, false, "the complaint is about another meeting than the bundle")
		return Wrong
	case c.Ballot != basis.Ballot.Definition.Ballot:
		j.rule(RuleMeeting, false, "the complaint is about ballot "+c.Ballot+", the bundle is that of ballot "+basis.Ballot.Definition.Ballot)
		return Wrong
	}
	j.rule(RuleMeeting, true, "meeting and ballot are those of the bundle")
	if c.Receipt == nil {
		j.none(RuleSignature, "there is no receipt")
		j.none(RuleTogether, "there is no receipt")
		if err := belongs(c.Sealed, basis.Terms); err != nil {
			j.rule(RuleBelongs, false, "the sealed ballot is none of this definition: "+err.Error())
			return Wrong
		}
		j.rule(RuleBelongs, true, "the sealed ballot carries a token of this ballot, and its proof holds")
	} else {
		if _, err := booth.OpenReceipt(basis.Manifest, basis.Hash, *c.Receipt); err != nil {
			j.rule(RuleSignature, false, "the urn of this meeting has not signed this receipt")
			return Forged
		}
		j.rule(RuleSignature, true, "the urn of this meeting has signed the receipt")
		if why := c.apart(); why != "" {
			j.rule(RuleTogether, false, why)
			return Wrong
		}
		j.rule(RuleTogether, true, "the receipt is for this ballot")
		// What the urn has signed for, it answers for, whatever it was.
		j.none(RuleBelongs, "there is a receipt, which the urn has to answer for")
	}
	if !basis.Listed {
		j.none(RuleListed, unlisted(basis))
		return NoBasis
	}
	if slices.ContainsFunc(basis.Sealed, func(encoding []byte) bool { h := tree.LeafHash(encoding); return bytes.Equal(h[:], leaf) }) {
		j.rule(RuleListed, true, "the ballot is among the sealed ones")
		return Included
	}
	j.rule(RuleListed, false, "the ballot is not among the sealed ones")
	if c.Receipt == nil {
		return NeverCast
	}
	return Dropped
}

// unlisted says why there is nothing to look among.
func unlisted(basis *verify.Basis) string {
	if basis.Ballot.Seal == nil {
		return "the ballot is void and was never sealed: nobody's ballot was counted, and none was left out"
	}
	return "the ballot is void, and this bundle is without its sealed ballots"
}

// belongs says whether an encoding is a sealed ballot of this definition.
func belongs(encoding canon.Hex, terms sealed.Terms) error {
	b, err := sealed.Decode(terms.Points, encoding)
	if err != nil {
		return err
	}
	return b.Verify(terms)
}

func (j *Judgement) rule(id string, ok bool, detail string) {
	j.Checks = append(j.Checks, verify.Check{ID: id, OK: &ok, Detail: verify.Plain(detail)})
}

func (j *Judgement) none(id, why string) {
	j.Checks = append(j.Checks, verify.Check{ID: id, Detail: verify.Plain(why)})
}

// NotRead is the judgement on bytes that are no complaint.
func NotRead(err error) *Judgement {
	if !errors.Is(err, ErrComplaint) {
		err = errors.Join(ErrComplaint, err)
	}
	j := &Judgement{Checks: []verify.Check{}, Notes: []string{}}
	j.rule(RuleEvidence, false, err.Error())
	return j.end(Unreadable)
}

// NoBundle is the judgement on a complaint without a bundle that can be read.
func NoBundle(c *Complaint, err error) *Judgement {
	j := &Judgement{Ballot: c.Ballot, Receipt: c.Receipt != nil, Checks: []verify.Check{}, Notes: []string{}}
	j.rule(RuleEvidence, true, "a complaint in its one form")
	j.rule(verify.CheckFormat, false, err.Error())
	j.rule(RuleBasis, false, "the bundle cannot be read")
	return j.end(NoBasis)
}

// Exit gives the exit code, one for each verdict.
func (j *Judgement) Exit() int {
	if code, ok := exits[j.Verdict]; ok {
		return code
	}
	return ExitUnreadable
}
