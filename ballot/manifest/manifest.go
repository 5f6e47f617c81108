// Package manifest is the trust anchor of a meeting: who keeps the journal, who
// keeps the urn, who the trustees and witnesses are, and under what policy.
//
// For most uses call Decode, then Check; whoever trusts its Hash (or its words)
// trusts everything that verify derives from it. The manifest is signed by
// every party that it names, and by the chair or the secretary.
package manifest

import (
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/crypto/ssh"

	"valurna/ballot/canon"
)

// Version is the one format version that this program reads and writes.
const Version = 1

// Limits of package threshold (indices of one byte) and of a note's signature
// lines, of which the registrar has one (package tree).
const (
	MaxTrustees  = 255
	MaxWitnesses = 99
)

// Names of the signing parties in "by". Trustees and witnesses add their own
// name: "trustee/anna".
const (
	ByRegistrar = "registrar"
	ByUrn       = "urn"
	ByOfficer   = "officer"
)

// ByTrustee names a trustee as a signing party.
func ByTrustee(name string) string { return "trustee/" + name }

// ByWitness names a witness as a signing party.
func ByWitness(name string) string { return "witness/" + name }

// Profiles of bodies: what law they hold their meetings under.
const (
	ProfileCouncil     = "se-fullmaktige"
	ProfileBoard       = "se-namnd"
	ProfileCommittee   = "se-utskott"
	ProfileDanish      = "dk-kommunalbestyrelse"
	ProfileAssociation = "association"
)

// Profiles lists them.
func Profiles() []string {
	return []string{ProfileCouncil, ProfileBoard, ProfileCommittee, ProfileDanish, ProfileAssociation}
}

// Manifest is what the parties agree on before the meeting. Keys of 32 bytes are
// Ed25519 public keys; host and link keys are one line in OpenSSH format
// without a comment.
type Manifest struct {
	Version   int       `json:"version"`
	Body      string    `json:"body"`
	Profile   string    `json:"profile"`
	Meeting   string    `json:"meeting"`
	Date      string    `json:"date"`
	Place     string    `json:"place"`
	Rehearsal bool      `json:"rehearsal"`
	Registrar Registrar `json:"registrar"`
	Urn       Urn       `json:"urn"`
	Threshold int       `json:"threshold"`
	Trustees  []Trustee `json:"trustees"`
	Quorum    int       `json:"quorum"`
	Witnesses []Witness `json:"witnesses"`
	Officer   Officer   `json:"officer"`
	Policy    Policy    `json:"policy"`
}

// Registrar is the party that keeps the roll and the journal.
type Registrar struct {
	Operator   string    `json:"operator"`
	Address    string    `json:"address"`     // host:port of its SSH server
	HostKey    string    `json:"host_key"`    // SSH host key
	JournalKey canon.Hex `json:"journal_key"` // signs checkpoints
}

// Urn is the party that keeps the ballots.
type Urn struct {
	Operator   string    `json:"operator"`
	Booth      string    `json:"booth"`       // host:port that the jump leads hosted booths to
	Cast       string    `json:"cast"`        // host:port for own booths: no handle is passed on
	HostKey    string    `json:"host_key"`    // SSH host key of both addresses
	ReceiptKey canon.Hex `json:"receipt_key"` // signs receipts, counts and the seal
	LinkKey    string    `json:"link_key"`    // SSH key with which it logs in at the registrar
}

// Trustee is a person with a share of every ballot's key. Key signs its
// statements and opens its SSH connection.
type Trustee struct {
	Name     string    `json:"name"`
	Operator string    `json:"operator"`
	Key      canon.Hex `json:"key"`
}

// Witness is a program that replays the journal and cosigns its checkpoints.
type Witness struct {
	Name     string    `json:"name"`
	Operator string    `json:"operator"`
	Key      canon.Hex `json:"key"`
}

// Officer is the chair or secretary who signs for the body; the key is public,
// as the office is.
type Officer struct {
	Office string `json:"office"` // "chair" or "secretary"
	Key    string `json:"key"`    // SSH public key
}

