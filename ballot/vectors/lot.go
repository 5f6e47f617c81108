package vectors

import (
	"crypto/ed25519"
	"fmt"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/crypto/group"
	"valurna/crypto/threshold"
)

// lot is a lot that trustees 2 and 3 draw, what is chosen with it, and the two lots
// of an election as they stand in the journal.
type lot struct {
	Key canon.Hex `json:"key"`
	outcome
	Choices  []chosen    `json:"choices"`
	Manifest canon.Hex   `json:"manifest"` // the hash H of the journal's lots
	Trustees []canon.Hex `json:"trustee_keys"`
	Journal  []recorded  `json:"journal"` // the order of four candidates, then a tie of three
}

// outcome is how a lot comes about.
type outcome struct {
	Input  canon.Hex  `json:"input"`
	Point  canon.Hex  `json:"point"` // G
	Draws  []int      `json:"trustees"`
	Shares []lotShare `json:"shares"`
	Value  canon.Hex  `json:"value"` // V
	Lot    canon.Hex  `json:"lot"`
}

type lotShare struct {
	Trustee int       `json:"trustee"`
	Public  canon.Hex `json:"public_share"`
	Share   canon.Hex `json:"share"` // Z_i, A, B', z
	drawn
}

type chosen struct {
	K      int   `json:"k"`
	N      int   `json:"n"`
	Places []int `json:"places"` // from 0, in the order in which they are drawn
}

// recorded is a lot of the journal.
type recorded struct {
	Draw string `json:"draw"` // the body of lot.draw in its canonical encoding
	outcome
	Statements []string `json:"statements"` // lot.share, as the trustees post them
	Places     []int    `json:"places"`
	Drawn      []string `json:"drawn"`
}

func makeLot(k *keys, b *box) *lot {
	hash := manifestHash()
	v := &lot{Key: k.key.Bytes(), Manifest: hash[:]}
	for i := 1; i <= trustees; i++ {
		v.Trustees = append(v.Trustees, canon.Hex(drawer(i).Public().(ed25519.PublicKey)))
	}
	var out threshold.Lot
	v.outcome, out = drawLot(k, []byte("example"), "lot", 2, 3)
	for _, c := range []chosen{{K: 1, N: 2}, {K: 3, N: 10}, {K: 10, N: 10}, {K: 5, N: 1000003}} {
		c.Places = must(out.Choose(c.K, c.N))
		v.Choices = append(v.Choices, c)
	}
	agenda := []string{"Anna Ask", "Bo Björk", "Cecilia Ceder", "David Dahl"}
	order := record(k, journal.Draw{Item: 2, Purpose: journal.LotOrder, Root: canon.Hex{}, Among: agenda, Places: len(agenda)}, 2, 3)
	// Two places: the first on the ballot is elected, the others have as many votes each.
	tie := record(k, journal.Draw{Item: 2, Purpose: journal.LotTie, Ballot: "2-1", Root: b.file.Root, Among: order.Drawn[1:], Places: 1}, 3, 1)
	v.Journal = []recorded{order, tie}
	return v
}

// drawer signs for trustee i.
func drawer(i int) ed25519.PrivateKey { return party(byte(0x10 + i)) }

// record has trustees draw what an entry of the journal says.
func record(k *keys, d journal.Draw, who ...int) recorded {
	hash := manifestHash()
	made, lot := drawLot(k, journal.LotInputOf(hash, d), "lot "+d.Purpose, who...)
	r := recorded{Draw: string(canon.MustMarshal(d)), outcome: made, Places: must(lot.Choose(d.Places, len(d.Among)))}
	for _, place := range r.Places {
		r.Drawn = append(r.Drawn, d.Among[place])
	}
	for _, s := range made.Shares {
		name := fmt.Sprintf("trustee-%d", s.Trustee)
		body := journal.LotShare{Item: d.Item, Purpose: d.Purpose, Ballot: d.Ballot, Trustee: name, Share: s.Share}
		statement := must(journal.Sign(hash, manifest.ByTrustee(name), drawer(s.Trustee), journal.TypeLotShare, body))
		r.Statements = append(r.Statements, string(canon.MustMarshal(statement)))
	}
	return r
}

// drawLot has trustees draw from input.
func drawLot(k *keys, input []byte, name string, who ...int) (outcome, threshold.Lot) {
	v := outcome{Input: input, Point: threshold.LotPoint(input).Bytes(), Draws: who}
	var shares []*threshold.LotShare
	var publics []*group.Point
	value := group.NewPoint()
	for _, i := range who {
		s := must(threshold.ProveLot(input, i, k.shares[i-1], k.public[i-1], stream(fmt.Sprintf("%s %d", name, i))))
		t := group.NewTranscript("valurna/v1/lot")
		t.Append("input", input)
		t.AppendUint64("trustee", uint64(i))
		t.AppendPoints("public share", k.public[i-1])
		t.AppendPoints("share", s.Z)
		t.AppendPoints("commitments", s.A, s.B)
		v.Shares = append(v.Shares, lotShare{i, k.public[i-1].Bytes(), s.Bytes(), draw(t, "challenge")})
		value.Add(value, new(group.Point).ScalarMult(lambda(i, who), s.Z))
		shares, publics = append(shares, s), append(publics, k.public[i-1])
	}
	out := must(threshold.CombineLot(k.key, input, who, publics, shares))
	v.Value, v.Lot = value.Bytes(), canon.Hex(out[:])
	return v, *out
}
