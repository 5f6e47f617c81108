//go:build e2e

package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/ballot/roll"
	"valurna/ballot/view"
)

// seatAt is one person at a desk: stock ssh in a terminal window.
type seatAt struct {
	*screen
	who string
}

// desk opens somebody's desk in a window.
func (s *scenario) desk(ts *terminals, who string, cols, rows int) *seatAt {
	s.t.Helper()
	args := s.ssh(who)
	if who == "display" {
		args[len(args)-1] = strings.Replace(args[len(args)-1], "observer@", "display@", 1)
	}
	return &seatAt{ts.open(cols, rows, "ssh", append([]string{"-tt"}, args...)...), who}
}

// find goes to the page of everything that one may do, and types a part of its name.
func (p *seatAt) find(name string) {
	p.t.Helper()
	p.press("1")
	p.press("+")
	p.until("Allt du kan göra nu")
	p.search(name)
}

// search filters a list. Each key is waited for: Escape with a key close behind it is
// another key to a terminal.
func (p *seatAt) search(text string) {
	p.t.Helper()
	p.press("/")
	p.write(text)
	p.until("Sök: " + text + "▏")
	p.press("Enter")
	p.on(text)
}

// on waits until the cursor is on a row that says this.
func (p *seatAt) on(text string) {
	p.t.Helper()
	if !eventuallyTrue(func() bool {
		for line := range strings.Lines(p.text()) {
			if row, cursor := strings.CutPrefix(line, "> "); cursor && strings.Contains(row, text) {
				return true
			}
		}
		return false
	}) {
		p.t.Fatalf("the cursor of %s is on nothing with %q:\n%s", p.who, text, p.text())
	}
}

// does a step by its name: it is found by typing, its questions are answered one after the
// other, and the one whether to do it with yes.
func (p *seatAt) does(name string, answers ...string) {
	p.t.Helper()
	p.find(name)
	p.press("Enter")
	for _, a := range answers {
		p.answers(a)
	}
	p.until("Är du säker?", "Samma sak som kommando:")
	p.press("j")
	p.until("Klart", "Enter fortsätt")
	p.press("Enter")
}

// answers answers one question: "/text" finds a row by typing, "+a +b" marks rows in that
// order, anything else is written.
func (p *seatAt) answers(a string) {
	p.t.Helper()
	switch {
	case strings.HasPrefix(a, "/"):
		p.search(a[1:])
	case strings.HasPrefix(a, "+"):
		for row := range strings.SplitSeq(a[1:], "+") {
			p.search(row)
			p.press("Space")
			p.press("Escape")
			p.untilTrue("the whole list", func(flat string) bool { return !strings.Contains(flat, "Sök:") })
		}
	default:
		p.write(a)
		p.until(a + "▏")
	}
	p.press("Enter")
}

