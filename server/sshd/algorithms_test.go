package sshd

import (
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"
)

func TestOnlyModernAlgorithmsAreAgreedOn(t *testing.T) {
	addr := members(t, Limits{})
	client := func(change func(c *gossh.ClientConfig)) error {
		config := &gossh.ClientConfig{
			User: "anna", Auth: []gossh.AuthMethod{gossh.PublicKeys(signer(t, "anna"))},
			HostKeyCallback: gossh.FixedHostKey(signer(t, "host").PublicKey()), Timeout: 10 * time.Second,
		}
		change(config)
		c, err := gossh.Dial("tcp", addr, config)
		if err == nil {
			c.Close()
		}
		return err
	}
	exchanges := []string{"mlkem768x25519-sha256", "curve25519-sha256", "curve25519-sha256@libssh.org"}
	ciphers := []string{"chacha20-poly1305@openssh.com", "aes256-gcm@openssh.com", "aes128-gcm@openssh.com"}
	macs := []string{"hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com"}
	for _, exchange := range exchanges {
		for _, cipher := range ciphers {
			err := client(func(c *gossh.ClientConfig) { c.KeyExchanges, c.Ciphers = []string{exchange}, []string{cipher} })
			if err != nil {
				t.Errorf("%s with %s: %v", exchange, cipher, err)
			}
		}
	}
	for _, old := range []struct {
		what    string
		change  func(c *gossh.ClientConfig)
		offered []string
	}{
		{"key exchange", func(c *gossh.ClientConfig) { c.KeyExchanges = []string{"diffie-hellman-group14-sha1"} }, exchanges},
		{"key exchange", func(c *gossh.ClientConfig) {
			c.KeyExchanges = []string{"ecdh-sha2-nistp256", "diffie-hellman-group14-sha256"}
		}, exchanges},
		{"client to server cipher", func(c *gossh.ClientConfig) { c.Ciphers = []string{"aes128-cbc"} }, ciphers},
		{"client to server cipher", func(c *gossh.ClientConfig) {
			c.Ciphers, c.MACs = []string{"aes256-ctr"}, macs
		}, ciphers},
		{"host key", func(c *gossh.ClientConfig) { c.HostKeyAlgorithms = []string{"ssh-rsa"} }, []string{"ssh-ed25519"}},
	} {
		err := client(old.change)
		var none *gossh.AlgorithmNegotiationError
		if !errors.As(err, &none) || none.What != old.what || !strings.Contains(err.Error(), "no common algorithm for "+old.what) {
			t.Errorf("%s: %v", old.what, err)
			continue
		}
		got := slices.DeleteFunc(slices.Clone(none.RequestedAlgorithms), func(s string) bool { return strings.HasPrefix(s, "kex-strict-") })
		if !slices.Equal(got, old.offered) {
			t.Errorf("%s: the server offers %q", old.what, got)
		}
	}
}

func TestAnRSAKeySignsWithSHA2Only(t *testing.T) {
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	key, err := gossh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	var asked atomic.Int32
	addr := serve(t, Limits{}, nil, commands(nil), ssh.PublicKeyAuth(func(_ ssh.Context, k ssh.PublicKey) bool {
		asked.Add(1)
		return ssh.KeysEqual(k, key.PublicKey())
	}))
	with := func(algorithm string) error {
		s, err := gossh.NewSignerWithAlgorithms(key.(gossh.AlgorithmSigner), []string{algorithm})
		if err != nil {
			t.Fatal(err)
		}
		c, err := gossh.Dial("tcp", addr, &gossh.ClientConfig{
			User: "x", Auth: []gossh.AuthMethod{gossh.PublicKeys(s)},
			HostKeyCallback: gossh.FixedHostKey(signer(t, "host").PublicKey()), Timeout: 10 * time.Second,
		})
		if err == nil {
			c.Close()
		}
		return err
	}
	for _, algorithm := range []string{"rsa-sha2-256", "rsa-sha2-512"} {
		if err := with(algorithm); err != nil {
			t.Errorf("%s: %v", algorithm, err)
		}
	}
	// The server does not even look whether the key is known.
	before := asked.Load()
	if err := with("ssh-rsa"); err == nil || !strings.Contains(err.Error(), "unable to authenticate") || asked.Load() != before {
		t.Errorf("SHA-1: %v; the key was looked up %d times", err, asked.Load()-before)
	}
}
