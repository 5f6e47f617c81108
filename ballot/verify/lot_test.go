package verify

import (
	"slices"
	"strings"
	"testing"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/ballot/tally/tallytest"
)

// tie holds an election in which Ada and Cai have a vote each and share the place.
func tie(t testing.TB) *election {
	t.Helper()
	e := convene(t, nil)
	e.define()
	e.fill([][]byte{e.payload(kind.Choice{Options: []int{2}}), e.payload(kind.Choice{Options: []int{0}})}, []int{2, 4})
	e.finish(journal.Result{
		Ballot: ballotID, Cast: 2, Valid: 2, Options: []kind.OptionVotes{{Name: "Ada", Votes: 1}, {Name: "Bo Ek"}, {Name: "Cai", Votes: 1}},
		Elected: []string{}, Ties: [][]string{{"Ada", "Cai"}},
	})
	return e
}

// winner and loser of the lot.
func (e *election) tied() (winner, loser string) {
	winner = e.state.Ballot(ballotID).Certify.Elected[0]
	if winner == "Ada" {
		return winner, "Cai"
	}
	return winner, "Ada"
}

func TestATieIsDrawnAgainAndTheWinnerNamed(t *testing.T) {
	e := tie(t)
	winner, _ := e.tied()
	r := Verify(e.bundle(), FileAnchor(e.manifestFile()))
	if r.Verdict != Valid || len(r.Result.Elected) != 0 || !slices.Equal(r.Result.Drawn, []string{winner}) || !slices.Equal(r.Order, []string{"Ada", "Bo Ek", "Cai"}) {
		t.Fatal(dump(r))
	}
	for _, want := range []string{"tied for the last place: Ada, Cai", "elected by lot: " + winner, "Order on the ballot, drawn by lot: Ada, Bo Ek, Cai", "by bo, cilla", "by anna, bo"} {
		if !strings.Contains(dump(r), want) {
			t.Errorf("%q is not said:\n%s", want, dump(r))
		}
	}
	if strings.Contains(dump(r), "elected: nobody") {
		t.Error("nobody is said to be elected")
	}
}

// orderDrawn holds an election whose candidates stand in the order that a lot has drawn
// from keys of chance: the first of them has the only vote.
func orderDrawn(t testing.TB) (e *election, order []string) {
	t.Helper()
	e = conveneOrder(t, seatCount, nil, false)
	e.define()
	order = e.state.Ballot(ballotID).Definition.Contest.Options
	e.fill([][]byte{e.payload(kind.Choice{Options: []int{0}})}, []int{2})
	result := journal.Result{Ballot: ballotID, Cast: 1, Valid: 1, Elected: order[:1], Ties: [][]string{}}
	for i, name := range order {
		result.Options = append(result.Options, kind.OptionVotes{Name: name, Votes: max(0, 1-i)})
	}
	e.finish(result)
	return e, order
}

func TestAnOrderThatIsNotTheAgendasIsDrawnAgain(t *testing.T) {
	e, order := orderDrawn(t)
	r := Verify(e.bundle(), FileAnchor(e.manifestFile()))
	if r.Verdict != Valid || !slices.Equal(r.Order, order) || slices.IsSorted(r.Order) || !slices.Equal(r.Result.Elected, order[:1]) {
		t.Fatal(dump(r))
	}
}

// moved takes the drafts of one lot out, and puts them behind the n-th of a type.
func (f *forgery) moved(purpose, after string) {
	var lot []draft
	f.drafts = slices.DeleteFunc(slices.Clone(f.drafts), func(d draft) bool {
		draw, isDraw := d.body.(journal.Draw)
		share, isShare := d.body.(journal.LotShare)
		if isDraw && draw.Purpose == purpose || isShare && share.Purpose == purpose {
			lot = append(lot, d)
			return true
		}
		return false
	})
	if after != "" {
		f.drafts = slices.Insert(f.drafts, f.at(after)+1, lot...)
	}
}

