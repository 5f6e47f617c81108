package desk

import (
	"fmt"
	"slices"
	"testing"

	"valurna/ballot/guarantee"
	rules "valurna/ballot/meeting"
	rec "valurna/ballot/record"
	"valurna/ballot/view"
	"valurna/tui/screentest"
	"valurna/tui/words"
)

// What the fake registrar gives besides the view.

func (r *registrar) Gate() (view.Gate, error) {
	p := guarantee.Evaluate(guarantee.Admission, guarantee.Evidence{})[:4]
	p[0].Verdict = guarantee.Holds
	return view.Gate{Moment: "admission", Findings: p, Opening: true, Next: []string{p[1].ID, p[2].ID}}, nil
}

func (r *registrar) Link() (view.Link, error) {
	return view.Link{Lines: 2, Exchange: "curve25519-sha256"}, nil
}

func (r *registrar) Record() (*rec.Record, error) {
	out := rec.NewKeeper().Record()
	out.Body, out.Meeting, out.Date, out.Place, out.Words, out.State = "Exempelby", "24 november", "2026-11-24", "Stadshuset", "abacus-bishop", "open"
	return out, nil
}

func (r *registrar) Entries(from int64, most int) ([]view.Entry, error) {
	return []view.Entry{
		{Seq: 41, Time: clock.Unix(), Type: rules.TypeItemBegin, Item: 2}, {Seq: 42, Time: clock.Unix() + 20, Type: rules.TypeSpeakAsk, Person: 3, Code: "reply"},
		{Seq: 43, Time: clock.Unix() + 40, Type: rules.TypeMotion, Person: 2, Motion: 1, Item: 2},
	}, nil
}

func (r *registrar) Witnessed() view.Witnessed {
	return view.Witnessed{Size: 43, Entries: 44, Root: "q2xlYW4gYXMgYSB3aGlzdGxl", Cosigned: []string{"witness/ljus", "witness/dag"}, Quorum: 2, At: clock.Unix()}
}

func (r *registrar) Paper(n int) (view.PaperText, error) {
	return view.PaperText{Paper: n, Title: "Budget 2027", Readable: true, Text: "Budget 2027\n\nSkolan får 412 mkr. Vägarna får 97 mkr.\n\tMer i bilagan.\x1b[2J"}, nil
}

