//go:build e2e

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"valurna/ballot/manifest"
)

// joinAs opens the member's own window on a meeting: seat 2's key, and a state
// folder that outlives the window.
func (p *parts) joinAs(state string, more ...string) *screen {
	p.t.Helper()
	return p.open(80, 30, program(p.t), p.joinArgs(state, more...)...)
}

func (p *parts) joinArgs(state string, more ...string) []string {
	p.t.Helper()
	desk, _ := hostKeys(p.t, p.dir)
	args := []string{"join", "anna@" + desk.host + ":" + desk.port, "--key", filepath.Join(p.dir, "keys", "seat-2"), "--state", state}
	return append(args, more...)
}

// words are the manifest's, as the notice has them.
func (p *parts) words() []string {
	p.t.Helper()
	signed, err := readSigned(filepath.Join(p.dir, "manifest"))
	if err != nil {
		p.t.Fatal(err)
	}
	hash, err := signed.Manifest.Hash()
	if err != nil {
		p.t.Fatal(err)
	}
	return strings.Split(manifest.Words(hash), "-")
}

// opened starts a meeting with three seats checked in, the member's too, and opens
// its first ballot.
func opened(t *testing.T, grace, window int) *parts {
	t.Helper()
	p := raise(t, grace, window)
	p.do("member", "checkin", "remote")
	p.do("chair", "checkin", "room")
	p.do("chair", "presence", "3", "room")
	p.do("chair", "meeting", "open")
	p.do("chair", "ballot", "open", "2")
	return p
}

// killOn kills the program that was started on a folder, as a power cut would.
func killOn(t *testing.T, folder string) {
	t.Helper()
	lines, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range lines {
		// A process may end while it is looked at.
		data, err := os.ReadFile(line)
		if err != nil || !bytes.HasPrefix(data, []byte(program(t)+"\x00")) || !bytes.Contains(data, []byte(folder)) {
			continue
		}
		pid, err := strconv.Atoi(filepath.Base(filepath.Dir(line)))
		if err != nil {
			t.Fatal(err)
		}
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
			t.Error(err)
		}
	}
	eventually(t, "the killed program is gone", func() bool { return len(processesOf(t, folder)) == 0 })
}

const ownBanner = "Eget valbås: ditt val lämnar aldrig den här datorn okrypterat."

// mark goes from the desk to the code, voting for the second option.
func mark(s *screen) string {
	s.t.Helper()
	s.until(ownBanner, "Rösta nu: Val av ordförande. Välj det nedan.", "> Rösta nu: Val av ordförande")
	s.press("Enter")
	booth := s.until(ownBanner, "Välkommen till valbåset")
	for _, no := range []string{"Urnans dator ser ditt val", "ssh -J"} {
		if strings.Contains(flat(booth), no) {
			s.t.Errorf("the own booth says %q:\n%s", no, booth)
		}
	}
	s.press("Enter")
	name := candidateOn(s.t, s.until("Markera ditt val", "0 av 1 valda"), 2)
	s.press("2", "Enter")
	s.until("Ett eget ord (frivilligt)")
	s.press("Enter")
	s.until("Stämmer det?", "X "+name)
	s.press("Enter")
	return codeOn(s.t, s.until("Förseglad, men INTE inlagd än"))
}

