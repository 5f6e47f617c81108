package meeting_test

import (
	"testing"

	"valurna/ballot/manifest"
	"valurna/ballot/meeting"
)

// All that Luleå's council decided on 21 and 22 December 2020 was annulled: members who
// took part from elsewhere could not see the room, not even in an overview, and one had
// lost the picture.
func TestLulea(t *testing.T) {
	h := underWay(t)
	h.says(4, "remote sees room no")
	h.halts("A03", "person 4 has not confirmed to see and hear the room")
	h.says(5, "remote lost av")
	h.halts("A14", "person 5")
	h.says(chairPerson, "meeting adjourn line")
	h.isRefusal("A14", "sound or picture was lost", h.Decides())

	h.saysInVain(chairPerson, "meeting resume", "A14", "person 5")
	h.says(5, "remote back")
	h.saysInVain(chairPerson, "meeting resume", "A03", "the room has not confirmed to see and hear person 4")
	h.says(chairPerson, "room sees all")
	h.says(5, "remote sees all")
	h.saysInVain(chairPerson, "meeting resume", "A03", "person 4 has not confirmed to see and hear the room")
	h.says(4, "remote sees p5")
	h.saysInVain(chairPerson, "meeting resume", "A03", "person 4 has not confirmed to see and hear the room")
	h.says(4, "remote sees room")
	h.says(chairPerson, "meeting resume")
	h.goesOn()
}

func TestALossFreezesAnOpenBallotToo(t *testing.T) {
	h := underWay(t)
	h.ballots.frozen = "2-1"
	h.enter(&meeting.RemoteLost{Person: 4, Cause: meeting.LostHeartbeat})
	h.halts("A14", "person 4")
	// Nobody is ejected from a running ballot; it is voided, or the line comes back.
	h.saysInVain(chairPerson, "remote absent p4", "frozen", "2-1")
	h.says(4, "remote back")
	h.says(4, "remote alone")
	h.sees(4, 5)
	h.goesOn()
}

func TestALossMakesTheWholeMatrixOld(t *testing.T) {
	h := underWay(t)
	h.says(4, "remote lost")
	h.says(4, "remote back")
	h.halts("A03", "the room has not confirmed to see and hear person 4")
	h.sees(4)
	h.halts("A03", "person 5 has not confirmed to see and hear the room")
	h.says(5, "remote sees all")
	h.goesOn()
}

func TestNobodySeesOrHearsALostLine(t *testing.T) {
	h := underWay(t)
	h.says(4, "remote lost")
	h.saysInVain(4, "remote sees room", "A14", "person 4")
	h.saysInVain(5, "remote sees p4", "A14", "person 4")
	h.saysInVain(chairPerson, "room sees p4", "A14", "person 4")
	// The others can confirm meanwhile.
	h.says(5, "remote sees all")
	h.says(chairPerson, "room sees all")
	h.says(4, "remote back")
	h.says(4, "remote sees all")
	h.says(5, "remote sees p4")
	h.says(chairPerson, "room sees p4")
	h.goesOn()
}

func TestAChairsAdjournmentForTheLineNeedsAFreshMatrixToo(t *testing.T) {
	// The picture of the room itself is gone; nobody has lost a line of their own.
	h := underWay(t)
	h.says(chairPerson, "meeting adjourn line")
	h.saysInVain(chairPerson, "meeting resume", "A03", "the room has not confirmed to see and hear person 4")
	h.sees(4, 5)
	h.says(chairPerson, "meeting resume")
	h.goesOn()
}

func TestOtherAdjournmentsNeedNoFreshMatrix(t *testing.T) {
	h := underWay(t)
	h.says(chairPerson, "meeting adjourn time")
	h.says(chairPerson, "meeting resume")
	h.goesOn()
}

func TestWhoTellsOfALoss(t *testing.T) {
	h := underWay(t)
	for _, e := range []meeting.RemoteLost{
		{Person: 4, Cause: meeting.LostAV}, {Person: 4, Cause: meeting.LostOverheard},
		{Person: 4, Cause: meeting.LostHeartbeat, By: 4}, {Person: 4, Cause: meeting.LostHeartbeat, By: chairPerson},
		{Person: 4, Cause: "tired", By: 4}, {Person: 2, Cause: meeting.LostHeartbeat},
		{Person: 99, Cause: meeting.LostHeartbeat}, {Person: 0, Cause: meeting.LostHeartbeat},
	} {
		h.refused("remote", "", &e)
	}
	h.refused("office", "", &meeting.RemoteLost{Person: 4, Cause: meeting.LostAV, By: 5})
	h.saysInVain(4, "remote back", "remote", "not lost")
	h.says(chairPerson, "remote lost av p4")
	h.saysInVain(chairPerson, "remote lost av p4", "remote", "already")
	if r := h.Remote(4); r.Lost != meeting.LostAV || r.LostAt != h.now {
		t.Errorf("%+v", r)
	}
}

