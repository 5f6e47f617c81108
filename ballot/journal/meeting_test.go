package journal_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"slices"
	"sync"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/ballot/meeting"
	"valurna/crypto/blind"
	"valurna/crypto/tree"
)

// The meeting of these tests: five seats, a substitute, a secretary without a
// seat; three trustees of whom two decrypt; three witnesses of whom two cosign;
// one ballot held to its end, and one that is voided.
const (
	startTime = 1_790_000_000
	seats     = 5
	keys      = 3 // the last one is for lots
	grace     = 30
	window    = 60
	first     = "1-1" // the ballot that is certified
	second    = "3-1" // the ballot that is voided
)

var (
	trustees  = []string{"anna", "bo", "cilla"}
	witnesses = []string{"dag", "eva", "fia"}
	opened    = kind.Contest{Kind: kind.OneOfN, Elect: 1, Options: []string{"Ada", "Bo Ek", "Cai"}}
	unopened  = kind.Contest{Kind: kind.KOfN, Elect: 2, Options: []string{"Dan", "Eli", "Fay", "Gun"}}
)

// sitting is a whole meeting with the secrets of every party.
type sitting struct {
	signed  *manifest.Signed
	hash    [32]byte
	state   *journal.State
	entries []*journal.Entry
	leaves  [][]byte
	after   []string // the state after each entry, as dump writes it
	issuing *blind.Signer
	secrets map[string]*trusteeSecrets

	otherOrder bool // no lot leaves the candidates as they stand on the agenda
}

// held is held once; tests replay its entries into states of their own.
var held = sync.OnceValue(func() *sitting {
	m := call()
	m.ceremony()
	m.orders()
	m.present(1, 2, 3, 4, 5)
	m.add(journal.TypeMeeting, journal.Meeting{State: "open", Person: 1})
	m.issuing = must(blind.GenerateKey(rand.Reader))
	m.define(1, m.issuing.Public().Modulus(), "anna", "cilla")
	m.add(journal.TypeOpen, journal.Open{Ballot: first, Person: 1, Checkpoint: m.note(m.state.Next())})
	// A member has a new device while the ballot is open.
	m.add(journal.TypePersonKeys, journal.PersonKeys{Person: 2, Commit: commitment("new device")})
	m.poll()
	// The substitute takes a seat between the ballots.
	m.add(journal.TypePresence, journal.Presence{Person: 5, Seat: 5, Place: commitment("gone")})
	m.add(journal.TypePresence, journal.Presence{Person: 6, Seat: 5, Present: true, Place: commitment("came")})
	m.define(3, otherModulus(m.issuing), "bo", "cilla")
	m.add(journal.TypeOpen, journal.Open{Ballot: second, Person: 1, Checkpoint: m.note(m.state.Next())})
	m.add(journal.TypeVoid, journal.Void{Ballot: second, Reason: "The urn's line went down."})
	m.add(journal.TypeMeeting, journal.Meeting{State: "closed", Person: 1})
	return m
})

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// partyKey is the same in every run, so that a test can sign for the parties of
// the journal in testdata too.
func partyKey(party string) ed25519.PrivateKey {
	seed := sha256.Sum256([]byte("valurna journal test: " + party))
	return ed25519.NewKeyFromSeed(seed[:])
}

func public(party string) canon.Hex { return canon.Hex(partyKey(party).Public().(ed25519.PublicKey)) }

func sshLine(party string) string {
	return manifest.KeyLine(must(ssh.NewSignerFromKey(partyKey(party))).PublicKey())
}

func commitment(what string) canon.Hex {
	return journal.Commit(sha256.Sum256([]byte(what)), []byte(`"x"`))
}

