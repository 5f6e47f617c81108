//go:build e2e

package main

import (
	"bytes"
	"io"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A whole vote by somebody whose program reads text aloud: stock OpenSSH without a
// terminal, one line after the other, and another on a terminal that only prints.
func TestE2ELines(t *testing.T) {
	t.Parallel()
	m, _ := joinDemo(t)
	member := m.talk("member", "plain")
	member.hears("Bo Björk", "Checka in: välj nedan", "1: Checka in: jag är i rummet\n", "2: Checka in: jag deltar på distans\n", "eller ? för hjälp.\n")
	member.types("1")
	member.hears("Du räknas som närvarande, i rummet.", "Skriv ja")
	member.types("ja")
	member.hears("Klart. Du är incheckad.", ": Checka ut\n")

	chair := m.talk("-T", "chair")
	act := func(step string) {
		t.Helper()
		chair.hears(": " + step)
		chair.types(chair.number(step))
		chair.hears("Skriv ja för att göra det")
		chair.types("ja")
		chair.hears("Klart.")
	}
	act("Checka in: jag är i rummet")
	act("Öppna sammanträdet")
	member.hears("Nytt: sammanträdet är öppnat.")
	act("Öppna sluten omröstning: Val av ordförande")
	member.hears("Nytt: omröstningen ”Val av ordförande” är öppen.")

	booth := m.talk("booth", "plain")
	code := voteInLines(booth)
	if text := booth.out.String(); strings.ContainsAny(text, "\x1b\r\b") {
		t.Errorf("not plain text: %q", text)
	}
	booth.ended()
	again := m.talk("-T", "booth")
	again.hears("Din röst är redan inlagd.", "Valbåset är klart.")
	again.ended()

	// The chair votes on a terminal that only prints.
	dumb := m.open(100, 60, "env", "TERM=dumb", "ssh", "-F", filepath.Join(m.dir, "ssh_config"), "chair-booth")
	dumb.until("Frågan: Val av ordförande", "0: Blankt", "eller 0 för blankt.")
	dumb.write("3")
	dumb.press("BSpace")
	dumb.write("0")
	dumb.press("Enter")
	dumb.until("Ett eget ord (frivilligt).")
	dumb.press("Enter")
	dumb.until("BLANKT: du röstar inte på någon av dem.", "Stämmer det?")
	dumb.press("Enter")
	dumb.until("Förseglad, men INTE inlagd än", "Skriv ordet ja")
	dumb.write("ja")
	dumb.press("Enter")
	dumb.until("Din röst är inlagd.", "Valbåset är klart.")
	if status := dumb.ended(); status != 0 {
		t.Errorf("the booth on a terminal that only prints ends with status %d", status)
	}

	chair.types("r")
	act("Stäng omröstningen: Val av ordförande")
	m.toCertify("2-1")
	chair.types("r")
	act("Fastställ resultatet: Val av ordförande")
	member.hears("”Val av ordförande”: fastställd.")
	member.types("q")
	member.ended()
	if text := member.out.String() + chair.out.String(); strings.ContainsAny(text, "\x1b\r\b\x00") {
		t.Errorf("not plain text: %q", text)
	}
	if r := m.command("observer", "plain"); r.code != 0 || !strings.Contains(r.out, "observatör") || !strings.Contains(r.out, "Cecilia Ceder") {
		t.Errorf("an observer without input: status %d\n%s%s", r.code, r.out, r.errs)
	}
	t.Logf("voted in lines, ballot code %s", code)
}

// voteInLines votes for the second of the first ballot's options.
func voteInLines(booth *lines) string {
	booth.t.Helper()
	booth.hears("valbås", "ÖVNING", "den ser ditt val men inte vem du är", "Frågan: Val av ordförande", "2: ", "0: Blankt", "eller 0 för blankt.\n")
	name := regexp.MustCompile(`(?m)^2: (\S+ \S+)$`).FindStringSubmatch(booth.text())
	if name == nil {
		booth.t.Fatalf("nobody stands at place 2:\n%s", booth.text())
	}
	booth.types("2")
	booth.hears("Tom rad: valbåset väljer slumpvis.\n")
	booth.types("")
	booth.hears("2: "+name[1]+"\n", "Stämmer det?")
	booth.types("ja")
	booth.hears("INTE inlagd än", "Din valsedelskod:", "Skriv ordet ja")
	code := codeOn(booth.t, booth.text())
	booth.types("ja")
	booth.hears("Din röst är inlagd.", code, "Valbåset är klart.\n")
	return code
}

// lines is ssh without a terminal, between two pipes.
type lines struct {
	t    *testing.T
	cmd  *exec.Cmd
	in   io.WriteCloser
	out  *output
	from int // in text: what has been heard already
}

// talk runs ssh with the demo's configuration and an input that stays open.
func (m *meeting) talk(args ...string) *lines {
	m.t.Helper()
	cmd := exec.CommandContext(m.t.Context(), tool(m.t, "ssh"), append([]string{"-F", filepath.Join(m.dir, "ssh_config"), "-o", "BatchMode=yes"}, args...)...)
	cmd.Env = plainEnv(m.t.TempDir())
	l := &lines{t: m.t, cmd: cmd, out: &output{}}
	cmd.Stdout, cmd.Stderr = l.out, &bytes.Buffer{}
	var err error
	if l.in, err = cmd.StdinPipe(); err != nil {
		m.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		m.t.Fatal(err)
	}
	return l
}

// text is what has come, without the NULs that the booth fills its frames up with.
func (l *lines) text() string { return strings.ReplaceAll(l.out.String(), "\x00", "") }

func (l *lines) types(line string) {
	l.t.Helper()
	if _, err := io.WriteString(l.in, line+"\n"); err != nil {
		l.t.Fatalf("%q: %v\n%s", line, err, l.text())
	}
}

// hears waits for each text after the one before.
func (l *lines) hears(texts ...string) {
	l.t.Helper()
	for _, text := range texts {
		eventually(l.t, "“"+text+"” is said", func() bool {
			at := strings.Index(l.text()[l.from:], text)
			if at >= 0 {
				l.from += at + len(text)
			}
			return at >= 0
		})
	}
}

// number is what to type for a step of the list that was read last.
func (l *lines) number(step string) string {
	l.t.Helper()
	before, _, _ := strings.Cut(l.text()[strings.LastIndex(l.text(), "Det här kan du göra:"):], ": "+step)
	return before[strings.LastIndex(before, "\n")+1:]
}

func (l *lines) ended() {
	l.t.Helper()
	if err := l.cmd.Wait(); err != nil {
		l.t.Errorf("ssh ended with %v:\n%s", err, l.text())
	}
}
