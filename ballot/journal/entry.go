// Package journal holds the record of a meeting: its entries, what each may
// say, and the one state that they add up to.
//
// For most uses call State.Apply with one entry after the other: it refuses
// every entry that breaks a rule and leaves the state as it was. Registrar,
// witnesses, trustees and verify all run this same fold.
//
// The journal is public. Where the names, SSH keys and reasons of members
// belong, an entry holds a salted commitment (see Commit); the openings are kept
// beside the journal.
package journal

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"fmt"

	"valurna/ballot/canon"
)

// Entry is one leaf of the journal's tree: the leaf's bytes are its canonical
// encoding, without a newline.
type Entry struct {
	Seq  int64           `json:"seq"`  // 0 for the manifest
	Time int64           `json:"time"` // Unix seconds, by the registrar's clock
	Type string          `json:"type"`
	Body json.RawMessage `json:"body"`
	Sigs []Signature     `json:"sigs"`

	read any // the body, if it was decoded with the leaf
}

// Signature is a party's signature over StatementBytes. By is a party's name as
// in package manifest. Sig has 64 bytes, except the officer's in entry 0.
type Signature struct {
	By  string    `json:"by"`
	Sig canon.Hex `json:"sig"`
}

// Statement is what a party sends to be entered: type, body and its signature.
type Statement struct {
	Type string          `json:"type"`
	Body json.RawMessage `json:"body"`
	Sig  Signature       `json:"sig"`
}

// StatementBytes is what a party signs: domain, type, manifest hash in
// hexadecimal, canonical body, each on its line.
func StatementBytes(manifestHash [32]byte, typ string, body []byte) []byte {
	return fmt.Appendf(nil, "valurna/v1/statement\n%s\n%x\n%s", typ, manifestHash, body)
}

// Sign makes a statement with an Ed25519 key.
func Sign(manifestHash [32]byte, by string, key ed25519.PrivateKey, typ string, body any) (Statement, error) {
	data, err := canon.Marshal(body)
	if err != nil {
		return Statement{}, fmt.Errorf("journal: %s: %w", typ, err)
	}
	sig := ed25519.Sign(key, StatementBytes(manifestHash, typ, data))
	return Statement{Type: typ, Body: data, Sig: Signature{By: by, Sig: sig}}, nil
}

// NewEntry makes an entry; seq and time are the registrar's to give.
func NewEntry(seq, unix int64, typ string, body any, sigs ...Signature) (*Entry, error) {
	data, err := canon.Marshal(body)
	if err != nil {
		return nil, fmt.Errorf("journal: %s: %w", typ, err)
	}
	if sigs == nil {
		sigs = []Signature{}
	}
	return &Entry{Seq: seq, Time: unix, Type: typ, Body: data, Sigs: sigs}, nil
}

// Encode gives the leaf's bytes.
func (e *Entry) Encode() ([]byte, error) { return canon.Marshal(e) }

// DecodeEntry reads a leaf's bytes.
func DecodeEntry(data []byte) (*Entry, error) {
	e := new(Entry)
	if err := canon.Unmarshal(data, e); err != nil {
		return nil, fmt.Errorf("journal entry: %w", err)
	}
	if e.Sigs == nil || len(e.Body) == 0 {
		return nil, fmt.Errorf("journal entry: %w", canon.ErrNotCanonical)
	}
	return e, nil
}

// Commit is SHA-256("valurna/v1/commit\n" || salt || value); salt has 32 random
// bytes, value is the canonical encoding of what is committed to.
func Commit(salt [32]byte, value []byte) canon.Hex {
	h := sha256.New()
	h.Write([]byte("valurna/v1/commit\n"))
	h.Write(salt[:])
	h.Write(value)
	return h.Sum(nil)
}

// Opening opens one commitment: for offices and for the auditor's annex.
type Opening struct {
	Commit canon.Hex       `json:"commit"`
	Salt   canon.Hex       `json:"salt"`
	Value  json.RawMessage `json:"value"`
}

// Check says whether the opening opens its commitment.
func (o *Opening) Check() error {
	if len(o.Salt) != 32 || Commit([32]byte(o.Salt), o.Value).String() != o.Commit.String() {
		return fmt.Errorf("journal: the opening does not open commitment %s", o.Commit)
	}
	return nil
}