// A council of forty-nine holds its evening on the screens, from the notice to the record:
// chair, secretary, members in the room and at home, a substitute, an observer and the
// display in the room, each with stock OpenSSH in a terminal of its own. The others of the
// forty-nine ask by commands.
func TestEvening(t *testing.T) {
	s := new(scenario)
	s.council = convene(t, setting{
		profile: manifest.ProfileCouncil, seats: 49, substitutes: 2, days: 7, remote: true,
		items: []roll.Item{
			{Class: journal.ClassInformation, Title: "Mötet öppnas"},
			{Class: journal.ClassDecision, Title: "Ny bro"},
			{Class: journal.ClassElection, Title: "Val av revisor", Contest: &kind.Contest{Kind: kind.OneOfN, Elect: 1, Options: []string{"Ask", "Björk", "Ceder"}}},
			{Class: journal.ClassDecision, Title: "Budget"},
		},
	})
	ts := newTerminals(t)
	chair, secretary := s.desk(ts, "chair", 80, 24), s.desk(ts, "secretary", 120, 40)
	member, home := s.desk(ts, "member 5", 80, 24), s.desk(ts, "member 44", 80, 24)
	substitute, observer, wall := s.desk(ts, "substitute 1", 80, 24), s.desk(ts, "observer", 120, 40), s.desk(ts, "display", 120, 40)
	say := func(who string, words ...string) { t.Helper(); s.say(who, words, "", "") }

	// Weeks before.
	secretary.until("Sekreterare", "kallat")
	secretary.does("Anteckna kungörelse", "2026-01-01", "2026-01-01")
	home.does("Anmäl att du vill delta", "Jag bor långt från sessionssalen")
	home.until("har anmält sig")
	chair.press("7")
	chair.until("Skäl: Jag bor långt från sessionssalen")
	chair.press("1")
	chair.until("Låt ", "delta på distans")
	chair.does("Låt ")
	home.until("har fått ja")
	s.handsOut("4", "Budget 2027", "Budget 2027\n\nSkolan får 412 miljoner.\n")
	member.press("6")
	member.until("Budget 2027", "mottagen av 0")
	member.press("Enter")
	member.until("Skolan får 412 miljoner.")
	member.press("k")
	member.until("mottagen av 1", "du har kvitterat")
	say("member 44", "paper", "got", "1")
	chair.does("Intyga en garanti", "/G6-overview", "Bilden visar hela salen")
	s.trial(s.seats([]string{"1-49"}))
	s.attest()

	// The evening begins.
	chair.press("1")
	chair.until("> Checka in: jag är i rummet")
	chair.press("Enter")
	chair.until("Är du säker?")
	chair.press("j")
	chair.until("Klart", "Enter fortsätt")
	chair.press("Enter")
	member.does("Checka in: jag är i rummet")
	for _, seat := range s.seats([]string{"2-4", "6-43"}) {
		say(fmt.Sprint("member ", seat), "checkin", "room")
	}
	substitute.does("Anmäl dig: jag är här")
	substitute.until("Du står först i tur")

	// Member 44 is let in from home: the two words are said aloud.
	code := regexp.MustCompile(`släpper in dig: ([a-z]{5}-[a-z]{5})`).FindStringSubmatch(flat(home.until("släpper in dig:")))
	if code == nil {
		t.Fatal("no code on the screen of member 44")
	}
	chair.does("Identifiera", code[1])
	home.does("Jag är ensam")
	chair.does("har svarat att ingen annan")
	home.does("Jag ser och hör alla")
	chair.does("Rummet ser och hör alla")
	s.gate(true, nil)
	chair.does("Släpp in")
	home.does("Checka in: jag deltar på distans")
	chair.press("3")
	chair.until("44 av 49 platser incheckade", "◐ på distans")

	chair.does("Öppna sammanträdet")
	wall.until("sammanträdet är öppnat", "44 av 49")
	chair.does("Anteckna justerare", "+3+5")
	chair.does("Ta upp ärende 1")
	wall.until("1. Mötet öppnas")
	chair.does("Avsluta ärende 1")

	// An item with a debate and an open vote.
	chair.does("Ta upp ärende 2")
	member.until("Överläggning i ärende 2")
	member.does("Begär ordet")
	say("member 9", "speak", "ask")
	chair.press("4")
	chair.until("Väntar på ordet: 2")
	chair.does("Ge ordet till")
	wall.until("▶ plats 5 har ordet")
	member.does("Yrka", "Bygg bron av trä")
	say("member 9", "motion", "main", "Bygg bron av stål")
	s.overheard(chair, home, wall)
	chair.does("Avsluta överläggningen")
	chair.does("Föreslå propositionsordning", "+yrkande 1+yrkande 2")
	chair.does("Mötet har godkänt")
	member.until("Ordföranden ställer frågan i ärende 2")
	chair.does("Uppfattning: bifall till yrkande 1")
	wall.until("Ordföranden finner att mötet har bifallit")
	member.does("Begär omröstning")
	chair.does("Öppna omröstningen")
	wall.until("ja: yrkande 1: Bygg bron av trä", "nej: yrkande 2: Bygg bron av stål")
	s.rollCall(map[int]*seatAt{1: chair, 5: member, 44: home})
	chair.does("Tillkännage resultatet")
	observer.press("2")
	observer.until("Ny bro", "avgjort")
	member.does("Reservera dig mot beslutet i ärende 2")

	// A member leaves, and the substitute who is next serves.
	chair.press("3")
	chair.press("/")
	chair.write("12")
	chair.press("Enter")
	chair.until("> [X] 12")
	chair.press("x")
	chair.until("Är du säker?")
	chair.press("j")
	chair.until("Klart", "Enter fortsätt")
	chair.press("Enter")
	chair.does("Kalla in Ersättare 1", "/12")
	substitute.until("Du tjänstgör som ersättare på plats 12")

	// An election, by secret ballot since a member asks for a vote.
	chair.does("Ta upp ärende 3")
	home.does("Jag är ensam")
	chair.does("Avsluta överläggningen")
	chair.does("Uppfattning: mötet har valt", "+Ask")
	member.does("Begär omröstning")
	chair.find("Öppna sluten omröstning: Val av revisor")
	chair.press("Enter")
	chair.until("Varje röst göms bland 44; minst 5 behövs.", "┃")
	chair.press("j")
	chair.until("Klart", "Enter fortsätt")
	chair.press("Enter")
	wall.until("Val av revisor", "öppen")
	s.vote("3-1", s.seats([]string{"1-11", "13-30"}), 0)
	s.vote("3-1", s.seats([]string{"31-44"}), 1)
	if text := wall.text(); strings.Contains(text, "43") && strings.Contains(flat(text), "Inlagda valsedlar") {
		t.Errorf("the wall counts the ballots of an open vote:\n%s", text)
	}
	chair.does("Stäng omröstningen: Val av revisor")
	s.until("3-1 decided")
	chair.until("Fastställ resultatet: Val av revisor")
	chair.does("Fastställ resultatet: Val av revisor")
	wall.until("Ask", "VALD")
	s.verify("3-1")
	chair.does("Avsluta ärende 3")

	// The chair is disqualified from the last item; the vice chair presides.
	vice := s.desk(ts, "vice-chair", 80, 24)
	chair.does("Anmäl att du är jävig", "/4")
	chair.does("Ordförandeskapet till")
	vice.until("Du är ordförande")
	vice.does("Ta upp ärende 4")
	chair.until("Du är jävig i ärende 4")
	say("member 9", "motion", "main", "Anta budgeten")
	vice.does("Avsluta överläggningen")
	vice.does("Ställ proposition på yrkande 1")
	vice.does("Mötet har godkänt")
	vice.does("Uppfattning: bifall till yrkande 1")
	for range 3 {
		s.step("a second passes")
	}
	vice.does("Slå klubban")
	vice.does("Ordförandeskapet tillbaka")
	secretary.press("1")
	secretary.until("Anta budgeten") // beside, where the record grows
	secretary.press("8")
	secretary.until("Till justerare utses person 3")
	chair.does("Avsluta sammanträdet")
	for _, p := range []*seatAt{chair, member, home, wall, secretary} {
		p.until("sammanträdet är avslutat")
	}
	s.afterwards(observer, wall)
}

