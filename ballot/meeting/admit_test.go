package meeting_test

import (
	"strings"
	"testing"

	"valurna/ballot/canon"
	"valurna/ballot/manifest"
	"valurna/ballot/meeting"
)

// called is a council of five with a substitute, 1 to 3 in the room, 4 and 5 with the
// chair's grant.
func called(t *testing.T, changes ...func(*manifest.Manifest)) *hybrid {
	t.Helper()
	h := newHybrid(t, 5, 1, changes...)
	h.applies(4, 5)
	h.sits(1, 2, 3)
	return h
}

func TestTheChairIdentifiesByFaceVoiceAndCode(t *testing.T) {
	h := called(t)
	mine := spokenBy(4, 1)
	h.saysInVain(h.secretary, "remote identify p4 "+mine, "A13", "does not hold the chair")
	h.saysInVain(4, "remote identify p4 "+mine, "A13", "of themselves")
	for _, no := range []string{"123456", "babab", "babab-babab-babab", "babab-babax", "babab-bab", "a-b"} {
		h.saysInVain(chairPerson, "remote identify p4 "+no, "A13", "no spoken code")
	}
	h.saysInVain(chairPerson, "remote admit p4", "A13", "not identified")
	// As it is heard: with a space, in any case.
	h.says(chairPerson, "remote identify p4 "+strings.ToUpper(strings.Replace(mine, "-", " ", 1)))
	if got := h.Remote(4).Code; got != mine {
		t.Errorf("recorded %q, spoken %q", got, mine)
	}
	h.saysInVain(chairPerson, "remote identify p4 "+mine, "A13", "heard from person 4")
	h.saysInVain(chairPerson, "remote identify p5 "+mine, "A13", "heard from person 4")
	h.says(chairPerson, "remote identify p4 "+spokenBy(4, 2))
}

func TestTheSecretaryIdentifiesTheChair(t *testing.T) {
	h := newHybrid(t, 5, 1)
	h.applies(chairPerson)
	h.sits(2, 3)
	words := "remote identify p1 " + spokenBy(1, 1)
	h.saysInVain(chairPerson, words, "A13", "of themselves")
	h.saysInVain(vicePerson, words, "office", "not the secretary")
	h.says(h.secretary, words)
	h.saysInVain(chairPerson, "remote asked p1 yes", "A21", "of themselves")
	h.says(h.secretary, "remote asked p1 yes")
	h.says(chairPerson, "remote alone")
	h.says(chairPerson, "remote sees room")
	h.saysInVain(chairPerson, "room sees p1", "A11", "not in the room")
	h.says(h.secretary, "room sees p1")
	h.says(chairPerson, "remote admit p1")
	h.saysInVain(chairPerson, "remote inroom p1", "A11", "of themselves")
}

func TestAdmissionAsksForEverything(t *testing.T) {
	h := called(t)
	h.says(chairPerson, "remote identify p4 "+spokenBy(4, 1))
	h.saysInVain(chairPerson, "remote admit p4", "A06", "person 4 has not confirmed that nobody else")
	h.says(4, "remote alone no")
	h.saysInVain(chairPerson, "remote admit p4", "A06", "person 4 has not confirmed that nobody else")
	h.says(4, "remote alone")
	h.saysInVain(chairPerson, "remote admit p4", "A21", "has not asked person 4")
	h.says(chairPerson, "remote asked p4 no")
	h.saysInVain(chairPerson, "remote admit p4", "A21", "not satisfied")
	h.says(chairPerson, "remote asked p4 yes")
	h.saysInVain(chairPerson, "remote admit p4", "A03", "the room has not confirmed to see and hear person 4")
	h.says(chairPerson, "room sees p4")
	h.saysInVain(chairPerson, "remote admit p4", "A03", "person 4 has not confirmed to see and hear the room")
	h.says(4, "remote sees room")
	h.saysInVain(h.secretary, "remote admit p4", "A05", "does not hold the chair")
	h.says(chairPerson, "remote admit p4")
	h.saysInVain(chairPerson, "remote admit p4", "remote", "already")
}

