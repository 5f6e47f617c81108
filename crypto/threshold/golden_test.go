package threshold

import (
	"bytes"
	"encoding/hex"
	"slices"
	"testing"

	"valurna/crypto/group"
)

// The encodings come from an independent implementation, in another language, of
// the comments on Dealing, PartProof, Collective, LotShare, CombineLot and
// Lot.Choose. They are part of the protocol: a change that breaks them is a new version.
const (
	// A_0 = 3 B, A_1 = 4 B, R = 5 B.
	goldenDealing = "94741f5d5d52755ece4f23f044ee27d5d1ea1e2bd196b462166b16152a9d0259da80862773358b466ffadfe0b3293ab3d9fd53c5ea6c955358f568322daf6a57e882b131016b52c1d3337080187cf768423efccbb517bb495ab812c4160ff44e3ec360e7e58eff1a66fae22eb3580c2c79cbdaa5ae9963d5b0464d0a4f4ab308"
	// A = 11 B.
	goldenPartProof = "bce83f8ba5dd2fa572864c24ba1810f9522bc6004afe95877ac73241cafdab42ca990ef7118ccfd69fe3d8a02348cca89379ad1b1b3ed6addf6acbb4f37aff5d0d5eaa14d20a9fcbe823f80754fa76e814ee2a3d52107cd57acf0c0cebc0a902"
	// A = 13 B and A = 17 B.
	goldenCollective2 = "f23a06b87d5727d188be2635acde59a56ed8a847c8fa8217ffc19c1560262f32aa52e000df2e16f55fb1032fc33bc42742dad6bd5a8fc0be0167436c5948501f705a9b45262ae71772d5495dcda3d34b9e1da818d8a766e2294a59c5add6cf0974af48c2b0c9407ca8b44095201ccf034ca31572adce385c91b06064a930e00d"
	goldenCollective1 = "90d5c0907d87cf71ec045a9b526dfe9c418a49cc09d406277ebca61f6e7ee378682802b3c90112e0f4e7d985e423cd2b16c5bfa63d9c967c52bb6cb7fea7ea7eb625c6665513f8d8f0b931ff351a82d5fa6442f44afc3647e3d3f4ff9c675c07f0ef83fc3a6ace10c3a350ff951bb5b6b3833cdd1ebf0b46db7b84324894ae0c"
	// A = 13 B and A = 17 B.
	goldenLot2 = "80c13e2a0ce4b95669c9555079c455d9620d044b0f4fe44cb882583213661274aa52e000df2e16f55fb1032fc33bc42742dad6bd5a8fc0be0167436c5948501fb0697bec57bde390830e21fd5c79f8448ab1a7c1407a2e04cc031ef431074e0049e1bef4b9001c4fc0f3fbcd17abcc71a66b6b24fca84b816c9a5d772b831706"
	goldenLot1 = "206e8d67b598265aaad626b4690bccda2361695e81e48608338179a1ec2e8219682802b3c90112e0f4e7d985e423cd2b16c5bfa63d9c967c52bb6cb7fea7ea7e643eb103948a74d25ce2f31915db62ff013567d4290f12c1b8088555825ab2464fe9162743865f986df2b098557f736ce51a002c47a37e4fae31b010fdd01207"
	goldenLot  = "7876c52f9a531b1a774aaa3bbd68ab2082de1ce272ded3125887667eb902326875b236df9c8ac7bacc8e84c2c71c1ff22635366822bbfc6a852732526c669d62"
)

// times returns v B.
func times(v uint64) *group.Point {
	return new(group.Point).ScalarBaseMult(group.ScalarFromUint64(v))
}

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestTheGoldenDealingHolds(t *testing.T) {
	d := new(Dealing)
	if err := d.Decode(unhex(t, goldenDealing), 2); err != nil {
		t.Fatal(err)
	}
	if err := d.Verify([]byte("example"), 2, 2, 3); err != nil {
		t.Error(err)
	}
	// The polynomial is 3 + 4 x.
	if err := d.VerifyShare(3, group.ScalarFromUint64(15)); err != nil {
		t.Error(err)
	}
}

func TestTheGoldenPartProofHolds(t *testing.T) {
	p := new(PartProof)
	if err := p.Decode(unhex(t, goldenPartProof)); err != nil {
		t.Fatal(err)
	}
	c1s := []*group.Point{times(5), times(7)}
	parts := []*group.Point{times(15), times(21)}
	if err := VerifyParts([]byte("example"), 2, times(3), c1s, parts, p); err != nil {
		t.Error(err)
	}
}

// The trustees 2 and 1 of the polynomial 3 + 4 x, in this order.
func TestTheGoldenCollectiveHolds(t *testing.T) {
	c1s := list([]*group.Point{times(5), times(7)})
	combined := list([]*group.Point{times(15), times(21)})
	s, err := NewCollective([]byte("example"), times(3), []int{2, 1}, []*group.Point{times(11), times(7)}, c1s, combined)
	if err != nil {
		t.Fatal(err)
	}
	shares := []*CollectiveShare{new(CollectiveShare), new(CollectiveShare)}
	for k, golden := range []string{goldenCollective2, goldenCollective1} {
		if err := shares[k].Decode(unhex(t, golden)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Verify(shares); err != nil {
		t.Error(err)
	}
}

// The same trustees draw a lot.
func TestTheGoldenLotHolds(t *testing.T) {
	shares := []*LotShare{new(LotShare), new(LotShare)}
	for k, golden := range []string{goldenLot2, goldenLot1} {
		if err := shares[k].Decode(unhex(t, golden)); err != nil {
			t.Fatal(err)
		}
	}
	lot, err := CombineLot(times(3), []byte("example"), []int{2, 1}, []*group.Point{times(11), times(7)}, shares)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(lot[:], unhex(t, goldenLot)) {
		t.Errorf("another lot: %x", lot[:])
	}
	for _, c := range []struct {
		k, n int
		want []int
	}{
		{3, 10, []int{1, 2, 5}},
		{10, 10, []int{1, 2, 5, 8, 0, 6, 3, 4, 9, 7}},
		{5, 1000003, []int{116273, 336971, 297077, 653129, 204647}},
	} {
		if got, err := lot.Choose(c.k, c.n); err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%d of %d: %v, %v", c.k, c.n, got, err)
		}
	}
}
