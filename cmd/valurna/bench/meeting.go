package bench

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"time"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/crypto/blind"
	"valurna/crypto/group"
	"valurna/crypto/threshold"
	"valurna/crypto/tree"
)

// The parties of the measured meeting: three trustees that all shuffle and of which
// two decrypt, three witnesses of which two cosign.
var (
	trustees  = []string{"anna", "bo", "cilla"}
	witnesses = []string{"dag", "eva", "fia"}
)

const (
	needed = 2 // trustees that decrypt
	quorum = 2 // witnesses that cosign
	window = 60
	ballot = "1-1"
)

// meeting is a meeting in this process with the keys of all its parties, whose
// journal is folded by the rules of every other.
type meeting struct {
	keys    map[string]ed25519.PrivateKey // by party
	officer ssh.Signer
	signed  *manifest.Signed
	hash    [32]byte
	state   *journal.State
	leaves  [][]byte
	tree    tree.Tree
	issuing *blind.Signer
	shares  map[string]*group.Scalar // of key 0, by trustee
}

// convene holds the meeting up to the opened ballot, with that many seats taken.
func convene(seats int, say func(done int)) (*meeting, error) {
	m := &meeting{keys: map[string]ed25519.PrivateKey{}, state: journal.NewState(), shares: map[string]*group.Scalar{}}
	if err := m.sign(); err != nil {
		return nil, err
	}
	entry, err := journal.ManifestEntry(m.signed, time.Now().Unix())
	if err != nil {
		return nil, err
	}
	if err := m.enter(entry); err != nil {
		return nil, err
	}
	if err := m.add(journal.TypeFiles, journal.Files{Body: make(canon.Hex, 32), Meeting: make(canon.Hex, 32)}); err != nil {
		return nil, err
	}
	for i := 1; i <= seats; i++ {
		offices := []string{}
		if i == 1 {
			offices = []string{"chair"}
		}
		if err := m.add(journal.TypePerson, journal.Person{Person: i, Seat: i, Offices: offices, Commit: commit("person", i)}); err != nil {
			return nil, err
		}
	}
	contest := &kind.Contest{Kind: kind.OneOfN, Elect: 1, Options: []string{"Ada", "Bo", "Cai"}}
	if err := m.add(journal.TypeItem, journal.Item{Item: 1, Class: journal.ClassDecision, Title: "Förslag", Contest: contest}); err != nil {
		return nil, err
	}
	if err := m.add(journal.TypeReady, journal.Ready{Seats: seats, Keys: 2}); err != nil {
		return nil, err
	}
	if err := m.ceremony(2); err != nil {
		return nil, err
	}
	for i := 1; i <= seats; i++ {
		if err := m.add(journal.TypePresence, journal.Presence{Person: i, Seat: i, Present: true, Place: commit("place", i)}); err != nil {
			return nil, err
		}
		say(i)
	}
	if err := m.add(journal.TypeMeeting, journal.Meeting{State: "open", Person: 1}); err != nil {
		return nil, err
	}
	return m, m.define()
}

// sign makes the manifest, signed by every party.
func (m *meeting) sign() error {
	doc := &manifest.Manifest{
		Version: manifest.Version, Body: "Mätning", Profile: manifest.ProfileAssociation, Meeting: "bench", Date: "2026-01-01", Place: "-",
		Rehearsal: true, Threshold: needed, Quorum: quorum, Policy: manifest.Policy{Window: window, Shuffles: len(trustees)},
	}
	doc.Registrar = manifest.Registrar{Operator: "A", Address: "a.invalid:22", JournalKey: m.key(manifest.ByRegistrar)}
	doc.Urn = manifest.Urn{Operator: "B", Booth: "b.invalid:22", Cast: "b.invalid:23", ReceiptKey: m.key(manifest.ByUrn)}
	for _, line := range []*string{&doc.Registrar.HostKey, &doc.Urn.HostKey, &doc.Urn.LinkKey} {
		var err error
		if *line, err = hostKey(); err != nil {
			return err
		}
	}
	for _, name := range trustees {
		doc.Trustees = append(doc.Trustees, manifest.Trustee{Name: name, Operator: name, Key: m.key(manifest.ByTrustee(name))})
	}
	for _, name := range witnesses {
		doc.Witnesses = append(doc.Witnesses, manifest.Witness{Name: name, Operator: name, Key: m.key(manifest.ByWitness(name))})
	}
	_, officer, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	if m.officer, err = ssh.NewSignerFromKey(officer); err != nil {
		return err
	}
	doc.Officer = manifest.Officer{Office: "chair", Key: manifest.KeyLine(m.officer.PublicKey())}
	if m.hash, err = doc.Hash(); err != nil {
		return err
	}
	data, err := doc.Encode()
	if err != nil {
		return err
	}
	message := manifest.SigningBytes(data)
	m.signed = &manifest.Signed{Manifest: doc}
	for _, by := range doc.Parties() {
		sig := manifest.Signature{By: by}
		if by == manifest.ByOfficer {
			s, err := sshsig.Sign(bytes.NewReader(message), m.officer, sshsig.HashSHA512, manifest.SSHSIGNamespace)
			if err != nil {
				return err
			}
			sig.Sig = s.Marshal()
		} else {
			sig.Sig = ed25519.Sign(m.keys[by], message)
		}
		if err := m.signed.Add(sig); err != nil {
			return err
		}
	}
	return nil
}