func TestAdmissionAsksForWhoeverTakesPartAlready(t *testing.T) {
	h := called(t)
	h.joins(4)
	h.connects(5)
	h.says(5, "remote sees room")
	h.says(chairPerson, "room sees p5")
	h.saysInVain(chairPerson, "remote admit p5", "A03", "person 4 has not confirmed to see and hear person 5")
	h.says(4, "remote sees p5")
	h.saysInVain(chairPerson, "remote admit p5", "A03", "person 5 has not confirmed to see and hear person 4")
	h.says(5, "remote sees p4")
	h.says(chairPerson, "remote admit p5")
}

func TestALostLineAdmitsNobody(t *testing.T) {
	h := called(t)
	h.connects(4)
	h.sees(4)
	h.enter(&meeting.RemoteLost{Person: 4, Cause: meeting.LostHeartbeat})
	h.saysInVain(chairPerson, "remote admit p4", "A14", "person 4")
	h.says(4, "remote back")
	h.saysInVain(chairPerson, "remote admit p4", "A06", "person 4")
	h.says(4, "remote alone")
	h.saysInVain(chairPerson, "remote admit p4", "A03", "the room has not confirmed to see and hear person 4")
	h.sees(4)
	h.says(chairPerson, "remote admit p4")
}

func TestThereIsAPhysicalMeeting(t *testing.T) {
	h := newHybrid(t, 5, 1)
	h.applies(4)
	h.connects(4)
	h.sees(4)
	h.saysInVain(chairPerson, "remote admit p4", "A11", "nobody who serves is in the room")
	h.sits(1)
	h.says(chairPerson, "remote admit p4")

	h = called(t, func(m *manifest.Manifest) { m.Place = "" })
	h.connects(4)
	h.sees(4)
	h.saysInVain(chairPerson, "remote admit p4", "A11", "no place")
}

func TestAMeetingWithNobodyInTheRoomHalts(t *testing.T) {
	h := newHybrid(t, 3, 0)
	h.applies(2, 3)
	h.sits(1)
	h.joins(2, 3)
	h.says(chairPerson, "meeting open")
	h.goesOn()
	// The last one in the room cannot be kept there.
	h.enter(&meeting.Presence{Person: 1, Seat: 1, Place: hybridCommit("")})
	h.halts("A11", "nobody who serves is in the room")
	if !h.Quorate() {
		t.Error("two of three are no quorum")
	}
}

func TestWhoHasAppliedIsElsewhereUntilTheChairSaysOtherwise(t *testing.T) {
	h := called(t)
	h.says(chairPerson, "meeting open")
	h.goesOn()
	h.sits(4) // at home, or in the hall: the entry does not tell
	h.halts("A02", "person 4 sits and is not admitted")
	h.saysInVain(4, "remote inroom p4", "A11", "of themselves")
	h.saysInVain(h.secretary, "remote inroom p4", "A11", "does not hold the chair")
	h.says(chairPerson, "remote inroom p4")
	h.goesOn()
	h.saysInVain(chairPerson, "remote inroom p4", "remote", "already")
	h.saysInVain(chairPerson, "remote inroom p2", "remote", "already")

	// And goes home in the break.
	h.admits(4)
	h.goesOn()
	if got := h.RemoteMembers(); len(got) != 1 || got[0] != 4 {
		t.Errorf("elsewhere: %v", got)
	}
}

func TestWhoSitsInTheRoomAndAppliesStaysThere(t *testing.T) {
	h := newHybrid(t, 5, 1, func(m *manifest.Manifest) { m.Rehearsal = true })
	h.sits(1, 2, 3, 4)
	h.says(chairPerson, "meeting open")
	h.says(4, "remote apply för att öva")
	h.goesOn()
	h.says(chairPerson, "remote grant p4")
	h.goesOn()
	h.admits(4)
	h.goesOn()
	if h.Remote(4).InRoom {
		t.Error("admitted, and in the room")
	}
}

