//go:build e2e

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A whole meeting through stock OpenSSH in terminals of 80x24: two ballots, from
// the members' checking in to the observer's verdict.
func TestE2EStockOpenSSH(t *testing.T) {
	t.Parallel()
	m, demo := joinDemo(t)

	member := m.ssh("member")
	member.until("Bo Björk", "Det här begärs av dig", "Checka in: välj nedan")
	member.press("Enter")
	member.until("Är du säker?", "Du räknas som närvarande, i rummet.")
	member.press("j")
	member.until("Klart")
	member.press("Enter")
	member.until("Vänta tills ordföranden öppnar sammanträdet")

	chair := m.ssh("chair")
	chair.until("Anna Ask · ordförande", "> Checka in: jag är i rummet")
	chair.act("Checka in: jag är i rummet")
	chair.act("Öppna sammanträdet")
	chair.act("Öppna sluten omröstning: Val av ordförande")
	member.until("Rösta nu: Val av ordförande", "öppen")

	code := voteOne(m.ssh("booth"))
	gate, place := hostKeys(t, m.dir)
	for _, again := range []*screen{m.asShown(member), m.byJump(gate, place)} {
		again.until("Din röst är redan inlagd", "Val av ordförande")
		again.press("q")
		if status := again.ended(); status != 0 {
			t.Errorf("leaving the booth ends with status %d", status)
		}
	}

	// The chair sees counts, and whose they are nowhere.
	chair.press("5")
	counts := chair.until("Röstberättigade 7", "Utlämnade röstbevis 6", "Inlagda valsedlar 6", "Bara antal, aldrig namn.")
	for _, name := range []string{"Bo Björk", "Cecilia", "David", code} {
		if strings.Contains(counts, name) {
			t.Errorf("the chair's counts name %q:\n%s", name, counts)
		}
	}
	chair.press("1")
	chair.act("Stäng omröstningen: Val av ordförande")
	// Grace, seal and check window pass by themselves.
	member.until("Kontrollera att det som står nedan om din plats stämmer")
	member.press("5")
	member.until("Ett röstbevis har hämtats för din plats.")
	m.toCertify("2-1")
	chair.act("Fastställ resultatet: Val av ordförande")
	member.until("fastställd", "Giltiga", "Blanka")

	m.verify(t, demo, "2-1", code)
	second(t, m, demo)

	chair.press("q")
	if status := chair.ended(); status != 0 {
		t.Errorf("leaving the desk ends with status %d", status)
	}
	if !demo.end(syscall.SIGINT, 30*time.Second) || demo.cmd.ProcessState.ExitCode() != 0 {
		t.Errorf("Ctrl-C ended the demo with %v:\n%s", demo.cmd.ProcessState, demo.out)
	}
	if left := processesOf(t, m.dir+"/"); len(left) > 0 {
		t.Errorf("an ended demo leaves these running: %q", left)
	}
}

// boothLine is the command that the desk shows, broken over lines as a shell takes
// it.
var boothLine = regexp.MustCompile(`(?m)^ssh (-F (?:[^\n]*\\\n)*[^\n]*)$`)

// asShown types the command that the desk shows.
func (m *meeting) asShown(desk *screen) *screen {
	m.t.Helper()
	line := boothLine.FindStringSubmatch(desk.until("Vägen till valbåset", "booth-2"))
	if line == nil {
		m.t.Fatalf("the desk does not show the way to the booth:\n%s", desk.text())
	}
	return m.open(80, 24, "ssh", strings.Fields(strings.ReplaceAll(line[1], "\\\n", " "))...)
}

// byJump goes to the booth without any Host block, as somebody does whose key is
// the one that ssh offers by itself.
func (m *meeting) byJump(gate, booth place) *screen {
	m.t.Helper()
	config := filepath.Join(m.t.TempDir(), "config")
	text := "IdentityFile " + filepath.Join(m.dir, "keys", "seat-2") + "\nIdentitiesOnly yes\nUserKnownHostsFile " + filepath.Join(m.dir, "known_hosts") + "\n"
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		m.t.Fatal(err)
	}
	return m.open(80, 24, "ssh", "-F", config, "-J", gate.host+":"+gate.port, "-p", booth.port, "ballot@"+booth.host)
}

