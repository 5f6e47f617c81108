package booth

import (
	"fmt"
	"testing"

	"valurna/ballot/view"
	"valurna/tui/words"
)

// Every page of a visit in three languages at 80x24 and 40x24, as an emulator
// shows it.
func TestScreens(t *testing.T) {
	for _, lang := range words.Languages() {
		for _, width := range []int{80, 40} {
			t.Run(fmt.Sprintf("%s.%d", lang, width), func(t *testing.T) {
				name := func(page string) string { return fmt.Sprintf("%s.%s.%d", page, lang, width) }
				v, w := visit(2, 4), words.Pick(lang)
				v.Rehearsal, v.Hosted = true, true
				v.Phase, v.Deadline = view.PhaseClosing, clock.Unix()+90
				u := newUrn(v)
				d := start(t, u, lang, width, 24)
				d.Until(w.Booth.WelcomeTitle)
				d.Golden(name("welcome"))
				d.Press("enter", "1", "down")
				d.Golden(name("choose"))
				d.Press("3", "enter", "å", "ø")
				d.Golden(name("word"))
				d.Press("enter")
				d.Golden(name("review"))
				d.Press("enter")
				d.Until(w.Booth.CodeTitle)
				d.Golden(name("code"))
				d.Press("q")
				d.Golden(name("leave"))
				d.Press("esc", w.Booth.TestKey)
				d.Golden(name("audit"))
				d.Press(w.Booth.OpenKey)
				d.Until(w.Booth.TestedTitle)
				d.Golden(name("audited"))
				d.Press("enter", "1", "3", "enter", "enter", "enter")
				d.Until(w.Booth.CodeTitle)
				d.Press(w.Keys.Confirm)
				d.Until(w.Booth.DoneTitle)
				d.Golden(name("done"))

				v.Trial = true
				d = start(t, newUrn(v), lang, width, 24)
				d.Until(w.Booth.WelcomeTitle)
				d.Golden(name("trial-welcome"))
				d.Press("enter")
				d.Golden(name("trial-choose"))

				v.Trial, v.In = false, true
				d = start(t, newUrn(v), lang, width, 24)
				d.Until(w.Booth.InTitle)
				d.Golden(name("in"))
			})
		}
	}
}

func TestASmallWindowSaysWhatItNeeds(t *testing.T) {
	for _, lang := range words.Languages() {
		d := start(t, newUrn(visit(1, 4)), lang, 30, 8)
		d.Until("30x8", "40x16")
		d.Golden("small." + lang)
	}
}