// Encode gives the one encoding of m.
func (m *Manifest) Encode() ([]byte, error) { return canon.Marshal(m) }

// Hash is SHA-256("valurna/v1/manifest\n" || encoding); 32 bytes.
func (m *Manifest) Hash() ([32]byte, error) {
	data, err := m.Encode()
	if err != nil {
		return [32]byte{}, err
	}
	return sha256.Sum256(SigningBytes(data)), nil
}

// SigningBytes is what every party signs: the domain, then the encoding.
func SigningBytes(encoding []byte) []byte {
	return append([]byte("valurna/v1/manifest\n"), encoding...)
}

// Decode reads the one encoding and checks it.
func Decode(data []byte) (*Manifest, error) {
	m := new(Manifest)
	if err := canon.Unmarshal(data, m); err != nil {
		return nil, fmt.Errorf("manifest: %w", err)
	}
	if err := m.Check(); err != nil {
		return nil, err
	}
	return m, nil
}

// Origin is the checkpoint origin of this meeting's journal: it binds every
// checkpoint to this manifest.
func (m *Manifest) Origin() (string, error) {
	h, err := m.Hash()
	if err != nil {
		return "", err
	}
	return OriginOf(h), nil
}

// OriginOf is the checkpoint origin of the journal of the manifest with hash h.
func OriginOf(h [32]byte) string { return "valurna/v1/" + canon.Hex(h[:]).String() }

// Trustee gives the trustee's index, 1 to n, by name; 0 is nobody.
func (m *Manifest) Trustee(name string) int {
	return 1 + slices.IndexFunc(m.Trustees, func(t Trustee) bool { return t.Name == name })
}

// Check refuses a manifest that could not anchor anything: thresholds that no
// longer protect, doubled names or keys, malformed keys.
func (m *Manifest) Check() error {
	fail := func(format string, a ...any) error { return fmt.Errorf("manifest: "+format, a...) }
	if m.Version != Version {
		return fail("version %d; this program reads version %d", m.Version, Version)
	}
	n, t := len(m.Trustees), m.Threshold
	if t < 2 || t >= n {
		return fail("threshold %d of %d trustees: it must be at least 2 and below the number of trustees", t, n)
	}
	if n > MaxTrustees || len(m.Witnesses) > MaxWitnesses {
		return fail("%d trustees and %d witnesses; at most %d and %d can take part", n, len(m.Witnesses), MaxTrustees, MaxWitnesses)
	}
	if m.Quorum < 1 || m.Quorum > len(m.Witnesses) || 2*m.Quorum <= len(m.Witnesses) {
		return fail("quorum %d of %d witnesses: it must be more than half, so that no two quorums are disjoint", m.Quorum, len(m.Witnesses))
	}
	if !slices.Contains(Profiles(), m.Profile) {
		return fail("profile %q is not known; write one of %s", m.Profile, strings.Join(Profiles(), ", "))
	}
	if m.Officer.Office != "chair" && m.Officer.Office != "secretary" {
		return fail("officer %q is neither chair nor secretary", m.Officer.Office)
	}
	if m.Policy.Grace < 0 || m.Policy.Window < 0 {
		return fail("policy holds a negative number")
	}
	if m.Policy.Shuffles < t || m.Policy.Shuffles > n {
		return fail("%d shuffles: at least %d of the %d trustees shuffle, so that one of them is honest", m.Policy.Shuffles, t, n)
	}
	if err := m.Policy.check(m.Profile); err != nil {
		return err
	}
	texts := []string{m.Body, m.Profile, m.Meeting, m.Date, m.Place, m.Registrar.Operator, m.Registrar.Address,
		m.Urn.Operator, m.Urn.Booth, m.Urn.Cast}
	seen := map[string]string{}
	key := func(who string, k []byte) error {
		if len(k) != ed25519.PublicKeySize {
			return fail("%s: key of %d bytes, an Ed25519 key has 32", who, len(k))
		}
		if other, doubled := seen[string(k)]; doubled {
			return fail("%s has the same key as %s", who, other)
		}
		seen[string(k)] = who
		return nil
	}
	line := func(who, s string) error {
		k, err := ParseKeyLine(s)
		if err != nil {
			return fail("%s: %v", who, err)
		}
		raw := k.Marshal()
		// An Ed25519 key counts as the same key in either spelling, or one
		// person could sign as two parties.
		if c, ok := k.(ssh.CryptoPublicKey); ok {
			if pub, ok := c.CryptoPublicKey().(ed25519.PublicKey); ok {
				raw = pub
			}
		}
		if other, doubled := seen[string(raw)]; doubled {
			return fail("%s has the same key as %s", who, other)
		}
		seen[string(raw)] = who
		return nil
	}
	errs := []error{
		key("registrar", m.Registrar.JournalKey), key("urn", m.Urn.ReceiptKey),
		line("registrar host", m.Registrar.HostKey), line("urn host", m.Urn.HostKey),
		line("urn link", m.Urn.LinkKey), line("officer", m.Officer.Key),
	}
	names := map[string]bool{}
	name := func(who, s string) error {
		// Any other name would fail as a witness's on every checkpoint (C2SP
		// signed-note), and no quorum could ever be reached.
		if s == "" || len(s) > 64 || strings.ContainsAny(s, "+/") || strings.ContainsFunc(s, unicode.IsSpace) || names[s] {
			return fail("%s %q: a name is used once, has 1 to 64 bytes and no space, '+' or '/'", who, s)
		}
		names[s] = true
		return nil
	}
	for _, tr := range m.Trustees {
		texts = append(texts, tr.Name, tr.Operator)
		errs = append(errs, name("trustee", tr.Name), key("trustee "+tr.Name, tr.Key))
	}
	for _, w := range m.Witnesses {
		texts = append(texts, w.Name, w.Operator)
		errs = append(errs, name("witness", w.Name), key("witness "+w.Name, w.Key))
	}
	errs = append(errs, m.checkOperators())
	for _, s := range texts {
		if err := canon.Text(s, 512); err != nil {
			errs = append(errs, fail("%q: %v", s, err))
		}
	}
	return errors.Join(errs...)
}

