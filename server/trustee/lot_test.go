package trustee

import (
	"crypto/sha256"
	"slices"
	"testing"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/server/party"
	"valurna/server/party/partytest"
)

// undrawn is a town whose keys stand and whose lots nobody has recorded.
func undrawn(t *testing.T) (w *town, ends map[string]func() error) {
	t.Helper()
	w, ends = newTown(t, true), map[string]func() error{}
	w.undrawn = true
	for _, name := range partytest.Trustees {
		ends[name] = w.start(w.config(name))
	}
	w.keys()
	for _, name := range partytest.Trustees {
		w.awaitSaid(name, "keys stand")
	}
	return w, ends
}

func (w *town) shares(item int) (names []string) {
	w.hall.Look(func(s *journal.State) {
		if l := s.Lot(item, journal.LotOrder, ""); l != nil {
			for _, sh := range l.Shares {
				names = append(names, sh.Trustee)
			}
		}
	})
	return names
}

func TestALotIsDrawnOnlyWhenTheWitnessesKnowOfIt(t *testing.T) {
	w, _ := undrawn(t)
	w.recordOrders()
	// Whoever has refused this has seen the records before it.
	w.hall.Ask(journal.TypeSeal, journal.Seal{})
	for _, name := range partytest.Trustees {
		w.awaitSaid(name, "NOT SIGNED: trustees sign no")
	}
	if got := w.shares(1); len(got) != 0 {
		t.Fatalf("%q have drawn what no witness has seen", got)
	}
	w.cosign("the orders are drawn", ordersDrawn)
	if got := w.shares(1); len(got) != 2 || got[0] == got[1] {
		t.Errorf("%q have drawn", got)
	}
}

func TestTwoOfThreeDrawAndTheThirdComesLate(t *testing.T) {
	w, ends := undrawn(t)
	if err := ends["anna"](); err != nil {
		t.Fatal(err)
	}
	w.orders()
	if got := w.shares(2); slices.Contains(got, "anna") || len(got) != 2 {
		t.Fatalf("%q have drawn", got)
	}
	w.hall.Show(w.hall.Quorum())
	end := w.start(w.config("anna"))
	w.awaitSaid("anna", "lot.share was not needed any more")
	if err := end(); err != nil {
		t.Fatal(err)
	}
	// It drew both, once, and has kept what it drew.
	if f := w.memoryOf("anna"); len(f.Lots) != 2 || f.Lots[0].Item != 1 || f.Lots[1].Item != 2 {
		t.Errorf("%+v", f.Lots)
	}
}

func TestATrusteeDrawsNoSecondLotForOneQuestion(t *testing.T) {
	w, ends := undrawn(t)
	for _, name := range partytest.Trustees {
		if err := ends[name](); err != nil {
			t.Fatal(err)
		}
	}
	m := must(party.Open(w.dir("anna"), party.Trustee, w.signed))
	mem := must(recall(m))
	other := sha256.Sum256([]byte("the same question, recorded otherwise"))
	if err := mem.change(func(f *memoryFile) {
		f.Lots = append(f.Lots, drawing{Item: 1, Purpose: journal.LotOrder, Input: other[:], Share: make(canon.Hex, 128)})
	}); err != nil {
		t.Fatal(err)
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	w.recordOrders()
	w.hall.Show(w.hall.Quorum())
	w.start(w.config("anna"))
	w.awaitSaid("anna", "NOT DRAWN: this trustee has drawn for the order of the candidates of item 1 before")
	w.start(w.config("bo"))
	w.start(w.config("cilla"))
	w.cosign("the others draw", ordersDrawn)
	if slices.Contains(w.shares(1), "anna") {
		t.Error("anna has drawn a second lot")
	}
}

func TestATrusteeWithoutItsShareOfTheKeySaysSo(t *testing.T) {
	w, ends := undrawn(t)
	if err := ends["anna"](); err != nil {
		t.Fatal(err)
	}
	m := must(party.Open(w.dir("anna"), party.Trustee, w.signed))
	mem := must(recall(m))
	if err := mem.change(func(f *memoryFile) { f.Shares[partytest.Keys-1] = canon.Hex{} }); err != nil {
		t.Fatal(err)
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	w.orders()
	w.hall.Show(w.hall.Quorum())
	w.start(w.config("anna"))
	w.awaitSaid("anna", "NOT DRAWN: this trustee has no share of the key for lots")
}

func TestATieIsDrawnByTheTrusteesThatAreThere(t *testing.T) {
	w, ends := running(t, true)
	id, terms, box := w.poll(1, 0, 1)
	w.seal(id, box)
	votes := w.opened(id, terms, box)
	if !slices.Equal(votes, []int{1, 1, 0}) {
		t.Fatalf("the votes are %v", votes)
	}
	var b journal.Ballot
	w.hall.Look(func(s *journal.State) { b = *s.Ballot(id) })
	options := b.Definition.Contest.Options
	r := &journal.Result{Ballot: id, Cast: 2, Valid: 2, Elected: []string{}, Ties: [][]string{options[:2]}}
	for i, name := range options {
		r.Options = append(r.Options, kind.OptionVotes{Name: name, Votes: votes[i]})
	}
	w.hall.Enter(journal.TypeResult, r, manifest.ByUrn)
	if err := ends["bo"](); err != nil {
		t.Fatal(err)
	}
	var tie journal.Draw
	w.hall.Look(func(s *journal.State) { tie, _ = s.TieDraw(s.Ballot(id)) })
	w.hall.Enter(journal.TypeDraw, tie)
	var elected []string
	w.cosign("the tie is drawn", func(s *journal.State) bool {
		elected = s.Tie(s.Ballot(id)).Drawn()
		return elected != nil
	})
	if len(elected) != 1 || !slices.Contains(options[:2], elected[0]) {
		t.Fatalf("%q is drawn of %q", elected, options[:2])
	}
	w.awaitSaid("anna", "drawing by lot: the tie of ballot "+id)
	w.hall.Enter(journal.TypeCertify, journal.Certify{Ballot: id, Person: 1, Result: journal.ResultHash(r), Elected: elected})
}

func TestTheMemoryOfLotsHasOneForm(t *testing.T) {
	good := filled()
	if _, err := decodeMemory(append(canon.MustMarshal(good), '\n')); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(l *drawing){
		"a short input": func(l *drawing) { l.Input = l.Input[1:] },
		"a short share": func(l *drawing) { l.Share = l.Share[1:] },
		"no share":      func(l *drawing) { l.Share = nil },
	} {
		bad := filled()
		change(&bad.Lots[0])
		if _, err := decodeMemory(append(canon.MustMarshal(bad), '\n')); err == nil {
			t.Errorf("%s was read", name)
		}
	}
}
