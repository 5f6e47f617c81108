package desk

import (
	"slices"
	"testing"

	tea "charm.land/bubbletea/v2"

	rules "valurna/ballot/meeting"
	"valurna/ballot/view"
	"valurna/tui/words"
)

// moving is a council in a debate, in which one may move something.
func moving() view.Desk {
	v := council()
	v.Floor = view.Floor{Item: 2, Stage: rules.StageDebate, Motions: []view.Motion{
		{Motion: 1, Kind: "main", Text: "Bygg bron", Person: 2}, {Motion: 2, Kind: "main", Text: "Riv bron", Person: 3},
	}}
	v.Steps = []view.Step{
		{ID: "motion-main", Args: []string{"motion", "main", rules.FieldMark}, Item: 2, Lead: true, Fields: []rules.Field{{Name: "motion-main", Of: rules.OfText, Least: 1, Most: 60}}},
		{ID: "question", Args: []string{"question", rules.FieldMark}, Item: 2, Lead: true, Fields: []rules.Field{
			{Name: "order", Of: rules.OfMotion, Choices: []string{"1", "2"}, Least: 2, Most: 2, Order: true, Sep: " "},
		}},
		{ID: "jav-other", Args: []string{"jav", rules.FieldMark, rules.FieldMark}, Lead: true, Fields: []rules.Field{
			{Name: "item", Of: rules.OfItem, Choices: []string{"1", "2"}, Least: 1, Most: 1}, {Name: "person", Of: rules.OfPerson, Least: 1, Most: 1},
		}},
	}
	return v
}

func TestWhatIsWrittenStaysWhateverOthersDo(t *testing.T) {
	v := moving()
	d, r := start(t, v, "en", 80, 24)
	w := words.Pick("en")
	d.Press("enter")
	d.Press("B", "r", "i", "d", "g", "e")
	d.Until("Bridge▏")
	r.set(func(r *registrar) { // somebody else's act: another desk, the same form
		r.view.Floor.Motions = append(r.view.Floor.Motions, view.Motion{Motion: 3, Kind: "reject", Person: 4})
	})
	r.set(func(r *registrar) { r.view.Steps = nil }) // and then it is no longer lawful
	d.Until("Bridge▏", w.Form.Gone)
	d.Press("esc")
	d.Until(w.Now.Asked)
	r.set(func(r *registrar) { r.view.Steps = moving().Steps })
	d.UntilTrue("the step again", func() bool { return d.Has("> ") })
	d.Press("enter")
	d.Until("Bridge▏")
	d.Press("enter")
	d.Until(w.Confirm.Title, "Bridge", "motion main Bridge")
	r.mu.Lock()
	r.runErr = &view.Problem{Code: "KL 5:57", Text: "The debate is closed.", Next: "Look."}
	r.mu.Unlock()
	d.Press("y")
	d.Until(w.Answer.Failed)
	d.Press("enter", "enter") // what was refused is not lost either
	d.Until("Bridge▏")
	r.mu.Lock()
	r.runErr = nil
	r.mu.Unlock()
	d.Press("enter", "y")
	d.Until(w.Answer.Done)
	d.Press("enter", "enter")
	d.UntilTrue("an empty form", func() bool { return d.Has("▏") && !d.Has("Bridge") })
	if got := r.commands(); !slices.Equal(got, []string{"motion main Bridge", "motion main Bridge"}) {
		t.Errorf("ran %q", got)
	}
}

func TestAnEmptyAnswerIsNotTaken(t *testing.T) {
	d, r := start(t, moving(), "sv", 80, 24)
	d.Press("enter", "enter")
	d.Until(words.Pick("sv").Form.Empty)
	d.Press("q") // a letter, and no way out
	d.Until("q▏")
	d.Press("esc")
	d.Until(words.Pick("sv").Now.Asked)
	if r.commands() != nil {
		t.Error("something was sent")
	}
}

func TestAnOrderIsPutTogether(t *testing.T) {
	d, r := start(t, moving(), "sv", 80, 24)
	d.Press("down", "enter", "enter")
	d.Until(words.Fill(words.Pick("sv").Form.Few, "least", 2))
	d.Press("down", "space", "up", "space")
	d.Until("[1] yrkande 2: Riv bron", "[2] yrkande 1: Bygg bron")
	d.Press("enter", "j")
	d.Until("Reply to question 2 1")
	if got := r.commands(); !slices.Equal(got, []string{"question 2 1"}) {
		t.Errorf("ran %q", got)
	}
}

