package booth

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"valurna/ballot/view"
	"valurna/tui/screentest"
	"valurna/tui/style"
	"valurna/tui/words"
)

// enter comes as far as the ballot paper.
func enter(t *testing.T, u *urn) (*screentest.Driver, words.Booth) {
	t.Helper()
	d, w := start(t, u, "en", 80, 24), words.Pick("en").Booth
	d.Until(w.WelcomeTitle)
	d.Press("enter")
	d.Until(w.ChooseTitle)
	return d, w
}

func TestAVoteGoesFromWelcomeToTheUrn(t *testing.T) {
	for _, lang := range words.Languages() {
		u, w := newUrn(visit(1, 4)), words.Pick(lang)
		d := start(t, u, lang, 80, 24)
		d.Until(w.Booth.WelcomeTitle)
		d.Press("enter", "down", "down", "space", "enter")
		d.Until(w.Booth.WordTitle)
		d.Press("å", "n", "q", "l", "enter")
		d.Until(w.Booth.ReviewTitle, "Søren Kjær", "ånql")
		d.Press("enter")
		d.Until(w.Booth.CodeTitle, code, w.Booth.NotIn)
		d.Press(w.Keys.Confirm)
		d.Until(w.Booth.DoneTitle, code, "ssh observer@rost.exempelby.se bundle 3-1")
		casts, sealed := u.count()
		if casts != 1 || len(sealed) != 1 || !slices.Equal(sealed[0].Options, []int{1}) || u.words[0] != "ånql" {
			t.Errorf("%s: cast %d times, sealed %v with %q", lang, casts, sealed, u.words)
		}
		d.Press("q")
		d.UntilQuit()
	}
}

func TestTheVoteIsInOnlyAfterTheUrnHasSaidSo(t *testing.T) {
	u := newUrn(visit(1, 4))
	u.gate = make(chan struct{})
	d, w := enter(t, u)
	d.Press("1", "enter", "enter", "enter")
	d.Until(w.CodeTitle)
	d.Press("y")
	d.Until(w.Casting, w.NotIn)
	for _, k := range []string{"y", "enter", "esc", "space", "q", "ctrl+c"} {
		d.Press(k)
		if d.Has(w.DoneTitle) || d.Quit || !d.Has(w.CastingTitle) {
			t.Fatalf("%s leaves the casting page", k)
		}
	}
	close(u.gate)
	d.Until(w.DoneTitle)
	if casts, _ := u.count(); casts != 1 {
		t.Errorf("cast %d times", casts)
	}
}

func TestOneKeyHeldDownNeverCasts(t *testing.T) {
	for _, k := range []string{"enter", "space", "1", "0", "y", "j", "down"} {
		u := newUrn(visit(1, 4))
		d := start(t, u, "en", 80, 24)
		d.Until(words.Pick("en").Booth.WelcomeTitle)
		for range 50 {
			d.Press(k)
		}
		if casts, sealed := u.count(); casts != 0 || len(sealed) != 0 {
			t.Errorf("%s cast %d and sealed %d", k, casts, len(sealed))
		}
	}
}

func TestNothingIsMarkedBeforehand(t *testing.T) {
	d, w := enter(t, newUrn(visit(1, 4)))
	if d.Has("(X)") || d.Has("> (") {
		t.Fatal("an option is marked or pointed at")
	}
	d.Press("space")
	d.Until(w.NothingMarked)
	d.Press("enter")
	d.Until(w.NothingMarked)
	if d.Has("(X)") {
		t.Error("Enter or the space bar has marked an option")
	}
}

func TestExactlyKAreChosen(t *testing.T) {
	u := newUrn(visit(3, 6))
	d, w := enter(t, u)
	d.Press("1", "2")
	d.Until("2 of 3 chosen")
	d.Press("enter")
	d.Until(words.Fill(w.TooFew, "n", 2, "k", 3))
	d.Press("6", "5")
	d.Until("3 of 3 chosen", words.Fill(w.TooMany, "k", 3))
	d.Press("1", "5", "enter", "enter", "enter")
	d.Until(w.CodeTitle)
	if _, sealed := u.count(); !slices.Equal(sealed[0].Options, []int{1, 4, 5}) {
		t.Errorf("sealed %v", sealed)
	}
}

func TestBlankTakesAwayMarksAndMarksTakeAwayBlank(t *testing.T) {
	u := newUrn(visit(2, 4))
	d, w := enter(t, u)
	d.Press("1", "up", "up", "down", "0")
	d.Until("(X) 0", "[ ] 1", w.ReviewBlank)
	d.Press("2")
	d.Until("( ) 0", "[X] 2")
	d.Press("0", "enter", "enter")
	d.Until(w.ReviewTitle, w.ReviewBlank)
	d.Press("enter")
	d.Until(w.CodeTitle)
	if _, sealed := u.count(); !sealed[0].Blank || sealed[0].Options != nil {
		t.Errorf("sealed %v", sealed)
	}
}

