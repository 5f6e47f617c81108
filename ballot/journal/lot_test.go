package journal_test

import (
	"slices"
	"testing"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/ballot/tally/tallytest"
)

type draw = journal.Draw

// lotForgeries begin with the orders of items 1 and 3, which cilla and anna draw.
var lotForgeries = []forgery{
	{"a lot recorded before its key stands", journal.TypeKeys, 0, "lot", repeated(journal.TypeDraw, 0)},
	{"an order drawn a second time", journal.TypeDraw, 1, "drawn", repeated(journal.TypeDraw, 0)},
	{"an order recorded a second time before it is drawn", journal.TypeLotShare, 0, "drawn", repeated(journal.TypeDraw, 0)},
	{"an order without one of the candidates", journal.TypeDraw, 0, "lot", amend(func(d *draw) { d.Among, d.Places = d.Among[:2], 2 })},
	{"an order drawn from candidates in another order", journal.TypeDraw, 0, "lot", amend(func(d *draw) { a := d.Among; a[0], a[1] = a[1], a[0] })},
	{"an order of some places only", journal.TypeDraw, 0, "lot", amend(func(d *draw) { d.Places = 2 })},
	{"an order with a salt of the registrar's", journal.TypeDraw, 0, "lot", amend(func(d *draw) { d.Root = make(canon.Hex, 32) })},
	{"an order for a second round", journal.TypeDraw, 0, "lot", amend(func(d *draw) { d.Ballot = "1-2" })},
	{"an order of an item without a contest", journal.TypeDraw, 0, "lot", amend(func(d *draw) { d.Item = 2 })},
	{"an order of an item that is not on the agenda", journal.TypeDraw, 0, "lot", amend(func(d *draw) { d.Item = 9 })},
	{"an order of the trial ballot", journal.TypeDraw, 0, "lot", amend(func(d *draw) { d.Item = 0 })},
	{"a lot for no purpose of the law", journal.TypeDraw, 0, "lot", amend(func(d *draw) { d.Purpose = "seat" })},
	{"a lot that a trustee records", journal.TypeDraw, 0, "signature", signedBy(anna)},
	{"a tie drawn without a ballot", journal.TypeDraw, 0, "ballot", amend(func(d *draw) { d.Purpose = journal.LotTie })},
	{"a tie drawn before the seal", journal.TypeSeal, 0, "phase", instead(journal.TypeDraw, draw{Item: 1, Purpose: journal.LotTie, Ballot: first, Among: []string{"Ada", "Cai"}, Places: 1})},
	{"a tie drawn before the result", journal.TypeResult, 0, "phase", instead(journal.TypeDraw, draw{Item: 1, Purpose: journal.LotTie, Ballot: first, Among: []string{"Ada", "Cai"}, Places: 1})},
	{"a tie drawn where none is", journal.TypeCertify, 0, "lot", instead(journal.TypeDraw, draw{Item: 1, Purpose: journal.LotTie, Ballot: first, Among: []string{"Ada", "Cai"}, Places: 1})},

	{"a share before its lot is recorded", journal.TypeDraw, 0, "lot", repeated(journal.TypeLotShare, 0)},
	{"a share of another item's lot", journal.TypeLotShare, 2, "lot.share", func(f *forger) *journal.Entry {
		e := f.again(journal.TypeLotShare, 0)
		var sh journal.LotShare
		mustDecode(e, &sh)
		sh.Item = 3
		return f.entry(journal.TypeLotShare, sh, cilla)
	}},
	{"a share of another key", journal.TypeLotShare, 0, "lot.share", func(f *forger) *journal.Entry {
		other := tallytest.Trustee{Name: "cilla", Share: f.secrets["cilla"].shares[0]}
		var d draw
		mustDecode(f.entries[f.at(journal.TypeDraw, 0)], &d)
		return f.entry(journal.TypeLotShare, tallytest.LotShareOf(f.state, 0, d, other), cilla)
	}},
	{"a share that another trustee gives as its own", journal.TypeLotShare, 1, "lot.share", func(f *forger) *journal.Entry {
		var sh journal.LotShare
		mustDecode(f.again(journal.TypeLotShare, 0), &sh)
		sh.Trustee = "bo"
		return f.entry(journal.TypeLotShare, sh, bo)
	}},
	{"a share that the registrar signs", journal.TypeLotShare, 0, "signature", signedBy(manifest.ByRegistrar)},
	{"a share under another trustee's name", journal.TypeLotShare, 0, "signature", signedBy(bo)},
	{"a share by nobody of the trustees", journal.TypeLotShare, 0, "signature", amend(func(s *journal.LotShare) { s.Trustee = "dag" })},
	{"a share twice", journal.TypeLotShare, 1, "shares", repeated(journal.TypeLotShare, 0)},
	{"a share that is too short", journal.TypeLotShare, 0, "lot.share", amend(func(s *journal.LotShare) { s.Share = s.Share[:127] })},
	{"a share whose point is changed", journal.TypeLotShare, 0, "lot.share", amend(func(s *journal.LotShare) { copy(s.Share, s.Share[32:64]) })},
	{"a share whose response is changed", journal.TypeLotShare, 0, "lot.share", amend(func(s *journal.LotShare) { s.Share[96] ^= 1 })},
	{"a share of a lot that is drawn", journal.TypeDraw, 1, "enough", func(f *forger) *journal.Entry {
		var d draw
		mustDecode(f.entries[f.at(journal.TypeDraw, 0)], &d)
		return f.entry(journal.TypeLotShare, tallytest.LotShare(f.state, d, f.drawers("bo")[0]), bo)
	}},
}

