package plain

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"valurna/ballot/view"
	"valurna/tui/desk"
	"valurna/tui/words"
)

// person is one session at the desk.
type person struct {
	talk
	backend desk.Backend

	view  view.Desk
	seen  bool
	blind bool        // the last look failed, and that has been said
	steps []view.Step // as they were last read out: a number means one of these
	stale bool        // it has been said that they are others now
	all   bool        // more than what leads on was asked for
}

// run shows how things stand, and then takes one line after the other.
func (p *person) run() error {
	if p.see() {
		p.read()
	}
	for {
		line, err := p.hear(p.change)
		if err == nil {
			err = p.obey(line)
		}
		switch {
		case errors.Is(err, errLeft):
			p.say(p.words.Plain.DeskDone)
			return nil
		case err != nil:
			return err
		}
	}
}

// obey does what one line asks.
func (p *person) obey(line string) error {
	switch strings.ToLower(line) {
	case "":
	case "?":
		p.say(p.words.Plain.DeskHelp)
	case "q":
		return errLeft
	case "l":
		p.words = p.words.Next()
		if s, ok := p.backend.(desk.Speaker); ok {
			s.Language(p.words.Lang)
		}
		p.reread()
	case "r":
		p.reread()
	case "+":
		p.all = true
		p.list()
	case "!", "!!":
		p.panics(line)
	case "a":
		if p.see() {
			p.gap()
			p.write(desk.Plain(p.view, p.words))
			p.list()
		}
	default:
		if name, asked := p.asksPage(line); asked {
			p.page(name)
			return nil
		}
		return p.step(line)
	}
	return nil
}

func (p *person) reread() {
	if p.see() {
		p.read()
	}
}

// see looks how things stand; false: that could not be seen, and has been said.
func (p *person) see() bool {
	v, err := p.backend.View()
	if err != nil {
		p.blind = true
		p.say(words.Fill(p.words.Plain.Unseen, "error", sentence(err)))
		return false
	}
	p.view, p.seen, p.blind = v, true, false
	return true
}

// read tells how things stand, and what can be done.
func (p *person) read() {
	p.gap()
	p.write(desk.Brief(p.view, p.words))
	p.list()
}

// fewSteps are read out all at once; of more, those that lead on.
const fewSteps = 9

// list numbers what can be done.
func (p *person) list() {
	w := p.words
	p.steps, p.stale = slices.Clone(p.view.Steps), false
	p.gap()
	p.say(w.Plain.More, words.Fill(w.Plain.Pages, "page", w.Plain.Page, "names", strings.Join(p.pageTitles(), ", ")))
	if desk.OnLine(p.view) {
		p.say(w.Plain.Panic)
	}
	if len(p.steps) == 0 {
		p.say(w.Plain.NoSteps)
		return
	}
	p.say(w.Now.Steps + ":")
	left := 0
	for i, s := range p.steps {
		if !p.all && !s.Lead && len(p.steps) > fewSteps {
			left++
			continue
		}
		p.say(fmt.Sprintf("%d: %s", i+1, desk.Told(p.view, w, s).Name))
	}
	if left > 0 {
		p.say(words.Fill(w.Plain.MoreSteps, "n", left))
	}
	p.say(w.Plain.AskStep)
}

// step asks what the step with this number needs and once more whether to do it, and does
// it.
func (p *person) step(line string) error {
	w := p.words
	n, err := strconv.ParseUint(line, 10, 16)
	if err != nil || n < 1 || int(n) > len(p.steps) {
		p.say(words.Fill(w.Plain.NoSuchStep, "text", line))
		return nil
	}
	offer := p.steps[n-1]
	if !p.lawful(offer) {
		p.say(w.Plain.Gone)
		return nil
	}
	told := desk.Told(p.view, w, offer)
	p.gap()
	values, err := p.fields(offer)
	if errors.Is(err, errLeft) {
		p.say(w.Plain.NotDone, w.Plain.AskStep)
		return nil
	} else if err != nil {
		return err
	}
	step := desk.Filled(offer, values)
	p.say(w.Confirm.Title, told.Name+". "+told.Says)
	p.write(desk.About(p.view, w, step))
	p.say(words.Fill(w.Confirm.Command, "command", command(step)))
	p.say(p.fill(w.Plain.DoIt))
	for {
		line, err := p.hear(p.change)
		switch {
		case err != nil:
			return err
		case p.no(line) || strings.EqualFold(line, "q"):
			p.say(w.Plain.NotDone, w.Plain.AskStep)
			return nil
		case p.yes(line):
			p.do(offer, step)
			return nil
		}
		p.say(p.fill(w.Plain.YesOrNo))
	}
}

