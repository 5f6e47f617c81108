package journal

import (
	"crypto/ed25519"

	"valurna/ballot/canon"
	"valurna/ballot/manifest"
	"valurna/crypto/tree"
)

func applyManifest(s *State, e *Entry) (func(), error) {
	if s.manifest != nil {
		return nil, refuse("manifest", "entry %d is a second manifest", e.Seq)
	}
	m, err := manifest.Decode(e.Body)
	if err != nil {
		return nil, refuse("manifest", "%v", err)
	}
	signed := manifest.Signed{Manifest: m}
	for _, sig := range e.Sigs {
		signed.Sigs = append(signed.Sigs, manifest.Signature{By: sig.By, Sig: sig.Sig})
	}
	if err := signed.Verify(); err != nil {
		return nil, refuse("manifest", "%v", err)
	}
	hash, err := m.Hash()
	if err != nil {
		return nil, err
	}
	policy := tree.Policy{Origin: manifest.OriginOf(hash), Log: ed25519.PublicKey(m.Registrar.JournalKey), Quorum: m.Quorum}
	for _, w := range m.Witnesses {
		policy.Witnesses = append(policy.Witnesses, tree.Witness{Name: w.Name, Key: ed25519.PublicKey(w.Key)})
	}
	return func() {
		s.manifest, s.hash, s.policy = m, hash, policy
		s.law.Under(m)
	}, nil
}

// ManifestEntry makes entry 0.
func ManifestEntry(signed *manifest.Signed, unix int64) (*Entry, error) {
	return NewEntry(0, unix, TypeManifest, signed.Manifest, ManifestSigs(signed)...)
}

// ManifestSigs are the manifest's signatures as entry 0 carries them.
func ManifestSigs(signed *manifest.Signed) []Signature {
	sigs := make([]Signature, 0, len(signed.Sigs))
	for _, s := range signed.Sigs {
		sigs = append(sigs, Signature{By: s.By, Sig: s.Sig})
	}
	return sigs
}

// first refuses what belongs to the first entries once these are complete.
func (s *State) first(e *Entry) error {
	if s.Ready() != nil {
		return refuse("ready", "%s came after the first entries were complete", e.Type)
	}
	return unsigned(e)
}

func hash32(h canon.Hex, what string) error {
	if len(h) != 32 {
		return refuse("length", "%s has %d bytes instead of 32", what, len(h))
	}
	return nil
}

// reason refuses text that could mislead whoever reads why something ended.
func reason(s string) error {
	if err := canon.Text(s, 512); err != nil {
		return refuse("reason", "the reason is %v", err)
	}
	return nil
}

func applyFiles(s *State, e *Entry) (func(), error) {
	f, err := decode[Files](e)
	if err == nil {
		err = s.first(e)
	}
	if err == nil && s.files != nil {
		err = refuse("files", "the files were entered before")
	}
	if err == nil {
		err = hash32(f.Body, "body")
	}
	if err == nil {
		err = hash32(f.Meeting, "meeting")
	}
	return func() { s.files = f }, err
}
