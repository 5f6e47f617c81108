package plain

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"valurna/ballot/view"
	"valurna/tui/words"
)

// asks are the ends of the four questions, in one language.
func asks(lang string) (one, many, word, review, cast string) {
	w := words.Pick(lang)
	p := w.Plain
	fill := func(s string) string { return words.Fill(s, "yes", p.Yes, "no", p.No) }
	return words.Fill(p.AskOne, "blank", "0"), words.Fill(p.AskMany, "k", 2, "blank", "0"), p.WordAsk, fill(p.Review), fill(p.Cast)
}

func TestAVoteGoesFromTheQuestionToTheUrnInLines(t *testing.T) {
	for _, lang := range words.Languages() {
		v := visit(2, 4)
		v.Rehearsal, v.Hosted, v.Slot = true, true, 30
		v.Phase, v.Deadline = view.PhaseClosing, clock.Unix()+90
		u, w := newUrn(v), words.Pick(lang)
		_, many, word, review, cast := asks(lang)
		s := enter(t, u, lang)
		s.hears(v.Body, w.Marks.Rehearsal, w.Booth.SecrecyHosted, v.Title, "1: Åsa Öberg\n", "0: ", many+"\n")
		s.types("3 9")
		s.hears(many + "\n")
		if strings.Count(s.heard(), "2: Søren Kjær") != 1 {
			t.Errorf("%s: a slip reads the whole list out again", lang)
		}
		s.types("r")
		s.hears("2: Søren Kjær", many+"\n")
		s.types("?")
		s.hears(w.Plain.Hint + "\n")
		s.types("3 1")
		s.hears(word + "\n")
		s.types("ånql")
		s.hears(w.Marks.Rehearsal, "1: Åsa Öberg\n3: Ævar Østergård\n", "ånql", review+"\n")
		s.types("")
		s.hears(w.Booth.CodeTitle, code+"\n", cast+"\n")
		s.types("")
		s.hears("\n", words.Fill(w.Plain.YesOrNo, "yes", w.Plain.Yes, "no", w.Plain.No)+"\n")
		if casts, _ := u.count(); casts != 0 || s.said(w.Booth.DoneTitle) {
			t.Fatalf("%s: an empty line has cast the vote", lang)
		}
		s.types(w.Plain.Yes)
		s.ends()
		s.hears(w.Booth.Casting, w.Booth.DoneTitle, code, "valurna verify 3-1.valurna")
		casts, sealed := u.count()
		if casts != 1 || len(sealed) != 1 || !slices.Equal(sealed[0].Options, []int{0, 2}) || u.words[0] != "ånql" {
			t.Errorf("%s: cast %d times, sealed %v with %q", lang, casts, sealed, u.words)
		}
		s.golden("booth." + lang)
	}
}

func TestOtherVisitsInThreeLanguages(t *testing.T) {
	for _, lang := range words.Languages() {
		w := words.Pick(lang)
		v := visit(1, 12)
		v.Ballot = ""
		u := newUrn(v)
		s := enter(t, u, lang)
		s.hears(w.Plain.Wait + "\n")
		u.set(func(u *urn) { u.visit.Ballot = "3-1" })
		s.hears(w.Plain.SameLength + "\n")
		s.types("07")
		s.hears(w.Plain.WordAsk + "\n")
		s.types("q")
		s.hears(w.Booth.Leave, words.Fill(w.Plain.LeaveAsk, "yes", w.Plain.Yes, "no", w.Plain.No)+"\n")
		s.types(w.Plain.No)
		s.hears(w.Plain.WordAsk + "\n")
		u.set(func(u *urn) { u.visit.Phase, u.visit.Deadline = view.PhaseClosing, clock.Unix()+30 })
		s.hears(words.Fill(w.Booth.Left, "left", w.Left(30e9)) + "\n")
		u.set(func(u *urn) { u.visit.Phase = view.PhaseCounting })
		s.ends()
		s.hears(w.Booth.ClosedTitle)
		s.golden("follow." + lang)

		v = visit(1, 4)
		v.In = true
		s = enter(t, newUrn(v), lang)
		s.ends()
		s.hears(w.Booth.InTitle)
		s.golden("in." + lang)
	}
}

