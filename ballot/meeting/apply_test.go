package meeting_test

import (
	"testing"
	"time"

	"valurna/ballot/canon"
	"valurna/ballot/manifest"
	"valurna/ballot/meeting"
)

func TestAnApplicationComesFiveDaysBeforeTheMeeting(t *testing.T) {
	// Days are those of Swedish and Danish normal time, an hour ahead of UTC.
	for _, c := range []struct {
		at     time.Time
		inTime bool
	}{
		{time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC), true},
		{time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC), true},
		{time.Date(2026, 11, 25, 22, 59, 59, 0, time.UTC), true},
		{time.Date(2026, 11, 25, 23, 0, 0, 0, time.UTC), false},
		{time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC), false},
		{time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC), false},
		{time.Date(2026, 12, 5, 12, 0, 0, 0, time.UTC), false},
	} {
		h := newHybrid(t, 5, 1)
		h.now = c.at.Unix()
		if c.inTime {
			h.says(4, "remote apply jag är sjuk")
			if got := h.Remote(4).Applied; got != h.now {
				t.Errorf("%s: applied at %d", c.at, got)
			}
			continue
		}
		h.saysInVain(4, "remote apply jag är sjuk", "A04", "the last day was 2026-11-25")
	}
}

func TestABodyMayAskForMoreDays(t *testing.T) {
	h := newHybrid(t, 5, 1, func(m *manifest.Manifest) { m.Policy.Remote.Days = 7 })
	h.saysInVain(4, "remote apply jag är sjuk", "A04", "came on 2026-11-25; the last day was 2026-11-23")
	h.now -= 2 * 24 * 3600
	h.says(4, "remote apply jag är sjuk")
}

func TestARehearsalTakesApplicationsAtOnce(t *testing.T) {
	h := newHybrid(t, 5, 1, func(m *manifest.Manifest) { m.Rehearsal = true })
	h.now = hybridEvening
	h.saysInVain(4, "remote apply", "A01", "special reason")
	h.says(4, "remote apply för att öva")
	h.saysInVain(h.secretary, "remote grant p4", "A05", "chair alone")
}

func TestAnApplicationGoesToSecretaryAndChair(t *testing.T) {
	h := newHybrid(t, 5, 1)
	reason := hybridCommit("reason")
	for _, to := range [][]string{nil, {}, {"secretary"}, {"chair"}, {"chair", "secretary"}, {"secretary", "chair", "chair"}} {
		h.refused("A04", "goes to secretary and chair", &meeting.RemoteApply{Person: 4, Reason: reason, To: to})
	}
	h.enter(&meeting.RemoteApply{Person: 4, Reason: reason, To: []string{"secretary", "chair"}})
}

func TestAnApplicationHasASpecialReason(t *testing.T) {
	h := newHybrid(t, 5, 1)
	both := []string{"secretary", "chair"}
	h.saysInVain(4, "remote apply", "A01", "special reason")
	h.refused("A01", "special reason", &meeting.RemoteApply{Person: 4, To: both})
	h.refused("length", "31 bytes", &meeting.RemoteApply{Person: 4, To: both, Reason: make(canon.Hex, 31)})
	h.saysInVain(4, "remote apply \u202e", "text", "U+202E")
}

func TestMembersAndSubstitutesApplyOnce(t *testing.T) {
	h := newHybrid(t, 5, 1)
	h.saysInVain(h.secretary, "remote apply jag är sjuk", "person", "neither member nor substitute")
	h.saysInVain(99, "remote apply jag är sjuk", "person", "neither member nor substitute")
	h.says(4, "remote apply jag är sjuk")
	h.says(6, "remote apply jag är på resa")
	h.saysInVain(4, "remote apply jag är sjuk", "remote", "already")
	// Whoever was refused may have a better reason.
	h.says(chairPerson, "remote refuse p4 inte särskilt")
	h.says(4, "remote apply jag är mycket sjuk")
	if r := h.Remote(4); r.Answered != 0 || r.Granted {
		t.Errorf("a new application is answered already: %+v", r)
	}
	h.says(chairPerson, "remote grant p4 det räcker")
	h.saysInVain(4, "remote apply jag är sjuk", "remote", "already")
}

