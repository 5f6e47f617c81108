package urn

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/hiddeco/sshsig"
	gossh "golang.org/x/crypto/ssh"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/ballot/tally/tallytest"
	"valurna/crypto/blind"
	"valurna/crypto/group"
	"valurna/crypto/threshold"
	"valurna/crypto/tree"
	"valurna/server/wire"
)

var trustees = []string{"anna", "bo", "cilla"}

const ballotID = "1-1"

var contest = kind.Contest{Kind: kind.OneOfN, Elect: 1, Options: []string{"Ada", "Bo Ek", "Cai"}}

// meeting plays everyone but the urn: registrar, trustees, witness and chair.
type meeting struct {
	t       *testing.T
	dir     string // of the urn
	keys    map[string]ed25519.PrivateKey
	signed  *manifest.Signed
	hash    [32]byte
	address string // of the registrar
	shares  map[string]*group.Scalar
	issuing *blind.Signer

	mu       sync.Mutex
	state    *journal.State
	lines    []wire.JournalLine
	grown    chan struct{} // closed and replaced when lines grow
	tokens   map[string]string
	bundle   []byte
	brought  int // how often a bundle came
	reports  []wire.CountReport
	checks   []wire.SelfCheck
	handed   [][]byte // audited ballots that the urn has given the registrar
	lastTime int64
	unsigned string                                     // a type of entry over which the witnesses give no cosignature
	onPost   func(typ string, entered bool) (drop bool) // before and after an entry of the urn is applied

	onPublish func() // when the first bundle has come and was not answered
}

func newMeeting(t *testing.T, grace int) *meeting {
	t.Helper()
	dir, err := os.MkdirTemp("", "urn")
	must(t, err)
	m := &meeting{
		t: t, dir: dir, keys: map[string]ed25519.PrivateKey{}, state: journal.NewState(), grown: make(chan struct{}),
		shares: map[string]*group.Scalar{}, tokens: map[string]string{}, lastTime: 1_790_000_000,
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	public, err := Init(dir, rand.Reader)
	must(t, err)
	host, hostLine := sshKey(t)
	officer, officerLine := sshKey(t)
	m.serve(host)
	mf := &manifest.Manifest{
		Version: manifest.Version, Body: "Exempelby", Profile: manifest.ProfileAssociation, Meeting: "2026-11", Date: "2026-11-30", Place: "Hall",
		Rehearsal: true, Threshold: 2, Quorum: 1,
		Registrar: manifest.Registrar{Operator: "A", Address: m.address, HostKey: hostLine, JournalKey: m.key(manifest.ByRegistrar)},
		Urn: manifest.Urn{Operator: "B", Booth: freeAddress(t), Cast: freeAddress(t),
			HostKey: public.HostKey, ReceiptKey: public.ReceiptKey, LinkKey: public.LinkKey},
		Witnesses: []manifest.Witness{{Name: "dag", Operator: "C", Key: m.key(manifest.ByWitness("dag"))}},
		Officer:   manifest.Officer{Office: "chair", Key: officerLine},
		Policy:    manifest.Policy{Grace: grace, Shuffles: 2},
	}
	for _, name := range trustees {
		mf.Trustees = append(mf.Trustees, manifest.Trustee{Name: name, Operator: name, Key: m.key(manifest.ByTrustee(name))})
	}
	m.sign(mf, officer)
	entry, err := journal.ManifestEntry(m.signed, m.lastTime)
	must(t, err)
	must(t, m.enter(entry))
	m.add(journal.TypeFiles, journal.Files{Body: make(canon.Hex, 32), Meeting: make(canon.Hex, 32)})
	for i := 1; i <= 5; i++ {
		offices := []string{}
		if i == 1 {
			offices = []string{"chair"}
		}
		m.add(journal.TypePerson, journal.Person{Person: i, Seat: i, Offices: offices, Commit: secretValue("person", i)})
	}
	m.add(journal.TypeItem, journal.Item{Item: 1, Class: journal.ClassElection, Title: "Val", Contest: &contest})
	m.add(journal.TypeReady, journal.Ready{Seats: 5, Keys: 3})
	m.ceremony()
	for i := 1; i <= 5; i++ {
		m.add(journal.TypePresence, journal.Presence{Person: i, Seat: i, Present: true, Place: secretValue("place", i)})
	}
	m.add(journal.TypeMeeting, journal.Meeting{State: "open", Person: 1})
	return m
}

func secretValue(what string, i int) canon.Hex {
	return journal.Commit(sha256.Sum256(fmt.Appendf(nil, "%s %d", what, i)), []byte(`"x"`))
}

func transportKey(t testing.TB) canon.Hex {
	k, err := threshold.NewTransportKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return k.Public()
}

func sshKey(t *testing.T) (gossh.Signer, string) {
	t.Helper()
	_, key, err := ed25519.GenerateKey(nil)
	must(t, err)
	s, err := gossh.NewSignerFromKey(key)
	must(t, err)
	return s, manifest.KeyLine(s.PublicKey())
}

// freeAddress is one that nobody listens on.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer l.Close()
	return l.Addr().String()
}

