package verify

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"slices"
	"testing"

	"valurna/ballot/bundle"
	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/ballot/sealed"
	"valurna/ballot/tally"
	"valurna/crypto/group"
	"valurna/crypto/tree"
)

// A forged bundle, and the check that has to fail before all others.
type forged struct {
	name string
	want string
	make func(e *election) *bundle.Bundle
}

// resigned is a forgery that all insiders have signed again.
func resigned(change func(f *forgery)) func(*election) *bundle.Bundle {
	return func(e *election) *bundle.Bundle { return e.forge(change) }
}

// edited is a change to the published bundle by somebody without keys.
func edited(change func(e *election, b *bundle.Bundle)) func(*election) *bundle.Bundle {
	return func(e *election) *bundle.Bundle {
		var file bytes.Buffer
		noError(e.t, bundle.Write(&file, e.bundle()))
		b, err := bundle.Read(&file)
		noError(e.t, err)
		change(e, b)
		return b
	}
}

func TestForgeriesFailTheirCheckFirst(t *testing.T) {
	e := hold(t, nil)
	anchor := FileAnchor(e.manifestFile())
	if r := Verify(e.forge(func(*forgery) {}), anchor); r.Verdict != Valid {
		t.Fatalf("an election signed again without a change: %s", dump(r))
	}
	seen := map[string]bool{}
	for _, f := range allForgeries() {
		t.Run(f.want+"/"+f.name, func(t *testing.T) {
			e.t = t
			r := Verify(f.make(e), anchor)
			if r.Failed() != f.want || r.Verdict != Invalid || r.Exit() != ExitInvalid || r.Result != nil {
				t.Fatalf("failed %q, wanted %q\n%s", r.Failed(), f.want, dump(r))
			}
			seen[f.want] = true
			claimsNothingUnchecked(t, r)
			for _, c := range r.Checks {
				if c.ID == f.want && c.Detail == "" {
					t.Error("nothing is said about what is wrong")
				}
			}
		})
	}
	if n := len(allForgeries()); n < 60 || len(seen) < 15 {
		t.Errorf("%d forgeries against %d checks", n, len(seen))
	}
}

func allForgeries() []forged {
	return slices.Concat(recordForgeries, ruleForgeries, boxForgeries, auditForgeries, tallyForgeries)
}

// claimsNothingUnchecked says that what rests on a failed check, directly or not, has
// no verdict, and that everything else has one.
func claimsNothingUnchecked(t *testing.T, r *Report) {
	t.Helper()
	failed := map[string]bool{}
	for i, c := range checks {
		got := r.Checks[i]
		rests := slices.ContainsFunc(c.needs, func(need string) bool { return failed[need] })
		if got.ID != c.id || rests != (got.OK == nil) {
			t.Errorf("check %s: rests on a failed check: %v, verdict: %s", c.id, rests, mark(got.OK))
		}
		failed[c.id] = rests || got.OK != nil && !*got.OK
	}
}

// reencode changes entry i of the bundle without signing anything again.
func reencode(e *election, b *bundle.Bundle, i int, change func(*journal.Entry)) {
	e.t.Helper()
	entry, err := journal.DecodeEntry(b.Entries[i])
	noError(e.t, err)
	change(entry)
	leaf, err := entry.Encode()
	noError(e.t, err)
	b.Entries[i] = leaf
}

// reanchor changes entry 0, and lets registrar and witnesses sign checkpoints of
// what comes of it.
func reanchor(change func(e *election, entry *journal.Entry)) func(*election) *bundle.Bundle {
	return edited(func(e *election, b *bundle.Bundle) {
		reencode(e, b, 0, func(entry *journal.Entry) { change(e, entry) })
		s := e.state.Ballot(ballotID)
		t := treeOf(b.Entries)
		for i, size := range []int64{s.DefineSeq + 1, s.SealSeq + 1, t.Size()} {
			b.Checkpoints[i] = e.note(t, size, witnessNames...)
		}
	})
}