func TestAGraverLossTakesTheLightersPlace(t *testing.T) {
	h := underWay(t)
	at := h.now
	h.says(4, "remote lost av")
	h.now += 5
	h.enter(&meeting.RemoteLost{Person: 4, Cause: meeting.LostHeartbeat})
	h.halts("A14", "person 4")
	h.says(4, "remote lost overheard")
	h.halts("A22", "person 4 is overheard")
	h.refused("remote", "already", &meeting.RemoteLost{Person: 4, Cause: meeting.LostHeartbeat})
	h.saysInVain(4, "remote lost av", "remote", "already")
	if r := h.Remote(4); r.LostAt != at {
		t.Errorf("lost since %d, not since the first loss at %d", r.LostAt, at)
	}
}

func TestAfterALossTheRoomIsConfirmedAnew(t *testing.T) {
	for _, cause := range []string{meeting.LostAV, meeting.LostHeartbeat, meeting.LostOverheard} {
		h := underWay(t)
		lost := &meeting.RemoteLost{Person: 4, Cause: cause, By: 4}
		if cause == meeting.LostHeartbeat {
			lost.By = 0
		}
		h.enter(lost)
		h.says(4, "remote back")
		h.sees(4, 5)
		if cause == meeting.LostAV {
			h.goesOn()
			continue
		}
		h.halts("A06", "person 4")
		h.says(4, "remote alone")
		if cause == meeting.LostOverheard {
			h.halts("A21", "person 4")
			h.says(chairPerson, "remote asked p4 yes")
		}
		h.goesOn()
	}
}

func TestALostLineConfirmsNothing(t *testing.T) {
	h := underWay(t)
	h.says(4, "remote lost overheard")
	h.saysInVain(4, "remote alone", "A22", "person 4 is overheard")
	h.saysInVain(chairPerson, "remote asked p4 yes", "A22", "person 4 is overheard")
	h.says(chairPerson, "remote asked p4 no")
	h.says(4, "remote alone no")
}

func TestTheRulesAdjournForALineThatStaysAway(t *testing.T) {
	h := underWay(t)
	gone := &meeting.Adjourn{Cause: meeting.CauseLine}
	h.refused("A14", "no line has been gone for 20 seconds", gone)
	h.enter(&meeting.RemoteLost{Person: 4, Cause: meeting.LostHeartbeat})
	h.now += 19
	h.refused("A14", "no line has been gone for 20 seconds", gone)
	h.refused("office", "", &meeting.Adjourn{Cause: meeting.CauseTime})
	h.now++
	h.enter(gone)
	h.isRefusal("A14", "adjourned", h.Decides())
}

func TestABodyMayAllowFewerSeconds(t *testing.T) {
	h := underWay(t, func(m *manifest.Manifest) { m.Policy.Remote.Line = 5 })
	h.says(4, "remote lost av")
	h.now += 4
	h.refused("A14", "5 seconds", &meeting.Adjourn{Cause: meeting.CauseLine})
	h.now++
	h.enter(&meeting.Adjourn{Cause: meeting.CauseLine})
}

func TestNoLineNoAdjournmentByTheRules(t *testing.T) {
	h := newHybrid(t, 5, 1, func(m *manifest.Manifest) { m.Policy.Remote = nil })
	h.sits(1, 2, 3)
	h.says(chairPerson, "meeting open")
	h.refused("A14", "20 seconds", &meeting.Adjourn{Cause: meeting.CauseLine})
	h.says(chairPerson, "meeting adjourn line")
	h.says(chairPerson, "meeting resume")
}

func TestWhoseLineDoesNotComeBackIsRecordedAbsent(t *testing.T) {
	h := underWay(t)
	h.says(6, "standby here")
	h.enter(&meeting.RemoteLost{Person: 4, Cause: meeting.LostHeartbeat})
	h.now += 20
	h.enter(&meeting.Adjourn{Cause: meeting.CauseLine})
	h.saysInVain(h.secretary, "remote absent p4", "A14", "does not hold the chair")
	h.saysInVain(chairPerson, "remote absent p2", "remote", "does not take part from elsewhere")
	h.says(chairPerson, "remote absent p4")
	h.refused("KL 5:20", "person 4", &meeting.Presence{Person: 4, Seat: 4, Present: true, Place: hybridCommit("remote")})
	h.says(chairPerson, "substitute 4")
	h.saysInVain(chairPerson, "meeting resume", "A03", "the room has not confirmed to see and hear person 5")
	h.sees(5)
	h.says(chairPerson, "meeting resume")
	h.goesOn()
}