func TestAPersonIsFoundByTyping(t *testing.T) {
	d, r := start(t, moving(), "sv", 80, 24)
	d.Press("down", "down", "enter", "down", "enter", "/", "ö", "r", "j", "enter")
	d.Until("> 5 Örjan Ek")
	d.Press("enter")
	d.Until("Val av ordförande", "Örjan Ek", "jav 2 p5")
	d.Press("esc", "esc") // the whole roll again, the cursor where it was
	d.Until("1 Åsa Öberg", "> 5 Örjan Ek")
	d.Press("esc") // back to the first question, with its answer
	d.Until("> 2 Val av ordförande")
	d.Press("enter", "enter", "j")
	d.Until("Reply to jav 2 p5")
	if got := r.commands(); !slices.Equal(got, []string{"jav 2 p5"}) {
		t.Errorf("ran %q", got)
	}
}

func TestWhatIsPastedIsWritten(t *testing.T) {
	d, _ := start(t, moving(), "sv", 80, 24)
	d.Press("enter")
	d.Send(tea.PasteMsg{Content: "Bygg\nbron\x1b[2J över ån"})
	d.Until("Bygg bron?[2J över ån▏")
}

func TestThePanicKeysActAtOnceWhateverIsInFront(t *testing.T) {
	v := moving()
	v.Steps = append(v.Steps, view.Step{ID: StepOverheard, Args: []string{"remote", "lost", "overheard"}}, view.Step{ID: StepLost, Args: []string{"remote", "lost", "av"}})
	d, r := start(t, v, "sv", 80, 24)
	d.Until("F10 " + words.Pick("sv").Keys.Overheard)
	d.Press("enter")
	d.Press("B", "r", "o")
	d.Send(tea.KeyPressMsg{Code: tea.KeyF10})
	d.Until("Reply to remote lost overheard", "Bro▏")
	d.Send(tea.KeyPressMsg{Code: tea.KeyF9})
	d.Until("Reply to remote lost av")
	d.Press("!") // is written here, and an alarm where nothing is
	d.Until("Bro!▏")
	d.Press("esc", "!")
	d.Until("Reply to remote lost overheard")
	if got := r.commands(); !slices.Equal(got, []string{"remote lost overheard", "remote lost av", "remote lost overheard"}) {
		t.Errorf("ran %q", got)
	}
	d, r = start(t, council(), "sv", 80, 24)
	d.Send(tea.KeyPressMsg{Code: tea.KeyF10})
	d.Until(words.Pick("sv").Remote.NoPanic)
	if r.commands() != nil {
		t.Error("somebody in the room stops the meeting")
	}
}

func TestKeysHeldDownPileUpNoPages(t *testing.T) {
	m := New(&registrar{}, words.Pick("sv"), nil).(*Model)
	m.view, m.loaded = council(), true
	for range 1000 {
		for _, k := range []string{"+", "m", "?"} {
			m.Update(tea.KeyPressMsg{Code: []rune(k)[0], Text: k})
		}
	}
	if len(m.over) > deepest+1 {
		t.Errorf("%d pages lie on each other", len(m.over))
	}
}

// Of an open vote no choice is under the cursor before somebody has moved it there: a key
// pressed too often is nobody's vote (D03).
func TestNoChoiceOfAVoteIsTheDefault(t *testing.T) {
	v := calling()
	v.Me.Seat, v.Floor.Vote.Turn = 3, 3
	for _, choice := range []string{"yes", "no", "abstain"} {
		v.Steps = append(v.Steps, view.Step{ID: "vote-" + choice, Args: []string{"vote", choice}, Item: 2, Lead: true})
	}
	d, r := start(t, v, "sv", 80, 24)
	d.Until(words.Pick("sv").Ask.Called, "Ja: yrkande 1: Bygg bron")
	d.Press("enter", "j", "enter", "j")
	if d.Has(words.Pick("sv").Confirm.Title) || r.commands() != nil {
		t.Error("Enter alone has chosen")
	}
	d.Press("down", "down", "enter")
	d.Until(words.Pick("sv").Confirm.Title, "Nej: yrkande 2: Riv bron")

	v.Steps = []view.Step{{ID: "vote-for", Args: []string{"vote", "for", "4", rules.FieldMark}, Lead: true, Person: 4, Fields: []rules.Field{
		{Name: "choice", Of: rules.OfChoice, Choices: []string{rules.Yes, rules.No, rules.Abstain}, Least: 1, Most: 1},
	}}}
	d, r = start(t, v, "sv", 80, 24)
	d.Press("enter", "enter", "j")
	d.Until(words.Fill(words.Pick("sv").Form.Few, "least", 1))
	d.Press("down", "down", "enter", "j")
	d.Until("Reply to vote for 4 no")
	if got := r.commands(); !slices.Equal(got, []string{"vote for 4 no"}) {
		t.Errorf("ran %q", got)
	}
}
