package shuffle

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"flag"
	"os"
	"slices"
	"testing"

	"valurna/crypto/group"
)

var update = flag.Bool("update", false, "write the test vector anew")

const goldenFile = "testdata/shuffle.json"

// golden is a test vector for other implementations: everything that a verifier
// computes for three ballots of two ciphertexts. An independent implementation of
// docs/protocol.md, section 13.2, in another language, accepts it. It is part of the protocol: a
// change that breaks it is a new version.
type golden struct {
	Context    hexBytes   `json:"context"`
	Secret     hexBytes   `json:"secret"` // of the key; opens the ballots
	Key        hexBytes   `json:"key"`
	Width      int        `json:"width"`
	Elements   int        `json:"elements"`
	Input      hexBytes   `json:"input"`
	Output     hexBytes   `json:"output"`
	Proof      hexBytes   `json:"proof"`
	Plaintexts []hexBytes `json:"plaintexts"` // of the output, element for element

	// What a verifier computes.
	Generators []hexBytes `json:"generators"` // h, h_1 ... h_N
	U          []hexBytes `json:"u"`          // permutation challenges, as scalars
	Product    hexBytes   `json:"product of u"`
	Challenge  hexBytes   `json:"challenge"`

	// The proof in its parts.
	C       []hexBytes `json:"c"`
	Chat    []hexBytes `json:"chat"`
	That    []hexBytes `json:"that"`
	Shat    []hexBytes `json:"shat"`
	Stilde  []hexBytes `json:"stilde"`
	T       []hexBytes `json:"t"` // t1, t2, t3, t4 of column 0, of column 1
	S       []hexBytes `json:"s"` // s1, s2, s3, s4 of column 0, of column 1
	Sum     hexBytes   `json:"sum of c less sum of h"`
	Weights hexBytes   `json:"sum of u c"`

	// What this prover drew; another may draw otherwise.
	Randomness hexBytes `json:"randomness"`
	From       []int    `json:"from"` // where each element of the output comes from
}

type hexBytes []byte

func (h hexBytes) MarshalText() ([]byte, error) { return []byte(hex.EncodeToString(h)), nil }

func (h *hexBytes) UnmarshalText(s []byte) (err error) {
	*h, err = hex.DecodeString(string(s))
	return err
}

// newGolden fills in what follows from the statement, the secret and the randomness.
func newGolden(t *testing.T, b *box, randomness []byte) *golden {
	t.Helper()
	out, proof := b.shuffle(t, bytes.NewReader(randomness))
	g := &golden{
		Context: b.context, Secret: b.secret.Bytes(), Key: b.key.Bytes(), Width: b.width, Elements: b.n,
		Input: b.in, Output: out, Proof: proof, Randomness: randomness,
	}
	for _, p := range b.open(t, out) {
		g.Plaintexts = append(g.Plaintexts, hexBytes(p))
	}
	s, err := newStatement(b.context, b.key, b.width, b.in)
	if err != nil {
		t.Fatal(err)
	}
	e, err := newSecrets(s, bytes.NewReader(randomness))
	if err != nil {
		t.Fatal(err)
	}
	g.From = e.from

	rIn, rOut, r := &read{rest: b.in}, &read{rest: out}, &read{rest: proof}
	var in, outPoints, c, chat, that, ts []*group.Point
	for range 2 * b.n * b.width {
		in, outPoints = append(in, rIn.point(true)), append(outPoints, rOut.point(true))
	}
	for range b.n {
		c, chat, that = append(c, r.point(false)), append(chat, r.point(false)), append(that, r.point(false))
		g.Shat, g.Stilde = append(g.Shat, r.scalar().Bytes()), append(g.Stilde, r.scalar().Bytes())
	}
	for range 3 + 2*b.width {
		ts = append(ts, r.point(false))
	}
	for range 3 + b.width {
		g.S = append(g.S, r.scalar().Bytes())
	}
	encodings := func(points []*group.Point) (list []hexBytes) {
		for _, p := range points {
			list = append(list, p.Bytes())
		}
		return list
	}
	g.C, g.Chat, g.That, g.T = encodings(c), encodings(chat), encodings(that), encodings(ts)
	tr, u := referenceTranscript(b, in, outPoints, c)
	g.Challenge = referenceChallenge(tr, chat, that, ts).Bytes()
	all, first, weighted := one, group.NewPoint(), group.NewPoint()
	g.Generators = append(g.Generators, referenceGenerator(0).Bytes())
	for i := range b.n {
		h := referenceGenerator(i + 1)
		g.Generators = append(g.Generators, h.Bytes())
		g.U = append(g.U, u[i].Bytes())
		all = product(all, u[i])
		first = sum(first, c[i], mul(minus(one), h))
		weighted = sum(weighted, mul(u[i], c[i]))
	}
	g.Product, g.Sum, g.Weights = all.Bytes(), first.Bytes(), weighted.Bytes()
	return g
}

func TestTheGoldenShuffleHolds(t *testing.T) {
	randomness := make([]byte, 32)
	for i := range randomness {
		randomness[i] = byte(i + 1)
	}
	made, err := json.MarshalIndent(newGolden(t, newBox(t, 3, 2), randomness), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	made = append(made, '\n')
	if *update {
		if err := os.WriteFile(goldenFile, made, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(goldenFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(kept, made) {
		t.Errorf("what is computed now differs from %s", goldenFile)
	}

	g := new(golden)
	if err := json.Unmarshal(kept, g); err != nil {
		t.Fatal(err)
	}
	key, err := new(group.Point).SetBytes(g.Key)
	if err != nil {
		t.Fatal(err)
	}
	if err := Verify(g.Context, key, g.Width, g.Input, g.Output, g.Proof, nil); err != nil {
		t.Error(err)
	}
	if slices.IsSorted(g.From) {
		t.Error("the vector's permutation moves nothing")
	}
}
