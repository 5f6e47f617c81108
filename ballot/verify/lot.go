package verify

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/crypto/group"
	"valurna/crypto/threshold"
)

// lot draws every lot of the ballot again, from the trustees' shares as they stand
// in the entries: that of the order in which the candidates stand on the ballot,
// and that of a tie.
func (r *run) lot() (string, error) {
	d := r.ballot.Definition
	if d.Item < 1 || d.Item > len(r.state.Items()) {
		return "", absent{"the trial ballot has no lots: nobody is elected"}
	}
	item := r.state.Items()[d.Item-1]
	if item.Class != journal.ClassElection && item.Class != journal.ClassEmployment {
		if !slices.Equal(d.Contest.Options, item.Contest.Options) {
			return "", errors.New("the ballot has not the order of the agenda, and no lot is drawn for such an item")
		}
		return "", absent{"no lot is drawn where nobody is elected or employed: the ballot has the order of the agenda"}
	}
	among := item.Contest.Options
	order, who, err := r.drawAgain(journal.Draw{Item: d.Item, Purpose: journal.LotOrder, Root: canon.Hex{}, Among: among, Places: len(among)}, 0, r.ballot.DefineSeq)
	if err != nil {
		return "", fmt.Errorf("the order on the ballot: %w", err)
	}
	if !slices.Equal(order, d.Contest.Options) {
		return "", fmt.Errorf("the lot draws the order %s; on the ballot stands %s", strings.Join(order, ", "), strings.Join(d.Contest.Options, ", "))
	}
	r.report.Order = order
	said := fmt.Sprintf("drawn again: the order on the ballot, from the agenda's, before the ballot was defined (%s)", who)
	if r.counted == nil || len(r.counted.Ties) == 0 {
		return said, nil
	}
	if len(r.counted.Ties) != 1 || r.ballot.Certify == nil {
		return "", errors.New("the last place is tied, and the journal has no end of that")
	}
	tie := journal.Draw{
		Item: d.Item, Purpose: journal.LotTie, Ballot: d.Ballot, Root: r.ballot.Seal.Root,
		Among: r.counted.Ties[0], Places: d.Contest.Elect - len(r.counted.Elected),
	}
	drawn, who, err := r.drawAgain(tie, r.reached[journal.Decided], r.ballot.CertifySeq)
	if err != nil {
		return "", fmt.Errorf("the tie: %w", err)
	}
	r.drawn = drawn
	r.report.Result.Drawn = drawn
	return fmt.Sprintf("%s; and of those tied for the last place (%s): %s (%s)", said, strings.Join(tie.Among, ", "), strings.Join(drawn, ", "), who), nil
}

// drawAgain looks for the one record of a draw and its shares in the entries after
// one and before another, and draws with them. It says whose shares they are.
func (r *run) drawAgain(d journal.Draw, after, before int64) (drawn []string, who string, err error) {
	recorded, shares, err := r.lotEntries(d, after, before)
	switch {
	case err != nil:
		return nil, "", err
	case recorded != 1:
		return nil, "", fmt.Errorf("%d records of the draw between the entries %d and %d; there must be one", recorded, after, before)
	case len(shares) != r.signed.Manifest.Threshold:
		return nil, "", fmt.Errorf("%d trustees have drawn; it takes exactly %d", len(shares), r.signed.Manifest.Threshold)
	}
	made, err := r.state.ProposedKeys()
	if err != nil {
		return nil, "", err
	}
	key := len(made.Keys) - 1
	joint, err := group.NewPoint().SetBytes(made.Keys[key].Key)
	if err != nil {
		return nil, "", err
	}
	var names []string
	var indices []int
	var publics []*group.Point
	var proofs []*threshold.LotShare
	for _, sh := range shares {
		index := r.signed.Manifest.Trustee(sh.Trustee)
		if index == 0 {
			return nil, "", fmt.Errorf("%q is no trustee", sh.Trustee)
		}
		public, err := group.NewPoint().SetBytes(made.Keys[key].Shares[index-1])
		if err != nil {
			return nil, "", err
		}
		proof := new(threshold.LotShare)
		if err := proof.Decode(sh.Share); err != nil {
			return nil, "", fmt.Errorf("trustee %s: %w", sh.Trustee, err)
		}
		names, indices, publics, proofs = append(names, sh.Trustee), append(indices, index), append(publics, public), append(proofs, proof)
	}
	lot, err := threshold.CombineLot(joint, journal.LotInputOf(r.hash, d), indices, publics, proofs)
	if err != nil {
		return nil, "", err
	}
	places, err := lot.Choose(d.Places, len(d.Among))
	if err != nil {
		return nil, "", err
	}
	for _, place := range places {
		drawn = append(drawn, d.Among[place])
	}
	return drawn, "by " + strings.Join(names, ", "), nil
}

// lotEntries counts the records of a draw in the whole journal, of which none may
// stand elsewhere or say something else, and collects the shares after it.
func (r *run) lotEntries(d journal.Draw, after, before int64) (recorded int, shares []journal.LotShare, err error) {
	for _, e := range r.lots {
		switch e.Type {
		case journal.TypeDraw:
			got, err := journal.Body[journal.Draw](e)
			if err != nil {
				return 0, nil, err
			}
			if got.Item != d.Item || got.Purpose != d.Purpose || got.Ballot != d.Ballot {
				continue
			}
			if e.Seq <= after || e.Seq >= before || !bytes.Equal(e.Body, canon.MustMarshal(d)) {
				return 0, nil, fmt.Errorf("entry %d records another draw, or this one too early or too late", e.Seq)
			}
			recorded++
		case journal.TypeLotShare:
			got, err := journal.Body[journal.LotShare](e)
			if err != nil {
				return 0, nil, err
			}
			if got.Item != d.Item || got.Purpose != d.Purpose || got.Ballot != d.Ballot {
				continue
			}
			if recorded == 0 || e.Seq >= before {
				return 0, nil, fmt.Errorf("entry %d is a share of a draw before its record, or after it was used", e.Seq)
			}
			shares = append(shares, *got)
		}
	}
	return recorded, shares, nil
}
