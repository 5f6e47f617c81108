package registrar

import (
	"errors"
	"strings"
	"testing"

	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/ballot/view"
)

// An urn that lies about the result is found out before the chair certifies.
func TestAFalseResultIsNotCertified(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	shares := w.assemble()
	id := w.openBallot(1)
	encoding, _ := w.vote(2, id, kind.Choice{Options: []int{0}})
	box := [][]byte{encoding}
	result := w.toDecryption(id, box, shares)
	honest := result
	result.Options = append(result.Options[:0:0], result.Options...)
	result.Options[0].Votes, result.Options[1].Votes = 0, 1
	result.Elected = []string{result.Options[1].Name}
	w.mustPost(manifest.ByUrn, journal.TypeResult, result)
	refusedSoon(t, w, "ballot certify "+id, "false-result")
	for _, s := range w.View(w.role(1)).Steps {
		if s.ID == view.StepBallotCertify {
			t.Error("the chair is offered to certify a false result")
		}
	}
	if !strings.Contains(w.log.String(), "does not hold") || honest.Options[0].Votes != 1 {
		t.Errorf("the log says nothing of it: %s", w.log.String())
	}
	w.do(1, "ballot void "+id+" the urn lied")
}

func TestNothingIsCertifiedWhileTheUrnGivesNoEvidence(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	shares := w.assemble()
	id := w.openBallot(1)
	result := w.toDecryption(id, nil, shares)
	w.kept.Delete(id)
	w.mustPost(manifest.ByUrn, journal.TypeResult, result)
	w.await(id, journal.Decided)
	refused(t, w.try(1, "ballot certify "+id), "not-ready")
}

// refusedSoon waits out "not-ready".
func refusedSoon(t *testing.T, w *town, command, code string) {
	t.Helper()
	eventually(t, command+" is refused as "+code, func() bool {
		var p *view.Problem
		return errors.As(w.try(1, command), &p) && p.Code == code
	})
}
