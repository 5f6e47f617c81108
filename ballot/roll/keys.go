package roll

import (
	"crypto/ed25519"
	"crypto/rsa"
	"fmt"
	"slices"
	"strings"

	"filippo.io/edwards25519"
	"golang.org/x/crypto/ssh"

	"valurna/ballot/manifest"
)

// minRSA is the smallest RSA modulus in bits that is accepted (NIST SP 800-131A).
const minRSA = 2048

// keyTypes that people and servers may use. Plain keys only: a certificate
// names its holder and ends at a time, which this file decides itself.
var keyTypes = []string{
	ssh.KeyAlgoED25519, ssh.KeyAlgoSKED25519, ssh.KeyAlgoECDSA256, ssh.KeyAlgoECDSA384,
	ssh.KeyAlgoECDSA521, ssh.KeyAlgoSKECDSA256, ssh.KeyAlgoRSA,
}

// maxKey bounds a key's line in bytes; RSA with 16384 bits takes 2800.
const maxKey = 4096

// holder says whose a key is, for the finding about its second use.
type holder struct {
	who  string
	line int
}

// keyring remembers every key of the file: no key serves two, whether person,
// trustee, witness or machine, or one could act as the other (A13).
type keyring map[string]holder

// key reads one public key and writes it without its comment; "" is a finding.
// plain asks for ssh-ed25519, whose 32 bytes stand in the manifest.
func (r keyring) key(d *document, v *value, name, who string, plain bool) string {
	if !d.text(v, name, maxKey) {
		return ""
	}
	k, wrong, fix := readKey(v.text)
	switch {
	case wrong != "" && k == nil:
		d.add(v.line, "A13", fmt.Sprintf("%s of %s %s", name, who, wrong), fix)
	case plain && k.Type() != ssh.KeyAlgoED25519:
		d.add(v.line, "", fmt.Sprintf("%s of %s is of type %s", name, who, k.Type()), "make an Ed25519 key with ssh-keygen -t ed25519 and write the one line of its .pub file")
	case wrong != "":
		d.add(v.line, "A13", fmt.Sprintf("%s of %s %s", name, who, wrong), fix)
	default:
		return r.once(d, v, name, who, k)
	}
	return ""
}

// readKey reads one line of a .pub file. wrong says what is the matter with it, ""
// if nothing is; it never shows the text, which may be something that was not meant
// to be shown.
func readKey(text string) (k ssh.PublicKey, wrong, fix string) {
	fix = "write the one line of the file that ends in .pub: ssh-ed25519 AAAA…"
	k, _, options, _, err := ssh.ParseAuthorizedKey([]byte(text))
	switch {
	case err != nil:
		return nil, "is not an SSH public key", fix
	case len(options) > 0:
		return nil, "has options before it", "begin with the key's type: ssh-ed25519 AAAA…"
	case !slices.Contains(keyTypes, k.Type()):
		return k, fmt.Sprintf("is of type %s, which is not accepted", k.Type()), fix
	case weak(k) != "":
		return k, weak(k), "make a new key with ssh-keygen -t ed25519 and write the one line of its .pub file"
	}
	return k, "", ""
}

// PersonKey reads the one line of a .pub file as the files' keys are read, and
// writes it without its comment. wrong says in English what is the matter with it,
// "" if nothing is, and never shows the text.
func PersonKey(text string) (line, wrong string) {
	if len(text) > maxKey || strings.ContainsAny(text, "\r\n") {
		return "", "is longer than one line of a public key"
	}
	k, wrong, _ := readKey(text)
	if wrong != "" {
		return "", wrong
	}
	return manifest.KeyLine(k), ""
}

func (r keyring) once(d *document, v *value, name, who string, k ssh.PublicKey) string {
	if first, doubled := r[string(k.Marshal())]; doubled {
		d.add(v.line, "A13", fmt.Sprintf("%s of %s is the same key as that of %s in line %d", name, who, first.who, first.line),
			"write a key that only "+who+" has")
		return ""
	}
	r[string(k.Marshal())] = holder{who, v.line}
	return manifest.KeyLine(k)
}

// weak says why a key of an accepted type cannot be relied on; "" if it can.
func weak(k ssh.PublicKey) string {
	c, ok := k.(ssh.CryptoPublicKey)
	if !ok {
		return ""
	}
	switch key := c.CryptoPublicKey().(type) {
	case *rsa.PublicKey:
		if key.N.BitLen() < minRSA {
			return fmt.Sprintf("has %d bits, fewer than %d", key.N.BitLen(), minRSA)
		}
	case ed25519.PublicKey:
		// SSH keys carry no checksum; half of all mistyped ones are no point (RFC 8032, 5.1.3).
		if _, err := new(edwards25519.Point).SetBytes(key); err != nil {
			return "is damaged: no such key exists"
		}
	}
	return ""
}

// raw gives the 32 bytes of an ssh-ed25519 key that key has accepted.
func raw(line string) []byte {
	k, err := manifest.ParseKeyLine(line)
	if err != nil {
		return nil
	}
	c, ok := k.(ssh.CryptoPublicKey)
	if !ok {
		return nil
	}
	public, _ := c.CryptoPublicKey().(ed25519.PublicKey)
	return public
}
