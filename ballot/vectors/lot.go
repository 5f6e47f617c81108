package vectors

import (
	"fmt"

	"valurna/ballot/canon"
	"valurna/crypto/group"
	"valurna/crypto/threshold"
)

// lot is a lot that trustees 2 and 3 draw, and what is chosen with it.
type lot struct {
	Key      canon.Hex  `json:"key"`
	Input    canon.Hex  `json:"input"`
	Point    canon.Hex  `json:"point"` // G
	Trustees []int      `json:"trustees"`
	Shares   []lotShare `json:"shares"`
	Value    canon.Hex  `json:"value"` // V
	Lot      canon.Hex  `json:"lot"`
	Choices  []chosen   `json:"choices"`
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

func makeLot(k *keys) *lot {
	v := &lot{Key: k.key.Bytes(), Input: canon.Hex("example"), Trustees: []int{2, 3}}
	v.Point = threshold.LotPoint(v.Input).Bytes()
	var shares []*threshold.LotShare
	var publics []*group.Point
	value := group.NewPoint()
	for _, i := range v.Trustees {
		s := must(threshold.ProveLot(v.Input, i, k.shares[i-1], k.public[i-1], stream(fmt.Sprintf("lot %d", i))))
		t := group.NewTranscript("valurna/v1/lot")
		t.Append("input", v.Input)
		t.AppendUint64("trustee", uint64(i))
		t.AppendPoints("public share", k.public[i-1])
		t.AppendPoints("share", s.Z)
		t.AppendPoints("commitments", s.A, s.B)
		v.Shares = append(v.Shares, lotShare{i, k.public[i-1].Bytes(), s.Bytes(), draw(t, "challenge")})
		value.Add(value, new(group.Point).ScalarMult(lambda(i, v.Trustees), s.Z))
		shares, publics = append(shares, s), append(publics, k.public[i-1])
	}
	out := must(threshold.CombineLot(k.key, v.Input, v.Trustees, publics, shares))
	v.Value, v.Lot = value.Bytes(), canon.Hex(out[:])
	for _, c := range []chosen{{K: 1, N: 2}, {K: 3, N: 10}, {K: 10, N: 10}, {K: 5, N: 1000003}} {
		c.Places = must(out.Choose(c.K, c.N))
		v.Choices = append(v.Choices, c)
	}
	return v
}
