package journal

import (
	"bytes"
	"fmt"
	"slices"

	"valurna/ballot/canon"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/crypto/group"
	"valurna/crypto/threshold"
)

// What a lot decides: the order of the candidates on an item's ballots (LAW D03),
// or who of those tied for the last place is elected (kommunallagen 5:56).
const (
	LotOrder = "order"
	LotTie   = "tie"
)

// Lot is one draw's part of the state.
type Lot struct {
	Draw   Draw
	Seq    int64      // entry of the draw
	Shares []LotShare // that stand, at most t
	places []int      // of Draw.Among, in the order in which they are drawn; nil before
}

// Drawn gives what was drawn, in the order in which it was; nil before t trustees
// have given their shares.
func (l *Lot) Drawn() []string {
	if l == nil || l.places == nil {
		return nil
	}
	out := make([]string, len(l.places))
	for i, place := range l.places {
		out[i] = l.Draw.Among[place]
	}
	return out
}

// Gave says whether a trustee's share stands.
func (l *Lot) Gave(trustee string) bool {
	return slices.ContainsFunc(l.Shares, func(s LotShare) bool { return s.Trustee == trustee })
}

// Lots lists the draws in the order of their entries. The values are not to be
// changed.
func (s *State) Lots() []*Lot { return s.lots }

// Lot is the draw for an item and purpose, of a tie for that ballot ("" for an
// order); nil if none is recorded.
func (s *State) Lot(item int, purpose, ballot string) *Lot {
	i := slices.IndexFunc(s.lots, func(l *Lot) bool {
		return l.Draw.Item == item && l.Draw.Purpose == purpose && l.Draw.Ballot == ballot
	})
	if i < 0 {
		return nil
	}
	return s.lots[i]
}

// LotInput is what the trustees draw from:
// "valurna/v1/lot\n" || manifest hash in hexadecimal || "\n" || the draw in its
// canonical encoding. Whatever is in it stood in the journal before anybody could
// know the lot, and nothing in it is anybody's to choose.
func (s *State) LotInput(d Draw) []byte { return LotInputOf(s.hash, d) }

// LotInputOf is the input under the manifest of that hash.
func LotInputOf(manifestHash [32]byte, d Draw) []byte {
	return fmt.Appendf(nil, "valurna/v1/lot\n%x\n%s", manifestHash, canon.MustMarshal(d))
}

// LotKey is the key that draws lots: the ceremony's last, which no ballot ever has.
func (s *State) LotKey() (int, bool) {
	if s.ceremony.Keys == nil {
		return 0, false
	}
	return len(s.ceremony.Keys.Keys) - 1, true
}

// drawsLots says whether lots decide on an item: where people are elected or
// employed. A proposal keeps the order of its answers, and no lot decides it.
func (s *State) drawsLots(item int) bool {
	if item < 1 || item > len(s.Items()) || s.Items()[item-1].Contest == nil {
		return false
	}
	class := s.Items()[item-1].Class
	return class == ClassElection || class == ClassEmployment
}

// OrderDraw is the draw of the order in which an item's candidates stand on its
// ballots; false if the item has none.
func (s *State) OrderDraw(item int) (Draw, bool) {
	if !s.drawsLots(item) {
		return Draw{}, false
	}
	among := s.Items()[item-1].Contest.Options
	return Draw{Item: item, Purpose: LotOrder, Root: canon.Hex{}, Among: among, Places: len(among)}, true
}

// OrderDue says whether an item's order is still to be drawn or drawn out.
func (s *State) OrderDue(item int) bool {
	return s.drawsLots(item) && s.Lot(item, LotOrder, "").Drawn() == nil
}

// TieDraw is the draw that a ballot's result calls for: the last places, among
// those who are tied for them in the order of the ballot. False if there is none.
func (s *State) TieDraw(b *Ballot) (Draw, bool) {
	if b.Result == nil || len(b.Result.Ties) == 0 || !s.drawsLots(b.Definition.Item) {
		return Draw{}, false
	}
	return Draw{
		Item: b.Definition.Item, Purpose: LotTie, Ballot: b.Definition.Ballot, Root: b.Seal.Root,
		Among: b.Result.Ties[0], Places: b.Definition.Contest.Elect - len(b.Result.Elected),
	}, true
}

// Tie is the draw that decides a ballot's tie; nil if none is recorded.
func (s *State) Tie(b *Ballot) *Lot { return s.Lot(b.Definition.Item, LotTie, b.Definition.Ballot) }

// Elected is whom a ballot elects: by votes, then by lot. It fails while a lot that
// is due has not been drawn.
func (s *State) Elected(b *Ballot) ([]string, error) {
	if b.Result == nil {
		return nil, refuse("certify", "ballot %s has no result", b.Definition.Ballot)
	}
	elected := append([]string{}, b.Result.Elected...)
	if _, due := s.TieDraw(b); !due {
		return elected, nil
	}
	drawn := s.Tie(b).Drawn()
	if drawn == nil {
		return nil, refuse("undrawn", "ballot %s: the last place is tied, and the lot that decides it (kommunallagen 5:56) has not been drawn", b.Definition.Ballot)
	}
	return append(elected, drawn...), nil
}

