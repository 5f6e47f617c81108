package roll_test

import (
	"bytes"
	"strings"
	"testing"

	"valurna/ballot/roll"
)

func TestContactAndPhoneMayBeGivenAndStayOutOfTheManifest(t *testing.T) {
	body, meeting := goodFiles(t)
	without := parseGood(t, []byte(withKeys(t, body)), []byte(meeting))
	if without.Contact != "" || without.Phone != "" {
		t.Errorf("nothing was given: %q, %q", without.Contact, without.Phone)
	}
	given := "contact = \"Åsa Søndergård, asa@example\"\nphone = \"+46 8 123 45 67\"\n" + meeting
	with := parseGood(t, []byte(withKeys(t, body)), []byte(given))
	if with.Contact != "Åsa Søndergård, asa@example" || with.Phone != "+46 8 123 45 67" {
		t.Errorf("%q, %q", with.Contact, with.Phone)
	}
	a, err := without.Manifest().Encode()
	if err != nil {
		t.Fatal(err)
	}
	b, err := with.Manifest().Encode()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a, b) {
		t.Error("the manifest depends on whom members ring")
	}
	if again := parseGood(t, []byte(withKeys(t, body)), second(roll.Write(with.Source))); again.Contact != with.Contact || again.Phone != with.Phone {
		t.Errorf("written and read back: %q, %q", again.Contact, again.Phone)
	}
}

func second(_, b []byte) []byte { return b }

func TestContactAndPhoneThatCannotBePrintedAreRefused(t *testing.T) {
	body, meeting := goodFiles(t)
	for given, want := range map[string]string{
		`phone = 112`:     `meeting.toml:1: phone is a whole number, not text; write it between quotation marks`,
		`phone = ""`:      `meeting.toml:1: phone is empty; write it between the quotation marks`,
		`contact = "a\n"`: `meeting.toml:1: contact holds the character U+000A, which may not stand in text; delete that character, or retype the text`,
		`contact = "` + strings.Repeat("a", 121) + `"`: `meeting.toml:1: contact is `,
		`contcat = "Åsa"`: `meeting.toml:1: "contcat" is not known at the top of the file; write "contact"`,
	} {
		_, findings := roll.Parse([]byte(withKeys(t, body)), []byte(given+"\n"+meeting))
		if len(findings) != 1 || !strings.HasPrefix(findings[0].String(), want) {
			t.Errorf("%s: %v", given, findings)
		}
	}
}

func TestTheTemplateShowsContactAndPhoneAsComments(t *testing.T) {
	for _, profile := range roll.Profiles() {
		_, meeting := roll.Template(profile)
		for _, want := range []string{"\n# contact = \"", "\n# phone = \"+46"} {
			if !strings.Contains(string(meeting), want) {
				t.Errorf("%s: no line %q", profile, want)
			}
		}
	}
}
