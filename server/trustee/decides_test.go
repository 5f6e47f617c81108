package trustee

import (
	"slices"
	"testing"

	"valurna/ballot/journal"
	"valurna/ballot/meeting"
	"valurna/server/party/partytest"
)

// tried is a meeting that decides, with its trial behind it.
func tried(t *testing.T) *town {
	t.Helper()
	w, _ := running(t, false)
	id, terms, box := w.poll(journal.TrialItem, 0, 1, 1)
	w.seal(id, box)
	votes := w.opened(id, terms, box)
	if !slices.Equal(votes, []int{1, 2, 0}) {
		t.Errorf("the trial's votes are %v", votes)
	}
	w.certify(id, votes)
	return w
}

// notSigned has every trustee refuse a definition, with these words.
func (w *town) notSigned(d *journal.Definition, words string) {
	w.t.Helper()
	w.hall.Ask(journal.TypeDefine, d)
	for _, name := range partytest.Trustees {
		w.awaitSaid(name, "NOT SIGNED: ballot "+d.Ballot+": "+words)
	}
	if n := len(w.hall.Signatures(journal.TypeDefine, d)); n != 0 {
		w.t.Fatalf("%d signed", n)
	}
	w.hall.AskNothing()
}

func TestNoBallotThatDecidesIsSignedBeforeATrial(t *testing.T) {
	w, _ := running(t, false)
	d := w.definition(journal.TrialItem, otherModulus())
	d.Ballot, d.Item, d.Rehearsal = "1-1", 1, false
	w.notSigned(d, "untried")
}

func TestABallotThatDecidesIsSignedAfterATrialAndDecryptedBehindTheGate(t *testing.T) {
	w := tried(t)
	d := w.definition(1, otherModulus())
	trial := *d
	trial.Rehearsal = true
	w.notSigned(&trial, "definition: rehearsal is true, the manifest says false")
	w.hall.Enter(meeting.TypeAdjourn, meeting.Adjourn{Cause: "order", By: 1})
	w.notSigned(d, "adjourned")
	w.hall.Enter(meeting.TypeResume, meeting.Resume{By: 1})

	id, terms, box := w.poll(1, 2, 2)
	w.seal(id, box)
	votes := w.opened(id, terms, box)
	if !slices.Equal(votes, []int{0, 0, 2}) {
		t.Errorf("the votes are %v", votes)
	}
	w.certify(id, votes)
}

// The registrar opens a ballot although nobody has looked at the guarantees: no
// trustee takes that journal, so nothing that comes after is shuffled or decrypted.
func TestNothingIsDoneForABallotThatNoGateHasOpened(t *testing.T) {
	w := tried(t)
	d := w.definition(1, otherModulus())
	w.hall.AwaitSignatures(t, journal.TypeDefine, d, 3)
	w.hall.EnterUnchecked(journal.TypeOpen, journal.Open{Ballot: d.Ballot, Person: 1, Checkpoint: w.hall.Quorum()})
	for _, name := range partytest.Trustees {
		w.awaitSaid(name, "breaks the rules")
		w.awaitSaid(name, "A20: the guarantees have not been looked at")
		if n := w.versions(name + " " + journal.TypeShuffle + " " + d.Ballot); n != 0 {
			t.Errorf("%s shuffled", name)
		}
	}
}
