package verify

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"valurna/ballot/journal"
	"valurna/ballot/kind"
)

func TestAnHonestElectionIsValid(t *testing.T) {
	e := hold(t, nil)
	r := Verify(e.bundle(), FileAnchor(e.manifestFile()))
	if r.Verdict != Valid || r.Exit() != ExitValid || !r.Anchor.Confirmed {
		t.Fatalf("%s: %s", r.Verdict, dump(r))
	}
	for _, c := range r.Checks {
		if c.OK == nil || !*c.OK {
			t.Errorf("check %s: %s", c.ID, c.Detail)
		}
	}
	if len(r.Checks) != len(checks) {
		t.Errorf("%d of %d checks reported", len(r.Checks), len(checks))
	}
	got := r.Result
	if got.Eligible != 5 || got.Tokens != 4 || got.Cast != 4 || got.Valid != 2 || got.Invalid != 1 || got.Blank != 1 || !slices.Equal(got.Elected, []string{"Bo Ek"}) {
		t.Errorf("result %+v", got)
	}
	if !r.Secret || !strings.Contains(r.detail(CheckShuffles), "bo, cilla") {
		t.Error("who shuffled is not said")
	}
}

func TestAnEmptyBoxIsValid(t *testing.T) {
	e := convene(t, nil)
	e.define()
	e.fill(nil, []int{})
	e.finish(journal.Result{
		Ballot: ballotID, Options: []kind.OptionVotes{{Name: "Ada"}, {Name: "Bo Ek"}, {Name: "Cai"}}, Elected: []string{}, Ties: [][]string{},
	})
	if r := Verify(e.bundle(), FileAnchor(e.manifestFile())); r.Verdict != Valid || r.Result.Cast != 0 {
		t.Fatal(dump(r))
	}
}

func TestTheJournalMayGoOnAfterTheCertification(t *testing.T) {
	e := hold(t, nil)
	e.add(journal.TypePresence, journal.Presence{Person: 5, Seat: 5, Place: e.commit("place", 5)})
	e.add(journal.TypeMeeting, journal.Meeting{State: "closed", Person: 1})
	if r := Verify(e.bundle(), FileAnchor(e.manifestFile())); r.Verdict != Valid {
		t.Fatal(dump(r))
	}
}

func dump(r *Report) string {
	var out bytes.Buffer
	if err := r.Print(&out); err != nil {
		return err.Error()
	}
	return out.String()
}

func (r *Report) detail(id string) string {
	for _, c := range r.Checks {
		if c.ID == id {
			return c.Detail
		}
	}
	return ""
}
