package sealed

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"testing"

	"valurna/ballot/kind"
	"valurna/crypto/group"
	"valurna/crypto/threshold"
)

// audit makes a sealed ballot and opens it instead of casting it.
func (d *definition) audit(t testing.TB, choice kind.Choice, rand io.Reader) *Opened {
	t.Helper()
	payload := must[[]byte](t)(d.contest.Encode(choice))
	secret := must[*group.Scalar](t)(group.RandomScalar(rand))
	var check [CheckSize]byte
	must[int](t)(io.ReadFull(rand, check[:]))
	b, opening, err := MakeToOpen(d.Terms, payload, secret, check, rand)
	if err != nil {
		t.Fatal(err)
	}
	return &Opened{Ballot: b, Randomness: opening}
}

func TestAnAuditedBallotShowsTheChoiceThatWasEncrypted(t *testing.T) {
	for _, points := range []int{1, 2, 3} {
		d := define(t, points)
		for _, choice := range []kind.Choice{d.choice(0), d.choice(2), {Blank: true}} {
			encoding := d.audit(t, choice, source(50)).Encode()
			if len(encoding) != OpenedSize(points) || OpenedSize(points) != 113+160*points {
				t.Fatalf("%d bytes, the format has %d", len(encoding), 113+160*points)
			}
			o := must[*Opened](t)(DecodeOpened(points, encoding))
			if !bytes.Equal(o.Encode(), encoding) {
				t.Fatal("decoding and encoding gave other bytes")
			}
			if err := o.Verify(d.Terms); err != nil {
				t.Fatal(err)
			}
			payload := must[[]byte](t)(Payload(o.Points(d.Terms)))
			if got := must[kind.Choice](t)(d.contest.Decode(payload)); fmt.Sprint(got) != fmt.Sprint(choice) {
				t.Fatalf("%v opened to %v", choice, got)
			}
			// What the randomness opens is what the trustees would have decrypted.
			if !bytes.Equal(d.open(o.Ballot), o.Points(d.Terms)) {
				t.Fatal("the opening and the trustees' decryption differ")
			}
		}
	}
}

func TestTheCodeOfAnAuditedBallotIsTheOneThatWasShown(t *testing.T) {
	d := define(t, 1)
	o := d.audit(t, d.choice(1), source(51))
	shown := o.Ballot.Code(d.Context)
	published := must[*Opened](t)(DecodeOpened(1, o.Encode()))
	if published.Ballot.Code(d.Context) != shown {
		t.Fatal("opening a ballot changes its code")
	}
}

func TestAnySingleChangedByteOfAnAuditedBallotIsRefused(t *testing.T) {
	for _, points := range []int{1, 2} {
		d := define(t, points)
		encoding := d.audit(t, d.choice(1), source(52)).Encode()
		for i := range encoding {
			changed := bytes.Clone(encoding)
			changed[i] ^= 1
			o, err := DecodeOpened(points, changed)
			if err == nil {
				err = o.Verify(d.Terms)
			}
			if !errors.Is(err, ErrEncoding) && !errors.Is(err, ErrProof) && !errors.Is(err, ErrOpening) {
				t.Fatalf("byte %d of %d: %v", i, len(encoding), err)
			}
		}
	}
}

