package meeting_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"valurna/ballot/manifest"
	"valurna/ballot/meeting"
)

// listed writes a speakers' list: who has the floor, who waits, and "|" where it is closed.
func listed(l meeting.Speakers) string {
	out := []string{"-"}
	if l.Floor != nil {
		out[0] = fmt.Sprint(l.Floor.Person, " ", l.Floor.Kind)
	}
	for _, w := range l.Waiting {
		out = append(out, fmt.Sprint(w.Person, " ", w.Kind))
	}
	if l.Line {
		out = append(out, "|")
	}
	return strings.Join(out, ", ")
}

func (b *body) list(want string) {
	b.t.Helper()
	if got := listed(b.state.Speakers()); got != want {
		b.t.Fatalf("the list is %q instead of %q", got, want)
	}
}

// debate is a council of seven, six of them here, in the debate on item 2.
func debate(t *testing.T) *body {
	t.Helper()
	b := inSession(t, manifest.ProfileCouncil, 7, 6)
	b.asks(1, "item begin 2")
	return b
}

func TestPointsOfOrderGoBeforeRepliesAndRepliesBeforeSpeeches(t *testing.T) {
	b := debate(t)
	b.plays(`
		3: speak ask
		4: speak ask
		1: speak give`)
	b.list("3 speech, 4 speech")
	b.plays(`
		5: speak ask
		6: speak ask reply
		2: speak ask order
		4: speak ask reply
		5: speak ask order`)
	b.list("3 speech, 2 order, 5 order, 6 reply, 4 reply, 4 speech, 5 speech")
	for _, want := range []string{
		"2 order, 5 order, 6 reply, 4 reply, 4 speech, 5 speech", "5 order, 6 reply, 4 reply, 4 speech, 5 speech",
		"6 reply, 4 reply, 4 speech, 5 speech", "4 reply, 4 speech, 5 speech", "4 speech, 5 speech", "5 speech",
	} {
		b.asks(1, "speak give")
		b.list(want)
	}
	b.plays(`
		5: speak end
		1: speak give     ! speak`)
	b.list("-")
}

func TestTheListKeepsWhenTheFloorWasAskedForAndGiven(t *testing.T) {
	b := debate(t)
	asked := b.at
	b.plays(`
		3: speak ask
		wait 7
		1: speak give 3`)
	if got, want := *b.state.Speakers().Floor, (meeting.Speaker{Person: 3, Kind: meeting.FloorSpeech, Asked: asked, Since: asked + 7}); got != want {
		t.Errorf("%+v", got)
	}
	b.plays(`
		wait 5
		1: speak give sec ! usage
		1: speak give p11`)
	if got, want := *b.state.Speakers().Floor, (meeting.Speaker{Person: 11, Kind: meeting.FloorSpeech, Since: asked + 12}); got != want {
		t.Errorf("a rapporteur who has not asked: %+v", got)
	}
	l := b.state.Speakers()
	l.Floor.Person = 4
	if b.state.Speakers().Floor.Person != 11 {
		t.Error("whoever reads the list can change it")
	}
}

func TestWhoTakesPartAsksForTheFloorOnceOfEachKind(t *testing.T) {
	b := debate(t)
	b.plays(`
		5: jav 2
		3: speak ask
		3: speak ask            ! speak
		3: speak ask order
		3: speak ask order      ! speak
		3: speak ask song       ! speak
		3: speak ask order now  ! usage
		5: speak ask            ! KL 5:47
		7: speak ask            ! presence
		sub1: speak ask order   ! presence`)
	b.list("-, 3 order, 3 speech")
	b.refusesEvent("item", &meeting.SpeakAsk{Item: 1, Person: 4, Kind: meeting.FloorSpeech})
	b.refusesEvent("presence", &meeting.SpeakAsk{Item: 2, Person: 99, Kind: meeting.FloorSpeech})
}

func TestAReplyIsToSomebodyElseWhoHasTheFloorOrHadItLast(t *testing.T) {
	b := debate(t)
	b.plays(`
		4: speak ask reply      ! speak
		1: speak give 3
		3: speak ask reply      ! speak
		4: speak ask reply
		3: speak end
		3: speak ask reply      ! speak
		5: speak ask reply
		1: speak give 5
		3: speak ask reply`)
	b.list("5 reply, 4 reply, 3 reply")
}