func TestAbsenceHasNoConsequenceElsewhere(t *testing.T) {
	h := underWay(t, func(m *manifest.Manifest) { m.Profile = manifest.ProfileBoard })
	h.enter(&meeting.RemoteLost{Person: 4, Cause: meeting.LostHeartbeat})
	h.now += 20
	h.enter(&meeting.Adjourn{Cause: meeting.CauseLine})
	h.says(chairPerson, "remote absent p4")
	h.enter(&meeting.Presence{Person: 4, Seat: 4, Present: true, Place: hybridCommit("room")})
	if h.SeatOf(4) != 4 {
		t.Error("a member of a board may not serve again on the same day")
	}
}

func TestOneDropCostsTheQuorum(t *testing.T) {
	h := newHybrid(t, 49, 0)
	h.applies(25)
	var room []int
	for i := 1; i <= 24; i++ {
		room = append(room, i)
	}
	h.sits(room...)
	if h.Quorate() {
		t.Error("24 of 49 are a quorum")
	}
	h.joins(25)
	h.says(chairPerson, "meeting open")
	if err := h.QuorateFor(1); err != nil || !h.Quorate() {
		t.Errorf("25 of 49 are no quorum: %v", err)
	}
	h.enter(&meeting.RemoteLost{Person: 25, Cause: meeting.LostHeartbeat})
	h.isRefusal("A25", "24 of 49", h.QuorateFor(1))
	if h.Quorate() {
		t.Error("a lost line counts in the quorum")
	}
	h.says(chairPerson, "meeting adjourn quorum")
	h.saysInVain(chairPerson, "meeting resume", "A25", "24 of 49")
	h.says(25, "remote back")
	h.says(chairPerson, "meeting resume")
}

func TestWhoIsNotAdmittedIsNoQuorum(t *testing.T) {
	for _, profile := range []string{manifest.ProfileCouncil, manifest.ProfileBoard} {
		h := newHybrid(t, 5, 1, func(m *manifest.Manifest) { m.Profile = profile })
		h.applies(4)
		h.sits(1, 2, 4)
		h.isRefusal("A25", "2 of 5", h.QuorateFor(1))
		if h.Quorate() {
			t.Error("who sits and is not admitted counts")
		}
		h.admits(4)
		if err := h.QuorateFor(1); err != nil || !h.Quorate() {
			t.Errorf("admitted: %v", err)
		}
	}
}

func TestALossBeforeTheSeatLeavesTheOthersMatrix(t *testing.T) {
	h := newHybrid(t, 5, 1)
	h.applies(4, 5)
	h.sits(1, 2, 3)
	h.joins(4)
	h.says(chairPerson, "meeting open")
	h.connects(5)
	h.says(chairPerson, "room sees p5")
	h.enter(&meeting.RemoteLost{Person: 5, Cause: meeting.LostHeartbeat})
	h.goesOn()
	for _, c := range h.Matrix() {
		if c.Of == 5 && c.Fresh {
			t.Errorf("%+v", c)
		}
	}
}

func TestTheViceChairTakesTheChairOfALostLine(t *testing.T) {
	h := newHybrid(t, 5, 1)
	h.applies(chairPerson)
	h.sits(2, 3, 4)
	h.says(h.secretary, "remote identify p1 "+spokenBy(1, 1))
	h.says(h.secretary, "remote asked p1 yes")
	h.says(h.secretary, "room sees p1")
	h.says(chairPerson, "remote alone")
	h.says(chairPerson, "remote sees room")
	h.says(chairPerson, "remote admit p1")
	h.sits(chairPerson)
	h.says(chairPerson, "meeting open")
	h.goesOn()
	h.saysInVain(vicePerson, "chair p2 line", "office", "the chair is here and able")
	h.enter(&meeting.RemoteLost{Person: chairPerson, Cause: meeting.LostHeartbeat})
	h.says(vicePerson, "chair p2 line")
	h.says(vicePerson, "meeting adjourn line")
	h.says(vicePerson, "remote absent p1")
	h.says(vicePerson, "meeting resume")
	h.goesOn()
}
