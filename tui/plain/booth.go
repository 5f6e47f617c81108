package plain

import (
	"errors"
	"slices"
	"strings"
	"time"

	"valurna/ballot/kind"
	"valurna/ballot/view"
	"valurna/tui/booth"
	"valurna/tui/words"
)

// voter is one visit to a booth.
type voter struct {
	talk
	backend booth.Backend
	now     func() time.Time

	visit  view.BoothVisit
	loaded bool
	blind  bool // the last look failed, and that has been said
	paper  paper
	code   string // of the ballot paper sealed last
	sealed bool   // that paper could still be cast
	unsure bool   // a cast of that paper ended without an answer
	held   bool   // only the same paper again: changes lead nowhere else
	cause  error  // of the cast that ended so
}

// state is what a visit calls for.
type state int

const (
	none state = iota
	open
	in
	shut
)

func stateOf(v view.BoothVisit) state {
	switch {
	case v.Ballot == "" || v.Phase == view.PhasePreparing:
		return none
	case v.In:
		return in
	case v.Phase == view.PhaseOpen || v.Phase == view.PhaseClosing:
		return open
	}
	return shut
}

func (v *voter) run() error {
	for first := true; ; first = false {
		err := v.load(first)
		if err == nil {
			err = v.turn()
		}
		switch {
		case errors.Is(err, errTurn):
			continue
		case errors.Is(err, errLeft), errors.Is(err, errGone):
			v.bye()
		}
		if v.visit.Slot > 0 {
			v.say(booth.Tail(v.words, v.visit))
		}
		return err
	}
}

// load waits for the first look.
func (v *voter) load(first bool) error {
	if first {
		if err := v.look(); !errors.Is(err, errTurn) && err != nil {
			return err
		}
	}
	for !v.loaded {
		_, err := v.ask(func() {})
		if err != nil && !errors.Is(err, errTurn) {
			return err
		}
	}
	return nil
}

// turn does what the visit calls for now, to its end.
func (v *voter) turn() error {
	w := v.words
	switch stateOf(v.visit) {
	case none:
		return v.wait()
	case in:
		v.say(w.Booth.InTitle+".", words.Fill(w.Booth.In, "title", v.visit.Title), w.Plain.BoothDone)
		return nil
	case shut:
		text := w.Booth.Closed
		if v.unsure {
			text = w.Booth.ClosedUnsure
		}
		v.say(w.Booth.ClosedTitle+".", words.Fill(text, "title", v.visit.Title))
		if v.unsure {
			v.say(w.Booth.CodeIs, v.code)
		}
		v.say(w.Plain.BoothDone)
		return nil
	}
	return v.vote()
}

// wait stays until a vote opens.
func (v *voter) wait() error {
	for {
		_, err := v.ask(func() {
			v.say(v.head(), v.words.Booth.NoneTitle+".", v.words.Plain.Wait)
		})
		if err != nil {
			return err
		}
	}
}

// head says whose booth it is.
func (v *voter) head() string {
	if v.visit.Body == "" {
		return v.words.Booth.Title
	}
	return v.visit.Body + ", " + v.words.Booth.Title
}

// marks are the warnings, again at each step that counts.
func (v *voter) marks() string {
	var marks []string
	if v.visit.Trial {
		marks = append(marks, v.words.Marks.Trial)
	} else if v.visit.Rehearsal {
		marks = append(marks, v.words.Marks.Rehearsal)
	}
	return strings.Join(marks, ", ")
}

// closing says how long is left, once the vote closes.
func (v *voter) closing() string {
	if v.visit.Phase != view.PhaseClosing {
		return ""
	}
	if left := time.Unix(v.visit.Deadline, 0).Sub(v.now()); left > 0 {
		return words.Fill(v.words.Booth.Left, "left", v.words.Left(left))
	}
	return v.words.Booth.CastNow
}

// ask puts a question and gives the line that answers it; help, repeating,
// language and leaving are the same everywhere.
func (v *voter) ask(question func()) (string, error) { return v.askAgain(question, question) }

// askAgain is ask with another wording at first than when it is repeated.
func (v *voter) askAgain(first, question func()) (string, error) {
	v.gap()
	first()
	for {
		line, err := v.hear(v.look)
		if err != nil {
			return "", err
		}
		switch strings.ToLower(line) {
		case "?":
			v.say(v.fill(v.words.Plain.BoothHelp), v.words.Plain.Hint)
		case "r":
			question()
		case "l":
			v.words = v.words.Next()
			question()
		case "q":
			if err := v.leave(); err != nil {
				return "", err
			}
			question()
		default:
			return line, nil
		}
	}
}

// leave asks where something would be lost. nil: the voter stays.
func (v *voter) leave() error {
	w := v.words
	if !v.paper.marked() {
		return errLeft
	}
	text := w.Booth.Leave
	switch {
	case v.held:
		text = words.Fill(w.Booth.NoAnswer, "error", sentence(v.cause))
	case v.sealed:
		text = w.Booth.LeaveCode
	}
	v.say(w.Booth.LeaveTitle, text)
	for {
		v.say(v.fill(w.Plain.LeaveAsk))
		line, err := v.hear(v.look)
		switch {
		case err != nil:
			return err
		case v.yes(line):
			return errLeft
		case v.no(line):
			return nil
		}
	}
}

// bye says how the vote stands for whoever leaves before it is known to be in.
func (v *voter) bye() {
	if v.unsure {
		v.say(v.words.Plain.LeftUnsure, v.words.Booth.CodeIs, v.code)
		return
	}
	v.say(v.words.Plain.LeftNothing)
}

// look sees how the vote stands. errTurn: it calls for something else now, and
// what changed has been said.
func (v *voter) look() error {
	now, err := v.backend.Visit()
	if err != nil {
		if !v.blind {
			v.say(words.Fill(v.words.Booth.LoadFailed, "error", sentence(err)), v.words.Booth.LoadNext)
		}
		v.blind, v.again = true, time.After(retry)
		return nil
	}
	v.blind = false
	if v.held {
		return nil // what has changed meanwhile is seen once the paper's end is known
	}
	before, first := v.visit, !v.loaded
	v.visit, v.loaded = now, true
	switch {
	case first:
		v.fresh()
		return errTurn
	case before.Ballot != now.Ballot || !same(before.Contest, now.Contest):
		if v.paper.marked() {
			v.say(v.words.Booth.ChangedTitle+".", v.words.Booth.Changed)
		}
		v.fresh()
		return errTurn
	case stateOf(before) != stateOf(now):
		return errTurn
	case !before.Again && now.Again && stateOf(now) == none:
		v.say(v.words.Plain.Again)
	case before.Phase != now.Phase:
		v.say(v.closing())
	}
	return nil
}

// fresh takes a new ballot paper.
func (v *voter) fresh() {
	v.paper = paper{contest: v.visit.Contest}
	v.code, v.sealed, v.unsure, v.held, v.cause = "", false, false, false, nil
}

func same(a, b kind.Contest) bool {
	return a.Kind == b.Kind && a.Elect == b.Elect && slices.Equal(a.Options, b.Options)
}

// sentence is an error's text, ready to stand inside a sentence.
func sentence(err error) string {
	var p *view.Problem
	if errors.As(err, &p) {
		return strings.TrimRight(p.Text, ". ")
	}
	return strings.TrimRight(err.Error(), ". ")
}
