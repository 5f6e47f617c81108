package registrar

import (
	"slices"
	"strings"
	"testing"

	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/ballot/tally/tallytest"
	"valurna/ballot/view"
)

// lotSteps are the chair's steps about a tie.
func (w *town) lotSteps() (ids []string) {
	for _, s := range w.View(w.role(1)).Steps {
		if s.ID == view.StepBallotLot || s.ID == view.StepBallotCertify {
			ids = append(ids, s.ID)
		}
	}
	return ids
}

func TestTheChairHasATieDrawnAndThenCertifies(t *testing.T) {
	w := newTown(t)
	shares := w.assemble()
	id := w.openBallot(1)
	var box [][]byte
	for seat, option := range map[int]int{2: 0, 3: 2} {
		encoding, _ := w.vote(seat, id, kind.Choice{Options: []int{option}})
		box = append(box, encoding)
	}
	result := w.finish(id, box, shares)
	if len(result.Ties) != 1 || len(result.Elected) != 0 {
		t.Fatalf("%+v", result)
	}
	eventually(t, "the lot is offered", func() bool { return slices.Equal(w.lotSteps(), []string{view.StepBallotLot}) })
	refused(t, w.try(1, "ballot certify "+id), "no-lot")
	refused(t, w.try(2, "ballot lot "+id), "not-chair")
	w.do(1, "ballot lot "+id)
	refused(t, w.try(1, "ballot lot "+id), "drawn")

	ballot := func() view.Ballot { d := w.View(w.role(2)); return d.Ballots[len(d.Ballots)-1] }
	if b := ballot(); b.Lot == nil || !slices.Equal(b.Lot.Missing, []string{"anna", "bo", "cilla"}) || len(b.Lot.Drawn) != 0 || b.Lot.Places != 1 || len(w.lotSteps()) != 0 {
		t.Errorf("while the lot is drawn: %+v, steps %q", b.Lot, w.lotSteps())
	}
	// A share with the ballot's key is nobody's share of this lot.
	false1 := locked(w.Registrar, func(s *journal.State) journal.LotShare {
		return tallytest.LotShareOf(s, 0, s.Tie(s.Ballot(id)).Draw, tallytest.Trustee{Name: "bo", Share: shares["bo"][0]})
	})
	p := refused(t, w.post(manifest.ByTrustee("bo"), journal.TypeLotShare, false1), "lot.share")
	if !strings.Contains(p.Text, "trustee bo") {
		t.Errorf("who is at fault is not said: %s", p.Text)
	}
	w.draw(1, journal.LotTie, id, shares, "anna")
	if b := ballot(); len(b.Lot.Missing) != 2 {
		t.Errorf("after anna %q are waited for", b.Lot.Missing)
	}
	w.restart()
	w.draw(1, journal.LotTie, id, shares, "cilla")
	b := ballot()
	if len(b.Lot.Drawn) != 1 || !slices.Contains(result.Ties[0], b.Lot.Drawn[0]) || len(b.Lot.Missing) != 0 {
		t.Fatalf("%+v %q", b.Lot, b.Lot.Missing)
	}
	w.do(1, "ballot certify "+id)
	if d := w.View(w.role(1)); d.Agenda[0].State != "done" {
		t.Errorf("the item is %q", d.Agenda[0].State)
	}
	if elected := locked(w.Registrar, func(s *journal.State) []string { return s.Ballot(id).Certify.Elected }); !slices.Equal(elected, b.Lot.Drawn) {
		t.Errorf("%q are certified", elected)
	}
	refused(t, w.try(1, "ballot lot "+id), "no-tie")
}

func TestAClearResultHasNoLot(t *testing.T) {
	w := newTown(t)
	shares := w.assemble()
	id := w.openBallot(1)
	refused(t, w.try(1, "ballot lot "+id), "no-result")
	refused(t, w.try(1, "ballot lot 9-1"), "no-result")
	encoding, _ := w.vote(2, id, kind.Choice{Options: []int{1}})
	w.finish(id, [][]byte{encoding}, shares)
	refused(t, w.try(1, "ballot lot "+id), "no-tie")
	w.do(1, "ballot certify "+id)
}

// The orders are recorded by themselves when the keys stand; whoever opens a ballot
// before they are drawn waits for the trustees.
func TestAnOpeningWaitsForTheOrderOfTheCandidates(t *testing.T) {
	w := newTown(t)
	w.undrawn = true
	shares := w.assemble()
	eventually(t, "both orders are recorded", func() bool {
		return locked(w.Registrar, func(s *journal.State) bool { return len(s.Lots()) == 2 })
	})
	opened := make(chan error, 1)
	go func() { opened <- w.try(1, "ballot open 2") }()
	w.draw(2, journal.LotOrder, "", shares, "bo")
	select {
	case err := <-opened:
		t.Fatalf("one trustee's share was enough: %v", err)
	default:
	}
	w.draw(2, journal.LotOrder, "", shares, "cilla")
	if err := <-opened; err != nil {
		t.Fatal(err)
	}
	b := w.View(w.role(2)).Ballots[0]
	if b.Order == nil || b.Order.Entry == 0 || !slices.Equal(b.Order.Drawn, b.Contest.Options) || len(b.Order.Missing) != 0 {
		t.Errorf("%+v", b.Order)
	}
	if due := locked(w.Registrar, func(s *journal.State) bool { return s.OrderDue(1) }); !due {
		t.Error("the other item's order is drawn")
	}
}