// Lots that somebody has steered, left out or drawn twice, in a tied election.
var lotForgeries = []forged{
	{"the ballot has another order than drawn", CheckJournal, resigned(func(f *forgery) {
		amend(f, journal.TypeDefine, func(d *journal.Definition) { d.Contest.Options = []string{"Cai", "Ada", "Bo Ek"} })
	})},
	{"no order was drawn", CheckJournal, resigned(func(f *forgery) { f.moved(journal.LotOrder, "") })},
	{"the order was drawn after the definition", CheckJournal, resigned(func(f *forgery) { f.moved(journal.LotOrder, journal.TypeDefine) })},
	{"the order was drawn before the keys stood", CheckJournal, resigned(func(f *forgery) { f.moved(journal.LotOrder, journal.TypeDeal) })},
	{"the tie is decided without a draw", CheckJournal, resigned(func(f *forgery) { f.moved(journal.LotTie, "") })},
	{"the tie is drawn before the seal", CheckJournal, resigned(func(f *forgery) { f.moved(journal.LotTie, journal.TypeCounts) })},
	{"the tie is drawn before the result", CheckJournal, resigned(func(f *forgery) { f.moved(journal.LotTie, journal.TypeProof) })},
	{"the tie is drawn after the certification", CheckJournal, resigned(func(f *forgery) { f.moved(journal.LotTie, journal.TypeCertify) })},
	{"the loser of the lot is certified", CheckJournal, resigned(func(f *forgery) {
		_, loser := f.tied()
		amend(f, journal.TypeCertify, func(c *journal.Certify) { c.Elected = []string{loser} })
	})},
	{"both who are tied are certified", CheckJournal, resigned(func(f *forgery) {
		amend(f, journal.TypeCertify, func(c *journal.Certify) { c.Elected = []string{"Ada", "Cai"} })
	})},
	{"the tie is certified as undecided", CheckJournal, resigned(func(f *forgery) {
		amend(f, journal.TypeCertify, func(c *journal.Certify) { c.Elected = []string{} })
	})},
	{"the tie is drawn twice", CheckJournal, resigned(func(f *forgery) {
		d := f.drafts[f.at(journal.TypeDraw)]
		f.insert(journal.TypeLotShare, d.typ, d.body)
	})},
	{"the tie is drawn under another seal's root", CheckJournal, resigned(func(f *forgery) {
		amend(f, journal.TypeDraw, func(d *journal.Draw) { d.Root = make(canon.Hex, 32) })
	})},
	{"the tie is drawn among others too", CheckJournal, resigned(func(f *forgery) {
		amend(f, journal.TypeDraw, func(d *journal.Draw) { d.Among = []string{"Ada", "Bo Ek", "Cai"} })
	})},
	{"one trustee alone draws", CheckJournal, resigned(func(f *forgery) { f.drop(journal.TypeLotShare) })},
	{"a trustee gives its share of the order for the tie", CheckJournal, resigned(func(f *forgery) {
		order := f.drafts[f.nth(journal.TypeLotShare, 0)].body.(journal.LotShare) // bo's, who draws the tie too
		amend(f, journal.TypeLotShare, func(s *journal.LotShare) { s.Share = order.Share })
	})},
	{"a trustee draws with the ballot's key", CheckJournal, resigned(func(f *forgery) {
		tie, _ := f.state.TieDraw(f.state.Ballot(ballotID))
		amend(f, journal.TypeLotShare, func(s *journal.LotShare) {
			s.Share = tallytest.LotShareOf(f.state, 0, tie, tallytest.Trustee{Name: "bo", Share: f.shares["bo"]}).Share
		})
	})},
	{"a trustee signs another's share", CheckJournal, resigned(func(f *forgery) {
		f.signedBy(journal.TypeLotShare, manifest.ByTrustee("cilla"))
	})},
}

func TestForgedLotsFailTheirCheckFirst(t *testing.T) {
	e := tie(t)
	anchor := FileAnchor(e.manifestFile())
	if r := Verify(e.forge(func(*forgery) {}), anchor); r.Verdict != Valid {
		t.Fatalf("signed again without a change: %s", dump(r))
	}
	for _, f := range lotForgeries {
		t.Run(f.name, func(t *testing.T) {
			e.t = t
			if r := Verify(f.make(e), anchor); r.Failed() != f.want || r.Verdict != Invalid || r.Result != nil || len(r.Order) != 0 {
				t.Fatalf("failed %q, wanted %q\n%s", r.Failed(), f.want, dump(r))
			}
		})
	}
}

