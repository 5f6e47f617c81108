package meeting_test

import (
	"reflect"
	"slices"
	"testing"

	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/ballot/meeting"
)

// candidates puts an election of two of three on the agenda as item 4, and begins it.
const candidates = `
	1: item add election Auditors elect 2 Ada Ek / Bo / Cai
	1: item begin 4`

func TestAsManyAsThereArePlacesAreElectedByAcclamation(t *testing.T) {
	b := inSession(t, manifest.ProfileCouncil, 5, 5)
	b.plays(candidates + `
		3: motion main Ada again              ! motion
		3: motion reject                      ! motion
		4: motion table
		1: elect Ada Ek / Bo                  ! KL 5:53
		1: item debated
		1: elect Ada Ek / Bo                  ! KL 5:50
		1: question 1
		1: elect Ada Ek / Bo                  ! question
		1: acclaim no
		wait 3
		1: gavel
		3: elect Ada Ek / Bo                  ! office
		1: elect Ada Ek                       ! elected
		1: elect Ada Ek / Bo / Cai            ! elected
		1: elect Ada Ek / Ada Ek              ! elected
		1: elect Ada Ek / Dan                 ! elected
		1: acclaim no                         ! elected
		1: acclaim 1                          ! question
		1: elect Ada Ek / Cai
		1: gavel                              ! wait
		wait 3
		1: gavel`)
	if d := b.decided(4, meeting.Decided, 0); !slices.Equal(d.Elected, []string{"Ada Ek", "Cai"}) || d.Ballot != "" {
		t.Errorf("%+v", d)
	}
	b.refused("decided", "a ballot", b.state.BallotRefused(4))
}

func TestAVoteInAnElectionIsASecretBallot(t *testing.T) {
	for profile, rule := range map[string]string{
		manifest.ProfileCouncil: "KL 5:54", manifest.ProfileBoard: "KL 5:54", manifest.ProfileAssociation: "ballot",
	} {
		b := inSession(t, profile, 5, 5)
		b.plays(candidates)
		if b.state.BallotRefused(4) == nil {
			t.Error("a ballot is held in the middle of the debate")
		}
		b.plays(`
			1: item debated
			1: elect Ada Ek / Bo
			2: vote ask
			wait 3
			1: gavel       ! ` + rule + `
			1: vote open   ! ` + rule)
		b.must(b.state.BallotRefused(4))
		b.ballots.frozen, b.ballots.unfinished = "4-1", "4-1"
		b.refuses(rule, 1, "gavel")
		b.refuses("frozen", 1, "item aside")
		b.ballots.frozen = ""
		b.refuses(rule, 1, "gavel")
		b.refuses("item", 1, "item end")
		b.ballots.unfinished, b.ballots.decided = "", "4-1"
		b.stage(4, meeting.Decided)
		b.refuses("decided", 1, "gavel")
		b.asks(1, "item end")
		if d := b.decided(4, meeting.Decided, 0); d.Ballot != "4-1" {
			t.Errorf("%+v", d)
		}
	}
}

func TestAnItemWaitsAsideWhileItsBallotIsCounted(t *testing.T) {
	b := inSession(t, manifest.ProfileCouncil, 5, 5)
	b.plays(candidates + `
		1: item debated`)
	b.ballots.frozen, b.ballots.unfinished = "4-1", "4-1"
	b.refuses("frozen", 1, "item aside")
	b.ballots.frozen = ""
	b.asks(1, "item aside")
	b.ballots.frozen = "3-1"
	b.refuses("frozen", 1, "item begin 2")
	b.ballots.frozen, b.ballots.unfinished = "", ""
	b.asks(1, "item begin 2")
	b.ballots.decided = "4-1"
	b.refuses("office", 2, "item end 4")
	b.asks(1, "item end 4")
	if b.state.CurrentItem() != 2 {
		t.Errorf("item %d is handled", b.state.CurrentItem())
	}
}

func TestASwedishElectionIsDecidedAmongThoseNominatedOnly(t *testing.T) {
	b := inSession(t, manifest.ProfileCouncil, 5, 5)
	b.plays(`
		1: item begin 1
		3: motion main Ada leads the council   ! motion
		3: motion reject                       ! motion
		1: item debated                        ! contest
		3: nominate Ada
		3: motion withdraw 1
		1: item debated                        ! contest`)
}

func TestADanishCouncilElectsByNamedVote(t *testing.T) {
	b := inSession(t, manifest.ProfileDanish, 5, 5)
	b.plays(`
		1: item begin 1
		3: motion main Ada
		4: motion main Bo
		1: item debated
		1: question 1 2
		1: question approved
		1: acclaim 1
		3: vote ask
		1: gavel             ! vote`)
	b.votes(2, 2) // nobody is elected by a tie
	b.stage(1, meeting.StageVoteAsked)
	b.votes(2, 3)
	if d := b.decided(1, meeting.Decided, 2); d.Text != "Bo" {
		t.Errorf("%+v", d)
	}
	for i, c := range b.item(1).Votes[1].Casts {
		if c.Person == 0 || c.Choice != []string{"yes", "yes", "no", "no", "no"}[i] {
			t.Errorf("%+v is no named vote", c)
		}
	}
}

func TestABallotWaitsForTheQuestionsBeforeIt(t *testing.T) {
	b := inSession(t, manifest.ProfileCouncil, 5, 5)
	b.must(b.state.BallotRefused(1)) // never begun
	b.plays(candidates)
	b.refused("item", "a ballot in the middle of another item", b.state.BallotRefused(1))
	b.refused("KL 5:53", "a ballot in the debate", b.state.BallotRefused(4))
	b.plays(`
		3: motion table
		1: item debated`)
	b.refused("KL 5:50", "a ballot before the motion to table", b.state.BallotRefused(4))
	b.plays(`
		1: question 1
		1: acclaim no`)
	b.refused("KL 5:50", "a ballot before the gavel", b.state.BallotRefused(4))
	b.plays(`
		wait 3
		1: gavel`)
	b.must(b.state.BallotRefused(4))
}

