package registrar

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/view"
	"valurna/crypto/group"
	"valurna/server/wire"
)

// call starts everything and makes the keys. The meeting is called, and nobody is
// checked in.
func (w *town) call() (shares map[string][]*group.Scalar) {
	w.t.Helper()
	w.start()
	w.witness()
	w.trustees(trusteeNames...)
	return w.ceremony()
}

func (w *town) view(person int) view.Desk {
	w.t.Helper()
	var d view.Desk
	if err := wire.Call(w.t.Context(), w.dial("x", w.people[person-1]), "view --json", nil, &d); err != nil {
		w.t.Fatal(err)
	}
	return d
}

func stepsOf(d view.Desk) (args []string) {
	for _, s := range d.Steps {
		args = append(args, strings.Join(s.Args, " "))
	}
	return args
}

func TestTheDeskLeadsFromTheRollCallToTheOpening(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.call()
	w.do(1, "checkin room")
	for _, word := range []string{"called", "rollcall"} {
		if d := w.view(1); d.State != word || !slices.Contains(stepsOf(d), "meeting open") {
			t.Errorf("%s: %q", d.State, stepsOf(d))
		}
		if word == "called" {
			w.do(1, "meeting rollcall")
		}
	}
}

func TestTheSecretaryHoldsATrialDaysBeforeTheMeeting(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	shares := w.call()
	if got := stepsOf(w.view(secretary)); !slices.Contains(got, "ballot open 0") || slices.Contains(got, "meeting open") {
		t.Errorf("the secretary: %q", got)
	}
	refused(t, w.try(2, "ballot open 0"), "not-chair")
	refused(t, w.try(secretary, "ballot open 1"), "not-chair")
	refused(t, w.try(secretary, "meeting open"), "not-chair")
	w.do(secretary, "ballot open 0")
	const id = "0-1"
	if d := w.view(4); !d.Ballots[0].Trial || !d.Ballots[0].Eligible || d.Booth.Ballot != id || d.Ballots[0].Counts != nil {
		t.Errorf("a member who is not there: %+v", d.Ballots)
	}
	if d := w.view(secretary); d.Ballots[0].Eligible || d.Booth.Ballot != "" || d.Ballots[0].Counts == nil {
		t.Errorf("the secretary: %+v", d.Ballots)
	}
	// Nobody is checked in; an own booth, a hosted one, a card.
	one, _ := w.vote(4, id, kind.Choice{Options: []int{1}})
	_, v := w.visit(3)
	b := w.booth(id)
	must(b.Seal(kind.Choice{Blank: true}, "", rand.Reader))
	two := must(b.Finish(must(w.hosted(v, id, b.blinded))))
	_, lent := w.knock(must(w.loan(w.card(secretary, "5", view.CardLoan).Code)), w.source.Urn.Booth)
	if lent.Ballot != id || bytes.Equal(lent.Handle, v.Handle) {
		t.Errorf("a loan card: %+v", lent)
	}
	other := w.booth(id)
	_, err := w.ask(2, w.request(w.people[1], id, other.terms.Context, 1, other.blinded))
	refused(t, err, "not-on-roll")
	_, err = w.token(4, id, w.booth(id))
	refused(t, err, "second-token")
	// Attendance goes on.
	w.do(2, "checkin room")
	w.do(2, "checkout")
	w.do(3, "checkin remote")
	if got := stepsOf(w.view(3)); !slices.Contains(got, "checkout") {
		t.Errorf("whoever is there cannot leave during a trial: %q", got)
	}
	result := w.finish(id, [][]byte{one, two}, shares)
	if result.Valid != 1 || result.Blank != 1 {
		t.Errorf("%+v", result)
	}
	w.do(secretary, "ballot certify "+id)
	d := w.view(1)
	if slices.ContainsFunc(d.Agenda, func(it view.Item) bool { return it.Item == journal.TrialItem || it.State != "waiting" }) {
		t.Errorf("the trial stands on the agenda: %+v", d.Agenda)
	}
	list, err := w.tested(secretary)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list {
		if (p.Outcome == view.TestVoted) != (p.Seat == 3 || p.Seat == 4) {
			t.Errorf("%+v", p)
		}
	}
	// The meeting goes on as if nothing had been.
	for seat := 1; seat <= seats; seat++ {
		w.do(seat, "checkin room")
	}
	w.do(1, "meeting open")
	refused(t, w.try(secretary, "ballot open 0"), "not-chair")
	if got := w.openBallot(1); got != "1-1" {
		t.Errorf("the first ballot is %q", got)
	}
	if got := stepsOf(w.view(1)); slices.Contains(got, "ballot open 0") {
		t.Errorf("a trial is offered beside a ballot: %q", got)
	}
	refused(t, w.try(1, "ballot open 0"), "trial")
}

func TestABallotWaitsUntilTheTrialIsOver(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	w.do(1, "ballot open 0")
	if got := stepsOf(w.view(1)); slices.Contains(got, "ballot open 1") || slices.Contains(got, "meeting close") || !slices.Contains(got, "ballot close 0-1") {
		t.Errorf("the chair: %q", got)
	}
	refused(t, w.try(1, "ballot open 1"), "definition")
	w.restart()
	if _, err := w.token(2, "0-1", w.booth("0-1")); err != nil {
		t.Errorf("a token after a restart: %v", err)
	}
	w.do(1, "ballot void 0-1 enough tried")
	if got := w.openBallot(1); got != "1-1" {
		t.Errorf("the first ballot is %q", got)
	}
}

