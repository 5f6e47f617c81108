package shots

import (
	"context"
	"time"

	"valurna/ballot/guarantee"
	"valurna/ballot/kind"
	"valurna/ballot/meeting"
	rec "valurna/ballot/record"
	"valurna/ballot/view"
)

// The example is an evening of a made-up council of 49: the same every time it is drawn.

var clock = time.Date(2026, 11, 30, 17, 42, 0, 0, time.UTC)

var given = []string{"Åsa", "Björn", "Cecilia", "Daniel", "Elsa", "Fredrik", "Gun", "Håkan", "Inga", "Jörgen", "Karin", "Lars", "Märta", "Nils"}

var family = []string{"Ekman", "Ström", "Lindqvist", "Öberg", "Sandell", "Hjort", "Näslund"}

func nameOf(n int) string { return given[n%len(given)] + " " + family[(n/2)%len(family)] }

// evening is the view of one person; seat 0: an observer.
func evening(seat int, offices ...string) view.Desk {
	v := view.Desk{
		Body: "Kommunfullmäktige i Exempelby", Meeting: "30 november", Date: "2026-11-30", Place: "Stadshuset", State: "open",
		Words: "bafod-gilav-homup-jiral-kuvob-lafit-mogun-nibas-pudor-ratim",
		Me:    view.Person{Person: seat, Name: nameOf(seat), Seat: seat, Present: seat != 0, Place: "room", Offices: offices, Fingerprint: "SHA256:9pX0lY3mVbW1o6v8eQkqT2rZcN5uJ7sD4fGhKaLwEiM"},
		Keys:  view.Keys{State: "ready", Left: 6}, Hide: 5,
	}
	for i := 1; i <= 49; i++ {
		s := view.Seat{Seat: i, Person: i, Name: nameOf(i), Present: i%12 != 0, Place: "room", Since: clock.Unix() - 2400}
		if i%8 == 3 {
			s.Place = "remote"
			v.Remote = append(v.Remote, view.Remote{Person: i, Seat: i, Name: s.Name, State: view.RemoteAdmitted})
		}
		if !s.Present {
			s.Place, s.Since = "", 0
		}
		v.Seats = append(v.Seats, s)
	}
	for i, title := range []string{"Upprop och val av justerare", "Budget 2027", "Ny bro över Exån", "Val av ordförande för revisorerna", "Svar på interpellation om skolskjuts"} {
		it := view.Item{Item: i + 1, Title: title, Class: "decision", State: "waiting", Stage: meeting.StageWaiting}
		switch i + 1 {
		case 1:
			it.Stage, it.State = meeting.Ended, "done"
		case 2:
			it.Stage, it.State, it.Decision, it.Dissents = meeting.Decided, "done", "Anta kommunstyrelsens förslag till budget", []int{7, 21}
		case 3:
			it.Stage, it.State = meeting.StageDebate, "now"
		case 4:
			it.Class, it.Ballots, it.Candidates, it.Places = "election", true, candidates, 1
		case 5:
			it.Class = "information"
		}
		v.Agenda = append(v.Agenda, it)
	}
	for _, p := range []string{"trustee/anna", "trustee/bo", "trustee/cilla", "witness/bladet", "witness/grannen", "witness/oppositionen", "urn"} {
		v.Parties = append(v.Parties, view.Party{Name: p, Online: true})
	}
	v.Floor = view.Floor{Item: 3, Stage: meeting.StageDebate, Motions: []view.Motion{
		{Motion: 1, Kind: meeting.KindMain, Text: "Bygg bron av trä, med gångbana på båda sidor", Person: 5},
		{Motion: 2, Kind: meeting.KindMain, Text: "Bygg bron av stål", Person: 17}, {Motion: 3, Kind: meeting.KindReject, Person: 30},
	}}
	v.Speakers = view.Speakers{Floor: &view.Speaker{Person: 17, Seat: 17, Name: nameOf(17), Kind: meeting.FloorSpeech, Since: clock.Unix() - 95}}
	for i, p := range []int{5, 30, 41, 8, 26} {
		k := meeting.FloorSpeech
		if i == 0 {
			k = meeting.FloorReply
		}
		v.Speakers.Waiting = append(v.Speakers.Waiting, view.Speaker{Person: p, Seat: p, Name: nameOf(p), Kind: k})
	}
	v.Papers = []view.Paper{
		{Paper: 1, Item: 2, Title: "Budget 2027 med flerårsplan", Hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", Bytes: 1, Got: 44, Due: 61, Mine: true},
		{Paper: 2, Item: 3, Title: "Utredning om bron över Exån", Hash: "2c624232cdd221771294dfbb310aca000a0df6ac8b66b696d90ef06fdefb64a3", Bytes: 1, Got: 31, Due: 61},
	}
	v.Substitutes = []view.Substitute{{Person: 50, Name: "Olle Ahl", Here: true, Next: true}, {Person: 51, Name: "Pia Bro", Here: true}}
	v.Steps = memberSteps()
	return v
}

var candidates = []string{"Margareta Ahlin", "Søren Kjær", "Zinat Rahimi"}

func step(id string, lead bool, args ...string) view.Step {
	return view.Step{ID: id, Lead: lead, Item: 3, Args: args, Fields: []meeting.Field{}}
}

func asking(s view.Step, f ...meeting.Field) view.Step {
	s.Fields = f
	return s
}

func text(name string) meeting.Field {
	return meeting.Field{Name: name, Of: meeting.OfText, Least: 1, Most: 512}
}

func memberSteps() []view.Step {
	return []view.Step{
		step("speak-ask", false, "speak", "ask"), step("speak-ask-reply", false, "speak", "ask", "reply"), step("speak-ask-order", false, "speak", "ask", "order"),
		asking(step("motion-main", false, "motion", "main", meeting.FieldMark), text("motion-main")), asking(step("motion-remit", false, "motion", "remit", meeting.FieldMark), text("motion-remit")),
		step("dissent", false, "dissent", "2"), step("checkout", false, "checkout"),
	}
}

func chairSteps() []view.Step {
	give := step("speak-give", true, "speak", "give")
	give.Person = 5
	order := meeting.Field{Name: "order", Of: meeting.OfMotion, Choices: []string{"1", "2", "3"}, Least: 3, Most: 3, Order: true, Sep: " "}
	return append([]view.Step{
		give, step("item-debated", true, "item", "debated"), asking(step("question", false, "question", meeting.FieldMark), order),
		step("speak-end", false, "speak", "end"), step("speak-line", false, "speak", "line"), step("item-aside", false, "item", "aside"),
		asking(step("meeting-adjourn", false, "meeting", "adjourn", meeting.FieldMark), meeting.Field{Name: "cause", Of: meeting.OfCause, Choices: []string{"time", "order"}, Least: 1, Most: 1}),
	}, memberSteps()...)
}

// election is the evening at its secret ballot, in a phase.
func election(phase view.Phase, seat int, offices ...string) view.Desk {
	v := evening(seat, offices...)
	v.Floor, v.Speakers, v.Steps = view.Floor{Item: 4, Stage: meeting.StageVoteAsked, Asked: true}, view.Speakers{}, nil
	v.Agenda[2].Stage, v.Agenda[2].State, v.Agenda[2].Decision = meeting.Decided, "done", "Bygg bron av trä, med gångbana på båda sidor"
	v.Agenda[3].State, v.Agenda[3].Stage = "now", meeting.StageVoteAsked
	b := view.Ballot{Ballot: "4-1", Item: 4, Title: v.Agenda[3].Title, Phase: phase, Eligible: seat != 0, Contest: kind.Contest{Kind: kind.OneOfN, Elect: 1, Options: candidates}}
	if phase == view.PhaseOpen && seat != 0 {
		v.Booth = view.Booth{Ballot: "4-1", KeyPrint: "SHA256:Zk4mO2b1c7uE5tR8yXqLw0aVnJ6hGdKs3fPiTeMo9Uc", Commands: []string{"ssh -J 17@rost.exempelby.se ballot@urna.grannkommunen.se"}}
	}
	for _, o := range offices {
		if o == "chair" && phase == view.PhaseOpen {
			b.Counts = &view.Counts{Eligible: 45, Tokens: 38, Cast: 36}
			s := step(view.StepBallotClose, true, "ballot", "close", "4-1")
			s.Ballot = "4-1"
			v.Steps = []view.Step{s}
		}
	}
	if phase == view.PhaseCertified || phase == view.PhaseCounted {
		b.Counts = &view.Counts{Eligible: 45, Tokens: 45, Cast: 45}
		b.Result = &view.Result{Valid: 43, Blank: 2, Elected: candidates[2:], Ties: [][]string{}, Options: []kind.OptionVotes{{Name: candidates[0], Votes: 14}, {Name: candidates[1], Votes: 9}, {Name: candidates[2], Votes: 20}}}
	}
	v.Ballots = []view.Ballot{b}
	return v
}

// open takes names and places out, as the view of an observer has none.
func open(v view.Desk) view.Desk {
	v.Me, v.Steps, v.Booth = view.Person{Offices: []string{}}, nil, view.Booth{}
	for i := range v.Seats {
		v.Seats[i].Name, v.Seats[i].Place = "", ""
	}
	for i := range v.Remote {
		v.Remote[i].Name = ""
	}
	for i := range v.Speakers.Waiting {
		v.Speakers.Waiting[i].Name = ""
	}
	if f := v.Speakers.Floor; f != nil {
		f.Name = ""
	}
	return v
}

// example is what the pages ask of a registrar.
type example struct{ view view.Desk }

func (e example) View() (view.Desk, error) { return e.view, nil }
func (example) Changed() <-chan struct{}   { return nil }
func (example) Run(context.Context, ...string) (view.Reply, error) {
	return view.Reply{OK: true, Code: "done"}, nil
}

func (example) Gate() (view.Gate, error) {
	p := guarantee.Evaluate(guarantee.Admission, guarantee.Evidence{})
	for i := range p {
		if p[i].ID != "G18" {
			p[i].Verdict = guarantee.Holds
		}
	}
	return view.Gate{Moment: string(guarantee.Admission), Findings: p, Participation: true, Opening: true, Next: []string{"G18"}}, nil
}

func (example) Record() (*rec.Record, error) {
	r := rec.NewKeeper().Record()
	r.Body, r.Meeting, r.Date, r.Place, r.State = "Kommunfullmäktige i Exempelby", "30 november", "2026-11-30", "Stadshuset", "open"
	r.Words, r.Entries, r.Seats = "bafod-gilav-homup", 214, 49
	return r, nil
}

func (example) Entries(int64, int) ([]view.Entry, error) {
	var out []view.Entry
	for i, e := range []view.Entry{
		{Type: meeting.TypeItemBegin, Item: 3}, {Type: meeting.TypeSpeakAsk, Person: 5, Code: meeting.FloorSpeech}, {Type: meeting.TypeSpeakGive, Person: 5},
		{Type: meeting.TypeMotion, Person: 5, Motion: 1, Item: 3}, {Type: meeting.TypeMotion, Person: 17, Motion: 2, Item: 3}, {Type: meeting.TypeMotion, Person: 30, Motion: 3, Item: 3}, {Type: meeting.TypeSpeakGive, Person: 17},
	} {
		e.Seq, e.Time = int64(207+i), clock.Unix()-int64(60*(8-i))
		out = append(out, e)
	}
	return out, nil
}

func (example) Witnessed() view.Witnessed {
	return view.Witnessed{Size: 214, Entries: 214, Root: "mVb3kQ0w6r1o8eYpT2uZcN5xJ7sD4fGhKaLwEiM9pXE=", Cosigned: []string{"witness/bladet", "witness/grannen"}, Quorum: 2, At: clock.Unix() - 3}
}

func (example) Paper(n int) (view.PaperText, error) {
	return view.PaperText{Paper: n, Readable: true, Text: `Utredning om bron över Exån

Bron från 1934 bär inte längre tung trafik. Tre vägar har prövats:

  1. en bro av trä, 31 mkr, klar 2028
  2. en bro av stål, 38 mkr, klar 2028
  3. att laga den gamla, 12 mkr, håller till 2034`}, nil
}

func (example) Link() (view.Link, error) {
	return view.Link{Lines: 1, Exchange: "mlkem768x25519-sha256", Quantum: true}, nil
}