func TestMembersNominateAndTheMeetingElects(t *testing.T) {
	b := inSession(t, manifest.ProfileCouncil, 5, 5)
	b.plays(`
		1: item add election Auditors
		1: item begin 4
		1: item candidates 1                  ! contest
		3: nominate Ada Ek
		4: nominate Ada Ek                    ! contest
		4: motion candidate                   ! motion
		4: nominate Bo / Eva                  ! contest
		4: nominate Bo
		5: motion candidate Cai
		2: nominate Dan
		3: motion main Nobody                 ! motion
		3: motion reject                      ! motion
		3: motion withdraw 2                  ! motion
		1: motion refuse 4                    ! contest
		2: motion withdraw 4
		1: item debated                       ! contest
		1: question 1                         ! question
		1: elect Ada Ek                       ! question
		2: item candidates 2                  ! office
		1: item candidates 999                ! contest
		1: item candidates 2
		1: item candidates 1                  ! contest
		2: nominate Eva                       ! contest
		5: motion withdraw 3                  ! contest
		1: motion refuse 3                    ! contest
		1: item debated
		1: elect Ada Ek / Dan                 ! elected
		1: elect Ada Ek / Cai
		2: vote ask
		wait 3
		1: gavel                              ! KL 5:54
		1: vote open                          ! KL 5:54`)
	b.must(b.state.BallotRefused(4))
	want := &kind.Contest{Kind: kind.KOfN, Elect: 2, Options: []string{"Ada Ek", "Bo", "Cai"}}
	if it := b.item(4); !reflect.DeepEqual(it.Item.Contest, want) {
		t.Errorf("the meeting elects by %+v", it.Item.Contest)
	}
}

func TestNoMoreNominatedThanPlacesAreElectedByAcclamation(t *testing.T) {
	for profile, rules := range map[string][3]string{
		manifest.ProfileCouncil:     {"KL 5:54", "KL 5:50", "KL 5:57"},
		manifest.ProfileBoard:       {"KL 5:54", "KL 6:33", "KL 5:53"},
		manifest.ProfileAssociation: {"ballot", "motion", "debate"},
	} {
		rule, formal, closed := rules[0], rules[1], rules[2]
		b := inSession(t, profile, 5, 5)
		b.plays(`
			1: item add election Chair
			1: item begin 4
			3: nominate Ada Ek
			1: item candidates 20
			4: nominate Bo
			1: item candidates 1
			1: item candidates 2      ! contest`)
		if it := b.item(4); it.Item.Contest == nil || it.Item.Contest.Elect != 1 {
			t.Errorf("a number that was corrected: %+v", it.Item.Contest)
		}

		b = inSession(t, profile, 5, 5)
		b.plays(`
			1: item add election Chair
			1: item begin 4
			3: nominate Ada Ek
			4: nominate Bo
			1: item candidates 2
			4: nominate Cai
			1: item debated           ! contest
			4: motion withdraw 3
			4: motion withdraw 2
			4: motion table
			1: elect Ada Ek           ! question
			1: item debated
			4: nominate Bo            ! ` + closed + `
			1: elect Ada Ek           ! ` + formal + `
			1: motion refuse 4        ! ` + formal + `
			1: question 4
			1: acclaim no
			wait 3
			1: gavel
			1: elect Bo               ! elected
			1: elect Ada Ek
			4: vote ask
			wait 3
			1: gavel                  ! ` + rule + `
			1: vote open              ! ` + rule)
		if it := b.item(4); it.Item.Contest != nil {
			t.Errorf("a ballot of one: %+v", it.Item.Contest)
		}

		b = inSession(t, profile, 5, 5)
		b.plays(`
			1: item add employment Director
			1: item begin 4
			3: nominate Ada Ek
			1: item candidates 1
			1: item debated
			1: elect Ada Ek
			wait 3
			1: gavel`)
		if d := b.decided(4, meeting.Decided, 0); !slices.Equal(d.Elected, []string{"Ada Ek"}) {
			t.Errorf("%+v", d)
		}
	}
}

func TestNobodyIsNominatedWhereMotionsDecide(t *testing.T) {
	b := inSession(t, manifest.ProfileAssociation, 5, 5)
	b.plays(`
		1: item begin 2
		3: nominate Ada               ! contest
		1: item candidates 1          ! contest
		1: item aside
		1: item begin 1
		3: nominate Ada
		4: motion main Bo leads us    ! motion
		1: item candidates 1
		3: motion withdraw 1
		4: motion main Bo leads us
		3: nominate Ada               ! motion
		1: item debated
		1: question 2
		1: question approved
		1: acclaim 2
		3: vote ask`)
	b.votes(3, 2)
	b.decided(1, meeting.Decided, 2)

	b = inSession(t, manifest.ProfileAssociation, 5, 5)
	b.plays(`
		1: item begin 1
		3: motion reject
		3: nominate Ada               ! motion
		1: item aside
		1: item add election Auditors elect 1 Ada / Bo
		1: item begin 4
		3: nominate Cai               ! contest
		1: item candidates 1          ! contest`)

	b = inSession(t, manifest.ProfileDanish, 5, 5)
	b.plays(`
		1: item begin 1
		3: nominate Ada               ! 87.1.4`)
}
