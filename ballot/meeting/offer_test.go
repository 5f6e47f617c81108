package meeting_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"valurna/ballot/canon"
	"valurna/ballot/manifest"
	"valurna/ballot/meeting"
)

// unoffered are commands that are another way to ask for what is offered: by their
// first words, the offer that stands for them.
var unoffered = map[string]string{
	"motion candidate": "nominate",
	"paper hand":       "", // paper put uploads the paper itself
}

// offersHold checks what a person is offered: whatever needs nothing more is lawful, and
// nothing is offered twice.
func offersHold(t *testing.T, s *meeting.State, person int, at int64) []meeting.Offer {
	t.Helper()
	offers := s.Offers(person, at)
	seen := map[string]bool{}
	for _, o := range offers {
		command := strings.Join(o.Words, " ")
		if seen[command] || !slices.Contains(meeting.OfferIDs(), o.ID) {
			t.Errorf("person %d is offered %q twice, or under an unknown id %q", person, command, o.ID)
		}
		seen[command] = true
		if strings.Count(command, meeting.FieldMark) != len(o.Fields) {
			t.Errorf("%q has %d fields", command, len(o.Fields))
		}
		if len(o.Fields) > 0 {
			continue
		}
		_, known, err := s.Decide(meeting.Ask{By: person, Words: o.Words, At: at, Commit: func(any) canon.Hex { return make(canon.Hex, 32) }})
		var refused *meeting.Refusal
		if errors.As(err, &refused) && slices.Contains([]string{"A20", "wait"}, refused.Rule) {
			continue // asked anew at the moment itself
		}
		if !known || err != nil {
			t.Errorf("person %d is offered %q, which is refused: %v", person, command, err)
		}
	}
	return offers
}

// offered says whether what the rules have granted was on offer too.
func offered(offers []meeting.Offer, words []string) bool {
	name := ""
	for _, c := range meeting.Commands() {
		if strings.HasPrefix(strings.Join(words, " ")+" ", c.Name+" ") {
			name = c.Name
			break
		}
	}
	for other, by := range unoffered {
		if strings.HasPrefix(strings.Join(words, " "), other) {
			if name = by; name == "" {
				return true
			}
		}
	}
	return slices.ContainsFunc(offers, func(o meeting.Offer) bool {
		return strings.HasPrefix(strings.Join(o.Words, " ")+" ", name+" ")
	})
}

// A screen that shows offers and knows no rule leads through a whole item.
func TestOffersLeadThroughAnItem(t *testing.T) {
	b := inSession(t, manifest.ProfileCouncil, 5, 5)
	lead := func(person int) string {
		t.Helper()
		for _, o := range offersHold(t, b.state, person, b.at) {
			if o.Lead {
				return strings.Join(o.Words, " ")
			}
		}
		return ""
	}
	for _, step := range []struct {
		asks int
		lead string
		does string
	}{
		{1, "item begin 1", "item begin 2"},
		{1, "", ""},
		{3, "", "motion main Build the bridge"},
		{4, "", "motion reject"},
		{1, "item debated", "item debated"},
		{1, "question " + meeting.FieldMark, "question 1 2"},
		{1, "question approved", "question approved"},
		{1, "acclaim 1", "acclaim 1"},
		{4, "vote ask", "vote ask"},
		{1, "vote open", "vote open"},
		{2, "vote yes", "vote yes"},
		{3, "vote yes", "vote yes"},
		{4, "vote yes", "vote no"},
		{5, "vote yes", "vote no"},
		{1, "vote yes", "vote abstain"},
		{1, "vote result yes", "vote result yes"},
		{1, "item begin 1", ""},
	} {
		if got := lead(step.asks); got != step.lead {
			t.Fatalf("before %q person %d is led to %q instead of %q", step.does, step.asks, got, step.lead)
		}
		if step.does != "" {
			b.asks(step.asks, step.does)
		}
	}
	b.decided(2, meeting.Decided, 1)
}

func TestNobodyIsOfferedWhatIsForOthers(t *testing.T) {
	b := inSession(t, manifest.ProfileCouncil, 5, 5)
	b.plays(oneMotion)
	for _, o := range offersHold(t, b.state, 4, b.at) {
		if o.ID == "vote-open" || o.ID == "gavel" || o.ID == "item-aside" || o.ID == "meeting-adjourn" {
			t.Errorf("a member is offered %q", o.ID)
		}
	}
	if len(b.state.Offers(99, b.at)) > 0 || len(b.state.Offers(0, b.at)) > 0 {
		t.Error("somebody who is nobody is offered something")
	}
}

// large is a council in session that handles an item.
func large(b *testing.B, seats, items int) (*meeting.State, int64) {
	b.Helper()
	s := meeting.New(&noBallots{})
	s.Under(&manifest.Manifest{Profile: manifest.ProfileCouncil, Date: "2026-11-30"})
	enter := func(event any) {
		b.Helper()
		commit, err := s.Check(noon, event)
		if err != nil {
			b.Fatalf("%+v: %v", event, err)
		}
		commit()
	}
	for i := range seats {
		p := &meeting.Person{Person: i + 1, Seat: i + 1, Offices: []string{}, Commit: secret("person", i)}
		if i == 0 {
			p.Offices = []string{meeting.OfficeChair, meeting.OfficeSecretary}
		}
		enter(p)
	}
	for i := range items {
		enter(&meeting.Item{Item: i + 1, Class: meeting.ClassDecision, Title: "Item"})
	}
	enter(&meeting.Ready{Seats: seats, Keys: 3})
	for i := range seats {
		enter(&meeting.Presence{Person: i + 1, Seat: i + 1, Present: true, Place: secret("place", i)})
	}
	enter(&meeting.Notice{By: 1, Posted: "2026-11-20", Summoned: "2026-11-20"})
	enter(&meeting.Meeting{State: meeting.Open, Person: 1})
	enter(&meeting.ItemBegin{Item: 1, By: 1})
	return s, noon
}

func BenchmarkOffers(b *testing.B) {
	for _, who := range []struct {
		name   string
		person int
	}{{"chair", 1}, {"member", 500}} {
		b.Run(who.name, func(b *testing.B) {
			s, at := large(b, 1000, 200)
			for b.Loop() {
				s.Offers(who.person, at)
			}
		})
	}
}
