package desk

import (
	"context"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/view"
	"valurna/tui/screentest"
	"valurna/tui/words"
)

var clock = time.Date(2026, 11, 24, 18, 0, 0, 0, time.UTC)

// registrar is a desk's backend that a test steers.
type registrar struct {
	mu      sync.Mutex
	view    view.Desk
	viewErr error
	changed chan struct{}
	ran     []string
	runErr  error
	langs   []string
}

func (r *registrar) View() (view.Desk, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.view, r.viewErr
}

func (r *registrar) Changed() <-chan struct{} { return r.changed }

func (r *registrar) Run(_ context.Context, args ...string) (view.Reply, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ran = append(r.ran, strings.Join(args, " "))
	return view.Reply{OK: true, Text: "Reply to " + strings.Join(args, " ")}, r.runErr
}

func (r *registrar) Language(lang string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.langs = append(r.langs, lang)
}

func (r *registrar) set(f func(r *registrar)) {
	r.mu.Lock()
	f(r)
	r.mu.Unlock()
	r.changed <- struct{}{}
}

func (r *registrar) commands() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.ran)
}

var names = []string{"Åsa Öberg", "Søren Kjær", "Ævar Østergård", "Maria Lindström-Håkansson", "Örjan Ek"}

const ballotTitle = "Val av ordförande"

// meeting is an open meeting with a member on seat 1 and no vote yet.
func council() view.Desk {
	v := view.Desk{
		Body: "Exempelby kommunfullmäktige", Meeting: "24 november", Date: "2026-11-24", Place: "Stadshuset",
		State: "open", Words: "abacus-bishop-carbon-dolphin",
		Me:      view.Person{Person: 1, Name: names[0], Seat: 1, Present: true, Place: "room", Fingerprint: "SHA256:mine"},
		Keys:    view.Keys{State: "ready", Left: 5},
		Parties: []view.Party{{Name: "trustee/anna", Online: true}, {Name: "trustee/bo"}, {Name: "witness/ljus", Online: true}},
		Agenda: []view.Item{
			{Item: 1, Title: "Budget", Class: "decision", State: "done"},
			{Item: 2, Title: ballotTitle, Class: "election", State: "now", Ballots: true},
		},
	}
	for i, name := range names {
		s := view.Seat{Seat: i + 1, Person: i + 1, Name: name, Present: i < 3}
		if s.Present {
			s.Place = []string{"room", "remote", "room"}[i]
		}
		v.Seats = append(v.Seats, s)
	}
	return v
}

// voting is the meeting with a vote in a phase.
func voting(phase view.Phase) view.Desk {
	v := council()
	b := view.Ballot{
		Ballot: "2-1", Item: 2, Title: ballotTitle, Phase: phase, Eligible: true,
		Contest: kind.Contest{Kind: "one-of-n", Elect: 1, Options: names[:3]},
	}
	collected := true
	switch phase {
	case view.PhaseOpen:
		v.Booth = view.Booth{
			Ballot: "2-1", KeyPrint: "SHA256:theUrnsKey",
			Commands: []string{"ssh -o UserKnownHostsFile=~/.ssh/valurna -J anna@rost.exempelby.se:2222 -p 2223 ballot@urna.exempelby.se"},
		}
	case view.PhaseClosing:
		b.Deadline = clock.Unix() + 90
	case view.PhaseWindow:
		b.Deadline, b.Collected = clock.Unix()+600, &collected
		b.Work = &view.Work{Due: 2, Threshold: 2}
	case view.PhaseDecrypting:
		b.Collected = &collected
		b.Work = &view.Work{Due: 2, Threshold: 2, Shuffled: []string{"trustee/anna"}, Waits: []string{"trustee/bo"}}
	case view.PhaseCounted, view.PhaseCertified:
		b.Collected = &collected
		b.Result = &view.Result{
			Valid: 30, Blank: 2, Invalid: 1, Elected: names[:1],
			Options: []kind.OptionVotes{{Name: names[0], Votes: 18}, {Name: names[1], Votes: 0}, {Name: names[2], Votes: 12}},
		}
	case view.PhaseVoid:
		b.Reason = "Ett kvitto saknar valsedel."
	}
	v.Ballots = []view.Ballot{b}
	return v
}

// chair turns a view into the chair's.
func chair(v view.Desk, steps ...view.Step) view.Desk {
	v.Me.Offices = []string{"chair"}
	v.Steps = steps
	for i := range v.Ballots {
		v.Ballots[i].Counts = &view.Counts{Eligible: 40, Tokens: 21, Cast: 20}
	}
	return v
}

func step(id, ballot string, args ...string) view.Step {
	return view.Step{ID: id, Ballot: ballot, Args: args, Lead: id != view.StepCheckOut}
}

func observer(v view.Desk) view.Desk {
	v.Me, v.Steps, v.Booth = view.Person{}, nil, view.Booth{}
	return v
}

func start(t *testing.T, v view.Desk, lang string, width, height int) (*screentest.Driver, *registrar) {
	t.Helper()
	r := &registrar{view: v, changed: make(chan struct{}, 1)}
	d := screentest.New(t, New(r, words.Pick(lang), func() time.Time { return clock }), width, height)
	d.Until(v.Body)
	return d, r
}

// trial is the meeting that is called, with a trial ballot in a phase.
func trial(phase view.Phase) view.Desk {
	v := voting(phase)
	v.State, v.Me.Present, v.Me.Place = "called", false, ""
	b := &v.Ballots[0]
	c := journal.TrialContest()
	b.Ballot, b.Item, b.Title, b.Trial, b.Contest = "0-1", journal.TrialItem, journal.TrialTitle, true, c
	if v.Booth.Ballot != "" {
		v.Booth.Ballot = b.Ballot
	}
	if b.Result != nil {
		b.Result.Elected, b.Result.Ties = c.Options[:1], [][]string{}
		for i, name := range c.Options {
			b.Result.Options[i].Name = name
		}
	}
	v.Steps = nil
	if phase == view.PhaseOpen {
		v.Steps = []view.Step{step(view.StepCheckInRoom, "", "checkin", "room"), step(view.StepCheckInRemote, "", "checkin", "remote")}
	}
	return v
}

// Times are told in the zone of the machine.
func TestMain(m *testing.M) {
	time.Local = time.UTC
	os.Exit(m.Run())
}
