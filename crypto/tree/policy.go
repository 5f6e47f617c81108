package tree

import (
	"crypto/ed25519"
	"errors"
	"fmt"

	cosignature "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"
)

// Witness is a cosigner: its name, without space or plus sign, and its public key.
type Witness struct {
	Name string
	Key  ed25519.PublicKey
}

// Policy says whose signatures make a checkpoint: the log of that origin, and at least
// Quorum of the witnesses. Quorum zero reads a checkpoint that is not yet cosigned.
type Policy struct {
	Origin    string
	Log       ed25519.PublicKey
	Witnesses []Witness
	Quorum    int
}

// Cosignature is one witness's verified word: who, and when in Unix seconds by the
// witness's own clock.
type Cosignature struct {
	Name string
	Time int64
}

// Check returns ErrPolicy unless the policy can be relied on: valid and distinct
// names and keys (one key under two names would count twice), and a quorum that its
// witnesses can reach.
func (p Policy) Check() error {
	if !validName(p.Origin) || len(p.Log) != ed25519.PublicKeySize {
		return fmt.Errorf("%w: origin %q, log key of %d bytes", ErrPolicy, p.Origin, len(p.Log))
	}
	if p.Quorum < 0 || p.Quorum > len(p.Witnesses) || len(p.Witnesses) >= maxSignatures {
		return fmt.Errorf("%w: a quorum of %d among %d witnesses", ErrPolicy, p.Quorum, len(p.Witnesses))
	}
	names := map[string]bool{p.Origin: true}
	keys := map[string]bool{string(p.Log): true}
	for _, w := range p.Witnesses {
		if !validName(w.Name) || len(w.Key) != ed25519.PublicKeySize {
			return fmt.Errorf("%w: witness %q with a key of %d bytes", ErrPolicy, w.Name, len(w.Key))
		}
		if names[w.Name] || keys[string(w.Key)] {
			return fmt.Errorf("%w: the name or key of witness %q stands there twice", ErrPolicy, w.Name)
		}
		names[w.Name], keys[string(w.Key)] = true, true
	}
	return nil
}

// Open verifies a note and returns its checkpoint and the names of the witnesses that
// cosigned it, in byte order. Every line must be in canonical form (else ErrFormat),
// of a key that the policy names (else ErrUnknownKey) and valid (else ErrSignature);
// fewer than Quorum witnesses give ErrQuorum, an unusable policy ErrPolicy.
func (p Policy) Open(signed string) (Checkpoint, []string, error) {
	c, cosigned, err := p.OpenTimes(signed)
	if err != nil {
		return Checkpoint{}, nil, err
	}
	names := make([]string, len(cosigned))
	for i, s := range cosigned {
		names[i] = s.Name
	}
	return c, names, nil
}

// OpenTimes is Open with the time of each cosignature, for a caller that asks how
// recently its witnesses have looked.
func (p Policy) OpenTimes(signed string) (Checkpoint, []Cosignature, error) {
	if err := p.Check(); err != nil {
		return Checkpoint{}, nil, err
	}
	n, err := parse(signed)
	if err != nil {
		return Checkpoint{}, nil, err
	}
	if n.point.Origin != p.Origin {
		return Checkpoint{}, nil, fmt.Errorf("%w: it is of the origin %q, not %q", ErrUnknownKey, n.point.Origin, p.Origin)
	}
	if err := p.verify(signed); err != nil {
		return Checkpoint{}, nil, err
	}
	cosigned := make([]Cosignature, 0, len(n.sigs)-1)
	for _, s := range n.sigs[1:] {
		at, ok := timeOf(s.raw)
		if !ok {
			return Checkpoint{}, nil, fmt.Errorf("%w: the cosignature of %q has no possible time", ErrFormat, s.name)
		}
		cosigned = append(cosigned, Cosignature{Name: s.name, Time: at})
	}
	if len(cosigned) < p.Quorum {
		return Checkpoint{}, nil, fmt.Errorf("%w: %d of %d", ErrQuorum, len(cosigned), p.Quorum)
	}
	return n.point, cosigned, nil
}

// verify checks every signature of a note in canonical form. The packages for notes
// and cosignatures do the checking; this only turns their answers into ours.
func (p Policy) verify(signed string) error {
	known, err := p.verifiers()
	if err != nil {
		return fmt.Errorf("%w: %v", ErrPolicy, err)
	}
	opened, err := note.Open([]byte(signed), known)
	var invalid *note.InvalidSignatureError
	var unverified *note.UnverifiedNoteError
	switch {
	case errors.As(err, &invalid):
		return fmt.Errorf("%w: by %q", ErrSignature, invalid.Name)
	case errors.As(err, &unverified):
		return fmt.Errorf("%w: by %q", ErrUnknownKey, unverified.Note.UnverifiedSigs[0].Name)
	case err != nil:
		return fmt.Errorf("%w: %v", ErrFormat, err)
	case len(opened.UnverifiedSigs) > 0:
		return fmt.Errorf("%w: by %q", ErrUnknownKey, opened.UnverifiedSigs[0].Name)
	}
	return nil
}

func (p Policy) verifiers() (note.Verifiers, error) {
	logVerifier, err := note.NewVerifier(vkey(p.Origin, algEd25519, p.Log))
	if err != nil {
		return nil, err
	}
	list := []note.Verifier{logVerifier}
	for _, w := range p.Witnesses {
		v, err := cosignature.NewVerifierForCosignatureV1(vkey(w.Name, algCosignature, w.Key))
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return note.VerifierList(list...), nil
}
