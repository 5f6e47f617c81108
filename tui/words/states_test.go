package words

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
	"testing"

	"valurna/ballot/view"
)

// constants are the values of the string constants whose names begin so.
func constants(t *testing.T, path string, prefixes ...string) []string {
	t.Helper()
	var out []string
	f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range f.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.CONST {
			continue
		}
		for _, s := range g.Specs {
			v := s.(*ast.ValueSpec)
			for i, name := range v.Names {
				for _, prefix := range prefixes {
					if strings.HasPrefix(name.Name, prefix) && i < len(v.Values) {
						if value, ok := text(v.Values[i]); ok {
							out = append(out, value)
						}
					}
				}
			}
		}
	}
	return out
}

func TestEveryStateOfAMeetingHasAName(t *testing.T) {
	const meeting = "../../ballot/meeting/"
	for _, c := range []struct {
		what, path string
		prefixes   []string
		least      int
		named      func(*Words, string) string
	}{
		{"cause of an adjournment", meeting + "session.go", []string{"Cause"}, 5, (*Words).OfCause},
		{"state of a meeting", meeting + "session.go", []string{"Called", "RollCall", "Open", "Closed"}, 4, (*Words).OfState},
		{"state of a remote person", "../../ballot/view/remote.go", []string{"Remote"}, 6, (*Words).OfRemote},
		{"cause of a lost line", meeting + "line.go", []string{"Lost"}, 3, (*Words).OfLost},
		{"stage of an item", meeting + "agenda.go", []string{"Stage", "Decided", "Tabled", "Remitted", "Ended"}, 13, (*Words).OfStage},
		{"kind of motion", meeting + "motion.go", []string{"Kind"}, 5, (*Words).OfMotion},
		{"fate of a motion", meeting + "motion.go", []string{"Fate"}, 3, (*Words).OfFate},
		{"kind of speech", meeting + "speakers.go", []string{"Floor"}, 3, (*Words).OfFloor},
		{"kind of vote", meeting + "vote.go", []string{"Vote"}, 2, (*Words).OfVote},
		{"choice", meeting + "vote.go", []string{"Yes", "No", "Abstain"}, 3, (*Words).OfChoice},
		{"cause of a new chair", meeting + "chair.go", []string{"Hand"}, 6, (*Words).OfHand},
	} {
		found := constants(t, c.path, c.prefixes...)
		if len(found) < c.least {
			t.Fatalf("%s: only %v", c.what, found)
		}
		for _, lang := range []string{"sv", "da"} {
			for _, value := range found {
				if got := c.named(Pick(lang), value); got == value || got == "" {
					t.Errorf("%s: %s %q has no name", lang, c.what, value)
				}
			}
		}
		if got := c.named(Pick("sv"), "never heard of"); got != "never heard of" {
			t.Errorf("%s: what is unknown is called %q", c.what, got)
		}
	}
}

func TestEveryWayOutOfAnInterruptionIsNamedWithWhatFollows(t *testing.T) {
	codes := constants(t, "../../ballot/view/remote.go", "Choice")
	if len(codes) < 6 {
		t.Fatalf("only %v", codes)
	}
	for _, lang := range Languages() {
		w := Pick(lang)
		for _, code := range codes {
			told := w.OfChoices(view.Choice{Code: code, Command: "do it", Person: 7, Ballot: "3-1"})
			if told.Name == "" || !strings.HasSuffix(told.Says, ".") || strings.ContainsAny(told.Name+told.Says, "{}") || strings.Contains(told.Name, "do it") {
				t.Errorf("%s: %s is %+v", lang, code, told)
			}
		}
		if told := w.OfChoices(view.Choice{Code: "new", Command: "do it"}); !strings.Contains(told.Name, "do it") {
			t.Errorf("%s: an unknown choice hides its command: %+v", lang, told)
		}
	}
}
