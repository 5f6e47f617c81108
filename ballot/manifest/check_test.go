package manifest_test

import (
	"fmt"
	"strings"
	"testing"

	"valurna/ballot/canon"
	"valurna/ballot/manifest"
	"valurna/crypto/tree"
)

func TestAManifestThatCouldAnchorNothingIsRefused(t *testing.T) {
	rsaLike := "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQ=="
	for _, c := range []struct {
		name, why string // why: part of what the error says
		change    func(*manifest.Manifest)
	}{
		{"another version", "version 2", func(m *manifest.Manifest) { m.Version = 2 }},
		{"one trustee decrypts alone", "threshold 1 of 3", func(m *manifest.Manifest) { m.Threshold = 1 }},
		{"a lost key loses the ballot", "threshold 3 of 3", func(m *manifest.Manifest) { m.Threshold = 3 }},
		{"a threshold below zero", "threshold -1", func(m *manifest.Manifest) { m.Threshold = -1 }},
		{"no trustees", "threshold 2 of 0", func(m *manifest.Manifest) { m.Trustees = nil }},
		{"more trustees than have an index", "256 trustees", func(m *manifest.Manifest) { m.Trustees = many(256) }},
		{"no quorum", "quorum 0", func(m *manifest.Manifest) { m.Quorum = 0 }},
		{"two quorums without a common witness", "quorum 1 of 3", func(m *manifest.Manifest) { m.Quorum = 1 }},
		{"half of the witnesses as a quorum", "quorum 1 of 2", func(m *manifest.Manifest) { m.Quorum, m.Witnesses = 1, m.Witnesses[:2] }},
		{"a quorum that cannot be reached", "quorum 4 of 3", func(m *manifest.Manifest) { m.Quorum = 4 }},
		{"no witnesses", "quorum 2 of 0", func(m *manifest.Manifest) { m.Witnesses = nil }},
		{"more witnesses than a note has lines", "100 witnesses", func(m *manifest.Manifest) {
			m.Quorum, m.Witnesses = 51, nil
			for i, t := range many(100) {
				m.Witnesses = append(m.Witnesses, manifest.Witness{Name: fmt.Sprint("w", i), Key: t.Key})
			}
		}},
		{"an officer without office", "neither chair nor secretary", func(m *manifest.Manifest) { m.Officer.Office = "clerk" }},
		{"a negative grace", "negative", func(m *manifest.Manifest) { m.Policy.Grace = -1 }},
		{"a negative window", "negative", func(m *manifest.Manifest) { m.Policy.Window = -1 }},
		{"fewer shuffles than trustees decrypt", "shuffles", func(m *manifest.Manifest) { m.Policy.Shuffles = 1 }},
		{"more shuffles than trustees", "shuffles", func(m *manifest.Manifest) { m.Policy.Shuffles = len(m.Trustees) + 1 }},
		{"a short key", "31 bytes", func(m *manifest.Manifest) { m.Trustees[0].Key = m.Trustees[0].Key[1:] }},
		{"no key", "0 bytes", func(m *manifest.Manifest) { m.Registrar.JournalKey = nil }},
		{"two trustees with one key", "same key as trustee anna", func(m *manifest.Manifest) { m.Trustees[1].Key = m.Trustees[0].Key }},
		{"a trustee with the urn's key", "same key as urn", func(m *manifest.Manifest) { m.Trustees[1].Key = m.Urn.ReceiptKey }},
		{"a witness with the registrar's key", "same key as registrar", func(m *manifest.Manifest) { m.Witnesses[1].Key = m.Registrar.JournalKey }},
		{"registrar and urn with one host key", "same key as registrar host", func(m *manifest.Manifest) { m.Urn.HostKey = m.Registrar.HostKey }},
		{"an officer with the urn's link key", "same key as urn link", func(m *manifest.Manifest) { m.Officer.Key = m.Urn.LinkKey }},
		{"an officer who is a trustee under another spelling of the key", "same key as officer", func(m *manifest.Manifest) { m.Officer.Key = sshLine(manifest.ByTrustee("anna")) }},
		{"a host key that also signs checkpoints", "same key as registrar", func(m *manifest.Manifest) { m.Registrar.HostKey = sshLine(manifest.ByRegistrar) }},
		{"a key that is no key", "not an SSH public key", func(m *manifest.Manifest) { m.Officer.Key = rsaLike }},
		{"a key with a comment", "write the key as", func(m *manifest.Manifest) { m.Officer.Key += " anna@home" }},
		{"a key with options", "write the key as", func(m *manifest.Manifest) { m.Officer.Key = "no-pty " + m.Officer.Key }},
		{"a key with a newline", "write the key as", func(m *manifest.Manifest) { m.Urn.HostKey += "\n" }},
		{"no host key", "not an SSH public key", func(m *manifest.Manifest) { m.Urn.HostKey = "" }},
		{"two trustees of one name", "used once", func(m *manifest.Manifest) { m.Trustees[1].Name = "anna" }},
		{"a witness with a trustee's name", "used once", func(m *manifest.Manifest) { m.Witnesses[0].Name = "anna" }},
		{"a trustee without a name", "used once", func(m *manifest.Manifest) { m.Trustees[0].Name = "" }},
		{"a name with a space", "no space", func(m *manifest.Manifest) { m.Trustees[0].Name = "anna b" }},
		{"a name with a space that does not break", "no space", func(m *manifest.Manifest) { m.Witnesses[0].Name = "dag\u00a0b" }},
		{"a name with a plus sign", "'+'", func(m *manifest.Manifest) { m.Witnesses[0].Name = "dag+b" }},
		{"a name that looks like a party", "'/'", func(m *manifest.Manifest) { m.Trustees[0].Name = "x/officer" }},
		{"a name of 65 bytes", "64 bytes", func(m *manifest.Manifest) { m.Trustees[0].Name = strings.Repeat("a", 65) }},
		{"a name that misleads a terminal", "U+202E", func(m *manifest.Manifest) { m.Trustees[0].Name = "\u202eanna" }},
		{"a body that misleads a terminal", "U+009B", func(m *manifest.Manifest) { m.Body = "\u009b2J" }},
		{"a place in two lines", "U+000A", func(m *manifest.Manifest) { m.Place = "a\nb" }},
		{"an operator not in normal form", "normalization", func(m *manifest.Manifest) { m.Urn.Operator = "A\u030a" }},
		{"a trustee without an operator", "names no operator", func(m *manifest.Manifest) { m.Trustees[0].Operator = " " }},
		{"one operator with the shares that decrypt", "holds 2 trustees' shares", func(m *manifest.Manifest) {
			m.Trustees[0].Operator, m.Trustees[2].Operator = "The Auditors", " the  auditors "
		}},
		{"registrar's and urn's operators with the shares that decrypt", "registrar and urn hold 2", func(m *manifest.Manifest) {
			m.Trustees[0].Operator, m.Trustees[1].Operator = m.Registrar.Operator, m.Urn.Operator
		}},
		{"a body of a page", "longer than 512", func(m *manifest.Manifest) { m.Body = strings.Repeat("a", 513) }},
	} {
		m := sample()
		c.change(m)
		if err := m.Check(); err == nil || !strings.Contains(err.Error(), c.why) {
			t.Errorf("%s: %v, which does not say %q", c.name, err, c.why)
		}
		if data, err := m.Encode(); err == nil {
			if _, err := manifest.Decode(data); err == nil {
				t.Errorf("%s: Decode takes what Check refuses", c.name)
			}
		}
	}
}

