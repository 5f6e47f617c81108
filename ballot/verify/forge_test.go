package verify

import (
	"slices"

	"valurna/ballot/bundle"
	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/sealed"
	"valurna/ballot/tally"
	"valurna/ballot/tally/tallytest"
	"valurna/crypto/tree"
)

// forgery is what a forger can change before everything is signed again.
type forgery struct {
	*election
	drafts    []draft // without the manifest
	sealed    [][]byte
	made      tallytest.Made
	audited   [][]byte
	witnesses []string         // who cosigns
	chainless bool             // every shuffle says that it is of the seal
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
	f := &forgery{election: e, drafts: slices.Clone(e.drafts), sealed: slices.Clone(e.sealed), audited: slices.Clone(e.audited), made: clone(e.made), witnesses: witnessNames[1:], covers: map[string]int64{}}
	change(f)
	out := &bundle.Bundle{Ballot: ballotID, Entries: [][]byte{e.leaves[0]}, Sealed: f.sealed, Shuffles: f.made.Shuffles, Combined: f.made.Combined, Audited: f.audited}
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
	var head, combined canon.Hex // what the next shuffle and proof rest on
	for _, d := range f.drafts {
		switch body := d.body.(type) {
		case journal.Open:
			body.Checkpoint = cosigned(d.typ)
			d.body = body
		case journal.Decrypt:
			body.Checkpoint = cosigned(d.typ)
			d.body = body
		case journal.Seal:
			head = body.Root
		case journal.Shuffle:
			if body.Input = head; !f.chainless {
				head = body.Output
			}
			d.body = body
		case journal.Combine:
			combined = journal.CombineHash(&body)
		case journal.Proof:
			body.Of = combined
			d.body = body
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
	amend(f, journal.TypeCertify, func(c *journal.Certify) {
		c.Result, c.Elected = journal.ResultHash(&result), result.Elected
	})
}

// signedBy lets others sign the last draft of a type.
func (f *forgery) signedBy(typ string, signers ...string) { f.drafts[f.at(typ)].signers = signers }

// insert puts a copy of a draft, with another body, behind the last draft of a type.
func (f *forgery) insert(after, typ string, body any, signers ...string) {
	f.drafts = slices.Insert(f.drafts, f.at(after)+1, draft{typ: typ, body: body, signers: signers, later: 1})
}

// clone copies what the trustees have made, so that it can be forged.
func clone(m tallytest.Made) tallytest.Made {
	m.Combined = slices.Clone(m.Combined)
	m.Shuffles = slices.Clone(m.Shuffles)
	for k := range m.Shuffles {
		s := &m.Shuffles[k]
		s.Output, s.Proof = slices.Clone(s.Output), slices.Clone(s.Proof)
	}
	return m
}

// nth finds the n-th draft of a type, from 0.
func (f *forgery) nth(typ string, n int) int {
	f.t.Helper()
	for i, d := range f.drafts {
		if d.typ == typ {
			if n == 0 {
				return i
			}
			n--
		}
	}
	f.t.Fatalf("no such %s to forge", typ)
	return -1
}

// shuffled lets a trustee sign whatever its shuffle now is.
func (f *forgery) shuffled(n int) {
	i := f.nth(journal.TypeShuffle, n)
	body := f.drafts[i].body.(journal.Shuffle)
	body.Output = tally.Hash(f.made.Shuffles[n].Output, f.made.Shuffles[n].Proof)
	f.drafts[i].body = body
}

// combined lets the urn sign whatever it has now combined.
func (f *forgery) combined() {
	amend(f, journal.TypeCombine, func(c *journal.Combine) { c.Points = tally.Hash(f.made.Combined) })
}

// reprove lets a trustee give another proof than its own.
func (f *forgery) reprove(n int, change func(share []byte)) {
	i := f.nth(journal.TypeProof, n)
	body := f.drafts[i].body.(journal.Proof)
	body.Share = slices.Clone(body.Share)
	change(body.Share)
	f.drafts[i].body = body
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
