package words

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"valurna/ballot/view"
)

// untold are values that no sentence repeats: why a secret ballot is refused, which the
// rule itself says.
var untold = map[string]string{"item %d: %s": "2"}

func TestEveryReasonOfTheMeetingHasWordsInSwedishAndDanish(t *testing.T) {
	forms := meetingForms(t)
	if len(forms) < 150 {
		t.Fatalf("only %d reasons were found", len(forms))
	}
	for _, lang := range []string{"sv", "da"} {
		for _, form := range forms {
			said := whys[lang][form]
			if said == "" {
				t.Errorf("%s: no words for %q", lang, form)
				continue
			}
			if strings.HasPrefix(form, "write: ") && strings.HasSuffix(said, ".") && strings.Contains(said, ":") {
				t.Errorf("%s: %q ends a command with a full stop", lang, said)
			}
			n := len(verb.FindAllString(form, -1))
			for i := 1; i <= n; i++ {
				raw, word := fmt.Sprintf("{%d}", i), fmt.Sprintf("{w%d}", i)
				if !strings.Contains(said, raw) && !strings.Contains(said, word) && untold[form] != fmt.Sprint(i) {
					t.Errorf("%s: %q leaves out value %d of %q", lang, said, i, form)
				}
			}
			for _, p := range placeholder.FindAllString(said, -1) {
				var i int
				if _, err := fmt.Sscanf(strings.TrimPrefix(p[1:], "w"), "%d}", &i); err != nil || i < 1 || i > n {
					t.Errorf("%s: %q has no value for %s", lang, said, p)
				}
			}
		}
		for form := range whys[lang] {
			if !slices.Contains(forms, form) {
				t.Errorf("%s: no refusal says %q", lang, form)
			}
		}
	}
	for form, sv := range swedishWhys {
		if da := danishWhys[form]; sv == da && len(sv) > 30 && !strings.HasPrefix(form, "write: ") {
			t.Errorf("%q is the same in Swedish and Danish", form)
		}
	}
}

func TestValuesThatAreWordsHaveThemInBothLanguages(t *testing.T) {
	for value := range values["sv"] {
		if values["da"][value] == "" {
			t.Errorf("da: no word for %q", value)
		}
	}
	if len(values["sv"]) != len(values["da"]) {
		t.Error("one language has more words than the other")
	}
}

func TestAReasonIsToldWithItsValues(t *testing.T) {
	for _, c := range []struct {
		lang, form string
		args       []string
		want       string
	}{
		{"sv", "%s has not confirmed to see and hear %s", []string{"the room", "person 5"}, "Rummet har inte bekräftat bild och ljud av person 5."},
		{"en", "%s has not confirmed to see and hear %s", []string{"the room", "person 5"}, "The room has not confirmed to see and hear person 5."},
		{"da", "the application came on %s; the last day was %s", []string{"2026-11-26", "2026-11-25"}, "Anmodningen kom 2026-11-26; sidste dag var 2026-11-25."},
		{"sv", "%d of %d seats take part; a decision needs %s %d percent (%s)", []string{"24", "49", "more than", "50", "KL 5:45"}, "24 av 49 platser är med; ett beslut kräver mer än 50 procent (kommunallagen 5 kap. 45 §)."},
		{"sv", "the meeting is %s and cannot become %q", []string{"called", `"closed"`}, "Sammanträdet är i skedet ”kallat” och kan inte gå till ”avslutat”."},
		{"sv", "item %d is %s already", []string{"4", "tabled"}, "Ärende 4 är redan bordlagt."},
		{"da", "%q is no kind of motion; there are main, reject, table, remit and candidate", []string{`"open"`}, `"open" er ingen slags forslag; der er main, reject, table, remit og candidate.`},
		{"sv", "never heard of", nil, ""},
		{"en", "", nil, ""},
	} {
		if got := Pick(c.lang).Why(c.form, c.args); got != c.want {
			t.Errorf("%s %q: %q", c.lang, c.form, got)
		}
	}
}

func TestAnInterruptionSaysWhyNothingIsDecided(t *testing.T) {
	line := &view.Interruption{Rule: "A14", Text: "Person 3 has no sound or picture.", Form: "person %d has no sound or picture", Args: []string{"3"}}
	for lang, want := range map[string]string{"sv": "Person 3 saknar ljud eller bild.", "da": "Person 3 mangler lyd eller billede.", "en": line.Text} {
		if got := Pick(lang).OfInterruption(line); got != want {
			t.Errorf("%s: %q", lang, got)
		}
	}
	adjourned := &view.Interruption{Rule: "A25", Cause: "quorum", Text: "The meeting is adjourned."}
	if got := Pick("sv").OfInterruption(adjourned); got != "Sammanträdet är ajournerat: för få är närvarande (A25). Inget beslutas så länge." {
		t.Errorf("%q", got)
	}
	if got := Pick("da").OfInterruption(&view.Interruption{Text: "New."}); got != danishStates.Waits {
		t.Errorf("%q", got)
	}
}
