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
	out := []string{
		"Host valurna-desk",
		"  HostName " + s.desk.host,
		"  Port " + s.desk.port,
		"  User " + User,
	}
	if s.hosted {
		out = append(out,
			"Host valurna-booth",
			"  HostName "+s.booth.host,
			"  Port "+s.booth.port,
			"  User ballot",
			"  ProxyJump valurna-desk",
			"  PubkeyAuthentication no",
			"  PreferredAuthentications none",
			"  IdentityAgent none",
			"  IdentityFile none",
			"  IdentitiesOnly yes",
			"  SendEnv -LC_* -LANG",
			"Host valurna-desk valurna-booth")
	}
	return append(out,
		"  UserKnownHostsFile "+hostsFile,
		"  GlobalKnownHostsFile none",
		"  StrictHostKeyChecking yes",
		"  ForwardAgent no")
}

// hosts are the lines that pin the keys of what ssh reaches.
func (s *Sheet) hosts() []string {
	var out []string
	pinned := []place{s.desk}
	if s.hosted {
		pinned = append(pinned, s.booth)
	}
	for _, p := range pinned {
		out = append(out, knownhosts.Normalize(net.JoinHostPort(p.host, p.port))+" "+manifest.KeyLine(p.key))
	}
	return out
}
