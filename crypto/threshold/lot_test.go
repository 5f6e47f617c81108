package threshold

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"valurna/crypto/group"
)

// draft is a lot that trustees draw, to tamper with.
type draft struct {
	c       *ceremony
	key     *group.Point
	input   []byte
	indices []int
	publics []*group.Point
	shares  []*LotShare
}

func drawn(tb testing.TB, input string, indices ...int) *draft {
	tb.Helper()
	c := ceremonies(tb, 3, 5)
	d := &draft{c: c, key: c.key, input: []byte(input), indices: indices}
	for _, i := range indices {
		public := PublicShare(c.dealings, i)
		s, err := ProveLot(d.input, i, c.shares[i-1], public, source(byte(i)))
		if err != nil {
			tb.Fatal(err)
		}
		d.publics, d.shares = append(d.publics, public), append(d.shares, s)
	}
	return d
}

func (d *draft) lot() (*Lot, error) {
	return CombineLot(d.key, d.input, d.indices, d.publics, d.shares)
}

func TestEveryQuorumDrawsTheSameLot(t *testing.T) {
	seen := map[Lot]bool{}
	for _, indices := range append(subsets(3, 5), []int{5, 1, 3}, []int{1, 2, 3, 4}, []int{4, 5, 2, 1, 3}) {
		lot, err := drawn(t, "item 4, tie between A and B", indices...).lot()
		if err != nil {
			t.Fatal(err)
		}
		seen[*lot] = true
	}
	if len(seen) != 1 {
		t.Errorf("%d different lots were drawn", len(seen))
	}
	other, err := drawn(t, "item 5, tie between A and B", 1, 2, 3).lot()
	if err != nil || seen[*other] {
		t.Errorf("another question has the same lot: %v", err)
	}
}

