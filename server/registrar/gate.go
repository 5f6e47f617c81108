package registrar

import (
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"valurna/ballot/guarantee"
	"valurna/ballot/journal"
	"valurna/ballot/meeting"
	"valurna/ballot/view"
	"valurna/server/wire"
)

// The gate: what is known about the guarantees of LAW section 4 is gathered here
// (evidence.go), judged by package guarantee, and entered in the journal, where the
// rules say what follows from it. In a rehearsal nothing follows, and nothing is
// entered; the panel can be looked at all the same.

// panel judges the guarantees as they stand. mu is held.
func (r *Registrar) panel(moment guarantee.Moment, b *journal.Ballot) guarantee.Panel {
	return guarantee.Evaluate(moment, r.facts(b))
}

// Gate is the panel as a person may see it: of the ballot that is not finished, if there
// is one.
func (r *Registrar) Gate(who role) view.Gate {
	r.mu.Lock()
	defer r.mu.Unlock()
	moment, b := guarantee.Admission, r.unfinished()
	switch {
	case b == nil:
	case b.Phase == journal.Defined:
		moment = guarantee.OpeningOf
	case b.Phase < journal.Decided:
		moment = guarantee.Running
	default:
		moment = guarantee.Certification
	}
	// Everybody may ask, as often as they like: they are shown what was found lately.
	key := string(moment)
	if b != nil {
		key += b.Definition.Ballot
	}
	if now := time.Now(); r.shown.key != key || r.shown.size != r.state.Next() || now.Sub(r.shown.at) > panelAge {
		r.shown = shownPanel{key, r.state.Next(), now, r.panel(moment, b)}
	}
	p := slices.Clone(r.shown.panel)
	if b != nil && b.Counts == nil && !r.isChair(who.person) {
		silent(p)
	}
	out := view.Gate{
		Moment: string(moment), Rehearsal: r.state.Manifest().Rehearsal, Findings: p,
		Participation: p.RemoteParticipation(), Voting: p.RemoteVoting(), Opening: p.Opening(), Hosted: p.HostedBooth(),
		Next: []string{},
	}
	if b != nil {
		out.Ballot = b.Definition.Ballot
	}
	for _, f := range p.Next() {
		out.Next = append(out.Next, f.ID)
	}
	return out
}

// panelAge is how old a panel may be that is shown again.
const panelAge = 2 * time.Second

// shownPanel is a panel that was shown, of a journal of so many entries.
type shownPanel struct {
	key   string
	size  int64
	at    time.Time
	panel guarantee.Panel
}

// silent takes the numbers of tokens and ballots out of a panel: until the ballot has
// closed nobody but the chair sees how many have voted.
func silent(p guarantee.Panel) {
	for i := range p {
		f := &p[i]
		if f.ID != "G16" && f.ID != "S8" { // how many are connected tells too
			continue
		}
		f.Evidence = "The numbers are told when the ballot has closed."
		f.Args = slices.Clone(f.Args)
		for k := range f.Args {
			f.Args[k].Value = "–"
		}
	}
}

// unfinished is the ballot that decides and runs, nil if there is none. mu is held.
func (r *Registrar) unfinished() *journal.Ballot {
	all := r.state.Ballots()
	for i := len(all) - 1; i >= 0; i-- {
		if b := all[i]; !b.Done() && !b.Definition.Trial() {
			return b
		}
	}
	return nil
}

// ajar refuses to define a ballot whose opening the gate would refuse anyway: what is
// defined keeps everybody in their seats. What only a definition can show is asked
// after it. mu is held.
func (r *Registrar) ajar(item int) error {
	if r.state.Manifest().Rehearsal || item == journal.TrialItem {
		return nil
	}
	remote := len(r.state.RemoteMembers()) > 0
	for _, f := range r.panel(guarantee.Agenda, nil).Failing(guarantee.Participation, guarantee.Voting) {
		if remote || f.Effect == guarantee.Ballots {
			return &view.Problem{
				Code: f.ID, Rule: f.ID, Text: f.Evidence + " The ballot was neither defined nor opened.", Next: f.Mend,
			}
		}
	}
	return nil
}

// enterGate looks at the guarantees and enters what was found. mu is held.
func (r *Registrar) enterGate(moment guarantee.Moment, b *journal.Ballot) error {
	if r.state.Manifest().Rehearsal || b != nil && b.Definition.Trial() {
		return nil
	}
	return r.append(proposal{typ: meeting.TypeGate, body: entryOf(moment, b, r.panel(moment, b))})
}

