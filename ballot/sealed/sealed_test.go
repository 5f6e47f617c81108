package sealed

import (
	"bytes"
	"errors"
	"fmt"
	"testing"

	"valurna/ballot/kind"
	"valurna/crypto/blind"
	"valurna/crypto/group"
	"valurna/crypto/threshold"
)

// open decrypts a ballot with the whole secret.
func (d *definition) open(b *Ballot) []byte {
	var ms []byte
	for _, ct := range b.Ciphertexts {
		m := new(group.Point).ScalarMult(d.secret, ct.C1)
		ms = append(ms, m.Subtract(ct.C2, m).Bytes()...)
	}
	return ms
}

func TestABallotHoldsAndOpensToTheVotersChoice(t *testing.T) {
	for _, points := range []int{1, 2, 3} {
		d := define(t, points)
		for _, choice := range []kind.Choice{d.choice(0), d.choice(2), {Blank: true}} {
			encoding := d.vote(t, choice, source(5)).Encode()
			if len(encoding) != Size(points) {
				t.Fatalf("%d bytes, every ballot has %d", len(encoding), Size(points))
			}
			b := must[*Ballot](t)(Decode(points, encoding))
			if !bytes.Equal(b.Encode(), encoding) {
				t.Fatal("decoding and encoding gave other bytes")
			}
			if err := b.Verify(d.Terms); err != nil {
				t.Fatal(err)
			}
			payload := must[[]byte](t)(Payload(d.open(b)))
			if got := must[kind.Choice](t)(d.contest.Decode(payload)); fmt.Sprint(got) != fmt.Sprint(choice) {
				t.Fatalf("%v opened to %v", choice, got)
			}
		}
	}
}

func TestSizesAreThoseOfTheFormat(t *testing.T) {
	if Size(1) != 1+32+16+64+2*64+256 || Size(2) != 1+32+16+128+3*64+256 {
		t.Fatalf("a ballot of one point has %d bytes, of two %d", Size(1), Size(2))
	}
}

func TestAnySingleChangedByteOfASealedBallotIsRefused(t *testing.T) {
	for _, points := range []int{1, 2} {
		d := define(t, points)
		encoding := d.vote(t, d.choice(1), source(6)).Encode()
		for i := range encoding {
			for _, flip := range []byte{0x01, 0x80, 0xff} {
				changed := bytes.Clone(encoding)
				changed[i] ^= flip
				b, err := Decode(points, changed)
				if err == nil {
					err = b.Verify(d.Terms)
				}
				if err == nil {
					t.Fatalf("byte %d of %d changed by %#x, and accepted", i, len(encoding), flip)
				}
				if !errors.Is(err, ErrEncoding) && !errors.Is(err, ErrToken) && !errors.Is(err, ErrProof) {
					t.Fatalf("byte %d: an error without a name: %v", i, err)
				}
			}
		}
	}
}

