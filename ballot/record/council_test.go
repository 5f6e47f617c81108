package record_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"valurna/ballot/manifest"
	"valurna/ballot/record"
	"valurna/ballot/record/recordtest"
)

// clock is a time of the evening.
func clock(at record.Time) string { return at.UTC().Format("15:04:05") }

func ended(to *record.Stamp) string {
	if to == nil {
		return "still"
	}
	return clock(to.Time)
}

func TestWhoServedFromWhenToWhen(t *testing.T) {
	r := recordOf(t, council().Leaves)
	type row struct {
		seat, person               int
		from, to, ended            string
		substitute, barred, remote bool
	}
	want := []row{
		{1, 1, "16:44:10", "17:48:00", record.EndedMeeting, false, false, false},
		{2, 2, "16:44:11", "17:48:00", record.EndedMeeting, false, false, false},
		{3, 3, "16:44:12", "17:30:00", record.EndedBrokenOff, false, true, false},
		{4, 4, "16:50:13", "17:48:00", record.EndedMeeting, false, false, true},
		{5, 5, "16:50:14", "17:48:00", record.EndedMeeting, false, false, true},
		{7, 8, "16:50:40", "17:48:00", record.EndedMeeting, true, false, false},
		{3, 9, "17:30:20", "17:48:00", record.EndedMeeting, true, false, false},
	}
	var got []row
	for _, v := range r.Served {
		got = append(got, row{v.Seat, v.Person, clock(v.Time), ended(v.To), v.Ended, v.Substitute, v.Barred, v.Remote})
	}
	if !slices.Equal(got, want) {
		t.Errorf("%v\nwant %v", got, want)
	}
	if p := r.People[8]; !p.Substitute || p.Order != 2 || r.People[0].Order != 0 {
		t.Errorf("the second substitute is %+v", p)
	}
	if n := len(r.Standby); n != 2 || ended(r.Standby[1].To) != "17:30:20" {
		t.Errorf("%+v", r.Standby)
	}
}

func TestWhoPresidedAndWhyTheChairWasHandedOver(t *testing.T) {
	r := recordOf(t, council().Leaves)
	var got []string
	for _, p := range r.Presided {
		got = append(got, clock(p.Time)+" "+ended(p.To)+" "+string(rune('0'+p.Who.Person))+" "+p.Cause)
	}
	want := []string{"16:44:00 17:24:00 1 ", "17:24:00 17:26:00 2 disqualified", "17:26:00 17:48:00 1 back"}
	if !slices.Equal(got, want) || r.Presided[0].By != nil || r.Presided[1].By.Person != 1 {
		t.Errorf("%q", got)
	}
}

func TestAVotesRollIsByNameAndABrokenOffOneHasNoResult(t *testing.T) {
	it := recordOf(t, council().Leaves).Items[1]
	if n := len(it.Votes); n != 3 {
		t.Fatalf("%d votes", n)
	}
	if v := it.Votes[0]; v.Void == nil || v.Result != nil || v.Void.By.Person != 1 {
		t.Errorf("%+v", v)
	}
	v := it.Votes[1]
	if c := v.Casts[4]; c.Person != 8 || c.Seat != 7 || c.Choice != "yes" || c.By != 10 {
		t.Errorf("a vote given by voice on a substitute's seat: %+v", c)
	}
	if r := v.Result; r.Yes != 3 || r.No != 2 || r.Abstain != 1 || !r.Carried || r.Casting != "" {
		t.Errorf("%+v", r)
	}
	if r := it.Votes[2].Result; r.Casting != "yes" || r.By.Person != 1 || !r.Carried {
		t.Errorf("the tie: %+v", r)
	}
	d := it.Decision
	if d.Motion != 1 || d.Vote != 3 || d.Present != 6 || len(d.Took) != 6 || d.Took[4] != (record.Who{Person: 8, Seat: 7}) {
		t.Errorf("%+v", d)
	}
	if len(it.Dissents) != 1 || it.Dissents[0].By.Person != 4 {
		t.Errorf("%+v", it.Dissents)
	}
}