// remanifest is reanchor with a change to the manifest's body.
func remanifest(change func(*manifest.Manifest)) func(*election) *bundle.Bundle {
	return reanchor(func(e *election, entry *journal.Entry) {
		m, err := manifest.Decode(entry.Body)
		noError(e.t, err)
		change(m)
		entry.Body = canon.MustMarshal(m)
	})
}

func treeOf(leaves [][]byte) *tree.Tree {
	t := new(tree.Tree)
	for _, leaf := range leaves {
		t.Append(leaf)
	}
	return t
}

var recordForgeries = []forged{
	{"a ballot id that is none", CheckFormat, edited(func(_ *election, b *bundle.Bundle) { b.Ballot = "1-01" })},
	{"a ballot of another length", CheckFormat, edited(func(_ *election, b *bundle.Bundle) { b.Sealed[2] = b.Sealed[2][1:] })},
	{"no checkpoint", CheckFormat, edited(func(_ *election, b *bundle.Bundle) { b.Checkpoints = nil })},
	{"a shuffle too short", CheckFormat, edited(func(_ *election, b *bundle.Bundle) { b.Shuffles[0].Output = b.Shuffles[0].Output[32:] })},
	{"a proof too short", CheckFormat, edited(func(_ *election, b *bundle.Bundle) { b.Shuffles[0].Proof = b.Shuffles[0].Proof[32:] })},
	{"too little is decrypted", CheckFormat, edited(func(_ *election, b *bundle.Bundle) { b.Combined = b.Combined[32:] })},

	{"the manifest is not the first entry", CheckManifest, reanchor(func(_ *election, entry *journal.Entry) { entry.Type = journal.TypeFiles })},
	{"the place is changed after signing", CheckManifest, remanifest(func(m *manifest.Manifest) { m.Place = "Källaren" })},
	{"a witness's key is exchanged", CheckManifest, remanifest(func(m *manifest.Manifest) { m.Witnesses[0].Key = bytes.Repeat([]byte{7}, 32) })},
	{"the threshold is lowered to one", CheckManifest, remanifest(func(m *manifest.Manifest) { m.Threshold = 1 })},
	{"a trustee has not signed the manifest", CheckManifest, reanchor(func(_ *election, entry *journal.Entry) { entry.Sigs = slices.Delete(entry.Sigs, 2, 3) })},
	{"the urn's signature stands for the registrar's", CheckManifest, reanchor(func(_ *election, entry *journal.Entry) { entry.Sigs[0].Sig = entry.Sigs[1].Sig })},
	{"the officer's signature is missing", CheckManifest, reanchor(func(_ *election, entry *journal.Entry) { entry.Sigs = entry.Sigs[:len(entry.Sigs)-1] })},

	{"an entry is dated otherwise", CheckEntries, edited(func(e *election, b *bundle.Bundle) {
		reencode(e, b, 5, func(entry *journal.Entry) { entry.Time++ })
	})},
	{"the last entry is left out", CheckEntries, edited(func(_ *election, b *bundle.Bundle) { b.Entries = b.Entries[:len(b.Entries)-1] })},
	{"an entry is added behind the last checkpoint", CheckEntries, edited(func(_ *election, b *bundle.Bundle) {
		b.Entries = append(b.Entries, b.Entries[len(b.Entries)-1])
	})},
	{"an entry of the manifest's signatures is exchanged", CheckEntries, edited(func(e *election, b *bundle.Bundle) {
		reencode(e, b, 0, func(entry *journal.Entry) { entry.Sigs[0].Sig = entry.Sigs[1].Sig })
	})},
	{"the checkpoint of another meeting's journal", CheckCheckpoints, edited(func(e *election, b *bundle.Bundle) {
		own := e.hash
		e.hash[0] ^= 1
		b.Checkpoints[2] = e.note(treeOf(b.Entries), int64(len(b.Entries)), witnessNames...)
		e.hash = own
	})},
	{"two entries change places", CheckEntries, edited(func(_ *election, b *bundle.Bundle) {
		b.Entries[4], b.Entries[5] = b.Entries[5], b.Entries[4]
	})},
	{"checkpoints stand in another order", CheckEntries, edited(func(_ *election, b *bundle.Bundle) {
		b.Checkpoints[0], b.Checkpoints[1] = b.Checkpoints[1], b.Checkpoints[0]
	})},
	{"one witness alone has cosigned", CheckCheckpoints, resigned(func(f *forgery) { f.witnesses = witnessNames[:1] })},
	{"nobody has cosigned", CheckCheckpoints, resigned(func(f *forgery) { f.witnesses = nil })},
	{"the journal was shown in two versions", CheckEntries, func(e *election) *bundle.Bundle {
		b := e.bundle()
		other := e.forge(func(f *forgery) { f.drafts[0].later++ })
		b.Checkpoints = other.Checkpoints
		return b
	}},
	{"another key signs the checkpoint as the log", CheckCheckpoints, edited(func(e *election, b *bundle.Bundle) {
		_, key, err := ed25519.GenerateKey(rand.Reader)
		noError(e.t, err)
		t := treeOf(b.Entries)
		root, err := t.Root(t.Size())
		noError(e.t, err)
		note, err := tree.SignCheckpoint(tree.Checkpoint{Origin: manifest.OriginOf(e.hash), Size: t.Size(), Root: root}, key)
		noError(e.t, err)
		b.Checkpoints[2] = note
	})},
	{"a stranger cosigns beside the quorum", CheckCheckpoints, edited(func(e *election, b *bundle.Bundle) {
		_, key, err := ed25519.GenerateKey(rand.Reader)
		noError(e.t, err)
		line, err := tree.Cosign(b.Checkpoints[2], "gun", key, startTime)
		noError(e.t, err)
		b.Checkpoints[2], err = tree.AddCosignature(b.Checkpoints[2], line)
		noError(e.t, err)
	})},

	{"the bundle is said to be another ballot's", CheckJournal, edited(func(_ *election, b *bundle.Bundle) { b.Ballot = "1-2" })},
	{"no checkpoint stands for the definition", CheckDefinition, edited(func(_ *election, b *bundle.Bundle) { b.Checkpoints = b.Checkpoints[1:] })},
	{"the definition's checkpoint was made after the opening", CheckDefinition, edited(func(e *election, b *bundle.Bundle) {
		b.Checkpoints[0] = e.note(treeOf(b.Entries), e.state.Ballot(ballotID).DefineSeq+2, witnessNames...)
	})},
	{"the definition's checkpoint was made before it", CheckDefinition, edited(func(e *election, b *bundle.Bundle) {
		b.Checkpoints[0] = e.note(treeOf(b.Entries), e.state.Ballot(ballotID).DefineSeq, witnessNames...)
	})},
	{"the seal's checkpoint was made after decrypting began", CheckSeal, edited(func(e *election, b *bundle.Bundle) {
		b.Checkpoints[1] = e.note(treeOf(b.Entries), e.state.Ballot(ballotID).SealSeq+2, witnessNames...)
	})},
}