// handsOut has the secretary hand out a paper from the own machine.
func (s *scenario) handsOut(item, title, text string) {
	s.t.Helper()
	cmd := exec.Command(tool(s.t, "ssh"), s.ssh("secretary", "paper", "put", item, title)...)
	cmd.Stdin = strings.NewReader(text)
	out, err := cmd.CombinedOutput()
	if err != nil {
		s.t.Fatalf("paper put: %v\n%s", err, out)
	}
}

// overheard has the member at home press the panic key in the middle of a debate: all stop
// at once, and go on when everybody has confirmed anew.
func (s *scenario) overheard(chair, home, wall *seatAt) {
	s.t.Helper()
	home.press("1")
	home.until("F10 någon hör mig")
	home.press("F10")
	wall.until("! ")
	s.await("halted", waiting["halted"])
	chair.press("1")
	home.does("Jag är tillbaka")
	home.does("Jag är ensam")
	chair.does("har svarat att ingen annan")
	home.does("Jag ser och hör alla")
	chair.does("Rummet ser och hör alla")
	if s.adjourned() { // where it took longer than the body allows
		chair.does("Återuppta sammanträdet")
	}
	s.await("going on", waiting["going on"])
}

func (s *scenario) adjourned() bool {
	r := runTool(s.t, "ssh", s.ssh("observer", "view", "--json")...)
	var d view.Desk
	check(s.t, json.Unmarshal([]byte(r.out), &d))
	return d.Interrupted != nil && d.Interrupted.Cause != ""
}