func TestALongListIsMarkedByItsWholeNumber(t *testing.T) {
	u := newUrn(visit(1, 34))
	d, w := enter(t, u)
	d.Press("2")
	d.Until(words.Fill(w.Typed, "digits", "2_"))
	d.Press("1")
	d.Until("> (X) 21 Kandidat 21")
	d.Press("9", "9")
	d.Until("(X) 21", words.Fill(w.NoSuch, "least", "01", "most", "34", "blank", "00"))
	d.Press("0", "enter", "0", "9") // another key between begins the number anew
	d.Until(w.WordTitle)
	d.Press("esc", "0", "9")
	d.Until("(X) 09")
	d.Press("0", "0", "enter", "enter")
	d.Until(w.ReviewBlank)
}

// Whoever sees the packets can count keys: by number each row costs the same, and by
// arrows as much as any other on the average, since the first step comes to a row
// drawn by lot and the list goes round.
func TestEveryRowCostsTheSameKeys(t *testing.T) {
	for _, n := range []int{1, 9, 10, 34, 200} {
		contest := visit(1, n).Contest
		for row := range n + 1 {
			p := newPaper(contest, func(int) int { return 0 })
			label := p.label((row + 1) % (n + 1))
			if len(label) != p.digits() {
				t.Fatalf("%d options: %q has not %d digits", n, label, p.digits())
			}
			for i, c := range label {
				got, whole := p.number(string(c))
				if last := i == len(label)-1; whole != last || last && got != row {
					t.Fatalf("%d options: after %q of %q came row %d, whole %v", n, label[:i+1], label, got, whole)
				}
			}
		}
		for _, step := range []int{-1, 1} {
			presses := map[int]int{} // to a row, over all starts
			for start := range n + 1 {
				p := newPaper(contest, func(rows int) int { return start % rows })
				for press := 1; press <= n+1; press++ {
					p.move(step)
					presses[p.cursor] += press
				}
			}
			for row := range n + 1 {
				if presses[row] != presses[0] {
					t.Fatalf("%d options: row %d costs %d presses over all starts, row 0 %d", n, row, presses[row], presses[0])
				}
			}
		}
	}
}

func TestTabGoesDownLikeAnArrow(t *testing.T) {
	d, _ := enter(t, newUrn(visit(1, 4)))
	d.Press("tab", "tab", "space")
	d.Until("> (X) 2")
}

func TestTheArrowsBeginAnywhere(t *testing.T) {
	seen := map[int]int{}
	for range 4000 {
		p := newPaper(visit(1, 3).Contest, Anywhere)
		p.move(1)
		seen[p.cursor]++
	}
	for row := range 4 {
		if seen[row] < 800 || seen[row] > 1200 {
			t.Errorf("row %d is the first in %d of 4000 visits", row, seen[row])
		}
	}
}

func TestGoingBackChangesTheChoiceAndSealsAnew(t *testing.T) {
	u := newUrn(visit(1, 4))
	d, w := enter(t, u)
	d.Press("1", "enter", "enter", "enter")
	d.Until(w.CodeTitle)
	d.Press("esc", "esc", "esc", "4", "enter", "enter", "enter")
	d.Until(w.CodeTitle)
	d.Press("y")
	d.Until(w.DoneTitle)
	if casts, sealed := u.count(); casts != 1 || len(sealed) != 2 || sealed[1].Options[0] != 3 {
		t.Errorf("cast %d times, sealed %v", casts, sealed)
	}
}

func TestLeavingIsAskedWhileTheVoteIsNotIn(t *testing.T) {
	u := newUrn(visit(1, 4))
	d, w := enter(t, u)
	d.Press("1", "q")
	d.Until(w.LeaveTitle, w.Leave)
	d.Press("q", "esc")
	d.Until(w.ChooseTitle, "(X) 1")
	d.Press("enter", "ctrl+c")
	d.Until(w.LeaveTitle)
	if d.Quit {
		t.Fatal("left without being asked")
	}
	// The key that casts is not the one that throws away.
	d.Press("y")
	d.Until(w.LeaveTitle)
	d.Press(w.DropKey)
	d.UntilQuit()
	if casts, _ := u.count(); casts != 0 {
		t.Error("leaving cast a vote")
	}
}

