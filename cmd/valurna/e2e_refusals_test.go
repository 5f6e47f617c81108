//go:build e2e

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/crypto/ssh/agent"
)

// What a stock client may ask for and must not get.
func TestE2ERefusals(t *testing.T) {
	t.Parallel()
	m, _ := joinDemo(t)
	m.mustCommand("member", "checkin", "room")
	m.mustCommand("chair", "checkin", "room")
	m.mustCommand("chair", "meeting", "open")
	m.mustCommand("chair", "ballot", "open", "2")

	refusedActs(t, m)
	refusedWays(t, m)
	refusedKeys(t, m)
	refusedFiles(t, m)

	var view struct {
		Ballots []struct {
			Phase  string `json:"phase"`
			Counts struct {
				Eligible, Tokens, Cast int
			} `json:"counts"`
		} `json:"ballots"`
	}
	if err := json.Unmarshal([]byte(m.mustCommand("chair", "view", "--json")), &view); err != nil || len(view.Ballots) != 1 || view.Ballots[0].Phase != "open" {
		t.Errorf("view --json: %v, %+v", err, view)
	}
}

// refusedActs: commands that are not this person's, which end with status 1 and
// a sentence.
func refusedActs(t *testing.T, m *meeting) {
	t.Helper()
	for _, c := range []struct{ args, says string }{
		{"observer ballot open 3", "det kommandot förstås inte"},
		{"observer ballot close 2-1", "det kommandot förstås inte"},
		{"observer checkin room", "det kommandot förstås inte"},
		{"observer token", "token"},
		{"observer post", "det kommandot förstås inte"},
		{"member ballot open 3", "ordförande"},
		{"member ballot close 2-1", "ordförande"},
		{"member ballot certify 2-1", "ordförande"},
		{"member meeting close", "ordförande"},
		{"member presence 3 absent", "ordförande"},
		{"chair issue", "det kommandot förstås inte"},
		{"chair cosign", "det kommandot förstås inte"},
		{"chair ballot open 1", ""},
		{"chair ballot certify 2-1", ""},
		{"chair nonsense", "det kommandot förstås inte"},
		{"booth ls", ""},
		{"booth view", ""},
	} {
		r := m.command(strings.Fields(c.args)...)
		said := strings.TrimSpace(r.out + r.errs)
		if r.code != 1 || !strings.Contains(strings.ToLower(said), c.says) || !strings.Contains(said, " ") {
			t.Errorf("ssh %s: status %d, %q", c.args, r.code, said)
		}
	}
}

// refusedWays: forwarding to anywhere but the urn's two addresses, backwards,
// and of an agent.
func refusedWays(t *testing.T, m *meeting) {
	t.Helper()
	var visits atomic.Int32
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			visits.Add(1)
			c.Close()
		}
	}()
	elsewhere := l.Addr().String()
	_, port, err := net.SplitHostPort(elsewhere)
	if err != nil {
		t.Fatal(err)
	}
	desk, booth := hostKeys(t, m.dir)

	for _, c := range []struct {
		why  string
		args []string
	}{
		{"-W elsewhere", []string{"-W", elsewhere, "member"}},
		{"-J elsewhere", []string{"-J", "member", "-p", port, "ballot@127.0.0.1"}},
		{"-W to the registrar itself", []string{"-W", desk.host + ":" + desk.port, "member"}},
		{"-W to the urn by another name of it", []string{"-W", "localhost:" + booth.port, "member"}},
		{"-R", []string{"-o", "ExitOnForwardFailure=yes", "-N", "-R", "0:" + elsewhere, "member"}},
		{"-R to a socket", []string{"-o", "ExitOnForwardFailure=yes", "-N", "-R", filepath.Join(t.TempDir(), "s") + ":" + elsewhere, "member"}},
		{"an observer to the booth", []string{"-J", "observer", "-p", booth.port, "ballot@" + booth.host}},
		{"the booth without the jump", []string{"-o", "ProxyJump=none", "booth"}},
		{"a jump from the booth", []string{"-W", elsewhere, "booth"}},
	} {
		if r := m.command(c.args...); r.code != 255 || r.out != "" {
			t.Errorf("%s: status %d, %q, %q", c.why, r.code, r.out, r.errs)
		}
	}

	// -L listens here and asks when somebody comes.
	local, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	from := local.Addr().String()
	local.Close()
	m.ssh("-N", "-L", from+":"+elsewhere, "member")
	var c net.Conn
	eventually(t, "ssh -L listens", func() bool {
		c, err = net.Dial("tcp", from)
		return err == nil
	})
	defer c.Close()
	if err := c.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	if data, err := io.ReadAll(c); len(data) > 0 || os.IsTimeout(err) {
		t.Errorf("-L elsewhere: %q, %v", data, err)
	}

	if n := visits.Load(); n != 0 {
		t.Errorf("%d connections came through that must not", n)
	}
	refusedAgent(t, m)
}

