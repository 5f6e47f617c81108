package meeting_test

import (
	"testing"

	"valurna/ballot/manifest"
	"valurna/ballot/meeting"
)

// threeMotions stand on item 2 when its debate is closed.
const threeMotions = `
	1: item begin 2
	3: motion main Build the bridge
	4: motion main Build a ferry
	5: motion reject
	1: item debated`

func TestEveryProposalIsPutOnceInTheOrderThatTheMeetingApproves(t *testing.T) {
	b := inSession(t, manifest.ProfileCouncil, 5, 5)
	b.plays(`
		1: item begin 2
		3: motion main Build the bridge
		1: question 1              ! KL 5:53
		4: motion main Build a ferry
		5: motion main Swim
		5: motion withdraw 3
		1: question approved       ! question
		1: item debated
		3: question 1 2            ! office
		1: question 1              ! KL 5:53
		1: question 1 1            ! question
		1: question 1 2 2          ! question
		1: question 1 2 3          ! question
		1: question 3              ! question
		1: question 0              ! usage
		1: question 1 2
		1: question 2 1
		1: acclaim 2               ! question
		3: question approved       ! office
		1: question approved
		1: question approved       ! question
		1: question 1 2            ! question`)
	b.stage(2, meeting.StageApproved)
	if q := b.item(2).Question; q.Main != 2 {
		t.Errorf("%+v", q)
	}
	b.refusesEvent("question", &meeting.Acclaim{Item: 2, Motion: 1, By: 1})
	fresh := inSession(t, manifest.ProfileCouncil, 5, 5)
	fresh.plays(threeMotions)
	fresh.refusesEvent("question", &meeting.Question{Item: 2, Main: 1, By: 1})
}

func TestTheChairSaysWhichMotionPrevails(t *testing.T) {
	b := inSession(t, manifest.ProfileCouncil, 5, 5)
	b.plays(threeMotions + `
		1: acclaim 1            ! question
		1: question 1 2 3
		1: question approved
		3: acclaim 1            ! office
		1: acclaim no           ! KL 5:53
		1: acclaim 4            ! question
		1: elect Ada            ! question
		1: gavel                ! KL 5:53
		3: vote ask             ! vote
		1: acclaim 1
		1: acclaim 3
		3: gavel                ! office
		wait 3
		1: gavel`)
	d := b.decided(2, meeting.Decided, 3)
	if d.Vote != 0 || len(d.Took) != 5 {
		t.Errorf("%+v", d)
	}
}

func TestASingleProposalMayFall(t *testing.T) {
	b := inSession(t, manifest.ProfileCouncil, 5, 5)
	b.plays(`
		1: item begin 2
		3: motion main Build the bridge
		1: item debated
		1: question 1
		1: question approved
		1: acclaim no
		wait 3
		1: gavel`)
	b.decided(2, meeting.Decided, 0)
}

func TestTheGavelLeavesTimeToAskForAVote(t *testing.T) {
	perceived := func(t *testing.T) *body {
		b := inSession(t, manifest.ProfileCouncil, 5, 5)
		b.plays(`
			1: item begin 2
			3: motion main Build the bridge
			1: item debated
			1: question 1
			1: question approved
			1: acclaim 1
			1: gavel       ! wait
			wait 2
			1: gavel       ! wait`)
		return b
	}
	t.Run("the gavel falls in the third second", func(t *testing.T) {
		b := perceived(t)
		b.plays(`
			wait 1
			1: gavel
			3: vote ask  ! item`)
		b.decided(2, meeting.Decided, 1)
	})
	t.Run("a vote is asked for in the last second before it", func(t *testing.T) {
		b := perceived(t)
		b.plays(`
			wait 1
			3: vote ask
			3: vote ask    ! vote
			1: gavel       ! KL 5:53
			1: acclaim no  ! KL 5:53
			1: vote open
			1: gavel       ! vote`)
		b.stage(2, meeting.StageVoting)
	})
	t.Run("asking the meeting again begins the wait anew", func(t *testing.T) {
		b := perceived(t)
		b.plays(`
			1: acclaim no
			wait 2
			1: gavel       ! wait`)
	})
}