// hybridEvening is a council in a debate, with everything that an evening has.
func hybridEvening() view.Desk {
	v := debating()
	v.Agenda[1].Stage, v.Agenda[0].Stage, v.Agenda[0].Decision = rules.StageDebate, rules.Decided, "Anta budgeten"
	v.Agenda[0].Dissents = []int{4}
	v.Papers = []view.Paper{
		{Paper: 1, Title: "Budget 2027", Item: 1, Hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", Bytes: 80, Got: 2, Due: 5, Mine: true},
		{Paper: 2, Title: "Valberedningens förslag", Item: 2, Hash: "2c624232cdd221771294dfbb310aca000a0df6ac8b66b696d90ef06fdefb64a3", Bytes: 60, Due: 5},
	}
	v.Remote = []view.Remote{{Person: 2, Seat: 2, Name: names[1], State: view.RemoteAdmitted}, {Person: 4, Seat: 4, Name: names[3], State: view.RemoteGranted}, {Person: 5, Seat: 5, Name: names[4], State: view.RemoteApplied}}
	v.Sight = view.Sight{Asked: 6, Missing: []view.Missing{{From: 0, Of: 4}, {From: 2, Of: 4}}}
	v.Substitutes = []view.Substitute{{Person: 6, Name: "Sixten Åkerö", Here: true, Next: true}, {Person: 7, Name: "Sju Övre", Here: true}}
	for i := range v.Seats {
		v.Seats[i].Since = clock.Unix() - int64(i*600)
	}
	v.Hide = 5
	v.Steps = []view.Step{
		{ID: "speak-ask", Args: []string{"speak", "ask"}, Item: 2}, {ID: "speak-ask-order", Args: []string{"speak", "ask", "order"}, Item: 2},
		{ID: "motion-main", Args: []string{"motion", "main", rules.FieldMark}, Item: 2, Fields: []rules.Field{{Name: "motion-main", Of: rules.OfText, Least: 1, Most: 60}}},
		{ID: "motion-reject", Args: []string{"motion", "reject", rules.FieldMark}, Item: 2, Fields: []rules.Field{{Name: "motion-reject", Of: rules.OfText, Most: 60}}},
		{ID: "paper-got", Args: []string{"paper", "got", rules.FieldMark}, Fields: []rules.Field{{Name: "paper", Of: rules.OfPaper, Choices: []string{"2"}, Least: 1, Most: 1}}},
		{ID: "dissent", Args: []string{"dissent", "1"}, Item: 1}, {ID: "checkout", Args: []string{"checkout"}},
	}
	return v
}

// eveningOf is that evening as one person has it.
func eveningOf(who string) view.Desk {
	v := hybridEvening()
	more := []view.Step{
		{ID: "speak-give", Args: []string{"speak", "give"}, Item: 2, Person: 3, Lead: true}, {ID: "item-debated", Args: []string{"item", "debated"}, Item: 2, Lead: true},
		{ID: "remote-identify", Args: []string{"remote", "identify", "p4", rules.FieldMark}, Person: 4, Lead: true, Fields: []rules.Field{{Name: "code", Of: rules.OfText, Least: 1, Most: 20}}},
		{ID: "motion-refuse", Args: []string{"motion", "refuse", "2"}, Item: 2, Motion: 2}, {ID: "meeting-adjourn", Args: []string{"meeting", "adjourn", rules.FieldMark}, Fields: []rules.Field{
			{Name: "cause", Of: rules.OfCause, Choices: []string{rules.CauseTime, rules.CauseOrder}, Least: 1, Most: 1},
		}},
	}
	switch who {
	case "chair":
		v.Me.Offices, v.Steps = []string{"chair"}, append(more, v.Steps...)
		v.Remote[1].Code, v.Remote[2].Reason = "bafod-gilav", "Bor tolv mil bort"
	case "secretary":
		v.Me = view.Person{Person: 9, Name: "Sonja Skrivare", Offices: []string{"secretary"}, Fingerprint: "SHA256:mine"}
		v.Steps = more[2:3]
		v.Papers[1].Missing = []int{1, 3}
	case "observer":
		v = public(v)
		for i := range v.Remote {
			v.Remote[i].Name = ""
		}
		v.Substitutes = []view.Substitute{{Person: 6, Here: true, Next: true}}
	}
	return v
}

// Every page of every role, in every language and size.
func TestEveningScreens(t *testing.T) {
	for _, lang := range words.Languages() {
		for _, size := range [][2]int{{80, 24}, {120, 40}, {40, 24}} {
			for _, who := range []string{"member", "chair", "secretary", "observer"} {
				v := eveningOf(who)
				d, _ := start(t, v, lang, size[0], size[1])
				for i, tab := range tabsOf(v) {
					d.Press(fmt.Sprint(i + 1))
					loaded(d, lang)
					d.Golden(fmt.Sprintf("evening/%s-%s.%s.%d", who, pageNames[tab], lang, size[0]))
				}
				if who != "member" {
					continue
				}
				d.Press("2", "enter")
				loaded(d, lang)
				d.Golden(fmt.Sprintf("evening/item.%s.%d", lang, size[0]))
				d.Press("6", "enter")
				loaded(d, lang)
				d.Golden(fmt.Sprintf("evening/paper.%s.%d", lang, size[0]))
				d.Press("1", "+")
				d.Golden(fmt.Sprintf("evening/acts.%s.%d", lang, size[0]))
				for range slices.Index(stepOrder(v), "motion-main") {
					d.Press("down")
				}
				d.Press("enter", "B", "r", "o")
				d.Golden(fmt.Sprintf("evening/form.%s.%d", lang, size[0]))
				d.Press("enter")
				d.Golden(fmt.Sprintf("evening/confirm.%s.%d", lang, size[0]))
			}
		}
	}
}

// stepOrder are the ids on the page of everything that one may do.
func stepOrder(v view.Desk) []string {
	var out []string
	for _, s := range (&actsPage{}).steps(v) {
		out = append(out, s.ID)
	}
	return out
}

// loaded waits until nothing in sight is on its way.
func loaded(d *screentest.Driver, lang string) {
	d.UntilTrue("everything in sight", func() bool { return !d.Has(words.Pick(lang).Frame.Loading) })
}

// Every page as text: nothing for the eye alone, nothing cut.
func TestEveryPageIsTextToo(t *testing.T) {
	for _, lang := range words.Languages() {
		w := words.Pick(lang)
		all := ""
		for _, who := range []string{"chair", "observer"} {
			v := eveningOf(who)
			for _, p := range PageNames(v, w) {
				text, ok := PageText(&registrar{view: v}, v, w, p.Name)
				if !ok || text == "" {
					t.Errorf("%s: page %s of the %s is no text", lang, p.Name, who)
				}
				for _, bad := range []string{"\x1b", "…", "█", "{"} {
					if bad != "…" && slices.Contains([]rune(text), []rune(bad)[0]) && !(bad == "{" && p.Name == "now") {
						t.Errorf("%s: page %s has %q:\n%s", lang, p.Name, bad, text)
					}
				}
				all += "# " + who + ": " + p.Title + "\n" + text + "\n"
			}
		}
		if _, ok := PageText(&registrar{}, council(), w, "journal"); ok {
			t.Error("a member has the observers' page")
		}
		screentest.Golden(t, "pages."+lang, all)
	}
}
