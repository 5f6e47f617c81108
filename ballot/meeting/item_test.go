package meeting_test

import (
	"slices"
	"testing"

	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/ballot/meeting"
)

func TestTheChairHandlesOneItemAtATime(t *testing.T) {
	b := newBody(t, manifest.ProfileCouncil, 5)
	b.sitAll(1, 5)
	b.refuses("meeting", 1, "item begin 2") // the meeting is not open
	b.open()
	b.plays(`
		2: item begin 2                ! office
		1: item begin 4                ! item
		1: item begin two              ! usage
		3: motion main Too early       ! item
		1: item debated                ! item
		1: gavel                       ! item
		1: item aside                  ! item
		1: item begin 2
		1: item begin 1                ! item
		1: item begin 2                ! item
		1: item end                    ! item
		2: item aside                  ! office
		1: item aside
		1: item begin 1
		1: item aside
		1: item begin 2`)
	b.stage(1, meeting.StageAside)
	b.stage(2, meeting.StageDebate)
	b.stage(3, meeting.StageWaiting)
	if b.state.CurrentItem() != 2 {
		t.Errorf("item %d is handled", b.state.CurrentItem())
	}
}

func TestADecidedItemIsNotBegunAgain(t *testing.T) {
	b := inSession(t, manifest.ProfileCouncil, 5, 5)
	b.plays(oneMotion)
	b.votes(3, 2)
	b.plays(`
		1: item begin 2   ! decided
		1: item end 2     ! decided
		2: jav 2          ! jav
		1: item begin 1`)
	d := b.decided(2, meeting.Decided, 1)
	if d.Text != "Build the bridge" || d.Vote != 1 || d.Minority {
		t.Errorf("%+v", d)
	}
}

func TestAnItemPutAsideKeepsWhatWasAskedOnIt(t *testing.T) {
	b := inSession(t, manifest.ProfileCouncil, 5, 5)
	b.plays(oneMotion + `
		1: item aside
		1: item begin 2
		wait 10
		1: gavel    ! KL 5:53`)
	b.stage(2, meeting.StageVoteAsked)
}

func TestItemsAreHandledAndDecidedWithAQuorum(t *testing.T) {
	b := inSession(t, manifest.ProfileCouncil, 49, 24)
	b.refuses("A25", 1, "item begin 2")
	b.sit(25, 26)
	b.plays(`
		1: item begin 2
		3: motion main Build the bridge
		1: item debated
		1: question 1
		1: question approved`)
	b.leaves(26)
	b.asks(1, "acclaim 1") // 25 of 49
	b.leaves(25)
	b.plays(`
		wait 3
		1: acclaim 1    ! A25
		1: gavel        ! A25
		2: vote ask
		1: vote open    ! A25`)
	b.sit(27)
	b.asks(1, "vote open")
}

func TestACouncilGoesOnBelowItsQuorumOnlyForDisqualification(t *testing.T) {
	b := inSession(t, manifest.ProfileCouncil, 5, 3)
	b.plays(`
		2: jav 2
		1: item begin 2
		1: motion main Build the bridge
		1: item debated
		1: question 1
		1: question approved
		1: acclaim 1
		wait 3
		1: gavel`)
	if d := b.decided(2, meeting.Decided, 1); !slices.Equal(d.Took, []int{1, 3}) {
		t.Errorf("persons %v took part", d.Took)
	}

	nobody := inSession(t, manifest.ProfileCouncil, 5, 3)
	nobody.plays(`
		2: jav 2
		3: jav 2
		1: jav 2
		1: item begin 2   ! KL 5:47`)

	board := inSession(t, manifest.ProfileBoard, 5, 3)
	board.asks(3, "jav 2")
	board.leaves(3)
	board.refuses("A25", 1, "item begin 2") // KL 5:46 is about councils
}

func TestWhoIsDisqualifiedStaysInACouncilAndLeavesABoard(t *testing.T) {
	council := inSession(t, manifest.ProfileCouncil, 5, 5)
	council.plays(`
		4: jav 2
		1: item begin 2
		4: motion main For my company ! KL 5:47
		3: motion main Build the bridge
		5: jav 2
		1: item debated
		1: question 1
		1: question approved
		1: acclaim 1
		4: vote ask                   ! KL 5:47
		5: vote ask                   ! KL 5:47
		3: vote ask
		1: vote open`)
	v, _ := council.state.OpenVote()
	if !slices.Equal(v.Roll, []meeting.Voter{{Seat: 2, Person: 2}, {Seat: 3, Person: 3}, {Seat: 1, Person: 1}}) {
		t.Errorf("%v are on the roll", v.Roll)
	}

	for profile, rule := range map[string]string{
		manifest.ProfileBoard: "KL 6:30", manifest.ProfileCommittee: "KL 6:30", manifest.ProfileDanish: "jav",
	} {
		b := inSession(t, profile, 5, 5)
		b.asks(4, "jav 2")
		b.refuses(rule, 1, "item begin 2")
		b.leaves(4)
		b.asks(1, "item begin 2")
		back := &meeting.Presence{Person: 4, Seat: 4, Present: true, Place: secret("back", 4)}
		b.refusesEvent(rule, back)
		// Whoever finds out in the middle of it leaves too, before anything goes on.
		b.asks(5, "jav 2")
		b.refuses(rule, 3, "motion main Build the bridge")
		b.leaves(5)
		b.asks(3, "motion main Build the bridge")
		b.asks(1, "item aside")
		b.enter(back)
	}
}

