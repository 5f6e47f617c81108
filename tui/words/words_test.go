package words

import (
	"reflect"
	"regexp"
	"slices"
	"testing"

	"valurna/ballot/view"
)

var placeholder = regexp.MustCompile(`\{[^}]*\}`)

// walk visits every string field, with its path.
func walk(t *testing.T, path string, v reflect.Value, visit func(path, s string)) {
	t.Helper()
	switch v.Kind() {
	case reflect.String:
		visit(path, v.String())
	case reflect.Struct:
		for i := range v.NumField() {
			walk(t, path+"."+v.Type().Field(i).Name, v.Field(i), visit)
		}
	default:
		t.Fatalf("%s is a %s: words are strings", path, v.Kind())
	}
}

func fields(t *testing.T, w *Words) map[string]string {
	m := map[string]string{}
	walk(t, "", reflect.ValueOf(*w), func(path, s string) { m[path] = s })
	return m
}

func TestEveryFieldIsFilledInEveryLanguage(t *testing.T) {
	for _, lang := range Languages() {
		all := fields(t, Pick(lang))
		if len(all) < 200 {
			t.Fatalf("%s: only %d fields found", lang, len(all))
		}
		for path, s := range all {
			if s == "" {
				t.Errorf("%s%s is empty", lang, path)
			}
		}
	}
}

func TestPlaceholdersAreTheSameInEveryLanguage(t *testing.T) {
	want := fields(t, Pick("sv"))
	for _, lang := range []string{"da", "en"} {
		for path, s := range fields(t, Pick(lang)) {
			a, b := placeholder.FindAllString(want[path], -1), placeholder.FindAllString(s, -1)
			slices.Sort(a)
			slices.Sort(b)
			if !slices.Equal(a, b) {
				t.Errorf("%s: sv has %v, %s has %v", path, a, lang, b)
			}
		}
	}
}

func TestSentencesAreTranslated(t *testing.T) {
	for _, pair := range [][2]string{{"sv", "da"}, {"sv", "en"}, {"da", "en"}} {
		a, b := fields(t, Pick(pair[0])), fields(t, Pick(pair[1]))
		for path, s := range a {
			if len(s) > 30 && s == b[path] {
				t.Errorf("%s is the same in %s and %s: %q", path, pair[0], pair[1], s)
			}
		}
	}
}

func TestPickKnowsTagsAndFallsBackToSwedish(t *testing.T) {
	for tag, want := range map[string]string{
		"da": "da", "da_DK.UTF-8": "da", "EN-gb": "en", "sv_SE": "sv", "": "sv", "de": "sv", "C": "sv",
	} {
		if got := Pick(tag).Lang; got != want {
			t.Errorf("Pick(%q) is %s, want %s", tag, got, want)
		}
	}
}

func TestNextGoesRoundAllLanguages(t *testing.T) {
	w, seen := Pick(""), []string{}
	for range 4 {
		seen = append(seen, w.Lang)
		w = w.Next()
	}
	if !slices.Equal(seen, []string{"sv", "da", "en", "sv"}) {
		t.Errorf("languages come as %v", seen)
	}
}

func TestFillDoesNotReadItsOwnValues(t *testing.T) {
	got := Fill("{a} and {b}", "a", "{b}", "b", 7)
	if got != "{b} and 7" {
		t.Errorf("Fill gives %q", got)
	}
}

func TestEveryPhaseAndStepHasItsWords(t *testing.T) {
	phases := []view.Phase{view.PhasePreparing, view.PhaseOpen, view.PhaseClosing, view.PhaseCounting,
		view.PhaseWindow, view.PhaseDecrypting, view.PhaseCounted, view.PhaseCertified}
	steps := []string{view.StepCheckInRoom, view.StepCheckInRemote, view.StepCheckOut, view.StepMeetingOpen,
		view.StepMeetingClose, view.StepBallotOpen, view.StepBallotClose, view.StepBallotLot, view.StepBallotCertify, view.StepBallotChoose}
	for _, lang := range Languages() {
		w := Pick(lang)
		for i, p := range phases {
			if told, place := w.OfPhase(p); place != i+1 || told.Name == string(p) && lang != "en" || told.Says == "" {
				t.Errorf("%s: phase %s is %q at %d", lang, p, told.Name, place)
			}
		}
		for _, id := range steps {
			if told := w.OfStep(view.Step{ID: id}); told.Name == Fill(w.Steps.Other.Name, "command", "") {
				t.Errorf("%s: step %s has no words", lang, id)
			}
		}
		if told := w.OfStep(view.Step{ID: "new", Args: []string{"do", "7"}}); !regexp.MustCompile(`do 7`).MatchString(told.Says) {
			t.Errorf("%s: an unknown step hides its command: %q", lang, told.Says)
		}
		if told, place := w.OfPhase(view.PhaseVoid); place != 0 || told != w.Phase.Void {
			t.Errorf("%s: a void ballot is %q at %d", lang, told.Name, place)
		}
	}
}
