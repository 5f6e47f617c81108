package invite_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"

	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/ballot/roll"
	"valurna/cmd/valurna/invite"
	"valurna/tui/style"
	"valurna/tui/words"
)

var update = flag.Bool("update", false, "write the golden sheets anew")

// keyLine is the n-th of a fixed row of public keys.
func keyLine(t testing.TB, n int) string {
	t.Helper()
	seed := sha256.Sum256([]byte{byte(n)})
	k, err := ssh.NewPublicKey(ed25519.NewKeyFromSeed(seed[:]).Public())
	if err != nil {
		t.Fatal(err)
	}
	return manifest.KeyLine(k)
}

// council is a meeting with one substitute; change makes another of it.
func council(t testing.TB, change ...func(*roll.Source)) *roll.Setup {
	t.Helper()
	next := 0
	key := func() string { next++; return keyLine(t, next) }
	s := roll.Source{
		Body: "Kommunfullmäktige i Østerås", Profile: manifest.ProfileCouncil, Threshold: 2, Quorum: 1,
		Witnesses: []roll.Party{{Name: "press", Operator: "Tidningen", Key: key()}},
		Registrar: roll.Registrar{Operator: "A", Address: "meeting.example:2222", HostKey: key(), JournalKey: key()},
		Urn:       roll.Urn{Operator: "B", Booth: "urn.example:22", Cast: "urn.example:2224", HostKey: key(), ReceiptKey: key(), LinkKey: key()},
		Policy:    roll.Policy{Grace: 60, Window: 120, Shuffles: 2, Signer: roll.OfficeChair},
		Meeting:   "Sammanträde 9", Date: "2026-11-30", Place: "Stadshuset, sessionssalen", Rehearsal: true,
		Contact: "Cia Ceder, cia.ceder@osteras.example", Phone: "+46 8 123 45 67",
		Members: []roll.Member{
			{Name: "Åsa Öberg", Seat: 1, Offices: []string{roll.OfficeChair}, Keys: []string{key()}},
			{Name: "Søren Kjær", Seat: 7, Keys: []string{key(), key()}},
		},
		Substitutes: []roll.Substitute{{Name: "Łukasz Şahin", Order: 3, Keys: []string{key()}}},
		Officers:    []roll.Officer{{Name: "Cia Ceder", Office: roll.OfficeSecretary, Keys: []string{key()}}},
		Items: []roll.Item{{Title: "Val", Class: journal.ClassElection,
			Contest: &kind.Contest{Kind: kind.OneOfN, Elect: 1, Options: []string{"Anna", "Bo"}}}},
	}
	for i := range 3 {
		s.Trustees = append(s.Trustees, roll.Party{Name: fmt.Sprint("t", i), Operator: fmt.Sprint("O", i), Key: key()})
	}
	for _, f := range change {
		f(&s)
	}
	setup, findings := roll.Parse(roll.Write(s))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	return setup
}

// decides makes a meeting that decides of it.
func decides(s *roll.Source) {
	s.Rehearsal, s.Data = false, &roll.Data{Controller: "Kommunfullmäktige i Østerås", Contact: "dpo@osteras.example", Keep: 90, Encrypted: true}
}

// elsewhere makes one to which members may be elsewhere, with or without a booth on the
// urn's machine.
func elsewhere(hosted bool) func(*roll.Source) {
	return func(s *roll.Source) {
		decides(s)
		s.Policy.Remote = &manifest.Remote{Decision: "KF 2026 § 41", Document: bytes.Repeat([]byte{7}, 32),
			Days: 7, Line: manifest.MostLine, Floor: manifest.LeastFloor, Hosted: hosted}
	}
}

// kinds are the sheets that differ; the name stands in that of the golden file.
var kinds = map[string][]func(*roll.Source){"": nil, ".own": {elsewhere(false)}, ".hosted": {elsewhere(true)}}

// words of a sheet, without its line ends.
func running(text string) string { return strings.Join(strings.Fields(text), " ") }

// sheet is the invitation of the person with that number.
func sheet(t testing.TB, setup *roll.Setup, person int, lang string) *invite.Sheet {
	t.Helper()
	s, err := invite.New(setup.Manifest(), setup, setup.People()[person-1], words.Pick(lang))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestTheSheetInThreeLanguages(t *testing.T) {
	for _, lang := range words.Languages() {
		for kind, change := range kinds {
			got := sheet(t, council(t, change...), 2, lang).Text()
			path := filepath.Join("testdata", lang+kind+".txt")
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s is another; look at it, then run with -update:\n%s", path, got)
			}
		}
	}
}

