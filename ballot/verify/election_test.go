package verify

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"slices"
	"testing"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"

	"valurna/ballot/bundle"
	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/ballot/meeting"
	"valurna/ballot/tally/tallytest"
	"valurna/crypto/blind"
	"valurna/crypto/group"
	"valurna/crypto/threshold"
	"valurna/crypto/tree"
)

// The election of these tests: three trustees of which two decrypt, three
// witnesses of which two cosign, five seats, four ballots.
var (
	trusteeNames = []string{"anna", "bo", "cilla"}
	witnessNames = []string{"dag", "eva", "fia"}
)

const (
	seatCount = 5
	ballotID  = "1-1"
	startTime = 1_790_000_000
	window    = 60
)

// draft is one entry before it is numbered and signed.
type draft struct {
	typ     string
	body    any // canon.Marshal makes the body of it
	signers []string
	later   int64 // seconds after the entry before it
}

// vote is what a voter has beside the sealed ballot: enough to cheat with.
type vote struct {
	secret   *group.Scalar
	sig      []byte
	encoding []byte
}

// election holds one finished election with the secrets of every party, so that a
// test can forge whatever an insider could.
type election struct {
	t       testing.TB
	keys    map[string]ed25519.PrivateKey // by party
	officer ssh.Signer
	signed  *manifest.Signed
	hash    [32]byte
	state   *journal.State
	leaves  [][]byte
	drafts  []draft
	issuing *blind.Signer
	shares  map[string]*group.Scalar // of key 0, by trustee
	lots    []tallytest.Trustee      // with their shares of the key for lots
	votes   []vote                   // in the order in which they were cast
	sealed  [][]byte
	made    tallytest.Made
	audited [][]byte // ballots that were opened as tests
	stall   bool     // anna is passed over, and then shuffles falsely
	opened  []vote   // their secrets, with the sealed ballots that they could have been
}

