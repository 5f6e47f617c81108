package vectors

import (
	"fmt"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/sealed"
	"valurna/ballot/tally"
	"valurna/crypto/group"
)

// decryption is sections 13.3 and 13.4: trustees 3 and 1 open what was shuffled.
type decryption struct {
	Context  canon.Hex   `json:"context"`
	C1       []canon.Hex `json:"c1"`
	C2       []canon.Hex `json:"c2"`
	Trustees []int       `json:"trustees"`
	Lambda   []canon.Hex `json:"lambda"` // of these trustees
	Parts    []part      `json:"parts"`
	Combined canon.Hex   `json:"combined"`
	Points   canon.Hex   `json:"points"`  // ballot.combine.points
	Weights  []canon.Hex `json:"weights"` // 16 bytes each
	M        canon.Hex   `json:"m"`
	Z        canon.Hex   `json:"z"`
	Shares   []proved    `json:"shares"`
	Opened   []canon.Hex `json:"opened"` // plaintext points
	Payloads []canon.Hex `json:"payloads"`
	Result   canon.Hex   `json:"result"`  // SHA-256 of the result's canonical encoding
	Counted  string      `json:"counted"` // that encoding
}

type part struct {
	Trustee int         `json:"trustee"`
	Data    canon.Hex   `json:"data"` // D_1 … D_N, A, B', z
	Hash    canon.Hex   `json:"hash"` // ballot.shares.parts
	Weights []canon.Hex `json:"weights"`
	M       canon.Hex   `json:"m"`
	Z       canon.Hex   `json:"z"`
	drawn
}

type proved struct {
	Trustee int       `json:"trustee"`
	Share   canon.Hex `json:"share"` // Z_i, A, B', z
	drawn
}

func makeDecryption(k *keys, b *box, m *mix) *decryption {
	who := []int{3, 1}
	c1s, c2s := sealed.Split(m.list)
	v := &decryption{Context: m.ballot.DecryptContext(), C1: hexes(points(c1s)), C2: hexes(points(c2s)), Trustees: who}
	for _, i := range who {
		v.Lambda = append(v.Lambda, lambda(i, who).Bytes())
	}
	names := new(manifest.Manifest) // indices of trustees are all that is asked of it
	for i := range trustees {
		names.Trustees = append(names.Trustees, manifest.Trustee{Name: trusteeName(i + 1)})
	}
	var parts [][]byte
	for _, i := range who {
		given, proof, err := tally.Part(m.ballot, i, k.shares[i-1], k.public[i-1], m.list, stream(fmt.Sprintf("parts %d", i)))
		given = must(given, err)
		p := part{Trustee: i, Data: append(append(canon.Hex{}, given...), proof.Bytes()...)}
		p.Hash = tally.Hash(p.Data)
		t := group.NewTranscript("valurna/v1/parts")
		t.Append("context", v.Context)
		t.AppendUint64("trustee", uint64(i))
		t.AppendPoints("public share", k.public[i-1])
		t.Append("ciphertexts", c1s)
		t.Append("parts", given)
		p.Weights, p.M, p.Z = weigh(t, c1s, given)
		t.AppendPoints("combined", point(p.M), point(p.Z))
		t.AppendPoints("commitments", proof.A, proof.B)
		p.drawn = draw(t, "challenge")
		v.Parts, parts = append(v.Parts, p), append(parts, given)
		m.ballot.Shares = append(m.ballot.Shares, journal.Shares{Trustee: trusteeName(i), Parts: p.Hash})
	}
	v.Combined = must(tally.Combine(names, m.ballot, parts))
	v.Points = tally.Hash(v.Combined)
	v.prove(k, m, names, c1s)
	opened := must(tally.Open(names, m.ballot, k.publicOf, m.list, v.Combined))
	v.Opened = hexes(points(opened))
	for at := 0; at < len(opened); at += b.terms.Points * group.Size {
		v.Payloads = append(v.Payloads, must(sealed.Payload(opened[at:at+b.terms.Points*group.Size])))
	}
	result := tally.Count(m.ballot, opened)
	v.Counted, v.Result = string(canon.MustMarshal(result)), journal.ResultHash(result)
	return v
}

// prove makes the trustees' shares of the collective proof, and follows its
// transcript.
func (v *decryption) prove(k *keys, m *mix, names *manifest.Manifest, c1s []byte) {
	t := group.NewTranscript("valurna/v1/collective")
	t.Append("context", v.Context)
	t.AppendPoints("key", k.key)
	t.AppendUint64("trustees", uint64(len(v.Trustees)))
	for _, i := range v.Trustees {
		t.AppendUint64("trustee", uint64(i))
		t.AppendPoints("public share", k.public[i-1])
	}
	t.Append("ciphertexts", c1s)
	t.Append("combined points", v.Combined)
	v.Weights, v.M, v.Z = weigh(t, c1s, v.Combined)
	t.AppendPoints("weighted", point(v.M), point(v.Z))
	for _, i := range v.Trustees {
		share := must(tally.Prove(names, m.ballot, k.publicOf, i, k.shares[i-1], m.list, v.Combined, stream(fmt.Sprintf("proof %d", i))))
		own := t.Clone()
		own.AppendUint64("prover", uint64(i))
		own.AppendPoints("share", point(share[:32]))
		own.Append("commitments", share[32:96])
		v.Shares = append(v.Shares, proved{i, share, draw(own, "challenge")})
		m.ballot.Proofs = append(m.ballot.Proofs, journal.Proof{Trustee: trusteeName(i), Share: share})
	}
}

// weigh draws the weights of ciphertexts and products, and sums both.
func weigh(t *group.Transcript, c1s, products []byte) (drawn []canon.Hex, m, z canon.Hex) {
	d := t.Weights("weights", len(c1s)/group.Size)
	return weights(d), group.MultiScalarMult(d, points(c1s)).Bytes(), group.MultiScalarMult(d, points(products)).Bytes()
}

func (k *keys) publicOf(index int) (*group.Point, error) { return k.public[index-1], nil }

// lambda is the product of j / (j - i) over the others.
func lambda(i int, who []int) *group.Scalar {
	out := group.ScalarFromUint64(1)
	for _, j := range who {
		if j == i {
			continue
		}
		difference := group.NewScalar().Subtract(group.ScalarFromUint64(uint64(j)), group.ScalarFromUint64(uint64(i)))
		out.Multiply(out, group.ScalarFromUint64(uint64(j)))
		out.Multiply(out, group.NewScalar().Invert(difference))
	}
	return out
}