func TestAForgedShareOfALotIsNamed(t *testing.T) {
	g, one := group.Generator(), group.ScalarFromUint64(1)
	for name, forge := range map[string]func(d *draft){
		"Z moved":                  func(d *draft) { d.shares[1].Z.Add(d.shares[1].Z, g) },
		"A moved":                  func(d *draft) { d.shares[1].A.Add(d.shares[1].A, g) },
		"B moved":                  func(d *draft) { d.shares[1].B.Add(d.shares[1].B, g) },
		"z moved":                  func(d *draft) { d.shares[1].Response.Add(d.shares[1].Response, one) },
		"Z the identity":           func(d *draft) { d.shares[1].Z = group.NewPoint() },
		"B the identity":           func(d *draft) { d.shares[1].B = group.NewPoint() },
		"another trustee's":        func(d *draft) { d.shares[1] = d.shares[0] },
		"for another question":     func(d *draft) { d.shares[1] = drawn(t, "another", 4).shares[0] },
		"against another's public": func(d *draft) { d.publics[1] = d.publics[0] },
		"an identity public share": func(d *draft) { d.publics[1] = group.NewPoint() },
		"with a key of its own":    func(d *draft) { d.shares[1] = own(t, d.input, 4) },
	} {
		d := drawn(t, "item 4", 1, 4, 5)
		forge(d)
		lot, err := d.lot()
		if lot != nil || !errors.Is(err, ErrLot) || !strings.Contains(err.Error(), "trustee 4 ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// own is a true proof of a share that is not of this key.
func own(t *testing.T, input []byte, i int) *LotShare {
	t.Helper()
	x := group.ScalarFromUint64(77)
	s, err := ProveLot(input, i, x, new(group.Point).ScalarBaseMult(x), source(1))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestALotNeedsAQuorumOfItsKey(t *testing.T) {
	for name, change := range map[string]func(d *draft){
		"too few": func(d *draft) {
			d.indices, d.publics, d.shares = d.indices[:2], d.publics[:2], d.shares[:2]
		},
		"another key":         func(d *draft) { d.key = group.Generator() },
		"the identity as key": func(d *draft) { d.key = group.NewPoint() },
		"a share and a public share of another key": func(d *draft) {
			d.publics[0] = new(group.Point).ScalarBaseMult(group.ScalarFromUint64(77))
			d.shares[0] = own(t, d.input, d.indices[0])
		},
	} {
		d := drawn(t, "item 4", 1, 4, 5)
		change(d)
		if lot, err := d.lot(); lot != nil || !errors.Is(err, ErrLot) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, change := range map[string]func(d *draft){
		"nobody":         func(d *draft) { d.indices, d.publics, d.shares = nil, nil, nil },
		"one twice":      func(d *draft) { d.indices[1] = 1 },
		"index 0":        func(d *draft) { d.indices[1] = 0 },
		"too large":      func(d *draft) { d.indices[1] = 256 },
		"a share less":   func(d *draft) { d.shares = d.shares[:2] },
		"a public less":  func(d *draft) { d.publics = d.publics[:2] },
		"a trustee less": func(d *draft) { d.indices = d.indices[:2] },
	} {
		d := drawn(t, "item 4", 1, 4, 5)
		change(d)
		if lot, err := d.lot(); lot != nil || err == nil {
			t.Errorf("%s: a lot was drawn", name)
		}
	}
}

func TestALotIsProvedWithTheShareOfTheKeyOnly(t *testing.T) {
	d := drawn(t, "item 4", 1)
	share := d.c.shares[0]
	for name, f := range map[string]func() (*LotShare, error){
		"another share": func() (*LotShare, error) {
			return ProveLot(d.input, 1, group.ScalarFromUint64(7), d.publics[0], source(1))
		},
		"zero": func() (*LotShare, error) {
			return ProveLot(d.input, 1, group.NewScalar(), group.NewPoint(), source(1))
		},
		"index 0":       func() (*LotShare, error) { return ProveLot(d.input, 0, share, d.publics[0], source(1)) },
		"too large":     func() (*LotShare, error) { return ProveLot(d.input, 256, share, d.publics[0], source(1)) },
		"no randomness": func() (*LotShare, error) { return ProveLot(d.input, 1, share, d.publics[0], strings.NewReader("")) },
	} {
		if s, err := f(); s != nil || err == nil {
			t.Errorf("%s: proved", name)
		}
	}
	if err := VerifyLot(d.input, 0, d.publics[0], d.shares[0]); err == nil {
		t.Error("trustee 0 drew")
	}
}

func TestAShareOfALotIsReadBackAsItWasWritten(t *testing.T) {
	b := drawn(t, "item 4", 1).shares[0].Bytes()
	s := new(LotShare)
	if err := s.Decode(b); err != nil || !bytes.Equal(s.Bytes(), b) || len(b) != LotShareSize {
		t.Fatal(err)
	}
	empty := bytes.Clone(b)
	clear(empty[:32])
	clear(empty[64:96])
	for name, bad := range map[string][]byte{
		"short": b[:127], "long": append(bytes.Clone(b), 0), "identities": empty,
		"z too large": append(bytes.Clone(b[:96]), bytes.Repeat([]byte{0xff}, 32)...),
	} {
		if err := s.Decode(bad); !errors.Is(err, ErrLot) || !bytes.Equal(s.Bytes(), b) {
			t.Errorf("%s: read, or the receiver changed", name)
		}
	}
}

func FuzzLotShare(f *testing.F) {
	f.Add(drawn(f, "fuzz", 1).shares[0].Bytes())
	f.Add(make([]byte, LotShareSize))
	f.Fuzz(func(t *testing.T, b []byte) {
		s := new(LotShare)
		if err := s.Decode(b); err != nil {
			if s.Z != nil {
				t.Error("the receiver changed")
			}
			return
		}
		if !bytes.Equal(s.Bytes(), b) {
			t.Error("two encodings of one share")
		}
	})
}
