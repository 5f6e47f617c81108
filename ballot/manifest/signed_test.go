package manifest_test

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"slices"
	"strings"
	"testing"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"

	"valurna/ballot/canon"
	"valurna/ballot/manifest"
)

func TestAManifestSignedByAllPartiesVerifies(t *testing.T) {
	s := signedSample(t)
	if err := s.Verify(); err != nil {
		t.Fatal(err)
	}
	data := must(s.Encode())
	again, err := manifest.DecodeSigned(data)
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Verify(); err != nil || !bytes.Equal(must(again.Encode()), data) {
		t.Errorf("the file does not come back as it was: %v", err)
	}
	want := []string{"registrar", "urn", "trustee/anna", "trustee/bo", "trustee/cilla", "witness/dag", "witness/eva", "witness/fia", "officer"}
	if got := s.Manifest.Parties(); !slices.Equal(got, want) {
		t.Errorf("the parties are %v", got)
	}
}

func TestSignaturesCollectInAnyOrder(t *testing.T) {
	want := must(signedSample(t).Encode())
	s := &manifest.Signed{Manifest: sample(), Sigs: []manifest.Signature{}}
	parties := s.Manifest.Parties()
	for i, by := range slices.Backward(parties) {
		if err := s.Add(signature(s.Manifest, by)); err != nil {
			t.Fatal(err)
		}
		if missing := s.Missing(); !slices.Equal(missing, parties[:i]) {
			t.Errorf("missing %v, should be %v", missing, parties[:i])
		}
	}
	if err := s.Add(signature(s.Manifest, manifest.ByUrn)); err != nil {
		t.Errorf("the same signature again: %v", err)
	}
	if got := must(s.Encode()); !bytes.Equal(got, want) {
		t.Errorf("collected in another order the file is\n%s\ninstead of\n%s", got, want)
	}
}

func TestEveryPartysSignatureCounts(t *testing.T) {
	for i, by := range sample().Parties() {
		for name, forge := range map[string]func(s *manifest.Signed){
			"missing":           func(s *manifest.Signed) { s.Sigs = slices.Delete(s.Sigs, i, i+1) },
			"with a bit turned": func(s *manifest.Signed) { s.Sigs[i].Sig[len(s.Sigs[i].Sig)-1] ^= 1 },
			"empty":             func(s *manifest.Signed) { s.Sigs[i].Sig = nil },
			"a byte longer":     func(s *manifest.Signed) { s.Sigs[i].Sig = append(s.Sigs[i].Sig, 0) },
			"a byte shorter":    func(s *manifest.Signed) { s.Sigs[i].Sig = s.Sigs[i].Sig[:len(s.Sigs[i].Sig)-1] },
			"doubled":           func(s *manifest.Signed) { s.Sigs = slices.Insert(s.Sigs, i, s.Sigs[i]) },
			"doubled in place of another": func(s *manifest.Signed) {
				s.Sigs[(i+1)%len(s.Sigs)] = s.Sigs[i]
			},
			"another party's":        func(s *manifest.Signed) { s.Sigs[i].Sig = s.Sigs[(i+1)%len(s.Sigs)].Sig },
			"under an unknown name":  func(s *manifest.Signed) { s.Sigs[i].By = "witness/gun" },
			"in another place":       func(s *manifest.Signed) { j := (i + 1) % len(s.Sigs); s.Sigs[i], s.Sigs[j] = s.Sigs[j], s.Sigs[i] },
			"over another manifest":  func(s *manifest.Signed) { m := sample(); m.Place = "Folkets hus"; s.Sigs[i] = signature(m, by) },
			"over the bare encoding": func(s *manifest.Signed) { s.Sigs[i].Sig = ed25519.Sign(partyKey(by), must(s.Manifest.Encode())) },
			"by somebody else's key": func(s *manifest.Signed) {
				s.Sigs[i].Sig = ed25519.Sign(partyKey("gun"), manifest.SigningBytes(must(s.Manifest.Encode())))
			},
			"beside a stranger's": func(s *manifest.Signed) {
				s.Sigs = append(s.Sigs, manifest.Signature{By: "witness/gun", Sig: s.Sigs[i].Sig})
			},
			"before a changed meeting": func(s *manifest.Signed) { s.Manifest.Meeting = "2026-12" },
		} {
			s := signedSample(t)
			forge(s)
			if s.Verify() == nil {
				t.Errorf("the signature of %s, %s, was accepted", by, name)
			}
		}
	}
}

func TestAFalseSignatureIsNotTakenUp(t *testing.T) {
	s := signedSample(t)
	before := must(s.Encode())
	for _, sig := range []manifest.Signature{
		{By: "witness/gun", Sig: s.Sigs[0].Sig}, {By: "", Sig: s.Sigs[0].Sig}, {By: manifest.ByUrn, Sig: s.Sigs[0].Sig},
		{By: manifest.ByOfficer, Sig: s.Sigs[0].Sig}, {By: manifest.ByOfficer},
	} {
		if s.Add(sig) == nil {
			t.Errorf("%q was taken up", sig.By)
		}
	}
	if !bytes.Equal(must(s.Encode()), before) {
		t.Error("a refused signature left a trace")
	}
}