// otherwise is an open meeting in which no lot leaves the candidates as they stand
// on the agenda. No order is drawn yet.
func otherwise(change func(*manifest.Manifest)) *sitting {
	agreed := agreement()
	if change != nil {
		change(agreed)
	}
	m := callFor(agreed, 5)
	m.otherOrder = true
	m.ceremony()
	m.issuing = held().issuing
	m.hall()
	return m
}

// tied takes such a meeting to where the last place of an item is tied between the
// first two of the ballot, and the one before it is filled if there is one.
func tied(item int) (*sitting, *journal.Ballot) {
	m := otherwise(nil)
	m.orders()
	return m, m.ties(item)
}

func (m *sitting) ties(item int) *journal.Ballot {
	id := m.state.NextBallot(item)
	m.define(item, m.modulus(byte(item+1)), "anna", "bo")
	m.opens(id, 1)
	m.toDecrypted(id, 1, 2)
	b := m.state.Ballot(id)
	c := b.Definition.Contest
	result := journal.Result{Ballot: id, Cast: 2, Valid: 2, Elected: []string{}, Ties: [][]string{{c.Options[0], c.Options[1]}}}
	for _, name := range c.Options {
		result.Options = append(result.Options, kind.OptionVotes{Name: name})
	}
	result.Options[0].Votes, result.Options[1].Votes = 1, 1
	if c.Elect > 1 {
		result.Options[2].Votes, result.Elected = 2, []string{c.Options[2]}
	}
	m.add(journal.TypeResult, result, manifest.ByUrn)
	return b
}

func (m *sitting) certified(b *journal.Ballot, elected ...string) error {
	c := journal.Certify{Ballot: b.Definition.Ballot, Person: 1, Result: journal.ResultHash(b.Result), Elected: elected}
	return m.state.Apply(m.entry(m.state.Next(), m.state.LastTime(), journal.TypeCertify, c))
}

