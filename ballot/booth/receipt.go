package booth

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"fmt"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/sealed"
	"valurna/crypto/tree"
)

// TypeReceipt is the type of the statement in which the urn signs a receipt.
const TypeReceipt = journal.TypeReceipt

// ErrReceipt says that what came as a receipt is none for this ballot. The ballot
// is then not known to be in the urn.
var ErrReceipt = errors.New("booth: no valid receipt for this ballot; take it as not cast, and cast the same bytes again")

// Receipt is the urn's word that it has stored a ballot. With it anyone can show
// later that the ballot was left out of the seal. It tells no choice, but joined
// to the voter it tells which ballot is whose.
type Receipt = journal.Receipt

// NewReceipt gives the one receipt of an encoded ballot: the same bytes have the
// same receipt.
func NewReceipt(ballot string, c sealed.Context, encoding []byte) (Receipt, error) {
	code, err := sealed.CodeOf(c, encoding)
	if err != nil {
		return Receipt{}, err
	}
	leaf := tree.LeafHash(encoding)
	return Receipt{Ballot: ballot, Leaf: leaf[:], Code: code.String()}, nil
}

// OpenReceipt checks that the urn of the manifest with that hash signed the
// statement as a receipt, and reads it. For which ballot it is, the caller
// compares. Every error wraps ErrReceipt.
func OpenReceipt(m *manifest.Manifest, hash [32]byte, st journal.Statement) (Receipt, error) {
	fail := func(why string) (Receipt, error) { return Receipt{}, fmt.Errorf("%w: %s", ErrReceipt, why) }
	if st.Type != TypeReceipt {
		return fail(fmt.Sprintf("it is a statement of type %q", st.Type))
	}
	if st.Sig.By != manifest.ByUrn {
		return fail(fmt.Sprintf("it is signed by %q, not by the urn", st.Sig.By))
	}
	key := m.Key(manifest.ByUrn)
	if len(key) != ed25519.PublicKeySize || !ed25519.Verify(key, journal.StatementBytes(hash, st.Type, st.Body), st.Sig.Sig) {
		return fail("the urn's signature does not verify")
	}
	var r Receipt
	if err := canon.Unmarshal(st.Body, &r); err != nil {
		return fail(err.Error())
	}
	if len(r.Leaf) != len(tree.Hash{}) {
		return fail(fmt.Sprintf("a leaf of %d bytes", len(r.Leaf)))
	}
	if code, err := sealed.ParseCode(r.Code); err != nil || code.String() != r.Code {
		return fail(fmt.Sprintf("%q is not a ballot code as it is written", r.Code))
	}
	return r, nil
}

// CheckReceipt checks that the urn signed a receipt for exactly this encoding,
// by its leaf. A booth, which knows its definition, checks name and code of the
// ballot too: Booth.CheckReceipt. Every error wraps ErrReceipt.
func CheckReceipt(m *manifest.Manifest, hash [32]byte, st journal.Statement, encoding []byte) error {
	r, err := OpenReceipt(m, hash, st)
	if err != nil {
		return err
	}
	if leaf := tree.LeafHash(encoding); !bytes.Equal(r.Leaf, leaf[:]) {
		return fmt.Errorf("%w: it is for another ballot", ErrReceipt)
	}
	return nil
}

// CheckReceipt checks the receipt of the finished ballot: signature, name of the
// ballot, leaf and code. The errors wrap ErrReceipt, or are ErrNotSealed or
// ErrErased.
func (b *Booth) CheckReceipt(m *manifest.Manifest, hash [32]byte, st journal.Statement, ballot string) error {
	if b.erased {
		return ErrErased
	}
	if b.finished == nil {
		return ErrNotSealed
	}
	got, err := OpenReceipt(m, hash, st)
	if err != nil {
		return err
	}
	want, err := NewReceipt(ballot, b.terms.Context, b.finished)
	if err != nil {
		return err
	}
	if got.Ballot != want.Ballot || got.Code != want.Code || !bytes.Equal(got.Leaf, want.Leaf) {
		return fmt.Errorf("%w: it is for another ballot", ErrReceipt)
	}
	return nil
}