func TestASessionEndsWithTheSeat(t *testing.T) {
	h := underWay(t)
	h.enter(&meeting.Presence{Person: 4, Seat: 4, Place: hybridCommit("")})
	if r := h.Remote(4); r.Session != (meeting.Session{}) || !r.Granted {
		t.Errorf("after leaving: %+v", r)
	}
	for _, c := range h.Matrix() {
		if c.From == 4 || c.Of == 4 {
			t.Errorf("after leaving: %+v", c)
		}
	}
	h.goesOn()
	// The next day, the person is identified anew.
	h.now += 24 * 3600
	h.sits(4)
	h.halts("A02", "person 4")
	h.connects(4)
	h.sees(4, 5)
	h.says(chairPerson, "remote admit p4")
	h.goesOn()
}

func TestNobodyIsAdmittedWhileABallotRuns(t *testing.T) {
	h := called(t)
	h.connects(4)
	h.sees(4)
	h.ballots.frozen = "2-1"
	h.saysInVain(chairPerson, "remote admit p4", "frozen", "2-1")
	h.saysInVain(chairPerson, "remote inroom p5", "frozen", "2-1")
	h.ballots.frozen = ""
	h.says(chairPerson, "remote admit p4")
	h.says(chairPerson, "remote inroom p5")
}

func TestNothingIsRecordedAfterTheMeeting(t *testing.T) {
	h := underWay(t)
	h.says(chairPerson, "meeting close")
	for _, e := range []any{
		&meeting.RemoteApply{Person: 6, Reason: hybridCommit("r"), To: []string{"secretary", "chair"}},
		&meeting.RemoteLost{Person: 4, Cause: meeting.LostHeartbeat},
		&meeting.RemoteBack{Person: 4},
		&meeting.RemoteInRoom{Person: 4, By: chairPerson},
		&meeting.RemoteSees{Person: 4, Of: 5, By: 4},
		&meeting.Paper{Paper: 1, Hash: hybridCommit("p"), Title: "Sent", By: h.secretary},
		&meeting.PaperGot{Paper: 1, Person: 4},
		&meeting.Attest{Guarantee: "G1", Statement: "Sent.", By: chairPerson},
		&meeting.AttestWithdraw{Guarantee: "G1", By: chairPerson},
	} {
		h.refused("meeting", "to the end of the meeting", e)
	}
}

func TestASubstituteTakesASeatFromElsewhere(t *testing.T) {
	h := newHybrid(t, 5, 1)
	h.applies(6)
	h.sits(1, 2, 3)
	h.connects(6)
	h.sees(6)
	h.says(chairPerson, "remote admit p6")
	h.says(6, "standby here")
	var place any
	events, _, err := h.Decide(meeting.Ask{
		By: chairPerson, Words: []string{"substitute", "5"}, At: h.now,
		Commit: func(v any) canon.Hex { place = v; return hybridCommit(v) },
	})
	if err != nil || place != "remote" {
		t.Fatalf("the place is %v, %v", place, err)
	}
	h.enter(events[0])
	if got := h.RemoteMembers(); len(got) != 1 || got[0] != 6 {
		t.Errorf("elsewhere: %v", got)
	}
}

func TestNobodyIsAdmittedThroughAGateThatIsShut(t *testing.T) {
	h := newHybrid(t, 5, 0)
	h.applies(4)
	h.sits(1, 2, 3)
	h.enter(green(meeting.GateAdmission, "", "G18"))
	h.connects(4)
	h.sees(4)
	h.saysInVain(chairPerson, "remote admit p4", "G18", "does not hold")
	h.enter(green(meeting.GateAdmission, ""))
	h.says(chairPerson, "remote admit p4")
}