// The malicious booth that has encrypted another choice cannot open it as the
// voter's: C1 = r B leaves one r, and with it one M.
func TestABoothThatOpensWithFalseRandomnessIsFound(t *testing.T) {
	d := define(t, 1)
	honest := d.audit(t, d.choice(0), source(53))
	other := d.audit(t, d.choice(1), source(54))
	plus := group.NewScalar().Add(honest.Randomness[0], group.ScalarFromUint64(1))
	for name, r := range map[string]Opening{
		"another ballot's": other.Randomness,
		"one more":         {plus},
		"zero":             {group.NewScalar()},
		"its negative":     {group.NewScalar().Negate(honest.Randomness[0])},
		"none":             {},
		"two":              {honest.Randomness[0], honest.Randomness[0]},
	} {
		if err := (&Opened{honest.Ballot, r}).Verify(d.Terms); !errors.Is(err, ErrOpening) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// A C2 for which the wanted opening would be right needs another proof.
	moved := *honest.Ballot
	point := func(o *Opened) *group.Point {
		return must[*group.Point](t)(new(group.Point).SetBytes(o.Points(d.Terms)))
	}
	step := new(group.Point).Subtract(point(other), point(honest))
	moved.Ciphertexts = []threshold.Ciphertext{{C1: honest.Ballot.Ciphertexts[0].C1, C2: new(group.Point).Add(honest.Ballot.Ciphertexts[0].C2, step)}}
	if err := (&Opened{&moved, honest.Randomness}).Verify(d.Terms); !errors.Is(err, ErrProof) {
		t.Errorf("a ciphertext that was moved to another choice: %v", err)
	}
	if err := honest.Verify(Terms{Context: Context{8}, Key: d.Key, Issuing: d.Issuing, Points: 1}); !errors.Is(err, ErrProof) {
		t.Errorf("an audited ballot of another definition: %v", err)
	}
	if err := honest.Verify(d.Terms); err != nil {
		t.Fatalf("with its own opening: %v", err)
	}
}

func TestNothingButTheOneFormIsAnAuditedBallot(t *testing.T) {
	d := define(t, 2)
	good := d.audit(t, d.choice(0), source(55)).Encode()
	order := slices.Concat([]byte{0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14}, make([]byte, 15), []byte{0x10})
	for name, data := range map[string][]byte{
		"nothing":                        nil,
		"a byte less":                    good[1:],
		"a byte more":                    append(bytes.Clone(good), 0),
		"another version":                append([]byte{2}, good[1:]...),
		"a scalar that is not canonical": append(bytes.Clone(good[:len(good)-32]), order...),
		"a sealed ballot":                d.vote(t, d.choice(0), source(56)).Encode(),
		"without its opening":            good[:len(good)-64],
	} {
		if _, err := DecodeOpened(2, data); !errors.Is(err, ErrEncoding) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Decode(2, good); !errors.Is(err, ErrEncoding) {
		t.Errorf("an audited ballot passes for a sealed one: %v", err)
	}
	for _, points := range []int{-1, 0, MaxPoints + 1} {
		if _, err := DecodeOpened(points, good); !errors.Is(err, ErrTerms) {
			t.Errorf("%d ciphertexts: %v", points, err)
		}
	}
}

func TestMarksJoinACastBallotToItsAuditedEncryption(t *testing.T) {
	d := define(t, 2)
	o, other := d.audit(t, d.choice(0), source(57)), d.audit(t, d.choice(0), source(58))
	if got := o.Ballot.Marks(); len(got) != 3 || !bytes.Equal(got[0], o.Ballot.TokenKey.Bytes()) {
		t.Fatalf("%d marks of a ballot with two ciphertexts", len(got))
	}
	for _, mark := range other.Ballot.Marks() {
		if slices.ContainsFunc(o.Ballot.Marks(), func(m []byte) bool { return bytes.Equal(m, mark) }) {
			t.Fatal("two encryptions have a mark in common")
		}
	}
}

func TestAnOpeningIsNotPrintedBeforeItIsPublished(t *testing.T) {
	d := define(t, 1)
	o := d.audit(t, d.choice(0), source(59))
	if got := fmt.Sprintf("%v %+v %#v %x %s", o.Randomness, o.Randomness, o.Randomness, o.Randomness, o.Randomness); got != "[secret] [secret] [secret] [secret] [secret]" {
		t.Fatal(got)
	}
	o.Randomness.Erase()
	if o.Randomness[0].Equal(group.NewScalar()) != 1 {
		t.Fatal("an erased opening is still there")
	}
}

func FuzzDecodeOpened(f *testing.F) {
	d := define(f, 1)
	good := d.audit(f, d.choice(0), source(60)).Encode()
	f.Add(1, good)
	f.Add(2, good)
	d2 := define(f, 2)
	good2 := d2.audit(f, d2.choice(1), source(61)).Encode()
	f.Add(2, good2)
	f.Add(1, good[:100])
	f.Add(0, []byte{})
	f.Fuzz(func(t *testing.T, points int, data []byte) {
		o, err := DecodeOpened(points, data)
		if err != nil {
			return
		}
		if !bytes.Equal(o.Encode(), data) {
			t.Fatal("two encodings of one audited ballot")
		}
		if err := o.Verify(Terms{Context: d.Context, Key: d.Key, Issuing: d.Issuing, Points: points}); err == nil && !bytes.Equal(data, good) && !bytes.Equal(data, good2) {
			t.Fatal("a forged audited ballot was accepted")
		}
	})
}
