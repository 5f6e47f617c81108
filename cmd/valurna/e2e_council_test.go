//go:build e2e

package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/ballot/roll"
	"valurna/ballot/view"
	"valurna/cmd/valurna/demo"
	"valurna/server/member"
	"valurna/server/wire"
)

// council is a body that meets for real: no rehearsal. Everybody speaks to it with
// stock ssh and a key of their own.
type council struct {
	t       *testing.T
	town    *demo.Town
	dir     string
	keys    map[string]string // who -> file of the private key
	parts   map[string]*child
	lines   map[string]*exec.Cmd // connections that somebody holds
	journal *member.Journal
}

// setting is what a scenario says of its body before it begins.
type setting struct {
	profile     string
	seats       int
	substitutes int
	days        int // until the meeting
	rehearsal   bool
	remote      bool // whether the body has decided to allow it
	items       []roll.Item
	statutes    manifest.Statutes
	change      func(*roll.Source)
}

func convene(t *testing.T, s setting) *council {
	t.Helper()
	c := &council{t: t, dir: t.TempDir(), keys: map[string]string{}, parts: map[string]*child{}, lines: map[string]*exec.Cmd{}}
	person := func(who string) string {
		public, private, err := ed25519.GenerateKey(rand.Reader)
		check(t, err)
		block, err := ssh.MarshalPrivateKey(private, "")
		check(t, err)
		c.keys[who] = filepath.Join(c.dir, "key-"+strings.ReplaceAll(who, " ", "-"))
		check(t, os.WriteFile(c.keys[who], pem.EncodeToMemory(block), 0o600))
		key, err := ssh.NewPublicKey(public)
		check(t, err)
		return manifest.KeyLine(key)
	}
	town, err := demo.Build(demo.Options{
		Dir: c.dir, Members: s.seats, Grace: 1, Window: 1, Hands: s.seats,
		Change: func(src *roll.Source) {
			src.Profile, src.Rehearsal, src.Items = s.profile, s.rehearsal, s.items
			src.Data = &roll.Data{Controller: "Exempelby", Contact: "ombud@exempelby.example", Keep: 90, Encrypted: true}
			src.Date = time.Now().AddDate(0, 0, s.days).Format(time.DateOnly)
			src.Members[1].Offices = []string{roll.OfficeViceChair}
			for i := range s.substitutes {
				src.Substitutes = append(src.Substitutes, roll.Substitute{Name: fmt.Sprintf("Ersättare %d", i+1), Order: i + 1, Keys: []string{person(fmt.Sprintf("substitute %d", i+1))}})
			}
			src.Officers = []roll.Officer{{Name: "Sekreterare", Office: roll.OfficeSecretary, Keys: []string{person("secretary")}}}
			if s.remote {
				src.Policy.Remote = &manifest.Remote{
					Decision: "KF 2026 § 41", Document: bytes.Repeat([]byte{7}, 32), Days: manifest.LeastDays, Line: 2, Floor: manifest.LeastFloor,
				}
			}
			if s.change != nil {
				s.change(src)
			}
		},
	})
	check(t, err)
	c.town = town
	for i, p := range town.People {
		c.keys[fmt.Sprint("member ", i+1)] = p.Key
	}
	c.keys["chair"], c.keys["vice-chair"] = c.keys["member 1"], c.keys["member 2"]
	c.serve()
	return c
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// serve starts all parts.
func (c *council) serve() {
	t := c.t
	run := func(name, says string, args ...string) {
		c.parts[name] = start(t, args...)
		c.parts[name].says(t, says)
	}
	run("registrar", "registrar serves", "registrar", "serve", c.dir)
	run("urn", "urn runs", "urn", "serve", c.dir)
	for _, n := range []string{"revisor", "opposition", "majoritet"} {
		dir := filepath.Join(c.dir, "trustee-"+n)
		if _, err := os.Stat(dir); err != nil {
			t.Fatal(err)
		}
		c.parts["trustee "+n] = start(t, "trustee", "run", dir, "--manifest", filepath.Join(c.dir, "manifest"), "--yes")
	}
	for _, n := range []string{"tidningen", "grannkommunen", "studentkaren"} {
		c.parts["witness "+n] = start(t, "witness", "run", filepath.Join(c.dir, "witness-"+n), "--manifest", filepath.Join(c.dir, "manifest"))
	}
	r := c.town.Signed.Manifest.Registrar
	client, err := wire.Dial(t.Context(), r.Address, r.HostKey, wire.UserObserver)
	check(t, err)
	t.Cleanup(func() { client.Close() })
	c.journal = member.NewJournal(c.town.Signed)
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	go func() { _ = c.journal.Run(ctx, client) }()
	c.await("the trustees' keys", func(s *journal.State) bool { return s.Ceremony().Keys != nil })
}

// await waits until the cosigned journal says something.
func (c *council) await(what string, ok func(*journal.State) bool) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.t.Context(), patience)
	defer cancel()
	if err := c.journal.Await(ctx, func(s *journal.State, _ int64) bool { return ok(s) }); err != nil {
		c.t.Fatalf("%s never came: %v", what, err)
	}
}