func TestTheOfficersSignatureIsForThisUseOnly(t *testing.T) {
	m := sample()
	message := manifest.SigningBytes(must(m.Encode()))
	officer := sshSigner(manifest.ByOfficer)
	honest := officerBlob(message, officer, manifest.SSHSIGNamespace)
	for name, blob := range map[string][]byte{
		"another namespace":     officerBlob(message, officer, "file"),
		"another key":           officerBlob(message, sshSigner("gun"), manifest.SSHSIGNamespace),
		"another message":       officerBlob(append(message, '\n'), officer, manifest.SSHSIGNamespace),
		"a byte after the blob": append(slices.Clone(honest), 0),
		"armour":                sshsig.Armor(must(sshsig.ParseSignature(honest))),
		"a bare signature":      must(officer.Sign(rand.Reader, message)).Blob,
	} {
		s := &manifest.Signed{Manifest: m}
		if s.Add(manifest.Signature{By: manifest.ByOfficer, Sig: blob}) == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

func TestAnRSAOfficerSignsWithSHA2Only(t *testing.T) {
	key := must(rsa.GenerateKey(rand.Reader, 2048))
	officer := must(ssh.NewSignerFromKey(key))
	m := sample()
	m.Officer.Key = manifest.KeyLine(officer.PublicKey())
	message := manifest.SigningBytes(must(m.Encode()))
	s := &manifest.Signed{Manifest: m}
	if err := s.Add(manifest.Signature{By: manifest.ByOfficer, Sig: officerBlob(message, officer, manifest.SSHSIGNamespace)}); err != nil {
		t.Fatalf("an RSA officer with SHA-2: %v", err)
	}
	// The library's blob, with the signature inside made anew over SHA-1.
	sig := must(sshsig.ParseSignature(officerBlob(message, officer, manifest.SSHSIGNamespace)))
	digest := crypto.SHA512.New()
	digest.Write(message)
	inner := append([]byte("SSHSIG"), ssh.Marshal(struct{ Namespace, Reserved, Hash, Digest string }{manifest.SSHSIGNamespace, "", "sha512", string(digest.Sum(nil))})...)
	old := must(officer.(ssh.AlgorithmSigner).SignWithAlgorithm(rand.Reader, inner, ssh.KeyAlgoRSA))
	if err := officer.PublicKey().Verify(inner, old); err != nil {
		t.Fatalf("the forgery is not even a signature: %v", err)
	}
	sig.Signature = old
	if s.Add(manifest.Signature{By: manifest.ByOfficer, Sig: sig.Marshal()}) == nil {
		t.Error("a signature over SHA-1 was accepted")
	}
}

func TestAManifestFileHasOneEncoding(t *testing.T) {
	data := string(must(signedSample(t).Encode()))
	for name, bad := range map[string]string{
		"nothing":                  "",
		"a newline":                "\n",
		"no manifest":              `{"manifest":null,"sigs":[]}` + "\n",
		"no newline":               data[:len(data)-1],
		"two newlines":             data + "\n",
		"a carriage return":        data[:len(data)-1] + "\r\n",
		"a space":                  strings.Replace(data, ",", ", ", 1),
		"an unknown member":        strings.Replace(data, `{"manifest"`, `{"note":"","manifest"`, 1),
		"a member twice":           strings.Replace(data, `"threshold":2`, `"threshold":2,"threshold":2`, 1),
		"members in another order": strings.Replace(data, `"threshold":2,`, ``, 1),
		"upper-case digits":        strings.Replace(data, `"journal_key":"`+public(manifest.ByRegistrar).String(), `"journal_key":"`+strings.ToUpper(public(manifest.ByRegistrar).String()), 1),
		"an unsafe threshold":      strings.Replace(data, `"threshold":2`, `"threshold":1`, 1),
		"a byte order mark":        "\ufeff" + data,
	} {
		if bad == data {
			t.Fatalf("%s: nothing was changed", name)
		}
		if _, err := manifest.DecodeSigned([]byte(bad)); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

func FuzzDecodeSigned(f *testing.F) {
	s := signedSample(f)
	f.Add(must(s.Encode()))
	f.Add(append(must(s.Manifest.Encode()), '\n'))
	f.Add([]byte(`{"manifest":null,"sigs":[]}` + "\n"))
	s.Sigs = nil
	f.Add(must(s.Encode()))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := manifest.DecodeSigned(data)
		if err != nil {
			return
		}
		if again, err := s.Encode(); err != nil || !bytes.Equal(again, data) {
			t.Fatalf("%q was accepted and encodes as %q, %v", data, again, err)
		}
		if err := s.Manifest.Check(); err != nil {
			t.Fatalf("what was decoded does not pass Check: %v", err)
		}
		if s.Verify() == nil && must(s.Manifest.Hash()) != sha256.Sum256(manifest.SigningBytes(canon.MustMarshal(sample()))) {
			t.Fatal("another manifest verifies under these keys")
		}
	})
}
