package recordtest

import (
	"bytes"
	"crypto/ed25519"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"

	"valurna/ballot/canon"
	"valurna/ballot/manifest"
	"valurna/ballot/meeting"
)

func agreement() *manifest.Manifest {
	m := &manifest.Manifest{
		Version: manifest.Version, Body: "Kommunfullmäktige i Exempelby", Profile: manifest.ProfileCouncil,
		Meeting: "2026-11", Date: "2026-11-30", Place: "Rådhuset",
		Registrar: manifest.Registrar{Operator: "Kommunen", Address: "meeting.example:22", HostKey: sshLine("registrar host"), JournalKey: public(manifest.ByRegistrar)},
		Urn: manifest.Urn{Operator: "Grannkommunen", Booth: "urn.example:22", Cast: "urn.example:23",
			HostKey: sshLine("urn host"), LinkKey: sshLine("urn link"), ReceiptKey: public(manifest.ByUrn)},
		Threshold: 2, Quorum: 2,
		Officer: manifest.Officer{Office: meeting.OfficeChair, Key: sshLine(manifest.ByOfficer)},
		Policy: manifest.Policy{Grace: 30, Window: 60, Shuffles: 2, Remote: &manifest.Remote{
			Decision: "KF 2026 § 41", Document: hash("KF 2026 § 41"), Days: manifest.LeastDays, Line: manifest.MostLine, Floor: manifest.LeastFloor,
		}},
	}
	for _, name := range []string{"majoritet", "opposition", "revisor"} {
		m.Trustees = append(m.Trustees, manifest.Trustee{Name: name, Operator: name, Key: public(manifest.ByTrustee(name))})
	}
	for _, name := range []string{"grannkommunen", "studentkaren", "tidningen"} {
		m.Witnesses = append(m.Witnesses, manifest.Witness{Name: name, Operator: name, Key: public(manifest.ByWitness(name))})
	}
	return m
}

// sign has every party sign, the officer with an SSH key.
func sign(m *manifest.Manifest) *manifest.Signed {
	message := manifest.SigningBytes(must(m.Encode()))
	signed := &manifest.Signed{Manifest: m}
	for _, by := range m.Parties() {
		sig := ed25519.Sign(key(by), message)
		if by == manifest.ByOfficer {
			officer := must(ssh.NewSignerFromKey(key(by)))
			sig = must(sshsig.Sign(bytes.NewReader(message), officer, sshsig.HashSHA512, manifest.SSHSIGNamespace)).Marshal()
		}
		signed.Sigs = append(signed.Sigs, manifest.Signature{By: by, Sig: sig})
	}
	return signed
}

func key(party string) ed25519.PrivateKey { return ed25519.NewKeyFromSeed(hash("key of " + party)) }

func public(party string) canon.Hex { return canon.Hex(key(party).Public().(ed25519.PublicKey)) }

func sshLine(party string) string {
	return manifest.KeyLine(must(ssh.NewSignerFromKey(key(party))).PublicKey())
}
