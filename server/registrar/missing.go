package registrar

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"valurna/ballot/booth"
	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/sealed"
	"valurna/ballot/view"
	"valurna/crypto/tree"
	"valurna/server/wire"
)

// voidMissing is the reason that the journal gives.
const voidMissing = "the urn gave a receipt for a ballot that is not among the sealed ones"

// Missing judges a receipt without an entry. If the urn has signed it and the
// sealed ballots, which must be those of the seal, do not hold it, the ballot is
// void: the omitted ballot is never decrypted apart, and nobody is named.
func (r *Registrar) Missing(ctx context.Context, st journal.Statement) error {
	r.mu.Lock()
	m, hash := r.state.Manifest(), r.state.ManifestHash()
	receipt, err := booth.OpenReceipt(m, hash, st)
	var b journal.Ballot
	found := false
	if err == nil {
		if p := r.state.Ballot(receipt.Ballot); p != nil && p.Seal != nil {
			b, found = *p, true
		}
	}
	r.mu.Unlock()
	switch {
	case err != nil:
		return &view.Problem{Code: "receipt", Text: "This is no receipt of this meeting's urn. Nothing was entered.", Next: "Send the receipt that the booth has kept."}
	case !found || b.Phase != journal.Sealed && b.Phase != journal.Decrypting:
		return &view.Problem{Code: "phase", Text: fmt.Sprintf("Ballot %s is %s: receipts are judged between the seal and the result. Nothing was entered.", receipt.Ballot, b.Phase), Next: "Before the seal, wait; after the result, keep the receipt as evidence and tell the chair."}
	}
	list, err := r.sealedOf(ctx, m, &b)
	if err != nil {
		return &view.Problem{Code: "not-ready", Text: "The urn does not give its sealed ballots: " + err.Error() + ". Nothing was entered.", Next: "Try again, and tell the chair."}
	}
	root := sealed.Root(list)
	if !sealed.IsSorted(list) || !bytes.Equal(root[:], b.Seal.Root) {
		return &view.Problem{Code: "not-ready", Text: "The urn gives other ballots than it sealed. Nothing was entered.", Next: "Tell the chair: this ballot has to be void."}
	}
	for _, encoding := range list {
		if leaf := tree.LeafHash(encoding); bytes.Equal(leaf[:], receipt.Leaf) {
			return &view.Problem{Code: "included", Text: "This ballot is among the sealed ones. Nothing was entered.", Next: "Nothing more is needed."}
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.append(proposal{typ: journal.TypeMissing, body: journal.Missing{Receipt: st}}); err != nil {
		return err
	}
	r.log.Error("a ballot is missing from the seal", "ballot", receipt.Ballot)
	if err := r.append(proposal{typ: journal.TypeVoid, body: journal.Void{Ballot: receipt.Ballot, Reason: voidMissing}}); err != nil {
		return err
	}
	return r.forgetIssuing(receipt.Ballot)
}

func runMissing(r *Registrar, c *call) error {
	var st journal.Statement
	data, err := io.ReadAll(c.in)
	if err != nil {
		return err
	}
	if err := canon.Unmarshal(bytes.TrimSuffix(data, []byte("\n")), &st); err != nil {
		return &view.Problem{Code: "message", Text: fmt.Sprintf("The receipt cannot be read: %v. Nothing was entered.", err), Next: "Send the receipt that the booth has kept."}
	}
	if err := r.Missing(c.ctx, st); err != nil {
		return err
	}
	return answer(c, wire.Done{OK: true})
}

// sealedFrom asks the urn for its sealed ballots.
func sealedFrom(ctx context.Context, m *manifest.Manifest, b *journal.Ballot) ([][]byte, error) {
	urn, err := wire.Announced(ctx, m.Urn.Cast, m.Urn.HostKey, wire.UserBallot)
	if err != nil {
		return nil, err
	}
	defer urn.Close()
	return sealedList(ctx, urn, b)
}
