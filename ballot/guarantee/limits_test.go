package guarantee

import (
	"math"
	"testing"
)

// A04: at least five days before the day of the meeting, which is 2026-11-30.
func TestAnApplicationIsInTimeUntilTheEndOfTheFifthDayBefore(t *testing.T) {
	const summer = 7200
	for _, c := range []struct {
		about   string
		date    string
		at      Stamp
		policy  int
		profile string
		ok      bool
	}{
		{"ten days before", "2026-11-30", delivered("2026-11-20 12:00"), 0, "se-namnd", true},
		{"five days before, first minute", "2026-11-30", delivered("2026-11-25 00:00"), 0, "se-namnd", true},
		{"five days before, last minute", "2026-11-30", delivered("2026-11-25 23:59"), 0, "se-namnd", true},
		{"four days before, first minute", "2026-11-30", delivered("2026-11-26 00:00"), 0, "se-namnd", false},
		{"on the day", "2026-11-30", delivered("2026-11-30 09:00"), 0, "se-namnd", false},
		{"four days before, the policy would allow it", "2026-11-30", delivered("2026-11-26 00:00"), 4, "se-namnd", false},
		{"six days before, the policy demands seven", "2026-11-30", delivered("2026-11-24 12:00"), 7, "se-namnd", false},
		{"seven days before, the policy demands seven", "2026-11-30", delivered("2026-11-23 23:59"), 7, "se-namnd", true},
		{"four days before, an association's statutes are silent", "2026-11-30", delivered("2026-11-26 00:00"), 0, "association", false},
		{"a day before, an association's statutes allow it", "2026-11-30", delivered("2026-11-29 23:59"), 1, "association", true},
		{"on the day, an association's statutes ask for a day", "2026-11-30", delivered("2026-11-30 00:00"), 1, "association", false},
		// Clocks go back on 2026-10-25: the day is that of the clocks of then.
		{"five days before, in summer time", "2026-10-27", Stamp{delivered("2026-10-22 22:30").Unix, summer}, 0, "se-namnd", true},
		{"four days before, in summer time", "2026-10-27", Stamp{delivered("2026-10-22 23:30").Unix, summer}, 0, "se-namnd", false},
		{"across the turn of the year", "2027-01-03", delivered("2026-12-29 12:00"), 0, "se-namnd", true},
		{"no known time", "2026-11-30", Stamp{}, 0, "se-namnd", false},
		{"a time beyond all calendars", "2026-11-30", Stamp{Unix: math.MaxInt64}, 0, "se-namnd", false},
		{"a negative time", "2026-11-30", Stamp{Unix: math.MinInt64}, 0, "se-namnd", false},
	} {
		e := complete()
		e.Profile, e.Policy.NoticeDays, e.Meeting.Date = c.profile, c.policy, c.date
		for i := range e.Remote.People {
			e.Remote.People[i].ToSecretary = delivered("2026-01-02 12:00")
			e.Remote.People[i].ToChair = c.at
		}
		if f := Evaluate(Admission, e).find("G3"); (f.Verdict == Holds) != c.ok {
			t.Errorf("%s: %s", c.about, f.Evidence)
		}
	}
}

func TestTheChairReadsWhenAnApplicationCame(t *testing.T) {
	e := complete()
	person(&e, 7).ToChair = delivered("2026-11-26 00:00")
	if f := Evaluate(Admission, e).find("G3"); f.Evidence !=
		"The application of person 7, seat 7, came on 2026-11-26; the last day was 2026-11-25. In all 1 of 3 remote members lack it." {
		t.Error(f.Evidence)
	}
}