func many(n int) []manifest.Trustee {
	out := make([]manifest.Trustee, n)
	for i := range out {
		out[i] = manifest.Trustee{Name: fmt.Sprint("t", i), Operator: fmt.Sprint("o", i), Key: public(fmt.Sprint("many ", i))}
	}
	return out
}

// TestEveryManifestThatPassesGivesAUsablePolicy: names and numbers at their
// limits still make a policy under which checkpoints can be read.
func TestEveryManifestThatPassesGivesAUsablePolicy(t *testing.T) {
	m := sample()
	m.Witnesses[0].Name, m.Witnesses[1].Name = "Åsa-Öberg", strings.Repeat("w", 64)
	m.Quorum, m.Trustees = 50, many(255)
	for i, party := range many(96) {
		m.Witnesses = append(m.Witnesses, manifest.Witness{Name: fmt.Sprint("w", i), Key: public("witness " + party.Name)})
	}
	if err := m.Check(); err != nil {
		t.Fatal(err)
	}
	p := tree.Policy{Origin: must(m.Origin()), Log: []byte(m.Registrar.JournalKey), Quorum: m.Quorum}
	for _, w := range m.Witnesses {
		p.Witnesses = append(p.Witnesses, tree.Witness{Name: w.Name, Key: []byte(w.Key)})
	}
	if err := p.Check(); err != nil {
		t.Error(err)
	}
}

