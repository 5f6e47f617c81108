package meeting_test

import (
	"slices"
	"strings"
	"testing"

	"valurna/ballot/manifest"
	"valurna/ballot/meeting"
)

func TestNamesAreCalledByTheirSeatsTheChairLast(t *testing.T) {
	b := inSession(t, manifest.ProfileCouncil, 7, 5)
	b.plays(`
		1: vote open           ! item
		2: vote yes            ! vote
		1: vote result         ! vote
		1: vote void           ! vote
		sub1: standby here
		1: substitute 7` + oneMotion + `
		3: vote open           ! office
		1: vote open
		1: vote open           ! vote
		1: vote yes            ! turn
		3: vote yes            ! turn
		2: vote yes
		2: vote no             ! turn
		4: vote for 3 no       ! office
		1: vote for 3 maybe    ! vote
		1: vote for 4 no       ! turn
		sec: vote for 3 no
		1: vote for 4 abstain
		1: vote result         ! turn
		5: vote yes
		sub1: vote yes
		1: vote no
		1: vote yes            ! turn
		2: vote result         ! office
		1: vote result yes     ! casting
		1: vote result
		2: vote yes            ! vote`)
	v := b.item(2).Votes[0]
	var roll []int
	for _, voter := range v.Roll {
		roll = append(roll, voter.Seat)
	}
	if !slices.Equal(roll, []int{2, 3, 4, 5, 7, 1}) {
		t.Errorf("seats %v were called", roll)
	}
	if c := v.Casts[1]; c != (meeting.VoteCast{Vote: 1, Seat: 3, Person: 3, Choice: "no", By: b.secretary()}) {
		t.Errorf("%+v", c)
	}
	if c := v.Casts[4]; c.Person != b.substitute(1) || c.Seat != 7 {
		t.Errorf("%+v", c)
	}
	if r := *v.Result; r.Yes != 3 || r.No != 2 || r.Abstain != 1 || !r.Carried {
		t.Errorf("%+v", r)
	}
	b.decided(2, meeting.Decided, 1)
}

func TestARefusalSaysWhoseTurnItIs(t *testing.T) {
	b := inSession(t, manifest.ProfileCouncil, 5, 5)
	b.plays(oneMotion + `
		1: vote open`)
	_, err := b.try(4, "vote yes")
	if err == nil || !strings.Contains(err.Error(), "seat 2") {
		t.Errorf("%v", err)
	}
	v, _ := b.state.OpenVote()
	if turn, ok := v.Turn(); !ok || turn.Seat != 2 {
		t.Errorf("%v", turn)
	}
	b.calls(5, 0)
	v, _ = b.state.OpenVote()
	if turn, ok := v.Turn(); ok {
		t.Errorf("%v is called when all have voted", turn)
	}
}

func TestAttendanceAndDisqualificationAreFrozenDuringAVote(t *testing.T) {
	b := inSession(t, manifest.ProfileCouncil, 5, 4)
	b.plays(oneMotion + `
		1: vote open`)
	comes := &meeting.Presence{Person: 5, Seat: 5, Present: true, Place: secret("p", 5)}
	leaves := &meeting.Presence{Person: 4, Seat: 4, Place: secret("p", 4)}
	b.refusesEvent("frozen", comes)
	b.refusesEvent("frozen", leaves)
	b.refuses("frozen", 3, "jav 2")
	b.asks(3, "jav 1") // another item
	b.calls(2, 2)
	b.refusesEvent("frozen", leaves)
	b.asks(1, "vote result yes")
	b.enter(comes)
	b.enter(leaves)
}