func TestADisqualifiedChairHandsTheChairOver(t *testing.T) {
	b := inSession(t, manifest.ProfileCouncil, 5, 5)
	b.plays(`
		1: jav 2
		1: item begin 2           ! KL 5:47
		1: chair 2 disqualified
		1: item begin 2           ! office
		2: item begin 2
		1: chair 1 back           ! office
		2: item aside
		1: chair 1 back
		1: item begin 1`)
}

func TestAChairWhoIsNotHereBeginsNothing(t *testing.T) {
	b := inSession(t, manifest.ProfileCouncil, 5, 5)
	b.leaves(1)
	b.plays(`
		1: item begin 2      ! office
		2: chair 2 absent
		2: item begin 2`)
}

func TestAnItemIsAddedInTheMeeting(t *testing.T) {
	b := newBody(t, manifest.ProfileCouncil, 5)
	b.sitAll(1, 5)
	b.refuses("meeting", 1, "item add decision Storm damage")
	b.open()
	b.plays(`
		2: item add decision Storm damage                              ! office
		1: item add opinion Storm damage                               ! item
		1: item add decision Storm damage elect 1 Ada / Bo             ! KL 5:54
		1: item add election Auditors elect 2 Ada / Ada / Bo           ! contest
		1: item add election Auditors elect 2                          ! contest
		1: item add election elect 1 Ada / Bo                          ! item
		1: item add decision Storm damage
		1: item add election Who will elect the auditors elect 2 Ada Ek / Bo / Cai
		1: item add employment A director elect 1 Ada / Bo
		1: item begin 4
		1: item aside
		1: meeting adjourn time
		1: item add information A letter                               ! adjourned`)
	items := b.state.Items()
	if got := items[3]; got.Title != "Storm damage" || got.Contest != nil {
		t.Errorf("%+v", got)
	}
	if got := items[4]; got.Title != "Who will elect the auditors" || got.Contest.Kind != kind.KOfN || got.Contest.Elect != 2 || !slices.Equal(got.Contest.Options, []string{"Ada Ek", "Bo", "Cai"}) {
		t.Errorf("%+v %+v", got, got.Contest)
	}
	if got := items[5]; got.Contest.Kind != kind.OneOfN {
		t.Errorf("%+v", got.Contest)
	}
	b.refusesEvent("adjourned", &meeting.ItemAdd{Item: 9, Class: "decision", Title: "Two at once", By: 1})
	b.asks(1, "meeting resume")
	b.refusesEvent("item", &meeting.ItemAdd{Item: 9, Class: "decision", Title: "Two at once", By: 1})

	danish := inSession(t, manifest.ProfileDanish, 5, 5)
	danish.refuses("87.1.4", 1, "item add election Mayor elect 1 Ada / Bo")
	danish.asks(1, "item add election Mayor")
}

func TestInformationEndsWithoutADecision(t *testing.T) {
	b := inSession(t, manifest.ProfileCouncil, 5, 5)
	b.plays(`
		1: item end 3                     ! item
		1: item begin 3
		3: motion main Let us decide      ! item
		1: item debated                   ! item
		2: item end                       ! office
		1: item end
		3: dissent 3                      ! KL 4:27
		1: item begin 2
		1: item end                       ! item`)
	b.stage(3, meeting.Ended)
}

func TestAMeetingIsNotClosedInTheMiddleOfAnItem(t *testing.T) {
	b := inSession(t, manifest.ProfileCouncil, 5, 5)
	b.plays(oneMotion + `
		1: meeting close   ! item
		1: vote open
		1: meeting close   ! vote
		1: item aside      ! vote
		1: item end        ! vote`)
	b.calls(3, 2)
	b.plays(`
		1: vote result
		1: meeting close`)
	b.refuses("meeting", 3, "dissent 2")
}

func TestAnItemPutAsideDoesNotKeepTheMeetingOpen(t *testing.T) {
	b := inSession(t, manifest.ProfileCouncil, 5, 5)
	b.plays(`
		1: item begin 2
		1: meeting adjourn quorum
		1: meeting close   ! item
		2: item aside      ! office
		1: item aside
		1: meeting close`)
	b.stage(2, meeting.StageAside)
}

func TestNothingIsDoneOnAnItemWhileTheMeetingIsAdjourned(t *testing.T) {
	acts := []string{
		"item begin 1", "item debated", "item end", "item add decision More", "motion main Another", "motion withdraw 1", "motion refuse 1",
		"question 1", "question approved", "acclaim 1", "elect Ada", "gavel", "vote ask", "dissent 2",
	}
	b := inSession(t, manifest.ProfileCouncil, 5, 5)
	b.plays(oneMotion)
	b.asks(1, "meeting adjourn order")
	for _, act := range acts {
		b.refuses("adjourned", 1, act)
	}
	b.refuses("adjourned", 1, "vote open")
	b.plays(`
		1: meeting resume
		1: vote open
		1: meeting adjourn line
		2: vote yes          ! A14
		1: vote for 2 yes    ! A14
		1: vote result       ! A14`)
}

func TestWhatBecameOfAnItemEarlierIsRecordedBeforeItIsVotedOn(t *testing.T) {
	b := inSession(t, manifest.ProfileCouncil, 5, 5)
	b.plays(`
		3: item returned 2   ! office
		1: item returned 9   ! item
		sec: item returned 2
		1: item returned 2   ! item
		1: item begin 1
		3: motion table
		1: question 1
		1: item returned 1   ! item`)
	if !b.item(2).Returned || b.item(1).Returned {
		t.Error("the wrong item was tabled before")
	}
	danish := inSession(t, manifest.ProfileDanish, 5, 5)
	danish.refuses("item", 1, "item returned 2")
	closed := inSession(t, manifest.ProfileCouncil, 5, 5)
	closed.asks(1, "meeting close")
	closed.refuses("meeting", 1, "item returned 2")
}