// Whatever a member needs stands on the sheet, in every language.
func TestTheSheetHoldsWhatPinsBothServers(t *testing.T) {
	setup := council(t)
	m := setup.Manifest()
	hash, err := m.Hash()
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Split(manifest.Words(hash), "-")
	for _, line := range []string{m.Registrar.HostKey, m.Urn.HostKey, setup.Members[1].Keys[0], setup.Members[1].Keys[1]} {
		key, err := manifest.ParseKeyLine(line)
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, ssh.FingerprintSHA256(key))
	}
	want = append(want, "[meeting.example]:2222 "+m.Registrar.HostKey, "\nurn.example "+m.Urn.HostKey,
		"ssh -t -p 2222 member@meeting.example test", "ssh -J member@meeting.example:2222 ballot@urn.example\n",
		"valurna join member@meeting.example:2222", "2026-11-25", "2026-11-30", "+46 8 123 45 67",
		"cia.ceder@osteras.example", "Cia Ceder,", "Åsa Öberg", "Søren Kjær", "A04", "PuTTY", "macOS", "iPad", "Windows Terminal")
	for _, lang := range words.Languages() {
		w := words.Pick(lang)
		text := sheet(t, setup, 2, lang).Text()
		for _, s := range append(want, w.Marks.Rehearsal) {
			// Names may stand on either side of a line's end.
			if !strings.Contains(text, s) && !strings.Contains(strings.Join(strings.Fields(text), " "), s) {
				t.Errorf("%s: %q is missing", lang, s)
			}
		}
	}
}

func TestOnlyWhatIsCopiedIsWiderThanEightyCells(t *testing.T) {
	for _, lang := range words.Languages() {
		for kind, change := range kinds {
			for line := range strings.Lines(sheet(t, council(t, change...), 1, lang).Text()) {
				line = strings.TrimSuffix(line, "\n")
				if style.Width(line) > 80 && !strings.Contains(line, " ssh-ed25519 ") {
					t.Errorf("%s%s: %d cells: %s", lang, kind, style.Width(line), line)
				}
			}
		}
	}
}

func TestAMeetingThatDecidesIsNotInvitedToAsARehearsal(t *testing.T) {
	for _, lang := range words.Languages() {
		w := words.Pick(lang)
		for _, change := range []func(*roll.Source){decides, elsewhere(false), elsewhere(true)} {
			text := running(sheet(t, council(t, change), 2, lang).Text())
			for _, not := range []string{w.Marks.Rehearsal, w.Invite.Title, w.Invite.Rehearsal, w.Invite.Hosted, "{"} {
				if strings.Contains(text, not) {
					t.Errorf("%s: %q stands in\n%s", lang, not, text)
				}
			}
			if !strings.Contains(text, w.Invite.Decides.Gate) {
				t.Errorf("%s: nothing is said of what keeps a ballot shut:\n%s", lang, text)
			}
		}
	}
}

// Where the body has not decided otherwise nothing leads to the urn's machine. Its
// fingerprint reaches members all the same, since the registrar alone must not say it.
func TestTheBoothOnTheUrnsMachineIsOfferedOnlyWhereTheBodyAllowsIt(t *testing.T) {
	for _, lang := range words.Languages() {
		d := words.Pick(lang).Invite.Decides
		for name, c := range map[string]struct {
			change func(*roll.Source)
			hosted bool
		}{
			"nobody elsewhere":       {decides, false},
			"own booths":             {elsewhere(false), false},
			"booths on the urn, too": {elsewhere(true), true},
		} {
			setup := council(t, c.change)
			m := setup.Manifest()
			text := sheet(t, setup, 2, lang).Text()
			for _, way := range []string{"ballot@urn.example", "ssh -J ", "member@meeting.example test", "Host valurna-booth", "ProxyJump", "\nurn.example " + m.Urn.HostKey, "PuTTYgen"} {
				if strings.Contains(text, way) != c.hosted {
					t.Errorf("%s, %s: %q is there: %v", lang, name, way, !c.hosted)
				}
			}
			key, err := manifest.ParseKeyLine(m.Urn.HostKey)
			if err != nil {
				t.Fatal(err)
			}
			for _, always := range []string{ssh.FingerprintSHA256(key), "\n     valurna join member@meeting.example:2222\n", "[meeting.example]:2222 " + m.Registrar.HostKey} {
				if !strings.Contains(text, always) {
					t.Errorf("%s, %s: %q is missing", lang, name, always)
				}
			}
			if strings.Contains(running(text), d.Own) == c.hosted || strings.Contains(running(text), d.Hosted) != c.hosted {
				t.Errorf("%s, %s: the booths are told wrongly:\n%s", lang, name, text)
			}
		}
	}
}

