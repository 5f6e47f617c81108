package record

import "valurna/ballot/journal"

// Lot is one draw: recorded with this entry, before anybody could know it.
type Lot struct {
	Stamp
	Among    []string `json:"among"`
	Places   int      `json:"places"`
	Drawn    []string `json:"drawn"`    // in order; empty: not yet
	Trustees []string `json:"trustees"` // whose shares drew it
}

// draw notes a lot before it is drawn.
func (k *Keeper) draw(e *journal.Entry) error {
	d, err := journal.Body[journal.Draw](e)
	if err != nil {
		return err
	}
	*k.lot(d.Item, d.Purpose, d.Ballot) = &Lot{k.at, list(d.Among), d.Places, []string{}, []string{}}
	return nil
}

// drawn notes a trustee's share, and with the last of them the outcome.
func (k *Keeper) drawn(e *journal.Entry, s *journal.State) error {
	sh, err := journal.Body[journal.LotShare](e)
	if err != nil {
		return err
	}
	l := *k.lot(sh.Item, sh.Purpose, sh.Ballot)
	if l == nil {
		return nil // its ballot is void meanwhile
	}
	l.Trustees = append(l.Trustees, sh.Trustee)
	l.Drawn = list(s.Lot(sh.Item, sh.Purpose, sh.Ballot).Drawn())
	return nil
}

// lot is where a lot is kept.
func (k *Keeper) lot(item int, purpose, ballot string) **Lot {
	if purpose == journal.LotTie {
		return &k.ballot(ballot).Tie
	}
	return &k.of(item).Order
}