func TestAResultIsExactlyWhatTheVotesSay(t *testing.T) {
	b := inSession(t, manifest.ProfileCouncil, 5, 5)
	b.plays(oneMotion + `
		1: vote open`)
	b.calls(3, 1)
	want := meeting.VoteResult{Vote: 1, Yes: 3, No: 1, Abstain: 1, Carried: true, By: 1}
	for name, change := range map[string]func(r *meeting.VoteResult){
		"a vote too many":       func(r *meeting.VoteResult) { r.Yes++ },
		"a vote too few":        func(r *meeting.VoteResult) { r.No-- },
		"a vote moved":          func(r *meeting.VoteResult) { r.No, r.Abstain = r.No+1, r.Abstain-1 },
		"the other side":        func(r *meeting.VoteResult) { r.Carried = false },
		"an earlier vote":       func(r *meeting.VoteResult) { r.Vote = 0 },
		"a casting vote":        func(r *meeting.VoteResult) { r.Casting = "no" },
		"somebody else's words": func(r *meeting.VoteResult) { r.By = 2 },
	} {
		r := want
		change(&r)
		if _, err := b.state.Check(b.at, &r); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
	b.enter(&want)
}

func TestATieIsDecidedByTheCastingVote(t *testing.T) {
	for _, c := range []struct {
		casting string
		motion  int
	}{{"yes", 1}, {"no", 0}} {
		b := inSession(t, manifest.ProfileCouncil, 5, 5)
		b.plays(oneMotion + `
			1: vote open`)
		b.calls(2, 2) // the chair, called last, abstains
		b.plays(`
			1: vote result         ! KL 5:56
			1: vote result maybe   ! KL 5:56
			1: vote result ` + c.casting)
		d := b.decided(2, meeting.Decided, c.motion)
		if !slices.Contains(d.Took, 1) {
			t.Error("who gave the casting vote took no part")
		}
	}
	t.Run("also when everybody abstains", func(t *testing.T) {
		b := inSession(t, manifest.ProfileBoard, 5, 5)
		b.plays(oneMotion)
		b.votes(0, 0, "yes")
		b.decided(2, meeting.Decided, 1)
	})
	t.Run("it is given by whoever presides then", func(t *testing.T) {
		b := inSession(t, manifest.ProfileCouncil, 5, 4)
		b.plays(oneMotion + `
			1: vote open`)
		b.calls(2, 2)
		b.plays(`
			1: chair 2 line
			1: vote result yes   ! office
			2: vote result yes`)
		b.decided(2, meeting.Decided, 1)
	})
}

func TestInDenmarkATieCarriesNothing(t *testing.T) {
	b := inSession(t, manifest.ProfileDanish, 5, 4)
	b.plays(oneMotion + `
		1: vote open`)
	b.calls(2, 2)
	b.plays(`
		1: vote result yes   ! casting
		1: vote result`)
	b.decided(2, meeting.Decided, 0)
}

func TestOfThreeProposalsTwoMeetForTheCounterProposal(t *testing.T) {
	begin := func(t *testing.T, acclaimed string) *body {
		b := inSession(t, manifest.ProfileCouncil, 5, 5)
		b.plays(threeMotions + `
			1: question 1 2 3
			1: question approved
			1: acclaim ` + acclaimed + `
			2: vote ask`)
		return b
	}
	due := func(b *body, kind string, yes, no int) {
		b.t.Helper()
		if v, err := b.state.VoteDue(); err != nil || v.Kind != kind || v.Yes != yes || v.No != no {
			b.t.Fatalf("%+v, %v", v, err)
		}
	}
	for _, c := range []struct {
		acclaimed              string
		counterYes, counterNo  int
		yes, no                int // votes in the pair
		finalYes, finalAgainst int
	}{
		{"1", 2, 3, 3, 2, 1, 2},
		{"1", 2, 3, 2, 3, 1, 3},
		{"2", 1, 3, 3, 2, 2, 1},
		{"3", 1, 2, 0, 5, 3, 2},
	} {
		b := begin(t, c.acclaimed)
		due(b, meeting.VoteCounter, c.counterYes, c.counterNo)
		b.refusesEvent("vote", &meeting.VoteOpen{Vote: 1, Item: 2, Kind: meeting.VoteFinal, Yes: c.finalYes, No: c.finalAgainst, By: 1})
		b.votes(c.yes, c.no)
		b.stage(2, meeting.StageVoteAsked)
		b.refuses("KL 5:53", 1, "gavel")
		due(b, meeting.VoteFinal, c.finalYes, c.finalAgainst)
		b.votes(1, 4)
		b.decided(2, meeting.Decided, c.finalAgainst)
	}
	t.Run("a tied pair is decided by the casting vote too", func(t *testing.T) {
		b := begin(t, "1")
		b.votes(2, 2, "no")
		due(b, meeting.VoteFinal, 1, 3)
	})
	t.Run("in Denmark a tied pair votes again", func(t *testing.T) {
		b := inSession(t, manifest.ProfileDanish, 5, 5)
		b.plays(threeMotions + `
			1: question 1 2 3
			1: question approved
			1: acclaim 1
			2: vote ask`)
		b.votes(2, 2)
		due(b, meeting.VoteCounter, 2, 3)
		b.votes(3, 2)
		due(b, meeting.VoteFinal, 1, 2)
	})
	t.Run("of four, two pairs meet", func(t *testing.T) {
		b := inSession(t, manifest.ProfileCouncil, 5, 5)
		b.plays(`
			1: item begin 2
			2: motion main North
			3: motion main East
			4: motion main South
			5: motion main West
			1: item debated
			1: question 1 2 3 4
			1: question approved
			1: acclaim 3
			2: vote ask`)
		due(b, meeting.VoteCounter, 1, 2)
		b.votes(1, 4)
		due(b, meeting.VoteCounter, 2, 4)
		b.votes(4, 1)
		due(b, meeting.VoteFinal, 3, 2)
		b.votes(5, 0)
		b.decided(2, meeting.Decided, 3)
	})
}

func TestAVoteThatCannotGoOnIsBrokenOffAndHeldAgain(t *testing.T) {
	b := inSession(t, manifest.ProfileCouncil, 5, 5)
	b.plays(oneMotion + `
		1: vote open
		2: vote no
		1: vote void            ! vote
		1: meeting adjourn line
		2: vote void            ! office
		1: vote void`)
	b.leaves(5)
	b.plays(`
		1: meeting resume
		3: vote yes             ! vote`)
	b.votes(4, 0)
	b.decided(2, meeting.Decided, 1)
	if v := b.item(2).Votes; len(v) != 2 || !v[0].Void || len(v[0].Casts) != 1 || v[1].Vote != 2 {
		t.Errorf("%+v", v)
	}
}

func TestAThirdOfThosePresentTablesAnItemOrSendsItBack(t *testing.T) {
	for _, c := range []struct {
		present, yes int
		carried      bool
	}{
		{49, 17, true}, {49, 16, false}, {48, 16, true}, {48, 15, false}, {25, 9, true}, {25, 8, false}, {49, 30, true},
	} {
		for motion, outcome := range map[string]string{"table": meeting.Tabled, "remit Ask the neighbours": meeting.Remitted} {
			b := inSession(t, manifest.ProfileCouncil, 49, c.present)
			b.plays(`
				1: item begin 2
				3: motion ` + motion + `
				1: question 1
				1: acclaim no
				3: vote ask`)
			b.votes(c.yes, c.present-c.yes)
			if !c.carried {
				b.stage(2, meeting.StageDebate)
				continue
			}
			if d := b.decided(2, outcome, 1); d.Minority != (2*c.yes < c.present) {
				t.Errorf("%d of %d: %+v", c.yes, c.present, d)
			}
		}
	}
}

func TestOnlyAMajorityTablesWhereTheLawGivesTheMinorityNothing(t *testing.T) {
	for name, c := range map[string]struct {
		profile, prepare, motion string
		item                     string
	}{
		"a second time":    {manifest.ProfileCouncil, "sec: item returned 2", "remit Again", "2"},
		"an election":      {manifest.ProfileCouncil, "", "table", "1"},
		"in a board":       {manifest.ProfileBoard, "", "table", "2"},
		"sent back by one": {manifest.ProfileBoard, "", "remit Ask", "2"},
		"an association":   {manifest.ProfileAssociation, "", "table", "2"},
		"a Danish council": {manifest.ProfileDanish, "", "remit Ask", "2"},
	} {
		t.Run(name, func(t *testing.T) {
			for yes, carried := range map[int]bool{2: false, 3: true} {
				b := inSession(t, c.profile, 5, 5)
				b.plays(c.prepare + `
					1: item begin ` + c.item + `
					3: motion ` + c.motion + `
					1: question 1
					1: acclaim no
					3: vote ask`)
				b.votes(yes, 5-yes)
				if got := b.state.CurrentItem() == 0; got != carried {
					t.Errorf("%d of 5: carried %v", yes, got)
				}
			}
		})
	}
}

func TestATiedVoteOnTablingAnElectionCarriesNothing(t *testing.T) {
	b := inSession(t, manifest.ProfileCouncil, 5, 4)
	b.plays(`
		1: item begin 1
		3: motion table
		1: question 1
		1: acclaim 1
		3: vote ask`)
	b.votes(2, 2) // no casting vote where somebody is elected
	b.stage(1, meeting.StageDebate)
}

func TestAMinorityThatTiesNeedsNoCastingVote(t *testing.T) {
	b := inSession(t, manifest.ProfileCouncil, 5, 4)
	b.plays(`
		1: item begin 2
		3: motion table
		1: question 1
		1: acclaim no
		3: vote ask`)
	b.votes(2, 2)
	if d := b.decided(2, meeting.Tabled, 1); !d.Minority {
		t.Errorf("%+v", d)
	}
}

func TestAnAssociationsStatutesSayHowManyVotesCarry(t *testing.T) {
	statutes := func(majority, of int) func(*manifest.Manifest) {
		return func(m *manifest.Manifest) { m.Policy.Statutes = &manifest.Statutes{Majority: majority, Of: of} }
	}
	for _, c := range []struct {
		majority, of, yes, no int
		casting               string
		motion                int
	}{
		{0, 1, 3, 2, "", 1}, {0, 1, 2, 3, "", 0}, {0, 1, 5, 5, "yes", 1}, {0, 1, 5, 5, "no", 0},
		{1, 2, 5, 5, "yes", 1}, {50, 99, 5, 5, "", 0},
		{2, 3, 7, 3, "", 1}, {2, 3, 6, 4, "", 0}, {2, 3, 5, 5, "", 0}, {2, 3, 2, 1, "", 1}, {2, 3, 6, 3, "", 1}, {2, 3, 5, 3, "", 0},
		{67, 100, 2, 1, "", 0}, {3, 4, 3, 1, "", 1}, {3, 4, 5, 2, "", 0},
		{1, 1, 9, 0, "", 1}, {1, 1, 9, 1, "", 0},
	} {
		b := inSession(t, manifest.ProfileAssociation, 10, 10, statutes(c.majority, c.of))
		b.plays(oneMotion)
		if c.casting == "" {
			b.votes(c.yes, c.no)
		} else {
			b.votes(c.yes, c.no, c.casting)
		}
		b.decided(2, meeting.Decided, c.motion)
	}
	t.Run("between two proposals perhaps neither", func(t *testing.T) {
		for yes, motion := range map[int]int{7: 1, 6: 0, 5: 0, 4: 0, 3: 2} {
			b := inSession(t, manifest.ProfileAssociation, 10, 10, statutes(67, 100))
			b.plays(`
				1: item begin 2
				3: motion main Build the bridge
				4: motion main Build a ferry
				1: item debated
				1: question 1 2
				1: question approved
				1: acclaim 1
				2: vote ask`)
			b.votes(yes, 10-yes)
			b.decided(2, meeting.Decided, motion)
		}
	})
	t.Run("leaving things as they are takes a majority", func(t *testing.T) {
		b := inSession(t, manifest.ProfileAssociation, 10, 10, statutes(67, 100))
		b.plays(`
			1: item begin 2
			3: motion main Build the bridge
			4: motion reject
			1: item debated
			1: question 1 2
			1: question approved
			1: acclaim 1
			2: vote ask`)
		b.votes(4, 6)
		b.decided(2, meeting.Decided, 2)
	})
}
