package meeting_test

import (
	"testing"

	"valurna/ballot/manifest"
	"valurna/ballot/meeting"
)

func TestACouncilMeetsAWeekAfterItsNotice(t *testing.T) {
	for _, c := range []struct {
		posted, summoned string
		lawful           bool
	}{
		{"2026-11-23", "2026-11-23", true},
		{"2026-11-24", "2026-11-20", false},
		{"2026-11-20", "2026-11-24", false},
		{"2026-12-01", "2026-11-20", false},
	} {
		b := newBody(t, manifest.ProfileCouncil, 5)
		b.asks(b.secretary(), "notice "+c.posted+" "+c.summoned)
		if c.lawful {
			b.asks(1, "meeting open")
			continue
		}
		b.refuses("KL 5:13", 1, "meeting open")
	}
	b := newBody(t, manifest.ProfileCouncil, 5)
	b.refuses("KL 5:13", 1, "meeting open")
	b.refuses("notice", b.secretary(), "notice 2026-11-31 2026-11-20")
	b.refuses("office", 1, "notice 2026-11-20 2026-11-20")
	board := newBody(t, manifest.ProfileBoard, 5)
	board.asks(1, "meeting open") // a board's own rules decide
	rehearsal := newBody(t, manifest.ProfileCouncil, 5, func(m *manifest.Manifest) { m.Rehearsal = true })
	rehearsal.asks(1, "meeting open")
}

func TestAMeetingGoesItsWayOnce(t *testing.T) {
	b := newBody(t, manifest.ProfileBoard, 5)
	b.refuses("meeting", 1, "meeting close")
	b.refuses("office", 2, "meeting open")
	b.asks(1, "meeting rollcall")
	b.refuses("meeting", 1, "meeting rollcall")
	b.asks(1, "meeting open")
	b.refuses("meeting", 1, "meeting open")
	b.refuses("meeting", b.secretary(), "notice 2026-11-20 2026-11-20")
	b.ballots.unfinished = "1-1"
	b.refuses("meeting", 1, "meeting close")
	b.ballots.unfinished = ""
	b.asks(1, "meeting close")
	b.refuses("meeting", 1, "meeting open")
	b.refuses("meeting", 1, "meeting adjourn time")
	b.refusesEvent("meeting", &meeting.Presence{Person: 1, Seat: 1, Present: true, Place: secret("p", 1)})
}

func TestNothingIsDecidedWhileTheMeetingIsAdjourned(t *testing.T) {
	b := newBody(t, manifest.ProfileBoard, 5)
	if b.state.Decides() == nil {
		t.Error("something can be decided before the meeting is open")
	}
	b.sitAll(1, 5)
	b.open()
	if err := b.state.Decides(); err != nil {
		t.Error(err)
	}
	b.refuses("office", 2, "meeting adjourn time")
	b.refuses("adjourned", 1, "meeting adjourn lunch")
	b.refuses("adjourned", 1, "meeting resume")
	b.refusesEvent("office", &meeting.Adjourn{Cause: meeting.CauseTime}) // the system alone may not
	b.asks(1, "meeting adjourn time")
	b.refused("adjourned", "a decision", b.state.Decides())
	b.refuses("adjourned", 1, "meeting adjourn time")
	if a := b.state.Adjourned(); a == nil || a.Cause != meeting.CauseTime {
		t.Errorf("%+v", a)
	}
	b.refuses("office", 2, "meeting resume")
	b.asks(1, "meeting resume")
	if err := b.state.Decides(); err != nil {
		t.Error(err)
	}
}

func TestAMeetingAdjournedForItsQuorumGoesOnWithOne(t *testing.T) {
	b := newBody(t, manifest.ProfileBoard, 5)
	b.sitAll(1, 2)
	b.open()
	b.asks(1, "meeting adjourn quorum")
	b.refuses("A25", 1, "meeting resume")
	b.sit(3)
	b.asks(1, "meeting resume")
}

func TestEachProfileHasItsQuorum(t *testing.T) {
	statutes := func(percent int, more bool) func(*manifest.Manifest) {
		return func(m *manifest.Manifest) {
			m.Policy.Statutes = &manifest.Statutes{Quorum: percent, MoreThan: more, Of: 1}
		}
	}
	for _, c := range []struct {
		profile string
		seats   int
		enough  int // so many are, and one fewer are not
		change  []func(*manifest.Manifest)
	}{
		{manifest.ProfileCouncil, 49, 25, nil},
		{manifest.ProfileBoard, 10, 6, nil},
		{manifest.ProfileCommittee, 5, 3, nil},
		{manifest.ProfileDanish, 10, 5, nil}, // at least half
		{manifest.ProfileDanish, 25, 13, nil},
		{manifest.ProfileAssociation, 9, 1, nil},
		{manifest.ProfileAssociation, 9, 3, []func(*manifest.Manifest){statutes(33, false)}},
		{manifest.ProfileAssociation, 8, 5, []func(*manifest.Manifest){statutes(50, true)}},
		{manifest.ProfileAssociation, 8, 4, []func(*manifest.Manifest){statutes(50, false)}},
	} {
		b := newBody(t, c.profile, c.seats, c.change...)
		b.sitAll(1, c.enough-1)
		b.refused("A25", c.profile, b.state.QuorateFor(2))
		if b.state.Quorate() {
			t.Errorf("%s: %d of %d are a quorum", c.profile, c.enough-1, c.seats)
		}
		b.sit(c.enough)
		if err := b.state.QuorateFor(2); err != nil || !b.state.Quorate() {
			t.Errorf("%s: %d of %d are no quorum: %v", c.profile, c.enough, c.seats, err)
		}
	}
}

func TestABallotWaitsForItsMeetingForHalfAnHour(t *testing.T) {
	b := newBody(t, manifest.ProfileBoard, 5)
	b.sitAll(1, 5)
	b.open()
	if b.state.Expired(b.at + 1e6) {
		t.Error("a meeting that goes on has expired")
	}
	b.asks(1, "meeting adjourn order")
	if b.state.Expired(b.at+meeting.MostSuspended-1) || !b.state.Expired(b.at+meeting.MostSuspended) {
		t.Error("the half hour is another")
	}
	b.asks(1, "meeting resume")
	if b.state.Expired(b.at + meeting.MostSuspended) {
		t.Error("a meeting that has gone on has expired")
	}
}
