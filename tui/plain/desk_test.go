package plain

import (
	"context"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"valurna/ballot/kind"
	"valurna/ballot/meeting"
	"valurna/ballot/view"
	"valurna/tui/words"
)

// Deadlines are told in the zone of the machine.
func TestMain(m *testing.M) {
	time.Local = time.UTC
	os.Exit(m.Run())
}

// registrar is a desk's backend that a test steers.
type registrar struct {
	mu      sync.Mutex
	view    view.Desk
	viewErr error
	changed chan struct{}
	ran     []string
	run     func(v *view.Desk) (view.Reply, error)
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
	return r.run(&r.view)
}

func (r *registrar) set(f func(v *view.Desk)) {
	r.mu.Lock()
	f(&r.view)
	r.mu.Unlock()
	r.changed <- struct{}{}
}

func (r *registrar) commands() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.ran)
}

// meeting is a meeting that a member has not checked in to yet.
func council() view.Desk {
	v := view.Desk{
		Body: "Exempelby kommunfullmäktige", Meeting: "24 november", Date: "2026-11-24", Place: "Stadshuset",
		State: "called", Rehearsal: true, Words: "abacus-bishop-carbon-dolphin",
		Me:     view.Person{Person: 1, Name: "Åsa Öberg", Seat: 1, Fingerprint: "SHA256:mine"},
		Keys:   view.Keys{State: "ready", Left: 5},
		Agenda: []view.Item{{Item: 2, Title: "Val av ordförande", Class: "election", State: "waiting", Ballots: true}},
		Seats:  []view.Seat{{Seat: 1, Person: 1, Name: "Åsa Öberg"}, {Seat: 2, Person: 2, Name: "Søren Kjær"}},
	}
	v.Steps = []view.Step{{ID: view.StepCheckInRoom, Args: []string{"checkin", "room"}}, {ID: view.StepCheckInRemote, Args: []string{"checkin", "remote"}}}
	return v
}

func checkIn(v *view.Desk) (view.Reply, error) {
	v.Me.Present, v.Me.Place = true, "remote"
	v.Steps = []view.Step{{ID: view.StepCheckOut, Args: []string{"checkout"}}}
	return view.Reply{OK: true, Code: "checked-in", Text: "You are checked in."}, nil
}

// openBallot opens a vote for this member, with the way to the booth.
func openBallot(v *view.Desk) {
	v.State, v.Steps = "open", nil
	v.Ballots = []view.Ballot{{
		Ballot: "2-1", Item: 2, Title: "Val av ordförande", Phase: view.PhaseOpen, Eligible: true,
		Contest: kind.Contest{Kind: kind.OneOfN, Elect: 1, Options: []string{"Åsa Öberg", "Søren Kjær"}},
	}}
	v.Booth = view.Booth{Ballot: "2-1", KeyPrint: "SHA256:theUrnsKey", Commands: []string{"ssh -J rost.exempelby.se:2222 -p 2223 ballot@urna.exempelby.se"}}
}

func sit(t *testing.T, r *registrar, lang string) *session {
	t.Helper()
	r.changed = make(chan struct{}, 1)
	if r.run == nil {
		r.run = checkIn
	}
	return converse(t, func(ctx context.Context, in io.Reader, out io.Writer) error {
		return Desk(ctx, r, words.Pick(lang), in, out)
	})
}

