package guarantee

import (
	"slices"
	"testing"
)

// A20: where remote votes are not guaranteed, nobody takes part remotely in a meeting
// in which a secret ballot can come up.
func TestWhereASecretBallotCanComeUpItsGuaranteesDecideWhoTakesPart(t *testing.T) {
	plain := Item{Number: 1, Class: ClassInformation, NoBallot: Yes, Plain: Yes}
	decision := Item{Number: 2, Class: ClassDecision, NoBallot: Yes, Plain: Yes}
	poll := Item{Number: 3, Class: ClassDecision, NoBallot: No, Plain: Yes}
	unsure := Item{Number: 4, Class: ClassDecision, Plain: Yes}
	election := Item{Number: 5, Class: ClassElection, NoBallot: Yes, Plain: Yes}
	employment := Item{Number: 6, Class: ClassEmployment, NoBallot: No, Plain: Yes}
	strange := Item{Number: 7, Class: "poll", NoBallot: Yes, Plain: Yes}

	paper := func(e *Evidence) { e.Casting.AllElectronic = No }
	unaudited := func(e *Evidence) { e.Casting.NoOrder = NotShown }
	both := func(e *Evidence) { paper(e); unaudited(e) }
	for _, c := range []struct {
		about   string
		profile string
		items   []Item
		broken  func(*Evidence)
		code    string
		verdict Verdict
	}{
		{"an election, and all is guaranteed", "se-fullmaktige", []Item{plain, election}, nil, "A20-holds", Holds},
		{"no election, and votes on paper", "se-fullmaktige", []Item{plain, decision}, paper, "A20-holds", Holds},
		{"an election, and votes on paper", "se-fullmaktige", []Item{plain, election}, paper, "A20-item", Fails},
		{"an employment, and votes on paper", "se-namnd", []Item{employment}, paper, "A20-item", Fails},
		{"a Danish election, and votes on paper", "dk-kommunalbestyrelse", []Item{election}, paper, "A20-item", Fails},
		{"an election, and the urn is not audited", "se-fullmaktige", []Item{election}, unaudited, "A20-item", Unknown},
		{"an election, with both", "se-fullmaktige", []Item{election}, both, "A20-item", Fails},
		{"a council's poll, which is open", "se-fullmaktige", []Item{poll}, paper, "A20-holds", Holds},
		{"an association's poll", "association", []Item{poll}, paper, "A20-item", Fails},
		{"an association's open decision", "association", []Item{decision}, paper, "A20-holds", Holds},
		{"an association's decision that may be a poll", "association", []Item{unsure}, paper, "A20-agenda", Unknown},
		{"an association's election", "association", []Item{election}, paper, "A20-item", Fails},
		{"an item of no known class", "se-fullmaktige", []Item{strange}, paper, "A20-agenda", Unknown},
		{"a body of no known profile", "", []Item{decision}, paper, "A20-agenda", Unknown},
		{"no items", "se-fullmaktige", nil, paper, "A20-holds", Holds},
	} {
		e := complete()
		e.Profile, e.Agenda.Items = c.profile, c.items
		if c.broken != nil {
			c.broken(&e)
		}
		panel := Evaluate(Admission, e)
		if f := panel.find("A20"); f.Code != c.code || f.Verdict != c.verdict {
			t.Errorf("%s: %s, %s; want %s, %s", c.about, f.Code, f.Verdict, c.code, c.verdict)
		}
		if c.verdict != Holds && panel.RemoteParticipation() {
			t.Errorf("%s: remote members take part", c.about)
		}
		e.Agenda.Listed = NotShown
		if f := Evaluate(Admission, e).find("A20"); c.broken != nil && f.Verdict == Holds || c.broken == nil && f.Verdict != Holds {
			t.Errorf("%s, and the agenda may hold more: %s", c.about, f.Verdict)
		}
	}
}

// KL 5:52: an election that is added during the meeting.
func TestAnElectionThatIsAddedIsJudgedAnew(t *testing.T) {
	e := complete()
	e.Record.TrialVerified = NotShown
	e.Agenda.Items = []Item{{Number: 1, Class: ClassDecision, NoBallot: Yes, Plain: Yes}}
	if p := Evaluate(Admission, e); !p.RemoteParticipation() || p.RemoteVoting() {
		t.Fatal("without elections the meeting may be held with remote members, who may not vote in secret")
	}
	e.Agenda.Items = append(e.Agenda.Items, Item{Number: 2, Class: ClassElection, NoBallot: No, Plain: Yes})
	if Evaluate(Agenda, e).RemoteParticipation() {
		t.Error("an election was added, and remote members stay")
	}
}

// Nothing that only a ballot can show keeps remote members out before there is one.
func TestAMomentAsksWhatItCanKnow(t *testing.T) {
	e := complete()
	e.Ballot = Ballot{}
	want := map[Moment][]string{
		Admission:     {"G11"},
		Agenda:        {"G11"},
		OpeningOf:     {"G11", "G15", "G16", "A20"},
		Running:       {"G11", "G15", "G16", "A20"},
		Certification: {"G11", "G14", "G15", "G16", "G17", "A20"},
	}
	for _, m := range moments {
		panel := Evaluate(m, e)
		if got := ids(panel.Failing()); !slices.Equal(got, want[m]) {
			t.Errorf("%s: %v fail, want %v", m, got, want[m])
		}
	}
	for _, c := range []struct {
		about string
		do    func(*Ballot)
		from  Moment
	}{
		{"the keys are not published", func(b *Ballot) { b.Published = NotShown }, OpeningOf},
		{"four are eligible", func(b *Ballot) { b.Eligible = Count(4) }, OpeningOf},
		{"the tokens are not counted", func(b *Ballot) { b.Tokens = Number{} }, Running},
		{"the ballots are not counted", func(b *Ballot) { b.Cast = Number{} }, Running},
		{"the spent tokens are not compared", func(b *Ballot) { b.Spent = NotShown }, Running},
		{"nobody has looked for receipts", func(b *Ballot) { b.NoneMissing = NotShown }, Certification},
		{"nobody has shuffled", func(b *Ballot) { b.Shuffles = Number{} }, Certification},
		{"nobody has recounted", func(b *Ballot) { b.Recounted = NotShown }, Certification},
	} {
		e := complete()
		c.do(&e.Ballot)
		for _, m := range moments {
			if asked := m.order() >= c.from.order(); Evaluate(m, e).RemoteVoting() == asked {
				t.Errorf("%s: at %s it is asked: %v", c.about, m, !asked)
			}
		}
	}
}
