package desk

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"valurna/ballot/journal"
	"valurna/ballot/view"
	"valurna/tui/screentest"
	"valurna/tui/style"
	"valurna/tui/words"
)

func TestTheDeskAsksOneThing(t *testing.T) {
	w := words.Pick("en")
	a := w.Ask
	absent := council()
	absent.Me.Present = false
	canCheckIn := absent
	canCheckIn.Steps = []view.Step{step(view.StepCheckInRoom, "", "checkin", "room")}
	called := council()
	called.State = "called"
	closed := council()
	closed.State = "closed"
	outside := voting(view.PhaseOpen)
	outside.Ballots[0].Eligible, outside.Booth = false, view.Booth{}
	several := voting(view.PhaseOpen)
	several.Booth, several.Steps = view.Booth{}, []view.Step{step(view.StepBallotChoose, "2-1", "ballot", "choose", "2-1")}
	later := voting(view.PhaseClosing)
	done := voting(view.PhaseCertified).Ballots[0]
	done.Ballot = "3-1"
	later.Ballots = append(later.Ballots, done)
	closer := step(view.StepMeetingClose, "", "meeting", "close")
	notMine := voting(view.PhaseWindow)
	notMine.Ballots[0].Collected = nil
	for name, c := range map[string]struct {
		v    view.Desk
		want string
	}{
		"observer":            {observer(voting(view.PhaseOpen)), a.Observer},
		"closed meeting":      {closed, a.Ended},
		"can check in":        {canCheckIn, a.CheckIn},
		"not checked in":      {absent, a.WaitRoll},
		"before the opening":  {called, a.WaitOpen},
		"nothing":             {council(), a.Nothing},
		"preparing":           {voting(view.PhasePreparing), a.Preparing},
		"open":                {voting(view.PhaseOpen), a.Vote},
		"open, not on roll":   {outside, a.NotEligible},
		"several":             {several, a.Choose},
		"closing":             {voting(view.PhaseClosing), a.Closing},
		"counting":            {voting(view.PhaseCounting), a.Working},
		"window":              {voting(view.PhaseWindow), a.Window},
		"window, not my vote": {notMine, a.Working},
		"decrypting":          {voting(view.PhaseDecrypting), a.Working},
		"counted":             {voting(view.PhaseCounted), a.Counted},
		"certified":           {voting(view.PhaseCertified), a.Nothing},
		"chair, open":         {chair(voting(view.PhaseOpen), step(view.StepBallotClose, "2-1", "ballot", "close", "2-1")), a.ChairVote},
		"an older one runs":   {later, a.Closing},
		"chair, counting":     {chair(voting(view.PhaseCounting), closer), a.Working},
		"chair, all done":     {chair(voting(view.PhaseCertified), closer), a.Chair},
		"chair, counted":      {chair(voting(view.PhaseCounted), step(view.StepBallotCertify, "2-1", "ballot", "certify", "2-1")), a.Chair},
	} {
		if got, want := Asked(c.v, w), words.Fill(c.want, "title", ballotTitle); got != want {
			t.Errorf("%s: asked %q, want %q", name, got, want)
		}
	}
}

