package complaint

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"

	"valurna/ballot/booth"
	"valurna/ballot/bundle"
	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/ballot/sealed"
	"valurna/ballot/tally/tallytest"
	"valurna/ballot/verify"
	"valurna/crypto/blind"
	"valurna/crypto/group"
	"valurna/crypto/threshold"
	"valurna/crypto/tree"
)

const ballotID = "1-1"

var contest = kind.Contest{Kind: kind.OneOfN, Elect: 1, Options: []string{"Ada", "Bo Ek", "Cai"}}

// meeting is one ballot up to its seal, with every party's keys. Its urn has left
// the last ballot out, after it had signed a receipt.
type meeting struct {
	keys    map[string]ed25519.PrivateKey
	signed  *manifest.Signed
	hash    [32]byte
	state   *journal.State
	leaves  [][]byte
	issuing *blind.Signer
	cast    [][]byte // with a receipt each; the last one is not sealed
	box     [][]byte
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

// held is made once: no test changes it.
var held = sync.OnceValue(func() *meeting {
	m := convene()
	m.open()
	for _, option := range []int{0, 1, 2} {
		m.cast = append(m.cast, m.vote(option))
	}
	m.box = slices.Clone(m.cast[:2])
	sealed.Sort(m.box)
	m.add(journal.TypeClose, journal.Close{Ballot: ballotID, Person: 1})
	m.add(journal.TypeStop, journal.Stop{Ballot: ballotID, Cast: 2}, manifest.ByUrn)
	m.add(journal.TypeCounts, journal.Counts{Ballot: ballotID, Eligible: 3, Tokens: 3, Cast: 2, Collected: []int{1, 2, 3}})
	root := sealed.Root(m.box)
	m.add(journal.TypeSeal, journal.Seal{Ballot: ballotID, Count: 2, Root: root[:], AuditedRoot: journal.NoneAudited()}, manifest.ByUrn)
	return m
})

// then is the meeting with more entries.
func (m *meeting) then(more func(*meeting)) *meeting {
	out := *m
	out.state, out.leaves = journal.NewState(), nil
	for _, leaf := range m.leaves {
		must(out.state.ApplyLeaf(leaf))
		out.leaves = append(out.leaves, leaf)
	}
	more(&out)
	return &out
}

func (m *meeting) void() {
	m.add(journal.TypeVoid, journal.Void{Ballot: ballotID, Reason: "a ballot is missing"})
}

// key makes a party's.
func (m *meeting) key(by string) canon.Hex {
	seed := sha256.Sum256([]byte(by))
	m.keys[by] = ed25519.NewKeyFromSeed(seed[:])
	return canon.Hex(m.keys[by].Public().(ed25519.PublicKey))
}

func (m *meeting) sshKey(name string) string {
	m.key(name)
	return manifest.KeyLine(must(ssh.NewSignerFromKey(m.keys[name])).PublicKey())
}

func convene() *meeting {
	m := &meeting{keys: map[string]ed25519.PrivateKey{}, state: journal.NewState()}
	mf := &manifest.Manifest{
		Version: manifest.Version, Body: "Exempelby", Profile: manifest.ProfileAssociation, Meeting: "2026-11", Date: "2026-11-30", Place: "Hall",
		Rehearsal: true, Threshold: 2, Quorum: 1,
		Registrar: manifest.Registrar{Operator: "A", Address: "a.example:22", HostKey: m.sshKey("host"), JournalKey: m.key(manifest.ByRegistrar)},
		Urn: manifest.Urn{Operator: "B", Booth: "b.example:22", Cast: "b.example:23",
			HostKey: m.sshKey("urn host"), LinkKey: m.sshKey("link"), ReceiptKey: m.key(manifest.ByUrn)},
		Witnesses: []manifest.Witness{{Name: "dag", Operator: "C", Key: m.key(manifest.ByWitness("dag"))}},
		Officer:   manifest.Officer{Office: "chair", Key: m.sshKey("chair")},
		Policy:    manifest.Policy{Shuffles: 2},
	}
	for _, name := range []string{"anna", "bo", "cilla"} {
		mf.Trustees = append(mf.Trustees, manifest.Trustee{Name: name, Operator: name, Key: m.key(manifest.ByTrustee(name))})
	}
	message := manifest.SigningBytes(must(mf.Encode()))
	m.signed = &manifest.Signed{Manifest: mf}
	for _, by := range mf.Parties() {
		if by == manifest.ByOfficer {
			sig := must(sshsig.Sign(bytes.NewReader(message), must(ssh.NewSignerFromKey(m.keys["chair"])), sshsig.HashSHA512, manifest.SSHSIGNamespace))
			check(m.signed.Add(manifest.Signature{By: by, Sig: sig.Marshal()}))
			continue
		}
		check(m.signed.Add(manifest.Signature{By: by, Sig: ed25519.Sign(m.keys[by], message)}))
	}
	m.hash = must(mf.Hash())
	m.enter(must(journal.ManifestEntry(m.signed, 1_790_000_000)))
	m.add(journal.TypeFiles, journal.Files{Body: make(canon.Hex, 32), Meeting: make(canon.Hex, 32)})
	for i := 1; i <= 3; i++ {
		offices := []string{}
		if i == 1 {
			offices = []string{"chair"}
		}
		m.add(journal.TypePerson, journal.Person{Person: i, Seat: i, Offices: offices, Commit: committed("person", i)})
	}
	for i := 1; i <= 2; i++ {
		m.add(journal.TypeItem, journal.Item{Item: i, Class: journal.ClassElection, Title: "Val", Contest: &contest})
	}
	m.add(journal.TypeReady, journal.Ready{Seats: 3, Keys: 3})
	m.ceremony(mf.Trustees)
	for i := 1; i <= 3; i++ {
		m.add(journal.TypePresence, journal.Presence{Person: i, Seat: i, Present: true, Place: committed("place", i)})
	}
	m.add(journal.TypeMeeting, journal.Meeting{State: "open", Person: 1})
	return m
}

func committed(what string, i int) canon.Hex {
	return journal.Commit(sha256.Sum256(fmt.Appendf(nil, "%s %d", what, i)), []byte(`"x"`))
}

// ceremony is the trustees' real one, but for the sealed shares, which nobody here
// opens.
func (m *meeting) ceremony(trustees []manifest.Trustee) {
	var reveals []journal.CeremonyReveal
	var all []string
	lots := tallytest.DealLots(m.state, true)
	var drawers []tallytest.Trustee
	for i, t := range trustees {
		reveal := journal.CeremonyReveal{Trustee: t.Name, Salt: committed("salt", i)}
		for key := range 3 {
			_, d, err := threshold.Deal(m.state.CeremonyContext(key), i+1, 2, 3, rand.Reader)
			check(err)
			if key == 2 {
				d = lots[i].Dealing
			}
			reveal.Dealings = append(reveal.Dealings, d.Bytes())
		}
		reveals = append(reveals, reveal)
		sum := sha256.Sum256(canon.MustMarshal(reveal))
		transport := must(threshold.NewTransportKey(rand.Reader))
		m.add(journal.TypeCommit, journal.CeremonyCommit{Trustee: t.Name, Reveal: sum[:], Transport: transport.Public()}, manifest.ByTrustee(t.Name))
		all = append(all, manifest.ByTrustee(t.Name))
		drawers = append(drawers, tallytest.Drawer(lots, t.Name, i+1))
	}
	for i, t := range trustees {
		m.add(journal.TypeReveal, reveals[i], manifest.ByTrustee(t.Name))
	}
	for i, t := range trustees {
		deal := journal.CeremonyDeal{Trustee: t.Name, Sealed: []canon.Hex{make(canon.Hex, 144), make(canon.Hex, 144), make(canon.Hex, 144)}}
		deal.Sealed[i] = canon.Hex{}
		m.add(journal.TypeDeal, deal, manifest.ByTrustee(t.Name))
	}
	m.add(journal.TypeKeys, *must(m.state.ProposedKeys()), all...)
	tallytest.DrawOrders(m.state, drawers, func(typ string, body any, by string) {
		m.add(typ, body, tallytest.Signers(by)...)
	})
}

func (m *meeting) add(typ string, body any, signers ...string) {
	e := must(journal.NewEntry(m.state.Next(), m.state.LastTime()+1, typ, body))
	for _, by := range signers {
		e.Sigs = append(e.Sigs, must(journal.Sign(m.hash, by, m.keys[by], typ, body)).Sig)
	}
	m.enter(e)
}

func (m *meeting) enter(e *journal.Entry) {
	check(m.state.Apply(e))
	m.leaves = append(m.leaves, must(e.Encode()))
}

// note is a cosigned checkpoint of everything.
func (m *meeting) note() string {
	size := m.state.Next()
	note := must(tree.SignCheckpoint(tree.Checkpoint{Origin: manifest.OriginOf(m.hash), Size: size, Root: must(m.state.Root(size))}, m.keys[manifest.ByRegistrar]))
	return must(tree.AddCosignature(note, must(tree.Cosign(note, "dag", m.keys[manifest.ByWitness("dag")], 1_790_000_000))))
}

func (m *meeting) open() {
	m.issuing = must(blind.GenerateKey(rand.Reader))
	m.add(journal.TypeDefine, *must(m.state.Define(1, m.issuing.Public().Modulus())), manifest.ByTrustee("anna"), manifest.ByTrustee("bo"))
	m.add(journal.TypeOpen, journal.Open{Ballot: ballotID, Person: 1, Checkpoint: m.note()})
}

// vote is a sealed ballot with a token.
func (m *meeting) vote(option int) []byte {
	terms := must(m.state.Terms(ballotID))
	secret := must(group.RandomScalar(rand.Reader))
	request := must(blind.NewRequest(terms.Issuing, sealed.TokenMessage(terms.Context, new(group.Point).ScalarBaseMult(secret)), rand.Reader))
	payload := must(contest.Encode(kind.Choice{Options: []int{option}}))
	b := must(sealed.Make(terms, payload, secret, [sealed.CheckSize]byte{byte(option)}, rand.Reader))
	b.Signature = must(request.Finalize(must(m.issuing.BlindSign(request.Blinded()))))
	return b.Encode()
}

// receipt is the urn's word for a ballot.
func (m *meeting) receipt(encoding []byte) *journal.Statement {
	return m.word(manifest.ByUrn, must(booth.NewReceipt(ballotID, must(m.state.Terms(ballotID)).Context, encoding)))
}

// word is a receipt that a party has signed in its own name.
func (m *meeting) word(by string, r journal.Receipt) *journal.Statement {
	st := must(journal.Sign(m.hash, by, m.keys[by], journal.TypeReceipt, r))
	return &st
}

// bundle is what is published of the ballot as it stands.
func (m *meeting) bundle() *bundle.Bundle {
	return &bundle.Bundle{
		Ballot: ballotID, Entries: slices.Clone(m.leaves), Sealed: slices.Clone(m.box),
		Checkpoints: []string{m.state.Ballot(ballotID).Open.Checkpoint, m.note()},
	}
}

func (m *meeting) anchor() verify.Anchor { return verify.WordsAnchor(manifest.Words(m.hash)) }

// complaint is one about the ballot, well made.
func (m *meeting) complaint(t testing.TB, encoding []byte, receipt *journal.Statement) *Complaint {
	t.Helper()
	c, err := Make(m.hash, ballotID, encoding, receipt)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