// KL 5:45 and 6:27: more than half. Remote members count while admitted and alive.
func TestABallotNeedsAQuorum(t *testing.T) {
	dead := func(e *Evidence) { person(e, 4).Heartbeat = now - 31 }
	for _, c := range []struct {
		about   string
		profile string
		seats   int
		room    int
		do      func(*Evidence)
		ok      bool
	}{
		{"25 of 49", "se-fullmaktige", 49, 22, nil, true},
		{"24 of 49", "se-fullmaktige", 49, 21, nil, false},
		{"25 of 49, one line dies", "se-fullmaktige", 49, 22, dead, false},
		{"26 of 49, one line dies", "se-fullmaktige", 49, 23, dead, true},
		{"25 of 49, one not admitted", "se-fullmaktige", 49, 22, func(e *Evidence) { person(e, 4).Admitted = NotShown }, false},
		{"25 of 50", "se-fullmaktige", 50, 22, nil, false},
		{"26 of 50", "se-fullmaktige", 50, 23, nil, true},
		{"24 of 49 and one stands back because of jäv", "se-fullmaktige", 49, 21, func(e *Evidence) { e.Meeting.Disqualified = Count(1) }, true},
		{"23 of 49 and one stands back because of jäv", "se-fullmaktige", 49, 20, func(e *Evidence) { e.Meeting.Disqualified = Count(1) }, false},
		{"24 of 49, and nobody has counted who stands back", "se-fullmaktige", 49, 21, func(e *Evidence) { e.Meeting.Disqualified = Number{} }, false},
		{"a nämnd of which one stands back because of jäv", "se-namnd", 49, 21, func(e *Evidence) { e.Meeting.Disqualified = Count(1) }, false},
		{"a nämnd with 25 of 49", "se-namnd", 49, 22, nil, true},
		{"an utskott with 24 of 49", "se-utskott", 49, 21, nil, false},
		{"half of a Danish council", "dk-kommunalbestyrelse", 50, 22, nil, true},
		{"less than half of a Danish council", "dk-kommunalbestyrelse", 50, 21, nil, false},
		{"less than half of an odd Danish council", "dk-kommunalbestyrelse", 49, 21, nil, false},
		{"an association that demands 10", "association", 49, 7, nil, true},
		{"an association that demands 10 and has 9", "association", 49, 6, nil, false},
		{"an association that demands nobody", "association", 49, 0, func(e *Evidence) { e.Meeting.Demanded = Count(0) }, true},
		{"an association whose statutes nobody has read", "association", 49, 40, func(e *Evidence) { e.Meeting.Demanded = Number{} }, false},
		{"everybody", "se-fullmaktige", 49, 46, nil, true},
		{"a body of one seat", "association", 1, 1, func(e *Evidence) { e.Meeting.Demanded = Count(0); e.Remote.People = nil }, true},
		{"more members than an int can count", "se-fullmaktige", math.MaxInt, math.MaxInt - 1, nil, false},
		{"no seats at all", "association", 0, 0, func(e *Evidence) { e.Meeting.Demanded = Count(0) }, false},
	} {
		e := complete()
		e.Profile, e.Meeting.Seats, e.Meeting.Room = c.profile, Count(c.seats), Count(c.room)
		if c.do != nil {
			c.do(&e)
		}
		if f := Evaluate(OpeningOf, e).find("G10"); (f.Verdict == Holds) != c.ok {
			t.Errorf("%s: %s", c.about, f.Evidence)
		}
	}
}

func TestAPolicyOnlyTightens(t *testing.T) {
	e := complete()
	e.Policy = Policy{Floor: 1, NoticeDays: 1, HeartbeatAge: 1000, CosignedAge: 1000}
	e.Ballot.Eligible, e.Record.CosignedAt = Count(4), now-301
	p := person(&e, 7)
	p.ToChair, p.Heartbeat = delivered("2026-11-26 00:00"), now-31
	panel := Evaluate(Running, e)
	for id, code := range map[string]string{"G3": "G3-late", "G6": "G6-heartbeat", "G15": "G15-ballot", "S1": "S1-lapsed"} {
		if f := panel.find(id); f.Code != code {
			t.Errorf("a policy has loosened %s: %s", id, f.Evidence)
		}
	}
}

func TestLimitsAreInclusive(t *testing.T) {
	e := complete()
	e.Ballot = Ballot{Item: 2, Eligible: Count(5), Published: Yes, Tokens: Count(5), Cast: Count(5), Spent: Yes, NoneMissing: Yes, Shuffles: Count(2), Recounted: Yes}
	e.Record.CosignedAt, e.Record.Cosigned = now-300, Count(2)
	e.Machine.Drift = Count(120)
	for i := range e.Remote.People {
		e.Remote.People[i].Heartbeat = now - 30
	}
	if failing := Evaluate(Certification, e).Failing(); len(failing) != 0 {
		t.Error(failing)
	}
	// A witness's clock may be as much ahead as it may be.
	e.Record.CosignedAt = now + 120
	if f := Evaluate(Certification, e).find("S1"); f.Verdict != Holds {
		t.Error(f.Evidence)
	}
}

func TestABallotInWhichNobodyVotedNeedsNoShuffle(t *testing.T) {
	e := complete()
	e.Ballot.Cast, e.Ballot.Shuffles = Count(0), Count(0)
	if f := Evaluate(Certification, e).find("G14"); f.Verdict != Holds {
		t.Error(f.Evidence)
	}
}

func TestAPolicyOfMoreShufflesThanDecryptIsHeld(t *testing.T) {
	e := complete()
	e.Parties.Shuffles = Count(3)
	if f := Evaluate(Certification, e).find("G14"); f.Code != "G14-shuffles" {
		t.Error(f.Evidence)
	}
}
