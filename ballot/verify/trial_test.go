package verify

import (
	"crypto/rand"
	"slices"
	"strings"
	"testing"

	"valurna/ballot/bundle"
	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/crypto/blind"
)

const trialID = "0-1"

// try holds a trial ballot with an empty box, while one seat is not taken.
func try(t testing.TB, change func(*manifest.Manifest)) *election {
	t.Helper()
	e := convene(t, change)
	e.add(journal.TypePresence, journal.Presence{Person: 4, Seat: 4, Place: e.commit("gone", 4)})
	signer, err := blind.GenerateKey(rand.Reader)
	noError(t, err)
	d, err := e.state.Define(journal.TrialItem, signer.Public().Modulus())
	noError(t, err)
	e.add(journal.TypeDefine, *d, manifest.ByTrustee("anna"), manifest.ByTrustee("bo"))
	e.add(journal.TypeOpen, journal.Open{Ballot: trialID, Person: 1, Checkpoint: e.noteNow()})
	e.add(journal.TypeClose, journal.Close{Ballot: trialID, Person: 1})
	e.add(journal.TypeStop, journal.Stop{Ballot: trialID}, manifest.ByUrn)
	e.add(journal.TypeCounts, journal.Counts{Ballot: trialID, Eligible: seatCount, Tokens: 1, Collected: []int{4}})
	seal := sealOf(nil, nil)
	seal.Ballot = trialID
	e.add(journal.TypeSeal, seal, manifest.ByUrn)
	e.addLater(window, journal.TypeDecrypt, journal.Decrypt{Ballot: trialID, Checkpoint: e.noteNow()})
	result := journal.Result{Ballot: trialID, Elected: []string{}, Ties: [][]string{}}
	for _, name := range d.Contest.Options {
		result.Options = append(result.Options, kind.OptionVotes{Name: name})
	}
	e.add(journal.TypeResult, result, manifest.ByUrn)
	e.add(journal.TypeCertify, journal.Certify{Ballot: trialID, Person: 1, Result: journal.ResultHash(&result), Elected: result.Elected})
	return e
}

func TestATrialIsVerifiedLikeABallotAndSaidToBeNone(t *testing.T) {
	for _, rehearsal := range []bool{false, true} {
		e := try(t, func(m *manifest.Manifest) { m.Rehearsal = rehearsal })
		b := e.state.Ballot(trialID)
		out := &bundle.Bundle{Ballot: trialID, Entries: slices.Clone(e.leaves),
			Checkpoints: []string{b.Open.Checkpoint, b.Decrypt.Checkpoint, e.noteNow()}}
		r := Verify(out, FileAnchor(e.manifestFile()))
		if r.Verdict != Valid || !r.Trial || !r.Rehearsal || r.Item != journal.TrialItem || r.Result == nil || r.Result.Eligible != seatCount {
			t.Fatal(dump(r))
		}
		if text := dump(r); !strings.Contains(text, "TRIAL BALLOT") || !strings.Contains(text, "all of the body") {
			t.Error(text)
		}
	}
}

func TestATrialDoesNotStandForABallotOfTheAgenda(t *testing.T) {
	e := try(t, nil)
	b := e.state.Ballot(trialID)
	out := &bundle.Bundle{Ballot: ballotID, Entries: slices.Clone(e.leaves),
		Checkpoints: []string{b.Open.Checkpoint, b.Decrypt.Checkpoint, e.noteNow()}}
	if r := Verify(out, FileAnchor(e.manifestFile())); r.Verdict != Invalid || r.Failed() != CheckJournal || r.Result != nil {
		t.Fatal(dump(r))
	}
}
