package words

import (
	"maps"

	"slices"
	"testing"

	"valurna/ballot/meeting"
	"valurna/ballot/view"
)

// filled are the placeholders that the desk fills in, in the words of a step.
var filled = []string{"{title}", "{item}", "{motion}", "{text}", "{kind}", "{who}", "{seat}", "{yes}", "{no}", "{present}", "{seats}"}

func TestEveryStepHasWordsInEveryLanguage(t *testing.T) {
	for _, id := range append(meeting.OfferIDs(), view.StepBallotVoid) {
		for i := range all {
			w := &all[i]
			told := w.OfStep(view.Step{ID: id, Args: []string{"some", "command"}})
			if told.Name == "" || told.Says == "" || told.Name == Fill(w.Steps.Other.Name, "command", "some command") {
				t.Errorf("%s has no words in %s", id, w.Lang)
			}
			if len([]rune(told.Name)) > 70 {
				t.Errorf("%s in %s is a long label: %q", id, w.Lang, told.Name)
			}
			for _, text := range []string{told.Name, told.Says} {
				for _, p := range placeholder.FindAllString(text, -1) {
					if !slices.Contains(filled, p) {
						t.Errorf("%s in %s: nobody fills in %s", id, w.Lang, p)
					}
				}
			}
			if g := SubjectOf(view.Step{ID: id}); g == "" || w.OfGroup(g) == "" || !slices.Contains(Groups(), g) {
				t.Errorf("%s is in no group", id)
			}
		}
	}
}

func TestTheLanguagesHaveTheSameStepsAndFields(t *testing.T) {
	for _, w := range all[1:] {
		if a, b := slices.Sorted(maps.Keys(stepWords["sv"])), slices.Sorted(maps.Keys(stepWords[w.Lang])); !slices.Equal(a, b) {
			t.Errorf("%s has other steps than sv: %v", w.Lang, b)
		}
		if a, b := slices.Sorted(maps.Keys(fieldWords["sv"])), slices.Sorted(maps.Keys(fieldWords[w.Lang])); !slices.Equal(a, b) {
			t.Errorf("%s has other fields than sv: %v", w.Lang, b)
		}
		for id, told := range stepWords["sv"] {
			other := stepWords[w.Lang][id]
			for _, texts := range [][2]string{{told.Name, other.Name}} {
				a, b := placeholder.FindAllString(texts[0], -1), placeholder.FindAllString(texts[1], -1)
				slices.Sort(a)
				slices.Sort(b)
				if !slices.Equal(a, b) {
					t.Errorf("%s: %v in sv, %v in %s", id, a, b, w.Lang)
				}
			}
		}
	}
}