func TestNoBallotIsDefinedBeforeItsOrderIsDrawnAndAllHaveThatOrder(t *testing.T) {
	m := otherwise(nil)
	order, due := m.state.OrderDraw(1)
	if !due || !m.state.OrderDue(1) || !m.state.OrderDue(3) || m.state.OrderDue(2) || m.state.OrderDue(0) {
		t.Fatal("an order is due of elections and employments, and of nothing else")
	}
	modulus := m.modulus(1)
	undrawn := func(when string) {
		t.Helper()
		_, err := m.state.Define(1, modulus)
		wantRefusal(t, when, "undrawn", err)
	}
	undrawn("no lot is recorded")
	m.add(journal.TypeDraw, order)
	undrawn("nobody has drawn")
	m.enter(journal.TypeLotShare, tallytest.LotShare(m.state, order, m.drawers("bo")[0]), bo)
	undrawn("one trustee of two has drawn")
	if l := m.state.Lot(1, journal.LotOrder, ""); !l.Gave("bo") || l.Gave("anna") || l.Drawn() != nil {
		t.Errorf("%+v", l)
	}
	m.enter(journal.TypeLotShare, tallytest.LotShare(m.state, order, m.drawers("anna")[0]), anna)
	drawn := m.state.Lot(1, journal.LotOrder, "").Drawn()
	if slices.Equal(drawn, opened.Options) || !slices.Equal(slices.Sorted(slices.Values(drawn)), opened.Options) {
		t.Fatalf("%q is drawn among %q", drawn, opened.Options)
	}
	first := must(m.state.Define(1, modulus))
	if !slices.Equal(first.Contest.Options, drawn) || m.state.Items()[0].Contest.Options[0] != "Ada" {
		t.Errorf("the ballot has %q", first.Contest.Options)
	}
	other := *first
	other.Contest.Options = opened.Options
	wantRefusal(t, "the agenda's order", "definition", m.state.CheckDefinition(&other))

	m.define(1, modulus, "anna", "bo")
	m.add(journal.TypeVoid, journal.Void{Ballot: first.Ballot, Reason: "The urn's line went down."})
	if again := must(m.state.Define(1, m.modulus(2))); !slices.Equal(again.Contest.Options, drawn) {
		t.Errorf("the second round has %q, the first had %q", again.Contest.Options, drawn)
	}
}

func TestALotIsTheSameWhoeverDrawsIt(t *testing.T) {
	m := otherwise(nil)
	order, _ := m.state.OrderDraw(3)
	m.add(journal.TypeDraw, order)
	var want []string
	for _, who := range [][]string{{"anna", "bo"}, {"bo", "anna"}, {"cilla", "anna"}, {"bo", "cilla"}} {
		s := m.replay(len(m.leaves))
		for _, d := range m.drawers(who...) {
			if err := s.Apply(m.entry(s.Next(), s.LastTime(), journal.TypeLotShare, tallytest.LotShare(s, order, d), manifest.ByTrustee(d.Name))); err != nil {
				t.Fatal(err)
			}
		}
		got := s.Lot(3, journal.LotOrder, "").Drawn()
		if want == nil {
			want = got
		}
		if len(got) != len(unopened.Options) || !slices.Equal(got, want) {
			t.Errorf("%q draw %q, others %q", who, got, want)
		}
	}
}

func TestATieIsDecidedByLotAndTheChairCertifiesNobodyElse(t *testing.T) {
	for _, item := range []int{1, 3} {
		m, b := tied(item)
		options, id := b.Definition.Contest.Options, b.Definition.Ballot
		votes := b.Result.Elected
		wantRefusal(t, "the chair's own choice", "undrawn", m.certified(b, append(slices.Clone(votes), options[0])...))
		wantRefusal(t, "a tie left as it is", "undrawn", m.certified(b, votes...))
		tie, due := m.state.TieDraw(b)
		if !due || tie.Ballot != id || tie.Places != 1 || !slices.Equal(tie.Among, options[:2]) || tie.Root.String() != b.Seal.Root.String() {
			t.Fatalf("%+v is due, %v", tie, due)
		}
		next := func(typ string, body any, signers ...string) error {
			return m.state.Apply(m.entry(m.state.Next(), m.state.LastTime(), typ, body, signers...))
		}
		for name, change := range map[string]func(*draw){
			"another seal's root":     func(d *draw) { d.Root = make(canon.Hex, 32) },
			"one who is not tied":     func(d *draw) { d.Among = []string{options[0], options[2]} },
			"the tied in other order": func(d *draw) { d.Among = []string{options[1], options[0]} },
			"two places for one":      func(d *draw) { d.Places = 2 },
			"another item":            func(d *draw) { d.Item = 4 - item },
		} {
			other := tie
			change(&other)
			wantRefusal(t, name, "lot", next(journal.TypeDraw, other))
		}
		// Of the order's lot, which everybody knows: no share of it serves here.
		var known journal.LotShare
		mustDecode(m.entries[m.at(journal.TypeLotShare, 0)], &known)
		m.add(journal.TypeDraw, tie)
		known.Item, known.Purpose, known.Ballot = item, journal.LotTie, id
		wantRefusal(t, "the order's share", "lot.share", next(journal.TypeLotShare, known, cilla))
		wantRefusal(t, "a certificate before the draw", "undrawn", m.certified(b, append(slices.Clone(votes), options[0])...))
		for _, d := range m.drawers("bo", "cilla") {
			m.enter(journal.TypeLotShare, tallytest.LotShare(m.state, tie, d), manifest.ByTrustee(d.Name))
		}
		wantRefusal(t, "a second draw", "drawn", next(journal.TypeDraw, tie))
		elected := must(m.state.Elected(b))
		if len(elected) != len(votes)+1 || !slices.Contains(options[:2], elected[len(votes)]) {
			t.Fatalf("%q are elected", elected)
		}
		loser := options[0]
		if elected[len(votes)] == loser {
			loser = options[1]
		}
		wantRefusal(t, "another than drawn", "certify", m.certified(b, append(slices.Clone(votes), loser)...))
		wantRefusal(t, "nobody", "certify", m.certified(b, votes...))
		if m.state.DecidedBy(item) != "" {
			t.Error("the item is decided before the certificate")
		}
		m.add(journal.TypeCertify, journal.Certify{Ballot: id, Person: 1, Result: journal.ResultHash(b.Result), Elected: elected})
		if m.state.DecidedBy(item) != id || len(b.Result.Elected) != len(votes) {
			t.Error("votes and lot do not decide the item, or the result as counted has changed")
		}
	}
}

