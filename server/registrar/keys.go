package registrar

import (
	"crypto/ed25519"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/crypto/ssh"

	"valurna/ballot/canon"
	"valurna/ballot/manifest"
	"valurna/server/durable"
)

// Files of the registrar's own keys, owner-only.
const (
	hostKeyFile    = "host_key"    // OpenSSH private key, Ed25519
	journalKeyFile = "journal_key" // 32-byte Ed25519 seed in hexadecimal
)

// Public is what body.toml says of the registrar's keys.
type Public struct {
	HostKey    string // "ssh-ed25519 …"
	JournalKey string // "ssh-ed25519 …"
}

// Init makes the registrar's keys in a folder of its own. It refuses to replace
// keys that are there.
func Init(dir string, rand io.Reader) (Public, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return Public{}, err
	}
	for _, name := range []string{hostKeyFile, journalKeyFile} {
		if _, err := os.Stat(filepath.Join(dir, name)); !errors.Is(err, fs.ErrNotExist) {
			return Public{}, fmt.Errorf("%s is there already: nothing was made; choose another folder or keep using these keys", filepath.Join(dir, name))
		}
	}
	hostPub, host, err := ed25519.GenerateKey(rand)
	if err != nil {
		return Public{}, err
	}
	journalPub, journal, err := ed25519.GenerateKey(rand)
	if err != nil {
		return Public{}, err
	}
	block, err := ssh.MarshalPrivateKey(host, "valurna registrar")
	if err != nil {
		return Public{}, err
	}
	if err := durable.Write(filepath.Join(dir, hostKeyFile), pem.EncodeToMemory(block)); err != nil {
		return Public{}, err
	}
	if err := durable.Write(filepath.Join(dir, journalKeyFile), []byte(hex.EncodeToString(journal.Seed())+"\n")); err != nil {
		return Public{}, err
	}
	h, err := keyLine(hostPub)
	if err != nil {
		return Public{}, err
	}
	j, err := keyLine(journalPub)
	return Public{HostKey: h, JournalKey: j}, err
}

func keyLine(k ed25519.PublicKey) (string, error) {
	pub, err := ssh.NewPublicKey(k)
	if err != nil {
		return "", err
	}
	return manifest.KeyLine(pub), nil
}

// SignManifest adds the registrar's signature.
func SignManifest(dir string, s *manifest.Signed) error {
	key, err := loadJournalKey(dir, s.Manifest)
	if err != nil {
		return err
	}
	encoding, err := s.Manifest.Encode()
	if err != nil {
		return err
	}
	return s.Add(manifest.Signature{By: manifest.ByRegistrar, Sig: canon.Hex(ed25519.Sign(key, manifest.SigningBytes(encoding)))})
}

func loadHostKey(dir string, m *manifest.Manifest) (ssh.Signer, error) {
	data, err := os.ReadFile(filepath.Join(dir, hostKeyFile))
	if err != nil {
		return nil, fmt.Errorf("%w: make the registrar's keys with `valurna registrar init`", err)
	}
	signer, err := ssh.ParsePrivateKey(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", hostKeyFile, err)
	}
	if manifest.KeyLine(signer.PublicKey()) != m.Registrar.HostKey {
		return nil, errors.New("the host key is not the one that the manifest names")
	}
	return signer, nil
}
