package roll_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/roll"
)

// theData is the last section of the good body.toml, from line 73.
const theData = "\n[data]\ncontroller = \"Kommunfullmäktige i Exempelby\"\ncontact = \"dataskyddsombud@exempelby.example\"\nkeep = 90\nencrypted = true\n"

// budget is the last line of the good meeting.toml, 25; urgent sections follow it.
const (
	budget   = "class = \"decision\""
	oneTaken = budget + "\n[[urgent]]\ndecided = 2026-11-02\ntext = \"Hyra av reservkraft\""
)

var badDuties = []badFile{
	{name: "a meeting that decides without data", body: []string{theData, ""},
		want: []string{
			`body.toml:1: this meeting decides, and there is no section [data]: nobody answers for its personal data; write [data] on a line of its own, and below it controller, contact, keep and encrypted [A23]`,
		}},
	{name: "a meeting that decides on open disks", body: []string{"encrypted = true", "encrypted = false"},
		want: []string{
			`body.toml:77: encrypted is false, and this meeting decides: the stores of registrar and urn hold personal data; encrypt the disks on which they lie, and then write encrypted = true [A23]`,
		}},
	{name: "data that say nothing, in a rehearsal too", body: []string{theData, "\n[data]\n"}, meeting: []string{"rehearsal = false", "rehearsal = true"},
		want: []string{
			`body.toml:73: [data] has no "controller"; add controller = "Kommunfullmäktige i Exempelby" [A23]`,
			`body.toml:73: [data] has no "contact"; add contact = "dataskyddsombud@exempelby.example" [A23]`,
			`body.toml:73: [data] has no "keep"; add keep = 90`,
			`body.toml:73: [data] has no "encrypted"; add encrypted = true`,
		}},
	{name: "data kept for ever, and of other kinds", body: []string{"keep = 90", "keep = 3651\nlog = true", "encrypted = true", `encrypted = "no"`},
		want: []string{
			`body.toml:76: keep is 3651; write a number from 1 to 3650 in plain digits`,
			`body.toml:77: "log" is not known in [data]; delete it, or write one of controller, contact, keep, encrypted`,
			`body.toml:78: encrypted is text; write encrypted = true or encrypted = false, without quotation marks`,
		}},
	{name: "data kept for no day", body: []string{"keep = 90", "keep = 0"},
		want: []string{
			`body.toml:76: keep is 0; write a number from 1 to 3650 in plain digits`,
		}},
	{name: "data twice", body: []string{"[data]", "[[data]]"},
		want: []string{
			`body.toml:73: data is not a section that stands once; write [data] on a line of its own, and its fields below it`,
		}},
	{name: "an urgent decision in a council", meeting: []string{budget, oneTaken},
		want: []string{
			`meeting.toml:26: the chair decides alone in urgent matters for a board only; this profile is "se-fullmaktige"; delete [[urgent]] and its fields [A27]`,
		}},
	{name: "an urgent decision of an unknown profile", body: []string{"se-fullmaktige", "se-nemnd"}, meeting: []string{budget, oneTaken},
		want: []string{
			`body.toml:2: profile "se-nemnd" is not known; write one of se-fullmaktige, se-namnd, se-utskott, dk-kommunalbestyrelse, association`,
		}},
	{name: "an urgent decision after the meeting", body: []string{"se-fullmaktige", "se-namnd"},
		meeting: []string{budget, strings.Replace(oneTaken, "2026-11-02", "2026-12-01", 1)},
		want: []string{
			`meeting.toml:27: decided is 2026-12-01, after the meeting on 2026-11-30; write the day on which the chair decided, before the meeting or on its day [A27]`,
		}},
	{name: "urgent decisions without day or text", body: []string{"se-fullmaktige", "se-namnd"},
		meeting: []string{budget, budget + "\n[[urgent]]\ntext = \"Två\\nrader\"\n[[urgent]]\ndecided = \"i går\"\ndate = 2026-11-02"},
		want: []string{
			`meeting.toml:26: [[urgent]] has no "decided"; add decided = 2026-11-30`,
			`meeting.toml:27: text holds the character U+000A, which may not stand in text; delete that character, or retype the text`,
			`meeting.toml:28: [[urgent]] has no "text"; add text = "Hyra av reservkraft till Ekbackens äldreboende" [A27]`,
			`meeting.toml:29: decided "i går" is no day of the calendar; write year, month and day: decided = 2026-11-30`,
			`meeting.toml:30: "date" is not known in [[urgent]]; move it above the first [ or [[ line: there it belongs to the whole file`,
		}},
}

func TestAMeetingThatDecidesHasAControllerAndEncryptedStores(t *testing.T) {
	body, meeting := goodFiles(t)
	with := parseGood(t, []byte(withKeys(t, body)), []byte(meeting))
	want := roll.Data{Controller: "Kommunfullmäktige i Exempelby", Contact: "dataskyddsombud@exempelby.example", Keep: 90, Encrypted: true}
	if *with.Data != want {
		t.Errorf("%+v", with.Data)
	}
	for name, data := range map[string]string{"no section": "", "open disks": strings.Replace(theData, "true", "false", 1)} {
		for _, profile := range roll.Profiles() {
			other := withKeys(t, strings.NewReplacer(theData, data, "se-fullmaktige", profile).Replace(body))
			decides := meeting
			if profile == manifest.ProfileDanish { // which has no secret ballots
				decides, _, _ = strings.Cut(meeting, "[item.ballot]")
			}
			if s, findings := roll.Parse([]byte(other), []byte(decides)); s != nil || len(findings) != 1 || findings[0].Rule != "A23" {
				t.Errorf("%s, %s: %v", profile, name, findings)
			}
			parseGood(t, []byte(other), []byte(strings.Replace(decides, "rehearsal = false", "rehearsal = true", 1)))
		}
	}
}