// A trial's tie decides nothing, and an association's proposals have no lots: their
// answers stand as on the agenda, and a tie is voted on again.
func TestWhereNobodyIsElectedNothingIsDrawn(t *testing.T) {
	m := otherwise(nil)
	b := m.ties(journal.TrialItem)
	if _, due := m.state.TieDraw(b); due {
		t.Error("a trial's tie is drawn")
	}
	if err := m.certified(b); err == nil {
		t.Error("nobody is written as null")
	}
	m.add(journal.TypeCertify, journal.Certify{Ballot: trial, Person: 1, Result: journal.ResultHash(b.Result), Elected: []string{}})

	agreed := agreement()
	agreed.Profile = manifest.ProfileAssociation
	m = called(agreed, 3, func(m *sitting) {
		m.add(journal.TypeItem, journal.Item{Item: 1, Class: journal.ClassDecision, Title: "Ny färg", Contest: &opened})
	})
	m.ceremony()
	m.issuing = held().issuing
	m.hall()
	if m.state.OrderDue(1) {
		t.Error("the order of a proposal's answers is drawn")
	}
	b = m.ties(1)
	if !slices.Equal(b.Definition.Contest.Options, opened.Options) {
		t.Errorf("the answers stand as %q", b.Definition.Contest.Options)
	}
	if _, due := m.state.TieDraw(b); due {
		t.Error("a proposal is decided by lot")
	}
	m.add(journal.TypeCertify, journal.Certify{Ballot: first, Person: 1, Result: journal.ResultHash(b.Result), Elected: []string{}})
	if m.state.DecidedBy(1) != "" || must(m.state.Define(1, m.modulus(9))).Ballot != "1-2" {
		t.Error("a tied proposal is not voted on again")
	}
}

func TestALotsInputIsOfOneMeetingAndOneQuestion(t *testing.T) {
	m := otherwise(nil)
	one, _ := m.state.OrderDraw(1)
	three, _ := m.state.OrderDraw(3)
	want := "valurna/v1/lot\n" + hexOf(m.hash[:]) + "\n" + `{"item":1,"purpose":"order","ballot":"","root":"","among":["Ada","Bo Ek","Cai"],"places":3}`
	if got := string(m.state.LotInput(one)); got != want {
		t.Errorf("the input is %q", got)
	}
	if string(m.state.LotInput(one)) == string(m.state.LotInput(three)) || string(m.state.LotInput(one)) == string(journal.LotInputOf([32]byte{1}, one)) {
		t.Error("two questions have one input")
	}
	if key, ok := m.state.LotKey(); !ok || key != 4 || m.state.KeyUsed(key) {
		t.Errorf("the key for lots is %d", key)
	}
	if _, ok := journal.NewState().LotKey(); ok {
		t.Error("there is a key for lots before the ceremony")
	}
}
