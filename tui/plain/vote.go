package plain

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"valurna/ballot/view"
	"valurna/tui/words"
)

// wordLimit is the longest check word in characters, as on the screen.
const wordLimit = 60

// vote goes from the question to the urn. nil: the vote is in, or the visit is
// over and that has been said.
func (v *voter) vote() error {
	v.gap()
	v.welcome()
	for {
		if err := v.choose(); err != nil {
			return err
		}
		if err := v.word(); err != nil {
			return err
		}
		sure, err := v.review()
		if err != nil {
			return err
		}
		if !sure {
			continue
		}
		cast, err := v.confirm()
		if err != nil || cast {
			return err
		}
	}
}

func (v *voter) welcome() {
	w := v.words
	v.say(v.head())
	if v.visit.Trial {
		v.say(w.Marks.Trial + ". " + w.Booth.TrialWelcome)
	} else if v.visit.Rehearsal {
		v.say(w.Marks.Rehearsal + ". " + w.Booth.Rehearsal)
	}
	v.say(w.Booth.Secrecy, w.Booth.OfSecrecy(v.visit.Hosted, v.visit.Threshold))
	v.say(w.Plain.Begin, w.Plain.Hint)
}

// choose asks for the number or numbers.
func (v *voter) choose() error {
	v.paper.options, v.paper.blank, v.paper.word, v.sealed = nil, false, "", false
	list := func() {
		w := v.words.Plain
		if v.visit.Trial {
			v.say(v.words.Booth.Trial)
		}
		v.say(v.closing(), words.Fill(w.Question, "title", v.visit.Title), words.Fill(w.Options, "n", len(v.visit.Contest.Options)))
		v.say(v.paper.lines(v.words)...)
		v.how()
	}
	line, err := v.ask(list)
	for {
		if err != nil {
			return err
		}
		wrong := v.paper.mark(line, v.words)
		if wrong == "" {
			return nil
		}
		v.say(wrong)
		// The list is long to listen to: only r reads it again.
		line, err = v.askAgain(v.how, list)
	}
}

// how says what to type.
func (v *voter) how() {
	w, c := v.words.Plain, v.visit.Contest
	blank := label(c, 0)
	if many(c) {
		v.say(words.Fill(w.AskMany, "k", c.Elect, "blank", blank))
	} else {
		v.say(words.Fill(w.AskOne, "blank", blank))
	}
	if len(blank) > 1 {
		v.say(w.SameLength)
	}
}

// word asks for the optional check word, which keeps two voters from being shown
// one ballot paper.
func (v *voter) word() error {
	for {
		line, err := v.ask(func() {
			w := v.words
			v.say(w.Booth.WordTitle+".", w.Booth.WordWhy, w.Plain.WordAsk)
		})
		if err != nil {
			return err
		}
		if utf8.RuneCountInString(line) <= wordLimit {
			v.paper.word = line
			return nil
		}
		v.say(words.Fill(v.words.Plain.WordTooLong, "n", wordLimit))
	}
}

// review repeats the choice. false: the voter wants to choose anew.
func (v *voter) review() (bool, error) {
	return v.decide(true, func() {
		w := v.words
		own := v.paper.word
		if own == "" {
			own = w.Booth.WordEmpty
		}
		v.say(v.marks(), v.closing(), v.visit.Title+". "+w.Booth.ReviewChoice+":")
		v.say(v.paper.chosen(w)...)
		v.say(words.Fill(w.Booth.ReviewWord, "word", own), v.fill(w.Plain.Review))
	})
}

// decide asks until the answer is yes or no; an empty line is yes where enter says
// so, and never where it would cast.
func (v *voter) decide(enter bool, question func()) (bool, error) {
	line, err := v.ask(question)
	for {
		switch {
		case err != nil:
			return false, err
		case v.yes(line) || enter && line == "":
			return true, nil
		case v.no(line):
			return false, nil
		}
		line, err = v.ask(func() { v.say(v.fill(v.words.Plain.YesOrNo)) })
	}
}

// confirm seals, reads the code out, asks for the word that casts, and casts. That
// the booth can be tested instead is said before it, so that the last thing heard is
// how to cast. false: the voter chooses anew.
func (v *voter) confirm() (bool, error) {
	if again, err := v.seal(); again || err != nil {
		return false, err
	}
	question := func() {
		w := v.words
		v.say(v.marks(), v.closing(), w.Booth.CodeTitle+".", w.Booth.CodeIs, v.code, w.Booth.CodeWhy+" "+w.Booth.OfCode(v.visit.Hosted),
			words.Fill(w.Plain.TestOffer, "test", w.Plain.Test), v.fill(w.Plain.Cast))
	}
	line, err := v.ask(question)
	for {
		switch {
		case err != nil || v.no(line):
			return false, err
		case v.yes(line):
			return v.cast()
		case strings.EqualFold(line, v.words.Plain.Test):
			if opened, err := v.test(); opened || err != nil {
				return false, err
			}
			line, err = v.ask(question)
		default:
			line, err = v.ask(func() { v.say(v.fill(v.words.Plain.YesOrNo)) })
		}
	}
}