func TestAnUnknownEndOffersOnlyTheSamePaperAgain(t *testing.T) {
	u := newUrn(visit(1, 4))
	u.castErr = errors.New("connection lost")
	d, w := enter(t, u)
	d.Press("1", "enter", "enter", "enter")
	d.Until(w.CodeTitle)
	d.Press("y")
	d.Until("connection lost", w.NoAnswerNext)
	d.Press("esc")
	d.Until(w.NoAnswerNext)
	u.set(func(u *urn) { u.visit.Phase = view.PhaseCounting })
	d.Press("q")
	d.Until(w.LeaveTitle, w.NoAnswerNext)
	d.Press("esc")
	d.Until(w.NoAnswerNext)
	u.mu.Lock()
	u.castErr = nil
	u.mu.Unlock()
	d.Press("enter")
	d.Until(w.DoneTitle)
	if casts, sealed := u.count(); casts != 2 || len(sealed) != 1 {
		t.Errorf("cast %d times, sealed %d papers", casts, len(sealed))
	}
}

func TestAfterAnUnknownEndAClosedVoteIsNotCalledUncast(t *testing.T) {
	u := newUrn(visit(1, 4))
	u.castErr = errors.New("connection lost")
	d, w := enter(t, u)
	d.Press("1", "enter", "enter", "enter")
	d.Until(w.CodeTitle)
	d.Press("y")
	d.Until(w.NoAnswerNext)
	u.mu.Lock()
	u.castErr = &view.Problem{Code: "busy", Text: "The urn is busy."}
	u.mu.Unlock()
	d.Press("enter")
	d.Until("The urn is busy", w.Earlier, code)
	d.Press("esc") // another paper could contradict the first
	d.Until("The urn is busy")
	u.set(func(u *urn) { u.visit.Phase = view.PhaseCounting })
	d.Until(w.ClosedTitle, "It is not certain whether your vote is in", code)
	if d.Has("NOT cast in this visit") {
		t.Error("the booth claims that the vote is not in")
	}
}

func TestARefusalSaysWhatHappenedWhatWasNotDoneAndWhatToDo(t *testing.T) {
	u := newUrn(visit(1, 4))
	u.castErr = &view.Problem{Code: "token", Text: "The registrar gave no token.", Next: "Check in again.", Rule: "A17"}
	d, w := enter(t, u)
	d.Press("1", "enter", "enter", "enter")
	d.Until(w.CodeTitle)
	d.Press("y")
	d.Until("The registrar gave no token. This attempt put nothing in the urn.", "Check in again.", "A17")
	d.Press("esc")
	d.Until(w.ReviewTitle)
}

func TestASealThatFailsCastsNothing(t *testing.T) {
	u := newUrn(visit(1, 4))
	u.sealErr = errors.New("no randomness")
	d, w := enter(t, u)
	d.Press("1", "enter", "enter", "enter")
	d.Until("no randomness", "Nothing was cast", w.SealNext)
	u.mu.Lock()
	u.sealErr = nil
	u.mu.Unlock()
	d.Press("enter")
	d.Until(w.CodeTitle)
}

func TestTheBoothFollowsTheVote(t *testing.T) {
	v := visit(1, 4)
	u := newUrn(view.BoothVisit{Body: v.Body})
	d, w := start(t, u, "en", 80, 24), words.Pick("en").Booth
	d.Until(w.NoneTitle)
	u.set(func(u *urn) { u.visit = v })
	d.Until(w.WelcomeTitle)
	d.Press("enter", "1")
	d.Until("(X) 1")
	u.set(func(u *urn) { u.visit.Phase, u.visit.Deadline = view.PhaseClosing, clock.Unix()+90 })
	d.Until("(X) 1", "1 min 30 s left to cast")
	u.set(func(u *urn) { u.visit.Ballot, u.visit.Title = "4-1", "Another" })
	d.Until(w.ChangedTitle)
	d.Press("enter")
	d.Until(w.WelcomeTitle, "Another")
	d.Press("enter")
	if d.Has("(X)") {
		t.Error("a mark of the earlier vote is left")
	}
	u.set(func(u *urn) { u.visit.Phase = view.PhaseCounting })
	d.Until(w.ClosedTitle, "NOT cast in this visit")
	u.set(func(u *urn) { u.visit.In = true })
	d.Until(w.InTitle)
	close(u.changed)
	d.Until(words.Pick("en").Frame.Ended)
}

func TestAVoteThatIsInIsSaidAtOnce(t *testing.T) {
	for _, lang := range words.Languages() {
		v := visit(1, 4)
		v.In = true
		d, w := start(t, newUrn(v), lang, 80, 24), words.Pick(lang).Booth
		d.Until(w.InTitle)
		d.Press("enter", "space", "1")
		if d.Has(w.ChooseTitle) {
			t.Errorf("%s: a second vote can be marked", lang)
		}
	}
}

