package record_test

import (
	"testing"

	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/record/recordtest"
)

// rehearsal is a meeting in which secret ballots are held, and nobody votes in any.
func rehearsal() *recordtest.Meeting {
	m := recordtest.Call(func(m *manifest.Manifest) { m.Rehearsal = true })
	m.Ceremony()
	m.Ballot(journal.TrialItem)
	m.Play(`
		at 2026-11-30
		17:00:00 rules: sits 1 1
		17:00:00 rules: sits 2 2
		17:00:00 rules: sits 3 3
		17:00:00 rules: sits 4 4
		17:01:00 1: meeting open`)
	m.Ballot(4)
	return m
}

func TestATrialBallotHasNoResultInTheRecordAndIsNoItem(t *testing.T) {
	r := recordOf(t, rehearsal().Leaves)
	if len(r.Trials) != 1 {
		t.Fatalf("%+v", r.Trials)
	}
	b := r.Trials[0]
	if b.Ballot != "0-1" || b.Result != nil || b.Certified == nil || len(b.Certified.Elected) != 0 || len(b.Certified.Result) != 0 || b.Present != 0 || len(b.Roll) != 7 {
		t.Errorf("%+v", b)
	}
	for _, it := range r.Items {
		for _, b := range it.Ballots {
			if b.Ballot == "0-1" {
				t.Errorf("item %d has the trial ballot", it.Item)
			}
		}
	}
}

func TestABallotThatElectsNobodyDecidesNothing(t *testing.T) {
	r := recordOf(t, rehearsal().Leaves)
	it := r.Items[3]
	if b := it.Ballots[0]; b.Certified == nil || len(b.Certified.Elected) != 0 || b.Result == nil || len(b.Shuffled) != 0 || it.Order == nil {
		t.Errorf("%+v", b)
	}
	if it.Decision != nil {
		t.Errorf("%+v", it.Decision)
	}
}
