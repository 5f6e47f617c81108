// Package sealed is the sealed ballot: an encrypted choice, the token that
// admits it, and the proof that joins the two.
//
// For most uses: the booth calls Make and sets Signature; the urn calls Decode
// and Verify for each ballot that is cast; whoever checks a ballot box calls
// IsSorted, VerifyAll and Root.
//
// A sealed ballot says nothing about its voter: the token is blind-signed, the
// check field is random unless the voter gave a word, and all ballots of one
// definition have the same length. What the urn must decide beside this package
// is that a token key is taken once.
package sealed

import (
	"crypto/sha256"
	"errors"
	"fmt"

	"valurna/crypto/blind"
	"valurna/crypto/group"
	"valurna/crypto/threshold"
)

const (
	// Version is the first byte of every encoding.
	Version = 1
	// CheckSize is the length of the check field in bytes.
	CheckSize = 16
	// MaxPoints bounds the ciphertexts of one ballot.
	MaxPoints = 64
)

// The causes of a refusal, to tell apart with errors.Is.
var (
	// ErrTerms says that the terms themselves cannot hold for any ballot.
	ErrTerms = errors.New("sealed: these terms fit no ballot; nothing was made or accepted, check the definition")
	// ErrEncoding says that bytes are not the one encoding of a sealed ballot.
	ErrEncoding = errors.New("sealed: not a sealed ballot of this definition; it was not accepted")
	// ErrToken says that the token's signature does not hold for this ballot.
	ErrToken = errors.New("sealed: the token is not one of this ballot's issuing key; the ballot was not accepted")
	// ErrProof says that the proof does not hold for this ballot.
	ErrProof = errors.New("sealed: the proof does not hold, so the ballot was changed or made for another; it was not accepted")
	// ErrDoubled says that a token admits one ballot, and another came under it.
	ErrDoubled = errors.New("sealed: two ballots under one token; the ballot box was not accepted")
)

// Context is the hash of the definition; every message of a ballot binds it.
type Context [32]byte

// Terms is what a definition fixes for all its sealed ballots.
type Terms struct {
	Context Context
	Key     *group.Point     // the trustees' key
	Issuing *blind.PublicKey // of the tokens
	Points  int              // ciphertexts in a ballot
}

// Check refuses terms under which a ballot would not be secret or not exist.
func (t Terms) Check() error {
	switch {
	case t.Key == nil || t.Key.IsIdentity():
		return fmt.Errorf("%w: no trustees' key", ErrTerms)
	case t.Issuing == nil:
		return fmt.Errorf("%w: no issuing key", ErrTerms)
	case t.Points < 1 || t.Points > MaxPoints:
		return fmt.Errorf("%w: %d ciphertexts, there are 1 to %d", ErrTerms, t.Points, MaxPoints)
	}
	return nil
}

// Ballot is one sealed ballot. A value that Decode returned is well-formed and
// nothing more; Verify says whether it holds.
type Ballot struct {
	TokenKey    *group.Point
	Check       [CheckSize]byte
	Ciphertexts []threshold.Ciphertext
	Proof       group.Knowledge
	Signature   []byte // blind.Size bytes; nil before the token is there
}

// TokenMessage is what the registrar blind-signs: context and token key, 64
// bytes.
func TokenMessage(c Context, tokenKey *group.Point) []byte {
	return append(c[:], tokenKey.Bytes()...)
}

// transcript absorbs all of the statement but the points of which discrete
// logarithms are proved; ProveKnowledge absorbs those. In order:
//
//	protocol "valurna/v1/ballot"
//	Append("context", context)          32 bytes
//	Append("issuing", modulus)          256 bytes
//	AppendPoints("key", Y)
//	AppendPoints("token key", T)
//	Append("check", check)              16 bytes
//	AppendPoints("c1", C1_0 .. C1_w-1)
//	AppendPoints("c2", C2_0 .. C2_w-1)
//
// and then the joint proof of knowledge over T, C1_0 .. C1_w-1 (group.Knowledge).
// The frames carry lengths, so w is bound too.
func (t Terms) transcript() *group.Transcript {
	tr := group.NewTranscript("valurna/v1/ballot")
	tr.Append("context", t.Context[:])
	tr.Append("issuing", t.Issuing.Modulus())
	tr.AppendPoints("key", t.Key)
	return tr
}

// bind completes the transcript of the terms with the ballot, and returns the
// points of which the ballot's maker must know the discrete logarithms.
func (b *Ballot) bind(tr *group.Transcript) []*group.Point {
	xs := make([]*group.Point, 1, 1+len(b.Ciphertexts))
	xs[0] = b.TokenKey
	c2s := make([]*group.Point, 0, len(b.Ciphertexts))
	for _, ct := range b.Ciphertexts {
		xs = append(xs, ct.C1)
		c2s = append(c2s, ct.C2)
	}
	tr.AppendPoints("token key", b.TokenKey)
	tr.Append("check", b.Check[:])
	tr.AppendPoints("c1", xs[1:]...)
	tr.AppendPoints("c2", c2s...)
	return xs
}

// Hash is SHA-256 of an encoding: what ballots are sorted by.
func Hash(encoding []byte) [32]byte { return sha256.Sum256(encoding) }