// refusedAgent: an agent that the client offers is not used.
func refusedAgent(t *testing.T, m *meeting) {
	t.Helper()
	socket := filepath.Join(t.TempDir(), "agent")
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go agent.ServeAgent(agent.NewKeyring(), c)
		}
	}()
	for _, host := range []string{"member", "booth"} {
		r := m.command("-v", "-A", "-o", "IdentityAgent="+socket, host, "view")
		if !strings.Contains(r.errs, "Requesting authentication agent forwarding") || strings.Contains(r.errs, "auth-agent@openssh.com") || strings.TrimSpace(r.out) == "" {
			t.Errorf("-A %s: status %d, %s\n%s", host, r.code, r.out, r.errs)
		}
	}
}

// refusedKeys: who is not known, and a host that is not the one that was pinned.
func refusedKeys(t *testing.T, m *meeting) {
	t.Helper()
	key := filepath.Join(t.TempDir(), "key")
	if r := runTool(t, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key); r.code != 0 {
		t.Fatal(r.errs)
	}
	desk, booth := hostKeys(t, m.dir)
	wrong := filepath.Join(t.TempDir(), "known_hosts")
	line := fmt.Sprintf("[%s]:%s %s\n[%s]:%s %s\n", desk.host, desk.port, desk.key, booth.host, booth.port, desk.key)
	if err := os.WriteFile(wrong, []byte(line), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		why, says string
		args      []string
	}{
		{"an unknown key", "Permission denied", []string{"-i", key, "-o", "User=member", "-o", "PreferredAuthentications=publickey", "observer", "-o", "PubkeyAuthentication=yes", "-l", "member", "view"}},
		{"no key", "Permission denied", []string{"-o", "PubkeyAuthentication=no", "member", "view"}},
		{"a password", "Permission denied", []string{"-o", "PreferredAuthentications=password,keyboard-interactive", "member", "view"}},
		{"another name at the urn", "", []string{"-l", "bo.bjork", "booth"}},
		{"root at the urn", "", []string{"-l", "root", "booth"}},
		{"a wrong key of the urn", "Host key verification failed", []string{"-o", "UserKnownHostsFile=" + wrong, "booth"}},
		{"no pinned key of the urn", "Host key verification failed", []string{"-o", "UserKnownHostsFile=/dev/null", "booth"}},
	} {
		r := m.command(append([]string{"-o", "LogLevel=INFO"}, c.args...)...)
		if r.code != 255 || !strings.Contains(r.errs, c.says) || r.out != "" {
			t.Errorf("%s: status %d\n%s%s", c.why, r.code, r.out, r.errs)
		}
	}
}

// refusedFiles: nothing is copied to or from the servers.
func refusedFiles(t *testing.T, m *meeting) {
	t.Helper()
	config, dir := filepath.Join(m.dir, "ssh_config"), t.TempDir()
	mine := filepath.Join(dir, "mine")
	if err := os.WriteFile(mine, []byte("mine\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	batch := filepath.Join(dir, "batch")
	if err := os.WriteFile(batch, []byte("ls\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range [][]string{
		{"sftp", "-F", config, "-b", batch, "member"},
		{"sftp", "-F", config, "-b", batch, "booth"},
		{"scp", "-F", config, "member:body.toml", dir},
		{"scp", "-O", "-F", config, "member:body.toml", dir},
		{"scp", "-F", config, mine, "member:"},
		{"scp", "-O", "-F", config, mine, "booth:"},
	} {
		if r := runTool(t, c[0], c[1:]...); r.code == 0 || r.errs == "" {
			t.Errorf("%v: status %d, %q, %q", c, r.code, r.out, r.errs)
		}
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 2 {
		t.Errorf("files came: %v, %v", files, err)
	}
}
