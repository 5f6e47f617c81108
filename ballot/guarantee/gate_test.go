package guarantee

import (
	"slices"
	"strings"
	"testing"

	"valurna/ballot/manifest"
)

func TestWithoutEvidenceEverythingIsRefused(t *testing.T) {
	for _, m := range append(slices.Clone(moments), "", "yesterday") {
		panel := Evaluate(m, Evidence{})
		if panel.RemoteParticipation() || panel.RemoteVoting() || panel.Opening() || panel.HostedBooth() {
			t.Errorf("%s: something is permitted", m)
		}
		if len(panel) != len(guarantees) || len(panel.Failing()) != len(panel) {
			t.Errorf("%s: %d of %d findings fail", m, len(panel.Failing()), len(panel))
		}
		for _, f := range panel {
			if f.Verdict != Unknown || f.Evidence == "" || f.Mend == "" || f.Source == "" {
				t.Errorf("%s: %+v", m, f)
			}
		}
	}
}

// Two remote members and an item, of which nothing is known, show nothing either: no
// condition takes silence for an answer, also not one that an earlier one covers.
func TestSilenceAnswersNoQuestion(t *testing.T) {
	e := Evidence{Policy: Policy{PostQuantum: true}}
	e.Remote.People = []Person{{Number: 1, Seat: 1}, {Number: 2, Seat: 2}}
	e.Agenda.Items = []Item{{Number: 1}}
	panel := Evaluate(Certification, e)
	// These ask only of an item that is shown to be secret.
	given := []string{"G8-transmission", "G8-rooms", "A20-item"}
	for _, g := range Guarantees() {
		f := panel.find(g.ID)
		for _, r := range g.Reasons {
			if told := f.Code == r.Code || slices.Contains(f.Also, r.Code); told == slices.Contains(given, r.Code) {
				t.Errorf("%s: %v, %s and %v", r.Code, told, f.Code, f.Also)
			}
		}
	}
}

func TestWithCompleteEvidenceEverythingHolds(t *testing.T) {
	for _, m := range append(slices.Clone(moments), "", "yesterday") {
		panel := Evaluate(m, complete())
		for _, f := range panel.Failing() {
			t.Errorf("%s: %s: %s", m, f.Code, f.Evidence)
		}
		if !panel.RemoteParticipation() || !panel.RemoteVoting() || !panel.Opening() || !panel.HostedBooth() || len(panel.Next()) != 0 {
			t.Errorf("%s: something is refused", m)
		}
		for _, f := range panel {
			if f.Code != f.ID+"-holds" || f.Mend != "" || f.Evidence == "" {
				t.Errorf("%s: %+v", m, f)
			}
		}
	}
}

func TestAPanelThatLacksAFindingPermitsNothing(t *testing.T) {
	if p := (Panel{}); p.RemoteParticipation() || p.RemoteVoting() || p.Opening() || p.HostedBooth() {
		t.Error("the empty panel permits something")
	}
	whole := Evaluate(Running, complete())
	for i, f := range whole {
		p := slices.Delete(slices.Clone(whole), i, i+1)
		if f.Effect.Refuses(Participation) && p.RemoteParticipation() || f.Effect.Refuses(Voting) && p.RemoteVoting() ||
			f.Effect.Refuses(Opening) && p.Opening() || f.Effect.Refuses(Hosted) && p.HostedBooth() {
			t.Errorf("a panel without %s permits what %s can refuse", f.ID, f.ID)
		}
		p = slices.Clone(whole)
		p[i].Verdict, p[i].Effect = Fails, ""
		if f.Effect.Refuses(Opening) && p.Opening() {
			t.Errorf("%s fails and calls itself harmless, and is believed", f.ID)
		}
	}
}

