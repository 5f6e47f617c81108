//go:build e2e

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// hardware is a member with a hardware key in stock OpenSSH's agent. The device is
// a middleware of the tests' own: see testdata/skprovider.
type hardware struct {
	*parts
	device string   // a finger is on it while the file "finger" is there
	key    string   // its file, which holds no secret
	env    []string // with the agent
}

// plugIn makes a key of a type and loads it into an agent of its own.
func plugIn(p *parts, keyType string) *hardware {
	p.t.Helper()
	t, dir := p.t, p.t.TempDir()
	h := &hardware{parts: p, device: filepath.Join(dir, "device"), key: filepath.Join(dir, "key")}
	library, socket := filepath.Join(dir, "middleware.so"), filepath.Join(dir, "agent")
	h.env = append(plainEnv(dir), "VALURNA_SK_DEVICE="+h.device, "SSH_AUTH_SOCK="+socket)
	if err := os.Mkdir(h.device, 0o700); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("go", "build", "-buildmode=c-shared", "-o", library, "./testdata/skprovider").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	h.touch(true)
	h.tool("ssh-keygen", "-q", "-t", keyType, "-w", library, "-N", "", "-C", "", "-f", h.key)
	// Without -P an agent loads middleware from the system's folders only.
	h.agent(socket, "-P", "*")
	h.tool("ssh-add", "-q", "-S", library, h.key)
	h.touch(false)
	return h
}

// agent runs stock OpenSSH's agent until the test ends.
func (h *hardware) agent(socket string, args ...string) {
	h.t.Helper()
	cmd := exec.Command(tool(h.t, "ssh-agent"), append(args, "-D", "-a", socket)...)
	cmd.Env = h.env
	if err := cmd.Start(); err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() {
		_ = cmd.Process.Kill() // it may have ended already
		_ = cmd.Wait()
	})
	eventually(h.t, "the agent listens", func() bool { _, err := os.Stat(socket); return err == nil })
}

func (h *hardware) tool(name string, args ...string) string {
	h.t.Helper()
	cmd := exec.CommandContext(h.t.Context(), tool(h.t, name), args...)
	cmd.Env = h.env
	out, err := cmd.CombinedOutput()
	if err != nil {
		h.t.Fatalf("%s %q: %v\n%s", name, args, err, out)
	}
	return string(out)
}

// touch lays a finger on the device, or takes it away.
func (h *hardware) touch(on bool) {
	h.t.Helper()
	finger := filepath.Join(h.device, "finger")
	err := os.WriteFile(finger, nil, 0o600)
	if !on {
		err = os.Remove(finger)
	}
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *hardware) blinks() bool {
	_, err := os.Stat(filepath.Join(h.device, "waiting"))
	return err == nil
}

// touchOnce touches the device when it blinks, and lets go when it does not.
func (h *hardware) touchOnce() {
	h.t.Helper()
	eventually(h.t, "the device blinks", h.blinks)
	h.touch(true)
	eventually(h.t, "the device has signed", func() bool { return !h.blinks() })
	h.touch(false)
}

// own opens a window with a program that has this member's agent.
func (h *hardware) own(program string, args ...string) *screen {
	h.t.Helper()
	return h.open(80, 30, "env", append(append(h.env[len(h.env)-2:], program), args...)...)
}

// sshArgs are for stock ssh with nothing but the pinned host keys.
func (h *hardware) sshArgs(args ...string) []string {
	return append([]string{"-F", "none", "-o", "UserKnownHostsFile=" + filepath.Join(h.dir, "known_hosts"), "-o", "StrictHostKeyChecking=yes"}, args...)
}

var cardCode = regexp.MustCompile(`\b[0-9A-Z]{4}(-[0-9A-Z]{4}){3}\b`)

// enrol enters the key with a card, as a member does who comes with a new device.
func (h *hardware) enrol(seat string) {
	h.t.Helper()
	card := h.command("chair", "card", seat, "key")
	code := cardCode.FindString(card.out)
	if card.code != 0 || code == "" {
		h.t.Fatalf("card: status %d\n%s%s", card.code, card.out, card.errs)
	}
	public, err := os.ReadFile(h.key + ".pub")
	if err != nil {
		h.t.Fatal(err)
	}
	desk, _ := hostKeys(h.t, h.dir)
	cmd := exec.CommandContext(h.t.Context(), tool(h.t, "ssh"), h.sshArgs("-p", desk.port, "enrol@"+desk.host, code)...)
	cmd.Env, cmd.Stdin = plainEnv(h.t.TempDir()), bytes.NewReader(public)
	if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "nyckel") {
		h.t.Fatalf("enrol: %v\n%s", err, out)
	}
}

const touchNotice = "Rör vid din nyckel: den blinkar och väntar."

