package manifest

import (
	"bytes"
	"crypto/ed25519"
	"fmt"
	"slices"
	"strings"

	"github.com/hiddeco/sshsig"

	"valurna/ballot/canon"
)

// SSHSIGNamespace separates the officer's signature from every other use of
// that SSH key.
const SSHSIGNamespace = "manifest@valurna"

// Signature is one party's signature: 64 bytes of Ed25519, or for the officer
// the SSHSIG blob (PROTOCOL.sshsig of OpenSSH), without its armour.
type Signature struct {
	By  string    `json:"by"`
	Sig canon.Hex `json:"sig"`
}

// Signed is the manifest file: the manifest and its signatures in the order
// registrar, urn, trustees, witnesses, officer.
type Signed struct {
	Manifest *Manifest   `json:"manifest"`
	Sigs     []Signature `json:"sigs"`
}

// Encode gives the one encoding of the file, with a final newline.
func (s *Signed) Encode() ([]byte, error) {
	data, err := canon.Marshal(s)
	return append(data, '\n'), err
}

// DecodeSigned reads a manifest file and checks the manifest; the signatures
// are checked by Verify, since a file is passed around while it collects them.
func DecodeSigned(data []byte) (*Signed, error) {
	body, ok := bytes.CutSuffix(data, []byte("\n"))
	if !ok {
		return nil, fmt.Errorf("manifest: %w: no newline at the end", canon.ErrNotCanonical)
	}
	s := new(Signed)
	if err := canon.Unmarshal(body, s); err != nil {
		return nil, fmt.Errorf("manifest: %w", err)
	}
	if s.Manifest == nil {
		return nil, fmt.Errorf("manifest: empty")
	}
	if err := s.Manifest.Check(); err != nil {
		return nil, err
	}
	return s, nil
}

// Parties lists who has to sign, in order.
func (m *Manifest) Parties() []string {
	out := []string{ByRegistrar, ByUrn}
	for _, t := range m.Trustees {
		out = append(out, ByTrustee(t.Name))
	}
	for _, w := range m.Witnesses {
		out = append(out, ByWitness(w.Name))
	}
	return append(out, ByOfficer)
}

// Key is the Ed25519 key of a party other than the officer; nil if there is none.
func (m *Manifest) Key(by string) ed25519.PublicKey {
	switch by {
	case ByRegistrar:
		return ed25519.PublicKey(m.Registrar.JournalKey)
	case ByUrn:
		return ed25519.PublicKey(m.Urn.ReceiptKey)
	}
	for _, t := range m.Trustees {
		if ByTrustee(t.Name) == by {
			return ed25519.PublicKey(t.Key)
		}
	}
	for _, w := range m.Witnesses {
		if ByWitness(w.Name) == by {
			return ed25519.PublicKey(w.Key)
		}
	}
	return nil
}

// Add puts one party's signature in its place, replacing an earlier one of the
// same party. A signature that does not verify is refused.
func (s *Signed) Add(sig Signature) error {
	if err := s.Manifest.verifyOne(sig); err != nil {
		return err
	}
	s.Sigs = slices.DeleteFunc(s.Sigs, func(o Signature) bool { return o.By == sig.By })
	s.Sigs = append(s.Sigs, sig)
	order := s.Manifest.Parties()
	slices.SortFunc(s.Sigs, func(a, b Signature) int {
		return slices.Index(order, a.By) - slices.Index(order, b.By)
	})
	return nil
}

// Missing lists the parties that have not signed yet.
func (s *Signed) Missing() []string {
	var out []string
	for _, by := range s.Manifest.Parties() {
		if !slices.ContainsFunc(s.Sigs, func(o Signature) bool { return o.By == by }) {
			out = append(out, by)
		}
	}
	return out
}

// Verify accepts exactly one valid signature of every party, in order.
func (s *Signed) Verify() error {
	if missing := s.Missing(); len(missing) > 0 {
		return fmt.Errorf("manifest: not signed by %s: have them sign it (registrar, urn and officer with `valurna manifest sign`, trustees with `valurna trustee sign`, witnesses with `valurna witness sign`)", strings.Join(missing, ", "))
	}
	parties := s.Manifest.Parties()
	if len(s.Sigs) != len(parties) {
		return fmt.Errorf("manifest: %d signatures, %d parties", len(s.Sigs), len(parties))
	}
	for i, sig := range s.Sigs {
		if sig.By != parties[i] {
			return fmt.Errorf("manifest: signature %d is by %s, in its place belongs %s", i+1, sig.By, parties[i])
		}
		if err := s.Manifest.verifyOne(sig); err != nil {
			return err
		}
	}
	return nil
}

func (m *Manifest) verifyOne(sig Signature) error {
	encoding, err := m.Encode()
	if err != nil {
		return err
	}
	message := SigningBytes(encoding)
	if sig.By == ByOfficer {
		return m.verifyOfficer(message, sig.Sig)
	}
	key := m.Key(sig.By)
	if key == nil {
		return fmt.Errorf("manifest: %q is no party of it", sig.By)
	}
	if len(sig.Sig) != ed25519.SignatureSize || !ed25519.Verify(key, message, sig.Sig) {
		return fmt.Errorf("manifest: the signature by %s does not verify: the manifest was changed after it, or another key signed", sig.By)
	}
	return nil
}

func (m *Manifest) verifyOfficer(message, blob []byte) error {
	key, err := ParseKeyLine(m.Officer.Key)
	if err != nil {
		return err
	}
	sig, err := sshsig.ParseSignature(blob)
	if err != nil {
		return fmt.Errorf("manifest: the officer's signature cannot be read: %v", err)
	}
	if !bytes.Equal(sig.Marshal(), blob) {
		return fmt.Errorf("manifest: the officer's signature: %w", canon.ErrNotCanonical)
	}
	if err := sshsig.Verify(bytes.NewReader(message), sig, key, sig.HashAlgorithm, SSHSIGNamespace); err != nil {
		return fmt.Errorf("manifest: the officer's signature does not verify: %v", err)
	}
	return nil
}
