package guarantee

import (
	"slices"
	"strings"
	"testing"
)

// change is one fact that differs from the complete evidence, and what it does.
type change struct {
	about   string
	code    string // the reason that is given
	verdict Verdict
	do      func(*Evidence)
	fall    []string // other guarantees that hang on the same fact
}

// absent is what falls with a guarantee of remote voting: the agenda has an election.
const absent = "A20"

func changes() []change {
	return slices.Concat(bodyChanges(), applicationChanges(), meetingChanges(), sightChanges(), privacyChanges(),
		openingChanges(), secrecyChanges(), countChanges(), insightChanges(), systemChanges())
}

func TestEachFactAloneMakesItsOwnGuaranteeFailAndSaysWhy(t *testing.T) {
	for _, c := range changes() {
		e := complete()
		c.do(&e)
		panel := Evaluate(Certification, e)
		id, _, _ := strings.Cut(c.code, "-")
		f := panel.find(id)
		if f.Code != c.code || f.Verdict != c.verdict || f.Mend == "" || slices.Contains(f.Also, f.Code) {
			t.Errorf("%s: %s, %s and also %v, want %s, %s; mend %q", c.about, f.Code, f.Verdict, f.Also, c.code, c.verdict, f.Mend)
		}
		want := append(slices.Clone(c.fall), id)
		if f.Effect.Refuses(Voting) {
			want = append(want, absent)
		}
		if got := ids(panel.Failing()); !sameIDs(got, want) {
			t.Errorf("%s: %v fail, want %v", c.about, got, want)
		}
		for _, what := range []struct {
			name   string
			given  bool
			effect Effect
		}{
			{"remote participation", panel.RemoteParticipation(), Participation},
			{"opening", panel.Opening(), Opening},
			{"the hosted booth", panel.HostedBooth(), Hosted},
		} {
			if refused := len(panel.Failing(what.effect)) > 0; what.given == refused {
				t.Errorf("%s: %s is given: %v, and refused: %v", c.about, what.name, what.given, refused)
			}
		}
		if refused := len(panel.Failing(Participation, Voting)) > 0; panel.RemoteVoting() == refused {
			t.Errorf("%s: remote voting is given: %v, and refused: %v", c.about, panel.RemoteVoting(), refused)
		}
	}
}