func TestNobodyAppliesWithoutADecisionThatAllowsIt(t *testing.T) {
	none := func(m *manifest.Manifest) { m.Policy.Remote = nil }
	h := newHybrid(t, 5, 1, none)
	h.saysInVain(4, "remote apply jag är sjuk", "KL 5:16", "no decision")
	h.saysInVain(chairPerson, "remote grant p4", "KL 5:16", "no decision")
	h.refused("KL 5:16", "no decision", &meeting.RemoteAnswer{Person: 4, Granted: true, Reason: hybridCommit("r"), By: chairPerson})
}

func TestACommitteeMeetsInOnePlace(t *testing.T) {
	// Manifest.Check refuses such a policy too; the rule does not rest on that.
	h := newHybrid(t, 5, 1, func(m *manifest.Manifest) { m.Profile = manifest.ProfileCommittee })
	h.saysInVain(4, "remote apply jag är sjuk", "A24", "one place")
	for _, e := range []any{
		&meeting.RemoteAnswer{Person: 4, Granted: true, Reason: hybridCommit("r"), Decision: "KF 2026 § 41", By: chairPerson},
		&meeting.RemoteIdentified{Person: 4, Code: spokenBy(4, 1), By: chairPerson},
		&meeting.RemoteAdmit{Person: 4, By: chairPerson},
		&meeting.RemoteSees{Person: 0, Of: 4, OK: true, By: chairPerson},
		&meeting.RemoteLost{Person: 4, Cause: meeting.LostHeartbeat},
		&meeting.RemoteBack{Person: 4},
		&meeting.RemoteRoom{Person: 4, Alone: true},
		&meeting.RemoteAsked{Person: 4, Satisfied: true, By: chairPerson},
	} {
		h.refused("A24", "one place", e)
	}
}

func TestTheChairAloneAnswers(t *testing.T) {
	h := newHybrid(t, 5, 1)
	h.saysInVain(chairPerson, "remote grant p4", "A04", "has not applied")
	h.says(4, "remote apply jag är sjuk")
	h.saysInVain(h.secretary, "remote grant p4", "A05", "does not hold the chair")
	h.saysInVain(4, "remote grant p4", "A05", "does not hold the chair")
	h.saysInVain(vicePerson, "remote refuse p4 nej", "A05", "does not hold the chair")
	h.says(chairPerson, "remote grant p4")
	if r := h.Remote(4); !r.Granted || r.ByChair != chairPerson || r.Answered != h.now {
		t.Errorf("granted: %+v", r)
	}
	h.saysInVain(chairPerson, "remote grant p4", "remote", "already")
}

func TestAnAnswerRestsOnTheBodysDecision(t *testing.T) {
	h := newHybrid(t, 5, 1)
	h.says(4, "remote apply jag är sjuk")
	answer := meeting.RemoteAnswer{Person: 4, Granted: true, Decision: "KF 2019 § 1", Reason: hybridCommit("r"), By: chairPerson}
	h.refused("A01", "KF 2026 § 41", &answer)
	answer.Decision, answer.Reason = "KF 2026 § 41", nil
	h.refused("length", "0 bytes", &answer)
	answer.Reason = hybridCommit("r")
	h.enter(&answer)
}

func TestSilenceIsNoGrant(t *testing.T) {
	h := newHybrid(t, 5, 1)
	h.says(4, "remote apply jag är sjuk")
	h.sits(1, 2, 3)
	h.saysInVain(chairPerson, "remote identify p4 "+spokenBy(4, 1), "A05", "silence is no grant")
	h.saysInVain(chairPerson, "remote admit p4", "A05", "silence is no grant")
	h.saysInVain(4, "remote alone", "A05", "silence is no grant")
}

func TestAGrantCanBeTakenBackUntilAdmission(t *testing.T) {
	h := newHybrid(t, 5, 1)
	h.applies(4, 5)
	h.sits(1, 2, 3)
	h.connects(4)
	h.sees(4)
	h.saysInVain(chairPerson, "remote refuse p4", "usage", "remote refuse PERSON REASON...")
	h.says(chairPerson, "remote refuse p4 linjen är dålig")
	if r := h.Remote(4); r.Granted || r.Session != (meeting.Session{}) {
		t.Errorf("what was shown before the refusal stands: %+v", r)
	}
	h.saysInVain(chairPerson, "remote admit p4", "A05", "silence is no grant")
	h.says(chairPerson, "remote grant p4")
	h.saysInVain(chairPerson, "remote admit p4", "A13", "not identified")
	h.joins(4)
	h.saysInVain(chairPerson, "remote refuse p4 nej", "A05", "the answer stands")
}
