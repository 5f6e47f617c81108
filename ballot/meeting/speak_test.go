package meeting_test

import (
	"fmt"
	"testing"

	"valurna/ballot/manifest"
	"valurna/ballot/meeting"
)

// list holds the speakers' list against what it should be: who has the floor, then who
// waits.
func (b *body) list(floor int, waiting ...int) {
	b.t.Helper()
	l := b.state.Speakers()
	got := 0
	if l.Floor != nil {
		got = l.Floor.Person
	}
	ok := got == floor && len(l.Waiting) == len(waiting)
	for i := 0; ok && i < len(waiting); i++ {
		ok = l.Waiting[i].Person == waiting[i]
	}
	if !ok {
		b.t.Fatalf("floor %d, list %+v; it should be %d, %v", got, l.Waiting, floor, waiting)
	}
}

func TestTheFloorIsGivenInTheOrderOfTheList(t *testing.T) {
	b := inSession(t, manifest.ProfileCouncil, 7, 7)
	b.plays(`
		3: speak ask           ! item
		1: item begin 2
		3: speak ask
		4: speak ask
		3: speak ask           ! speak
		3: speak ask shout     ! speak
		2: speak give          ! office
		5: speak ask reply
		6: speak ask order
		1: speak end           ! speak`)
	b.list(0, 6, 5, 3, 4)
	b.plays(`
		1: speak give`)
	b.list(6, 5, 3, 4)
	b.plays(`
		1: speak give p6       ! speak
		4: speak end           ! office
		6: speak end
		1: speak give 4`)
	b.list(4, 5, 3)
	b.plays(`
		1: speak give 2`)
	b.list(2, 5, 3)
	if l := b.state.Speakers(); l.Floor.Asked != 0 || l.Floor.Since != b.at || l.Floor.Kind != meeting.Speech {
		t.Errorf("who was called on: %+v", l.Floor)
	}
	b.plays(`
		5: speak drop
		5: speak drop          ! speak
		2: speak drop 3        ! office
		1: speak drop 3
		1: speak give          ! speak`)
	b.list(2)
}

func TestTheListIsClosedByALineAndByTheEndOfTheDebate(t *testing.T) {
	b := inSession(t, manifest.ProfileCouncil, 7, 7)
	b.plays(`
		1: item begin 2
		3: speak ask
		2: speak line          ! office
		1: speak line
		1: speak line          ! speak
		4: speak ask           ! speak
		4: speak ask reply
		1: speak line off
		1: speak line off      ! speak
		1: speak line of       ! usage
		5: speak ask
		3: motion main Build the bridge
		1: item debated
		6: speak ask           ! speak
		6: speak ask reply     ! speak
		6: speak ask order`)
	b.list(0, 6, 4, 3, 5)
}

func TestTheListBelongsToItsItem(t *testing.T) {
	b := inSession(t, manifest.ProfileCouncil, 7, 7)
	b.plays(`
		1: item begin 2
		3: speak ask
		1: speak give
		4: speak ask
		1: item aside
		1: item begin 3
		4: speak drop          ! speak`)
	b.list(0)
	b.plays(`
		5: speak ask
		1: item end
		1: item begin 2`)
	b.list(0)
}

func TestWhoIsDisqualifiedNeitherAsksNorGetsTheFloor(t *testing.T) {
	b := inSession(t, manifest.ProfileCouncil, 7, 7)
	b.plays(`
		4: jav 2
		1: item begin 2
		4: speak ask           ! KL 5:47
		1: speak give 4        ! KL 5:47
		1: speak give p99      ! person
		sec: speak ask         ! presence`)
	b.asks(1, fmt.Sprint("speak give p", b.secretary())) // presents the item
	b.list(b.secretary())
}

// What is adjourned goes on with the same list; nobody gets the floor meanwhile.
func TestAnAdjournedMeetingKeepsItsList(t *testing.T) {
	b := inSession(t, manifest.ProfileCouncil, 7, 7)
	b.plays(`
		1: item begin 2
		3: speak ask
		4: speak ask
		1: speak give
		1: meeting adjourn time
		5: speak ask           ! adjourned
		1: speak give          ! adjourned
		3: speak end
		4: speak drop
		1: meeting resume`)
	b.list(0)
}

func BenchmarkSpeakers(b *testing.B) {
	s, at := large(b, 1000, 200)
	for i := range 300 {
		commit, err := s.Check(at, &meeting.SpeakAsk{Item: 1, Kind: meeting.Speech, By: i + 1})
		if err != nil {
			b.Fatal(err)
		}
		commit()
	}
	b.Run("list", func(b *testing.B) {
		for b.Loop() {
			s.Speakers()
		}
	})
	b.Run("offers to the chair", func(b *testing.B) {
		for b.Loop() {
			s.Offers(1, at)
		}
	})
}