// vote goes as far as the word that casts.
func vote(t *testing.T, u *urn, answer string) *session {
	t.Helper()
	one, _, word, review, cast := asks("en")
	s := enter(t, u, "en")
	s.hears(one)
	s.types(answer)
	s.hears(word)
	s.types("")
	s.hears(review)
	s.types("yes")
	s.hears(cast)
	return s
}

func TestTheVoteIsSaidToBeInOnlyAfterTheUrnHasSaidSo(t *testing.T) {
	u := newUrn(visit(1, 4))
	u.gate = make(chan struct{})
	w := words.Pick("en").Booth
	s := vote(t, u, "2")
	s.types("YES")
	s.hears(w.Casting)
	if s.said(w.DoneTitle) {
		t.Fatal("said before the urn had the vote")
	}
	close(u.gate)
	s.ends()
	s.hears(w.DoneTitle)
}

func TestInputThatEndsLeavesWithoutCasting(t *testing.T) {
	w := words.Pick("en")
	for name, end := range map[string]func(*session){
		"end of input":   func(s *session) { s.in.Close() },
		"half a word":    func(s *session) { s.in.Write([]byte("yes")); s.in.Close() },
		"session closed": func(s *session) { s.stop() },
	} {
		u := newUrn(visit(1, 4))
		s := vote(t, u, "2")
		end(s)
		s.ends()
		if casts, _ := u.count(); casts != 0 || s.said(w.Booth.DoneTitle) {
			t.Errorf("%s has cast a vote", name)
		}
		s.hears(w.Plain.LeftNothing)
	}
}

// Whoever's line breaks while the urn answers has voted all the same.
func TestACastIsNotBrokenOffByAClientThatGoes(t *testing.T) {
	u := newUrn(visit(1, 4))
	u.gate = make(chan struct{})
	s := vote(t, u, "2")
	s.types("yes")
	s.hears(words.Pick("en").Booth.Casting)
	s.stop()
	close(u.gate)
	s.ends()
	if casts, _ := u.count(); casts != 1 {
		t.Errorf("cast %d times", casts)
	}
}

func TestNoRowOfOneLineCasts(t *testing.T) {
	for _, line := range []string{"", "1", "0", "yes", "no", "y", "r", "l"} {
		u := newUrn(visit(1, 4))
		s := enter(t, u, "en")
		for range 30 {
			s.types(line)
		}
		s.in.Close()
		s.ends()
		if casts, _ := u.count(); casts != 0 {
			t.Errorf("%q cast a vote", line)
		}
	}
}

func TestAnswersThatAreNoBallotMarkNothing(t *testing.T) {
	w := words.Pick("en").Plain
	c := visit(3, 12).Contest
	for answer, want := range map[string]string{
		"1 2":       words.Fill(w.WrongCount, "n", 2, "k", 3),
		"":          words.Fill(w.WrongCount, "n", 0, "k", 3),
		"1 2 3 4":   words.Fill(w.WrongCount, "n", 4, "k", 3),
		"1 2 13":    words.Fill(w.NotListed, "text", "13"),
		"1 2 x":     words.Fill(w.NotListed, "text", "x"),
		"4 04 5":    words.Fill(w.Twice, "number", "04"),
		"0 1 2":     w.ZeroAmong,
		"yes":       words.Fill(w.NotListed, "text", "yes"),
		"1 2 99999": words.Fill(w.NotListed, "text", "99999"),
	} {
		p := paper{contest: c}
		if got := p.mark(answer, words.Pick("en")); got != want || p.marked() {
			t.Errorf("%q: %q", answer, got)
		}
	}
	for answer, options := range map[string][]int{"12 1 03": {0, 2, 11}, "1,2,3": {0, 1, 2}, "00": nil, "00 00 00": nil, "0": nil} {
		p := paper{contest: c}
		if wrong := p.mark(answer, words.Pick("en")); wrong != "" || !slices.Equal(p.options, options) || p.blank != (options == nil) {
			t.Errorf("%q: %q", answer, wrong)
		}
	}
}