func TestARequestIsTakenBackByWhoMadeItOrStruckByWhoPresides(t *testing.T) {
	b := debate(t)
	b.plays(`
		3: speak drop           ! speak
		3: speak ask
		3: speak ask order
		4: speak ask
		4: speak drop 3         ! office
		3: speak drop`)
	b.list("-, 4 speech")
	b.plays(`
		2: speak drop 4         ! office
		1: speak drop 4
		1: speak drop 4         ! speak`)
	b.list("-")
}

func TestOnlyWhoPresidesGivesTheFloor(t *testing.T) {
	b := debate(t)
	b.plays(`
		6: jav 2
		3: speak ask
		3: speak give           ! office
		3: speak give 3         ! office
		2: speak line           ! office
		1: speak give p99       ! person
		1: speak give 6         ! KL 5:47
		1: speak give 3
		1: speak give 3         ! speak
		4: speak end            ! office
		1: speak end
		1: speak end            ! speak
		3: speak end            ! speak
		1: speak give           ! speak
		1: speak give 4`)
	b.list("4 speech")
	b.refusesEvent("person", &meeting.SpeakGive{Item: 2, By: 1})
	b.asks(4, "speak ask order") // while speaking
	b.asks(1, "speak give 4")
	b.list("4 order")
}

func TestAfterTheLineOnlyRepliesAndPointsOfOrderAreAskedFor(t *testing.T) {
	b := debate(t)
	b.plays(`
		3: speak ask
		4: speak ask
		1: speak give
		1: speak line off       ! speak
		1: speak line on        ! usage
		1: speak line
		1: speak line           ! speak
		5: speak ask            ! speak
		5: speak ask reply
		6: speak ask order`)
	b.list("3 speech, 6 order, 5 reply, 4 speech, |")
	b.plays(`
		1: speak line off
		6: speak ask`)
	b.list("3 speech, 6 order, 5 reply, 4 speech, 6 speech")
}

func TestAfterTheDebateOnlyPointsOfOrderAreLeft(t *testing.T) {
	b := debate(t)
	b.plays(`
		3: motion main Build the bridge
		3: speak ask
		1: speak give
		4: speak ask
		5: speak ask reply
		6: speak ask order
		1: item debated`)
	b.list("-, 6 order")
	b.plays(`
		4: speak ask            ! speak
		5: speak ask reply      ! speak
		4: speak ask order
		1: speak give
		1: question 1
		1: question approved
		1: acclaim 1
		wait 3
		1: gavel`)
	b.list("-")
	b.refuses("item", 4, "speak ask order")
}

func TestWhoSpeaksToOrderWhileTheDebateIsClosedKeepsTheFloor(t *testing.T) {
	b := debate(t)
	b.plays(`
		3: motion main Build the bridge
		4: speak ask order
		1: speak give
		1: item debated`)
	b.list("4 order")
}

func TestEveryItemHasAListOfItsOwn(t *testing.T) {
	b := debate(t)
	b.plays(`
		3: speak ask
		4: speak ask
		1: speak give
		1: speak line
		1: item aside`)
	b.list("-")
	b.plays(`
		3: speak ask            ! item
		1: speak give           ! item
		1: speak give 3         ! item
		1: speak line           ! item
		1: speak end            ! item
		4: speak drop           ! item
		1: item begin 3
		4: speak ask reply      ! speak
		4: speak ask
		1: speak give
		1: item end`)
	b.list("-")
	b.plays(`
		1: item begin 2`)
	b.list("-")
}

func TestWhoTakesNoPartAnyMoreIsOffTheListAndTheFloor(t *testing.T) {
	b := debate(t)
	b.plays(`
		3: speak ask
		4: speak ask
		5: speak ask
		6: speak ask
		1: speak give
		5: jav 2
		4: jav 1`)
	b.leaves(6)
	b.list("3 speech, 4 speech")
	b.leaves(3)
	b.list("-, 4 speech")
}

func TestInABoardWhoLeavesTheRoomIsNotHeard(t *testing.T) {
	b := inSession(t, manifest.ProfileBoard, 5, 5)
	b.asks(1, "item begin 2")
	b.asks(1, "speak give 4")
	b.asks(4, "jav 2")
	b.list("-")
	b.refuses("KL 6:30", 1, "speak give 4")
	b.refuses("KL 6:30", 4, "speak ask order")
}

