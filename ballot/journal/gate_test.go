package journal_test

import (
	"maps"
	"slices"
	"testing"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/kind"
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

// defined is a meeting that decides, with the ballot on item 1 defined and not open.
func defined() *sitting {
	m := earnest(manifest.ProfileCouncil)
	m.tries(1)
	m.opens(trial, 1) // asks no gate
	m.ends(trial, 1, 1)
	m.hall()
	m.define(1, m.modulus(2), "anna", "bo")
	return m
}

type gated struct {
	name  string
	gates []*meeting.Gate
	code  string // the refusal; "" if there is none
}

// gatesFor are what may have been found when a ballot takes a step.
func gatesFor(moment, other string) []gated {
	one := func(g *meeting.Gate) []*meeting.Gate { return []*meeting.Gate{g} }
	return []gated{
		{"no gate", nil, "A20"},
		{"another ballot's gate", one(green(moment, second)), "A20"},
		{"a gate for no ballot", one(green(moment, "")), "A20"},
		{"another moment's gate", one(green(other, first)), "A20"},
		{"a later gate of another ballot", []*meeting.Gate{green(moment, first), green(moment, second)}, "A20"},
		{"no quorum", one(green(moment, first, "G10")), "G10"},
		{"the profile that has no secret ballots", one(green(moment, first, "G12")), "G12"},
		{"witnesses that have lapsed", one(green(moment, first, "S1")), "S1"},
		{"a guarantee that was lost again", []*meeting.Gate{green(moment, first), green(moment, first, "G11")}, "G11"},
		// Nobody takes part from elsewhere: what is about that refuses nothing.
		{"guarantees of remote members", one(green(moment, first, "G3", "G15")), ""},
		{"everything holds", one(green(moment, first)), ""},
		{"a guarantee that was mended", []*meeting.Gate{green(moment, first, "G10"), green(moment, first)}, ""},
	}
}

// steps tries a step of the ballot behind each of these gates, in states of their own.
func (m *sitting) steps(t *testing.T, rows []gated, typ string, body any, before, after journal.Phase) {
	t.Helper()
	for _, row := range rows {
		t.Run(typ+", "+row.name, func(t *testing.T) {
			s := m.replay(len(m.leaves))
			for _, g := range row.gates {
				if err := s.Apply(m.entry(s.Next(), s.LastTime(), meeting.TypeGate, g)); err != nil {
					t.Fatal(err)
				}
			}
			err, want := s.Apply(m.entry(s.Next(), s.LastTime(), typ, body)), after
			if row.code != "" {
				wantRefusal(t, row.name, row.code, err)
				want = before
			} else if err != nil {
				t.Error(err)
			}
			if got := s.Ballot(first).Phase; got != want {
				t.Errorf("the ballot is %s", got)
			}
		})
	}
}

func TestABallotThatDecidesIsOpenedAndCertifiedOnlyBehindAnOpenGate(t *testing.T) {
	m := defined()
	open := journal.Open{Ballot: first, Person: 1, Checkpoint: m.note(m.state.Next())}
	m.steps(t, gatesFor(meeting.GateOpening, meeting.GateRunning), journal.TypeOpen, open, journal.Defined, journal.Opened)

	m.add(meeting.TypeGate, green(meeting.GateOpening, first))
	m.opens(first, 1)
	m.toDecrypted(first, 1, 2) // closing asks no gate: it must always be possible
	b := m.state.Ballot(first)
	result := journal.Result{Ballot: first, Cast: 2, Valid: 2, Ties: [][]string{}}
	for _, name := range b.Definition.Contest.Options {
		result.Options = append(result.Options, kind.OptionVotes{Name: name})
	}
	result.Options[0].Votes = 2
	result.Elected = []string{result.Options[0].Name}
	m.add(journal.TypeResult, result, manifest.ByUrn)
	certify := journal.Certify{Ballot: first, Person: 1, Result: journal.ResultHash(&result), Elected: result.Elected}
	m.steps(t, gatesFor(meeting.GateCertification, meeting.GateOpening), journal.TypeCertify, certify, journal.Decided, journal.Certified)
}

// A ballot that cannot be opened or certified can still be voided, so that it holds
// nobody in the room.
func TestABallotBehindAShutGateCanBeVoided(t *testing.T) {
	m := defined()
	m.add(meeting.TypeGate, green(meeting.GateOpening, first, "G10"))
	left := journal.Presence{Person: 5, Seat: 5, Place: commitment("gone")}
	wantRefusal(t, "leaving before", "frozen", m.state.Apply(m.entry(m.state.Next(), m.state.LastTime(), journal.TypePresence, left)))
	m.add(journal.TypeVoid, journal.Void{Ballot: first, Reason: "The gate is shut: G10."})
	m.add(journal.TypePresence, left)
}

// What a forged gate leaves out or bends is refused as an entry.
func TestAGateThatSaysNothingIsNoEntry(t *testing.T) {
	m := defined()
	for name, g := range map[string]*meeting.Gate{
		"a guarantee left out": {Moment: meeting.GateOpening, Ballot: first, Findings: green(meeting.GateOpening, first).Findings[1:]},
		"nothing":              {Moment: meeting.GateOpening, Ballot: first},
		"no moment":            green("sometime", first),
	} {
		s := m.replay(len(m.leaves))
		before := dump(s)
		wantRefusal(t, name, "gate", s.Apply(m.entry(s.Next(), s.LastTime(), meeting.TypeGate, g)))
		if dump(s) != before {
			t.Errorf("%s: the refused entry left a trace", name)
		}
	}
	signed := m.entry(m.state.Next(), m.state.LastTime(), meeting.TypeGate, green(meeting.GateOpening, first), manifest.ByUrn)
	wantRefusal(t, "a gate with the urn's signature", "signature", m.state.Apply(signed))
	loose := m.entry(m.state.Next(), m.state.LastTime(), meeting.TypeGate, green(meeting.GateOpening, first))
	loose.Body = append([]byte(" "), canon.MustMarshal(green(meeting.GateOpening, first))...)
	if err := m.state.Apply(loose); err == nil {
		t.Error("another encoding is accepted")
	}
}

func TestARehearsalAsksNoGate(t *testing.T) {
	m := call()
	m.ceremony()
	m.orders()
	m.issuing = held().issuing
	m.hall()
	m.define(1, m.modulus(2), "anna", "bo")
	m.add(meeting.TypeGate, green(meeting.GateOpening, first, "G10", "G17"))
	m.opens(first, 1)
	m.ends(first, 1, 1)
}

// What the gate found before the definition says nothing about this ballot, and what
// rested on a word that was taken back is to be looked at anew.
func TestAGateIsYoungerThanItsBallotAndThanADoubt(t *testing.T) {
	open := func(m *sitting) error {
		o := journal.Open{Ballot: first, Person: 1, Checkpoint: m.note(m.state.Next())}
		return m.state.Apply(m.entry(m.state.Next(), m.state.LastTime(), journal.TypeOpen, o))
	}
	m := earnest(manifest.ProfileCouncil)
	m.tries(1)
	m.opens(trial, 1)
	m.ends(trial, 1, 1)
	m.hall()
	m.add(meeting.TypeGate, green(meeting.GateOpening, first))
	m.define(1, m.modulus(2), "anna", "bo")
	wantRefusal(t, "a gate before the definition", "A20", open(m))
	m.add(meeting.TypeAttest, meeting.Attest{Guarantee: "S7", Statement: "sent", By: 1, Document: canon.Hex{}})
	m.add(meeting.TypeGate, green(meeting.GateOpening, first))
	m.add(meeting.TypeAttestWithdraw, meeting.AttestWithdraw{Guarantee: "S7", By: 1})
	wantRefusal(t, "a gate before a doubt", "A20", open(m))
	m.add(meeting.TypeGate, green(meeting.GateOpening, first))
	if err := open(m); err != nil {
		t.Error(err)
	}
}