func TestMotionsWithWhatBecameOfThem(t *testing.T) {
	r := recordOf(t, council().Leaves)
	var got []string
	for _, m := range r.Items[1].Motions {
		got = append(got, m.Fate)
	}
	if !slices.Equal(got, []string{"", "", "withdrawn", "", "refused"}) {
		t.Errorf("%q", got)
	}
	m := r.Items[2].Motions[1]
	if m.Kind != "remit" || m.Fate != "lost" || clock(m.Ended.Time) != "17:14:33" {
		t.Errorf("%+v", m)
	}
	if q := r.Items[2].Questions; len(q) != 2 || q[0].Main != 2 || q[0].Gavel == nil || q[1].Main != 1 || q[1].Approved == nil {
		t.Errorf("%+v", q)
	}
}

func TestAnElectionByAcclamationIsOneQuestionAskedTwice(t *testing.T) {
	it := recordOf(t, council().Leaves).Items[3]
	if len(it.Questions) != 1 || it.Questions[0].Main != 0 || len(it.Questions[0].Perceived) != 2 {
		t.Errorf("%+v", it.Questions)
	}
	if d := it.Decision; !slices.Equal(d.Elected, []string{"Ada Ek", "Cia Dahl"}) || d.Ballot != "" || d.Vote != 0 {
		t.Errorf("%+v", d)
	}
}

func TestThoseNominatedInTheDebateAreTheCandidates(t *testing.T) {
	it := recordOf(t, council().Leaves).Items[6]
	if it.Contest == nil || !slices.Equal(it.Contest.Options, []string{"Ada Ek", "Bo Ask"}) || it.Contest.Elect != 1 {
		t.Errorf("%+v", it.Contest)
	}
	if it.Nominated == nil || clock(it.Nominated.Time) != "17:46:50" || it.Nominated.By.Person != 1 {
		t.Errorf("%+v", it.Nominated)
	}
	if it.Motions[1].Kind != "candidate" || it.Motions[1].Text != "Bo Ask" || !slices.Equal(it.Decision.Elected, []string{"Bo Ask"}) {
		t.Errorf("%+v, %+v", it.Motions, it.Decision)
	}
}

func TestAMinorityTablesAnItem(t *testing.T) {
	it := recordOf(t, council().Leaves).Items[4]
	if d := it.Decision; d.Outcome != "tabled" || !d.Minority || d.By.Person != 2 {
		t.Errorf("%+v", d)
	}
	if len(it.Jav) != 2 || it.Jav[0].To != nil || it.Jav[1].To == nil || it.Jav[1].Of.Person != 3 {
		t.Errorf("%+v", it.Jav)
	}
}

func TestAnItemThatWasPutAsideHasNoDecision(t *testing.T) {
	it := recordOf(t, council().Leaves).Items[5]
	if it.Added == nil || len(it.Begun) != 1 || len(it.Aside) != 1 || it.Decision != nil || it.Ended != nil {
		t.Errorf("%+v", it)
	}
}

func TestWhatHappenedToThoseElsewhereIsToldInItsOrder(t *testing.T) {
	r := recordOf(t, council().Leaves)
	for person, want := range map[int][]string{
		4: {"applied", "granted", "identified", "alone", "satisfied", "admitted", "lost", "back", "alone", "alone", "alone"},
		5: {"applied", "refused", "granted", "identified", "alone", "satisfied", "sees-not", "admitted", "lost", "back", "alone", "in-room"},
	} {
		var got []string
		for _, e := range r.Remote[person-4].Events {
			got = append(got, e.What)
		}
		if r.Remote[person-4].Person != person || !slices.Equal(got, want) {
			t.Errorf("person %d: %q", person, got)
		}
	}
	if e := r.Remote[0].Events[6]; e.Cause != "heartbeat" || e.By.Person != 0 {
		t.Errorf("%+v", e)
	}
	if e := r.Remote[1].Events[2]; e.Decision != "KF 2026 § 41" || len(e.Reason) != 32 {
		t.Errorf("%+v", e)
	}
	if a := r.Adjournments[0]; a.Cause != "line" || a.By.Person != 0 || a.Item != 3 || clock(a.To.Time) != "17:21:00" {
		t.Errorf("%+v", a)
	}
}