func TestTheCommandToTheBoothCanBeCopied(t *testing.T) {
	for _, width := range []int{40, 80, 132} {
		v := voting(view.PhaseOpen)
		d, _ := start(t, v, "en", width, 50)
		d.Until("SHA256:theUrnsKey", words.Pick("en").Now.WayHow)
		var joined string
		for _, line := range strings.Split(d.Screen(), "\n") {
			if strings.HasPrefix(line, "ssh") || joined != "" && !strings.HasPrefix(line, " ") {
				part, more := strings.CutSuffix(line, ` \`)
				joined += part + " "
				if !more {
					break
				}
			}
		}
		if got := strings.TrimSpace(joined); got != v.Booth.Commands[0] {
			t.Errorf("width %d: copying gives %q", width, got)
		}
		d.Press("c")
		d.Until(words.Pick("en").Now.Copied)
	}
}

func TestNothingIsDoneWithoutItsOwnYes(t *testing.T) {
	v := chair(voting(view.PhaseOpen), step(view.StepBallotClose, "2-1", "ballot", "close", "2-1"))
	d, r := start(t, v, "sv", 80, 40)
	w := words.Pick("sv")
	d.Press("enter") // the cursor rests on nothing that ends a vote
	d.Until(w.Now.Asked)
	d.Press("down", "enter")
	d.Until(w.Confirm.Title, "Inga nya besök i valbåset", "ballot close 2-1", "21")
	d.Press("enter", "space", "q", "1", "y")
	d.Until(w.Confirm.Title)
	d.Press("esc")
	d.Until(w.Now.Asked)
	if got := r.commands(); got != nil {
		t.Fatalf("ran %v", got)
	}
	d.Press("down", "enter", "j")
	d.Until(w.Answer.Done, "Reply to ballot close 2-1")
	if got := r.commands(); !slices.Equal(got, []string{"ballot close 2-1"}) {
		t.Errorf("ran %v", got)
	}
	d.Press("enter")
	d.Until(w.Now.Asked)
}

func TestOneKeyHeldDownRunsNothing(t *testing.T) {
	v := chair(voting(view.PhaseOpen), step(view.StepBallotClose, "2-1", "ballot", "close", "2-1"))
	for _, k := range []string{"enter", "j", "y", "space", "x", "c", "down"} {
		d, r := start(t, v, "en", 80, 24)
		for range 30 {
			d.Press(k)
		}
		if got := r.commands(); got != nil {
			t.Errorf("%s ran %v", k, got)
		}
	}
}

func TestCapitalsWorkToo(t *testing.T) {
	d, r := start(t, chair(council(), step(view.StepMeetingClose, "", "meeting", "close")), "en", 80, 24)
	d.Press("L")
	d.Until(words.Pick("sv").Now.Asked)
	d.Press("3", "R")
	d.Until("Reply to presence 1 room")
	d.Press("1", "down", "enter", "J")
	d.Until("Reply to meeting close")
	if got := r.commands(); len(got) != 2 {
		t.Errorf("ran %v", got)
	}
}

func TestAStepThatIsNoLongerLawfulIsNotSent(t *testing.T) {
	v := chair(voting(view.PhaseOpen), step(view.StepBallotClose, "2-1", "ballot", "close", "2-1"))
	d, r := start(t, v, "en", 80, 24)
	d.Press("down", "enter")
	d.Until(words.Pick("en").Confirm.Title)
	r.set(func(r *registrar) { r.view.Steps = nil })
	d.Until("no longer possible", "Nothing was done")
	d.Press("y")
	d.Until("no longer possible")
	if got := r.commands(); got != nil {
		t.Errorf("ran %v", got)
	}
}

func TestTheCursorStaysOnItsStep(t *testing.T) {
	open := step(view.StepMeetingClose, "", "meeting", "close")
	out := step(view.StepCheckOut, "", "checkout")
	out.Lead = true
	d, r := start(t, chair(council(), open, out), "en", 80, 24)
	d.Press("down", "down")
	d.Until("> Check out")
	r.set(func(r *registrar) {
		r.view.Steps = []view.Step{step(view.StepBallotOpen, "", "ballot", "open", "2"), open, out}
	})
	d.Until("Open a secret vote", "> Check out")
	r.set(func(r *registrar) { r.view.Steps = []view.Step{open} })
	d.UntilTrue("a cursor on nothing", func() bool { return !d.Has("> ") && d.Has("Close the meeting") })
}

func TestARefusalNamesItsRuleAndWhatToDo(t *testing.T) {
	d, r := start(t, chair(council(), step(view.StepMeetingClose, "", "meeting", "close")), "en", 80, 24)
	w := words.Pick("en").Answer
	r.runErr = &view.Problem{Code: "quorum", Text: "Only 24 of 49 are present.", Next: "Wait for one more.", Rule: "KL 5:45"}
	d.Press("down", "enter", "y")
	d.Until(w.Failed, "Only 24 of 49", w.NotDone, "Wait for one more.", words.Pick("en").OfRule("KL 5:45"))
	d.Press("esc")
	r.mu.Lock()
	r.runErr = errors.New("timeout")
	r.mu.Unlock()
	d.Press("enter", "y")
	d.Until(w.Unsure, "timeout", w.Look)
	if d.Has(w.NotDone) {
		t.Error("an unknown end is called undone")
	}
}

func TestTheChairChecksPeopleIn(t *testing.T) {
	d, r := start(t, chair(council()), "en", 80, 24)
	d.Press("3", "down", "down", "down")
	d.Until("> seat 4 · Maria Lindström-Håkansson")
	d.Press("r")
	d.Until("Reply to presence 4 room")
	d.Press("/", "ø", "s", "enter", "d")
	d.Until("Reply to presence 3 remote", "1 of 5 shown")
	d.Press("x")
	d.Until(words.Pick("en").Confirm.Title, "Ævar Østergård no longer counts as present")
	d.Press("y")
	d.Until("Reply to presence 3 absent")
	if got := r.commands(); !slices.Equal(got, []string{"presence 4 room", "presence 3 remote", "presence 3 absent"}) {
		t.Errorf("ran %v", got)
	}
}

func TestAMemberCannotCheckOthersInAndAnObserverDoesNothing(t *testing.T) {
	for _, v := range []view.Desk{council(), observer(voting(view.PhaseOpen))} {
		d, r := start(t, v, "en", 80, 24)
		for _, k := range []string{"enter", "y", "c", "3", "r", "d", "x", "y", "enter"} {
			d.Press(k)
		}
		if got := r.commands(); got != nil {
			t.Errorf("ran %v", got)
		}
		if d.Has("x not present") {
			t.Error("a check-in list is offered")
		}
	}
}

func TestAListOfHundredsIsSearchedAndScrolled(t *testing.T) {
	v := chair(council())
	for i := 6; i <= 600; i++ {
		v.Seats = append(v.Seats, view.Seat{Seat: i, Name: fmt.Sprintf("Ledamot %d", i)})
	}
	d, _ := start(t, v, "en", 80, 24)
	d.Press("3", "end")
	d.Until("> [ ] 600 Ledamot 600")
	d.Press("/", "3", "1", "7", "enter")
	d.Until("> [ ] 317 Ledamot 317", "1 of 600 shown")
	d.Press("esc", "pgup")
	d.Until("600 seats")
	for seat, pages := 1, 0; seat <= 600; pages++ {
		if pages > 100 {
			t.Fatalf("seat %d never comes in sight", seat)
		}
		for screen := d.Screen(); seat <= 600 && strings.Contains(screen, fmt.Sprintf("] %3d ", seat)); {
			seat++
		}
		d.Press("pgdown")
	}
	d.Press("/", "ö", "r", "j")
	d.Until("] 5 Örjan Ek", "1 of 600 shown")
}

func TestCountsHaveNoNamesAndOnlyTheChairHasThem(t *testing.T) {
	w := words.Pick("en")
	d, _ := start(t, chair(voting(view.PhaseOpen)), "en", 80, 40)
	d.Until("Eligible 40", "Tokens issued 21", "Ballot papers cast 20", w.Ballot.NoNames)
	d, _ = start(t, voting(view.PhaseOpen), "en", 80, 40)
	d.Until(w.Ballot.YouMay)
	if d.Has(w.Ballot.Tokens) {
		t.Error("a member is shown counts")
	}
}

func TestWhatIsWaitedForAndTheTimeLeftAreShown(t *testing.T) {
	d, _ := start(t, voting(view.PhaseDecrypting), "sv", 80, 24)
	d.Until("[X] kontrolltid", "[X] blandning 1 av 2: nyckelförvaltare anna", "[>] blandning 2 av 2: väntar på nyckelförvaltare bo", "[ ] dekryptering", "steg 6 av 8")
	d, _ = start(t, voting(view.PhaseClosing), "sv", 80, 24)
	d.Until("1 min 30 s")
	d, r := start(t, voting(view.PhaseWindow), "sv", 80, 24)
	d.Until("cirka 10 min", "Ett röstbevis har hämtats för din plats")
	r.set(func(r *registrar) { r.view.Ballots[0].Deadline = clock.Unix() - 1 })
	d.Until(words.Pick("sv").Phase.Over)
}

func TestARehearsalSaysSoOnEveryPage(t *testing.T) {
	v := voting(view.PhaseOpen)
	v.Rehearsal = true
	d, _ := start(t, v, "da", 80, 40)
	for _, key := range []string{"1", "2", "3", "4", "5", "m", "?"} {
		d.Press(key)
		d.Until("ØVELSE")
	}
}

func TestLostContactIsSaidAndFound(t *testing.T) {
	d, r := start(t, council(), "en", 80, 24)
	r.set(func(r *registrar) { r.viewErr = errors.New("down") })
	d.Until("No contact since 18:00")
	r.set(func(r *registrar) { r.viewErr = nil })
	d.UntilTrue("contact", func() bool { return !d.Has("No contact") })
	close(r.changed)
	d.Until(words.Pick("en").Frame.Ended)
}

func TestTheLanguageChangesAndTheBackendIsTold(t *testing.T) {
	d, r := start(t, council(), "sv", 80, 24)
	d.Press("l")
	d.Until(words.Pick("da").Now.Asked)
	d.UntilTrue("the backend told", func() bool {
		r.mu.Lock()
		defer r.mu.Unlock()
		return slices.Equal(r.langs, []string{"da"})
	})
}

func TestNamesOnScreenAndInTextCannotCommandTheTerminal(t *testing.T) {
	v := chair(voting(view.PhaseOpen), step("new", "", "x\x1b[2J"))
	evil := "Eve\x1b]0;x\x07\u202e"
	v.Body, v.Me.Name, v.Seats[0].Name, v.Agenda[0].Title, v.Ballots[0].Title = "B"+evil, evil, evil, evil, evil
	v.Booth.Commands = []string{"ssh " + evil}
	r := &registrar{view: v, changed: make(chan struct{})}
	d := screentest.New(t, New(r, words.Pick("en"), func() time.Time { return clock }), 80, 40)
	d.Until("Eve")
	for _, k := range []string{"1", "2", "3", "4", "5", "m"} {
		d.Press(k)
		if c := d.Content(); strings.ContainsAny(c, "\x07\u202e") || strings.Contains(c, "\x1b]") || strings.Contains(c, "\x1b[2J") {
			t.Errorf("page %s draws it", k)
		}
	}
	if text := Plain(v, words.Pick("en")); strings.ContainsAny(text, "\x1b\x07\u202e") {
		t.Error("Plain prints it")
	}
}

func TestColourIsNeverTheOnlySign(t *testing.T) {
	d, _ := start(t, voting(view.PhaseCounted), "en", 80, 40)
	d.Until("ELECTED")
	d.Send(tea.EnvMsg{"TERM=xterm-256color"})
	coloured, text := d.Content(), d.Screen()
	d.Send(tea.EnvMsg{"TERM=xterm-256color", "NO_COLOR=1"})
	if !strings.Contains(coloured, "38;5;16;48;5") || strings.Contains(d.Content(), "38;5;") {
		t.Error("NO_COLOR changes nothing")
	}
	if d.Screen() != text {
		t.Error("without colour the text differs")
	}
	if !strings.Contains(style.New(false).Good("x"), "x") {
		t.Error("an emphasis without colour loses its text")
	}
}

// What a trial has counted is shown apart, and never as a decision.
func TestATrialIsNeverShownAsADecision(t *testing.T) {
	for _, lang := range words.Languages() {
		w := words.Pick(lang)
		over := trial(view.PhaseCertified)
		for _, text := range []string{Plain(over, w), Brief(over, w)} {
			if strings.Contains(text, w.Ballot.Elected) {
				t.Errorf("%s: somebody is elected in a trial:\n%s", lang, text)
			}
		}
		if text := Brief(over, w); strings.Contains(text, journal.TrialTitle) {
			t.Errorf("%s: a trial is the latest result:\n%s", lang, text)
		}
		d, _ := start(t, over, lang, 80, 40)
		d.Until(w.Now.NothingOpen)
		if d.Has(w.Now.Result) {
			t.Errorf("%s: a trial is the latest result", lang)
		}
		d.Press("5")
		d.Until(journal.TrialTitle, w.Ballot.Trial)
		if d.Has(w.Ballot.Elected) {
			t.Errorf("%s: somebody is elected in a trial", lang)
		}
	}
}

func TestWhoIsAwayIsAskedToTryAndWhoLeadsIsTold(t *testing.T) {
	w := words.Pick("sv")
	if got := Asked(trial(view.PhaseOpen), w); got != w.Ask.Trial {
		t.Errorf("a member: %q", got)
	}
	away := trial(view.PhaseClosing)
	away.Me = view.Person{Person: 7, Name: "Siri", Offices: []string{"secretary"}}
	away.Ballots[0].Eligible = false
	away.Steps = []view.Step{step(view.StepBallotClose, "0-1", "ballot", "close", "0-1")}
	if got := Asked(away, w); got != w.Ask.TrialLead {
		t.Errorf("the secretary: %q", got)
	}
}