func TestWhoMayBeElsewhereAppliesInTimeByACommand(t *testing.T) {
	for lang, reason := range map[string]string{"sv": "SKÄL", "da": "GRUND", "en": "REASON"} {
		d := words.Pick(lang).Invite.Decides
		text := sheet(t, council(t, elsewhere(false)), 2, lang).Text()
		// The body asks for seven days.
		for _, want := range []string{"2026-11-23", "A04", "\n1  ", "\n     ssh -p 2222 member@meeting.example remote apply " + reason + "\n"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: %q is missing in\n%s", lang, want, text)
			}
		}
		if text = sheet(t, council(t, decides), 2, lang).Text(); strings.Contains(text, "remote apply") || !strings.Contains(running(text), d.Never) || strings.Contains(text, "\n5  ") {
			t.Errorf("%s, nobody elsewhere:\n%s", lang, text)
		}
	}
}

func TestTheFiveDaysAreOnlyToldWhereTheyAreTheRule(t *testing.T) {
	for profile, told := range map[string]bool{
		manifest.ProfileCouncil: true, manifest.ProfileBoard: true, manifest.ProfileCommittee: true, manifest.ProfileAssociation: false,
	} {
		text := sheet(t, council(t, func(s *roll.Source) { s.Profile = profile }), 1, "sv").Text()
		if strings.Contains(text, "onsdag 2026-11-25") != told || strings.Contains(text, "A04") != told {
			t.Errorf("%s:\n%s", profile, text)
		}
	}
	text := sheet(t, council(t, func(s *roll.Source) { s.Officers, s.Contact, s.Phone = nil, "", "" }), 1, "en").Text()
	text = strings.Join(strings.Fields(text), " ")
	if !strings.Contains(text, "Tell the chair, Åsa Öberg, and whoever is secretary on Wednesday") || strings.Contains(text, "Ring") || strings.Contains(text, "Questions") {
		t.Errorf("without secretary, contact and phone:\n%s", text)
	}
}

func TestASubstituteIsInvitedAsOne(t *testing.T) {
	if text := sheet(t, council(t), 3, "da").Text(); !strings.Contains(text, "Łukasz Şahin, stedfortræder nr. 3") {
		t.Error(text)
	}
}

func TestThePDFIsOnePageAndTheSameEveryTime(t *testing.T) {
	long := func(s *roll.Source) {
		s.Body = strings.Repeat("Kommunfullmäktige ", 8) + "i Østerås"
		s.Place = strings.Repeat("Stadshuset, ", 8) + "sessionssalen"
		s.Contact = strings.Repeat("Cia Ceder ", 11) + "x"
		s.Registrar.Address = strings.Repeat("meeting.", 6) + "example:2222"
	}
	for _, lang := range words.Languages() {
		for i, setup := range []*roll.Setup{
			council(t), council(t, long), council(t, decides), council(t, elsewhere(false)),
			council(t, elsewhere(false), long), council(t, elsewhere(true)), council(t, elsewhere(true), long),
		} {
			a, err := sheet(t, setup, 2, lang).PDF()
			if err != nil {
				t.Fatalf("%s, %d: %v", lang, i, err)
			}
			b, err := sheet(t, setup, 2, lang).PDF()
			if err != nil || !bytes.Equal(a, b) {
				t.Errorf("%s, %d: two of one sheet differ, %v", lang, i, err)
			}
			if !bytes.HasPrefix(a, []byte("%PDF-1.")) || bytes.Count(a, []byte("/Type /Page\n")) != 1 || !bytes.Contains(a, []byte("(D:20261130000000")) {
				t.Errorf("%s, %d: no page of that day", lang, i)
			}
		}
	}
}

func TestLettersThatThePDFLacksAreTold(t *testing.T) {
	for person, want := range map[int]string{2: "", 3: "ŁŞ"} {
		if got := sheet(t, council(t), person, "sv").Unprintable(); got != want {
			t.Errorf("person %d: %q", person, got)
		}
	}
}

func TestASheetThatDoesNotFitOnAPageIsRefused(t *testing.T) {
	setup := council(t)
	for range 40 {
		setup.Members[0].Keys = append(setup.Members[0].Keys, keyLine(t, 99))
	}
	if _, err := sheet(t, setup, 1, "sv").PDF(); err == nil || !strings.Contains(err.Error(), "one page") {
		t.Errorf("%v", err)
	}
}
