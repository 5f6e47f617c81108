package urn

import (
	"bytes"
	"crypto/rand"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"valurna/ballot/canon"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/crypto/tree"
	"valurna/server/wire"
)

func TestAHandleHasTwoBoothsAndNoMore(t *testing.T) {
	m := newMeeting(t, 0)
	p := runInProcess(t, m)
	m.open()
	p.visit("anna")
	_, session := p.visit("anna")
	third := func(name string) (string, error) {
		c, err := m.jump(m.signed.Manifest.Urn.Booth, wire.UserBallot, &wire.Visit{Handle: handle(name), Ballot: ballotID})
		must(t, err)
		defer c.Close()
		s, err := c.NewSession()
		must(t, err)
		out, err := s.StdoutPipe()
		must(t, err)
		shell(t, s)
		first := make([]byte, 4096)
		n, _ := out.Read(first)
		return string(first[:n]), nil
	}
	if said, _ := third("anna"); !strings.Contains(said, "two booths open") {
		t.Fatalf("a third booth was answered %q", said)
	}
	if said, _ := third("bo"); strings.Contains(said, "two booths open") {
		t.Fatal("another member was refused")
	}
	session.Close()
	m.eventually(func() bool {
		said, _ := third("anna")
		return !strings.Contains(said, "two booths open")
	}, "a booth that was left is free again")
}

func TestOnlyTheNameBallotComesIn(t *testing.T) {
	m := newMeeting(t, 0)
	p := runInProcess(t, m)
	for _, address := range []string{m.signed.Manifest.Urn.Booth, m.signed.Manifest.Urn.Cast} {
		if c, err := m.jump(address, "anna.andersson", nil); err == nil {
			c.Close()
			t.Fatal("another name was let in")
		}
	}
	c, err := m.jump(m.signed.Manifest.Urn.Cast, wire.UserBallot, nil)
	must(t, err)
	c.Close()
	p.end()
	if strings.Contains(p.log.String(), "anna") {
		t.Fatalf("the log names a visitor:\n%s", p.log)
	}
}

func TestTheCastAddressServesNobodyWithAHandle(t *testing.T) {
	m := newMeeting(t, 0)
	runInProcess(t, m)
	c, err := m.jump(m.signed.Manifest.Urn.Cast, wire.UserBallot, &wire.Visit{Handle: handle("anna"), Ballot: ballotID})
	must(t, err)
	defer c.Close()
	s, err := c.NewSession()
	must(t, err)
	if out, err := s.Output("ping"); err == nil || !strings.Contains(string(out), `"code":"visit"`) {
		t.Fatalf("answered %q, %v", out, err)
	}
	if out, err := m.ask("ping", nil); err != nil || out != "{\"ok\":true}\n" {
		t.Fatalf("without a handle: %q, %v", out, err)
	}
}

func TestAConnectionThatIsNotTheRegistrarsJumpIsNotAnswered(t *testing.T) {
	m := newMeeting(t, 0)
	runInProcess(t, m)
	c, err := m.jump(m.signed.Manifest.Urn.Cast, wire.UserBallot, nil) // the urn listens
	must(t, err)
	c.Close()
	for _, address := range []string{m.signed.Manifest.Urn.Booth, m.signed.Manifest.Urn.Cast} {
		conn, err := net.Dial("tcp", address)
		must(t, err)
		defer conn.Close()
		must(t, conn.SetDeadline(time.Now().Add(10*time.Second)))
		if _, err := io.WriteString(conn, "SSH-2.0-stranger\r\n"); err != nil {
			t.Fatal(err)
		}
		if said, _ := io.ReadAll(conn); len(said) > 0 {
			t.Fatalf("%s answered %q", address, said)
		}
	}
}