// The journal's rules refuse all of these before: the check of the lots stands on
// its own feet, and would find them if a rule had been forgotten.
func TestTheLotIsCheckedApartFromTheRules(t *testing.T) {
	e := tie(t)
	winner, loser := e.tied()
	find := func(r *run, typ string, n int) int {
		for i, leaf := range r.bundle.Entries {
			entry, err := journal.DecodeEntry(leaf)
			noError(t, err)
			if entry.Type == typ {
				if n--; n < 0 {
					return i
				}
			}
		}
		t.Fatalf("no %s", typ)
		return 0
	}
	share := func(r *run, n int, change func(*journal.LotShare)) {
		reencode(e, r.bundle, find(r, journal.TypeLotShare, n), func(entry *journal.Entry) {
			var s journal.LotShare
			noError(t, canon.Unmarshal(entry.Body, &s))
			change(&s)
			entry.Body = canon.MustMarshal(s)
		})
	}
	move := func(r *run, from, to int) {
		leaf := r.bundle.Entries[from]
		r.bundle.Entries = slices.Insert(slices.Delete(slices.Clone(r.bundle.Entries), from, from+1), to, leaf)
	}
	for name, c := range map[string]struct {
		change func(r *run)
		check  func(r *run) (string, error)
	}{
		"another order":            {func(r *run) { slices.Reverse(r.ballot.Definition.Contest.Options) }, (*run).lot},
		"the order's draw is late": {func(r *run) { move(r, find(r, journal.TypeDraw, 0), int(r.ballot.DefineSeq)+1) }, (*run).lot},
		"the tie's draw is early":  {func(r *run) { move(r, find(r, journal.TypeDraw, 1), int(r.ballot.SealSeq)) }, (*run).lot},
		"a draw is missing": {func(r *run) {
			r.bundle.Entries = slices.Delete(slices.Clone(r.bundle.Entries), find(r, journal.TypeDraw, 0), find(r, journal.TypeDraw, 0)+1)
		}, (*run).lot},
		"a draw stands twice": {func(r *run) {
			i := find(r, journal.TypeDraw, 1)
			r.bundle.Entries = slices.Insert(slices.Clone(r.bundle.Entries), i, r.bundle.Entries[i])
		}, (*run).lot},
		"a share is missing": {func(r *run) {
			i := find(r, journal.TypeLotShare, 3)
			r.bundle.Entries = slices.Delete(slices.Clone(r.bundle.Entries), i, i+1)
		}, (*run).lot},
		"a share is another's":     {func(r *run) { share(r, 3, func(s *journal.LotShare) { s.Trustee = "cilla" }) }, (*run).lot},
		"a share is nobody's":      {func(r *run) { share(r, 3, func(s *journal.LotShare) { s.Trustee = "dag" }) }, (*run).lot},
		"a share stands twice":     {func(r *run) { share(r, 3, func(s *journal.LotShare) { s.Trustee = "anna" }) }, (*run).lot},
		"a share's proof is false": {func(r *run) { share(r, 3, func(s *journal.LotShare) { s.Share[100] ^= 1 }) }, (*run).lot},
		"others are tied":          {func(r *run) { r.counted.Ties = [][]string{{"Ada", "Bo Ek"}} }, (*run).lot},
		"the loser is certified":   {func(r *run) { r.ballot.Certify.Elected = []string{loser} }, (*run).certified},
		"both are certified":       {func(r *run) { r.ballot.Certify.Elected = []string{winner, loser} }, (*run).certified},
	} {
		t.Run(name, func(t *testing.T) {
			r := &run{bundle: e.bundle(), anchor: FileAnchor(e.manifestFile()), report: newReport(), reached: map[journal.Phase]int64{}}
			if r.all(checks) {
				t.Fatal(dump(r.report))
			}
			c.change(r)
			r.lots = nil
			for i, leaf := range r.bundle.Entries {
				entry, err := journal.DecodeEntry(leaf)
				noError(t, err)
				if entry.Seq = int64(i); entry.Type == journal.TypeDraw || entry.Type == journal.TypeLotShare {
					r.lots = append(r.lots, entry)
				}
			}
			if said, err := c.check(r); err == nil {
				t.Errorf("it was not found: %s", said)
			}
		})
	}
}
