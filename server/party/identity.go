package party

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/crypto/ssh"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
)

// Identity is who a party is: one Ed25519 key signs its statements and opens its
// SSH connection. It prints without the key.
type Identity struct {
	Role Role
	Name string
	key  ed25519.PrivateKey
}

const identityName = "identity.json"

// identityFile is the file's content, in canonical encoding with a newline.
type identityFile struct {
	Version int       `json:"version"` // 1
	Role    Role      `json:"role"`
	Name    string    `json:"name"`
	Seed    canon.Hex `json:"seed"` // 32 bytes, RFC 8032 private key
}

// Init makes the folder and the identity, and returns the public key as OpenSSH
// writes it. It reads 32 bytes of rand. A folder that has an identity keeps it.
func Init(dir string, role Role, name string, rand io.Reader) (publicKeyLine string, err error) {
	if err := checkName(name); err != nil {
		return "", err
	}
	if err := makeFolder(dir); err != nil {
		return "", err
	}
	seed := make([]byte, ed25519.SeedSize)
	defer clear(seed)
	if _, err := io.ReadFull(rand, seed); err != nil {
		return "", fmt.Errorf("the source of randomness failed, no identity was made: %w", err)
	}
	data, err := canon.Marshal(identityFile{Version: 1, Role: role, Name: name, Seed: seed})
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, identityName)
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return "", fmt.Errorf("%s is there already and was kept; name another folder for another identity", path)
	}
	if err != nil {
		return "", fmt.Errorf("no identity was made: %w", err)
	}
	if _, err = f.Write(append(data, '\n')); err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = errors.Join(syncFolder(dir), syncFolder(filepath.Dir(dir)))
	}
	if err != nil {
		return "", errors.Join(fmt.Errorf("the identity was not written: %w", err), os.Remove(path))
	}
	id := &Identity{Role: role, Name: name, key: ed25519.NewKeyFromSeed(seed)}
	return id.PublicLine(), nil
}

// checkName is the manifest's rule for names of parties.
func checkName(name string) error {
	if name == "" || len(name) > 64 || strings.ContainsAny(name, " +/\t\n") || canon.Text(name, 64) != nil {
		return fmt.Errorf("%q cannot name a trustee or witness: write one word of at most 64 bytes, without space, + or /", name)
	}
	return nil
}

// Load reads the identity that Init wrote in dir.
func Load(dir string, role Role) (*Identity, error) {
	path := filepath.Join(dir, identityName)
	if err := private(path); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("there is no identity in %s: make one with `valurna %s init %s NAME`", dir, role, dir)
		}
		return nil, err
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	defer clear(data)
	f, err := decodeIdentity(data)
	if err != nil {
		return nil, fmt.Errorf("%s is damaged: restore it from a copy; if init was interrupted, remove the file and run init again", path)
	}
	if f.Role != role {
		return nil, fmt.Errorf("%s is the identity of a %s, not of a %s: name the right folder", path, f.Role, role)
	}
	return &Identity{Role: role, Name: f.Name, key: ed25519.NewKeyFromSeed(f.Seed)}, nil
}

// decodeIdentity reads the file's content and refuses every other spelling.
func decodeIdentity(data []byte) (identityFile, error) {
	var f identityFile
	body, whole := bytes.CutSuffix(data, []byte("\n"))
	if err := canon.Unmarshal(body, &f); err != nil {
		return identityFile{}, err
	}
	if !whole || f.Version != 1 || len(f.Seed) != ed25519.SeedSize || checkName(f.Name) != nil {
		return identityFile{}, canon.ErrNotCanonical
	}
	return f, nil
}

// By is the identity's name in signatures.
func (id *Identity) By() string { return id.Role.By(id.Name) }

// Public is the public key, 32 bytes.
func (id *Identity) Public() ed25519.PublicKey { return id.key.Public().(ed25519.PublicKey) }

// Key is the private key, for cosignatures.
func (id *Identity) Key() ed25519.PrivateKey { return id.key }

// PublicLine is the public key as the body's file wants it: "type base64".
func (id *Identity) PublicLine() string {
	k, err := ssh.NewPublicKey(id.Public())
	if err != nil {
		panic("party: an Ed25519 key is no SSH key: " + err.Error())
	}
	return manifest.KeyLine(k)
}

// auth opens the SSH connection with the same key.
func (id *Identity) auth() (ssh.AuthMethod, error) {
	signer, err := ssh.NewSignerFromKey(id.key)
	if err != nil {
		return nil, err
	}
	return ssh.PublicKeys(signer), nil
}

// Sign makes a statement of this party.
func (id *Identity) Sign(manifestHash [32]byte, typ string, body any) (journal.Statement, error) {
	return journal.Sign(manifestHash, id.By(), id.key, typ, body)
}

// String names the party and nothing else.
func (id Identity) String() string { return id.By() }

// GoString is String.
func (id Identity) GoString() string { return id.By() }

// Format writes String for every verb.
func (id Identity) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, id.By()) }

// named refuses a manifest that does not name this key under this name.
func (id *Identity) named(m *manifest.Manifest) error {
	key := m.Key(id.By())
	if key == nil {
		return fmt.Errorf("this manifest names no %s %q: ask for the right manifest, or for its author to name you", id.Role, id.Name)
	}
	if !key.Equal(id.Public()) {
		return fmt.Errorf("this manifest names %s %q with another key than this folder's: send its author the line %q", id.Role, id.Name, id.PublicLine())
	}
	return nil
}
