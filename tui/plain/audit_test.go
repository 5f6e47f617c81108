package plain

import (
	"errors"
	"testing"

	"valurna/ballot/view"
	"valurna/tui/words"
)

func TestATestInLinesWarnsAndBeginsAfresh(t *testing.T) {
	for _, lang := range words.Languages() {
		w := words.Pick(lang)
		one, _, word, review, cast := asks(lang)
		u := newUrn(visit(1, 4))
		s := enter(t, u, lang)
		s.hears(one)
		s.types("2")
		s.hears(word)
		s.types("")
		s.hears(review)
		s.types("")
		s.hears(words.Fill(w.Plain.TestOffer, "test", w.Plain.Test)+"\n", cast+"\n")
		s.types(w.Plain.Test)
		ask := words.Fill(w.Plain.AuditAsk, "yes", w.Plain.Yes, "no", w.Plain.No) + "\n"
		s.hears(w.Booth.AuditTitle, w.Booth.AuditWarn, ask)
		s.types(w.Plain.No)
		s.hears(cast + "\n")
		s.types(w.Plain.Test)
		s.hears(ask)
		u.mu.Lock()
		u.auditErr = errors.New("the line dropped")
		u.mu.Unlock()
		s.types(w.Plain.Yes)
		s.hears(words.Fill(w.Plain.RetryTest, "no", w.Plain.No) + "\n")
		u.mu.Lock()
		u.auditErr = nil
		u.mu.Unlock()
		s.types("")
		s.hears(w.Booth.TestedTitle, code, "valurna audit", "2: Søren Kjær", w.Plain.TestedNext, one)
		s.types("1")
		s.hears(word)
		s.types("")
		s.hears(review)
		s.types("")
		s.hears(cast)
		s.types(w.Plain.Yes)
		s.ends()
		s.hears(w.Booth.DoneTitle)
		casts, sealed := u.count()
		if casts != 1 || u.audits != 2 || len(sealed) != 2 || sealed[1].Options[0] != 0 {
			t.Errorf("%s: %d casts, %d tests, sealed %v", lang, casts, u.audits, sealed)
		}
		s.golden("audit." + lang)
	}
}

func TestARefusedTestInLinesGivesAFreshBallotPaper(t *testing.T) {
	u := newUrn(visit(1, 4))
	u.auditErr = &view.Problem{Code: "audit-full", Text: "As many tests were made in this vote as the urn takes."}
	w := words.Pick("en")
	one, _, _, _, _ := asks("en")
	s := vote(t, u, "2")
	s.types("test")
	s.hears(w.Booth.AuditWarn)
	s.types("yes")
	s.hears("The test was not accepted", "Your vote is NOT in.")
	s.types("no")
	s.hears(one)
	if casts, _ := u.count(); casts != 0 {
		t.Error("a refused test has cast")
	}
}