// conversation is one `ssh -t HOST test`.
type conversation struct {
	t    *testing.T
	in   io.Writer
	out  *bufio.Scanner
	done chan error
}

func (w *town) converse(t *testing.T, person int) *conversation {
	t.Helper()
	s := must(w.bare("x", w.people[person-1]).NewSession())
	c := &conversation{t: t, in: must(s.StdinPipe()), out: bufio.NewScanner(must(s.StdoutPipe())), done: make(chan error, 1)}
	if err := s.RequestPty("xterm", 24, 80, gossh.TerminalModes{}); err != nil {
		t.Fatal(err)
	}
	if err := s.Start("test"); err != nil {
		t.Fatal(err)
	}
	go func() { c.done <- s.Wait() }()
	return c
}

// hears reads on until a line holds the text of a reply.
func (c *conversation) hears(code string) {
	c.t.Helper()
	stop := time.AfterFunc(20*time.Second, func() { panic("nothing was said: " + code) })
	defer stop.Stop()
	for c.out.Scan() {
		if line := strings.TrimRight(c.out.Text(), "\r"); line != "" && strings.HasPrefix(trialTexts[code], line) {
			return
		}
	}
	c.t.Fatalf("%s was not said", code)
}

func (c *conversation) types(line string) { must(io.WriteString(c.in, line+"\r")) }

func TestATestAtATerminalEndsWithAVoteInTheTrial(t *testing.T) {
	t.Parallel()
	w, _, _ := withUrn(t, true)
	shares := w.call()
	if r := w.test(2); r.Test.Trial != "" || r.Test.Outcome != view.TestPassed {
		t.Errorf("without a trial: %+v", r.Test)
	}
	w.do(1, "ballot open 0")
	if r := w.test(2); r.Test.Trial != "0-1" || r.Test.Collected || r.Test.Outcome != view.TestPassed {
		t.Errorf("before the vote: %+v", r.Test)
	}
	if r := w.test(secretary); r.Test.Trial != "" {
		t.Errorf("who has no seat is asked to vote: %+v", r.Test)
	}
	c := w.converse(t, 2)
	c.hears("trial-go")
	c.hears("trial-wait")
	c.types("")
	c.hears("trial-not-yet")
	box, _ := w.vote(2, "0-1", kind.Choice{Options: []int{0}})
	c.types("")
	c.hears("trial-seen")
	c.types("perhaps")
	c.hears("trial-seen")
	c.types("no")
	c.hears("trial-unseen")
	c.types("")
	c.hears("trial-seen")
	c.types("ja")
	c.hears("trial-voted")
	if err := <-c.done; err != nil {
		t.Error(err)
	}
	if r := w.test(2); r.Test.Outcome != view.TestVoted || !r.OK || r.Code != "tested-voted" || !r.Test.Collected {
		t.Errorf("after the vote: %+v", r.Test)
	}
	left := w.converse(t, 3)
	left.hears("trial-wait")
	left.types("q")
	left.hears("trial-left")
	if err := <-left.done; err == nil {
		t.Error("who stopped is told that all is done")
	}
	late := w.converse(t, 4)
	late.hears("trial-wait")
	w.finish("0-1", [][]byte{box}, shares)
	late.types("")
	late.hears("trial-over")
	<-late.done
	outcomes := func() (out []string) {
		for _, p := range must(w.tested(secretary)) {
			out = append(out, p.Outcome)
		}
		return out
	}
	want := []string{"", view.TestVoted, view.TestPassed, view.TestPassed, "", ""}
	if got := outcomes(); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	w.restart()
	if got := outcomes(); !slices.Equal(got, want) {
		t.Errorf("after a restart: %q", got)
	}
}

// Of a ballot that decides nobody is told while it is open that a token is out.
func TestATestTellsNothingOfABallotThatDecides(t *testing.T) {
	t.Parallel()
	w, _, _ := withUrn(t, true)
	w.assemble()
	id := w.openBallot(1)
	w.vote(2, id, kind.Choice{Options: []int{0}})
	if r := w.test(2); r.Test.Trial != "" || r.Test.Collected || r.Test.Outcome != view.TestPassed {
		t.Errorf("%+v", r.Test)
	}
	if collected, open := w.trialToken(2, id); collected || open {
		t.Error("a ballot is taken for a trial")
	}
}

func TestLinesAreFoldedBetweenWordsAndCommandsNever(t *testing.T) {
	long := "ssh -J anna@mote.example.org:2222 -p 2223 ballot@urna.example.org"
	got := strings.Split(fold("Öppna ett andra fönster och skriv:\n"+long+"\nåäöåäöåäöåäöåäöåäöåäöåäö kort", 20), "\n")
	want := []string{"Öppna ett andra", "fönster och skriv:", long, "åäöåäöåäöåäöåäöåäöåäöåäö kort"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}
