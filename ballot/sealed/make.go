package sealed

import (
	"errors"
	"fmt"
	"io"

	"valurna/crypto/group"
	"valurna/crypto/threshold"
)

// Make encrypts an encoded choice, t.Points*30 bytes, under the terms' key and
// proves knowledge of the token secret and of all randomness. The ballot lacks
// its Signature. Time does not depend on the choice. rand must be fresh for each
// ballot: two ballots with the same randomness would show whether their choices
// are equal.
func Make(t Terms, payload []byte, tokenSecret *group.Scalar, check [CheckSize]byte, rand io.Reader) (*Ballot, error) {
	b, opening, err := MakeToOpen(t, payload, tokenSecret, check, rand)
	opening.Erase()
	return b, err
}

// MakeToOpen is Make for a booth that can be audited: it gives the randomness of
// the encryption too, which the caller erases once the ballot is to be cast.
func MakeToOpen(t Terms, payload []byte, tokenSecret *group.Scalar, check [CheckSize]byte, rand io.Reader) (_ *Ballot, _ Opening, err error) {
	if err := t.Check(); err != nil {
		return nil, nil, err
	}
	if len(payload) != t.Points*group.EmbedSize {
		return nil, nil, fmt.Errorf("sealed: a choice of %d bytes, not %d; nothing was sealed, encode it for this contest", len(payload), t.Points*group.EmbedSize)
	}
	if tokenSecret == nil || tokenSecret.Equal(group.NewScalar()) == 1 {
		return nil, nil, errors.New("sealed: the token secret is missing or zero; nothing was sealed, derive it anew")
	}
	b := &Ballot{
		TokenKey:    new(group.Point).ScalarBaseMult(tokenSecret),
		Check:       check,
		Ciphertexts: make([]threshold.Ciphertext, t.Points),
	}
	secrets := make([]*group.Scalar, 1, 1+t.Points)
	secrets[0] = tokenSecret
	defer func() {
		if err != nil {
			Opening(secrets[1:]).Erase() // the token secret is the caller's to erase
		}
	}()
	for i := range b.Ciphertexts {
		m, err := group.Embed(payload[i*group.EmbedSize : (i+1)*group.EmbedSize])
		if err != nil {
			return nil, nil, fmt.Errorf("sealed: nothing was sealed: %w", err)
		}
		r, err := group.RandomScalar(rand)
		if err != nil {
			return nil, nil, fmt.Errorf("sealed: nothing was sealed: %w", err)
		}
		b.Ciphertexts[i] = threshold.Encrypt(t.Key, m, r)
		secrets = append(secrets, r)
	}
	tr := t.transcript()
	b.bind(tr)
	proof, err := group.ProveKnowledge(tr, secrets, rand)
	if err != nil {
		return nil, nil, fmt.Errorf("sealed: nothing was sealed: %w", err)
	}
	b.Proof = proof
	if err := b.check(t.Points); err != nil {
		return nil, nil, fmt.Errorf("sealed: chance gave the identity, seal again: %w", err)
	}
	return b, Opening(secrets[1:]), nil
}

// Payload joins the bytes that Make embedded in a ballot's points, once those
// are decrypted: opened holds their encodings, 32 bytes each. It fails if any
// point is no embedding, as a cheating booth can make it: that ballot counts as
// invalid. Variable time.
func Payload(opened []byte) ([]byte, error) {
	out := make([]byte, 0, len(opened)/group.Size*group.EmbedSize)
	for i := 0; len(opened) > 0; i++ {
		n := min(group.Size, len(opened))
		p, err := new(group.Point).SetBytes(opened[:n])
		if err != nil {
			return nil, fmt.Errorf("sealed: opened point %d: %w", i+1, err)
		}
		opened = opened[n:]
		part, err := group.Extract(p)
		if err != nil {
			return nil, fmt.Errorf("sealed: opened point %d: %w", i+1, err)
		}
		out = append(out, part...)
	}
	return out, nil
}