// A member's whole evening in one window: the words compared and refused, the vote,
// the registrar killed meanwhile, the ballot found among the sealed ones.
func TestE2EJoin(t *testing.T) {
	t.Parallel()
	p := opened(t, 3, 20)
	folder := filepath.Join(t.TempDir(), "state")
	words := p.words()

	wrong := append([]string{"babab"}, words[1:]...)
	if r := valurna(t, p.joinArgs(folder, "--words", strings.Join(wrong, " "))...); r.code == 0 || !strings.Contains(r.errs, "other words than those of the notice") {
		t.Errorf("other words: status %d\n%s%s", r.code, r.out, r.errs)
	}
	if r := valurna(t, p.joinArgs(folder)...); r.code == 0 || !strings.Contains(r.errs, "--words") {
		t.Errorf("nobody to ask: status %d\n%s%s", r.code, r.out, r.errs)
	}
	if _, err := os.Stat(filepath.Join(folder, "manifest")); err == nil {
		t.Error("a manifest that nobody compared was pinned")
	}
	home := p.joinAs(folder)
	home.until("Är det här rätt sammanträde?", strings.ToUpper(strings.Join(strings.Split(words[4], ""), " ")))
	home.write(words[1] + " " + words[9])
	home.press("Enter")
	home.until("Det är inte det första och det sista ordet.")
	home.write(words[0] + " " + words[9])
	home.press("Enter")

	code := mark(home)
	home.press("j")
	home.until("Din röst är inlagd", code, "Tryck q för att gå tillbaka till första sidan.")
	home.press("q")
	home.until(ownBanner, "Din röst i ”Val av ordförande” är inlagd.")

	if r := valurna(t, p.joinArgs(folder)...); r.code == 0 || !strings.Contains(r.errs, "another window") {
		t.Errorf("a second window: status %d\n%s%s", r.code, r.out, r.errs)
	}

	// The registrar dies and comes back; nobody does anything at the window.
	p.kill("registrar")
	home.until("Ingen kontakt sedan")
	p.start("registrar")
	p.runs["registrar"].says(t, "registrar serves")
	back := time.Now()
	home.untilTrue("the desk without the warning", func(text string) bool {
		return !strings.Contains(text, "Ingen kontakt") && strings.Contains(text, "Din röst är inlagd.")
	})
	if took := time.Since(back); took > 5*time.Second {
		t.Errorf("back after %v", took)
	} else {
		t.Logf("back after %v", took)
	}

	p.do("chair", "ballot", "close", "2-1")
	home.press("5")
	home.until("Kontrollerat av den här datorn: din valsedel finns bland de förseglade")
	p.desk("the trustees have decrypted", phase("counted"))
	p.do("chair", "ballot", "certify", "2-1")
	home.press("1")
	home.until("fastställd")
	home.press("q")
	if status := home.ended(); status != 0 {
		t.Errorf("leaving the window ends with status %d", status)
	}
	p.checkBundle("2-1", code)

	// The second time nothing is asked.
	again := p.joinAs(folder)
	again.until(ownBanner, "fastställd")
	again.press("q")
	again.ended()
}

// The window is killed while it holds a token and the urn is away: started again it
// casts the same ballot by itself.
func TestE2EJoinKilledBetweenTokenAndCast(t *testing.T) {
	t.Parallel()
	p := opened(t, 3, 3)
	folder := filepath.Join(t.TempDir(), "state")
	anchor := []string{"--manifest", filepath.Join(p.dir, "manifest")}
	home := p.joinAs(folder, anchor...)
	code := mark(home)
	p.kill("urn")
	home.press("j")
	home.until("Lägger din röst")
	record := filepath.Join(folder, "booth-2-1.json")
	eventually(t, "the finished ballot is on disk", func() bool {
		data, err := os.ReadFile(record)
		return err == nil && strings.Contains(string(data), `"receipt":null`) && !strings.Contains(string(data), `"sealed":""`)
	})
	killOn(t, folder)

	home = p.joinAs(folder)
	home.until(ownBanner, "Din valsedel är färdig, men det är inte känt att den är inlagd än.")
	p.start("urn")
	p.runs["urn"].says(t, "urn runs")
	home.until("Din röst i ”Val av ordförande” är inlagd.")
	d := p.desk("one token and one ballot", func(d state) bool {
		return len(d.Ballots) == 1 && d.Ballots[0].Counts != nil && d.Ballots[0].Counts.Cast == 1
	})
	if c := d.Ballots[0].Counts; c.Tokens != 1 {
		t.Errorf("one voter has %+v", *c)
	}
	// Another device of the same member is told clearly.
	other := p.joinAs(filepath.Join(t.TempDir(), "other"), anchor...)
	mark(other)
	other.press("j")
	other.until("Röstbeviset för din plats är redan hämtat, från ett annat valbås.")
	p.do("chair", "ballot", "close", "2-1")
	p.desk("the trustees have decrypted", phase("counted"))
	p.do("chair", "ballot", "certify", "2-1")
	p.checkBundle("2-1", code)
}