// checkOperators counts the machines of one operator as one: nobody, nor whoever
// runs registrar and urn together, may hold as many shares as decrypt.
func (m *Manifest) checkOperators() error {
	shares := map[string]int{}
	for _, t := range m.Trustees {
		if SameOperator(t.Operator, "") {
			return fmt.Errorf("manifest: trustee %s names no operator", t.Name)
		}
		shares[FoldOperator(t.Operator)]++
	}
	for who, n := range shares {
		if n >= m.Threshold {
			return fmt.Errorf("manifest: operator %q holds %d trustees' shares, and %d decrypt", who, n, m.Threshold)
		}
	}
	servers := shares[FoldOperator(m.Registrar.Operator)]
	if !SameOperator(m.Registrar.Operator, m.Urn.Operator) {
		servers += shares[FoldOperator(m.Urn.Operator)]
	}
	if servers >= m.Threshold {
		return fmt.Errorf("manifest: the operators of registrar and urn hold %d trustees' shares, and %d decrypt", servers, m.Threshold)
	}
	return nil
}

// SameOperator compares two operators' names without regard to case and space.
func SameOperator(a, b string) bool { return FoldOperator(a) == FoldOperator(b) }

// FoldOperator is the form in which operators' names are compared.
func FoldOperator(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

// ParseKeyLine reads "type base64" as OpenSSH writes it, without options or
// comment, and refuses every other spelling of the same key.
func ParseKeyLine(s string) (ssh.PublicKey, error) {
	k, _, _, _, err := ssh.ParseAuthorizedKey([]byte(s))
	if err != nil {
		return nil, fmt.Errorf("%q is not an SSH public key", s)
	}
	if KeyLine(k) != s {
		return nil, fmt.Errorf("%q: write the key as %q", s, KeyLine(k))
	}
	return k, nil
}

// KeyLine writes a key as "type base64".
func KeyLine(k ssh.PublicKey) string {
	return strings.TrimSuffix(string(ssh.MarshalAuthorizedKey(k)), "\n")
}
