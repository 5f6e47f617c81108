package guarantee

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"testing"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"

	"valurna/ballot/canon"
	"valurna/ballot/manifest"
)

func TestTheManifestShowsWhoKeepsWhat(t *testing.T) {
	s := signedManifest(t)
	p := PartiesOf(s)
	e := complete()
	e.Parties.Complete, e.Parties.Signed, e.Parties.Observer, e.Parties.UrnKey = p.Complete, p.Signed, p.Observer, p.UrnKey
	e.Parties.Threshold, e.Parties.Quorum, e.Parties.Shuffles = p.Threshold, p.Quorum, p.Shuffles
	e.Parties.Registrar, e.Parties.Urn = p.Registrar, p.Urn
	if failing := Evaluate(Certification, e).Failing(); len(failing) != 0 {
		t.Error(failing)
	}
	if len(p.Trustees) != 3 || p.Trustees[2].Operator != "cias parti" || p.Trustees[0].Attested.by() != NotShown {
		t.Errorf("%+v", p.Trustees)
	}
	// A manifest attests nothing about people.
	e.Parties = p
	if got := ids(Evaluate(Admission, e).Failing()); !sameIDs(got, []string{"G18", "S4", "S6", "S7", "A20"}) {
		t.Errorf("%v", got)
	}
}

func TestAManifestThatIsWrongIsNoManifest(t *testing.T) {
	for _, s := range []*manifest.Signed{nil, {}} {
		if p := PartiesOf(s); p.Complete != NotShown || p.Signed != NotShown || p.Threshold.Shown {
			t.Errorf("%+v", p)
		}
	}
	for about, c := range map[string]struct {
		do  func(*manifest.Signed)
		has func(Parties) bool
	}{
		"nobody has signed":                 {func(s *manifest.Signed) { s.Sigs = nil }, func(p Parties) bool { return p.Complete == Yes && p.Signed == No }},
		"changed after it was signed":       {func(s *manifest.Signed) { s.Manifest.Place = "Elsewhere" }, func(p Parties) bool { return p.Complete == Yes && p.Signed == No }},
		"the quorum is half":                {func(s *manifest.Signed) { s.Manifest.Quorum = 1 }, func(p Parties) bool { return p.Complete == No }},
		"no urn key":                        {func(s *manifest.Signed) { s.Manifest.Urn.HostKey = "" }, func(p Parties) bool { return p.Complete == No && p.UrnKey == No }},
		"all witnesses are the registrar's": {ownWitnesses, func(p Parties) bool { return p.Observer == No }},
		"nothing in it":                     {func(s *manifest.Signed) { *s.Manifest = manifest.Manifest{} }, func(p Parties) bool { return p.Complete == No && p.Signed == No && p.Observer == No }},
	} {
		s := signedManifest(t)
		c.do(s)
		if p := PartiesOf(s); !c.has(p) {
			t.Errorf("%s: %+v", about, p)
		}
	}
}

func ownWitnesses(s *manifest.Signed) {
	for i, operator := range []string{"exempelby KOMMUN", "Grannby  kommun", " "} {
		s.Manifest.Witnesses[i].Operator = operator
	}
}

func partyKey(party string) ed25519.PrivateKey {
	seed := sha256.Sum256([]byte("valurna guarantee test: " + party))
	return ed25519.NewKeyFromSeed(seed[:])
}

func public(party string) canon.Hex { return canon.Hex(partyKey(party).Public().(ed25519.PublicKey)) }

func sshSigner(t *testing.T, party string) ssh.Signer {
	s, err := ssh.NewSignerFromKey(partyKey(party))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// signedManifest is a manifest with the parties of the complete evidence.
func signedManifest(t *testing.T) *manifest.Signed {
	t.Helper()
	line := func(party string) string { return manifest.KeyLine(sshSigner(t, party).PublicKey()) }
	m := &manifest.Manifest{
		Version: manifest.Version, Body: "Exempelby kommunfullmäktige", Profile: manifest.ProfileCouncil,
		Meeting: "2026-11", Date: "2026-11-30", Place: "Rådhuset",
		Registrar: manifest.Registrar{Operator: "Exempelby kommun", Address: "meeting.example:22", HostKey: line("host"), JournalKey: public(manifest.ByRegistrar)},
		Urn: manifest.Urn{Operator: "Grannby kommun", Booth: "urn.example:22", Cast: "urn.example:23",
			HostKey: line("urn host"), ReceiptKey: public(manifest.ByUrn), LinkKey: line("urn link")},
		Threshold: 2, Quorum: 2,
		Officer: manifest.Officer{Office: "secretary", Key: line(manifest.ByOfficer)},
		Policy:  manifest.Policy{Grace: 60, Window: 600, Shuffles: 2},
	}
	for _, name := range []string{"anna", "bo", "cia"} {
		m.Trustees = append(m.Trustees, manifest.Trustee{Name: name, Operator: name + "s parti", Key: public(manifest.ByTrustee(name))})
	}
	for _, name := range []string{"dag", "eva", "fia"} {
		m.Witnesses = append(m.Witnesses, manifest.Witness{Name: name, Operator: name, Key: public(manifest.ByWitness(name))})
	}
	encoding, err := m.Encode()
	if err != nil {
		t.Fatal(err)
	}
	s, message := &manifest.Signed{Manifest: m}, manifest.SigningBytes(encoding)
	for _, by := range m.Parties() {
		sig := manifest.Signature{By: by, Sig: ed25519.Sign(partyKey(by), message)}
		if by == manifest.ByOfficer {
			blob, err := sshsig.Sign(bytes.NewReader(message), sshSigner(t, by), sshsig.HashSHA512, manifest.SSHSIGNamespace)
			if err != nil {
				t.Fatal(err)
			}
			sig.Sig = blob.Marshal()
		}
		if err := s.Add(sig); err != nil {
			t.Fatal(err)
		}
	}
	return s
}
