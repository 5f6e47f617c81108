package vectors

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"valurna/ballot/booth"
	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/sealed"
	"valurna/crypto/blind"
	"valurna/crypto/group"
	"valurna/crypto/shuffle"
	"valurna/crypto/threshold"
)

var dir = filepath.Join("..", "..", "docs", "vectors")

// The files are part of the format: a change that changes one is a new version. Make
// them with: go run ./cmd/valurna vectors docs/vectors
func TestTheProgramMakesThePublishedVectors(t *testing.T) {
	made := Files()
	for name, data := range made {
		kept, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(kept, data) {
			t.Errorf("%s is not what is made now", name)
		}
	}
	kept, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil || len(kept) != len(made) {
		t.Errorf("%d files are kept, %d are made (%v)", len(kept), len(made), err)
	}
}

func read[T any](t *testing.T, name string) *T {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, name))
	v := new(T)
	if err == nil {
		err = json.Unmarshal(data, v)
	}
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func decoded(t *testing.T, b []byte) *group.Scalar {
	t.Helper()
	s, err := group.DecodeScalar(b)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// logarithms says whether z base = commitment + c public.
func logarithms(t *testing.T, what string, z []byte, base, commitment *group.Point, c []byte, public *group.Point) {
	t.Helper()
	right := new(group.Point).ScalarMult(decoded(t, c), public)
	if new(group.Point).ScalarMult(decoded(t, z), base).Equal(right.Add(right, commitment)) != 1 {
		t.Errorf("%s: the published challenge does not fit the proof", what)
	}
}

// holds checks a proof of knowledge by the challenge that stands beside it.
func (k knowledge) holds(t *testing.T, what string) {
	t.Helper()
	n := len(k.Statement)
	for i, statement := range k.Statement {
		logarithms(t, what, k.Proof[(n+i)*32:(n+i+1)*32], group.Generator(), point(k.Proof[i*32:(i+1)*32]), k.Challenge, point(statement))
	}
}

func TestThePublishedCeremonyHolds(t *testing.T) {
	v := read[ceremony](t, "ceremony.json")
	var dealings []*threshold.Dealing
	for i, out := range v.Dealings {
		d := new(threshold.Dealing)
		if err := d.Decode(out.Dealing, v.Threshold); err != nil {
			t.Fatal(err)
		}
		if err := d.Verify([]byte(v.Context), i+1, v.Threshold, v.Trustees); err != nil {
			t.Error(err)
		}
		for j, share := range out.Shares {
			if err := d.VerifyShare(j+1, decoded(t, share)); err != nil {
				t.Error(err)
			}
		}
		out.Knowledge.holds(t, "dealing")
		dealings = append(dealings, d)
	}
	key, err := threshold.PublicKey(dealings)
	if err != nil || !bytes.Equal(key.Bytes(), v.Key) {
		t.Errorf("the key is another: %v", err)
	}
	for j, share := range v.Shares {
		public := times(decoded(t, share)).Bytes()
		if !bytes.Equal(public, v.Public[j]) || !bytes.Equal(public, threshold.PublicShare(dealings, j+1).Bytes()) {
			t.Errorf("the public share of trustee %d is another", j+1)
		}
	}
}

func TestThePublishedTokenIsOne(t *testing.T) {
	v := read[token](t, "token.json")
	key, err := blind.ParsePublicKey(v.Modulus)
	if err != nil {
		t.Fatal(err)
	}
	if err := key.Verify(v.Message, v.Signature); err != nil {
		t.Error(err)
	}
	// NewRequest reads a third number, which only masks a computation.
	r, err := blind.NewRequest(key, v.Message, bytes.NewReader(bytes.Join([][]byte{v.Salt, v.Factor, v.Factor}, nil)))
	if err != nil || !bytes.Equal(r.Blinded(), v.Blinded) {
		t.Fatalf("the request is another: %v", err)
	}
	if signature, err := r.Finalize(v.Answer); err != nil || !bytes.Equal(signature, v.Signature) {
		t.Errorf("the signature is another: %v", err)
	}
}

func TestThePublishedBallotsHold(t *testing.T) {
	v := read[ballots](t, "ballots.json")
	hash, definition := [32]byte(v.Manifest), new(journal.Definition)
	if err := canon.Unmarshal([]byte(v.Definition), definition); err != nil {
		t.Fatal(err)
	}
	if context := journal.ContextOf(hash, []byte(v.Definition)); !bytes.Equal(context[:], v.Context) {
		t.Fatal("the context is another")
	}
	issuing, err := blind.ParsePublicKey(definition.Issuing)
	if err != nil {
		t.Fatal(err)
	}
	terms := sealed.Terms{Context: [32]byte(v.Context), Key: point(definition.Key), Issuing: issuing, Points: definition.Points}
	var box [][]byte
	for _, b := range v.Sealed {
		box = append(box, b.Encoding)
		code, err := sealed.CodeOf(terms.Context, b.Encoding)
		if err != nil || code.String() != b.Code {
			t.Errorf("code %s, %v", code, err)
		}
		var receipt journal.Statement
		if err := canon.Unmarshal([]byte(b.Receipt), &receipt); err != nil {
			t.Fatal(err)
		}
		message := journal.StatementBytes(hash, receipt.Type, receipt.Body)
		if !ed25519.Verify(ed25519.PublicKey(v.ReceiptKey), message, receipt.Sig.Sig) {
			t.Error("a receipt does not verify")
		}
	}
	if err := sealed.VerifyAll(terms, box, nil); err != nil {
		t.Error(err)
	}
	if root := sealed.Root(box); !sealed.IsSorted(box) || !bytes.Equal(root[:], v.Root) {
		t.Error("the box is not in order, or has another root")
	}
	for _, b := range append(v.Sealed, v.Audited...) {
		b.Knowledge.holds(t, "ballot "+b.Code)
		if check, err := booth.CheckOf(b.Word); err != nil || !bytes.Equal(check[:], b.Check) {
			t.Errorf("the word gives another check field: %v", err)
		}
	}
	for _, b := range v.Audited {
		o, err := sealed.DecodeOpened(terms.Points, b.Encoding)
		if err != nil {
			t.Fatal(err)
		}
		if err := o.Verify(terms); err != nil {
			t.Error(err)
		}
		if payload, err := sealed.Payload(o.Points(terms)); err != nil || !bytes.Equal(payload, b.Payload) {
			t.Errorf("it opens to %x, %v", payload, err)
		}
	}
}

func TestThePublishedShufflesHold(t *testing.T) {
	v := read[shuffles](t, "shuffle.json")
	h := points(bytes.Join(bytesOf(v.Generators), nil))
	for _, s := range v.Shuffles {
		if err := shuffle.Verify(s.Context, point(v.Key), v.Width, s.Input, s.Output, s.Proof, nil); err != nil {
			t.Error(err)
		}
		// M7 and M8 with the numbers that are published.
		at := v.Elements * shuffle.RecordSize
		responses := s.Proof[at+len(s.Announced):]
		difference, chain := group.NewPoint(), group.NewPoint()
		for i := range v.Elements {
			record := s.Proof[i*shuffle.RecordSize:]
			difference.Add(difference, point(record[:32]))
			difference.Subtract(difference, h[i+1])
			chain = point(record[32:64])
		}
		logarithms(t, "M7", responses[:32], group.Generator(), point(s.Announced[:32]), s.Challenge, difference)
		product := new(group.Point).ScalarMult(decoded(t, s.Product), h[0])
		logarithms(t, "M8", responses[32:64], group.Generator(), point(s.Announced[32:64]), s.Challenge, chain.Subtract(chain, product))
	}
}

func bytesOf(list []canon.Hex) (out [][]byte) {
	for _, b := range list {
		out = append(out, b)
	}
	return out
}

func TestThePublishedDecryptionHolds(t *testing.T) {
	v, k := read[decryption](t, "decryption.json"), read[ceremony](t, "ceremony.json")
	c1s, c2s := bytes.Join(bytesOf(v.C1), nil), bytes.Join(bytesOf(v.C2), nil)
	var publics []*group.Point
	var shares []*threshold.CollectiveShare
	for n, i := range v.Trustees {
		public, s := point(k.Public[i-1]), new(threshold.CollectiveShare)
		if err := s.Decode(v.Shares[n].Share); err != nil {
			t.Fatal(err)
		}
		publics, shares = append(publics, public), append(shares, s)
		logarithms(t, "share", s.Response.Bytes(), group.Generator(), s.A, v.Shares[n].Challenge, public)
		logarithms(t, "share", s.Response.Bytes(), point(v.M), s.B, v.Shares[n].Challenge, s.Z)

		p, size := v.Parts[n], len(c1s)
		proof := new(threshold.PartProof)
		if err := proof.Decode(p.Data[size:]); err != nil {
			t.Fatal(err)
		}
		if err := threshold.VerifyParts(v.Context, i, public, points(c1s), points(p.Data[:size]), proof); err != nil {
			t.Error(err)
		}
		logarithms(t, "parts", proof.Z.Bytes(), group.Generator(), proof.A, p.Challenge, public)
		logarithms(t, "parts", proof.Z.Bytes(), point(p.M), proof.B, p.Challenge, point(p.Z))
	}
	c, err := threshold.NewCollective(v.Context, point(k.Key), v.Trustees, publics, c1s, v.Combined)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Verify(shares); err != nil {
		t.Error(err)
	}
	opened, err := threshold.OpenCombined(c2s, v.Combined)
	if err != nil || !bytes.Equal(opened, bytes.Join(bytesOf(v.Opened), nil)) {
		t.Errorf("the box opens to something else: %v", err)
	}
	// What was sealed is what was opened, in another order.
	left := map[string]int{}
	for _, b := range read[ballots](t, "ballots.json").Sealed {
		left[b.Payload.String()]++
	}
	for _, p := range v.Payloads {
		left[p.String()]--
	}
	for p, n := range left {
		if n != 0 {
			t.Errorf("%d ballots too few with %s", n, p)
		}
	}
}

func TestThePublishedLotsHold(t *testing.T) {
	v := read[lot](t, "lot.json")
	combined := func(o outcome) *threshold.Lot {
		t.Helper()
		var publics []*group.Point
		var shares []*threshold.LotShare
		for _, given := range o.Shares {
			s, public := new(threshold.LotShare), point(given.Public)
			if err := s.Decode(given.Share); err != nil {
				t.Fatal(err)
			}
			logarithms(t, "lot", s.Response.Bytes(), group.Generator(), s.A, given.Challenge, public)
			logarithms(t, "lot", s.Response.Bytes(), point(o.Point), s.B, given.Challenge, s.Z)
			publics, shares = append(publics, public), append(shares, s)
		}
		out, err := threshold.CombineLot(point(v.Key), o.Input, o.Draws, publics, shares)
		if err != nil || !bytes.Equal(out[:], o.Lot) {
			t.Fatalf("another lot: %v", err)
		}
		return out
	}
	out := combined(v.outcome)
	for _, c := range v.Choices {
		if places, err := out.Choose(c.K, c.N); err != nil || !slices.Equal(places, c.Places) {
			t.Errorf("%d of %d: %v, %v", c.K, c.N, places, err)
		}
	}
	hash := [32]byte(v.Manifest)
	for _, r := range v.Journal {
		var d journal.Draw
		if err := canon.Unmarshal([]byte(r.Draw), &d); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(r.Input, journal.LotInputOf(hash, d)) {
			t.Errorf("%s: another input", d.Purpose)
		}
		places, err := combined(r.outcome).Choose(d.Places, len(d.Among))
		if err != nil || !slices.Equal(places, r.Places) {
			t.Errorf("%s: %v, %v", d.Purpose, places, err)
		}
		for i, place := range places {
			if r.Drawn[i] != d.Among[place] {
				t.Errorf("%s: %q is drawn", d.Purpose, r.Drawn[i])
			}
		}
		for i, statement := range r.Statements {
			var st journal.Statement
			var body journal.LotShare
			if err := canon.Unmarshal([]byte(statement), &st); err != nil {
				t.Fatal(err)
			}
			if err := canon.Unmarshal(st.Body, &body); err != nil {
				t.Fatal(err)
			}
			key := ed25519.PublicKey(v.Trustees[r.Draws[i]-1])
			if !bytes.Equal(body.Share, r.Shares[i].Share) || !ed25519.Verify(key, journal.StatementBytes(hash, st.Type, st.Body), st.Sig.Sig) {
				t.Errorf("%s: the statement of trustee %d is not its own", d.Purpose, r.Draws[i])
			}
		}
	}
}

func TestThePublishedProofOfKnowledgeHolds(t *testing.T) {
	read[basics](t, "basics.json").Knowledge.holds(t, "knowledge")
}

// Signatures are those of RFC 8032, section 7.1, tests 1 to 3; a number S that is
// not below the order is refused (section 5.1.7).
func TestSignaturesAreThoseOfRFC8032(t *testing.T) {
	order, _ := hex.DecodeString("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010")
	for _, v := range []struct{ seed, public, message, signature string }{
		{"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
			"e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
		{"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
			"92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
		{"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
			"6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"},
	} {
		raw := func(s string) []byte {
			b, err := hex.DecodeString(s)
			if err != nil {
				t.Fatal(err)
			}
			return b
		}
		key := ed25519.NewKeyFromSeed(raw(v.seed))
		signature := ed25519.Sign(key, raw(v.message))
		if hex.EncodeToString(key[32:]) != v.public || hex.EncodeToString(signature) != v.signature {
			t.Errorf("the signature of %q is %x", v.message, signature)
		}
		if !ed25519.Verify(raw(v.public), raw(v.message), raw(v.signature)) {
			t.Errorf("the signature of %q does not verify", v.message)
		}
		carry := 0
		for i := range order {
			carry += int(signature[32+i]) + int(order[i])
			signature[32+i], carry = byte(carry), carry>>8
		}
		if ed25519.Verify(raw(v.public), raw(v.message), signature) {
			t.Error("a second spelling of a signature was taken")
		}
	}
}