func (m *meeting) key(party string) canon.Hex {
	public, private, err := ed25519.GenerateKey(nil)
	must(m.t, err)
	m.keys[party] = private
	return canon.Hex(public)
}

// sign has every party sign, the urn by its own function.
func (m *meeting) sign(mf *manifest.Manifest, officer gossh.Signer) {
	data, err := mf.Encode()
	must(m.t, err)
	m.signed = &manifest.Signed{Manifest: mf}
	for _, by := range mf.Parties() {
		sig := manifest.Signature{By: by}
		switch by {
		case manifest.ByUrn:
			sig, err = SignManifest(m.dir, mf)
			must(m.t, err)
		case manifest.ByOfficer:
			s, err := sshsig.Sign(bytes.NewReader(manifest.SigningBytes(data)), officer, sshsig.HashSHA512, manifest.SSHSIGNamespace)
			must(m.t, err)
			sig.Sig = s.Marshal()
		default:
			sig.Sig = ed25519.Sign(m.keys[by], manifest.SigningBytes(data))
		}
		must(m.t, m.signed.Add(sig))
	}
	m.hash, err = mf.Hash()
	must(m.t, err)
	file, err := m.signed.Encode()
	must(m.t, err)
	must(m.t, os.WriteFile(filepath.Join(m.dir, "manifest"), file, 0o600))
}

// enter applies an entry and sends it to whoever follows. m.mu is not held.
func (m *meeting) enter(e *journal.Entry) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.state.Apply(e); err != nil {
		return err
	}
	m.lastTime = e.Time
	m.send(wire.JournalLine{Kind: wire.KindEntry, Entry: e})
	if (e.Type == journal.TypeCounts || e.Type == journal.TypeSeal) && e.Type != m.unsigned {
		m.send(journalNote(m.cosigned())) // the urn seals, or erases, only after that
	}
	return nil
}

func (m *meeting) send(l wire.JournalLine) {
	m.lines = append(m.lines, l)
	close(m.grown)
	m.grown = make(chan struct{})
}

func (m *meeting) add(typ string, body any, signers ...string) {
	m.t.Helper()
	e, err := journal.NewEntry(m.state.Next(), m.lastTime+1, typ, body)
	must(m.t, err)
	for _, by := range signers {
		st, err := journal.Sign(m.hash, by, m.keys[by], typ, body)
		must(m.t, err)
		e.Sigs = append(e.Sigs, st.Sig)
	}
	must(m.t, m.enter(e))
}