func TestNobodyGetsTheFloorWhileTheMeetingIsAdjourned(t *testing.T) {
	b := debate(t)
	b.plays(`
		3: speak ask
		4: speak ask
		5: speak ask
		1: speak give
		1: meeting adjourn time
		6: speak ask            ! adjourned
		1: speak give           ! adjourned
		1: speak give 4         ! adjourned
		1: speak line           ! adjourned
		4: speak drop
		3: speak end`)
	b.list("-, 5 speech")
	b.plays(`
		1: meeting resume
		1: speak give`)
	b.list("5 speech")
}

func TestWhileALineIsLostTheListOnlyGetsShorter(t *testing.T) {
	h := underWay(t)
	h.says(1, "item begin 1")
	for _, person := range []int{2, 3, 5} {
		h.says(person, "speak ask")
	}
	h.says(1, "speak give 5")
	h.says(4, "remote lost")
	h.saysInVain(4, "speak ask", "A14", "person 4")
	h.saysInVain(1, "speak give", "A14", "person 4")
	h.saysInVain(1, "speak line", "A14", "person 4")
	h.says(3, "speak drop")
	h.says(5, "speak end")
	if got := listed(h.Speakers()); got != "-, 2 speech" {
		t.Error(got)
	}
	h.says(1, "remote absent p4")
	h.sees(5)
	h.says(1, "speak give")
}

func TestWhoIsElsewhereIsHeardOnceAdmittedAndOnTheLine(t *testing.T) {
	h := newHybrid(t, 5, 2)
	h.applies(4, 5, 6) // 6 is a substitute, and takes no seat
	h.sits(1, 2, 3)
	h.joins(5)
	h.connects(6)
	h.sees(5, 6)
	h.says(1, "remote admit p6")
	h.says(1, "meeting open")
	h.says(1, "item begin 1")
	h.saysInVain(1, "speak give p4", "A02", "person 4")
	h.says(1, "speak give p6")
	h.says(1, "speak end")
	h.says(6, "remote lost")
	h.goesOn() // without a seat the line counts for nothing
	h.saysInVain(1, "speak give p6", "A14", "person 6")
	h.says(1, "speak give p5")
}

// In a body of a thousand 300 have asked for the floor.
func BenchmarkSpeakers(b *testing.B) {
	const seats, speakers = 1000, 300
	s := meeting.New(noBallots{})
	s.Under(&manifest.Manifest{Profile: manifest.ProfileAssociation, Date: "2026-11-30"})
	enter := func(event any) {
		b.Helper()
		commit, err := s.Check(noon, event)
		if err != nil {
			b.Fatal(err)
		}
		commit()
	}
	for n := 1; n <= seats; n++ {
		p := &meeting.Person{Person: n, Seat: n, Offices: []string{}, Commit: secret("person", n)}
		if n == 1 {
			p.Offices = []string{meeting.OfficeChair}
		}
		enter(p)
	}
	enter(&meeting.Item{Item: 1, Class: meeting.ClassDecision, Title: "Item"})
	enter(&meeting.Ready{Seats: seats, Keys: 1})
	for n := 1; n <= seats; n++ {
		enter(&meeting.Presence{Person: n, Seat: n, Present: true, Place: secret("place", n)})
	}
	enter(&meeting.Meeting{State: meeting.Open, Person: 1})
	enter(&meeting.ItemBegin{Item: 1, By: 1})
	for n := 2; n < 2+speakers; n++ {
		enter(&meeting.SpeakAsk{Item: 1, Person: n, Kind: meeting.FloorSpeech})
	}
	b.Run("ask-and-drop", func(b *testing.B) {
		for b.Loop() {
			enter(&meeting.SpeakAsk{Item: 1, Person: seats, Kind: meeting.FloorOrder})
			enter(&meeting.SpeakDrop{Item: 1, Person: seats, By: seats})
		}
	})
	b.Run("give-and-ask", func(b *testing.B) {
		for b.Loop() {
			next := s.Speakers().Waiting[0].Person
			enter(&meeting.SpeakGive{Item: 1, Person: next, By: 1})
			enter(&meeting.SpeakAsk{Item: 1, Person: next, Kind: meeting.FloorSpeech})
		}
	})
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			if n := len(s.Speakers().Waiting); n != speakers {
				b.Fatal(n)
			}
		}
	})
	if !slices.IsSortedFunc(s.Speakers().Waiting, func(a, b meeting.Speaker) int { return int(a.Asked - b.Asked) }) {
		b.Error("out of order")
	}
}
