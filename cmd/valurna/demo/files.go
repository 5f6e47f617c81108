package demo

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"net"
	"strings"

	"github.com/hiddeco/sshsig"

	"valurna/ballot/manifest"
	"valurna/server/durable"
	"valurna/server/registrar"
	"valurna/server/trustee"
	"valurna/server/urn"
	"valurna/server/witness"
)

// sign has every party sign the manifest.
func (t *Town) sign() error {
	s := t.Signed
	if err := registrar.SignManifest(t.path("registrar"), s); err != nil {
		return err
	}
	sig, err := urn.SignManifest(t.path("urn"), s.Manifest)
	if err != nil {
		return err
	}
	if err := s.Add(sig); err != nil {
		return err
	}
	for _, n := range trusteeNames {
		if err := trustee.SignManifest(t.path("trustee-"+n), s); err != nil {
			return err
		}
	}
	for _, n := range witnessNames {
		if err := witness.SignManifest(t.path("witness-"+n), s); err != nil {
			return err
		}
	}
	encoding, err := s.Manifest.Encode()
	if err != nil {
		return err
	}
	blob, err := sshsig.SignWithRand(bytes.NewReader(manifest.SigningBytes(encoding)), rand.Reader, t.People[0].Signer, sshsig.HashSHA512, manifest.SSHSIGNamespace)
	if err != nil {
		return err
	}
	if err := s.Add(manifest.Signature{By: manifest.ByOfficer, Sig: blob.Marshal()}); err != nil {
		return err
	}
	return s.Verify()
}

// writeSSH writes the files with which a person joins by stock OpenSSH: host
// keys pinned, and no key, agent or environment offered to the urn.
func (t *Town) writeSSH() error {
	m := t.Signed.Manifest
	var known strings.Builder
	for addr, key := range map[string]string{m.Registrar.Address: m.Registrar.HostKey, m.Urn.Booth: m.Urn.HostKey} {
		host, port, err := net.SplitHostPort(addr)
		if err != nil {
			return err
		}
		fmt.Fprintf(&known, "[%s]:%s %s\n", host, port, key)
	}
	if err := durable.Write(t.path("known_hosts"), []byte(known.String())); err != nil {
		return err
	}
	config, err := t.sshConfig()
	if err != nil {
		return err
	}
	return durable.Write(t.path("ssh_config"), []byte(config))
}

func (t *Town) sshConfig() (string, error) {
	m := t.Signed.Manifest
	host, port, err := net.SplitHostPort(m.Registrar.Address)
	if err != nil {
		return "", err
	}
	boothHost, boothPort, err := net.SplitHostPort(m.Urn.Booth)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# Made by `valurna demo`; ends with it.\n")
	for _, p := range []struct{ alias, key string }{{"chair", t.People[0].Key}, {"member", t.People[1].Key}} {
		fmt.Fprintf(&b, "\nHost %s\n  HostName %s\n  Port %s\n  User %s\n  IdentityFile %q\n  IdentitiesOnly yes\n", p.alias, host, port, p.alias, p.key)
	}
	for _, guest := range []string{"observer", "display"} {
		fmt.Fprintf(&b, "\nHost %s\n  HostName %s\n  Port %s\n  User %s\n  PubkeyAuthentication no\n", guest, host, port, guest)
	}
	for _, p := range []struct{ alias, jump string }{{"booth booth-2", "member"}, {"chair-booth booth-1", "chair"}} {
		fmt.Fprintf(&b, "\nHost %s\n  HostName %s\n  Port %s\n  User ballot\n  ProxyJump %s\n  PubkeyAuthentication no\n  PreferredAuthentications none\n  IdentityAgent none\n  IdentityFile none\n  IdentitiesOnly yes\n  ForwardAgent no\n  SendEnv -LC_* -LANG\n",
			p.alias, boothHost, boothPort, p.jump)
	}
	fmt.Fprintf(&b, "\nHost *\n  UserKnownHostsFile %q\n  GlobalKnownHostsFile none\n  StrictHostKeyChecking yes\n  LogLevel ERROR\n", t.path("known_hosts"))
	return b.String(), nil
}