// test opens the sealed paper as a test of the booth, if the voter wants that after
// the warning. true: it was opened, or may have been, and the voter chooses anew.
func (v *voter) test() (opened bool, err error) {
	sure, err := v.decide(false, func() {
		w := v.words
		v.say(v.marks(), v.closing(), w.Booth.AuditTitle+".", w.Booth.CodeIs, v.code, w.Booth.AuditWarn, v.fill(w.Plain.AuditAsk))
	})
	if !sure || err != nil {
		return false, err
	}
	v.sealed = false
	for {
		v.say(v.words.Booth.Auditing)
		ctx, cancel := context.WithTimeout(context.WithoutCancel(v.ctx), castTime)
		done, cause := v.backend.Audit(ctx)
		cancel()
		if cause == nil {
			v.tested(done)
			return true, nil
		}
		retry, err := v.decide(true, func() {
			w := v.words
			text := w.Booth.AuditNoAnswer
			if p := new(view.Problem); errors.As(cause, &p) {
				text = w.Booth.AuditRefused
			}
			v.problem(w.Answer.Failed, text, "", cause)
			v.say(v.fill(w.Plain.RetryTest))
		})
		if !retry || err != nil {
			return true, err
		}
	}
}

// tested says that nothing is in, and how what was sealed can be seen elsewhere.
func (v *voter) tested(done view.AuditDone) {
	w := v.words
	v.gap()
	v.say(w.Booth.TestedTitle+".", w.Booth.Tested, w.Booth.TestedCode, done.Code)
	if done.Lookup != "" {
		v.say(words.Fill(w.Booth.TestedCheck, "lookup", done.Lookup))
	}
	v.say(w.Booth.TestedChose, w.Booth.ReviewChoice+":")
	v.say(v.paper.chosen(w)...)
	v.say(w.Plain.TestedNext)
}

// seal encrypts the choice. again: it failed, and the voter wants to choose anew.
func (v *voter) seal() (again bool, err error) {
	for {
		v.say(v.words.Booth.Sealing)
		code, cause := v.backend.Seal(v.paper.choice(), v.paper.word)
		if cause == nil {
			v.code, v.sealed = code, true
			return false, nil
		}
		if err := v.look(); err != nil {
			return false, err
		}
		retry, err := v.decide(true, func() {
			v.failed(v.words.Answer.Failed, v.words.Booth.SealFailed, v.words.Booth.SealNext, cause, false)
		})
		if !retry || err != nil {
			return true, err
		}
	}
}

// cast puts the sealed paper in the urn, as often as the voter wants to try. That
// the vote is in is said after Cast has returned it and nowhere else. false: it was
// refused, and the voter wants to choose anew.
func (v *voter) cast() (bool, error) {
	for {
		v.say(v.words.Booth.Casting)
		// Whoever goes away while the urn answers does not break the answer off.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(v.ctx), castTime)
		done, err := v.backend.Cast(ctx)
		cancel()
		if err == nil {
			v.in(done)
			return true, nil
		}
		retry, err := v.refused(err)
		if !retry || err != nil {
			return false, err
		}
	}
}

func (v *voter) in(done view.CastDone) {
	w := v.words
	v.unsure, v.held = false, false
	v.paper = paper{} // the choice is no longer needed here
	v.gap()
	if v.visit.Trial {
		v.say(w.Booth.Trial)
	}
	v.say(w.Booth.DoneTitle+".", w.Booth.Done, w.Booth.DoneCode, done.Code)
	if done.Lookup != "" {
		v.say(words.Fill(w.Booth.DoneLookup, "lookup", done.Lookup))
	}
	v.say(w.Plain.BoothDone)
}

// refused tells what came of a cast that failed, and asks whether to try again.
// After an end that is not known the only way on is the same paper: another one
// could contradict it.
func (v *voter) refused(cause error) (retry bool, err error) {
	var p *view.Problem
	said := errors.As(cause, &p)
	v.unsure, v.held, v.cause = v.unsure || !said, !said, cause
	if said {
		if err := v.look(); err != nil {
			v.problem(v.words.Answer.Failed, v.words.Booth.Refused, "", cause)
			return false, err
		}
	}
	for {
		answer, err := v.ask(func() {
			w := v.words
			if said {
				v.failed(w.Answer.Failed, w.Booth.Refused, w.Booth.RefusedNext, cause, v.unsure)
			} else {
				v.failed(w.Answer.Unsure, w.Booth.NoAnswer, w.Booth.NoAnswerNext, cause, true)
			}
		})
		switch {
		case err != nil:
			return false, err
		case answer == "" || v.yes(answer):
			return true, nil
		case v.no(answer) && !v.unsure:
			return false, nil
		}
	}
}

// failed tells what happened, what was not done and what to do next, and the ways
// on that an answer can take.
func (v *voter) failed(title, text, next string, cause error, onlySame bool) {
	w := v.words
	v.problem(title, text, next, cause)
	if v.unsure && !v.held {
		v.say(w.Booth.Earlier)
	}
	if v.unsure {
		v.say(w.Booth.CodeIs, v.code)
	}
	if onlySame {
		v.say(w.Plain.RetrySame)
	} else {
		v.say(v.fill(w.Plain.RetryOrChange))
	}
}

func (v *voter) problem(title, text, next string, cause error) {
	w := v.words
	rule := ""
	var p *view.Problem
	if errors.As(cause, &p) {
		told, advice := w.OfProblem(p)
		cause, rule = errors.New(told), p.Rule
		if advice != "" {
			next = advice
		}
	}
	v.say(title+".", words.Fill(text, "error", sentence(cause)))
	if next != "" {
		v.say(w.Answer.Next + ": " + next)
	}
	if rule != "" {
		v.say(words.Fill(w.Answer.Rule, "rule", w.OfRule(rule)))
	}
}
