package registrar

import (
	"slices"
	"testing"

	"valurna/ballot/booth"
	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/ballot/roll"
	"valurna/ballot/sealed"
	"valurna/ballot/verify"
	"valurna/server/wire"
)

// receipt is the urn's word for a ballot.
func (w *town) receipt(id string, encoding []byte) journal.Statement {
	b := locked(w.Registrar, func(s *journal.State) journal.Ballot { return *s.Ballot(id) })
	r := must(booth.NewReceipt(id, sealed.Context(b.Context), encoding))
	return must(journal.Sign(w.hash, manifest.ByUrn, w.keys[manifest.ByUrn], journal.TypeReceipt, r))
}

// seal plays an urn up to the seal of the ballots that it gives.
func (w *town) seal(id string, box [][]byte) {
	w.t.Helper()
	w.do(1, "ballot close "+id)
	w.ahead.Add(grace + 1)
	w.mustPost(manifest.ByUrn, journal.TypeStop, journal.Stop{Ballot: id, Cast: len(box)})
	w.await(id, journal.Counted)
	box = slices.Clone(box)
	sealed.Sort(box)
	root := sealed.Root(box)
	w.kept.Store(id, verify.Evidence{Sealed: box})
	w.mustPost(manifest.ByUrn, journal.TypeSeal, journal.Seal{Ballot: id, Count: len(box), Root: root[:], AuditedRoot: journal.NoneAudited()})
}

// An urn that drops a ballot for which it has given a receipt is found out by
// that booth alone, without a name: nothing is decrypted and the ballot is void.
func TestAReceiptWithoutAnEntryVoidsTheBallot(t *testing.T) {
	t.Parallel()
	w := newTown(t, func(s *roll.Source) { s.Policy.Window = 3600 })
	w.assemble()
	id := w.openBallot(1)
	stays, _ := w.vote(2, id, kind.Choice{Options: []int{0}})
	dropped, _ := w.vote(3, id, kind.Choice{Options: []int{1}})
	early := w.receipt(id, dropped)
	observer := w.dial(wire.UserObserver, nil)
	send := func(st journal.Statement) error {
		return wire.Call(t.Context(), observer, wire.CmdMissing, st, nil)
	}
	refused(t, send(early), "phase") // nothing is missing before the seal
	w.seal(id, [][]byte{stays})
	refused(t, send(w.receipt(id, stays)), "included")
	forged := must(journal.Sign(w.hash, manifest.ByUrn, w.keys[manifest.ByTrustee("anna")], journal.TypeReceipt, must(booth.NewReceipt(id, sealed.Context{}, dropped))))
	refused(t, send(forged), "receipt")
	w.kept.Delete(id)
	refused(t, send(early), "not-ready") // the urn hides its list
	if phase := locked(w.Registrar, func(s *journal.State) journal.Phase { return s.Ballot(id).Phase }); phase != journal.Sealed {
		t.Fatalf("refused receipts made the ballot %s", phase)
	}
	w.kept.Store(id, verify.Evidence{Sealed: [][]byte{stays}})
	if err := send(early); err != nil {
		t.Fatal(err)
	}
	b := locked(w.Registrar, func(s *journal.State) journal.Ballot { return *s.Ballot(id) })
	if b.Phase != journal.Voided || b.Void.Reason != voidMissing || len(b.Missing) != 1 {
		t.Fatalf("the ballot is %s, %+v", b.Phase, b.Void)
	}
	w.ahead.Add(7200)
	refused(t, w.post(manifest.ByTrustee("anna"), journal.TypeShares, journal.Shares{Ballot: id, Trustee: "anna", Parts: make([]byte, 32)}), "phase")
	if next := w.openBallot(1); next == id {
		t.Error("the void ballot was opened again")
	}
}