// In December 2020 remote members of Luleå's council could not see the room, and one
// had lost the picture; the courts annulled every decision.
func TestTheMeetingOfLuleåIsRefused(t *testing.T) {
	e := complete()
	see(&e, 9, Room, No)
	person(&e, 4).Transmission = denial(4)
	for _, of := range []int{Room, 7, 9} {
		see(&e, 4, of, No)
	}
	panel := Evaluate(Running, e)
	f := panel.find("G6")
	if panel.RemoteParticipation() || panel.RemoteVoting() || f.Verdict != Fails {
		t.Fatal("Luleå meets again")
	}
	if !slices.Equal(f.Also, []string{"G6-view", "G6-matrix"}) || !strings.Contains(f.Evidence, "Person 4, seat 4, has no sound or picture") {
		t.Errorf("%s, also %v", f.Evidence, f.Also)
	}
	person(&e, 4).Transmission = word(4)
	if f := Evaluate(Running, e).find("G6"); f.Code != "G6-view" || f.Evidence !=
		"Person 4, seat 4, does not see and hear the room. In all 2 of 3 remote members lack it." {
		t.Error(f.Evidence)
	}
	for _, p := range []int{4, 9} {
		see(&e, p, Room, Yes)
	}
	if f := Evaluate(Running, e).find("G6"); f.Code != "G6-matrix" || f.Evidence !=
		"Person 4, seat 4, does not see and hear person 7. In all 1 of 3 remote members lack it." {
		t.Error(f.Evidence)
	}
}

func TestTheFirstOfSeveralIsNamedAndAllAreCounted(t *testing.T) {
	e := complete()
	slices.Reverse(e.Remote.People)
	person(&e, 7).Papers, person(&e, 9).Papers = NotShown, NotShown
	if f := Evaluate(Running, e).find("G9"); f.Verdict != Unknown || f.Evidence !=
		"Nothing shows that person 7, seat 7, has received every paper that was handed out. In all 2 of 3 remote members lack it." {
		t.Error(f.Evidence)
	}
	// What is shown to be missing is told before what is only not shown.
	person(&e, 9).Papers = No
	if f := Evaluate(Running, e).find("G9"); f.Verdict != Fails || f.Evidence !=
		"Person 9, seat 9, has not received every paper that was handed out. In all 2 of 3 remote members lack it." {
		t.Error(f.Evidence)
	}
}

func TestWithoutRemoteMembersNobodyLacksAnything(t *testing.T) {
	e := complete()
	e.Remote.People, e.Remote.Sights = nil, nil
	if failing := Evaluate(Running, e).Failing(); len(failing) != 0 {
		t.Error(ids(failing))
	}
	e.Remote.Listed = NotShown
	if Evaluate(Running, e).RemoteParticipation() {
		t.Error("an unknown list of remote members counts as an empty one")
	}
}

func TestEachKindOfBodyHasItsOwnLimits(t *testing.T) {
	for _, c := range []struct {
		profile                 string
		remote, opening, hosted bool
	}{
		{manifest.ProfileCouncil, true, true, true},
		{manifest.ProfileBoard, true, true, true},
		{manifest.ProfileCommittee, false, true, true},
		{manifest.ProfileDanish, true, false, true},
		{manifest.ProfileAssociation, true, true, true},
		{"", false, false, true},
	} {
		e := complete()
		e.Profile = c.profile
		panel := Evaluate(OpeningOf, e)
		if panel.RemoteParticipation() != c.remote || panel.Opening() != c.opening || panel.HostedBooth() != c.hosted {
			t.Errorf("%q: remote %v, opening %v, hosted booth %v: %v", c.profile,
				panel.RemoteParticipation(), panel.Opening(), panel.HostedBooth(), ids(panel.Failing()))
		}
	}
}

func TestOnlyTheHostedBoothHangsOnTheUrnsOperator(t *testing.T) {
	e := complete()
	e.Parties.UrnApart = Attestation{}
	panel := Evaluate(Running, e)
	if panel.HostedBooth() || !panel.RemoteVoting() || !panel.Opening() || !panel.RemoteParticipation() {
		t.Error("an urn without an attested operator refuses own booths, or permits hosted ones")
	}
}

func TestOfAnAssociationAnyItemWithABallotCanBeSecret(t *testing.T) {
	e := complete()
	e.Profile, e.Ballot.Item = manifest.ProfileAssociation, 3
	if p := Evaluate(OpeningOf, e); !p.Opening() {
		t.Error(ids(p.Failing()))
	}
}
