package invite

import (
	"net"

	"golang.org/x/crypto/ssh/knownhosts"

	"valurna/ballot/manifest"
)

// hostsFile holds the pinned keys, beside ssh's own known_hosts: an entry that a
// member once took there by mistake must not count.
const hostsFile = "~/.ssh/valurna_hosts"

// config is the block for ~/.ssh/config. Nothing of the member reaches the urn:
// no key, no agent, no login name, no language (docs/threats.md).
func (s *Sheet) config() []string {
	return []string{
		"Host valurna-desk",
		"  HostName " + s.desk.host,
		"  Port " + s.desk.port,
		"  User " + User,
		"Host valurna-booth",
		"  HostName " + s.booth.host,
		"  Port " + s.booth.port,
		"  User ballot",
		"  ProxyJump valurna-desk",
		"  PubkeyAuthentication no",
		"  PreferredAuthentications none",
		"  IdentityAgent none",
		"  IdentityFile none",
		"  IdentitiesOnly yes",
		"  SendEnv -LC_* -LANG",
		"Host valurna-desk valurna-booth",
		"  UserKnownHostsFile " + hostsFile,
		"  GlobalKnownHostsFile none",
		"  StrictHostKeyChecking yes",
		"  ForwardAgent no",
	}
}

// hosts are the lines that pin both keys.
func (s *Sheet) hosts() []string {
	var out []string
	for _, p := range []place{s.desk, s.booth} {
		out = append(out, knownhosts.Normalize(net.JoinHostPort(p.host, p.port))+" "+manifest.KeyLine(p.key))
	}
	return out
}