// downTo presses the arrow down until the cursor is on a row: it begins anywhere, and
// goes round.
func (s *screen) downTo(row string) {
	s.t.Helper()
	cursor := func() string {
		for line := range strings.SplitSeq(s.text(), "\n") {
			if strings.HasPrefix(line, "> ") {
				return line
			}
		}
		return ""
	}
	for range 20 {
		before := cursor()
		if strings.HasPrefix(before, row) {
			return
		}
		s.press("Down")
		eventually(s.t, "the cursor moves", func() bool { return cursor() != before })
	}
	s.t.Fatalf("the cursor never came to %q:\n%s", row, s.text())
}

// second is a ballot for two of four, in English, marked with the space bar, led
// by commands instead of screens.
func second(t *testing.T, m *meeting, demo *child) {
	t.Helper()
	if out := m.mustCommand("chair", "ballot", "open", "3", "--lang", "en"); !strings.Contains(out, "3-1") {
		t.Errorf("opening a ballot answers %q", out)
	}
	booth := m.ssh("booth")
	booth.until("Välkommen till valbåset", "Du markerar exakt 2 av 4 alternativ")
	booth.press("l")
	booth.until("Velkommen til stemmeboksen")
	booth.press("l")
	booth.until("Welcome to the booth", "You mark exactly 2 of 4 options", "REHEARSAL")
	booth.press("Enter")
	paper := booth.until("Mark your choice", "0 of 2 chosen")
	one, three := candidateOn(t, paper, 1), candidateOn(t, paper, 3)
	booth.press("Enter")
	booth.until("Nothing is marked yet.")
	booth.downTo("> [ ] 1")
	booth.press("Space")
	booth.until("> [X] 1", "1 of 2 chosen")
	booth.press("Enter")
	booth.until("1 of 2 are chosen. Mark exactly 2, or Blank.")
	booth.downTo("> [ ] 3")
	booth.press("Space")
	booth.until("> [X] 3", "2 of 2 chosen")
	booth.press("Down", "Space")
	booth.until("2 are chosen already.", "2 of 2 chosen")
	booth.press("Enter")
	booth.until("A word of your own")
	booth.write("blåbär och lök")
	booth.until("blåbär och lök")
	booth.press("Enter")
	booth.until("Is this right?", "X "+one, "X "+three, "Your own word: blåbär och lök")
	booth.press("Enter")
	code := codeOn(t, booth.until("Sealed, but NOT cast yet", "Your vote is not in yet."))
	booth.press("q")
	booth.until("Leave the booth?")
	booth.press("Escape")
	booth.until("Sealed, but NOT cast yet", code)
	booth.press("y")
	booth.until("Your vote is in", "The urn has it, stored safely.", code)
	booth.press("q")
	booth.ended()

	m.mustCommand("chair", "ballot", "close", "3-1")
	m.toCertify("3-1")
	m.mustCommand("chair", "ballot", "certify", "3-1")
	m.verify(t, demo, "3-1", code)
}

// toCertify waits until the chair can certify a ballot, and has the lot drawn if
// the simulated members' votes make a tie.
func (m *meeting) toCertify(ballot string) {
	m.t.Helper()
	eventually(m.t, "ballot "+ballot+" can be certified", func() bool {
		view := m.command("chair", "view").out
		if strings.Contains(view, "ballot lot "+ballot) {
			m.mustCommand("chair", "ballot", "lot", ballot)
		}
		return strings.Contains(view, "ballot certify "+ballot)
	})
}

