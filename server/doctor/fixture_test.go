package doctor

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"

	"valurna/ballot/manifest"
	"valurna/ballot/roll"
	"valurna/server/party"
	registrarserver "valurna/server/registrar"
	"valurna/server/store"
	trusteeprogram "valurna/server/trustee"
	urnserver "valurna/server/urn"
	witnessprogram "valurna/server/witness"
)

// meeting is a meeting's folder, made by the parties' own code, whose servers have run
// and ended.
type meeting struct {
	dir    string
	signed *manifest.Signed
}

func (m *meeting) path(parts ...string) string {
	return filepath.Join(append([]string{m.dir}, parts...)...)
}

func newMeeting(t *testing.T) *meeting {
	t.Helper()
	m := &meeting{dir: filepath.Join(t.TempDir(), "m")}
	officer := newSigner(t)
	s := m.source(t, officer)
	body, meeting := roll.Write(*s)
	m.write(t, roll.BodyFile, body)
	m.write(t, roll.MeetingFile, meeting)
	setup, findings := roll.Parse(body, meeting)
	if len(findings) > 0 {
		t.Fatal(findings[0])
	}
	m.signed = &manifest.Signed{Manifest: setup.Manifest(), Sigs: []manifest.Signature{}}
	m.sign(t, officer)
	data, err := m.signed.Encode()
	if err != nil {
		t.Fatal(err)
	}
	m.write(t, manifestFile, data)
	m.run(t)
	return m
}