func TestAMemberChecksInAndHearsOfTheVoteInLines(t *testing.T) {
	for _, lang := range words.Languages() {
		w := words.Pick(lang)
		yes := func(s string) string { return words.Fill(s, "yes", w.Plain.Yes, "no", w.Plain.No) }
		r := &registrar{view: council()}
		s := sit(t, r, lang)
		s.hears(r.view.Body, w.Marks.Rehearsal, w.Ask.CheckIn, "1: "+w.Steps.CheckInRoom.Name, "2: "+w.Steps.CheckInRemote.Name, w.Plain.AskStep+"\n")
		s.types("7")
		s.hears(words.Fill(w.Plain.NoSuchStep, "text", "7") + "\n")
		s.types("?")
		s.hears(w.Plain.DeskHelp + "\n")
		s.types("1")
		s.hears(w.Steps.CheckInRoom.Says, "checkin room", yes(w.Plain.DoIt)+"\n")
		s.types("")
		s.hears(yes(w.Plain.YesOrNo) + "\n")
		s.types(w.Plain.No)
		s.hears(w.Plain.NotDone, w.Plain.AskStep+"\n")
		s.types("2")
		s.hears(yes(w.Plain.DoIt) + "\n")
		s.types(w.Plain.Yes)
		s.hears(w.Answer.Done, "1: "+w.Steps.CheckOut.Name, w.Plain.AskStep+"\n")
		r.set(openBallot)
		s.hears(words.Fill(w.Plain.MeetingNow, "state", w.Meeting.Open) + " " +
			words.Fill(w.Plain.BallotOpen, "title", "Val av ordförande") + " " + w.Plain.NewSteps + "\n")
		r.set(func(*view.Desk) {})
		s.types("1")
		s.hears(w.Plain.Gone + "\n")
		s.types("r")
		s.hears("ssh -J rost.exempelby.se:2222 -p 2223 ballot@urna.exempelby.se\n", "SHA256:theUrnsKey", w.Plain.NoSteps+"\n")
		s.types("a")
		s.hears(w.Agenda.Title, w.Person.Absent, "abacus-bishop-carbon-dolphin", w.Plain.NoSteps+"\n")
		s.types("q")
		s.ends()
		if n := strings.Count(s.heard(), words.Fill(w.Plain.BallotOpen, "title", "Val av ordförande")); n != 1 {
			t.Errorf("%s: the opening was announced %d times", lang, n)
		}
		if got := r.commands(); !slices.Equal(got, []string{"checkin remote"}) {
			t.Errorf("%s: ran %q", lang, got)
		}
		s.golden("desk." + lang)
	}
}

func TestTheChairSeesWhatACloseAndACertificateAreAbout(t *testing.T) {
	w := words.Pick("en")
	v := council()
	openBallot(&v)
	v.Me.Offices = []string{"chair"}
	v.Ballots[0].Counts = &view.Counts{Eligible: 40, Tokens: 21, Cast: 20}
	v.Steps = []view.Step{{ID: view.StepBallotClose, Ballot: "2-1", Args: []string{"ballot", "close", "2-1"}}}
	r := &registrar{view: v, run: func(v *view.Desk) (view.Reply, error) {
		return view.Reply{}, &view.Problem{Code: "no-quorum", Text: "x", Next: "y", Rule: "A25"}
	}}
	s := sit(t, r, "en")
	s.hears("1: Close the vote: Val av ordförande", w.Plain.AskStep)
	s.types("1")
	s.hears("Ballot papers cast 20", "Type yes to do it")
	s.types("yes")
	s.hears(w.Answer.Failed, "["+w.OfRule("A25")+"]", w.Answer.NotDone, w.Plain.AskStep)
	r.set(func(v *view.Desk) {
		v.Ballots = slices.Clone(v.Ballots)
		v.Ballots[0].Phase = view.PhaseCounted
		v.Ballots[0].Result = &view.Result{Valid: 20, Elected: []string{"Søren Kjær"}, Options: []kind.OptionVotes{{Name: "Åsa Öberg", Votes: 8}, {Name: "Søren Kjær", Votes: 12}}}
		v.Steps = []view.Step{{ID: view.StepBallotCertify, Ballot: "2-1", Args: []string{"ballot", "certify", "2-1"}}}
	})
	s.hears("“Val av ordförande”: counted. "+w.Plain.NewSteps, "\n")
	s.types("r")
	s.hears(w.Plain.AskStep)
	s.types("1")
	s.hears("Søren Kjær: 12 votes, ELECTED", "Type yes to do it")
	s.types("q")
	s.hears(w.Plain.NotDone)
	if got := r.commands(); !slices.Equal(got, []string{"ballot close 2-1"}) {
		t.Errorf("ran %q", got)
	}
}

func TestAStepThatIsGoneWhileItIsAskedAboutIsNotTaken(t *testing.T) {
	r := &registrar{view: council()}
	s := sit(t, r, "en")
	s.hears(words.Pick("en").Plain.AskStep)
	s.types("1")
	s.hears("Type yes to do it")
	r.set(func(v *view.Desk) { v.Steps = nil })
	s.hears(words.Pick("en").Plain.NewSteps)
	s.types("yes")
	s.hears(words.Pick("en").Plain.Gone)
	if got := r.commands(); len(got) != 0 {
		t.Errorf("ran %q", got)
	}
}

