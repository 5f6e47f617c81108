package meeting_test

import (
	"strings"
	"testing"

	"valurna/ballot/manifest"
	"valurna/ballot/meeting"
)

func TestMotionsAreMadeInTheDebateByThoseWhoServe(t *testing.T) {
	b := inSession(t, manifest.ProfileCouncil, 5, 4)
	b.plays(`
		1: item begin 2
		3: motion main Build the bridge
		4: motion main                      ! motion
		4: motion remit                     ! KL 5:50
		4: motion amend Paint it            ! motion
		5: motion main I am at home         ! presence
		sec: motion main I keep the record  ! presence
		sub1: motion main I stand by        ! presence
		1: motion main The chair may too
		4: motion reject
		3: motion reject                    ! motion
		4: motion table
		3: motion table                     ! motion
		4: motion remit Ask the neighbours
		3: motion remit Ask the treasurer
		sub1: standby here
		1: substitute 5
		sub1: motion main A serving substitute has the same rights
		1: item debated
		1: item debated                     ! debate
		3: motion main Something new        ! KL 5:57
		3: motion withdraw 1                ! KL 5:57`)
	long := &meeting.Motion{Motion: 8, Item: 2, Kind: meeting.KindMain, Text: strings.Repeat("x", meeting.MaxMotion), By: 3}
	b.refusesEvent("KL 5:57", long)
	if n := len(b.item(2).Motions); n != 7 {
		t.Errorf("%d motions", n)
	}

	next := inSession(t, manifest.ProfileBoard, 5, 4)
	next.asks(1, "item begin 2")
	long.Motion = 1
	next.enter(long)
	long2 := *long
	long2.Motion, long2.Text = 2, long.Text+"x"
	next.refusesEvent("motion", &long2)
	long2.Text = "a\u202eb"
	next.refusesEvent("motion", &long2)
	long2.Text, long2.Motion = "b", 3
	next.refusesEvent("motion", &long2)
	next.plays(`
		1: item debated
		3: motion main Something new ! KL 5:53`)
}

func TestAMotionIsWithdrawnByWhoMadeIt(t *testing.T) {
	b := inSession(t, manifest.ProfileCouncil, 5, 5)
	b.plays(`
		1: item begin 2
		1: item debated          ! motion
		3: motion main Build the bridge
		4: motion table
		1: motion withdraw 1     ! motion
		3: motion withdraw 3     ! motion
		3: motion withdraw 1
		3: motion withdraw 1     ! motion
		1: item debated          ! motion
		1: question 2
		4: motion withdraw 2     ! question`)
	b.leaves(4)
	b.refuses("presence", 4, "motion withdraw 2")
	if got := b.item(2).Motions; got[0].Fate != meeting.FateWithdrawn || got[1].Fate != "" {
		t.Errorf("%+v", got)
	}
}

func TestTheChairRefusesAMotionThatRaisesANewMatter(t *testing.T) {
	b := inSession(t, manifest.ProfileCouncil, 5, 5)
	b.plays(`
		1: item begin 2
		3: motion main Build the bridge
		4: motion main Paint the town hall
		5: motion table
		3: motion refuse 2      ! office
		1: motion refuse 3      ! KL 5:50
		1: motion refuse 4      ! motion
		1: motion refuse 2
		5: motion withdraw 3
		1: item debated
		1: question 1 2         ! question
		1: question 1
		1: motion refuse 1      ! question`)
	if got := b.item(2).Motions[1].Fate; got != meeting.FateRefused {
		t.Errorf("%q", got)
	}
}

func TestFormalMotionsAreAnsweredFirst(t *testing.T) {
	for profile, rule := range map[string]string{
		manifest.ProfileCouncil: "KL 5:50", manifest.ProfileBoard: "KL 6:33", manifest.ProfileAssociation: "motion",
	} {
		b := inSession(t, profile, 5, 5)
		b.plays(`
			1: item begin 2
			3: motion main Build the bridge
			4: motion table
			5: motion remit Ask the neighbours
			1: item debated
			1: question 1        ! ` + rule + `
			1: question 2 1      ! ` + rule + `
			1: question 2
			1: question 3        ! question
			1: acclaim no
			wait 3
			1: gavel
			1: question 1        ! ` + rule + `
			1: question 3
			1: acclaim no
			1: acclaim no
			wait 3
			1: gavel
			1: question 2        ! question
			1: question 1
			1: question approved
			1: acclaim 1
			wait 3
			1: gavel`)
		b.decided(2, meeting.Decided, 1)
		if got := b.item(2).Motions; got[1].Fate != meeting.FateLost || got[2].Fate != meeting.FateLost {
			t.Errorf("%+v", got)
		}
	}
}

func TestATabledOrRemittedItemIsOutOfThisMeeting(t *testing.T) {
	for motion, outcome := range map[string]string{"table": meeting.Tabled, "remit Ask the neighbours": meeting.Remitted} {
		b := inSession(t, manifest.ProfileCouncil, 5, 5)
		b.plays(`
			1: item begin 2
			3: motion main Build the bridge
			4: motion ` + motion + `
			1: question 2
			1: item debated      ! question
			1: acclaim 2
			wait 3
			1: gavel
			1: item begin 2      ! decided
			1: item begin 1`)
		b.decided(2, outcome, 2)
	}
}

func TestTheDebateGoesOnWhenAFormalMotionFalls(t *testing.T) {
	b := inSession(t, manifest.ProfileCouncil, 5, 5)
	b.plays(`
		1: item begin 2
		4: motion table
		1: question 1
		1: acclaim no
		wait 3
		1: gavel
		3: motion main Build the bridge`)
	b.stage(2, meeting.StageDebate)
}
