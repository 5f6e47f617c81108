// Package vectors makes the test vectors of the specification, docs/vectors: for
// each format one example with every value that is computed on the way, for
// whoever writes a booth, a trustee or a verifier in another language.
//
// For most uses call Files, or "valurna vectors DIR". The same files come out each
// time. Inputs that nobody should use elsewhere, keys among them, are published
// here. What a verifier computes is computed here once more from the text of the
// specification, and the tests hold it against what the program itself computes.
package vectors

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/sha3"
	"encoding/json"
	"io"

	"valurna/ballot/canon"
	"valurna/crypto/group"
)

// Files gives the content of each file by its name.
func Files() map[string][]byte {
	k := makeKeys()
	b := makeBox(k)
	m := makeMix(k, b)
	out := map[string][]byte{}
	for name, v := range map[string]any{
		"basics.json": makeBasics(), "ceremony.json": k.file, "token.json": makeToken(b), "ballots.json": b.file,
		"shuffle.json": m.shuffles, "decryption.json": makeDecryption(k, b, m), "lot.json": makeLot(k, b), "choices.json": makeChoices(),
	} {
		out[name] = encode(v)
	}
	return out
}

// encode writes JSON for people: indented, without escapes that are not needed.
func encode(v any) []byte {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		panic("vectors: " + err.Error())
	}
	return out.Bytes()
}

// must is for calls whose arguments are this package's own: an error is a mistake
// in it.
func must[T any](v T, err error) T {
	if err != nil {
		panic("vectors: " + err.Error())
	}
	return v
}

// stream is the randomness of one example: SHAKE-256("valurna vectors\n" || name).
func stream(name string) io.Reader {
	h := sha3.NewSHAKE256()
	_, _ = io.WriteString(h, "valurna vectors\n"+name) // never fails (hash.Hash)
	return h
}

// manifestHash stands for a manifest's: SHA-256("valurna").
func manifestHash() [32]byte { return sha256.Sum256([]byte("valurna")) }

// party is the Ed25519 key whose seed is 32 times c.
func party(c byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{c}, ed25519.SeedSize))
}

func scalar(name string) *group.Scalar { return must(group.RandomScalar(stream(name))) }

func times(s *group.Scalar) *group.Point { return new(group.Point).ScalarBaseMult(s) }

func point(encoding []byte) *group.Point { return must(new(group.Point).SetBytes(encoding)) }

// points reads encodings of 32 bytes each.
func points(list []byte) []*group.Point {
	var out []*group.Point
	for i := 0; i < len(list); i += group.Size {
		out = append(out, point(list[i:i+group.Size]))
	}
	return out
}

func hexes[T interface{ Bytes() []byte }](list []T) []canon.Hex {
	out := []canon.Hex{}
	for _, v := range list {
		out = append(out, v.Bytes())
	}
	return out
}

// weights are written as the 16 bytes that they are read from.
func weights(list []*group.Scalar) []canon.Hex {
	out := hexes(list)
	for i := range out {
		out[i] = out[i][:16]
	}
	return out
}

// drawn is a challenge with the digest that it is read from.
type drawn struct {
	Digest    canon.Hex `json:"digest"` // 64 bytes
	Challenge canon.Hex `json:"challenge"`
}

// draw goes on with t as Challenge does.
func draw(t *group.Transcript, label string) drawn {
	d := t.Clone().Digest(label)
	return drawn{d[:], t.Challenge(label).Bytes()}
}

// knowledge is a proof of knowledge and what a verifier computes for it.
type knowledge struct {
	Statement []canon.Hex `json:"statement"`
	Proof     canon.Hex   `json:"proof"`
	drawn
}

// knows computes the challenge of a proof of knowledge on t.
func knows(t *group.Transcript, statement []*group.Point, k group.Knowledge) knowledge {
	t.AppendPoints("knowledge statement", statement...)
	t.AppendPoints("knowledge commitments", k.R...)
	return knowledge{hexes(statement), k.Bytes(), draw(t, "knowledge challenge")}
}
