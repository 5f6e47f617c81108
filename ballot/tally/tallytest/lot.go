package tallytest

import (
	"crypto/rand"
	"slices"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/crypto/group"
	"valurna/crypto/threshold"
)

// Dealt is what one trustee deals for one key.
type Dealt struct {
	Polynomial *threshold.Polynomial
	Dealing    *threshold.Dealing
}

// DealLots deals the key for lots, by index of the trustees from 0, anew until the
// order that it draws for every item is the one in which the candidates stand on
// the agenda, so that a test may speak of them by their places; or until no order
// is. Only who makes every trustee's share can do that.
func DealLots(s *journal.State, asOnAgenda bool) []Dealt {
	m := s.Manifest()
	key := s.Ready().Keys - 1
	dealt := make([]Dealt, len(m.Trustees))
	for i := range dealt {
		dealt[i] = deal(s, key, i+1)
	}
	for !draws(s, dealt, asOnAgenda) {
		dealt[0] = deal(s, key, 1)
	}
	return dealt
}

func deal(s *journal.State, key, dealer int) Dealt {
	m := s.Manifest()
	p, d, err := threshold.Deal(s.CeremonyContext(key), dealer, m.Threshold, len(m.Trustees), rand.Reader)
	return Dealt{must(p, err), d}
}

// draws says whether the key that was dealt draws orders as on the agenda, or only
// others. With all that was dealt the lot needs no shares: its value is x G.
func draws(s *journal.State, dealt []Dealt, asOnAgenda bool) bool {
	secret := group.NewScalar()
	dealings := make([]*threshold.Dealing, len(dealt))
	for i, d := range dealt {
		// a(0) = 2 a(1) - a(2) for the polynomials of degree 1 of these tests.
		one, two := d.Polynomial.Share(1), d.Polynomial.Share(2)
		secret.Add(secret, one.Add(one, one).Subtract(one, two))
		dealings[i] = d.Dealing
	}
	joint := must(threshold.PublicKey(dealings))
	if s.Manifest().Threshold != 2 || new(group.Point).ScalarBaseMult(secret).Equal(joint) != 1 {
		panic("tallytest: lots are dealt to two of the trustees")
	}
	for _, it := range s.Items() {
		d, due := s.OrderDraw(it.Item)
		if !due {
			continue
		}
		input := s.LotInput(d)
		t := group.NewTranscript("valurna/v1/lot output")
		t.AppendPoints("key", joint)
		t.Append("input", input)
		t.AppendPoints("value", new(group.Point).ScalarMult(secret, threshold.LotPoint(input)))
		lot := threshold.Lot(t.Digest("lot"))
		if slices.IsSorted(must(lot.Permutation(d.Places))) != asOnAgenda {
			return false
		}
	}
	return true
}

// Drawer is the trustee of that index, with its share of the key for lots.
func Drawer(lots []Dealt, name string, index int) Trustee {
	parts := make([]*group.Scalar, len(lots))
	for i, d := range lots {
		parts[i] = d.Polynomial.Share(index)
	}
	return Trustee{Name: name, Share: threshold.SumShares(parts)}
}

// Signers is the list of one party, or of nobody for "".
func Signers(by string) []string {
	if by == "" {
		return nil
	}
	return []string{by}
}

// LotShare is a trustee's share of a draw; t.Share is that of the key for lots.
func LotShare(s *journal.State, d journal.Draw, t Trustee) journal.LotShare {
	key, _ := s.LotKey()
	return LotShareOf(s, key, d, t)
}

// LotShareOf is a share with any key of the ceremony.
func LotShareOf(s *journal.State, key int, d journal.Draw, t Trustee) journal.LotShare {
	index := s.Manifest().Trustee(t.Name)
	proof := must(threshold.ProveLot(s.LotInput(d), index, t.Share, must(s.PublicShare(key, index)), rand.Reader))
	return journal.LotShare{Item: d.Item, Purpose: d.Purpose, Ballot: d.Ballot, Trustee: t.Name, Share: canon.Hex(proof.Bytes())}
}

// Draw records a lot and has the first t of the trustees draw it. enter puts an
// entry into the journal, signed by the party named; "" is nobody.
func Draw(s *journal.State, d journal.Draw, trustees []Trustee, enter func(typ string, body any, by string)) {
	enter(journal.TypeDraw, d, "")
	for _, t := range trustees[:s.Manifest().Threshold] {
		enter(journal.TypeLotShare, LotShare(s, d, t), manifest.ByTrustee(t.Name))
	}
}

// DrawOrders draws the order of the candidates of every item.
func DrawOrders(s *journal.State, trustees []Trustee, enter func(typ string, body any, by string)) {
	for _, e := range Orders(s, trustees) {
		enter(e.Type, e.Body, e.By)
	}
}

// Entry is one that a party signs; "" is nobody.
type Entry struct {
	Type string
	Body any
	By   string
}

// Orders are the entries that draw the order of the candidates of every item.
func Orders(s *journal.State, trustees []Trustee) (out []Entry) {
	for _, it := range s.Items() {
		if d, due := s.OrderDraw(it.Item); due {
			Draw(s, d, trustees, func(typ string, body any, by string) { out = append(out, Entry{typ, body, by}) })
		}
	}
	return out
}