func TestWarningsStayInSightOnEveryPage(t *testing.T) {
	for _, width := range []int{80, 40} {
		v := visit(1, 4)
		v.Rehearsal, v.Hosted = true, true
		u, w := newUrn(v), words.Pick("en")
		d := start(t, u, "en", width, 24)
		check := func(page string) {
			t.Helper()
			d.Until(page, w.Marks.Rehearsal, w.Booth.Machine)
		}
		check(w.Booth.WelcomeTitle)
		d.Press("enter")
		check(w.Booth.ChooseTitle)
		d.Press("1", "enter")
		check(w.Booth.WordTitle)
		d.Press("enter")
		check(w.Booth.ReviewTitle)
		d.Press("q")
		check(w.Booth.LeaveTitle)
		d.Press("esc", "enter")
		check(w.Booth.CodeTitle)
		d.Press("y")
		check(w.Booth.DoneTitle)
	}
}

func TestAVisitThatCannotBeSeenSaysSo(t *testing.T) {
	u := newUrn(visit(1, 4))
	u.visitErr = errors.New("no route")
	d, w := start(t, u, "en", 80, 24), words.Pick("en").Booth
	d.Until("no route", w.LoadNext)
	u.set(func(u *urn) { u.visitErr = nil })
	d.Until(w.WelcomeTitle)
}

func TestTheLanguageChangesAnywhereButInTheWord(t *testing.T) {
	d, _ := enter(t, newUrn(visit(1, 4)))
	d.Press("1", "l")
	d.Until(words.Pick("sv").Booth.ChooseTitle, "(X) 1")
	d.Press("l")
	d.Until(words.Pick("da").Booth.ChooseTitle)
	d.Press("enter", "l")
	d.Until(words.Pick("da").Booth.WordTitle, "l_")
}

func TestTheWordIsErasedByCharactersAndBounded(t *testing.T) {
	p := newPaper(visit(1, 4).Contest, func(int) int { return 0 })
	p.write("a\u030aø")
	p.erase()
	p.erase()
	if p.word != "" {
		t.Errorf("%q is left", p.word)
	}
	p.write(strings.Repeat("ö", 500) + "\x1b[2J\n")
	if n := len([]rune(p.word)); n != wordLimit || strings.ContainsAny(p.word, "\x1b\n") {
		t.Errorf("the word has %d characters: %q", n, p.word)
	}
}

func TestThePaperIsNeverPrinted(t *testing.T) {
	p := newPaper(visit(1, 4).Contest, func(int) int { return 0 })
	p.mark(2)
	p.word = "hemligt"
	for _, s := range []string{fmt.Sprint(p), fmt.Sprintf("%v %+v %#v", p, p, p)} {
		if strings.Contains(s, "true") || strings.Contains(s, "hemligt") {
			t.Errorf("printed as %q", s)
		}
	}
}

func TestNoColourIsHeeded(t *testing.T) {
	u := newUrn(visit(1, 4))
	d := start(t, u, "en", 80, 24)
	d.Send(tea.EnvMsg{"NO_COLOR=1", "TERM=xterm-256color"})
	d.Until(words.Pick("en").Booth.WelcomeTitle)
	d.Press("enter", "enter")
	if c := d.Content(); strings.Contains(c, "\x1b[3") || strings.Contains(c, ";3") {
		t.Errorf("coloured in spite of NO_COLOR: %q", c)
	}
}

// Nobody takes a trial for a vote that decides, nor the other way about.
func TestATrialSaysSoOnEveryPage(t *testing.T) {
	for _, lang := range words.Languages() {
		for _, width := range []int{80, 40} {
			v := visit(1, 3)
			v.Rehearsal, v.Trial, v.Hosted = true, true, true
			w := words.Pick(lang)
			d := start(t, newUrn(v), lang, width, 24)
			banner := style.Wrap("! "+w.Booth.Trial, width)
			for _, page := range []struct{ title, key string }{
				{w.Booth.WelcomeTitle, "enter"}, {w.Booth.ChooseTitle, "1"}, {w.Booth.ChooseTitle, "enter"}, {w.Booth.WordTitle, "enter"},
				{w.Booth.ReviewTitle, "enter"}, {w.Booth.CodeTitle, w.Keys.Confirm}, {w.Booth.DoneTitle, ""},
			} {
				d.Until(append([]string{page.title, w.Marks.Trial}, banner...)...)
				if d.Has(w.Booth.Rehearsal) {
					t.Errorf("%s, %s: two banners say two things", lang, page.title)
				}
				if page.key != "" {
					d.Press(page.key)
				}
			}
			v.Trial = false
			d = start(t, newUrn(v), lang, width, 24)
			d.Until(w.Booth.WelcomeTitle)
			if d.Has(banner[0]) {
				t.Errorf("%s: a vote is shown as a trial", lang)
			}
		}
	}
}
