//go:build e2e

package main

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A member with PuTTY's plink votes in the hosted booth through the jump.
func TestE2EPlink(t *testing.T) {
	t.Parallel()
	plink := tool(t, "plink")
	m, _ := joinDemo(t)
	key := filepath.Join(t.TempDir(), "member.ppk")
	if r := runTool(t, "puttygen", filepath.Join(m.dir, "keys", "seat-2"), "-O", "private", "-o", key); r.code != 0 {
		t.Fatalf("puttygen: %s%s", r.out, r.errs)
	}
	desk, booth := hostKeys(t, m.dir)
	gate := func(more ...string) []string {
		args := []string{"-batch", "-i", key, "-hostkey", desk.print, "-P", desk.port}
		return append(append(args, more...), "member@"+desk.host)
	}

	// Commands and the desk itself, without a jump.
	if r := runIn(t, plink, append(gate(), "checkin", "room")...); r.code != 0 {
		t.Fatalf("plink … checkin room: status %d, %s%s", r.code, r.out, r.errs)
	}
	m.mustCommand("chair", "checkin", "room")
	m.mustCommand("chair", "meeting", "open")
	m.mustCommand("chair", "ballot", "open", "2")
	home := m.open(80, 24, "plink", gate("-t")...)
	home.until("Bo Björk · ledamot", "Rösta nu: Val av ordförande")
	home.press("q")
	home.ended()

	// PuTTY sends nothing for this machine's own addresses through a proxy, so the
	// urn goes by a name here; its key is given, so the name decides nothing.
	jump := "'" + plink + "' " + strings.Join(gate("-nc", net.JoinHostPort(booth.host, booth.port)), " ")
	code := voteOne(m.open(80, 24, "plink", "-batch", "-hostkey", booth.print, "-proxycmd", jump, "-P", booth.port, "ballot@urn"))
	t.Logf("voted with plink, ballot code %s", code)

	// A key that is not the urn's is refused before anything is shown.
	r := runIn(t, plink, "-batch", "-hostkey", desk.print, "-proxycmd", jump, "-P", booth.port, "ballot@urn")
	if r.code == 0 || strings.Contains(r.out, "valbås") {
		t.Errorf("a wrong host key is taken: status %d\n%s%s", r.code, r.out, r.errs)
	}
}

// place is an SSH server as known_hosts names it.
type place struct{ host, port, key, print string }

// hostKeys reads the demo's pinned keys: those of the registrar and of the booth.
func hostKeys(t *testing.T, dir string) (desk, booth place) {
	t.Helper()
	read := func(alias string) place {
		r := runTool(t, "ssh", "-F", filepath.Join(dir, "ssh_config"), "-G", alias)
		var p place
		for line := range strings.Lines(r.out) {
			switch name, value, _ := strings.Cut(strings.TrimSpace(line), " "); name {
			case "hostname":
				p.host = value
			case "port":
				p.port = value
			}
		}
		known, err := os.ReadFile(filepath.Join(dir, "known_hosts"))
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(known)) {
			if at, key, ok := strings.Cut(strings.TrimSpace(line), " "); ok && at == fmt.Sprintf("[%s]:%s", p.host, p.port) {
				p.key = key
			}
		}
		file := filepath.Join(t.TempDir(), "key.pub")
		if err := os.WriteFile(file, []byte(p.key+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		words := strings.Fields(runTool(t, "ssh-keygen", "-l", "-f", file).out)
		if len(words) < 2 {
			t.Fatalf("no host key of %s is pinned in known_hosts:\n%s", alias, known)
		}
		p.print = words[1]
		return p
	}
	return read("member"), read("booth")
}
