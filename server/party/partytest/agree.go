// Package partytest holds a registrar in memory for the tests of trustees and
// witnesses: it keeps a journal by the real rules, and lies when told to.
package partytest

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"fmt"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
)

// Names of the parties of every test: two of three trustees decrypt, two of
// three witnesses cosign.
var (
	Trustees  = []string{"anna", "bo", "cilla"}
	Witnesses = []string{"dag", "eva", "fia"}
)

// Of the meeting: seats, keys of the ceremony, seconds of the check window, and
// the time of the first entry.
const (
	Seats  = 3
	Keys   = 4
	Window = 60
	Start  = 1_790_000_000
)

// Contest is that of items 1 and 2.
var Contest = kind.Contest{Kind: kind.OneOfN, Elect: 1, Options: []string{"Ada", "Bo Ek", "Cai"}}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// Key is a party's key, the same in every run.
func Key(party string) ed25519.PrivateKey {
	seed := sha256.Sum256([]byte("valurna party test: " + party))
	return ed25519.NewKeyFromSeed(seed[:])
}

func public(party string) canon.Hex { return canon.Hex(Key(party).Public().(ed25519.PublicKey)) }

func line(party string) string {
	return manifest.KeyLine(must(ssh.NewSignerFromKey(Key(party))).PublicKey())
}

// Agree makes a manifest. Parties in own, by their name in signatures, have
// those SSH keys and have not signed yet; all others have fixed keys and have.
func Agree(rehearsal bool, own map[string]string) *manifest.Signed {
	m := &manifest.Manifest{
		Version: manifest.Version, Body: "Exempelby kommunfullmäktige", Profile: manifest.ProfileCouncil,
		Meeting: "2026-11", Date: "2026-11-30", Place: "Rådhuset", Rehearsal: rehearsal,
		Registrar: manifest.Registrar{Operator: "Kommunen", Address: "meeting.example:22",
			HostKey: line("registrar host"), JournalKey: public(manifest.ByRegistrar)},
		Urn: manifest.Urn{Operator: "Grannkommunen", Booth: "urn.example:22", Cast: "urn.example:23",
			HostKey: line("urn host"), LinkKey: line("urn link"), ReceiptKey: public(manifest.ByUrn)},
		Threshold: 2, Quorum: 2,
		Officer: manifest.Officer{Office: "chair", Key: line(manifest.ByOfficer)},
		Policy:  manifest.Policy{Window: Window, Shuffles: 2},
	}
	key := func(by string) canon.Hex {
		text, ok := own[by]
		if !ok {
			return public(by)
		}
		k := must(manifest.ParseKeyLine(text)).(ssh.CryptoPublicKey).CryptoPublicKey()
		return canon.Hex(k.(ed25519.PublicKey))
	}
	for _, name := range Trustees {
		m.Trustees = append(m.Trustees, manifest.Trustee{Name: name, Operator: name, Key: key(manifest.ByTrustee(name))})
	}
	for _, name := range Witnesses {
		m.Witnesses = append(m.Witnesses, manifest.Witness{Name: name, Operator: name, Key: key(manifest.ByWitness(name))})
	}
	signed := &manifest.Signed{Manifest: m, Sigs: []manifest.Signature{}}
	message := manifest.SigningBytes(must(m.Encode()))
	for _, by := range m.Parties() {
		if _, theirs := own[by]; theirs {
			continue
		}
		sig := ed25519.Sign(Key(by), message)
		if by == manifest.ByOfficer {
			officer := must(ssh.NewSignerFromKey(Key(by)))
			sig = must(sshsig.Sign(bytes.NewReader(message), officer, sshsig.HashSHA512, manifest.SSHSIGNamespace)).Marshal()
		}
		if err := signed.Add(manifest.Signature{By: by, Sig: sig}); err != nil {
			panic(err)
		}
	}
	return signed
}

func commitment(what string) canon.Hex {
	return journal.Commit(sha256.Sum256([]byte(what)), fmt.Appendf(nil, "%q", what))
}