func noError(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// convene makes the manifest, signed by all, and the journal up to the opened
// meeting with every seat taken.
func convene(t testing.TB, change func(*manifest.Manifest)) *election {
	t.Helper()
	return conveneSeats(t, seatCount, change)
}

func conveneSeats(t testing.TB, seats int, change func(*manifest.Manifest)) *election {
	t.Helper()
	return conveneOrder(t, seats, change, true)
}

// conveneOrder says whether the lot leaves the candidates as they stand on the agenda.
func conveneOrder(t testing.TB, seats int, change func(*manifest.Manifest), asOnAgenda bool) *election {
	t.Helper()
	e := &election{t: t, keys: map[string]ed25519.PrivateKey{}, state: journal.NewState(), shares: map[string]*group.Scalar{}}
	m := &manifest.Manifest{
		Version: manifest.Version, Body: "Exempelby kommunfullmäktige", Profile: "se-fullmaktige", Meeting: "2026-11",
		Date: "2026-11-30", Place: "Rådhuset", Rehearsal: true, Threshold: 2, Quorum: 2,
		Registrar: manifest.Registrar{Operator: "Kommunen", Address: "meeting.example:22", HostKey: sshLine(t), JournalKey: e.key(manifest.ByRegistrar)},
		Urn: manifest.Urn{Operator: "Grannkommunen", Booth: "urn.example:22", Cast: "urn.example:23",
			HostKey: sshLine(t), LinkKey: sshLine(t), ReceiptKey: e.key(manifest.ByUrn)},
		Policy: manifest.Policy{Window: window, Shuffles: 2},
	}
	for _, name := range trusteeNames {
		m.Trustees = append(m.Trustees, manifest.Trustee{Name: name, Operator: name, Key: e.key(manifest.ByTrustee(name))})
	}
	for _, name := range witnessNames {
		m.Witnesses = append(m.Witnesses, manifest.Witness{Name: name, Operator: name, Key: e.key(manifest.ByWitness(name))})
	}
	_, officer, err := ed25519.GenerateKey(rand.Reader)
	noError(t, err)
	if e.officer, err = ssh.NewSignerFromKey(officer); err != nil {
		t.Fatal(err)
	}
	m.Officer = manifest.Officer{Office: "chair", Key: manifest.KeyLine(e.officer.PublicKey())}
	if change != nil {
		change(m)
	}
	e.signed = e.signManifest(m)
	if e.hash, err = m.Hash(); err != nil {
		t.Fatal(err)
	}
	entry, err := journal.ManifestEntry(e.signed, startTime)
	noError(t, err)
	e.apply(entry)
	e.add(journal.TypeFiles, journal.Files{Body: make(canon.Hex, 32), Meeting: make(canon.Hex, 32)})
	for i := 1; i <= seats; i++ {
		offices := []string{}
		if i == 1 {
			offices = []string{"chair"}
		}
		e.add(journal.TypePerson, journal.Person{Person: i, Seat: i, Offices: offices, Commit: e.commit("person", i)})
	}
	contest := &kind.Contest{Kind: kind.OneOfN, Elect: 1, Options: []string{"Ada", "Bo Ek", "Cai"}}
	e.add(journal.TypeItem, journal.Item{Item: 1, Class: journal.ClassElection, Title: "Val av ordförande", Contest: contest})
	e.add(journal.TypeReady, journal.Ready{Seats: seats, Keys: 3})
	if !m.Rehearsal {
		e.add(meeting.TypeNotice, meeting.Notice{By: 1, Posted: "2026-01-01", Summoned: "2026-01-01"})
	}
	e.ceremony(asOnAgenda)
	for i := 1; i <= seats; i++ {
		e.add(journal.TypePresence, journal.Presence{Person: i, Seat: i, Present: true, Place: e.commit("place", i)})
	}
	e.add(journal.TypeMeeting, journal.Meeting{State: "open", Person: 1})
	// A member has a new key: the roll has the new commitment.
	e.add(journal.TypePersonKeys, journal.PersonKeys{Person: 3, Commit: e.commit("new key", 3)})
	return e
}

func (e *election) key(party string) canon.Hex {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	noError(e.t, err)
	e.keys[party] = private
	return canon.Hex(public)
}

func sshLine(t testing.TB) string {
	public, _, err := ed25519.GenerateKey(rand.Reader)
	noError(t, err)
	k, err := ssh.NewPublicKey(public)
	noError(t, err)
	return manifest.KeyLine(k)
}

func (e *election) commit(what string, i int) canon.Hex {
	return journal.Commit(sha256.Sum256(fmt.Appendf(nil, "%s %d", what, i)), []byte(`"x"`))
}

func (e *election) signManifest(m *manifest.Manifest) *manifest.Signed {
	e.t.Helper()
	data, err := m.Encode()
	noError(e.t, err)
	message := manifest.SigningBytes(data)
	signed := &manifest.Signed{Manifest: m}
	for _, by := range m.Parties() {
		var sig []byte
		if by == manifest.ByOfficer {
			s, err := sshsig.Sign(bytes.NewReader(message), e.officer, sshsig.HashSHA512, manifest.SSHSIGNamespace)
			noError(e.t, err)
			sig = s.Marshal()
		} else {
			sig = ed25519.Sign(e.keys[by], message)
		}
		noError(e.t, signed.Add(manifest.Signature{By: by, Sig: sig}))
	}
	return signed
}

// entry numbers and signs a draft.
func (e *election) entry(d draft, seq, unix int64) *journal.Entry {
	e.t.Helper()
	out, err := journal.NewEntry(seq, unix, d.typ, d.body)
	noError(e.t, err)
	for _, by := range d.signers {
		st, err := journal.Sign(e.hash, by, e.keys[by], d.typ, d.body)
		noError(e.t, err)
		out.Sigs = append(out.Sigs, st.Sig)
	}
	return out
}

func (e *election) apply(entry *journal.Entry) {
	e.t.Helper()
	noError(e.t, e.state.Apply(entry))
	leaf, err := entry.Encode()
	noError(e.t, err)
	e.leaves = append(e.leaves, leaf)
}

func (e *election) add(typ string, body any, signers ...string) { e.addLater(1, typ, body, signers...) }

func (e *election) addLater(later int64, typ string, body any, signers ...string) {
	e.t.Helper()
	d := draft{typ: typ, body: body, signers: signers, later: later}
	e.drafts = append(e.drafts, d)
	e.apply(e.entry(d, e.state.Next(), e.state.LastTime()+later))
}

// ceremony is the trustees' real one.
func (e *election) ceremony(asOnAgenda bool) {
	t, n, keys := 2, len(trusteeNames), 3
	lots := tallytest.DealLots(e.state, asOnAgenda)
	transport := map[string]*threshold.TransportKey{}
	polynomials := map[string][]*threshold.Polynomial{}
	reveals := map[string]journal.CeremonyReveal{}
	for i, name := range trusteeNames {
		k, err := threshold.NewTransportKey(rand.Reader)
		noError(e.t, err)
		transport[name] = k
		salt := sha256.Sum256([]byte(name))
		reveal := journal.CeremonyReveal{Trustee: name, Salt: salt[:]}
		for key := range keys {
			p, d, err := threshold.Deal(e.state.CeremonyContext(key), i+1, t, n, rand.Reader)
			noError(e.t, err)
			if key == keys-1 {
				p, d = lots[i].Polynomial, lots[i].Dealing
			}
			polynomials[name] = append(polynomials[name], p)
			reveal.Dealings = append(reveal.Dealings, d.Bytes())
		}
		reveals[name] = reveal
		sum := sha256.Sum256(canon.MustMarshal(reveal))
		e.add(journal.TypeCommit, journal.CeremonyCommit{Trustee: name, Reveal: sum[:], Transport: k.Public()}, manifest.ByTrustee(name))
	}
	for _, name := range trusteeNames {
		e.add(journal.TypeReveal, reveals[name], manifest.ByTrustee(name))
	}
	for _, from := range trusteeNames {
		deal := journal.CeremonyDeal{Trustee: from}
		for i, to := range trusteeNames {
			if to == from {
				deal.Sealed = append(deal.Sealed, canon.Hex{})
				continue
			}
			var shares []*group.Scalar
			for _, p := range polynomials[from] {
				shares = append(shares, p.Share(i+1))
			}
			box, err := threshold.SealShares(transport[to].Public(), e.state.DealInfo(from, to), shares)
			noError(e.t, err)
			deal.Sealed = append(deal.Sealed, box)
		}
		e.add(journal.TypeDeal, deal, manifest.ByTrustee(from))
	}
	var all []string
	for i, name := range trusteeNames {
		var shares, lots []*group.Scalar
		for _, from := range trusteeNames {
			shares = append(shares, polynomials[from][0].Share(i+1))
			lots = append(lots, polynomials[from][keys-1].Share(i+1))
		}
		e.shares[name] = threshold.SumShares(shares)
		e.lots = append(e.lots, tallytest.Trustee{Name: name, Share: threshold.SumShares(lots)})
		all = append(all, manifest.ByTrustee(name))
	}
	proposed, err := e.state.ProposedKeys()
	noError(e.t, err)
	e.add(journal.TypeKeys, *proposed, all...)
	tallytest.DrawOrders(e.state, e.lots[1:], e.enter)
}

// enter adds an entry that one party or nobody signs.
func (e *election) enter(typ string, body any, by string) {
	if by == "" {
		e.add(typ, body)
		return
	}
	e.add(typ, body, by)
}

// note makes a checkpoint of the first entries of t.
func (e *election) note(t *tree.Tree, size int64, witnesses ...string) string {
	e.t.Helper()
	root, err := t.Root(size)
	noError(e.t, err)
	note, err := tree.SignCheckpoint(tree.Checkpoint{Origin: manifest.OriginOf(e.hash), Size: size, Root: root}, e.keys[manifest.ByRegistrar])
	noError(e.t, err)
	for _, w := range witnesses {
		line, err := tree.Cosign(note, w, e.keys[manifest.ByWitness(w)], startTime)
		noError(e.t, err)
		note, err = tree.AddCosignature(note, line)
		noError(e.t, err)
	}
	return note
}

func (e *election) noteNow() string {
	var t tree.Tree
	for _, leaf := range e.leaves {
		t.Append(leaf)
	}
	return e.note(&t, t.Size(), witnessNames[:2]...)
}

// bundle is what is published of the election as it stands: of a void ballot no
// sealed ballots and nothing that was made of them.
func (e *election) bundle() *bundle.Bundle {
	e.t.Helper()
	b := e.state.Ballot(ballotID)
	out := &bundle.Bundle{Ballot: ballotID, Entries: slices.Clone(e.leaves)}
	if b.Open != nil {
		out.Checkpoints = append(out.Checkpoints, b.Open.Checkpoint)
	}
	if b.Decrypt != nil {
		out.Checkpoints = append(out.Checkpoints, b.Decrypt.Checkpoint)
	}
	out.Checkpoints = append(out.Checkpoints, e.noteNow())
	if b.Void != nil {
		return out
	}
	out.Sealed, out.Audited = slices.Clone(e.sealed), slices.Clone(e.audited)
	made := clone(e.made)
	out.Shuffles, out.Combined = made.Shuffles, made.Combined
	return out
}

// manifestFile is the published manifest.
func (e *election) manifestFile() []byte {
	data, err := e.signed.Encode()
	noError(e.t, err)
	return data
}
