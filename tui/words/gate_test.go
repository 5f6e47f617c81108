package words

import (
	"slices"
	"strings"
	"testing"

	"valurna/ballot/guarantee"
)

// same says whether two sentences have the same places for values.
func same(a, b string) bool {
	x, y := placeholder.FindAllString(a, -1), placeholder.FindAllString(b, -1)
	slices.Sort(x)
	slices.Sort(y)
	return slices.Equal(slices.Compact(x), slices.Compact(y))
}

func TestEveryCodeOfTheGateHasWordsWithTheSameValues(t *testing.T) {
	for _, lang := range []string{"sv", "da"} {
		table, seen := gates[lang], 0
		for _, g := range guarantee.Guarantees() {
			if said := table.holds[g.ID+"-holds"]; !strings.HasSuffix(said, ".") || !same(said, g.Holds) {
				t.Errorf("%s: %s-holds is %q, in English %q", lang, g.ID, said, g.Holds)
			}
			seen++
			for _, r := range g.Reasons {
				seen++
				l, ok := table.reasons[r.Code]
				switch {
				case !ok:
					t.Errorf("%s: no words for %s", lang, r.Code)
				case !same(l.Want, r.Want) || !same(l.Lack, r.Lack) || !same(l.Mend, r.Mend):
					t.Errorf("%s: %s has other values than in English: %+v", lang, r.Code, l)
				case l.Want == "" || strings.HasSuffix(l.Want, ".") || !strings.HasSuffix(l.Lack, ".") || !strings.HasSuffix(l.Mend, "."):
					t.Errorf("%s: %s lacks words, or they are no sentences: %+v", lang, r.Code, l)
				}
			}
		}
		if codes := guarantee.Codes(); len(codes) != seen || len(table.holds)+len(table.reasons) != seen {
			t.Errorf("%s: %d codes, %d seen, %d and %d with words", lang, len(codes), seen, len(table.holds), len(table.reasons))
		}
	}
	for code, sv := range swedishReasons {
		if sv == danishReasons[code] {
			t.Errorf("%s is the same in Swedish and Danish", code)
		}
	}
}

func TestEveryGuaranteeHasAShortNameInEveryLanguage(t *testing.T) {
	for _, lang := range Languages() {
		for _, g := range guarantee.Guarantees() {
			if name := title(lang, g.ID); name == "" || len([]rune(name)) > 55 || Pick(lang).OfGuarantee(g.ID) != g.ID+" "+name {
				t.Errorf("%s: %s is called %q", lang, g.ID, name)
			}
		}
		if got, want := len(gates[lang].titles), len(guarantee.Guarantees()); got != want {
			t.Errorf("%s: %d names of %d guarantees", lang, got, want)
		}
	}
}

func TestEveryFindingOfAFreshInstallIsToldWithoutHoles(t *testing.T) {
	for _, lang := range Languages() {
		w := Pick(lang)
		for _, f := range guarantee.Evaluate(guarantee.Certification, guarantee.Evidence{}) {
			verdict, sentence, mend := w.OfFinding(f)
			if verdict == "" || strings.ContainsAny(sentence+mend, "{}") || (mend == "") != (f.Verdict == guarantee.Holds) {
				t.Errorf("%s %s: %q %q %q", lang, f.Code, verdict, sentence, mend)
			}
			if lang == "en" && (sentence != f.Evidence || mend != f.Mend) {
				t.Errorf("%s: English is not that of the gate: %q", f.Code, sentence)
			}
			if lang != "en" && sentence == f.Evidence {
				t.Errorf("%s: %s is in English", lang, f.Code)
			}
		}
	}
}

func TestAFindingIsToldAsInEnglish(t *testing.T) {
	args := []guarantee.Arg{{Name: "remote", Value: "9"}, {Name: "person", Value: "3"}, {Name: "seat", Value: "7"}, {Name: "lacking", Value: "2"}, {Name: "of", Value: "5"}}
	f := guarantee.Finding{ID: "G6", Code: "G6-matrix", Verdict: guarantee.Unknown, Args: args}
	for _, c := range []struct {
		lang    string
		verdict guarantee.Verdict
		says    string
		want    string
	}{
		{"sv", guarantee.Unknown, "inte visad", "Ingenting visar att person 3, plats 7, ser och hör person 5. Sammanlagt saknas det för 2 av 9 som deltar på distans."},
		{"sv", guarantee.Fails, "inte uppfylld", "Person 3, plats 7, ser och hör inte person 5. Sammanlagt saknas det för 2 av 9 som deltar på distans."},
		{"da", guarantee.Fails, "ikke opfyldt", "Person 3, plads 7, ser og hører ikke person 5. I alt mangler det for 2 af 9, der deltager ved fjerndeltagelse."},
	} {
		f.Verdict = c.verdict
		verdict, sentence, _ := Pick(c.lang).OfFinding(f)
		if verdict != c.says || sentence != c.want {
			t.Errorf("%s: %q %q", c.lang, verdict, sentence)
		}
	}
	late := guarantee.Finding{ID: "G3", Code: "G3-late", Verdict: guarantee.Fails, Args: append(args, guarantee.Arg{Name: "day", Value: "not known"}, guarantee.Arg{Name: "last", Value: "2026-11-25"})}
	if _, sentence, _ := Pick("sv").OfFinding(late); !strings.HasPrefix(sentence, "Anmälan från person 3, plats 7, kom en okänd dag; sista dag var 2026-11-25.") {
		t.Errorf("%q", sentence)
	}
	strange := guarantee.Finding{ID: "G99", Code: "G99-new", Verdict: "odd", Evidence: "New.", Mend: "Mend."}
	if verdict, sentence, mend := Pick("sv").OfFinding(strange); verdict != "inte visad" || sentence != "New." || mend != "Mend." {
		t.Errorf("%q %q %q", verdict, sentence, mend)
	}
}

func TestTheWordsForEachAreThoseOfTheGate(t *testing.T) {
	for _, f := range guarantee.Evaluate(guarantee.Admission, guarantee.Evidence{Remote: guarantee.Remote{
		Listed: guarantee.Yes, People: []guarantee.Person{{Number: 1, Seat: 1}, {Number: 2, Seat: 2}},
	}}) {
		if f.ID == "G3" && !strings.HasSuffix(f.Evidence, Fill(englishGate.Each, "lacking", 2, "remote", 2)) {
			t.Errorf("%q does not end as %q", f.Evidence, englishGate.Each)
		}
	}
}

func TestEffectsAndMomentsAreNamed(t *testing.T) {
	for _, lang := range Languages() {
		w := Pick(lang)
		if got := w.OfEffect(guarantee.Ballots); got != w.Gate.Voting+", "+w.Gate.Opening {
			t.Errorf("%s: %q", lang, got)
		}
		for _, m := range []guarantee.Moment{guarantee.Admission, guarantee.Agenda, guarantee.OpeningOf, guarantee.Running, guarantee.Certification} {
			if w.OfMoment(m) == string(m) {
				t.Errorf("%s: %s has no words", lang, m)
			}
		}
	}
}
