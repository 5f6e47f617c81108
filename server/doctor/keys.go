package doctor

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"golang.org/x/crypto/ssh"

	"valurna/ballot/manifest"
	"valurna/server/party"
)

// keys compares every party's keys with those that the manifest names for it.
func (f *folder) keys(m *manifest.Manifest) []Finding {
	var out []Finding
	for _, p := range f.parts {
		id := "keys." + p.String()
		held, err := p.keys()
		switch {
		case err != nil && p.wide():
			out = append(out, fail(id, "mend the rights first, see above", "the keys in %s are not used while others may read them: %v", p.dir, err))
		case err != nil:
			out = append(out, fail(id, "restore the key from a copy; without one make new keys, and a new manifest that everybody signs", "the keys in %s cannot be used: %v", p.dir, err))
		case m == nil:
			out = append(out, warn(id, "mend the manifest first, or give it with --manifest FILE", "%d keys in %s can be read, and were not compared with a manifest", len(held), p.dir))
		default:
			out = append(out, judgeKeys(id, p, held, m))
		}
	}
	return out
}

// key is one key of a party: what it is for, its public half, and what the manifest
// names.
type key struct {
	file   string
	public ed25519.PublicKey
	named  func(m *manifest.Manifest) string // "type base64"; "" for none
}

func judgeKeys(id string, p part, held []key, m *manifest.Manifest) Finding {
	var other []string
	for _, k := range held {
		switch named := k.named(m); {
		case named == "":
			return fail(id, "ask for the right manifest, or for its author to name this party", "the manifest names no %s", p)
		case named != line(k.public):
			other = append(other, k.file)
		}
	}
	if len(other) > 0 {
		return fail(id, "put back the keys that the manifest names, or take the manifest that names these; new keys need a new manifest that everybody signs", "%s of %s: the manifest names another key", strings.Join(other, ", "), p.dir)
	}
	return ok(id, "the manifest names the keys in %s", p.dir)
}

// line is a key as the manifest writes host keys; "" for what is no key.
func line(k []byte) string {
	if len(k) != ed25519.PublicKeySize {
		return ""
	}
	pub, err := ssh.NewPublicKey(ed25519.PublicKey(k))
	if err != nil {
		return ""
	}
	return manifest.KeyLine(pub)
}

// keys reads the private keys of a party for their public halves.
func (p part) keys() ([]key, error) {
	switch p.role {
	case registrar:
		return readKeys(p.dir, []key{
			{file: hostKeyFile, named: func(m *manifest.Manifest) string { return m.Registrar.HostKey }},
			{file: journalKeyFile, named: func(m *manifest.Manifest) string { return line(m.Registrar.JournalKey) }},
		})
	case urn:
		return readKeys(p.dir, []key{
			{file: hostKeyFile, named: func(m *manifest.Manifest) string { return m.Urn.HostKey }},
			{file: receiptKeyFile, named: func(m *manifest.Manifest) string { return line(m.Urn.ReceiptKey) }},
			{file: linkKeyFile, named: func(m *manifest.Manifest) string { return m.Urn.LinkKey }},
		})
	}
	id, err := identity(p.dir)
	if err != nil {
		return nil, err
	}
	return []key{{identityFile, id.Public(), func(m *manifest.Manifest) string { return line(m.Key(id.By())) }}}, nil
}

func readKeys(dir string, keys []key) ([]key, error) {
	var bad error
	for i, k := range keys {
		read := readSSH
		if k.file == journalKeyFile {
			read = readSeed
		}
		public, err := read(filepath.Join(dir, k.file))
		bad = errors.Join(bad, err)
		keys[i].public = public
	}
	return keys, bad
}

// readSSH reads an Ed25519 key in OpenSSH's format and gives its public half.
func readSSH(path string) (ed25519.PublicKey, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	defer clear(data)
	raw, err := ssh.ParseRawPrivateKey(data)
	if err != nil {
		return nil, fmt.Errorf("%s is damaged: %w", path, err)
	}
	private, right := raw.(*ed25519.PrivateKey)
	if !right {
		return nil, fmt.Errorf("%s holds no Ed25519 key", path)
	}
	defer clear(*private)
	// The public half that stands in the file could be right beside a damaged seed.
	whole := ed25519.NewKeyFromSeed(private.Seed())
	defer clear(whole)
	if !whole.Equal(*private) {
		return nil, fmt.Errorf("%s is damaged: its two halves do not belong together", path)
	}
	return bytes.Clone(whole.Public().(ed25519.PublicKey)), nil
}

// readSeed reads the journal's key, 32 bytes in hexadecimal.
func readSeed(path string) (ed25519.PublicKey, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	defer clear(data)
	seed := make([]byte, hex.DecodedLen(len(bytes.TrimSpace(data))))
	defer clear(seed)
	if _, err := hex.Decode(seed, bytes.TrimSpace(data)); err != nil || len(seed) != ed25519.SeedSize {
		// What stands there instead is not repeated: most of it may be a key.
		return nil, fmt.Errorf("%s does not hold a key", path)
	}
	private := ed25519.NewKeyFromSeed(seed)
	defer clear(private)
	return bytes.Clone(private.Public().(ed25519.PublicKey)), nil
}

// wide says whether others than its owner may read a party's identity, for which
// alone it is refused.
func (p part) wide() bool {
	info, err := os.Stat(filepath.Join(p.dir, identityFile))
	return err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0
}

// identity is the identity in a folder, whichever of the two roles it is of.
func identity(dir string) (*party.Identity, error) {
	id, err := party.Load(dir, party.Trustee)
	if err == nil {
		return id, nil
	}
	return party.Load(dir, party.Witness)
}

// identified is the part of a folder with an identity. Role and name are taken from
// the file even where the identity cannot be used, so that findings name it; a file
// that says neither counts as a trustee's, of which more is asked.
func identified(dir string) part {
	p := part{trustee, dir, filepath.Base(dir)}
	data, err := os.ReadFile(filepath.Join(dir, identityFile))
	if err != nil {
		return p
	}
	defer clear(data)
	var says struct{ Role, Name string }
	if json.Unmarshal(data, &says) != nil {
		return p
	}
	if says.Role == string(witness) {
		p.role = witness
	}
	if says.Name != "" {
		p.name = says.Name
	}
	return p
}
