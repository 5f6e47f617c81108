package vectors

import (
	"fmt"

	"valurna/ballot/canon"
	"valurna/crypto/group"
	"valurna/crypto/threshold"
)

// The trustees of the examples.
const (
	trustees = 3
	deciding = 2
)

// ceremony is section 8: one key of three trustees, two of whom decrypt.
type ceremony struct {
	Threshold int         `json:"threshold"`
	Trustees  int         `json:"trustees"`
	Context   string      `json:"context"`
	Dealings  []dealt     `json:"dealings"` // by trustees 1, 2, 3
	Key       canon.Hex   `json:"key"`
	Public    []canon.Hex `json:"public_shares"`
	Shares    []canon.Hex `json:"shares"` // secret: the sums, by receiver
}

type dealt struct {
	Dealing     canon.Hex   `json:"dealing"`
	Commitments []canon.Hex `json:"commitments"`
	Knowledge   knowledge   `json:"knowledge"`
	Shares      []canon.Hex `json:"shares"` // secret: to trustees 1, 2, 3
}

// keys is the outcome of the ceremony.
type keys struct {
	file   *ceremony
	key    *group.Point
	public []*group.Point  // of trustee i at i-1
	shares []*group.Scalar // likewise
}

func makeKeys() *keys {
	hash := manifestHash()
	context := fmt.Sprintf("valurna/v1/ceremony\n%x\n0", hash)
	k := &keys{file: &ceremony{Threshold: deciding, Trustees: trustees, Context: context}}
	given := make([][]*group.Scalar, trustees)
	var dealings []*threshold.Dealing
	for i := 1; i <= trustees; i++ {
		polynomial, d, err := threshold.Deal([]byte(context), i, deciding, trustees, stream(fmt.Sprintf("dealing %d", i)))
		dealings = append(dealings, must(d, err))
		t := group.NewTranscript("valurna/v1/dealing")
		t.Append("context", []byte(context))
		t.AppendUint64("dealer", uint64(i))
		t.AppendUint64("threshold", deciding)
		t.AppendUint64("trustees", trustees)
		t.AppendPoints("commitments", d.Commitments...)
		out := dealt{Dealing: d.Bytes(), Commitments: hexes(d.Commitments), Knowledge: knows(t, d.Commitments[:1], d.Proof)}
		for j := range given {
			s := polynomial.Share(j + 1)
			given[j], out.Shares = append(given[j], s), append(out.Shares, s.Bytes())
		}
		k.file.Dealings = append(k.file.Dealings, out)
	}
	k.key = must(threshold.PublicKey(dealings))
	for j := range given {
		k.public = append(k.public, threshold.PublicShare(dealings, j+1))
		k.shares = append(k.shares, threshold.SumShares(given[j]))
	}
	k.file.Key, k.file.Public, k.file.Shares = k.key.Bytes(), hexes(k.public), hexes(k.shares)
	return k
}
