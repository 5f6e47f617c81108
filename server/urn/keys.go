package urn

import (
	"bytes"
	"crypto/ed25519"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"golang.org/x/crypto/ssh"

	"valurna/ballot/canon"
	"valurna/ballot/manifest"
)

// Files in the urn's directory, each readable by its owner alone.
const (
	hostKeyFile    = "host_key"
	receiptKeyFile = "receipt_key"
	linkKeyFile    = "link_key"
	storeFile      = "urn.db"
	evidenceDir    = "evidence"
	scratchDir     = "selfcheck" // of the self-check, while it looks
)

// Public is what the body writes about the urn into its manifest.
type Public struct {
	HostKey    string    // SSH host key of both addresses, "type base64"
	ReceiptKey canon.Hex // 32 bytes, Ed25519
	LinkKey    string    // SSH key with which the urn logs in at the registrar
}

// keys are the urn's three Ed25519 keys.
type keys struct{ host, receipt, link ed25519.PrivateKey }

// Init makes the urn's directory (mode 0700) and the keys that are not there
// yet, and returns the public halves. It never replaces a key: run again, it
// gives the same answer.
func Init(dir string, rand io.Reader) (Public, error) {
	if err := makeDir(dir); err != nil {
		return Public{}, err
	}
	for _, name := range []string{hostKeyFile, receiptKeyFile, linkKeyFile} {
		if err := makeKey(filepath.Join(dir, name), rand); err != nil {
			return Public{}, err
		}
	}
	k, err := loadKeys(dir)
	if err != nil {
		return Public{}, err
	}
	return k.public()
}

// SignManifest signs a manifest as the urn, once it has checked that the
// manifest names this urn's keys.
func SignManifest(dir string, m *manifest.Manifest) (manifest.Signature, error) {
	k, err := loadKeys(dir)
	if err != nil {
		return manifest.Signature{}, err
	}
	if err := k.named(m); err != nil {
		return manifest.Signature{}, err
	}
	encoding, err := m.Encode()
	if err != nil {
		return manifest.Signature{}, err
	}
	return manifest.Signature{By: manifest.ByUrn, Sig: ed25519.Sign(k.receipt, manifest.SigningBytes(encoding))}, nil
}

// makeKey writes a new key where there is none. The file appears whole or not at
// all, and an existing one stays.
func makeKey(path string, rand io.Reader) error {
	if _, err := os.Lstat(path); err == nil {
		return nil
	}
	seed := make([]byte, ed25519.SeedSize)
	defer clear(seed)
	if _, err := io.ReadFull(rand, seed); err != nil {
		return fmt.Errorf("urn: no randomness, so %s was not made: %w", path, err)
	}
	key := ed25519.NewKeyFromSeed(seed)
	defer clear(key)
	block, err := ssh.MarshalPrivateKey(key, "")
	if err != nil {
		return fmt.Errorf("urn: %w", err)
	}
	data := pem.EncodeToMemory(block)
	defer clear(data)
	return writeNew(path, data)
}

// writeNew puts a file in place, flushed, unless there is one already.
func writeNew(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*") // mode 0600
	if err != nil {
		return fmt.Errorf("urn: %w", err)
	}
	defer os.Remove(f.Name())
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("urn: %s was not written: %w", path, err)
	}
	// A link, unlike a rename, never takes another file's place.
	if err := os.Link(f.Name(), path); err != nil && !errors.Is(err, os.ErrExist) {
		return fmt.Errorf("urn: %s was not written: %w", path, err)
	}
	return flushDir(filepath.Dir(path))
}

// flushDir has what was made in a folder survive a power cut.
func flushDir(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("urn: %w", err)
	}
	return errors.Join(d.Sync(), d.Close())
}

// makeDir makes a folder for the owner alone, flushed; its parent may be missing.
func makeDir(path string) error {
	err := os.Mkdir(path, 0o700)
	if errors.Is(err, os.ErrExist) {
		return nil
	}
	if errors.Is(err, os.ErrNotExist) {
		if err := makeDir(filepath.Dir(path)); err != nil {
			return err
		}
		err = os.Mkdir(path, 0o700)
	}
	if err != nil {
		return fmt.Errorf("urn: %w", err)
	}
	return flushDir(filepath.Dir(path))
}

func loadKeys(dir string) (*keys, error) {
	k := new(keys)
	for name, into := range map[string]*ed25519.PrivateKey{hostKeyFile: &k.host, receiptKeyFile: &k.receipt, linkKeyFile: &k.link} {
		path := filepath.Join(dir, name)
		info, err := os.Stat(path)
		if err != nil {
			return nil, fmt.Errorf("urn: no key: %w; run `valurna urn init` first", err)
		}
		if info.Mode().Perm()&0o077 != 0 {
			return nil, fmt.Errorf("urn: others can read %s: run chmod 600 on it, and make a new key if they may have", path)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("urn: %w", err)
		}
		raw, err := ssh.ParseRawPrivateKey(data)
		clear(data)
		if err != nil {
			return nil, fmt.Errorf("urn: %s: %w", path, err)
		}
		key, ok := raw.(*ed25519.PrivateKey)
		if !ok {
			return nil, fmt.Errorf("urn: %s holds no Ed25519 key", path)
		}
		*into = *key
	}
	return k, nil
}

func (k *keys) public() (Public, error) {
	lines := make([]string, 0, 2)
	for _, key := range []ed25519.PrivateKey{k.host, k.link} {
		public, err := ssh.NewPublicKey(key.Public())
		if err != nil {
			return Public{}, fmt.Errorf("urn: %w", err)
		}
		lines = append(lines, manifest.KeyLine(public))
	}
	return Public{HostKey: lines[0], LinkKey: lines[1], ReceiptKey: canon.Hex(k.receipt.Public().(ed25519.PublicKey))}, nil
}

// named refuses a manifest that names another urn.
func (k *keys) named(m *manifest.Manifest) error {
	p, err := k.public()
	if err != nil {
		return err
	}
	if m.Urn.HostKey != p.HostKey || m.Urn.LinkKey != p.LinkKey || !bytes.Equal(m.Urn.ReceiptKey, p.ReceiptKey) {
		return errors.New("urn: the manifest names other keys than this urn's; nothing was signed or started: copy the lines that `valurna urn init` prints into it")
	}
	return nil
}