// A client without a terminal sends whole lines: what is to be typed is equally
// long for every option.
func TestEveryNumberIsEquallyLong(t *testing.T) {
	for _, options := range []int{2, 9, 10, 34, 120} {
		p := paper{contest: visit(1, options).Contest}
		size := 0
		for _, l := range p.lines(words.Pick("en")) {
			number, _, _ := strings.Cut(l, ":")
			if size != 0 && len(number) != size {
				t.Errorf("%d options: %q has another length", options, l)
			}
			size = len(number)
		}
	}
}

func TestChoosingAnewSealsAnew(t *testing.T) {
	one, _, word, review, cast := asks("en")
	u := newUrn(visit(1, 4))
	s := vote(t, u, "2")
	s.types("no")
	s.hears(one)
	s.types("4")
	s.hears(word)
	s.types(strings.Repeat("å", wordLimit+1))
	s.hears(words.Fill(words.Pick("en").Plain.WordTooLong, "n", wordLimit), word)
	s.types(strings.Repeat("å", wordLimit))
	s.hears(review)
	s.types("no")
	s.hears(one)
	s.types("0")
	s.hears(word)
	s.types("")
	s.hears(words.Pick("en").Booth.ReviewBlank, review)
	s.types("yes")
	s.hears(cast)
	s.types("yes")
	s.ends()
	if casts, sealed := u.count(); casts != 1 || len(sealed) != 2 || !sealed[1].Blank {
		t.Errorf("cast %d times, sealed %v", casts, sealed)
	}
}

func TestAnUnknownEndOffersOnlyTheSamePaperAgain(t *testing.T) {
	w := words.Pick("en")
	u := newUrn(visit(1, 4))
	u.fails(errors.New("connection lost"))
	s := vote(t, u, "2")
	s.types("yes")
	s.hears("connection lost", "not certain", w.Booth.NoAnswerNext, code, w.Plain.RetrySame)
	s.types("no")
	s.hears(w.Plain.RetrySame)
	u.set(func(u *urn) { u.visit.Phase = view.PhaseCounting })
	u.fails(&view.Problem{Code: "busy", Text: "The urn is busy.", Next: "Wait a moment."})
	s.types("q")
	s.hears(w.Booth.LeaveTitle, "connection lost", "to stay")
	s.types("no")
	s.hears(w.Plain.RetrySame)
	s.types("")
	s.ends()
	s.hears("The urn is busy", w.Booth.ClosedTitle, "It is not certain whether your vote is in", code)
	if s.said("NOT cast in this visit") || s.said(w.Booth.DoneTitle) {
		t.Error("more is claimed than is known")
	}
	if casts, sealed := u.count(); casts != 2 || len(sealed) != 1 {
		t.Errorf("cast %d times, sealed %d papers", casts, len(sealed))
	}
}

func TestWhoLeavesAfterAnUnknownEndIsToldTheCode(t *testing.T) {
	u := newUrn(visit(1, 4))
	u.fails(errors.New("connection lost"))
	s := vote(t, u, "2")
	s.types("yes")
	s.hears(words.Pick("en").Plain.RetrySame)
	s.in.Close()
	s.ends()
	s.hears(words.Pick("en").Plain.LeftUnsure, code)
}

func TestARefusalSaysWhatHappenedWhatWasNotDoneAndWhatToDo(t *testing.T) {
	w := words.Pick("en")
	u := newUrn(visit(1, 4))
	u.fails(&view.Problem{Code: "token", Text: "The registrar gave no token.", Next: "Check in again.", Rule: "A17"})
	s := vote(t, u, "2")
	s.types("yes")
	s.hears("The registrar gave no token. This attempt put nothing in the urn.", "Check in again.", "A17", "choose anew")
	u.fails(nil)
	s.types("")
	s.ends()
	s.hears(w.Booth.DoneTitle)
}