// entryOf is a panel as the journal keeps it.
func entryOf(moment guarantee.Moment, b *journal.Ballot, p guarantee.Panel) *meeting.Gate {
	g := &meeting.Gate{Moment: string(moment), Findings: []meeting.GateFinding{}}
	if b != nil {
		g.Ballot = b.Definition.Ballot
	}
	for _, f := range p {
		found := meeting.GateFinding{ID: f.ID, Effect: string(f.Effect), Verdict: string(f.Verdict)}
		if f.Verdict != guarantee.Holds {
			found.Code = f.Code
		}
		g.Findings = append(g.Findings, found)
	}
	return g
}

// Of watching the gate: how long a registrar that has just started waits for witnesses
// and urn before it interrupts anything, and how old a finding grows before it is made
// anew, so that the witnesses cosign.
const (
	gateGrace = time.Minute
	gateStale = 2 * time.Minute
)

// watchGate looks at the guarantees while ballots are open: what has changed is
// entered, and a ballot for which the gate has fallen is interrupted with its meeting
// (A20). mu is held.
func (r *Registrar) watchGate(begun time.Time) {
	if r.broken != nil || r.state.Manifest().Rehearsal || time.Since(begun) < gateGrace && r.starting() {
		return
	}
	for _, b := range r.opened() {
		now := entryOf(guarantee.Running, b, r.panel(guarantee.Running, b))
		last := r.gates[now.Ballot]
		if !slices.Equal(last.findings, now.Findings) || r.now().Sub(last.at) > gateStale {
			r.record("what the gate has found", now)
			r.gates[now.Ballot] = found{now.Findings, r.now()}
		}
		if g := r.state.Gate(); r.state.Adjourned() != nil || g == nil || g.Ballot != now.Ballot {
			continue
		}
		fallen := &meeting.Adjourn{Cause: meeting.CauseGate}
		var refused *meeting.Refusal
		if _, err := r.state.Check(max(r.now().Unix(), r.state.LastTime()), fallen); !errors.As(err, &refused) {
			r.record("the adjournment for a guarantee that does not hold", fallen)
		}
	}
}

// found is what was entered last about a ballot, and when.
type found struct {
	findings []meeting.GateFinding
	at       time.Time
}

// starting says whether witnesses, urn and this program itself have not all spoken yet
// since it started. mu is held.
func (r *Registrar) starting() bool {
	return r.signed.note == "" || r.selfcheckAt.IsZero() || r.published == guarantee.NotShown
}

// opened are the ballots that decide and are open. mu is held.
func (r *Registrar) opened() []*journal.Ballot {
	var out []*journal.Ballot
	for _, b := range r.state.Ballots() {
		if b.Phase == journal.Opened && !b.Definition.Trial() {
			out = append(out, b)
		}
	}
	return out
}

// voidSuspended ends ballots that have waited for their meeting for too long. mu is held.
func (r *Registrar) voidSuspended() {
	if r.broken != nil || !r.state.Expired(r.now().Unix()) {
		return
	}
	for _, b := range r.opened() {
		id := b.Definition.Ballot
		err := r.append(proposal{typ: journal.TypeVoid, body: journal.Void{Ballot: id, Reason: "The meeting was interrupted for longer than an open ballot may wait."}})
		if err == nil {
			err = r.forgetIssuing(id)
		}
		if err != nil {
			r.log.Error("a ballot that has waited too long was not voided", "ballot", id, "error", err)
		}
	}
}

// regate looks at the guarantees before or after what somebody asks, where the rules
// rest on it: before somebody is admitted and before the meeting goes on, and after the
// agenda has changed. mu is held.
func (r *Registrar) regate(words []string, done bool) error {
	is := func(command string) bool {
		return strings.HasPrefix(strings.Join(words, " ")+" ", command+" ")
	}
	switch {
	case !done && is("remote admit"):
		return r.enterGate(guarantee.Admission, nil)
	case !done && is("meeting resume") && r.state.Adjourned() != nil && r.state.Adjourned().Cause == meeting.CauseGate:
		if b := r.unfinished(); b != nil && b.Phase == journal.Opened {
			return r.enterGate(guarantee.Running, b)
		}
		return r.enterGate(guarantee.Agenda, nil)
	case done && (is("item add") || is("item candidates")):
		return r.enterGate(guarantee.Agenda, nil)
	}
	return nil
}

// runGate answers with the panel.
func runGate(r *Registrar, c *call) error {
	if c.json {
		return answer(c, r.Gate(c.who))
	}
	_, err := io.WriteString(c.out, c.panel(r.Gate(c.who), c.lang))
	return err
}

// runPreflight has chair or secretary fix what the meeting runs on (G19), and answers
// with the panel.
func runPreflight(r *Registrar, c *call) error {
	if err := r.preflight(c.who.person); err != nil {
		return err
	}
	return runGate(r, c)
}

func init() {
	commands[wire.CmdGate] = command{everybody, runGate}
	commands[wire.CmdPreflight] = command{people, runPreflight}
}