func TestATokenOfAnotherBallotIsRefused(t *testing.T) {
	d := define(t, 1)
	rand := source(7)
	mine, yours := d.vote(t, d.choice(0), rand), d.vote(t, d.choice(0), rand)
	_, another := signers()
	for name, signature := range map[string][]byte{
		"another definition's context": d.token(t, mine, d.issuer, Context{8}, rand),
		"another ballot's issuing key": d.token(t, mine, another, d.Context, rand),
		"another voter's token":        yours.Signature,
		"no token":                     nil,
		"a short token":                mine.Signature[1:],
	} {
		forged := *mine
		forged.Signature = signature
		if err := forged.Verify(d.Terms); !errors.Is(err, ErrToken) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := mine.Verify(d.Terms); err != nil {
		t.Fatalf("with its own token: %v", err)
	}
}

func TestAProofHoldsForItsOwnStatementOnly(t *testing.T) {
	d := define(t, 2)
	rand := source(8)
	mine, yours := d.vote(t, d.choice(0), rand), d.vote(t, d.choice(0), rand)
	for name, change := range map[string]func(b *Ballot){
		"another voter's ciphertexts copied": func(b *Ballot) { b.Ciphertexts = yours.Ciphertexts },
		"ciphertexts in another order": func(b *Ballot) {
			b.Ciphertexts = []threshold.Ciphertext{mine.Ciphertexts[1], mine.Ciphertexts[0]}
		},
		"a choice multiplied in": func(b *Ballot) {
			ct := b.Ciphertexts[0]
			b.Ciphertexts = []threshold.Ciphertext{{C1: ct.C1, C2: new(group.Point).Add(ct.C2, group.Generator())}, b.Ciphertexts[1]}
		},
		"another check field":   func(b *Ballot) { b.Check = yours.Check },
		"another voter's proof": func(b *Ballot) { b.Proof = yours.Proof },
	} {
		forged := *mine
		change(&forged)
		if err := forged.Verify(d.Terms); !errors.Is(err, ErrProof) {
			t.Errorf("%s: %v", name, err)
		}
	}
	other := d.Terms
	other.Key = group.Generator()
	if err := mine.Verify(other); !errors.Is(err, ErrProof) {
		t.Errorf("under another trustees' key: %v", err)
	}
	other = d.Terms
	other.Context = Context{9}
	moved := *mine
	moved.Signature = d.token(t, mine, d.issuer, other.Context, rand)
	if err := moved.Verify(other); !errors.Is(err, ErrProof) {
		t.Errorf("moved to another definition with a token of that: %v", err)
	}
}

func TestABallotOfAnotherShapeIsRefused(t *testing.T) {
	d := define(t, 2)
	b := d.vote(t, d.choice(0), source(9))
	identity := group.NewPoint()
	for name, change := range map[string]func(b *Ballot){
		"one ciphertext fewer": func(b *Ballot) { b.Ciphertexts = b.Ciphertexts[:1] },
		"no token key":         func(b *Ballot) { b.TokenKey = nil },
		"identity token key":   func(b *Ballot) { b.TokenKey = identity },
		"identity C1": func(b *Ballot) {
			b.Ciphertexts = []threshold.Ciphertext{b.Ciphertexts[0], {C1: identity, C2: b.Ciphertexts[1].C2}}
		},
		"identity C2": func(b *Ballot) {
			b.Ciphertexts = []threshold.Ciphertext{b.Ciphertexts[0], {C1: b.Ciphertexts[1].C1, C2: identity}}
		},
		"a short proof": func(b *Ballot) { b.Proof.Z = b.Proof.Z[:2] },
	} {
		changed := *b
		change(&changed)
		if err := changed.Verify(d.Terms); !errors.Is(err, ErrEncoding) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestABallotIsMadeUnderSoundTermsOnly(t *testing.T) {
	d := define(t, 1)
	secret := must[*group.Scalar](t)(group.RandomScalar(source(10)))
	payload := make([]byte, 30)
	for name, change := range map[string]func(*Terms){
		"no key":            func(t *Terms) { t.Key = nil },
		"the identity":      func(t *Terms) { t.Key = group.NewPoint() },
		"no issuing key":    func(t *Terms) { t.Issuing = nil },
		"no ciphertext":     func(t *Terms) { t.Points = 0 },
		"65 ciphertexts":    func(t *Terms) { t.Points = MaxPoints + 1 },
		"a negative number": func(t *Terms) { t.Points = -1 },
	} {
		terms := d.Terms
		change(&terms)
		if _, err := Make(terms, payload, secret, [CheckSize]byte{}, source(11)); !errors.Is(err, ErrTerms) {
			t.Errorf("%s: %v", name, err)
		}
		if err := VerifyAll(terms, nil, nil); !errors.Is(err, ErrTerms) {
			t.Errorf("%s: an empty box: %v", name, err)
		}
	}
	for name, attempt := range map[string]func() (*Ballot, error){
		"a choice of another length": func() (*Ballot, error) {
			return Make(d.Terms, payload[1:], secret, [CheckSize]byte{}, source(11))
		},
		"a zero token secret": func() (*Ballot, error) {
			return Make(d.Terms, payload, group.NewScalar(), [CheckSize]byte{}, source(11))
		},
		"no randomness": func() (*Ballot, error) {
			return Make(d.Terms, payload, secret, [CheckSize]byte{}, bytes.NewReader(nil))
		},
		"randomness that ends": func() (*Ballot, error) {
			return Make(d.Terms, payload, secret, [CheckSize]byte{}, bytes.NewReader(bytes.Repeat([]byte{1}, 70)))
		},
	} {
		if b, err := attempt(); err == nil || b != nil {
			t.Errorf("%s: a ballot was made", name)
		}
	}
}

func TestAPointThatIsNoEmbeddingOpensToNothing(t *testing.T) {
	p := group.HashToPoint("test", nil)
	for _, err := group.Extract(p); err == nil; _, err = group.Extract(p) {
		p.Add(p, group.Generator())
	}
	if _, err := Payload(append(make([]byte, group.Size), p.Bytes()...)); !errors.Is(err, group.ErrNotEmbedded) {
		t.Fatalf("%v", err)
	}
}

func TestARefusedEncodingNamesItsFault(t *testing.T) {
	d := define(t, 1)
	good := d.vote(t, d.choice(0), source(12)).Encode()
	with := func(at int, field []byte) []byte {
		out := bytes.Clone(good)
		copy(out[at:], field)
		return out
	}
	zero, order := make([]byte, 32), append([]byte{
		0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14}, append(make([]byte, 15), 0x10)...)
	for name, data := range map[string][]byte{
		"empty":                    {},
		"one byte short":           good[:len(good)-1],
		"one byte long":            append(bytes.Clone(good), 0),
		"version 0":                with(0, []byte{0}),
		"version 2":                with(0, []byte{2}),
		"identity token key":       with(1, zero),
		"identity C1":              with(49, zero),
		"identity C2":              with(81, zero),
		"identity commitment":      with(113, zero),
		"response not reduced":     with(113+64, order),
		"token key no point":       with(1, bytes.Repeat([]byte{0xff}, 32)),
		"unsigned":                 good[:len(good)-blind.Size],
		"a ballot of two points":   define(t, 2).vote(t, define(t, 2).choice(0), source(13)).Encode(),
		"negative field element C": with(49, append([]byte{1}, make([]byte, 31)...)),
	} {
		if b, err := Decode(1, data); !errors.Is(err, ErrEncoding) || b != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Decode(0, good); !errors.Is(err, ErrTerms) {
		t.Errorf("a ballot without ciphertexts: %v", err)
	}
}

func FuzzDecode(f *testing.F) {
	d := define(f, 1)
	good := d.vote(f, d.choice(0), source(14)).Encode()
	f.Add(1, good)
	f.Add(2, good)
	d2 := define(f, 2)
	good2 := d2.vote(f, d2.choice(1), source(15)).Encode()
	f.Add(2, good2)
	f.Add(1, good[:100])
	f.Add(0, []byte{})
	f.Add(-3, []byte{1})
	f.Fuzz(func(t *testing.T, points int, data []byte) {
		b, err := Decode(points, data)
		if err != nil {
			return
		}
		if !bytes.Equal(b.Encode(), data) {
			t.Fatal("two encodings of one ballot")
		}
		if err := b.Verify(Terms{Context: d.Context, Key: d.Key, Issuing: d.Issuing, Points: points}); err == nil && !bytes.Equal(data, good) && !bytes.Equal(data, good2) {
			t.Fatal("a forged ballot was accepted")
		}
	})
}