// A member with a hardware key: stock ssh to the desk, and the own window, which
// says when the key waits; log-in, token and coming back after a lost line.
func TestE2EHardwareKey(t *testing.T) {
	t.Parallel()
	for _, keyType := range []string{"ecdsa-sk", "ed25519-sk"} {
		t.Run(keyType, func(t *testing.T) {
			t.Parallel()
			h := plugIn(opened(t, 3, 3), keyType)
			h.enrol("2")
			desk, _ := hostKeys(t, h.dir)

			stock := h.own("ssh", h.sshArgs("-t", "-p", desk.port, "bo@"+desk.host)...)
			h.touchOnce()
			stock.until("Bo Björk", "Rösta nu: Val av ordförande")
			stock.press("q")
			stock.ended()

			home := h.own(program(t), "join", "bo@"+desk.host+":"+desk.port, "--state", filepath.Join(t.TempDir(), "state"), "--manifest", filepath.Join(h.dir, "manifest"))
			home.until(touchNotice)
			h.touchOnce()
			code := mark(home)
			home.press("j")
			home.until("! "+touchNotice, "Lägger din röst")
			h.touchOnce()
			home.until("Din röst är inlagd", code)
			home.press("q")
			home.until(ownBanner, "Din röst i ”Val av ordförande” är inlagd.")

			h.kill("registrar")
			home.until("Ingen kontakt sedan")
			h.start("registrar")
			home.until("! " + touchNotice)
			h.touchOnce()
			home.untilTrue("the desk without the warning", func(text string) bool {
				return !strings.Contains(text, "Ingen kontakt") && !strings.Contains(text, touchNotice) && strings.Contains(text, "Din röst är inlagd.")
			})

			// Whoever leaves while the key blinks is not held.
			h.kill("registrar")
			home.until("Ingen kontakt sedan")
			h.start("registrar")
			home.until("! " + touchNotice)
			left := time.Now()
			home.press("q")
			home.ended()
			if took := time.Since(left); took > 5*time.Second {
				t.Errorf("leaving while the key blinks takes %v", took)
			}

			h.do("chair", "ballot", "close", "2-1")
			h.parts.desk("the trustees have decrypted", phase("counted"))
			h.do("chair", "ballot", "certify", "2-1")
			h.checkBundle("2-1", code)
		})
	}
}

// A device that signs without a touch says so in what it signs, and logs nobody in,
// neither with the key alone nor with a certificate that waives the touch.
func TestE2EHardwareKeyUntouched(t *testing.T) {
	t.Parallel()
	h := plugIn(opened(t, 3, 3), "ed25519-sk")
	h.enrol("2")
	desk, _ := hostKeys(t, h.dir)
	authority := filepath.Join(t.TempDir(), "ca")
	h.tool("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", authority)
	h.tool("ssh-keygen", "-q", "-s", authority, "-I", "bo", "-n", "bo", "-O", "no-touch-required", h.key+".pub")
	if err := os.WriteFile(filepath.Join(h.device, "broken"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, certificate := range []string{"none", h.key + "-cert.pub"} {
		cmd := exec.CommandContext(t.Context(), tool(t, "ssh"), h.sshArgs("-o", "BatchMode=yes", "-o", "CertificateFile="+certificate, "-i", h.key, "-o", "IdentitiesOnly=yes", "-p", desk.port, "bo@"+desk.host, "view")...)
		cmd.Env = h.env
		if out, err := cmd.CombinedOutput(); err == nil || strings.Contains(string(out), "Bo Björk") {
			t.Errorf("certificate %s: an untouched key logs in: %v\n%s", filepath.Base(certificate), err, out)
		}
	}
}

// A certificate over the member's key: at the desk with stock ssh, and in the own
// window through the agent, where the token is asked for with the key inside.
func TestE2ECertificate(t *testing.T) {
	t.Parallel()
	p := opened(t, 3, 3)
	h := &hardware{parts: p, key: filepath.Join(p.dir, "keys", "seat-2")}
	dir := t.TempDir()
	socket, authority := filepath.Join(dir, "agent"), filepath.Join(dir, "ca")
	h.env = append(plainEnv(dir), "VALURNA_SK_DEVICE=", "SSH_AUTH_SOCK="+socket)
	h.agent(socket)
	h.tool("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", authority)
	public := h.tool("ssh-keygen", "-y", "-f", h.key)
	if err := os.WriteFile(h.key+".pub", []byte(public), 0o600); err != nil {
		t.Fatal(err)
	}
	h.tool("ssh-keygen", "-q", "-s", authority, "-I", "bo", "-n", "somebody", h.key+".pub")
	h.tool("ssh-add", "-q", h.key)
	// The agent holds the plain key too: it goes, so that the certificate is used.
	h.tool("ssh-add", "-q", "-d", "-k", h.key)
	if held := h.tool("ssh-add", "-L"); strings.Count(held, "\n") != 1 || !strings.Contains(held, "cert-v01") {
		t.Fatalf("the agent holds:\n%s", held)
	}

	desk, _ := hostKeys(t, p.dir)
	stock := h.own("ssh", h.sshArgs("-t", "-p", desk.port, "bo@"+desk.host)...)
	stock.until("Bo Björk", "Rösta nu: Val av ordförande")
	stock.press("q")
	stock.ended()
	home := h.own(program(t), "join", "bo@"+desk.host+":"+desk.port, "--state", filepath.Join(t.TempDir(), "state"), "--manifest", filepath.Join(p.dir, "manifest"))
	code := mark(home)
	home.press("j")
	home.until("Din röst är inlagd", code)
	home.press("q")
	home.until(ownBanner, "Din röst i ”Val av ordförande” är inlagd.")
	home.press("q")
	home.ended()
	p.do("chair", "ballot", "close", "2-1")
	p.desk("the trustees have decrypted", phase("counted"))
	p.do("chair", "ballot", "certify", "2-1")
	p.checkBundle("2-1", code)
}
