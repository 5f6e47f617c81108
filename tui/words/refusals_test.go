package words

import (
	"slices"
	"strings"
	"testing"

	"valurna/ballot/guarantee"
	"valurna/ballot/meeting"
	"valurna/ballot/view"
)

func TestEveryRefusalAndReplyIsSaidInSwedishAndDanishAlike(t *testing.T) {
	for code, sv := range serverRefusals["sv"] {
		da, ok := serverRefusals["da"][code]
		if !ok || sv.Text == "" || da.Text == "" || (sv.Next == "") != (da.Next == "") || sv == da {
			t.Errorf("refusal %q: sv %v, da %v", code, sv, da)
		}
	}
	for code, sv := range replies["sv"] {
		if da, ok := replies["da"][code]; !ok || sv == "" || da == "" || sv == da {
			t.Errorf("reply %q: sv %q, da %q", code, sv, da)
		}
	}
	if len(serverRefusals["sv"]) != len(serverRefusals["da"]) || len(replies["sv"]) != len(replies["da"]) {
		t.Error("one language has more words than the other")
	}
}

func TestACodeWithoutWordsIsShownAsTheServerWroteIt(t *testing.T) {
	for _, lang := range Languages() {
		w := Pick(lang)
		text, next := w.OfProblem(&view.Problem{Code: "never-heard-of", Text: "It failed.", Next: "Try again."})
		if text != "It failed." || next != "Try again." || w.OfReply(view.Reply{Code: "never-heard-of", Text: "Done."}) != "Done." {
			t.Errorf("%s: %q %q", lang, text, next)
		}
	}
}

// ruleIDs are all that a refusal of the meeting can carry.
func ruleIDs(t *testing.T) []string {
	ids := meetingRules(t)
	for _, g := range guarantee.Guarantees() {
		ids = append(ids, g.ID)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func TestEveryRuleOfTheMeetingHasWordsInEveryLanguage(t *testing.T) {
	ids := ruleIDs(t)
	for _, must := range []string{"A01", "A25", "KL 4:27", "KL 5:16", "KL 6:30", "87.1.4", "G20", "S8", "casting", "office", "paper", "vote"} {
		if !slices.Contains(ids, must) {
			t.Fatalf("%s was not found among %v", must, ids)
		}
	}
	for _, id := range ids {
		said := map[refusal]string{}
		for _, lang := range Languages() {
			r, ok := Pick(lang).refusal(&view.Problem{Code: id, Form: "x"})
			if !ok || !strings.HasSuffix(r.Text, ".") || (r.Next == "") != (id == "usage") {
				t.Errorf("%s: rule %q has no words, or is no sentence: %+v", lang, id, r)
			}
			if other, same := said[r]; same {
				t.Errorf("rule %q is the same in %s and %s", id, other, lang)
			}
			said[r] = lang
		}
	}
	for _, tables := range []map[string]map[string]refusal{lawRefusals, ruleRefusals} {
		for lang, table := range tables {
			for id := range table {
				if !slices.Contains(ids, id) {
					t.Errorf("%s: %q is a rule of no refusal", lang, id)
				}
			}
		}
	}
}

func TestARefusalSaysTheReasonWhatWasNotDoneAndWhatWouldBeLawful(t *testing.T) {
	p := &view.Problem{Code: "A15", Rule: "A15", Text: "Person 3 has not received paper 2. Nothing was entered.", Next: "Look.",
		Form: "person %d has not received paper %d", Args: []string{"3", "2"}}
	for lang, want := range map[string][]string{
		"sv": {"Person 3 har inte fått handling 2. Ett ärende avgörs", "Ingenting har antecknats.", "paper got"},
		"da": {"Person 3 har ikke fået bilag 2. En sag afgøres", "Intet er ført ind.", "paper got"},
		"en": {"Person 3 has not received paper 2. An item is decided", "Nothing was entered.", "paper got"},
	} {
		text, next := Pick(lang).OfProblem(p)
		if !strings.HasPrefix(text, want[0]) || !strings.HasSuffix(text, want[1]) || !strings.Contains(next, want[2]) {
			t.Errorf("%s: %q %q", lang, text, next)
		}
	}
}

func TestARefusalByTheServerItselfIsEnglishAsItWroteIt(t *testing.T) {
	p := &view.Problem{Code: "A05", Rule: "A05", Text: "You have not been admitted.", Next: "Apply."}
	if text, next := Pick("en").OfProblem(p); text != p.Text || next != p.Next {
		t.Errorf("%q %q", text, next)
	}
	if text, _ := Pick("sv").OfProblem(p); text != swedishLaw["A05"].Text {
		t.Errorf("%q", text)
	}
	// A code of the urn is not taken for a rule of the meeting.
	urn := &view.Problem{Code: "ballot", Text: "The urn knows no such ballot.", Next: "Look."}
	if text, _ := Pick("sv").OfProblem(urn); text != urn.Text {
		t.Errorf("%q", text)
	}
}

func TestACommandThatIsNotUnderstoodSaysWhatToWrite(t *testing.T) {
	p := &view.Problem{Code: "usage", Form: "write: %s", Args: []string{"item begin ITEM"}}
	for lang, want := range map[string]string{"sv": "Skriv: item begin ITEM", "da": "Skriv: item begin ITEM", "en": "Write: item begin ITEM"} {
		if text, next := Pick(lang).OfProblem(p); next != want || text == "" {
			t.Errorf("%s: %q %q", lang, text, next)
		}
	}
}

func TestAGuaranteeThatRefusesIsNamedAndMended(t *testing.T) {
	p := &view.Problem{Code: "G12", Form: "guarantee %s does not hold (%s)", Args: []string{"G12", "G12-named"}}
	text, next := Pick("sv").OfProblem(p)
	if !strings.HasPrefix(text, "Garantin G12 Inget krav på omröstning med namn är inte uppfylld (G12-named).") ||
		!strings.HasPrefix(next, swedishReasons["G12-named"].Mend) {
		t.Errorf("%q %q", text, next)
	}
	// A mend that needs to know which person is for the panel to tell.
	p = &view.Problem{Code: "G6", Form: p.Form, Args: []string{"G6", "G6-view"}}
	if _, next = Pick("da").OfProblem(p); next != danishGate.Look {
		t.Errorf("%q", next)
	}
}

func TestEveryCommandOfTheMeetingHasItsReplyInEveryLanguage(t *testing.T) {
	known := []string{"done"}
	for _, c := range meeting.Commands() {
		code := strings.ReplaceAll(c.Name, " ", "-")
		known = append(known, code)
		said := map[string]bool{}
		for _, lang := range Languages() {
			text := Pick(lang).OfReply(view.Reply{OK: true, Code: code})
			if !strings.HasSuffix(text, ".") || said[text] {
				t.Errorf("%s: command %q answers %q", lang, c.Name, text)
			}
			said[text] = true
		}
	}
	for lang, table := range commandReplies {
		for code := range table {
			if _, doubled := replies[lang][code]; doubled || !slices.Contains(known, code) {
				t.Errorf("%s: %q is the reply of no command, or stands twice", lang, code)
			}
		}
	}
}
