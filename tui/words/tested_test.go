package words_test

import (
	"strings"
	"testing"

	"valurna/ballot/view"
	"valurna/tui/style"
	"valurna/tui/words"
)

func TestAWindowPassesInWhichTheScreensFit(t *testing.T) {
	if view.MinCols != style.MinWidth || view.MinRows != style.MinHeight {
		t.Errorf("a test passes %dx%d, the screens need %dx%d", view.MinCols, view.MinRows, style.MinWidth, style.MinHeight)
	}
}

func TestATestSaysWhatWasLookedAtAndWhatToDo(t *testing.T) {
	for _, lang := range words.Languages() {
		w := words.Pick(lang)
		for _, c := range []struct {
			test view.Test
			want []string
		}{
			{view.Test{Cols: 80, Rows: 24, Urn: view.TestPassed, Outcome: view.TestPassed}, []string{"80x24", "urn.example:22", w.Test.Passed}},
			{view.Test{Urn: view.TestPassed, Outcome: view.TestPassed}, []string{w.Test.WindowUntold, w.Test.Passed}},
			{view.Test{Cols: 80, Rows: 24, Urn: view.TestPassed, Outcome: view.TestPassed, Trial: "0-1"}, []string{w.Test.TrialOpen}},
			{view.Test{Cols: 80, Rows: 24, Urn: view.TestPassed, Outcome: view.TestPassed, Trial: "0-1", Collected: true}, []string{w.Test.TrialToken}},
			{view.Test{Cols: 80, Rows: 24, Urn: view.TestPassed, Outcome: view.TestVoted, Trial: "0-1", Collected: true}, []string{w.Test.TrialVoted, w.Test.Passed}},
			{view.Test{Cols: 39, Rows: 24, Urn: view.TestPassed, Outcome: view.TestWindow}, []string{"39x24", "40x16"}},
			{view.Test{Cols: 80, Rows: 24, Urn: view.TestUrn, Outcome: view.TestUrn}, []string{w.Test.MendUrn}},
			{view.Test{Cols: 80, Rows: 24, Urn: view.TestHost, Outcome: view.TestHost}, []string{w.Test.MendHost}},
		} {
			c.test.Name, c.test.Fingerprint, c.test.Booth = "Åsa Öberg", "SHA256:abc", "urn.example:22"
			said := w.OfReply(view.Reply{Code: "tested-" + c.test.Outcome, Test: &c.test})
			for _, s := range append(c.want, "Åsa Öberg", "SHA256:abc", w.Test.NoBallot) {
				if !strings.Contains(said, s) {
					t.Errorf("%s: %q is not said of %+v:\n%s", lang, s, c.test, said)
				}
			}
			if strings.ContainsAny(said, "{}") || strings.Count(said, "\n") > 5 || (c.test.Trial == "") != strings.Contains(said, w.Test.TrialNone) {
				t.Errorf("%s: %s", lang, said)
			}
		}
	}
}

func TestTheListSaysWhoHasTriedAndHowMany(t *testing.T) {
	list := []view.Tested{
		{Seat: 1, Name: "Åsa", Outcome: view.TestPassed}, {Seat: 2, Name: "Bo", Outcome: view.TestWindow},
		{Seat: 3, Name: "Cia", Outcome: view.TestUrn}, {Seat: 4, Name: "Søren", Outcome: view.TestHost},
		{Seat: 5, Name: "Eva", Outcome: view.TestVoted}, {Name: "Ulla", Substitute: true},
	}
	for _, lang := range words.Languages() {
		w := words.Pick(lang)
		got := strings.Split(w.OfReply(view.Reply{Code: "tested-list", Tested: list}), "\n")
		f := w.Test
		for i, end := range []string{words.Fill(f.ListTitle, "passed", 2, "all", 6), f.ListPassed, f.ListWindow, f.ListUrn, f.ListHost, f.ListVoted, f.ListNot} {
			if len(got) != 7 || !strings.HasSuffix(got[i], end) || i > 0 && !strings.HasPrefix(got[i], list[i-1].Name+", ") {
				t.Fatalf("%s: %q", lang, got)
			}
		}
		if !strings.Contains(got[6], w.Person.Substitute) {
			t.Errorf("%s: %q", lang, got[6])
		}
	}
}

// The way is typed from the screen as it stands.
func TestTheWayToATrialIsSaidInLinesThatCanBeCopied(t *testing.T) {
	b := view.Booth{Ballot: "0-1", Commands: []string{"ssh -J mote.example ballot@urn.example"}, KeyPrint: "SHA256:abc"}
	for _, lang := range words.Languages() {
		w := words.Pick(lang)
		got := strings.Split(w.OfReply(view.Reply{Code: "trial-go", Booth: &b}), "\n")
		if len(got) != 3 || got[0] != w.Test.TrialGo || got[1] != b.Commands[0] || !strings.Contains(got[2], "SHA256:abc") {
			t.Errorf("%s: %q", lang, got)
		}
		for _, code := range []string{"trial-wait", "trial-not-yet", "trial-seen", "trial-unseen", "trial-voted", "trial-over", "trial-left"} {
			if said := w.OfReply(view.Reply{Code: code, Text: "english"}); (said == "english") != (lang == "en") {
				t.Errorf("%s: %s is %q", lang, code, said)
			}
		}
		told := w.OfStep(view.Step{ID: view.StepTrialOpen})
		if told != w.Steps.TrialOpen {
			t.Errorf("%s: %+v", lang, told)
		}
	}
}
