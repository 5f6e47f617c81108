package booth

import (
	"crypto/ed25519"
	"errors"
	"testing"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/sealed"
)

var manifestHash = [32]byte{5}

// urn is the urn's receipt key and a manifest that names it.
func urn(seed byte) (*manifest.Manifest, ed25519.PrivateKey) {
	key := ed25519.NewKeyFromSeed(append(make([]byte, 31), seed))
	return &manifest.Manifest{Urn: manifest.Urn{ReceiptKey: canon.Hex(key.Public().(ed25519.PublicKey))}}, key
}

func sign(t testing.TB, hash [32]byte, by string, key ed25519.PrivateKey, typ string, body any) journal.Statement {
	t.Helper()
	return must[journal.Statement](t)(journal.Sign(hash, by, key, typ, body))
}

func TestTheUrnsReceiptHoldsForTheBallotThatWasCast(t *testing.T) {
	m, key := urn(1)
	terms := terms(t)
	b := open(t, terms, Seed{1})
	encoding := vote(t, b, "", source(20))
	receipt := must[Receipt](t)(NewReceipt("4-1", terms.Context, encoding))
	st := sign(t, manifestHash, manifest.ByUrn, key, TypeReceipt, receipt)
	if err := CheckReceipt(m, manifestHash, st, encoding); err != nil {
		t.Fatal(err)
	}
	if err := b.CheckReceipt(m, manifestHash, st, "4-1"); err != nil {
		t.Fatal(err)
	}
	if got := must[Receipt](t)(OpenReceipt(m, manifestHash, st)); got.Code != receipt.Code || got.Ballot != "4-1" {
		t.Fatalf("%+v, want %+v", got, receipt)
	}
}

func TestAReceiptThatIsNotTheUrnsOrNotForThisBallotIsRefused(t *testing.T) {
	m, key := urn(1)
	_, another := urn(2)
	terms := terms(t)
	b := open(t, terms, Seed{1})
	encoding := vote(t, b, "", source(21))
	others := vote(t, open(t, terms, Seed{2}), "", source(22))
	receipt := must[Receipt](t)(NewReceipt("4-1", terms.Context, encoding))
	lower, short := receipt, receipt
	lower.Code = "a" + receipt.Code[1:]
	short.Leaf = receipt.Leaf[:31]
	loose := sign(t, manifestHash, manifest.ByUrn, key, TypeReceipt, receipt)
	loose.Body = append([]byte(" "), loose.Body...)
	loose.Sig.Sig = ed25519.Sign(key, journal.StatementBytes(manifestHash, TypeReceipt, loose.Body))
	for name, st := range map[string]journal.Statement{
		"nothing":                 {},
		"another urn's":           sign(t, manifestHash, manifest.ByUrn, another, TypeReceipt, receipt),
		"the registrar's":         sign(t, manifestHash, manifest.ByRegistrar, key, TypeReceipt, receipt),
		"another meeting's":       sign(t, [32]byte{6}, manifest.ByUrn, key, TypeReceipt, receipt),
		"a seal, not a receipt":   sign(t, manifestHash, manifest.ByUrn, key, journal.TypeSeal, receipt),
		"another voter's":         sign(t, manifestHash, manifest.ByUrn, key, TypeReceipt, must[Receipt](t)(NewReceipt("4-1", terms.Context, others))),
		"a code in small letters": sign(t, manifestHash, manifest.ByUrn, key, TypeReceipt, lower),
		"a short leaf":            sign(t, manifestHash, manifest.ByUrn, key, TypeReceipt, short),
		"not canonical":           loose,
		"another body":            sign(t, manifestHash, manifest.ByUrn, key, TypeReceipt, journal.Stop{Ballot: "4-1"}),
	} {
		if err := CheckReceipt(m, manifestHash, st, encoding); !errors.Is(err, ErrReceipt) {
			t.Errorf("%s: %v", name, err)
		}
		if err := b.CheckReceipt(m, manifestHash, st, "4-1"); !errors.Is(err, ErrReceipt) {
			t.Errorf("%s, to the booth: %v", name, err)
		}
	}
	wrongCode := receipt
	wrongCode.Code = sealed.Code{1}.String()
	for name, r := range map[string]Receipt{
		"another code":          wrongCode,
		"another ballot's name": must[Receipt](t)(NewReceipt("4-2", terms.Context, encoding)),
	} {
		st := sign(t, manifestHash, manifest.ByUrn, key, TypeReceipt, r)
		if err := b.CheckReceipt(m, manifestHash, st, "4-1"); !errors.Is(err, ErrReceipt) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := open(t, terms, Seed{1}).CheckReceipt(m, manifestHash, journal.Statement{}, "4-1"); !errors.Is(err, ErrNotSealed) {
		t.Errorf("before anything was cast: %v", err)
	}
}

func TestAnySingleChangedByteOfAReceiptIsRefused(t *testing.T) {
	m, key := urn(1)
	terms := terms(t)
	encoding := vote(t, open(t, terms, Seed{1}), "", source(23))
	st := sign(t, manifestHash, manifest.ByUrn, key, TypeReceipt, must[Receipt](t)(NewReceipt("4-1", terms.Context, encoding)))
	for _, field := range [][]byte{st.Body, st.Sig.Sig} {
		for i := range field {
			field[i] ^= 1
			if err := CheckReceipt(m, manifestHash, st, encoding); !errors.Is(err, ErrReceipt) {
				t.Fatalf("byte %d changed: %v", i, err)
			}
			field[i] ^= 1
		}
	}
	if err := CheckReceipt(m, manifestHash, st, encoding); err != nil {
		t.Fatal(err)
	}
}

func FuzzOpenReceipt(f *testing.F) {
	m, key := urn(1)
	terms := terms(f)
	encoding := vote(f, open(f, terms, Seed{1}), "", source(24))
	st := sign(f, manifestHash, manifest.ByUrn, key, TypeReceipt, must[Receipt](f)(NewReceipt("4-1", terms.Context, encoding)))
	f.Add([]byte(st.Body))
	f.Add([]byte(`{"ballot":"4-1","leaf":"","code":""}`))
	f.Add([]byte(`{}`))
	f.Add([]byte(nil))
	f.Fuzz(func(t *testing.T, body []byte) {
		// The urn's key signs whatever comes, so that the body's reading is reached.
		st := journal.Statement{Type: TypeReceipt, Body: body, Sig: journal.Signature{
			By: manifest.ByUrn, Sig: ed25519.Sign(key, journal.StatementBytes(manifestHash, TypeReceipt, body)),
		}}
		r, err := OpenReceipt(m, manifestHash, st)
		if err != nil {
			if !errors.Is(err, ErrReceipt) {
				t.Fatal(err)
			}
			return
		}
		if string(canon.MustMarshal(r)) != string(body) {
			t.Fatalf("two bodies of one receipt: %s", body)
		}
	})
}