// ceremony is the trustees' own, but for the sealed shares, which no urn opens.
func (m *meeting) ceremony() {
	polynomials, reveals := map[string][]*threshold.Polynomial{}, map[string]journal.CeremonyReveal{}
	lots := tallytest.DealLots(m.state, true)
	var drawers []tallytest.Trustee
	for i, name := range trustees {
		reveal := journal.CeremonyReveal{Trustee: name, Salt: secretValue("salt", i)}
		for key := range 3 {
			p, d, err := threshold.Deal(m.state.CeremonyContext(key), i+1, 2, 3, rand.Reader)
			must(m.t, err)
			if key == 2 {
				p, d = lots[i].Polynomial, lots[i].Dealing
			}
			polynomials[name] = append(polynomials[name], p)
			reveal.Dealings = append(reveal.Dealings, d.Bytes())
		}
		reveals[name] = reveal
		sum := sha256.Sum256(canon.MustMarshal(reveal))
		m.add(journal.TypeCommit, journal.CeremonyCommit{Trustee: name, Reveal: sum[:], Transport: transportKey(m.t)}, manifest.ByTrustee(name))
	}
	for _, name := range trustees {
		m.add(journal.TypeReveal, reveals[name], manifest.ByTrustee(name))
	}
	var all []string
	for i, name := range trustees {
		deal := journal.CeremonyDeal{Trustee: name, Sealed: []canon.Hex{make(canon.Hex, 144), make(canon.Hex, 144), make(canon.Hex, 144)}}
		deal.Sealed[i] = canon.Hex{}
		m.add(journal.TypeDeal, deal, manifest.ByTrustee(name))
		var shares []*group.Scalar
		for _, from := range trustees {
			shares = append(shares, polynomials[from][0].Share(i+1))
		}
		m.shares[name] = threshold.SumShares(shares)
		all = append(all, manifest.ByTrustee(name))
		drawers = append(drawers, tallytest.Drawer(lots, name, i+1))
	}
	proposed, err := m.state.ProposedKeys()
	must(m.t, err)
	m.add(journal.TypeKeys, *proposed, all...)
	tallytest.DrawOrders(m.state, drawers, func(typ string, body any, by string) {
		m.add(typ, body, tallytest.Signers(by)...)
	})
}

// cosigned is a checkpoint of everything, with the quorum.
func (m *meeting) cosigned() string {
	size := m.state.Next()
	root, err := m.state.Root(size)
	must(m.t, err)
	note, err := tree.SignCheckpoint(tree.Checkpoint{Origin: manifest.OriginOf(m.hash), Size: size, Root: root}, m.keys[manifest.ByRegistrar])
	must(m.t, err)
	line, err := tree.Cosign(note, "dag", m.keys[manifest.ByWitness("dag")], m.lastTime)
	must(m.t, err)
	note, err = tree.AddCosignature(note, line)
	must(m.t, err)
	return note
}

// issuingKey takes long to make, so all meetings of these tests share one.
var issuingKey = sync.OnceValues(func() (*blind.Signer, error) { return blind.GenerateKey(rand.Reader) })

func (m *meeting) open() { m.openOn(1) }

// openOn opens the next ballot on an item.
func (m *meeting) openOn(item int) {
	id := m.defineOn(item)
	m.add(journal.TypeOpen, journal.Open{Ballot: id, Person: 1, Checkpoint: m.cosigned()})
}

func (m *meeting) define() { m.defineOn(1) }

func (m *meeting) defineOn(item int) (id string) {
	signer, err := issuingKey()
	if len(m.state.Ballots()) > 0 {
		signer, err = blind.GenerateKey(rand.Reader) // each ballot has its own
	}
	must(m.t, err)
	m.issuing = signer
	d, err := m.state.Define(item, signer.Public().Modulus())
	must(m.t, err)
	m.add(journal.TypeDefine, *d, manifest.ByTrustee("anna"), manifest.ByTrustee("bo"))
	return d.Ballot
}

func (m *meeting) ballot() journal.Ballot {
	m.mu.Lock()
	defer m.mu.Unlock()
	return *m.state.Ballot(ballotID)
}

func (m *meeting) await(phase journal.Phase) {
	m.t.Helper()
	m.eventually(func() bool { return m.ballot().Phase == phase }, fmt.Sprint("the ballot is ", phase))
}

func (m *meeting) eventually(what func() bool, say string) {
	m.t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for !what() {
		if time.Now().After(deadline) {
			m.t.Fatalf("it did not come to pass within 20 s: %s", say)
		}
		time.Sleep(2 * time.Millisecond)
	}
}