func TestEveryFieldOfTheManifestIsInItsHash(t *testing.T) {
	want := must(sample().Hash())
	if again := must(sample().Hash()); again != want {
		t.Fatal("one manifest has two hashes")
	}
	for name, change := range map[string]func(*manifest.Manifest){
		"body": func(m *manifest.Manifest) { m.Body += "." }, "profile": func(m *manifest.Manifest) { m.Profile = "association" },
		"meeting": func(m *manifest.Manifest) { m.Meeting = "2026-12" }, "date": func(m *manifest.Manifest) { m.Date = "2026-12-30" },
		"place": func(m *manifest.Manifest) { m.Place += "." }, "rehearsal": func(m *manifest.Manifest) { m.Rehearsal = true },
		"registrar's operator": func(m *manifest.Manifest) { m.Registrar.Operator += "." }, "registrar's address": func(m *manifest.Manifest) { m.Registrar.Address += "0" },
		"registrar's host key": func(m *manifest.Manifest) { m.Registrar.HostKey = sshLine("x") }, "journal key": func(m *manifest.Manifest) { m.Registrar.JournalKey[0] ^= 1 },
		"urn's operator": func(m *manifest.Manifest) { m.Urn.Operator += "." }, "booth": func(m *manifest.Manifest) { m.Urn.Booth += "0" },
		"cast": func(m *manifest.Manifest) { m.Urn.Cast += "0" }, "urn's host key": func(m *manifest.Manifest) { m.Urn.HostKey = sshLine("x") },
		"receipt key": func(m *manifest.Manifest) { m.Urn.ReceiptKey[0] ^= 1 }, "link key": func(m *manifest.Manifest) { m.Urn.LinkKey = sshLine("x") },
		"threshold": func(m *manifest.Manifest) { m.Threshold++ }, "quorum": func(m *manifest.Manifest) { m.Quorum++ },
		"trustee's name": func(m *manifest.Manifest) { m.Trustees[0].Name += "a" }, "trustee's operator": func(m *manifest.Manifest) { m.Trustees[0].Operator += "a" },
		"trustee's key": func(m *manifest.Manifest) { m.Trustees[0].Key[0] ^= 1 }, "trustees' order": func(m *manifest.Manifest) { s := m.Trustees; s[0], s[1] = s[1], s[0] },
		"witness's name": func(m *manifest.Manifest) { m.Witnesses[0].Name += "a" }, "witness's operator": func(m *manifest.Manifest) { m.Witnesses[0].Operator += "a" },
		"witness's key": func(m *manifest.Manifest) { m.Witnesses[0].Key[0] ^= 1 }, "office": func(m *manifest.Manifest) { m.Officer.Office = "chair" },
		"officer's key": func(m *manifest.Manifest) { m.Officer.Key = sshLine("x") }, "grace": func(m *manifest.Manifest) { m.Policy.Grace++ },
		"window": func(m *manifest.Manifest) { m.Policy.Window++ }, "shuffles": func(m *manifest.Manifest) { m.Policy.Shuffles++ },
	} {
		m := sample()
		change(m)
		if hash, err := m.Hash(); err != nil || hash == want {
			t.Errorf("%s can be changed under the same hash (%v)", name, err)
		}
	}
}

func TestPartiesAreFoundByTheirNames(t *testing.T) {
	m := sample()
	if m.Trustee("bo") != 2 || m.Trustee("dag") != 0 || m.Trustee("") != 0 {
		t.Error("trustees have the indices 1 to n in the manifest's order")
	}
	for _, by := range m.Parties() {
		if got := canon.Hex(m.Key(by)).String(); by != manifest.ByOfficer && got != public(by).String() {
			t.Errorf("%s has the key %s", by, got)
		}
	}
	for _, by := range []string{"", "anna", "trustee/", "trustee/dag", "witness/anna", "Registrar", manifest.ByOfficer} {
		if m.Key(by) != nil {
			t.Errorf("%q has an Ed25519 key", by)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(must(sample().Encode()))
	f.Add(must(associationSample().Encode()))
	m := sample()
	m.Threshold = 1
	f.Add(must(m.Encode()))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := manifest.Decode(data)
		if err != nil {
			return
		}
		if again, err := m.Encode(); err != nil || string(again) != string(data) {
			t.Fatalf("%q was accepted and encodes as %q, %v", data, again, err)
		}
	})
}
