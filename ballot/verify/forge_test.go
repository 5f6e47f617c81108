package verify

import (
	"maps"
	"slices"

	"valurna/ballot/bundle"
	"valurna/ballot/journal"
	"valurna/ballot/sealed"
	"valurna/crypto/tree"
)

// forgery is what a forger can change before everything is signed again.
type forgery struct {
	*election
	drafts    []draft // without the manifest
	sealed    [][]byte
	audited   [][]byte
	parts     map[string][]byte
	witnesses []string         // who cosigns
	covers    map[string]int64 // by type of entry: what its checkpoint covers, if not all before it
}

// at finds the last draft of a type.
func (f *forgery) at(typ string) int {
	f.t.Helper()
	for i := len(f.drafts) - 1; i >= 0; i-- {
		if f.drafts[i].typ == typ {
			return i
		}
	}
	f.t.Fatalf("no %s to forge", typ)
	return -1
}

// amend changes the body of the last draft of a type, which its signers sign anew.
func amend[T any](f *forgery, typ string, change func(*T)) {
	f.t.Helper()
	d := &f.drafts[f.at(typ)]
	body := d.body.(T)
	change(&body)
	d.body = body
}

// forge lets change act, and then numbers, signs, and cosigns everything again, as
// if registrar, urn, trustees and witnesses all took part.
func (e *election) forge(change func(*forgery)) *bundle.Bundle {
	e.t.Helper()
	f := &forgery{election: e, drafts: slices.Clone(e.drafts), sealed: slices.Clone(e.sealed), audited: slices.Clone(e.audited), parts: maps.Clone(e.parts), witnesses: witnessNames[1:], covers: map[string]int64{}}
	change(f)
	out := &bundle.Bundle{Ballot: ballotID, Entries: [][]byte{e.leaves[0]}, Sealed: f.sealed, Audited: f.audited}
	var t tree.Tree
	t.Append(e.leaves[0])
	unix := int64(startTime)
	cosigned := func(typ string) string {
		size := t.Size()
		if less, ok := f.covers[typ]; ok {
			size = less
		}
		note := e.note(&t, size, f.witnesses...)
		out.Checkpoints = append(out.Checkpoints, note)
		return note
	}
	for _, d := range f.drafts {
		switch body := d.body.(type) {
		case journal.Open:
			body.Checkpoint = cosigned(d.typ)
			d.body = body
		case journal.Decrypt:
			body.Checkpoint = cosigned(d.typ)
			d.body = body
		case journal.Shares:
			out.Parts = append(out.Parts, bundle.Part{Trustee: body.Trustee, Data: f.parts[body.Trustee]})
		}
		unix += d.later
		leaf, err := e.entry(d, t.Size(), unix).Encode()
		noError(e.t, err)
		t.Append(leaf)
		out.Entries = append(out.Entries, leaf)
	}
	cosigned("")
	return out
}

// rebox puts other ballots into the box: the urn stops, counts and seals anew, and
// the registrar plays along.
func (f *forgery) rebox(box ...[]byte) {
	f.t.Helper()
	sealed.Sort(box)
	f.sealed = box
	f.recount(len(box))
	amend(f, journal.TypeSeal, func(s *journal.Seal) { *s = sealOf(box, f.audited) })
}

// reaudit puts other audited ballots into the seal.
func (f *forgery) reaudit(list ...[]byte) {
	f.t.Helper()
	sealed.Sort(list)
	f.audited = list
	amend(f, journal.TypeSeal, func(s *journal.Seal) { *s = sealOf(f.sealed, list) })
}

// recount makes every count say n ballots under five tokens.
func (f *forgery) recount(n int) {
	amend(f, journal.TypeStop, func(s *journal.Stop) { s.Cast = n })
	amend(f, journal.TypeCounts, func(c *journal.Counts) {
		c.Cast, c.Tokens, c.Collected = n, seatCount, []int{1, 2, 3, 4, 5}
	})
	amend(f, journal.TypeSeal, func(s *journal.Seal) { s.Count = n })
	amend(f, journal.TypeResult, func(r *journal.Result) { r.Cast, r.Blank = n, n-r.Valid-r.Invalid })
	f.certify()
}

// certify lets the chair certify whatever the result now is.
func (f *forgery) certify() {
	result := f.drafts[f.at(journal.TypeResult)].body.(journal.Result)
	amend(f, journal.TypeCertify, func(c *journal.Certify) { c.Result = journal.ResultHash(&result) })
}

// signedBy lets others sign the last draft of a type.
func (f *forgery) signedBy(typ string, signers ...string) { f.drafts[f.at(typ)].signers = signers }

// insert puts a copy of a draft, with another body, behind the last draft of a type.
func (f *forgery) insert(after, typ string, body any, signers ...string) {
	f.drafts = slices.Insert(f.drafts, f.at(after)+1, draft{typ: typ, body: body, signers: signers, later: 1})
}

// drop takes the last draft of a type out.
func (f *forgery) drop(typ string) {
	i := f.at(typ)
	f.drafts = slices.Delete(f.drafts, i, i+1)
}

// ballot decodes the sealed ballot of one vote.
func (e *election) ballot(i int) *sealed.Ballot {
	e.t.Helper()
	b, err := sealed.Decode(e.terms().Points, e.votes[i].encoding)
	noError(e.t, err)
	return b
}
