//go:build e2e

package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// The desk for those who have no terminal that can be drawn on: text, with every
// step as a command.
func TestE2EPlainAndSmall(t *testing.T) {
	t.Parallel()
	m, _ := joinDemo(t)
	plain := func(what, text string) {
		t.Helper()
		flat := flat(text)
		for _, want := range []string{"Bo Björk", "Checka in: välj nedan", "Val av två justerare", "SHA256:"} {
			if !strings.Contains(flat, want) {
				t.Errorf("%s does not say %q:\n%s", what, want, text)
			}
		}
		if strings.ContainsAny(text, "─\x1b█") || strings.Contains(text, "[1 Nu]") {
			t.Errorf("%s is drawn:\n%q", what, text)
		}
	}
	plain("view", m.mustCommand("member", "view"))
	plain("no command and no terminal", m.mustCommand("-T", "member"))
	if r := m.command("booth"); r.code != 0 || !strings.Contains(r.out, "Din röst blev INTE inlagd") {
		t.Errorf("the booth without a terminal and without input: status %d, %q, %q", r.code, r.out, r.errs)
	}
	if r := m.command("booth", "view"); r.code != 1 || !strings.Contains(r.out, "no commands but plain") {
		t.Errorf("a command at the booth: status %d, %q, %q", r.code, r.out, r.errs)
	}
	if text := m.mustCommand("member", "view", "--lang", "en"); !strings.Contains(text, "Check in: choose below") {
		t.Errorf("view --lang en:\n%s", text)
	}
	config := filepath.Join(m.dir, "ssh_config")
	view := m.open(80, 200, "ssh", "-t", "-F", config, "member", "view")
	plain("view on a terminal", view.until("Bo Björk", "Manifestets ord"))
	if status := view.ended(); status != 0 {
		t.Errorf("view on a terminal ends with status %d", status)
	}
	small(t, m)

	dumb := m.open(80, 200, "env", "TERM=dumb", "ssh", "-F", config, "member")
	dumb.until("Bo Björk", "manifestets ord läses med a", "? för hjälp.")
	dumb.write("a")
	dumb.press("Enter")
	all := dumb.until("Bo Björk", "Manifestets ord:", "SHA256:")
	if strings.ContainsAny(all, "─\x1b█") {
		t.Errorf("the desk on a terminal that only prints is drawn:\n%q", all)
	}
}

// small is a meeting and a vote in windows as small as may be, as large as can be
// asked for, and smaller than can be used.
func small(t *testing.T, m *meeting) {
	t.Helper()
	config := filepath.Join(m.dir, "ssh_config")
	desk := m.open(40, 20, "ssh", "-F", config, "member")
	desk.act("Checka in: jag är i rummet")
	desk.resize(30, 10)
	desk.until("Fönstret är 30x10 tecken. Det behöver vara minst 40x16.")
	desk.resize(3000, 3000)
	desk.until("Bo Björk", "Du är incheckad.", "q avsluta")
	desk.resize(1, 1)
	desk.resize(80, 24)
	desk.until("Bo Björk", "Du är incheckad.", "q avsluta")

	m.mustCommand("chair", "checkin", "room")
	m.mustCommand("chair", "meeting", "open")
	m.mustCommand("chair", "ballot", "open", "2")
	booth := m.open(40, 20, "ssh", "-F", config, "booth")
	booth.until("Välkommen till valbåset")
	booth.resize(3000, 3000)
	booth.until("Välkommen till valbåset", "Tryck Enter för att börja", "q avsluta")
	booth.resize(39, 20)
	booth.until("Fönstret är 39x20 tecken.")
	booth.resize(40, 20)
	booth.until("Välkommen till valbåset")
	booth.press("Enter")
	name := candidateOn(t, booth.until("Markera ditt val", "( ) 2 ", "0 av 1 valda"), 2)
	booth.press("2", "Enter")
	booth.until("Ett eget ord (frivilligt)")
	booth.press("Enter")
	booth.until("Stämmer det?", "X "+name)
	booth.press("Enter")
	booth.until("Förseglad, men INTE inlagd än", "Din röst är inte inlagd än.", "J ja, lägg min röst")
	booth.press("j")
	booth.until("Din röst är inlagd", "Valurnan har den")
	booth.press("q")
	if status := booth.ended(); status != 0 {
		t.Errorf("leaving the booth ends with status %d", status)
	}
}
