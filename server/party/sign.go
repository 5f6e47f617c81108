package party

import (
	"crypto/ed25519"
	"errors"

	"valurna/ballot/manifest"
)

// SignManifest adds the signature of the identity in dir to a manifest that
// names it with its key.
func SignManifest(dir string, role Role, signed *manifest.Signed) error {
	id, err := Load(dir, role)
	if err != nil {
		return err
	}
	if err := errors.Join(signed.Manifest.Check(), id.named(signed.Manifest)); err != nil {
		return err
	}
	encoding, err := signed.Manifest.Encode()
	if err != nil {
		return err
	}
	return signed.Add(manifest.Signature{By: id.By(), Sig: ed25519.Sign(id.key, manifest.SigningBytes(encoding))})
}