// key makes a party's key. crypto/rand does not fail.
func (m *meeting) key(party string) canon.Hex {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		panic(err)
	}
	m.keys[party] = private
	return canon.Hex(public)
}

func hostKey() (string, error) {
	public, _, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return "", err
	}
	k, err := ssh.NewPublicKey(public)
	if err != nil {
		return "", err
	}
	return manifest.KeyLine(k), nil
}

func commit(what string, i int) canon.Hex {
	return journal.Commit(sha256.Sum256(fmt.Appendf(nil, "%s %d", what, i)), []byte(`"x"`))
}

// add enters what a party says, signed by those named, a second later.
func (m *meeting) add(typ string, body any, signers ...string) error {
	return m.addLater(1, typ, body, signers...)
}

func (m *meeting) addLater(seconds int64, typ string, body any, signers ...string) error {
	entry, err := journal.NewEntry(m.state.Next(), m.state.LastTime()+seconds, typ, body)
	if err != nil {
		return err
	}
	for _, by := range signers {
		st, err := journal.Sign(m.hash, by, m.keys[by], typ, body)
		if err != nil {
			return err
		}
		entry.Sigs = append(entry.Sigs, st.Sig)
	}
	return m.enter(entry)
}

func (m *meeting) enter(entry *journal.Entry) error {
	leaf, err := entry.Encode()
	if err != nil {
		return err
	}
	if _, err := m.state.ApplyLeaf(leaf); err != nil {
		return err
	}
	m.leaves = append(m.leaves, leaf)
	m.tree.Append(leaf)
	return nil
}

// note is a checkpoint of the journal as it stands, with the witnesses' quorum.
func (m *meeting) note() (string, error) {
	root, err := m.tree.Root(m.tree.Size())
	if err != nil {
		return "", err
	}
	note, err := tree.SignCheckpoint(tree.Checkpoint{Origin: manifest.OriginOf(m.hash), Size: m.tree.Size(), Root: root}, m.keys[manifest.ByRegistrar])
	for _, w := range witnesses[:quorum] {
		if err != nil {
			return "", err
		}
		var line string
		if line, err = tree.Cosign(note, w, m.keys[manifest.ByWitness(w)], m.state.LastTime()); err == nil {
			note, err = tree.AddCosignature(note, line)
		}
	}
	return note, err
}

// define defines the ballot and opens it.
func (m *meeting) define() error {
	var err error
	if m.issuing, err = blind.GenerateKey(rand.Reader); err != nil {
		return err
	}
	d, err := m.state.Define(1, m.issuing.Public().Modulus())
	if err != nil {
		return err
	}
	if err := m.add(journal.TypeDefine, *d, manifest.ByTrustee("anna"), manifest.ByTrustee("cilla")); err != nil {
		return err
	}
	note, err := m.note()
	if err != nil {
		return err
	}
	return m.add(journal.TypeOpen, journal.Open{Ballot: ballot, Person: 1, Checkpoint: note})
}

// ceremony is the trustees' real one.
func (m *meeting) ceremony(keys int) error {
	transport, dealt := map[string]*threshold.TransportKey{}, map[string][]*threshold.Polynomial{}
	var reveals []journal.CeremonyReveal
	for i, name := range trustees {
		k, err := threshold.NewTransportKey(rand.Reader)
		if err != nil {
			return err
		}
		transport[name] = k
		salt := sha256.Sum256([]byte(name))
		reveal := journal.CeremonyReveal{Trustee: name, Salt: salt[:]}
		for key := range keys {
			p, d, err := threshold.Deal(m.state.CeremonyContext(key), i+1, needed, len(trustees), rand.Reader)
			if err != nil {
				return err
			}
			dealt[name] = append(dealt[name], p)
			reveal.Dealings = append(reveal.Dealings, d.Bytes())
		}
		reveals = append(reveals, reveal)
		sum := sha256.Sum256(canon.MustMarshal(reveal))
		if err := m.add(journal.TypeCommit, journal.CeremonyCommit{Trustee: name, Reveal: sum[:], Transport: k.Public()}, manifest.ByTrustee(name)); err != nil {
			return err
		}
	}
	for _, r := range reveals {
		if err := m.add(journal.TypeReveal, r, manifest.ByTrustee(r.Trustee)); err != nil {
			return err
		}
	}
	for _, from := range trustees {
		deal := journal.CeremonyDeal{Trustee: from}
		for i, to := range trustees {
			if to == from {
				deal.Sealed = append(deal.Sealed, canon.Hex{})
				continue
			}
			var shares []*group.Scalar
			for _, p := range dealt[from] {
				shares = append(shares, p.Share(i+1))
			}
			box, err := threshold.SealShares(transport[to].Public(), m.state.DealInfo(from, to), shares)
			if err != nil {
				return err
			}
			deal.Sealed = append(deal.Sealed, box)
		}
		if err := m.add(journal.TypeDeal, deal, manifest.ByTrustee(from)); err != nil {
			return err
		}
	}
	var all []string
	for i, name := range trustees {
		var shares []*group.Scalar
		for _, from := range trustees {
			shares = append(shares, dealt[from][0].Share(i+1))
		}
		m.shares[name] = threshold.SumShares(shares)
		all = append(all, manifest.ByTrustee(name))
	}
	proposed, err := m.state.ProposedKeys()
	if err != nil {
		return err
	}
	return m.add(journal.TypeKeys, *proposed, all...)
}
