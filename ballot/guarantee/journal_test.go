package guarantee_test

import (
	"testing"

	"valurna/ballot/guarantee"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
)

// The gate knows the journal's words without importing it.
func TestClassesAndLawAreTheJournals(t *testing.T) {
	for ours, its := range map[string]string{
		guarantee.ClassElection: journal.ClassElection, guarantee.ClassEmployment: journal.ClassEmployment,
		guarantee.ClassDecision: journal.ClassDecision, guarantee.ClassInformation: journal.ClassInformation,
	} {
		if ours != its {
			t.Errorf("%q is %q in the journal", ours, its)
		}
	}
	for _, profile := range manifest.Profiles() {
		for _, class := range []string{journal.ClassElection, journal.ClassEmployment, journal.ClassDecision, journal.ClassInformation} {
			e := guarantee.Evidence{Profile: profile}
			e.Agenda.Items = []guarantee.Item{{Number: 1, Class: class}}
			e.Ballot.Item = 1
			refused := false
			for _, f := range guarantee.Evaluate(guarantee.OpeningOf, e) {
				refused = refused || (f.ID == "G11" || f.ID == "G12") && f.Verdict != guarantee.Holds
			}
			if rule, _ := journal.SecretRefused(profile, class); (rule != "") != refused {
				t.Errorf("%s, %s: the gate refuses %v, the journal by %q", profile, class, refused, rule)
			}
		}
	}
}