func TestTheGateOverTimeWithWhatDidNotHold(t *testing.T) {
	r := recordOf(t, council().Leaves)
	if len(r.Gate) != 2 || len(r.Gate[0].Failing) != 2 || len(r.Gate[1].Failing) != 0 {
		t.Fatalf("%+v", r.Gate)
	}
	if f := r.Gate[0].Failing[0]; f.ID != "G6" || f.Code == "" || r.Gate[0].Holding+2 != r.Gate[1].Holding {
		t.Errorf("%+v", r.Gate[0])
	}
	if p := r.Papers[0]; len(p.Got) != 2 || p.Item != 3 {
		t.Errorf("%+v", p)
	}
	if a := r.Attested; a[0].To != nil || !a[1].Withdrawn || a[1].To.By.Person != 1 {
		t.Errorf("%+v", a)
	}
}

// A body whose law sends the disqualified out of the room (KL 6:30) has them leave and
// come back: that is no breaking off, and only a council bars who has broken off.
func TestWhoLeavesDisqualifiedHasNotBrokenOff(t *testing.T) {
	m := recordtest.Call(func(m *manifest.Manifest) { m.Profile = manifest.ProfileBoard })
	m.Play(`
		at 2026-11-30
		16:00:00 rules: sits 5 5
		16:01:00 rules: leaves 5 5
		17:00:00 rules: sits 1 1
		17:00:00 rules: sits 2 2
		17:00:00 rules: sits 3 3
		17:00:00 rules: sits 4 4
		17:00:00 rules: sits 5 5
		17:01:00 1: meeting open
		17:10:00 1: item begin 2
		17:10:10 3: jav 2
		17:10:20 rules: leaves 3 3
		17:20:00 1: item aside
		17:20:10 rules: sits 3 3
		17:20:20 rules: leaves 3 3
		17:31:00 rules: leaves 4 4
		17:32:00 10: attest G4 in the town hall
		17:33:00 10: attest G4 in the hall of the county`)
	r := recordOf(t, m.Leaves)
	var got []string
	for _, v := range r.Served {
		got = append(got, fmt.Sprint(v.Seat, " ", v.Ended, v.Barred))
	}
	want := []string{"5 leftfalse", "1 false", "2 false", "3 disqualifiedfalse", "4 broken-offfalse", "5 false", "3 disqualifiedfalse"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if a := r.Attested; len(a) != 2 || a[0].To == nil || a[0].Withdrawn || a[1].To != nil {
		t.Errorf("a word said anew: %+v", a)
	}
	if r.Presided[0].To != nil || r.State != "open" {
		t.Errorf("a meeting that goes on has ended: %+v", r.Presided)
	}
}

// Who presides at the opening has been handed the chair before it.
func TestTheChairIsHandedOverBeforeTheMeetingBegins(t *testing.T) {
	m := recordtest.Call()
	m.Play(`
		at 2026-11-30
		16:00:00 10: notice 2026-11-20 2026-11-19
		16:50:00 rules: sits 2 2
		16:55:00 2: chair p2 absent
		17:00:00 2: meeting rollcall`)
	r := recordOf(t, m.Leaves)
	if p := r.Presided; len(p) != 1 || p[0].Who.Person != 2 || p[0].Cause != "absent" || p[0].By.Person != 2 || clock(p[0].Time) != "17:00:00" {
		t.Errorf("%+v", p)
	}
}

// Whoever leaves the seat at the far end leaves the line.
func TestARecordedAbsenceEndsAStayElsewhere(t *testing.T) {
	m := recordtest.Council()
	cut := slices.IndexFunc(m.Leaves, func(leaf []byte) bool { return strings.Contains(string(leaf), `"heartbeat"`) })
	s := recordtest.From(m, cut+1)
	s.Play(`17:18:00 1: remote absent p4`)
	r := recordOf(t, s.Leaves)
	events := r.Remote[0].Events
	if e := events[len(events)-1]; e.What != record.WhatLeft || e.By != (record.Who{Person: 4, Seat: 4}) {
		t.Errorf("%+v", e)
	}
	if v := r.Served[3]; v.Seat != 4 || v.Ended != record.EndedBrokenOff || !v.Barred {
		t.Errorf("%+v", v)
	}
}