func TestASealThatFailsCastsNothing(t *testing.T) {
	one, _, word, review, cast := asks("en")
	u := newUrn(visit(1, 4))
	u.sealErr = errors.New("no randomness")
	s := enter(t, u, "en")
	s.hears(one)
	s.types("1")
	s.hears(word)
	s.types("")
	s.hears(review)
	s.types("")
	s.hears("no randomness", "Nothing was cast", "choose anew")
	u.mu.Lock()
	u.sealErr = nil
	u.mu.Unlock()
	s.types("")
	s.hears(cast)
}

func TestTheBoothFollowsTheVote(t *testing.T) {
	w := words.Pick("en")
	one, _, word, _, _ := asks("en")
	u := newUrn(visit(1, 4))
	u.visitErr = errors.New("no route")
	s := enter(t, u, "en")
	s.hears("no route", w.Booth.LoadNext)
	u.set(func(u *urn) { u.visitErr = nil })
	s.hears(one)
	s.types("1")
	s.hears(word)
	u.set(func(u *urn) { u.visit.Ballot, u.visit.Title = "4-1", "Another" })
	s.hears(w.Booth.ChangedTitle, "Another", one)
	u.set(func(u *urn) { u.visit.In = true })
	s.ends()
	s.hears(w.Booth.InTitle)

	u = newUrn(visit(1, 4))
	s = enter(t, u, "en")
	s.hears(one)
	close(u.changed)
	s.ends()
	s.hears(w.Plain.Ended, w.Plain.LeftNothing)
}

func TestNothingIsLostByLeavingAnEmptyPaper(t *testing.T) {
	one, _, _, _, _ := asks("en")
	s := enter(t, newUrn(visit(1, 4)), "en")
	s.hears(one)
	s.types("q")
	s.ends()
	s.hears(words.Pick("en").Plain.LeftNothing)
}

func TestTextFromElsewhereCommandsNoTerminal(t *testing.T) {
	v := visit(1, 4)
	v.Body, v.Title, v.Contest.Options[0] = "\x1b[2J", "a\u202eb\r\n", "\x9b31m\b"
	one, _, _, _, _ := asks("en")
	s := enter(t, newUrn(v), "en") // the session wants plain lines
	s.hears(one)
	s.types("\x1b[A")
	s.hears("“?[A” is no number", one)
}

func TestThePaperIsNeverPrinted(t *testing.T) {
	p := paper{contest: visit(1, 4).Contest, options: []int{2}, word: "hemligt"}
	for _, s := range []string{fmt.Sprint(p), fmt.Sprintf("%v %+v %#v", p, p, p)} {
		if strings.Contains(s, "2") || strings.Contains(s, "hemligt") {
			t.Errorf("printed as %q", s)
		}
	}
}

func TestATrialIsSaidToBeOneAtEveryStep(t *testing.T) {
	for _, lang := range words.Languages() {
		v := visit(1, 3)
		v.Rehearsal, v.Trial, v.Hosted = true, true, true
		w := words.Pick(lang)
		one, _, word, review, cast := asks(lang)
		s := enter(t, newUrn(v), lang)
		s.hears(w.Marks.Trial+". "+w.Booth.TrialWelcome, w.Booth.Trial, one+"\n")
		s.types("1")
		s.hears(word + "\n")
		s.types("")
		s.hears(w.Marks.Trial, review+"\n")
		s.types("")
		s.hears(w.Marks.Trial, cast+"\n")
		s.types(w.Plain.Yes)
		s.ends()
		s.hears(w.Booth.Trial, w.Booth.DoneTitle)
		if s.said(w.Booth.Rehearsal) {
			t.Errorf("%s: two warnings say two things", lang)
		}
	}
}