func agreement() *manifest.Manifest {
	m := &manifest.Manifest{
		Version: manifest.Version, Body: "Exempelby kommunfullmäktige", Profile: manifest.ProfileCouncil,
		Meeting: "2026-11", Date: "2026-11-30", Place: "Rådhuset", Rehearsal: true,
		Registrar: manifest.Registrar{Operator: "Kommunen", Address: "meeting.example:22",
			HostKey: sshLine("registrar host"), JournalKey: public(manifest.ByRegistrar)},
		Urn: manifest.Urn{Operator: "Grannkommunen", Booth: "urn.example:22", Cast: "urn.example:23",
			HostKey: sshLine("urn host"), LinkKey: sshLine("urn link"), ReceiptKey: public(manifest.ByUrn)},
		Threshold: 2, Quorum: 2,
		Officer: manifest.Officer{Office: "chair", Key: sshLine(manifest.ByOfficer)},
		Policy:  manifest.Policy{Grace: grace, Window: window, Shuffles: 2},
	}
	for _, name := range trustees {
		m.Trustees = append(m.Trustees, manifest.Trustee{Name: name, Operator: name, Key: public(manifest.ByTrustee(name))})
	}
	for _, name := range witnesses {
		m.Witnesses = append(m.Witnesses, manifest.Witness{Name: name, Operator: name, Key: public(manifest.ByWitness(name))})
	}
	return m
}

// signManifest lets every party sign, the officer with its SSH key.
func signManifest(m *manifest.Manifest) *manifest.Signed {
	message := manifest.SigningBytes(must(m.Encode()))
	signed := &manifest.Signed{Manifest: m}
	for _, by := range m.Parties() {
		sig := ed25519.Sign(partyKey(by), message)
		if by == manifest.ByOfficer {
			officer := must(ssh.NewSignerFromKey(partyKey(by)))
			sig = must(sshsig.Sign(bytes.NewReader(message), officer, sshsig.HashSHA512, manifest.SSHSIGNamespace)).Marshal()
		}
		signed.Sigs = append(signed.Sigs, manifest.Signature{By: by, Sig: sig})
	}
	return signed
}

// call makes the first entries.
func call() *sitting { return callFor(agreement(), keys) }

// callFor makes them under another manifest, for so many keys.
func callFor(agreed *manifest.Manifest, keys int) *sitting {
	return called(agreed, keys, func(m *sitting) {
		m.add(journal.TypeItem, journal.Item{Item: 1, Class: journal.ClassElection, Title: "Val av ordförande", Contest: &opened})
		m.add(journal.TypeItem, journal.Item{Item: 2, Class: journal.ClassDecision, Title: "Budget"})
		m.add(journal.TypeItem, journal.Item{Item: 3, Class: journal.ClassEmployment, Title: "Anställning", Contest: &unopened})
	})
}

// called makes them with another agenda.
func called(agreed *manifest.Manifest, keys int, agenda func(*sitting)) *sitting {
	m := &sitting{signed: signManifest(agreed), state: journal.NewState()}
	m.hash = must(m.signed.Manifest.Hash())
	m.apply(must(journal.ManifestEntry(m.signed, startTime)))
	m.add(journal.TypeFiles, journal.Files{Body: commitment("body.toml"), Meeting: commitment("meeting.toml")})
	for i := 1; i <= seats; i++ {
		offices := []string{}
		if i == 1 {
			offices = []string{"chair"}
		}
		m.add(journal.TypePerson, journal.Person{Person: i, Seat: i, Offices: offices, Commit: commitment(fmt.Sprint("member ", i))})
	}
	m.add(journal.TypePerson, journal.Person{Person: 6, Substitute: true, Offices: []string{}, Commit: commitment("substitute")})
	m.add(journal.TypePerson, journal.Person{Person: 7, Offices: []string{"secretary"}, Commit: commitment("secretary")})
	agenda(m)
	m.add(journal.TypeReady, journal.Ready{Seats: seats, Keys: keys})
	if !agreed.Rehearsal {
		m.add(meeting.TypeNotice, meeting.Notice{By: 7, Posted: "2026-11-20", Summoned: "2026-11-19"})
	}
	return m
}

func (m *sitting) present(members ...int) {
	for _, i := range members {
		m.add(journal.TypePresence, journal.Presence{Person: i, Seat: i, Present: true, Place: commitment(fmt.Sprint("place ", i))})
	}
}