// act does one of the steps of the page Now: chooses it with the arrows, reads
// what it will do, says yes, and goes back.
func (s *screen) act(step string) {
	s.t.Helper()
	s.until(step) // the cursor may rest on nothing: some steps are not to be taken by a slip
	for range 6 {
		if strings.Contains(s.text(), "> "+step) {
			break
		}
		before := s.text()
		s.press("Down")
		s.untilTrue("another step", func(string) bool { return s.text() != before })
	}
	s.until("> " + step)
	s.press("Enter")
	s.until("Är du säker?", "Det här händer", step, "J ja, gör det")
	s.press("j")
	s.until("Klart", "Enter fortsätt")
	s.press("Enter")
	s.until("Det här begärs av dig")
}

// voteOne votes for the second of the first ballot's options, in Swedish, as a
// person who follows the screens does, and returns the ballot code.
func voteOne(booth *screen) string { return voteFor(booth, 2) }

// voteFor votes for who stands at a place of the ballot.
func voteFor(booth *screen, place int) string {
	booth.t.Helper()
	code := sealFor(booth, place)
	booth.press("j")
	booth.until("Din röst är inlagd", "Valurnan har den, säkert sparad.", code)
	booth.press("q")
	if status := booth.ended(); status != 0 {
		booth.t.Errorf("leaving the booth ends with status %d", status)
	}
	return code
}

// sealOne stops where the code is shown and nothing is cast.
func sealOne(booth *screen) string { return sealFor(booth, 2) }

func sealFor(booth *screen, place int) string {
	booth.t.Helper()
	booth.until("Välkommen till valbåset", "Urnans dator ser ditt val, men inte vem du är.", "ÖVNING", "Val av ordförande")
	booth.press("Enter")
	name := candidateOn(booth.t, booth.until("Markera ditt val", "0 av 1 valda", fmt.Sprintf("( ) %d ", place)), place)
	booth.press(fmt.Sprint(place))
	booth.until(fmt.Sprintf("(X) %d %s", place, name), "1 av 1 valda")
	booth.press("Enter")
	booth.until("Ett eget ord (frivilligt)")
	booth.press("Enter")
	booth.until("Stämmer det?", "X "+name)
	booth.press("Enter")
	return codeOn(booth.t, booth.until("Förseglad, men INTE inlagd än", "Din röst är inte inlagd än."))
}

var wordsLine = regexp.MustCompile(`(?m)^Words of the manifest: (\S+)$`)

// verify fetches a ballot's bundle as an observer and verifies it offline: with
// the manifest, with its words, and with the code that the booth showed.
func (m *meeting) verify(t *testing.T, demo *child, ballot, code string) {
	t.Helper()
	var bundle ran
	eventually(t, "bundle "+ballot+" is published", func() bool {
		bundle = m.command("observer", "bundle", ballot)
		return bundle.code == 0
	})
	file := filepath.Join(t.TempDir(), ballot+".valurna")
	if err := os.WriteFile(file, []byte(bundle.out), 0o600); err != nil {
		t.Fatal(err)
	}
	words := wordsLine.FindStringSubmatch(demo.out.String())
	if words == nil {
		t.Fatalf("the demo does not print the manifest's words:\n%s", demo.out)
	}
	for _, anchor := range []string{filepath.Join(m.dir, "manifest"), words[1]} {
		r := valurna(t, "verify", file, "--manifest", anchor, "--code", code)
		if r.code != 0 || !strings.HasPrefix(r.out, "VALID") || strings.Contains(r.out, "NOT SECRET") || !strings.Contains(r.out, code) {
			t.Errorf("verify --manifest %s --code %s: status %d\n%s%s", anchor, code, r.code, r.out, r.errs)
		}
	}
	if r := valurna(t, "verify", file, "--manifest", words[1], "--code", "0000-0000"); r.code != 1 {
		t.Errorf("a code that is in no ballot gives status %d\n%s", r.code, r.out)
	}
	if r := valurna(t, "verify", file); r.code != 3 {
		t.Errorf("without a manifest verify gives status %d\n%s", r.code, r.out)
	}
}
