package guarantee

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"valurna/ballot/canon"
)

// better reports what the panel b permits or holds that a does not.
func better(a, b Panel) string {
	for i := range a {
		if a[i].Verdict != Holds && b[i].Verdict == Holds {
			return a[i].ID
		}
	}
	switch {
	case !a.RemoteParticipation() && b.RemoteParticipation():
		return "remote participation"
	case !a.RemoteVoting() && b.RemoteVoting():
		return "remote voting"
	case !a.Opening() && b.Opening():
		return "opening"
	case !a.HostedBooth() && b.HostedBooth():
		return "hosted booth"
	}
	return ""
}

func TestKnowingLessNeverPermitsMore(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for round := range 60 {
		e := complete()
		if round > 0 {
			scramble(&e, r)
		}
		m := pick(moments, r)
		before := Evaluate(m, e)
		for i, k := range facetsOf[Known](&e) {
			if *k != Yes {
				continue
			}
			for _, worse := range []Known{NotShown, No, 17} {
				*k = worse
				if what := better(before, Evaluate(m, e)); what != "" {
					t.Errorf("round %d, fact %d made %s: %s is better", round, i, worse, what)
				}
			}
			*k = Yes
		}
		for i, n := range facetsOf[Number](&e) {
			was := *n
			n.Shown = false
			if what := better(before, Evaluate(m, e)); what != "" {
				t.Errorf("round %d, number %d not shown: %s is better", round, i, what)
			}
			*n = was
		}
	}
}

func TestTheGateIsTotalAndAlwaysSaysTheSame(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 500 {
		e := complete()
		scramble(&e, r)
		checkPanel(t, pick(append(moments, "", "?"), r), e)
	}
}

// checkPanel is what must be true of a panel whatever the evidence is.
func checkPanel(t *testing.T, m Moment, e Evidence) {
	t.Helper()
	before := copied(e)
	panel := Evaluate(m, e)
	if !reflect.DeepEqual(panel, Evaluate(m, copied(e))) {
		t.Fatal("the same evidence has two verdicts")
	}
	if !reflect.DeepEqual(before, copied(e)) {
		t.Fatal("the evidence was changed")
	}
	for i, f := range panel {
		g := guarantees[i]
		switch {
		case f.ID != g.id || f.Effect != g.effect:
			t.Fatalf("finding %d is %s, %s", i, f.ID, f.Effect)
		case f.Verdict != Holds && f.Verdict != Fails && f.Verdict != Unknown:
			t.Fatalf("%s: %q is no verdict", f.ID, f.Verdict)
		case (f.Verdict == Holds) != (f.Mend == "") || (f.Verdict == Holds) != strings.HasSuffix(f.Code, "-holds"):
			t.Fatalf("%s: %s, mend %q", f.Code, f.Verdict, f.Mend)
		case strings.ContainsAny(f.Evidence+f.Mend, "{}\x1b"):
			t.Fatalf("%s: %s %s", f.Code, f.Evidence, f.Mend)
		case f.Verdict == Unknown && !strings.HasPrefix(f.Evidence, "Nothing shows that "):
			t.Fatalf("%s: %s", f.Code, f.Evidence)
		}
	}
	if len(panel.Next()) != len(panel.Failing()) {
		t.Fatal("what fails and what is to be done differ")
	}
	data, err := canon.Marshal(panel)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(data), "null") || strings.Contains(string(data), "Anna") {
		t.Fatalf("%s", data)
	}
	var again Panel
	if err := canon.Unmarshal(data, &again); err != nil || !reflect.DeepEqual(again, panel) {
		t.Fatalf("a panel does not come back from its encoding: %v", err)
	}
}

func FuzzEvaluate(f *testing.F) {
	for _, e := range []Evidence{{}, complete()} {
		data, err := json.Marshal(e)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(Certification), data)
	}
	r := rand.New(rand.NewPCG(5, 6))
	for range 20 {
		e := complete()
		scramble(&e, r)
		data, _ := json.Marshal(e)
		f.Add(string(pick(moments, r)), data)
	}
	f.Fuzz(func(t *testing.T, m string, data []byte) {
		var e Evidence
		if json.Unmarshal(data, &e) == nil {
			checkPanel(t, Moment(m), e)
		}
	})
}