func TestWhoAnswersForTheDataStaysOutOfTheManifest(t *testing.T) {
	s := council(t, 3)
	without := encoded(t, s)
	s.Data = &roll.Data{Controller: "Föreningen", Contact: "Storgatan 1, Exempelby", Keep: roll.MaxKeep}
	if !bytes.Equal(without, encoded(t, s)) {
		t.Error("the manifest depends on [data]")
	}
}

func encoded(t *testing.T, s roll.Source) []byte {
	t.Helper()
	data, err := readBack(t, s).Manifest().Encode()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// readBack reads back what is written, which says the same.
func readBack(t *testing.T, s roll.Source) *roll.Setup {
	t.Helper()
	body, meeting := roll.Write(s)
	got := parseGood(t, body, meeting)
	if !reflect.DeepEqual(got.Source, s) {
		t.Errorf("read back %+v\nwant %+v", got.Source, s)
	}
	return got
}

func TestTheChairsUrgentDecisionsStandOnTheAgendaByThemselves(t *testing.T) {
	s := council(t, 3)
	s.Profile, s.Items = manifest.ProfileBoard, s.Items[1:]
	s.Data = &roll.Data{Controller: "Nämnden", Contact: "ombud@example", Keep: 1, Encrypted: true}
	longest := strings.Repeat("a", 512-len("Ordförandebeslut 2026-12-01:  (KL 6:39)"))
	s.Urgent = []roll.Urgent{{Decided: "2026-11-02", Text: `Hyra av "reservkraft"`}, {Decided: s.Date, Text: longest}}
	got := readBack(t, s)
	want := []journal.Item{
		{Item: 1, Class: journal.ClassElection, Title: "Val", Contest: s.Items[0].Contest},
		{Item: 2, Class: journal.ClassInformation, Title: "Övrigt"},
		{Item: 3, Class: journal.ClassInformation, Title: `Ordförandebeslut 2026-11-02: Hyra av "reservkraft" (KL 6:39)`},
		{Item: 4, Class: journal.ClassInformation, Title: "Ordförandebeslut 2026-12-01: " + longest + " (KL 6:39)"},
	}
	entries, _, err := got.Entries(rand.NewChaCha8([32]byte{1}))
	if err != nil {
		t.Fatal(err)
	}
	var items []journal.Item
	for i, e := range entries {
		if it, ok := e.Body.(journal.Item); ok {
			items = append(items, it)
		}
		if _, err := journal.NewEntry(int64(i+1), 0, e.Type, e.Body); err != nil {
			t.Error(err)
		}
	}
	if !reflect.DeepEqual(items, want) || len(got.Agenda()) != len(want) || got.Contests() != 1 {
		t.Errorf("items %+v\nwant %+v", items, want)
	}

	s.Urgent[1].Text += "a"
	if _, findings := roll.Parse(roll.Write(s)); len(findings) != 1 || !strings.Contains(findings[0].Text, "text is") {
		t.Errorf("a text that makes too long a title: %v", findings)
	}
	s.Urgent = s.Urgent[:1]
	for _, profile := range roll.Profiles() {
		s.Profile, s.Items = profile, s.Items[:0]
		_, findings := roll.Parse(roll.Write(s))
		if lawful := profile == manifest.ProfileBoard; lawful != (len(findings) == 0) || !lawful && findings[0].Rule != "A27" {
			t.Errorf("%s: %v", profile, findings)
		}
	}
}

func TestTheTemplateShowsDataAndUrgentDecisionsAsComments(t *testing.T) {
	for _, profile := range roll.Profiles() {
		body, meeting := roll.Template(profile)
		if !strings.Contains(string(body), "\n# [data]\n# controller = \"\"\n# contact = \"\"\n# keep = 90\n# encrypted = false\n") {
			t.Errorf("%s: no section [data]", profile)
		}
		example := "\n# [[urgent]]\n# decided = \"2026-11-02\"\n# text = \""
		if shown := strings.Contains(string(meeting), example); shown != (profile == manifest.ProfileBoard) {
			t.Errorf("%s: an example of [[urgent]]: %v", profile, shown)
		}
	}
	// Whoever takes the marks away is asked who answers.
	body, meeting := roll.Template(manifest.ProfileBoard)
	_, findings := roll.Parse(body, meeting)
	shown := strings.NewReplacer("# [data]", "[data]", "# controller =", "controller =", "# contact =", "contact =", "# keep =", "keep =", "# encrypted =", "encrypted =").Replace(string(body))
	_, more := roll.Parse([]byte(shown), meeting)
	if len(more) != len(findings)+2 || !strings.Contains(fmt.Sprint(more), "controller is empty") {
		t.Errorf("findings %v", more)
	}
}