var tallyForgeries = []forged{
	{"a shuffled ballot is changed", CheckShuffles, edited(func(_ *election, b *bundle.Bundle) { b.Shuffles[0].Output[3] ^= 1 })},
	{"a shuffle's proof is changed", CheckShuffles, edited(func(_ *election, b *bundle.Bundle) { b.Shuffles[1].Proof[3] ^= 1 })},
	{"a shuffle is missing", CheckShuffles, edited(func(_ *election, b *bundle.Bundle) { b.Shuffles = b.Shuffles[:1] })},
	{"no shuffle is there", CheckShuffles, edited(func(_ *election, b *bundle.Bundle) { b.Shuffles = nil })},
	{"a shuffle stands there twice", CheckShuffles, edited(func(_ *election, b *bundle.Bundle) { b.Shuffles = append(b.Shuffles, b.Shuffles[1]) })},
	{"the shuffles change places", CheckShuffles, edited(func(_ *election, b *bundle.Bundle) { b.Shuffles[0], b.Shuffles[1] = b.Shuffles[1], b.Shuffles[0] })},
	{"a shuffle bears another trustee's name", CheckShuffles, edited(func(_ *election, b *bundle.Bundle) { b.Shuffles[0].Trustee = "anna" })},
	{"a trustee puts out the box as it was", CheckShuffles, resigned(func(f *forgery) {
		f.made.Shuffles[0].Output = sealed.Ciphertexts(1, f.sealed)
		f.shuffled(0)
	})},
	{"a trustee replaces a ballot", CheckShuffles, resigned(func(f *forgery) {
		own := f.cast(f.payload(kind.Choice{Options: []int{0}})).encoding
		copy(f.made.Shuffles[1].Output, sealed.Ciphertexts(1, [][]byte{own}))
		f.shuffled(1)
	})},
	{"a trustee doubles a ballot in the place of another", CheckShuffles, resigned(func(f *forgery) {
		out := f.made.Shuffles[1].Output
		copy(out, out[64:128])
		f.shuffled(1)
	})},
	{"a trustee exchanges two ballots after its proof", CheckShuffles, resigned(func(f *forgery) {
		out := f.made.Shuffles[1].Output
		for i := range 64 {
			out[i], out[64+i] = out[64+i], out[i]
		}
		f.shuffled(1)
	})},
	{"a trustee adds a vote onto a ballot", CheckShuffles, resigned(func(f *forgery) {
		out := f.made.Shuffles[1].Output
		p, err := new(group.Point).SetBytes(out[32:64])
		noError(f.t, err)
		copy(out[32:], p.Add(p, group.Generator()).Bytes())
		f.shuffled(1)
	})},
	{"a trustee puts out what is no point", CheckShuffles, resigned(func(f *forgery) {
		f.made.Shuffles[1].Output[31] |= 0x80
		f.shuffled(1)
	})},
	{"a trustee takes over another's shuffle with its proof", CheckShuffles, resigned(func(f *forgery) {
		copy(f.made.Shuffles[1].Output, f.made.Shuffles[0].Output)
		copy(f.made.Shuffles[1].Proof, f.made.Shuffles[0].Proof)
		f.shuffled(1)
	})},
	{"a trustee gives another trustee's shuffle as its own", CheckShuffles, resigned(func(f *forgery) {
		i := f.nth(journal.TypeShuffle, 1)
		body := f.drafts[i].body.(journal.Shuffle)
		body.Trustee = "anna"
		f.drafts[i].body, f.drafts[i].signers = body, []string{manifest.ByTrustee("anna")}
		f.made.Shuffles[1].Trustee = "anna"
	})},
	{"a shuffle's response is exchanged", CheckShuffles, resigned(func(f *forgery) {
		proof := f.made.Shuffles[0].Proof
		copy(proof[len(proof)-64:], proof[len(proof)-32:])
		f.shuffled(0)
	})},

	{"a decrypted point is changed", CheckDecryption, edited(func(_ *election, b *bundle.Bundle) { b.Combined[3] ^= 1 })},
	{"the decryption is proved for another seal", CheckDecryption, resigned(func(f *forgery) {
		b := *f.state.Ballot(ballotID)
		seal := *b.Seal
		seal.Root = make(canon.Hex, 32)
		b.Seal = &seal
		for n, share := range b.Shares {
			other, err := tally.Prove(f.signed.Manifest, &b, func(i int) (*group.Point, error) { return f.state.PublicShare(0, i) },
				f.signed.Manifest.Trustee(share.Trustee), f.shares[share.Trustee], f.made.Shuffles[1].Output, f.made.Combined, rand.Reader)
			noError(f.t, err)
			f.reprove(n, func(share []byte) { copy(share, other) })
		}
	})},
	{"the box is decrypted as it was before the last shuffle", CheckDecryption, resigned(func(f *forgery) {
		b := f.state.Ballot(ballotID)
		var parts [][]byte
		for _, share := range b.Shares {
			index := f.signed.Manifest.Trustee(share.Trustee)
			public, err := f.state.PublicShare(0, index)
			noError(f.t, err)
			part, _, err := tally.Part(b, index, f.shares[share.Trustee], public, f.made.Shuffles[0].Output, rand.Reader)
			noError(f.t, err)
			parts = append(parts, part)
		}
		var err error
		f.made.Combined, err = tally.Combine(f.signed.Manifest, b, parts)
		noError(f.t, err)
		f.combined()
	})},
	{"nothing is decrypted", CheckDecryption, edited(func(_ *election, b *bundle.Bundle) { b.Combined = nil })},
	{"the urn exchanges two decrypted points", CheckDecryption, resigned(func(f *forgery) {
		for i := range group.Size {
			f.made.Combined[i], f.made.Combined[group.Size+i] = f.made.Combined[group.Size+i], f.made.Combined[i]
		}
		f.combined()
	})},
	{"the urn turns a blank ballot into a vote", CheckDecryption, resigned(func(f *forgery) {
		p, err := new(group.Point).SetBytes(f.made.Combined[:group.Size])
		noError(f.t, err)
		copy(f.made.Combined, p.Subtract(p, group.Generator()).Bytes())
		f.combined()
	})},
	{"a trustee's proof is another's", CheckDecryption, resigned(func(f *forgery) {
		other := f.drafts[f.nth(journal.TypeProof, 0)].body.(journal.Proof).Share
		f.reprove(1, func(share []byte) { copy(share, other) })
	})},
	{"a trustee's response is exchanged", CheckDecryption, resigned(func(f *forgery) {
		f.reprove(1, func(share []byte) { copy(share[96:], group.ScalarFromUint64(5).Bytes()) })
	})},
	{"a trustee proves another point than it gave", CheckDecryption, resigned(func(f *forgery) {
		f.reprove(0, func(share []byte) { copy(share, group.Generator().Bytes()) })
	})},
	{"the proofs of two trustees are exchanged", CheckDecryption, resigned(func(f *forgery) {
		i, j := f.nth(journal.TypeProof, 0), f.nth(journal.TypeProof, 1)
		one, other := f.drafts[i].body.(journal.Proof).Share, f.drafts[j].body.(journal.Proof).Share
		f.reprove(0, func(share []byte) { copy(share, other) })
		f.reprove(1, func(share []byte) { copy(share, one) })
	})},
	{"another winner is signed and certified", CheckResult, resigned(func(f *forgery) {
		amend(f, journal.TypeResult, func(r *journal.Result) { r.Elected = []string{"Ada"} })
		f.certify()
	})},
	{"a vote moves to another option", CheckResult, resigned(func(f *forgery) {
		amend(f, journal.TypeResult, func(r *journal.Result) {
			r.Options = slices.Clone(r.Options)
			r.Options[0].Votes, r.Options[1].Votes = 1, 1
			r.Elected = []string{"Ada"}
		})
		f.certify()
	})},
	{"the spoilt ballot is counted as blank", CheckResult, resigned(func(f *forgery) {
		amend(f, journal.TypeResult, func(r *journal.Result) { r.Invalid, r.Blank = 0, 2 })
		f.certify()
	})},
	{"the blank ballot is counted as a vote", CheckResult, resigned(func(f *forgery) {
		amend(f, journal.TypeResult, func(r *journal.Result) {
			r.Options = slices.Clone(r.Options)
			r.Blank, r.Valid, r.Options[1].Votes = 0, 3, 3
		})
		f.certify()
	})},
	{"the chair has not certified", CheckCertified, resigned(func(f *forgery) { f.drop(journal.TypeCertify) })},
}
