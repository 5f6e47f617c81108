package registrar

import (
	"reflect"
	"testing"

	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/view"
)

// The desks show the trustees' work as the journal has it: who has done what, who is
// waited for, and who was passed over or rejected, until that one has come after all.
func TestTheDeskFollowsTheTrusteesWork(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	id := w.openBallot(1)
	b := locked(w.Registrar, func(s *journal.State) journal.Ballot { return *s.Ballot(id) })
	work := func() view.Work {
		t.Helper()
		out := locked(w.Registrar, func(*journal.State) *view.Work { return w.work(&b) })
		if out == nil {
			t.Fatal("no work is shown")
		}
		return *out
	}
	if locked(w.Registrar, func(*journal.State) *view.Work { return w.work(&b) }) != nil {
		t.Fatal("work is shown before the seal")
	}
	name := func(i int) string { return manifest.ByTrustee(trusteeNames[i]) }
	waits := func(what string, want ...string) {
		t.Helper()
		if got := work().Waits; len(got)+len(want) > 0 && !reflect.DeepEqual(got, want) {
			t.Errorf("%s: waits for %v, not %v", what, got, want)
		}
	}
	b.Seal, b.Phase = &journal.Seal{Ballot: id, Count: 1}, journal.Sealed
	waits("check window")
	b.Phase = journal.Decrypting
	waits("first shuffle", name(0))
	b.Passed = []journal.Pass{{Ballot: id, Trustee: trusteeNames[0], Reason: journal.PassShuffle}}
	waits("passed over", name(1))
	if got := work().Passed; len(got) != 1 || got[0] != (view.Trouble{Trustee: name(0), Reason: journal.PassShuffle}) {
		t.Errorf("passed over: %v", got)
	}
	b.Shuffles = []journal.Shuffle{{Trustee: trusteeNames[1]}, {Trustee: trusteeNames[0]}}
	if got := work(); len(got.Passed) != 0 || !reflect.DeepEqual(got.Shuffled, []string{name(1), name(0)}) || got.Due != 2 {
		t.Errorf("who came late is shown as passed over: %+v", got)
	}
	b.Rejected = []journal.Reject{{Ballot: id, Trustee: trusteeNames[2], Reason: journal.RejectParts}}
	waits("parts", name(0), name(1))
	b.Shares = []journal.Shares{{Trustee: trusteeNames[0]}, {Trustee: trusteeNames[1]}}
	waits("the sum")
	b.Combined, b.Proofs = &journal.Combine{}, []journal.Proof{{Trustee: trusteeNames[0]}}
	waits("proofs", name(1))
	if got := work().Rejected; len(got) != 1 || got[0].Trustee != name(2) {
		t.Errorf("rejected: %v", got)
	}
}
