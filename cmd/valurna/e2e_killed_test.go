//go:build e2e

package main

import (
	"encoding/json"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"valurna/cmd/valurna/demo"
)

// parts are the processes of a rehearsal, each started by its own command, so
// that each can be killed and started again.
type parts struct {
	*meeting
	args map[string][]string
	runs map[string]*child
}

// raise makes the files of a rehearsal of five seats and starts all its parts.
func raise(t *testing.T, grace, window int) *parts {
	t.Helper()
	p, _ := raiseOf(t, 5, grace, window)
	return p
}

// raiseOf is raise for so many seats.
func raiseOf(t *testing.T, seats, grace, window int) (*parts, *demo.Town) {
	t.Helper()
	tool(t, "ssh")
	m := &meeting{newTerminals(t), t.TempDir()}
	town, err := demo.Build(demo.Options{Dir: m.dir, Members: seats, Remote: 1, Grace: grace, Window: window, Hands: seats})
	if err != nil {
		t.Fatal(err)
	}
	p := &parts{m, map[string][]string{"registrar": {"registrar", "serve", m.dir}, "urn": {"urn", "serve", m.dir}}, map[string]*child{}}
	manifest := filepath.Join(m.dir, "manifest")
	for _, n := range []string{"revisor", "opposition", "majoritet"} {
		p.args[n] = []string{"trustee", "run", filepath.Join(m.dir, "trustee-"+n), "--manifest", manifest, "--yes"}
	}
	for _, n := range []string{"tidningen", "grannkommunen"} {
		p.args[n] = []string{"witness", "run", filepath.Join(m.dir, "witness-"+n), "--manifest", manifest}
	}
	t.Cleanup(func() {
		for name, c := range p.runs {
			if t.Failed() {
				lines := strings.Split(strings.TrimSpace(c.out.String()), "\n")
				t.Logf("%s ends:\n%s", name, strings.Join(lines[max(0, len(lines)-10):], "\n"))
			}
		}
	})
	for name := range p.args {
		p.start(name)
	}
	p.desk("the trustees have made their keys", func(d state) bool { return d.Keys.State == "ready" })
	return p, town
}

func (p *parts) start(name string) {
	p.t.Helper()
	p.runs[name] = start(p.t, p.args[name]...)
}

func (p *parts) kill(names ...string) {
	p.t.Helper()
	for _, n := range names {
		p.runs[n].kill(p.t)
	}
}

// state is what these tests read of "view --json".
type state struct {
	Keys    struct{ State string }
	Parties []struct {
		Name   string
		Online bool
	}
	Ballots []struct {
		Ballot, Phase string
		Contest       struct{ Options []string }
		Lot           *struct{ Drawn, Missing []string }
		Counts        *struct{ Eligible, Tokens, Cast int }
		Result        *struct {
			Valid, Invalid, Blank int
			Options               []struct {
				Name  string
				Votes int
			}
		}
	}
}

// desk waits until the chair's desk says what it should.
func (p *parts) desk(what string, ok func(state) bool) state {
	p.t.Helper()
	var d state
	eventually(p.t, what, func() bool {
		r := p.command("chair", "view", "--json")
		d = state{}
		return r.code == 0 && json.Unmarshal([]byte(r.out), &d) == nil && ok(d)
	})
	return d
}

// candidate is who stands at a place of the newest ballot.
func (p *parts) candidate(place int) string {
	p.t.Helper()
	d := p.desk("a ballot", func(d state) bool { return len(d.Ballots) > 0 })
	return d.Ballots[len(d.Ballots)-1].Contest.Options[place-1]
}

func phase(want string) func(state) bool {
	return func(d state) bool { return len(d.Ballots) > 0 && d.Ballots[len(d.Ballots)-1].Phase == want }
}

// do runs a command of the desk until it succeeds: a part that was just started
// may need a moment.
func (p *parts) do(args ...string) {
	p.t.Helper()
	var r ran
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		if r = p.command(args...); r.code == 0 {
			return
		}
	}
	p.t.Fatalf("ssh %q never succeeded: status %d\n%s%s", args, r.code, r.out, r.errs)
}

