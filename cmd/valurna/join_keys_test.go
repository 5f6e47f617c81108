//go:build !windows

package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"

	"valurna/tui/words"
)

func TestAnAddressHasAUserAndAPort(t *testing.T) {
	for s, want := range map[string][2]string{
		"meeting.example":           {"member", "meeting.example:22"},
		"anna@meeting.example":      {"anna", "meeting.example:22"},
		"anna@meeting.example:2222": {"anna", "meeting.example:2222"},
		"[::1]:2222":                {"member", "[::1]:2222"},
		"::1":                       {"member", "[::1]:22"},
		"a@b@c":                     {"a@b", "c:22"},
	} {
		user, address, err := target(s)
		if err != nil || user != want[0] || address != want[1] {
			t.Errorf("%q is %q at %q, %v", s, user, address, err)
		}
	}
	for _, s := range []string{"", "@host", "anna@", ":22", "anna@:22"} {
		if user, address, err := target(s); err == nil {
			t.Errorf("%q is %q at %q", s, user, address)
		}
	}
}

// newKey makes a key and writes its file, sealed by a passphrase if there is one.
func newKey(t *testing.T, file, passphrase string) (ed25519.PrivateKey, ssh.PublicKey) {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKey(key, "")
	if passphrase != "" {
		block, err = ssh.MarshalPrivateKeyWithPassphrase(key, "", []byte(passphrase))
	}
	if err == nil {
		err = os.WriteFile(file, pem.EncodeToMemory(block), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	pub, err := ssh.NewPublicKey(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	return key, pub
}

// serveAgent runs an agent for this test and returns what it holds.
func serveAgent(t *testing.T) agent.Agent {
	t.Helper()
	dir, err := os.MkdirTemp("", "agent") // a socket's path has to be short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	socket := filepath.Join(dir, "s")
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	held := agent.NewKeyring()
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() { _ = agent.ServeAgent(held, conn) }()
		}
	}()
	t.Setenv("SSH_AUTH_SOCK", socket)
	return held
}

func TestKeysComeFromTheAgentAndFromFiles(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("HOME", dir)
	if err := os.Mkdir(filepath.Join(dir, ".ssh"), 0o700); err != nil {
		t.Fatal(err)
	}
	talk := &prompter{ctx: t.Context(), in: strings.NewReader(""), out: new(strings.Builder), words: words.Pick("en")}
	t.Setenv("SSH_AUTH_SOCK", "")
	_, plain := newKey(t, filepath.Join(dir, ".ssh", "id_ed25519"), "")
	keys, err := memberKeys("", talk)
	if err != nil || len(keys) != 1 || !sameKey(keys[0].PublicKey(), plain) {
		t.Fatalf("%d keys without an agent, %v", len(keys), err)
	}

	// One sealed file alone needs a terminal, and says so when it has to sign.
	file := filepath.Join(dir, "locked")
	key, pub := newKey(t, file, "hemlig")
	keys, err = memberKeys(file, talk)
	if err != nil || !sameKey(keys[0].PublicKey(), pub) {
		t.Fatalf("a sealed key file: %v", err)
	}
	if _, err := keys[0].Sign(rand.Reader, []byte("x")); err == nil || !strings.Contains(err.Error(), "no terminal") {
		t.Errorf("it signs without its passphrase: %v", err)
	}

	// The agent has it inside a certificate: it signs as the plain key.
	held := serveAgent(t)
	_, authority := newKey(t, filepath.Join(dir, "ca"), "")
	ca, err := os.ReadFile(filepath.Join(dir, "ca"))
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ssh.ParsePrivateKey(ca)
	if err != nil || !sameKey(signer.PublicKey(), authority) {
		t.Fatal(err)
	}
	cert := &ssh.Certificate{Key: pub, CertType: ssh.UserCert, ValidBefore: ssh.CertTimeInfinity}
	if err := cert.SignCert(rand.Reader, signer); err != nil {
		t.Fatal(err)
	}
	if err := held.Add(agent.AddedKey{PrivateKey: &key, Certificate: cert}); err != nil {
		t.Fatal(err)
	}
	for _, from := range []string{"", file} {
		keys, err = memberKeys(from, talk)
		if err != nil || !sameKey(keys[0].PublicKey(), pub) {
			t.Fatalf("--key %q: %d keys, %v", from, len(keys), err)
		}
		sig, err := keys[0].Sign(rand.Reader, []byte("x"))
		if err != nil || pub.Verify([]byte("x"), sig) != nil {
			t.Errorf("--key %q: the agent's signature does not verify: %v", from, err)
		}
	}

	// A hardware key's file, and a public half, are of use only with the agent.
	if err := os.WriteFile(filepath.Join(dir, "half"), ssh.MarshalAuthorizedKey(plain), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := memberKeys(filepath.Join(dir, "half"), talk); err == nil || !strings.Contains(err.Error(), "ssh-add") {
		t.Errorf("a public half alone: %v", err)
	}
	if _, err := memberKeys(filepath.Join(dir, "none"), talk); err == nil {
		t.Error("a file that is not there was taken")
	}
}
