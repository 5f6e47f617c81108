package guarantee

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestTheGateIsGuaranteesOfTheLawAndOfTheSystemInOneOrder(t *testing.T) {
	want := strings.Fields("G1 G2 G3 G4 G5 G6 G7 G8 G9 G10 G11 G12 G13 G14 G15 G16 G17 G18 G19 G20 S1 S2 S3 S4 S5 S6 S7 S8 A20")
	var got []string
	effects := map[Effect]string{}
	for _, g := range Guarantees() {
		got = append(got, g.ID)
		effects[g.Effect] += g.ID + " "
	}
	if !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
	for effect, ids := range map[Effect]string{
		Participation: "G1 G2 G3 G4 G5 G6 G7 G8 G9 A20 ",
		Opening:       "G10 G11 G12 ",
		Voting:        "G13 G14 G15 G16 G17 G18 G19 G20 ",
		Ballots:       "S1 S2 S3 S4 S5 S7 S8 ",
		Hosted:        "S6 ",
	} {
		if effects[effect] != ids {
			t.Errorf("%s: %s, want %s", effect, effects[effect], ids)
		}
	}
	sorted := slices.Clone(steps)
	slices.Sort(sorted)
	slices.Sort(want)
	if !slices.Equal(sorted, want) {
		t.Errorf("the order of the work is not of all guarantees: %v", steps)
	}
}

func TestEveryReasonHasWordsAndALegalSource(t *testing.T) {
	seen := map[string]bool{}
	for _, code := range Codes() {
		if seen[code] || !regexp.MustCompile(`^(G[0-9]+|S[0-9]|A20)-[a-z]+$`).MatchString(code) {
			t.Errorf("code %q is doubled or of no known form", code)
		}
		seen[code] = true
	}
	if len(seen) < len(guarantees) {
		t.Fatal("codes are missing")
	}
	source := regexp.MustCompile(`^((A|E)[0-9]{2}|KL [0-9]+:[0-9]+(–[0-9]+)?|[0-9]+:[0-9]+|87\.1\.[45]|kommunestyrelsesloven § 11 stk\. 2|Luleå 2020)((, |; )|$)`)
	for _, g := range Guarantees() {
		if !seen[g.ID+"-holds"] || !strings.HasSuffix(g.Holds, ".") || len(g.Reasons) == 0 {
			t.Errorf("%s: %q", g.ID, g.Holds)
		}
		for _, r := range g.Reasons {
			if !seen[r.Code] || !strings.HasPrefix(r.Code, g.ID+"-") {
				t.Errorf("%s is no code of %s", r.Code, g.ID)
			}
			if r.Want == "" || strings.HasSuffix(r.Want, ".") || !strings.HasSuffix(r.Lack, ".") || !strings.HasSuffix(r.Mend, ".") {
				t.Errorf("%s: words are missing, or are not sentences", r.Code)
			}
			for rest := r.Source; rest != "" || r.Source == ""; {
				found := source.FindString(rest)
				if found == "" {
					t.Errorf("%s: %q is no legal source", r.Code, r.Source)
					break
				}
				rest = rest[len(found):]
			}
			if each := strings.Contains(r.Want, "{person}"); each != r.Each {
				t.Errorf("%s is asked of every remote member: %v", r.Code, r.Each)
			}
		}
	}
}

func TestTheCatalogueIsACopy(t *testing.T) {
	Guarantees()[0].Reasons[0].Code = "changed"
	if Codes()[1] != "G1-rule" {
		t.Error("whoever reads the catalogue changes the gate")
	}
}

func TestAFreshInstallIsToldWhatToBeginWith(t *testing.T) {
	next := Evaluate(Admission, Evidence{}).Next()
	if got := ids(next)[:4]; !slices.Equal(got, []string{"G2", "G12", "G1", "S2"}) {
		t.Errorf("begins with %v", got)
	}
	if got := ids(next)[len(next)-1]; got != "A20" {
		t.Errorf("ends with %s", got)
	}
	// What is done is left out, and the next step moves up.
	e := complete()
	e.Parties.Signed, e.Rule.Allows, e.Remote.Unlost, e.Record.Tried = NotShown, Attestation{}, No, No
	if got := ids(Evaluate(Admission, e).Next()); !slices.Equal(got, []string{"G1", "S2", "S3", "G6", "A20"}) {
		t.Errorf("%v", got)
	}
}

func TestFailingListsByEffect(t *testing.T) {
	e := complete()
	e.Rule.Document, e.Casting.NoOrder, e.Meeting.JavResolved, e.Record.Tried, e.Parties.UrnApart = No, No, No, No, Attestation{}
	panel := Evaluate(Running, e)
	for _, c := range []struct {
		effects []Effect
		want    string
	}{
		{nil, "G1 G10 G14 S3 S6 A20"},
		{[]Effect{Participation}, "G1 A20"},
		{[]Effect{Voting}, "G14 S3"},
		{[]Effect{Opening}, "G10 S3"},
		{[]Effect{Hosted}, "S6"},
		{[]Effect{Opening, Hosted}, "G10 S3 S6"},
		{[]Effect{""}, ""},
	} {
		if got := strings.Join(ids(panel.Failing(c.effects...)), " "); got != c.want {
			t.Errorf("%v: %s, want %s", c.effects, got, c.want)
		}
	}
}

func TestAFindingThatHoldsNamesItsEvidence(t *testing.T) {
	panel := Evaluate(Running, complete())
	for id, want := range map[string]string{
		"G1":  "The body's rules allow remote participation: attested by person 2 in entry 102, and the document's hash stands in the journal.",
		"G4":  "The meeting is held at its place, attested by person 1 in entry 101, with 30 members in the room.",
		"G10": "33 of 49 members take part, 25 are needed, and no disqualification (jäv) is undecided.",
		"G15": "A voter is one of 33; 5 are needed.",
		"G18": "Who runs which machine is attested by person 1 in entry 101 and by person 2 in entry 102.",
		"S1":  "3 witnesses have cosigned the journal within the last 300 s; 2 are needed.",
		"S4":  "3 different operators run trustees, as persons have attested; 2 decrypt together, and nobody holds so many shares.",
		"S8":  "30 of 33 connections used a post-quantum key exchange: curve25519-sha256 3, mlkem768x25519-sha256 30.",
	} {
		if got := panel.find(id).Evidence; got != want {
			t.Errorf("%s: %s", id, got)
		}
	}
}

func TestNamesOfAlgorithmsCannotCommandATerminal(t *testing.T) {
	e := complete()
	e.Record.Exchanges = append(e.Record.Exchanges, Exchange{"\x1b[2J", 2}, Exchange{strings.Repeat("a", 65), 1}, Exchange{"", 1})
	if f := Evaluate(Running, e).find("S8"); !strings.HasSuffix(f.Evidence, "mlkem768x25519-sha256 30, other 4.") {
		t.Error(f.Evidence)
	}
}