func (m *sitting) define(item int, modulus []byte, signers ...string) {
	for i := range signers {
		signers[i] = manifest.ByTrustee(signers[i])
	}
	m.add(journal.TypeDefine, *must(m.state.Define(item, modulus)), signers...)
}

// otherModulus has the form of an issuing key; nobody signs with it.
func otherModulus(s *blind.Signer) []byte {
	modulus := s.Public().Modulus()
	modulus[100] ^= 1
	return modulus
}

// entry numbers and signs an entry that follows the meeting's last one.
func (m *sitting) entry(seq, unix int64, typ string, body any, signers ...string) *journal.Entry {
	e := must(journal.NewEntry(seq, unix, typ, body))
	for _, by := range signers {
		e.Sigs = append(e.Sigs, must(journal.Sign(m.hash, by, partyKey(by), typ, body)).Sig)
	}
	return e
}

func (m *sitting) add(typ string, body any, signers ...string) { m.addLater(1, typ, body, signers...) }

func (m *sitting) addLater(seconds int64, typ string, body any, signers ...string) {
	m.apply(m.entry(m.state.Next(), m.state.LastTime()+seconds, typ, body, signers...))
}

func (m *sitting) apply(e *journal.Entry) {
	if err := m.state.Apply(e); err != nil {
		panic(fmt.Sprintf("entry %d, %s: %v", e.Seq, e.Type, err))
	}
	m.entries = append(m.entries, e)
	m.leaves = append(m.leaves, must(e.Encode()))
	m.after = append(m.after, dump(m.state))
}

// note is a checkpoint of the first size entries with a quorum's cosignatures.
func (m *sitting) note(size int64) string { return m.noteBy(size, m.root(size), witnesses[:2]...) }

func (m *sitting) root(size int64) tree.Hash {
	var t tree.Tree
	for _, leaf := range m.leaves[:size] {
		t.Append(leaf)
	}
	return must(t.Root(size))
}

func (m *sitting) noteBy(size int64, root tree.Hash, names ...string) string {
	cp := tree.Checkpoint{Origin: manifest.OriginOf(m.hash), Size: size, Root: root}
	note := must(tree.SignCheckpoint(cp, partyKey(manifest.ByRegistrar)))
	for _, name := range names {
		line := must(tree.Cosign(note, name, partyKey(manifest.ByWitness(name)), startTime))
		note = must(tree.AddCosignature(note, line))
	}
	return note
}

// at is the place of the n-th entry of a type, from 0.
func (m *sitting) at(typ string, n int) int {
	for i, e := range m.entries {
		if e.Type == typ {
			if n == 0 {
				return i
			}
			n--
		}
	}
	panic("the meeting has no such " + typ)
}

// replay gives a state of its own with the first n entries.
func (m *sitting) replay(n int) *journal.State {
	s := journal.NewState()
	for _, leaf := range m.leaves[:n] {
		must(s.ApplyLeaf(leaf))
	}
	return s
}

// dump writes everything that a state shows.
func dump(s *journal.State) string {
	key, free := s.FreeKey()
	var seated []int
	for seat := range seats + 2 {
		seated = append(seated, s.Seated(seat))
	}
	var used []bool
	for key := range keys {
		used = append(used, s.KeyUsed(key))
	}
	root := must(s.Root(s.Next()))
	hash := s.ManifestHash()
	return string(canon.MustMarshal(struct {
		Next, Time int64
		Root       canon.Hex
		Hash       canon.Hex
		Manifest   *manifest.Manifest
		Quorum     int
		Files      *journal.Files
		People     []journal.Person
		Items      []journal.Item
		Ready      *journal.Ready
		Ceremony   journal.Ceremony
		Meeting    string
		Present    []int
		Seated     []int
		Lots       []*journal.Lot
		Ballots    []*journal.Ballot
		Key        int
		Free       bool
		Used       []bool
	}{
		s.Next(), s.LastTime(), root[:], hash[:], s.Manifest(), s.Policy().Quorum, s.Files(), slices.Clone(s.People()), slices.Clone(s.Items()),
		s.Ready(), s.Ceremony(), s.Meeting(), s.Present(), seated, s.Lots(), s.Ballots(), key, free, used,
	}))
}