func TestACommandWithoutAnAnswerIsNotCalledUndone(t *testing.T) {
	w := words.Pick("en")
	r := &registrar{view: council(), run: func(*view.Desk) (view.Reply, error) { return view.Reply{}, errors.New("link lost") }}
	s := sit(t, r, "en")
	s.hears(w.Plain.AskStep)
	s.types("1")
	s.hears("Type yes to do it")
	s.types("Yes")
	s.hears(w.Answer.Unsure, "link lost", w.Plain.Look, w.Plain.AskStep)
	if s.said(w.Answer.NotDone) || s.said(w.Answer.Done+".") {
		t.Error("more is claimed than is known")
	}
}

func TestADeskThatCannotBeSeenSaysSoOnceAndComesBack(t *testing.T) {
	w := words.Pick("en")
	r := &registrar{view: council(), viewErr: errors.New("no route")}
	s := sit(t, r, "en")
	s.hears("no route")
	r.changed <- struct{}{}
	r.changed <- struct{}{} // the first has been taken, so it has been looked at
	s.types("r")
	s.hears("no route")
	r.mu.Lock()
	r.viewErr = nil
	r.mu.Unlock()
	r.changed <- struct{}{}
	s.hears(w.Plain.AskStep)
	if n := strings.Count(s.heard(), "no route"); n != 2 { // at first, and when asked
		t.Errorf("said %d times", n)
	}
	s.types("l")
	s.hears(words.Pick("sv").Plain.AskStep)
	close(r.changed)
	s.ends()
	s.hears(words.Pick("sv").Plain.Ended)
}

// A motion is made in lines: what the step needs is asked for, one question after the other.
func TestAMotionIsMadeInLines(t *testing.T) {
	w := words.Pick("sv")
	v := council()
	v.State, v.Me.Present, v.Me.Place = "open", true, "room"
	v.Floor = view.Floor{Item: 2, Stage: meeting.StageDebate, Motions: []view.Motion{{Motion: 1, Kind: "main", Text: "Bygg bron", Person: 2}}}
	v.Agenda = append(v.Agenda, view.Item{Item: 3, Title: "Ny bro", Class: "decision"})
	v.Steps = []view.Step{
		{ID: "motion-main", Args: []string{"motion", "main", meeting.FieldMark}, Fields: []meeting.Field{{Name: "motion-main", Of: meeting.OfText, Least: 1, Most: 60}}},
		{ID: "jav-other", Args: []string{"jav", meeting.FieldMark, meeting.FieldMark}, Fields: []meeting.Field{
			{Name: "item", Of: meeting.OfItem, Choices: []string{"2", "3"}, Least: 1, Most: 1}, {Name: "person", Of: meeting.OfPerson, Least: 1, Most: 1},
		}},
		{ID: "remote-lost-overheard", Args: []string{"remote", "lost", "overheard"}},
	}
	r := &registrar{view: v, run: func(*view.Desk) (view.Reply, error) { return view.Reply{OK: true, Code: "motion", Text: "Done."}, nil }}
	s := sit(t, r, "sv")
	s.hears("yrkande 1: Bygg bron", w.Plain.Panic, w.Plain.AskStep+"\n")
	s.types("1")
	s.hears(w.OfField("motion-main").Ask)
	s.types("")
	s.hears(w.Form.Empty)
	s.types("Riv bron")
	s.hears("motion main Riv bron", words.Fill(w.Plain.DoIt, "yes", "ja", "no", "nej")+"\n")
	s.types("ja")
	s.hears(w.Answer.Done, w.Plain.AskStep+"\n")
	s.types("2")
	s.hears("1: 2 Val av ordförande", "2: 3 Ny bro")
	s.types("9")
	s.hears(words.Fill(w.Plain.NotListed, "text", "9"))
	s.types("2")
	s.hears("2: 2 Søren Kjær")
	s.types("2")
	s.hears("jav 3 p2")
	s.types("nej")
	s.hears(w.Plain.NotDone)
	s.types("sida ärenden")
	s.hears("Ny bro", w.Plain.AskStep+"\n")
	s.types("sida ingenting")
	s.hears(strings.SplitN(w.Plain.NoPage, "{", 2)[0])
	s.types("!")
	s.hears(w.Answer.Done, w.Plain.AskStep+"\n")
	s.types("q")
	s.hears(w.Plain.DeskDone)
	if got := r.commands(); !slices.Equal(got, []string{"motion main Riv bron", "remote lost overheard"}) {
		t.Errorf("ran %q", got)
	}
}