// rollCall holds the open vote: who sits at a screen votes there when called, the others by
// what they call out, which the secretary records.
func (s *scenario) rollCall(screens map[int]*seatAt) {
	s.t.Helper()
	for {
		r := runTool(s.t, "ssh", s.ssh("observer", "view", "--json")...)
		var d view.Desk
		check(s.t, json.Unmarshal([]byte(r.out), &d))
		if d.Floor.Vote == nil {
			s.t.Fatal("no vote is held")
		}
		turn := d.Floor.Vote.Turn
		switch p := screens[turn]; {
		case turn == 0:
			return
		case p != nil:
			p.press("1")
			p.until("Du ropas upp nu.")
			p.press("Down") // the cursor is on no choice
			p.on("Ja: yrkande 1")
			p.press("Enter")
			p.until("Är du säker?", "Bygg bron av trä")
			p.press("j")
			p.until("Klart", "Enter fortsätt")
			p.press("Enter")
		case turn%3 == 0:
			s.say("secretary", []string{"vote", "for", fmt.Sprint(turn), "no"}, "", "")
		default:
			s.say("secretary", []string{"vote", "for", fmt.Sprint(turn), "yes"}, "", "")
		}
	}
}

// afterwards is what an observer keeps: the record, the evidence, and a picture of the wall.
func (s *scenario) afterwards(observer, wall *seatAt) {
	t := s.t
	t.Helper()
	observer.press("6")
	observer.until("Journalen", "Kontrollvittnena har skrivit under")
	observer.press("7")
	observer.until("Hämta och kontrollera", "bundle 3-1", "Det här bevisar det inte")
	for name, want := range map[string]string{
		"record": "Anta budgeten", "checkpoint": "valurna", "page speakers": "Talarlista", "page guarantees": "Garantier", "page fetch": "bundle 3-1",
	} {
		if r := runTool(t, "ssh", s.ssh("observer", strings.Fields(name)...)...); r.code != 0 || !strings.Contains(r.out, want) {
			t.Errorf("ssh observer@HOST %s: status %d\n%s%s", name, r.code, r.out, r.errs)
		}
	}
	file := filepath.Join(s.dir, "evidence")
	if r := runTool(t, "ssh", s.ssh("observer", "evidence")...); r.code != 0 || os.WriteFile(file, []byte(r.out), 0o600) != nil {
		t.Fatalf("ssh observer@HOST evidence: status %d, %s", r.code, r.errs)
	}
	if r := valurna(t, "evidence", "--check", file, "--manifest", filepath.Join(s.dir, "manifest")); r.code != 0 {
		t.Errorf("the evidence does not hold:\n%s%s", r.out, r.errs)
	}
	args := s.ssh("display", "journal")
	args[len(args)-2] = strings.Replace(args[len(args)-2], "observer@", "display@", 1)
	if r := runTool(t, "ssh", args...); r.code == 0 {
		t.Errorf("the display answers commands:\n%s", r.out)
	}
	pane := filepath.Join(s.dir, "wall")
	check(t, os.WriteFile(pane, []byte(wall.must("capture-pane", "-e", "-p", "-t", wall.name)), 0o600))
	r := valurna(t, "picture", pane, "--width", "120", "--height", "40")
	d := xml.NewDecoder(bytes.NewReader([]byte(r.out)))
	for {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatalf("the picture of the wall: %v", err)
		}
	}
	if !strings.Contains(r.out, "Val av revisor") {
		t.Error("the picture shows no result")
	}
}