// sameIDs compares two lists of ids without regard to order.
func sameIDs(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

func TestEveryReasonHasAMeetingInWhichItIsGiven(t *testing.T) {
	given := map[string]bool{"A20-item": true, "A20-agenda": true} // TestA20…
	for _, c := range changes() {
		given[c.code] = true
	}
	for _, g := range Guarantees() {
		for _, r := range g.Reasons {
			if !given[r.Code] {
				t.Errorf("no meeting shows %s", r.Code)
			}
		}
	}
}

func bodyChanges() []change {
	return []change{
		{"nobody attests that the rules allow remote members", "G1-rule", Unknown, func(e *Evidence) { e.Rule.Allows = Attestation{} }, nil},
		{"fullmäktige has not allowed remote members", "G1-rule", Fails, func(e *Evidence) { e.Rule.Allows = denial(secretary) }, nil},
		{"the attestation of the rule is in no entry", "G1-rule", Unknown, func(e *Evidence) { e.Rule.Allows.Entry = 0 }, nil},
		{"the attestation of the rule is nobody's", "G1-rule", Unknown, func(e *Evidence) { e.Rule.Allows.By = 0 }, nil},
		{"the decision's document is not in the journal", "G1-document", Unknown, func(e *Evidence) { e.Rule.Document = NotShown }, nil},
		{"the decision's document is another", "G1-document", Fails, func(e *Evidence) { e.Rule.Document = No }, nil},
		{"an utskott meets", "G2-committee", Fails, func(e *Evidence) { e.Profile = "se-utskott" }, nil},
		{"the body's profile is not known", "G2-committee", Unknown, func(e *Evidence) { e.Profile = "" }, []string{"G10", "G11", "G12"}},
		{"the body's profile is of no known kind", "G2-committee", Unknown, func(e *Evidence) { e.Profile = "no-kommunestyre" }, []string{"G10", "G11", "G12"}},
	}
}

func applicationChanges() []change {
	p := func(do func(*Person)) func(*Evidence) { return func(e *Evidence) { do(person(e, 7)) } }
	return []change{
		{"nobody says whether the list of remote members is complete", "G3-list", Unknown, func(e *Evidence) { e.Remote.Listed = NotShown }, []string{"G5", "G6", "G7", "G9", "G10", "G20", absent}},
		{"the secretary did not get the application", "G3-secretary", Unknown, p(func(p *Person) { p.ToSecretary = Stamp{} }), nil},
		{"the chair did not get the application", "G3-chair", Unknown, p(func(p *Person) { p.ToChair = Stamp{} }), nil},
		{"the application came with clocks that no place on earth has", "G3-chair", Unknown, p(func(p *Person) { p.ToChair.Zone = 16 * 3600 }), nil},
		{"the chair got the application four days before", "G3-late", Fails, p(func(p *Person) { p.ToChair = delivered("2026-11-26 00:00") }), nil},
		{"the secretary got the application four days before", "G3-late", Fails, p(func(p *Person) { p.ToSecretary = delivered("2026-11-26 00:00") }), nil},
		{"the day of the meeting is not known", "G3-late", Unknown, func(e *Evidence) { e.Meeting.Date = "" }, nil},
		{"the day of the meeting is no day", "G3-late", Unknown, func(e *Evidence) { e.Meeting.Date = "2026-11-31" }, nil},
		{"the board demands a week's notice", "G3-late", Fails, func(e *Evidence) { e.Policy.NoticeDays = 7 }, nil},
		{"no reason is on record", "G3-reason", Unknown, p(func(p *Person) { p.Reason = NotShown }), nil},
		{"the reason is no special one", "G3-reason", Fails, p(func(p *Person) { p.Reason = No }), nil},
		{"the chair is silent", "G3-grant", Unknown, p(func(p *Person) { p.Grant = Attestation{} }), nil},
		{"the chair refuses", "G3-grant", Fails, p(func(p *Person) { p.Grant = denial(chair) }), nil},
		{"the secretary grants", "G3-grantor", Fails, p(func(p *Person) { p.Grant = word(secretary) }), nil},
		{"nobody is known to preside", "G3-grantor", Unknown, func(e *Evidence) { e.Meeting.Chair = 0 }, []string{"G5", "G6", "G7"}},
	}
}

func meetingChanges() []change {
	p := func(do func(*Person)) func(*Evidence) { return func(e *Evidence) { do(person(e, 7)) } }
	return []change{
		{"nobody attests a place", "G4-place", Unknown, func(e *Evidence) { e.Meeting.Place = Attestation{} }, nil},
		{"there is no place", "G4-place", Fails, func(e *Evidence) { e.Meeting.Place = denial(chair) }, nil},
		{"all are remote", "G4-room", Fails, func(e *Evidence) { e.Meeting.Room = Count(0) }, []string{"G10"}},
		{"nobody has counted the room", "G4-room", Unknown, func(e *Evidence) { e.Meeting.Room = Number{} }, []string{"G10"}},
		{"nobody says whether the list of remote members is complete", "G5-list", Unknown, func(e *Evidence) { e.Remote.Listed = NotShown }, []string{"G3", "G6", "G7", "G9", "G10", "G20", absent}},
		{"one key serves two seats", "G5-key", Fails, p(func(p *Person) { p.OwnKey = No }), nil},
		{"nothing is known of the key", "G5-key", Unknown, p(func(p *Person) { p.OwnKey = NotShown }), nil},
		{"a seat has two sessions", "G5-session", Fails, p(func(p *Person) { p.OneSession = No }), nil},
		{"nothing is known of the sessions", "G5-session", Unknown, p(func(p *Person) { p.OneSession = NotShown }), nil},
		{"the chair has not confirmed who it is", "G5-identity", Unknown, p(func(p *Person) { p.Confirmed = Attestation{} }), nil},
		{"the chair hears another voice", "G5-identity", Fails, p(func(p *Person) { p.Confirmed = denial(chair) }), nil},
		{"a member confirms its own identity", "G5-identity", Unknown, p(func(p *Person) { p.Confirmed = word(7) }), nil},
		{"the agenda may not be complete", "G8-agenda", Unknown, func(e *Evidence) { e.Agenda.Listed = NotShown }, nil},
		{"the agenda is not complete", "G8-agenda", Fails, func(e *Evidence) { e.Agenda.Listed = No }, nil},
		{"an item is not classified", "G8-class", Unknown, func(e *Evidence) { e.Agenda.Items[0].Plain = NotShown }, nil},
		{"the transmission is not safeguarded", "G8-transmission", Unknown, func(e *Evidence) { e.Agenda.Transmission = Attestation{} }, nil},
		{"the transmission is unsafe", "G8-transmission", Fails, func(e *Evidence) { e.Agenda.Transmission = denial(secretary) }, nil},
		{"the rooms are not safeguarded", "G8-rooms", Unknown, func(e *Evidence) { e.Agenda.Rooms = Attestation{} }, nil},
		{"the rooms are unsafe", "G8-rooms", Fails, func(e *Evidence) { e.Agenda.Rooms = denial(secretary) }, nil},
		{"a seat has no mailbox", "G8-mailbox", Fails, func(e *Evidence) { e.Agenda.Mailboxes = No }, nil},
		{"nobody has looked at the mailboxes", "G8-mailbox", Unknown, func(e *Evidence) { e.Agenda.Mailboxes = NotShown }, nil},
		{"nobody says whether the list of remote members is complete", "G9-list", Unknown, func(e *Evidence) { e.Remote.Listed = NotShown }, []string{"G3", "G5", "G6", "G7", "G10", "G20", absent}},
		{"a paper was handed out in the room only", "G9-entered", Fails, func(e *Evidence) { e.Agenda.PapersIn = No }, nil},
		{"nobody knows of the papers", "G9-entered", Unknown, func(e *Evidence) { e.Agenda.PapersIn = NotShown }, nil},
		{"a member has not acknowledged a paper", "G9-read", Unknown, p(func(p *Person) { p.Papers = NotShown }), nil},
		{"a member has not got a paper", "G9-read", Fails, p(func(p *Person) { p.Papers = No }), nil},
	}
}