func TestWithoutATerminalTheBoothSaysHow(t *testing.T) {
	m := newMeeting(t, 0)
	runInProcess(t, m)
	for _, command := range []string{"", "cast 1-1"} {
		c, err := m.jump(m.signed.Manifest.Urn.Booth, wire.UserBallot, &wire.Visit{})
		must(t, err)
		defer c.Close()
		s, err := c.NewSession()
		must(t, err)
		var out bytes.Buffer
		s.Stdout = &out
		if command == "" {
			must(t, s.Shell())
		} else {
			must(t, s.Start(command))
		}
		if err := s.Wait(); err == nil || !strings.Contains(out.String(), "ssh -t booth") {
			t.Fatalf("%q: %v, said %q", command, err, out.String())
		}
	}
}

func TestAForkedJournalEndsAccepting(t *testing.T) {
	m := newMeeting(t, 0)
	p := runInProcess(t, m)
	m.open()
	good := m.voter("anna", 1)
	m.cast(good)
	origin, err := m.signed.Manifest.Origin()
	must(t, err)
	forged, err := tree.SignCheckpoint(tree.Checkpoint{Origin: origin, Size: m.state.Next(), Root: tree.LeafHash([]byte("other"))}, m.keys[manifest.ByRegistrar])
	must(t, err)
	m.mu.Lock()
	m.send(journalNote(forged))
	m.mu.Unlock()
	m.refused("cast "+ballotID, m.voter("bo", 1), "fork")
	kept, err := filepath.Glob(filepath.Join(m.dir, evidenceDir, "fork-*.note"))
	if err != nil || len(kept) != 1 {
		t.Fatalf("kept %q, %v", kept, err)
	}
	if data, err := os.ReadFile(kept[0]); err != nil || string(data) != forged {
		t.Fatalf("the evidence is not the checkpoint: %v", err)
	}
	p.end()
	err = Run(t.Context(), Config{Dir: m.dir, Manifest: filepath.Join(m.dir, "manifest")})
	if err == nil || !strings.Contains(err.Error(), "two versions") {
		t.Fatalf("after a restart the fork is forgotten: %v", err)
	}
}

func TestNoHandleNameOrTokenKeyReachesTheDisk(t *testing.T) {
	m := newMeeting(t, 0)
	p := runInProcess(t, m)
	m.open()
	name := bytes.Repeat([]byte("handle of anna !"), 2)
	c, err := m.jump(m.signed.Manifest.Urn.Booth, wire.UserBallot, &wire.Visit{Handle: name, Ballot: ballotID})
	must(t, err)
	defer c.Close()
	s, err := c.NewSession()
	must(t, err)
	shell(t, s)
	v := <-p.visitors
	p.ready(v)
	shownCode, err := v.Seal(kind.Choice{Options: []int{0}}, "ett hemligt ord")
	must(t, err)
	tokenKey := v.booth.TokenKey().Bytes()
	_, err = v.Cast(t.Context())
	must(t, err)
	disk := image(t, m.dir)
	for _, secret := range []string{string(name), canon.Hex(name).String(), string(tokenKey), canon.Hex(tokenKey).String(), shownCode, "ett hemligt ord", "127.0.0.1"} {
		rest := strings.ReplaceAll(disk, m.signed.Manifest.Registrar.Address, "")
		rest = strings.ReplaceAll(rest, m.signed.Manifest.Urn.Booth, "")
		rest = strings.ReplaceAll(rest, m.signed.Manifest.Urn.Cast, "")
		if strings.Contains(rest, secret) {
			t.Errorf("%q stands on disk", secret)
		}
	}
	p.end()
	for _, secret := range []string{string(name), canon.Hex(name).String(), canon.Hex(tokenKey).String(), shownCode} {
		if strings.Contains(p.log.String(), secret) {
			t.Errorf("%q stands in the log", secret)
		}
	}
}

func TestTwoUrnsOnOneDirectoryAreRefused(t *testing.T) {
	m := newMeeting(t, 0)
	runInProcess(t, m)
	if out, err := m.ask("ping", nil); err != nil {
		t.Fatal(out, err)
	}
	err := Run(t.Context(), Config{Dir: m.dir, Manifest: filepath.Join(m.dir, "manifest"), Rand: rand.Reader})
	if err == nil || !strings.Contains(err.Error(), "another process") {
		t.Fatalf("a second urn: %v", err)
	}
}
