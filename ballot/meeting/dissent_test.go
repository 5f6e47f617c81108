package meeting_test

import (
	"slices"
	"testing"

	"valurna/ballot/manifest"
	"valurna/ballot/meeting"
)

func TestWhoTookPartInADecisionMayDissentWhileTheMeetingLasts(t *testing.T) {
	b := inSession(t, manifest.ProfileCouncil, 7, 6)
	b.plays(`
		4: jav 2
		1: item begin 2
		3: motion main Build the bridge
		1: item debated
		1: question 1
		1: question approved
		1: acclaim 1
		5: dissent 2      ! KL 4:27
		wait 3`)
	b.leaves(6) // before the decision
	b.asks(1, "gavel")
	b.sit(7) // after it
	b.plays(`
		6: dissent 2      ! KL 4:27
		7: dissent 2      ! KL 4:27
		4: dissent 2      ! KL 4:27
		sec: dissent 2    ! KL 4:27
		5: dissent 9      ! KL 4:27
		5: dissent 2
		5: dissent 2      ! dissent`)
	b.leaves(3)
	b.asks(3, "dissent 2") // took part, and the meeting lasts
	if got := b.item(2).Dissents; !slices.Equal(got, []int{5, 3}) {
		t.Errorf("%v", got)
	}
	b.plays(`
		1: meeting close
		2: dissent 2      ! meeting`)
}

func TestWhoAbstainsInTheVoteDoesNotDissent(t *testing.T) {
	b := inSession(t, manifest.ProfileCouncil, 5, 5)
	b.plays(oneMotion)
	b.votes(3, 0) // seat 5 and the chair abstain
	b.plays(`
		5: dissent 2      ! KL 4:27
		1: dissent 2      ! KL 4:27
		2: dissent 2`)
	if d := b.decided(2, meeting.Decided, 1); !slices.Equal(d.Took, []int{2, 3, 4}) {
		t.Errorf("%v", d.Took)
	}
}

func TestADecisionToTableCanBeDissentedFrom(t *testing.T) {
	b := inSession(t, manifest.ProfileCouncil, 5, 5)
	b.plays(`
		1: item begin 2
		3: motion table
		1: question 1
		1: acclaim 1
		wait 3
		1: gavel
		4: dissent 2`)
}