// do runs a step that is still offered, tells the answer, and reads the list anew.
func (p *person) do(offer, step view.Step) {
	before := p.view
	if !p.see() {
		return
	}
	if !p.lawful(offer) {
		p.say(p.words.Plain.Gone)
		return
	}
	p.say(p.words.Answer.Running)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(p.ctx), runTime)
	defer cancel()
	reply, err := p.backend.Run(ctx, step.Args...)
	p.answer(reply, err)
	if p.see() {
		p.say(strings.Join(p.news(before, p.view), " "))
		p.all = false
		p.list()
	}
}

// answer tells what came of a command: what happened, what was not done, what to
// do next.
func (p *person) answer(reply view.Reply, err error) {
	w := p.words
	var problem *view.Problem
	switch {
	case errors.As(err, &problem):
		p.say(w.Answer.Failed+".", desk.Explain(problem, w), w.Answer.NotDone)
	case err != nil:
		p.say(w.Answer.Unsure+".", words.Fill(w.Answer.NoAnswer, "error", sentence(err)), w.Plain.Look)
	case !reply.OK:
		p.say(w.Answer.Failed+".", w.OfReply(reply), w.Plain.Look)
	default:
		p.say(w.Answer.Done + ". " + w.OfReply(reply))
	}
}

// lawful says whether a step is still among those that are offered.
func (p *person) lawful(step view.Step) bool {
	return slices.ContainsFunc(p.view.Steps, func(s view.Step) bool { return command(s) == command(step) })
}

func command(s view.Step) string { return strings.Join(s.Args, " ") }

// change looks afresh and announces what is new, in one line and once.
func (p *person) change() error {
	before, seen, blind := p.view, p.seen, p.blind
	now, err := p.backend.View()
	if err != nil {
		if !blind {
			p.say(words.Fill(p.words.Plain.Unseen, "error", sentence(err)))
		}
		p.blind = true
		return nil
	}
	p.view, p.seen, p.blind = now, true, false
	if !seen {
		p.read()
		return nil
	}
	news := p.news(before, now)
	if !p.stale && !slices.EqualFunc(p.steps, now.Steps, func(a, b view.Step) bool { return command(a) == command(b) }) {
		p.stale = true
		news = append(news, p.words.Plain.NewSteps)
	}
	p.say(strings.Join(news, " "))
	return nil
}

// news names what a person wants to hear of without asking: the meeting, the
// votes, and where one is oneself. Numbers that move and who comes and goes are
// read when asked for.
func (p *person) news(before, now view.Desk) []string {
	w := p.words
	var news []string
	if before.State != now.State {
		news = append(news, words.Fill(w.Plain.MeetingNow, "state", w.OfState(now.State)))
	}
	for _, b := range now.Ballots {
		at := slices.IndexFunc(before.Ballots, func(old view.Ballot) bool { return old.Ballot == b.Ballot })
		switch told, _ := w.OfPhase(b.Phase); {
		case at >= 0 && before.Ballots[at].Phase == b.Phase:
		case b.Phase == view.PhaseOpen:
			news = append(news, words.Fill(w.Plain.BallotOpen, "title", b.Title))
		default:
			news = append(news, words.Fill(w.Plain.BallotNow, "title", b.Title, "phase", told.Name))
		}
	}
	if before.Me.Present != now.Me.Present || before.Me.Place != now.Me.Place {
		news = append(news, words.Fill(w.Plain.MeNow, "place", w.OfPlace(now.Me.Present, now.Me.Place)))
	}
	return news
}
