//go:build e2e

package main

import (
	"encoding/json"
	"strings"
	"testing"

	"valurna/ballot/view"
)

// Before the meeting a member tries the whole way with stock OpenSSH, from the key
// to a vote; then the meeting is held, and both bundles are verified.
func TestE2ETrialBeforeTheMeeting(t *testing.T) {
	t.Parallel()
	m, demo := joinDemo(t)
	if out := m.mustCommand("chair", "ballot", "open", "0"); !strings.Contains(out, "öppen") {
		t.Errorf("opening the trial answers %q", out)
	}
	test := m.ssh("-t", "member", "test")
	test.until("Provomröstning: den är öppen", "Öppna ett andra terminalfönster", "Tryck Enter här när valbåset säger")
	test.press("Enter")
	test.until("Inget röstbevis är hämtat för din plats än")

	booth := m.ssh("booth")
	booth.until("Välkommen till valbåset", "PROV", "PROVOMRÖSTNING: den avgör ingenting.", "Provomröstning · Prøveafstemning")
	booth.press("Enter")
	booth.until("Markera ditt val", "( ) 1 Äpple · Æble · Apple", "PROVOMRÖSTNING: den avgör ingenting.")
	booth.press("1", "Enter")
	booth.until("Ett eget ord (frivilligt)")
	booth.press("Enter")
	booth.until("Stämmer det?", "X Äpple")
	booth.press("Enter")
	code := codeOn(t, booth.until("Förseglad, men INTE inlagd än"))
	booth.press("j")
	booth.until("Din röst är inlagd", "PROVOMRÖSTNING: den avgör ingenting.", code)
	booth.press("q")
	booth.ended()

	test.press("Enter")
	test.until("Röstbeviset för din plats är hämtat", "Skriv ja eller nej")
	test.write("ja")
	test.press("Enter")
	test.until("Sekreteraren ser att du är klar")
	if status := test.ended(); status != 0 {
		t.Errorf("a test that was passed ends with status %d", status)
	}
	if out := m.mustCommand("chair", "tested"); !strings.Contains(out, "Bo Björk, plats 2: klar; har röstat på prov") || strings.Contains(out, "Cecilia Ceder, plats 3: klar") {
		t.Errorf("while the trial is open:\n%s", out)
	}

	eventually(t, "the simulated members have voted", func() bool {
		d := deskOf(t, m, "chair")
		return len(d.Ballots) == 1 && d.Ballots[0].Counts != nil && d.Ballots[0].Counts.Cast == 6
	})
	m.mustCommand("chair", "ballot", "close", "0-1")
	eventually(t, "the trial is counted", func() bool { return deskOf(t, m, "observer").Ballots[0].Phase == view.PhaseCounted })
	eventually(t, "the trial is certified", func() bool { return m.command("chair", "ballot", "certify", "0-1").code == 0 })
	if out := m.mustCommand("chair", "tested"); strings.Count(out, "klar; har röstat på prov") != 6 {
		t.Errorf("after the trial:\n%s", out)
	}
	m.verify(t, demo, "0-1", code)

	d := deskOf(t, m, "observer")
	if !d.Ballots[0].Trial || d.State != "called" || d.Agenda[0].Item == 0 {
		t.Errorf("%+v", d)
	}
	m.mustCommand("chair", "checkin", "room")
	m.mustCommand("member", "checkin", "room")
	m.mustCommand("chair", "meeting", "open")
	m.mustCommand("chair", "ballot", "open", "2")
	code = voteOne(m.ssh("booth"))
	m.mustCommand("chair", "ballot", "close", "2-1")
	eventually(t, "the ballot is counted", func() bool {
		ballots := deskOf(t, m, "observer").Ballots
		return ballots[len(ballots)-1].Phase == view.PhaseCounted
	})
	m.toCertify("2-1")
	m.mustCommand("chair", "ballot", "certify", "2-1")
	m.verify(t, demo, "2-1", code)
	if r := m.command("chair", "ballot", "open", "0"); r.code == 0 {
		t.Errorf("a trial after the first ballot: %s", r.out)
	}
}

// deskOf is what a person's desk holds.
func deskOf(t *testing.T, m *meeting, who string) view.Desk {
	t.Helper()
	var d view.Desk
	if err := json.Unmarshal([]byte(m.mustCommand(who, "view", "--json")), &d); err != nil {
		t.Fatal(err)
	}
	return d
}
