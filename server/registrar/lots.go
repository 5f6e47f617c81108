package registrar

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"valurna/ballot/journal"
	"valurna/ballot/view"
)

// Lots are recorded here and drawn by the trustees' programs, which answer when the
// witnesses have cosigned the record. Nothing of a lot is the registrar's to choose.

// recordOrders records the draw of the candidates' order for every item, as soon as
// the key for lots stands: no ballot then waits for it. mu is held.
func (r *Registrar) recordOrders() error {
	if _, stand := r.state.LotKey(); !stand || r.state.Meeting() == "closed" {
		return nil
	}
	var due []proposal
	for _, it := range r.state.Items() {
		d, draws := r.state.OrderDraw(it.Item)
		if draws && r.state.Lot(it.Item, journal.LotOrder, "") == nil {
			due = append(due, proposal{typ: journal.TypeDraw, body: d})
		}
	}
	if len(due) == 0 {
		return nil
	}
	return r.append(due...)
}

// awaitOrder waits until the order of an item's candidates is drawn.
func (r *Registrar) awaitOrder(ctx context.Context, item int) error {
	err := r.await(ctx, func() bool {
		_, stand := r.state.LotKey() // or Define says what is missing
		return !stand || !r.state.OrderDue(item)
	})
	if err == nil {
		return nil
	}
	r.mu.Lock()
	missing := r.undrawnBy(r.state.Lot(item, journal.LotOrder, ""))
	r.mu.Unlock()
	return r.waiting(err, &view.Problem{Code: "no-lot", Text: fmt.Sprintf("The order of the candidates was not drawn by lot within %d s. The ballot is not open.", int(patience.Seconds())), Next: "Have the trustees started (not drawn: " + missing + "), then open the ballot again."})
}

// DrawTie records the lot that decides a tie, on the chair's act. It waits until the
// result has been counted again: nothing is drawn for a false one.
func (r *Registrar) DrawTie(ballot string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	b := r.state.Ballot(ballot)
	if b == nil || b.Result == nil {
		return &view.Problem{Code: "no-result", Text: "There is no result whose tie could be drawn.", Next: "Wait until the trustees have decrypted."}
	}
	d, due := r.state.TieDraw(b)
	if !due || b.Phase != journal.Decided {
		return &view.Problem{Code: "no-tie", Text: fmt.Sprintf("Ballot %s has no tie that a lot decides. Nothing was drawn.", ballot), Next: "Certify the result, or vote again."}
	}
	if err := r.recounted(ballot); err != nil {
		return err
	}
	return r.append(proposal{typ: journal.TypeDraw, body: d})
}

// undrawn says why a tied result cannot be certified yet. mu is held.
func (r *Registrar) undrawn(b *journal.Ballot) error {
	p := &view.Problem{Code: "no-lot", Rule: "KL 5:56", Text: "The last place is tied, and lots have not been drawn. The result was not certified."}
	if lot := r.state.Tie(b); lot != nil {
		p.Next = "Have the trustees started (not drawn: " + r.undrawnBy(lot) + "), then certify again."
	} else {
		p.Next = "Draw lots: ballot lot " + b.Definition.Ballot
	}
	return p
}

// undrawnBy names the trustees whose shares of a lot are missing.
func (r *Registrar) undrawnBy(l *journal.Lot) string { return strings.Join(r.notDrawn(l), " / ") }

func (r *Registrar) notDrawn(l *journal.Lot) []string {
	out := []string{}
	if l == nil || l.Drawn() != nil {
		return out
	}
	for _, t := range r.state.Manifest().Trustees {
		if !l.Gave(t.Name) {
			out = append(out, t.Name)
		}
	}
	return out
}

// viewLot is a lot as people are shown it; nil if none is recorded.
func (r *Registrar) viewLot(l *journal.Lot) *view.Lot {
	if l == nil {
		return nil
	}
	v := &view.Lot{Entry: l.Seq, Among: l.Draw.Among, Places: l.Draw.Places, Drawn: slices.Clone(l.Drawn()), Missing: r.notDrawn(l)}
	if v.Drawn == nil {
		v.Drawn = []string{}
	}
	return v
}
