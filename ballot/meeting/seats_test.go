package meeting_test

import (
	"slices"
	"testing"

	"valurna/ballot/manifest"
	"valurna/ballot/meeting"
)

func TestSubstitutesServeInTheirOrder(t *testing.T) {
	b := newBody(t, manifest.ProfileCouncil, 5)
	first, second := b.substitute(1), b.substitute(2)
	b.sitAll(1, 4)
	b.refuses("KL 5:18", 1, "substitute 5") // nobody stands by
	b.asks(second, "standby here")
	b.asks(first, "standby here")
	b.refuses("presence", first, "standby here")
	b.refuses("presence", 2, "standby here")
	b.refuses("KL 5:18", 1, "substitute 5 p7") // person 6 comes first
	b.refuses("office", 2, "substitute 5")
	b.asks(1, "substitute 5")
	if b.state.Seated(5) != first {
		t.Errorf("person %d sits on seat 5", b.state.Seated(5))
	}
	if b.state.NextSubstitute() != second {
		t.Error("the next substitute is another than the second")
	}
	// Who has begun to serve goes on, whoever comes.
	b.refusesEvent("presence", &meeting.Presence{Person: second, Seat: 5, Present: true, Place: secret("p", 1)})
	b.asks(second, "standby gone")
	if b.state.NextSubstitute() != 0 {
		t.Error("somebody stands by who has gone")
	}
}

func TestAMemberWhoHasBrokenOffServesAgainOnAnotherDay(t *testing.T) {
	leave := func(b *body, person int) {
		b.enter(&meeting.Presence{Person: person, Seat: person, Place: secret("left", person)})
	}
	back := &meeting.Presence{Person: 4, Seat: 4, Present: true, Place: secret("back", 4)}
	b := newBody(t, manifest.ProfileCouncil, 5)
	b.sitAll(1, 5)
	leave(b, 5) // before the meeting is open nobody has served
	b.sit(5)
	b.open()
	leave(b, 4)
	b.refusesEvent("KL 5:20", back)
	b.at += 24 * 3600
	b.enter(back)

	board := newBody(t, manifest.ProfileBoard, 5)
	board.sitAll(1, 5)
	board.open()
	leave(board, 4)
	board.enter(back) // KL 5:20 is about councils
}

func TestAttendanceIsFrozenWhileABallotRuns(t *testing.T) {
	b := newBody(t, manifest.ProfileBoard, 5)
	b.sitAll(1, 4)
	b.ballots.frozen = "1-1"
	b.refusesEvent("frozen", &meeting.Presence{Person: 5, Seat: 5, Present: true, Place: secret("p", 5)})
	b.refusesEvent("frozen", &meeting.Presence{Person: 4, Seat: 4, Place: secret("p", 4)})
}

func TestWhoIsDisqualifiedTakesNoPartAndACouncilGoesOn(t *testing.T) {
	b := newBody(t, manifest.ProfileCouncil, 5)
	b.sitAll(1, 3)
	b.open()
	b.asks(2, "jav 2")
	b.refuses("jav", 2, "jav 2")
	b.refuses("office", 3, "jav 2 1") // of another only the chair records it
	b.asks(1, "jav 2 3")
	if got := b.state.Electors(2); !slices.Equal(got, []int{1}) {
		t.Errorf("seats %v decide", got)
	}
	if got := b.state.Electors(1); !slices.Equal(got, []int{1, 2, 3}) {
		t.Errorf("seats %v decide on another item", got)
	}
	if err := b.state.QuorateFor(2); err != nil {
		t.Errorf("KL 5:46: %v", err)
	}
	b.refuses("office", 2, "no-jav 2 2")
	b.asks(1, "no-jav 2 2")
	if b.state.Disqualified(2, 2) || !b.state.Disqualified(3, 2) {
		t.Error("the wrong one is disqualified")
	}
	b.refuses("item", 2, "jav 9")
	b.refuses("person", 1, "jav 2 p9")
	b.ballots.unfinished = "1-1"
	b.refuses("frozen", 2, "jav 1")
}

func TestABoardLosesItsQuorumByDisqualification(t *testing.T) {
	b := newBody(t, manifest.ProfileBoard, 5)
	b.sitAll(1, 3)
	b.open()
	b.asks(3, "jav 2")
	b.refused("A25", "an item", b.state.QuorateFor(2))
	if err := b.state.QuorateFor(1); err != nil {
		t.Error(err)
	}
}
