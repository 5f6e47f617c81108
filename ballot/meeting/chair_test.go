package meeting_test

import (
	"testing"

	"valurna/ballot/manifest"
	"valurna/ballot/meeting"
)

func TestTheChairIsHandedOver(t *testing.T) {
	b := newBody(t, manifest.ProfileCouncil, 5)
	b.sitAll(1, 5)
	b.refuses("office", 2, "chair 2 absent")  // the chair is here
	b.refuses("office", 1, "chair 4 absent")  // no vice chair
	b.refuses("office", 1, "chair 1 back")    // presides already
	b.refuses("office", 1, "chair 2 tea")     // no cause
	b.refuses("office", 4, "chair 4 elected") // not by oneself
	b.asks(1, "chair 2 disqualified")
	if b.state.Presiding() != 2 {
		t.Fatalf("person %d presides", b.state.Presiding())
	}
	b.refuses("office", 1, "meeting rollcall")
	b.asks(2, "meeting rollcall")
	b.refuses("office", 3, "chair 1 back")
	b.asks(1, "chair 1 back")
	b.asks(1, "chair 4 elected")
	if b.state.Presiding() != 4 {
		t.Fatalf("person %d presides", b.state.Presiding())
	}
}

func TestAViceChairTakesTheChairThatIsEmpty(t *testing.T) {
	b := newBody(t, manifest.ProfileCouncil, 5)
	b.sitAll(2, 5)
	b.refuses("office", 4, "chair 4 absent")
	b.refuses("office", b.secretary(), "chair 4 oldest") // vice chairs are here
	b.asks(3, "chair 3 absent")
	if b.state.Presiding() != 3 {
		t.Fatalf("person %d presides", b.state.Presiding())
	}
}

func TestWithoutAPresidiumTheOldestPresides(t *testing.T) {
	b := newBody(t, manifest.ProfileCouncil, 5)
	b.sitAll(4, 5)
	b.refuses("office", 4, "chair 4 oldest") // for the secretary to record
	b.refuses("office", b.secretary(), "chair 3 oldest")
	b.asks(b.secretary(), "chair 5 oldest")
	b.open()
	if b.state.Meeting() != meeting.Open {
		t.Error("the meeting is not open")
	}
}

func TestTheChairIsHandedOverWhileABallotRuns(t *testing.T) {
	b := newBody(t, manifest.ProfileCouncil, 5)
	b.sitAll(1, 5)
	b.open()
	b.ballots.frozen, b.ballots.unfinished = "1-1", "1-1"
	b.asks(1, "chair 2 line")
	if b.state.Presiding() != 2 {
		t.Fatalf("person %d presides", b.state.Presiding())
	}
}