// Every server and most trustees are killed in the middle of a ballot; every vote
// is counted once.
func TestE2EKilled(t *testing.T) {
	t.Parallel()
	p := raise(t, 3, 3)
	p.do("member", "checkin", "room")
	p.do("chair", "checkin", "room")
	p.do("chair", "presence", "3", "room") // with whom more than half are there
	p.do("chair", "meeting", "open")
	p.do("chair", "ballot", "open", "2")

	// The urn, while a voter has the code before the eyes and has cast nothing.
	booth := p.ssh("booth")
	lost := sealOne(booth)
	p.kill("urn")
	if status := booth.ended(); status == 0 {
		t.Errorf("the booth of a killed urn ends as if all were well:\n%s", booth.text())
	}
	if strings.Contains(flat(booth.text()), "Din röst är inlagd") {
		t.Errorf("a vote is said to be in that was never cast:\n%s", booth.text())
	}
	p.start("urn")
	p.runs["urn"].says(t, "urn runs")
	code := voteOne(p.ssh("booth"))
	if code == lost {
		t.Error("two sealings of a ballot have the same code")
	}

	// The registrar, while the other voter has the code before the eyes and a desk
	// is open.
	home, other := p.ssh("member"), p.ssh("chair-booth")
	home.until("Rösta nu: Val av ordförande")
	sealOne(other)
	p.kill("registrar")
	if status := home.ended(); status == 0 {
		t.Errorf("the desk of a killed registrar ends as if all were well:\n%s", home.text())
	}
	other.ended()
	p.start("registrar")
	p.runs["registrar"].says(t, "registrar serves")
	home = p.ssh("member")
	home.until("Bo Björk · ledamot · plats 2 · i rummet", "sammanträdet är öppnat", "öppen")
	p.desk("the urn has come back to the registrar", func(d state) bool {
		for _, party := range d.Parties {
			if party.Name == "urn" {
				return party.Online
			}
		}
		return false
	})
	// Who has voted gets no second token, and who has not votes as before.
	again := p.ssh("booth")
	again.until("Din röst är redan inlagd")
	again.press("q")
	voteOne(p.ssh("chair-booth"))
	d := p.desk("two tokens and two ballots", func(d state) bool {
		return len(d.Ballots) == 1 && d.Ballots[0].Counts != nil && d.Ballots[0].Counts.Cast == 2
	})
	if c := d.Ballots[0].Counts; c.Tokens != 2 || c.Eligible != 3 {
		t.Errorf("two voters have %+v", *c)
	}

	// Two of three trustees, after the close. They come back after the check window.
	p.do("chair", "ballot", "close", "2-1")
	p.kill("revisor", "majoritet")
	p.desk("the ballot waits for its trustees", phase("decrypting"))
	home.until("steg 6 av 8")
	p.start("revisor")
	p.start("majoritet")
	d = p.desk("the trustees have decrypted", phase("counted"))
	r := d.Ballots[0].Result
	if r == nil || r.Valid != 2 || r.Invalid != 0 || r.Blank != 0 || len(r.Options) != 3 || r.Options[1].Votes != 2 {
		t.Errorf("two votes for the second option give %+v", r)
	}
	p.do("chair", "ballot", "certify", "2-1")
	p.checkBundle("2-1", code)
}

// checkBundle verifies a ballot as an observer, with its manifest and a code.
func (p *parts) checkBundle(ballot, code string) {
	p.t.Helper()
	var bundle ran
	eventually(p.t, "bundle "+ballot+" is published", func() bool {
		bundle = p.command("observer", "bundle", ballot)
		return bundle.code == 0
	})
	file := filepath.Join(p.t.TempDir(), ballot+".valurna")
	if err := os.WriteFile(file, []byte(bundle.out), 0o600); err != nil {
		p.t.Fatal(err)
	}
	if r := valurna(p.t, "verify", file, "--manifest", filepath.Join(p.dir, "manifest"), "--code", code); r.code != 0 {
		p.t.Errorf("verify: status %d\n%s%s", r.code, r.out, r.errs)
	}
}

// A demo that is killed, not ended, in the middle of a ballot leaves no process
// behind, and no port taken.
func TestE2EKilledDemo(t *testing.T) {
	t.Parallel()
	m, demo := joinDemo(t)
	m.mustCommand("member", "checkin", "room")
	m.mustCommand("chair", "checkin", "room")
	m.mustCommand("chair", "meeting", "open")
	m.mustCommand("chair", "ballot", "open", "2")
	booth := m.ssh("booth")
	booth.until("Välkommen till valbåset")
	if n := len(processesOf(t, m.dir)); n < 9 {
		t.Errorf("a demo has %d processes, not its own, a keeper and eight parts", n)
	}
	desk, _ := hostKeys(t, m.dir)
	demo.kill(t)
	booth.ended()
	var left []string
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		if left = processesOf(t, m.dir); len(left) == 0 {
			break
		}
	}
	if len(left) > 0 {
		t.Errorf("a killed demo leaves these running: %q", left)
	}
	if l, err := net.Listen("tcp", net.JoinHostPort(desk.host, desk.port)); err != nil {
		t.Errorf("the registrar's port is still taken: %v", err)
	} else {
		l.Close()
	}
}