func (m *meeting) source(t *testing.T, officer ssh.Signer) *roll.Source {
	t.Helper()
	at := freePorts(t, 3)
	chair := manifest.KeyLine(officer.PublicKey())
	s := &roll.Source{
		Body: "Kommunfullmäktige i Exempelby", Profile: manifest.ProfileCouncil, Threshold: 2, Quorum: 1,
		Policy:  roll.Policy{Grace: 1, Window: 1, Shuffles: 2, Signer: roll.OfficeChair},
		Meeting: "prov", Date: "2026-12-07", Place: "Stora salen", Rehearsal: true,
		Items: []roll.Item{{Title: "Mötet öppnas", Class: "information"}},
	}
	for i := range 3 {
		member := roll.Member{Name: []string{"Anna Ask", "Bo Björk", "Cia Ceder"}[i], Seat: i + 1, Offices: []string{}, Keys: []string{manifest.KeyLine(newSigner(t).PublicKey())}}
		if i == 0 {
			member.Offices, member.Keys = []string{roll.OfficeChair}, []string{chair}
		}
		s.Members = append(s.Members, member)
	}
	reg, err := registrarserver.Init(m.path("registrar"), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	s.Registrar = roll.Registrar{Operator: "kommunen", Address: at[0], HostKey: reg.HostKey, JournalKey: reg.JournalKey}
	box, err := urnserver.Init(m.path("urn"), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	s.Urn = roll.Urn{Operator: "länsstyrelsen", Booth: at[1], Cast: at[2], HostKey: box.HostKey, ReceiptKey: line(box.ReceiptKey), LinkKey: box.LinkKey}
	for _, name := range []string{"anna", "bo", "cia"} {
		key, err := trusteeprogram.Init(m.path("trustee-"+name), name, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		s.Trustees = append(s.Trustees, roll.Party{Name: name, Operator: name, Key: key})
	}
	key, err := witnessprogram.Init(m.path("witness-press"), "press", rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	s.Witnesses = []roll.Party{{Name: "press", Operator: "press", Key: key}}
	return s
}

func (m *meeting) sign(t *testing.T, officer ssh.Signer) {
	t.Helper()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	check(registrarserver.SignManifest(m.path("registrar"), m.signed))
	sig, err := urnserver.SignManifest(m.path("urn"), m.signed.Manifest)
	check(err)
	check(m.signed.Add(sig))
	for _, name := range []string{"anna", "bo", "cia"} {
		check(trusteeprogram.SignManifest(m.path("trustee-"+name), m.signed))
	}
	check(witnessprogram.SignManifest(m.path("witness-press"), m.signed))
	encoding, err := m.signed.Manifest.Encode()
	check(err)
	blob, err := sshsig.SignWithRand(bytes.NewReader(manifest.SigningBytes(encoding)), rand.Reader, officer, sshsig.HashSHA512, manifest.SSHSIGNamespace)
	check(err)
	check(m.signed.Add(manifest.Signature{By: manifest.ByOfficer, Sig: blob.Marshal()}))
}

// run has the registrar, a trustee and the witness begin the meeting, and fills a store
// in the urn's place, whose own server needs a keeper's process.
func (m *meeting) run(t *testing.T) {
	t.Helper()
	r := m.open(t)
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	for dir, role := range map[string]party.Role{"trustee-anna": party.Trustee, "witness-press": party.Witness} {
		p, err := party.Open(m.path(dir), role, m.signed)
		if err != nil {
			t.Fatal(err)
		}
		if err := p.Close(); err != nil {
			t.Fatal(err)
		}
	}
	db, err := store.Open(m.path("urn", urnStore), `CREATE TABLE row (n INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;`)
	if err != nil {
		t.Fatal(err)
	}
	for n := range 100 {
		if _, err := db.Exec(`INSERT INTO row VALUES (?, randomblob(500))`, n); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func (m *meeting) open(t *testing.T) *registrarserver.Registrar {
	t.Helper()
	r, err := registrarserver.Open(registrarserver.Config{Dir: m.dir, State: m.path("registrar"), Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (m *meeting) write(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(m.path(name), data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// change rewrites a file.
func (m *meeting) change(t *testing.T, name string, f func([]byte) []byte) {
	t.Helper()
	data, err := os.ReadFile(m.path(name))
	if err != nil {
		t.Fatal(err)
	}
	changed := f(bytes.Clone(data))
	if bytes.Equal(data, changed) {
		t.Fatalf("%s was not damaged", name)
	}
	m.write(t, name, changed)
}

// examine gives the findings about a folder, by id and in order.
func examine(t *testing.T, o Options) (map[string]Finding, []string) {
	t.Helper()
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	findings, err := Examine(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	out, ids := map[string]Finding{}, []string{}
	for _, f := range findings {
		if _, twice := out[f.ID]; twice {
			t.Errorf("two findings have the id %s", f.ID)
		}
		if (f.Next == "") != (f.Verdict == OK) || f.Found == "" {
			t.Errorf("%s is %s, found %q, next %q", f.ID, f.Verdict, f.Found, f.Next)
		}
		out[f.ID] = f
		ids = append(ids, f.ID)
	}
	return out, ids
}

// ofMachine are checks whose outcome is the machine's that runs the tests.
var ofMachine = []string{"space", "core", "nofile", "memlock", "swap", "ntp", "program"}

func machine(id string) bool { return slices.Contains(ofMachine, id) }

func newSigner(t *testing.T) ssh.Signer {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	s, err := ssh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// anotherKey is a private key in OpenSSH's format, that no manifest names.
func anotherKey(t *testing.T) []byte {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKey(private, "")
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(block)
}

func freePorts(t *testing.T, n int) []string {
	t.Helper()
	var out []string
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		out = append(out, l.Addr().String())
	}
	return out
}

// serve answers every connection at an address with f, until the test ends.
func serve(t *testing.T, at string, f func(net.Conn)) {
	t.Helper()
	l, err := net.Listen("tcp", at)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				f(c)
			}()
		}
	}()
}

// web is a foreign program.
func web(c net.Conn) { _, _ = io.WriteString(c, "HTTP/1.1 400 Bad Request\r\n\r\n") }

// stranger is an SSH server with a key of its own.
func stranger(host ssh.Signer) func(net.Conn) {
	return func(c net.Conn) {
		config := &ssh.ServerConfig{NoClientAuth: true}
		config.AddHostKey(host)
		if conn, _, _, err := ssh.NewServerConn(c, config); err == nil {
			_ = conn.Wait()
		}
	}
}
