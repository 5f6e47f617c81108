package meeting_test

import (
	"maps"
	"slices"
	"testing"

	"valurna/ballot/guarantee"
	"valurna/ballot/manifest"
	"valurna/ballot/meeting"
)

// green is a gate on which everything holds but what is named.
func green(moment, ballot string, fails ...string) *meeting.Gate {
	g := &meeting.Gate{Moment: moment, Ballot: ballot}
	all := meeting.Guarantees()
	for _, id := range slices.Sorted(maps.Keys(all)) {
		f := meeting.GateFinding{ID: id, Effect: all[id], Verdict: "holds"}
		if slices.Contains(fails, id) {
			f.Verdict, f.Code = "unknown", id+"-because"
		}
		g.Findings = append(g.Findings, f)
	}
	return g
}

// The fold has its own table of what each guarantee refuses, so that it rests on no
// package that judges; both have to say the same.
func TestTheFoldKnowsEveryGuaranteeAndItsEffect(t *testing.T) {
	want := meeting.Guarantees()
	for _, g := range guarantee.Guarantees() {
		if want[g.ID] != string(g.Effect) {
			t.Errorf("%s refuses %q, the fold says %q", g.ID, g.Effect, want[g.ID])
		}
		delete(want, g.ID)
	}
	if len(want) > 0 {
		t.Errorf("no guarantees: %v", want)
	}
}

func TestABallotThatDecidesNeedsAGateThatStandsOpenForIt(t *testing.T) {
	b := newBody(t, manifest.ProfileCouncil, 5)
	b.refused("A20", "no gate", b.state.OpensGate(meeting.GateOpening, "1-1", -1))
	b.enter(green(meeting.GateOpening, "1-2"))
	b.refused("A20", "another ballot's gate", b.state.OpensGate(meeting.GateOpening, "1-1", -1))
	b.enter(green(meeting.GateRunning, "1-1"))
	b.refused("A20", "another moment's gate", b.state.OpensGate(meeting.GateOpening, "1-1", -1))
	b.enter(green(meeting.GateOpening, "1-1", "G10"))
	b.refused("G10", "a guarantee that is unknown", b.state.OpensGate(meeting.GateOpening, "1-1", -1))
	// Nobody is elsewhere: what is about taking part and voting from there refuses nothing.
	b.enter(green(meeting.GateOpening, "1-1", "G1", "G15"))
	if err := b.state.OpensGate(meeting.GateOpening, "1-1", -1); err != nil {
		t.Error(err)
	}
	rehearsal := newBody(t, manifest.ProfileCouncil, 5, func(m *manifest.Manifest) { m.Rehearsal = true })
	if err := rehearsal.state.OpensGate(meeting.GateOpening, "1-1", -1); err != nil {
		t.Errorf("a rehearsal decides nothing: %v", err)
	}
}

func TestAGateThatHasNotLookedAtEverythingIsNone(t *testing.T) {
	b := newBody(t, manifest.ProfileCouncil, 5)
	for name, change := range map[string]func(g *meeting.Gate){
		"a guarantee left out":        func(g *meeting.Gate) { g.Findings = g.Findings[1:] },
		"one found twice":             func(g *meeting.Gate) { g.Findings = append(g.Findings, g.Findings[0]) },
		"an effect of nothing":        func(g *meeting.Gate) { g.Findings[3].Effect = "" },
		"another's effect":            func(g *meeting.Gate) { g.Findings[3].Effect = "H" },
		"a guarantee of its own":      func(g *meeting.Gate) { g.Findings[3].ID = "G99" },
		"a verdict of its own":        func(g *meeting.Gate) { g.Findings[3].Verdict = "probably" },
		"a failure without its cause": func(g *meeting.Gate) { g.Findings[3].Verdict = "fails" },
		"holding with a cause":        func(g *meeting.Gate) { g.Findings[3].Code = "G4-place" },
		"no moment":                   func(g *meeting.Gate) { g.Moment = "sometime" },
		"nothing":                     func(g *meeting.Gate) { g.Findings = nil },
	} {
		g := green(meeting.GateOpening, "1-1")
		change(g)
		t.Run(name, func(t *testing.T) {
			b := *b
			b.t = t
			b.refusesEvent("gate", g)
		})
	}
}

func TestWithAnElectionOnTheAgendaNobodyIsAdmittedWithoutTheGuaranteesOfVoting(t *testing.T) {
	b := newBody(t, manifest.ProfileCouncil, 5) // item 1 is an election
	b.refused("A20", "no gate", b.state.AdmitsGate())
	b.enter(green(meeting.GateAdmission, "", "G15"))
	b.refused("G15", "an anonymity set that is too small", b.state.AdmitsGate())
	b.enter(green(meeting.GateAdmission, "", "G6"))
	b.refused("G6", "no matrix", b.state.AdmitsGate())
	b.enter(green(meeting.GateAdmission, "", "G11"))
	if err := b.state.AdmitsGate(); err != nil {
		t.Error(err)
	}
}

// As long as somebody sits elsewhere, what is about taking part and voting from there
// keeps a ballot shut, for the room too (A20).
func TestWithSomebodyElsewhereABallotNeedsTheGuaranteesOfRemoteVotingToo(t *testing.T) {
	h := underWay(t)
	for _, id := range []string{"G6", "G10", "G15"} {
		h.enter(green(meeting.GateOpening, "2-1", id))
		h.isRefusal(id, "does not hold", h.OpensGate(meeting.GateOpening, "2-1", -1))
	}
	h.enter(green(meeting.GateOpening, "2-1"))
	if err := h.OpensGate(meeting.GateOpening, "2-1", -1); err != nil {
		t.Error(err)
	}
}

// A meeting that was interrupted for its gate goes on when the gate stands open, or
// when nothing is left that rests on it.
func TestAMeetingInterruptedForItsGateGoesOnWhenTheGateStands(t *testing.T) {
	b := newBody(t, manifest.ProfileCouncil, 5)
	b.sitAll(1, 5)
	b.open()
	b.refusesEvent("A20", &meeting.Adjourn{Cause: meeting.CauseGate}) // nobody has looked
	b.enter(green(meeting.GateRunning, "1-1", "G10"))
	b.refusesEvent("A20", &meeting.Adjourn{Cause: meeting.CauseGate}) // no ballot, nobody elsewhere
	b.ballots.unfinished = "1-1"
	b.enter(&meeting.Adjourn{Cause: meeting.CauseGate})
	b.refuses("G10", 1, "meeting resume")
	b.enter(&meeting.Attest{Guarantee: "G13", Statement: "no paper", By: 1})
	b.enter(&meeting.AttestWithdraw{Guarantee: "G13", By: 1})
	b.refuses("A20", 1, "meeting resume") // a word taken back makes nothing easier
	b.enter(green(meeting.GateRunning, "1-1"))
	b.asks(1, "meeting resume")

	b.asks(1, "meeting adjourn gate")
	b.enter(green(meeting.GateAgenda, "", "S3"))
	b.refuses("S3", 1, "meeting resume")
	b.ballots.unfinished = "" // the ballot is void
	b.asks(1, "meeting resume")
}