// ssh is the command line of stock ssh with which somebody reaches the registrar.
func (c *council) ssh(who string, words ...string) []string {
	r := c.town.Signed.Manifest.Registrar
	host, port, err := net.SplitHostPort(r.Address)
	check(c.t, err)
	args := []string{"-F", "none", "-o", "BatchMode=yes", "-o", "UserKnownHostsFile=" + filepath.Join(c.dir, "known_hosts"), "-o", "GlobalKnownHostsFile=none", "-o", "LogLevel=ERROR", "-p", port}
	user := "observer"
	if key, ok := c.keys[who]; ok {
		args, user = append(args, "-i", key, "-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none"), "person"
	} else {
		args = append(args, "-o", "PubkeyAuthentication=no")
	}
	return append(append(args, user+"@"+host), words...)
}

// asks runs one command by ssh with --json and gives its reply, or its refusal.
func (c *council) asks(who string, words ...string) (view.Reply, *view.Problem) {
	c.t.Helper()
	r := runTool(c.t, "ssh", c.ssh(who, append(words, "--json")...)...)
	var reply view.Reply
	if r.code != 0 {
		refused := new(view.Problem)
		if err := json.Unmarshal([]byte(r.out), refused); err != nil || refused.Code == "" {
			c.t.Fatalf("%s: %q: status %d\n%s%s", who, words, r.code, r.out, r.errs)
		}
		return reply, refused
	}
	if err := json.Unmarshal([]byte(r.out), &reply); err != nil {
		c.t.Fatalf("%s: %q: %v\n%s", who, words, err, r.out)
	}
	return reply, nil
}

// connect holds a connection open, as a desk on a screen does.
func (c *council) connect(who string) {
	c.t.Helper()
	cmd := exec.Command(tool(c.t, "ssh"), c.ssh(who, "view", "--follow")...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	out := new(output)
	cmd.Stdout, cmd.Stderr = out, out
	check(c.t, cmd.Start())
	c.lines[who] = cmd
	c.t.Cleanup(func() { c.cut(who) })
	eventually(c.t, who+" is connected", func() bool { return strings.Contains(out.String(), "\n") })
}

// cut ends it as a dead battery would.
func (c *council) cut(who string) {
	cmd := c.lines[who]
	if cmd == nil {
		return
	}
	delete(c.lines, who)
	_ = cmd.Process.Kill()
	_ = cmd.Wait() // killed
}

// vote has every seat on a ballot's roll vote, each over a connection of its own.
func (c *council) vote(ballot string, seats []int, option int) {
	c.t.Helper()
	var wg sync.WaitGroup
	slots := make(chan struct{}, 4)
	for _, seat := range seats {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			if err := c.voteOne(ballot, seat, option); err != nil {
				c.t.Errorf("seat %d: %v", seat, err)
			}
		})
	}
	wg.Wait()
	if c.t.Failed() {
		c.t.FailNow()
	}
}

func (c *council) voteOne(ballot string, seat, option int) error {
	ctx, cancel := context.WithTimeout(c.t.Context(), patience)
	defer cancel()
	m, err := member.Dial(ctx, c.town.Signed, "seat", c.town.People[seat-1].Signer, filepath.Join(c.dir, "booths", fmt.Sprint(seat)), c.journal)
	if err != nil {
		return err
	}
	defer m.Close()
	var contest kind.Contest
	err = c.journal.Await(ctx, func(s *journal.State, cosigned int64) bool {
		b := s.Ballot(ballot)
		if b == nil || b.Phase < journal.Opened || cosigned <= b.DefineSeq {
			return false
		}
		contest = b.Definition.Contest
		return true
	})
	if err != nil {
		return err
	}
	choice := kind.Choice{}
	for k := range contest.Elect {
		choice.Options = append(choice.Options, (option+k)%len(contest.Options))
	}
	for {
		_, err = m.Vote(ctx, ballot, seat, choice, "")
		var p *view.Problem
		if !errors.As(err, &p) || p.Code != "not-open" && p.Code != "no-ballot" {
			return err
		}
	}
}

// noToken has a seat ask for a token, in vain.
func (c *council) noToken(ballot string, seat int) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.t.Context(), patience)
	defer cancel()
	m, err := member.Dial(ctx, c.town.Signed, "seat", c.town.People[seat-1].Signer, filepath.Join(c.dir, "booths", fmt.Sprint(seat)), c.journal)
	check(c.t, err)
	defer m.Close()
	var p *view.Problem
	if _, err := m.Vote(ctx, ballot, seat, kind.Choice{Options: []int{0}}, ""); !errors.As(err, &p) || p.Code != "suspended" && p.Code != "closed" {
		c.t.Fatalf("seat %d in ballot %s: %v; a refusal was due", seat, ballot, err)
	}
}
