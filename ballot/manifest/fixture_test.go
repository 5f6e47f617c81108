package manifest_test

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

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// partyKey is the same in every run.
func partyKey(party string) ed25519.PrivateKey {
	seed := sha256.Sum256([]byte("valurna manifest test: " + party))
	return ed25519.NewKeyFromSeed(seed[:])
}

func public(party string) canon.Hex { return canon.Hex(partyKey(party).Public().(ed25519.PublicKey)) }

func sshSigner(party string) ssh.Signer { return must(ssh.NewSignerFromKey(partyKey(party))) }

func sshLine(party string) string { return manifest.KeyLine(sshSigner(party).PublicKey()) }

// sample is a manifest that passes Check.
func sample() *manifest.Manifest {
	m := &manifest.Manifest{
		Version: manifest.Version, Body: "Exempelby kommunfullmäktige", Profile: "se-fullmaktige",
		Meeting: "2026-11", Date: "2026-11-30", Place: "Rådhuset",
		Registrar: manifest.Registrar{Operator: "Kommunen", Address: "meeting.example:22",
			HostKey: sshLine("registrar host"), JournalKey: public(manifest.ByRegistrar)},
		Urn: manifest.Urn{Operator: "Grannkommunen", Booth: "urn.example:22", Cast: "urn.example:23",
			HostKey: sshLine("urn host"), ReceiptKey: public(manifest.ByUrn), LinkKey: sshLine("urn link")},
		Threshold: 2, Quorum: 2,
		Officer: manifest.Officer{Office: "secretary", Key: sshLine(manifest.ByOfficer)},
		Policy:  manifest.Policy{Grace: 60, Window: 600, Shuffles: 2},
	}
	for _, name := range []string{"anna", "bo", "cilla"} {
		m.Trustees = append(m.Trustees, manifest.Trustee{Name: name, Operator: name + "s parti", Key: public(manifest.ByTrustee(name))})
	}
	for _, name := range []string{"dag", "eva", "fia"} {
		m.Witnesses = append(m.Witnesses, manifest.Witness{Name: name, Operator: name, Key: public(manifest.ByWitness(name))})
	}
	return m
}

// signature is what a party signs with its key.
func signature(m *manifest.Manifest, by string) manifest.Signature {
	message := manifest.SigningBytes(must(m.Encode()))
	if by == manifest.ByOfficer {
		return manifest.Signature{By: by, Sig: officerBlob(message, sshSigner(by), manifest.SSHSIGNamespace)}
	}
	return manifest.Signature{By: by, Sig: ed25519.Sign(partyKey(by), message)}
}

func officerBlob(message []byte, key ssh.Signer, namespace string) []byte {
	return must(sshsig.Sign(bytes.NewReader(message), key, sshsig.HashSHA512, namespace)).Marshal()
}

// signedSample is the sample with every party's signature.
func signedSample(t testing.TB) *manifest.Signed {
	t.Helper()
	s := &manifest.Signed{Manifest: sample()}
	for _, by := range s.Manifest.Parties() {
		if err := s.Add(signature(s.Manifest, by)); err != nil {
			t.Fatal(err)
		}
	}
	return s
}