// contestInOrder is an item's contest with its candidates in the order drawn.
func (s *State) contestInOrder(item int) (kind.Contest, error) {
	c := *s.Items()[item-1].Contest
	if !s.drawsLots(item) {
		return c, nil
	}
	drawn := s.Lot(item, LotOrder, "").Drawn()
	if drawn == nil {
		return kind.Contest{}, refuse("undrawn", "item %d: the order of the candidates has not been drawn; ballots come after it", item)
	}
	c.Options = drawn
	return c, nil
}

// applyDraw records a draw before it is drawn. Nothing of it is the registrar's to
// choose, and nothing is drawn twice: a second draw would be a second chance.
func applyDraw(s *State, e *Entry) (func(), error) {
	d, err := decode[Draw](e)
	if err == nil {
		err = unsigned(e)
	}
	if err != nil {
		return nil, err
	}
	if _, stand := s.LotKey(); !stand || s.Meeting() == "closed" {
		return nil, refuse("lot", "lots are drawn from when the keys stand to the end of the meeting")
	}
	if s.Lot(d.Item, d.Purpose, d.Ballot) != nil {
		return nil, refuse("drawn", "item %d, %s %s: this lot is recorded already; one is drawn and no second", d.Item, d.Purpose, d.Ballot)
	}
	var want Draw
	var due bool
	switch d.Purpose {
	case LotOrder:
		want, due = s.OrderDraw(d.Item)
	case LotTie:
		b, err := s.at(e, d.Ballot, Decided)
		if err != nil {
			return nil, err
		}
		want, due = s.TieDraw(b)
	}
	if !due || !bytes.Equal(canon.MustMarshal(want), e.Body) {
		return nil, refuse("lot", "item %d, %q %q: nothing is to be drawn, or something else than that", d.Item, d.Purpose, d.Ballot)
	}
	return func() { s.lots = append(slices.Clip(s.lots), &Lot{Draw: *d, Seq: e.Seq}) }, nil
}

// applyLotShare verifies a trustee's share of a lot, so that only true ones stand.
// With the t-th the lot is drawn; it is the same whoever the t are.
func applyLotShare(s *State, e *Entry) (func(), error) {
	sh, err := decode[LotShare](e)
	if err == nil {
		err = s.signedBy(e, manifest.ByTrustee(sh.Trustee))
	}
	if err != nil {
		return nil, err
	}
	l := s.Lot(sh.Item, sh.Purpose, sh.Ballot)
	switch {
	case l == nil:
		return nil, refuse("lot", "item %d, %q %q: no such lot is recorded; a lot is recorded before it is drawn", sh.Item, sh.Purpose, sh.Ballot)
	case s.Meeting() == "closed":
		return nil, refuse("meeting", "the meeting is closed")
	case l.Gave(sh.Trustee):
		return nil, refuse("shares", "trustee %s has given its share of this lot", sh.Trustee)
	case l.places != nil:
		return nil, refuse("enough", "this lot is drawn")
	}
	key, _ := s.LotKey()
	index := s.manifest.Trustee(sh.Trustee)
	public, err := s.PublicShare(key, index)
	if err != nil {
		return nil, err
	}
	share := new(threshold.LotShare)
	if err = share.Decode(sh.Share); err == nil {
		err = threshold.VerifyLot(s.LotInput(l.Draw), index, public, share)
	}
	if err != nil {
		return nil, refuse("lot.share", "trustee %s: %v", sh.Trustee, err)
	}
	next := &Lot{Draw: l.Draw, Seq: l.Seq, Shares: append(slices.Clip(l.Shares), *sh)}
	if len(next.Shares) == s.manifest.Threshold {
		if next.places, err = s.draw(next); err != nil {
			return nil, refuse("lot", "%v", err)
		}
	}
	return func() { *l = *next }, nil
}

// draw combines the shares of a lot into the places that are drawn.
func (s *State) draw(l *Lot) ([]int, error) {
	key, _ := s.LotKey()
	joint, err := group.NewPoint().SetBytes(s.ceremony.Keys.Keys[key].Key)
	if err != nil {
		return nil, err
	}
	n := len(l.Shares)
	who, publics, shares := make([]int, n), make([]*group.Point, n), make([]*threshold.LotShare, n)
	for k, sh := range l.Shares {
		who[k], shares[k] = s.manifest.Trustee(sh.Trustee), new(threshold.LotShare)
		if err := shares[k].Decode(sh.Share); err != nil {
			return nil, err
		}
		if publics[k], err = s.PublicShare(key, who[k]); err != nil {
			return nil, err
		}
	}
	lot, err := threshold.CombineLot(joint, s.LotInput(l.Draw), who, publics, shares)
	if err != nil {
		return nil, err
	}
	return lot.Choose(l.Draw.Places, len(l.Draw.Among))
}
