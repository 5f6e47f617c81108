package words

import (
	"testing"

	"valurna/ballot/view"
)

func TestEveryRefusalAndReplyIsSaidInSwedishAndDanishAlike(t *testing.T) {
	for code, sv := range refusals["sv"] {
		da, ok := refusals["da"][code]
		if !ok || sv.Text == "" || da.Text == "" || (sv.Next == "") != (da.Next == "") || sv == da {
			t.Errorf("refusal %q: sv %v, da %v", code, sv, da)
		}
	}
	for code, sv := range replies["sv"] {
		if da, ok := replies["da"][code]; !ok || sv == "" || da == "" || sv == da {
			t.Errorf("reply %q: sv %q, da %q", code, sv, da)
		}
	}
	if len(refusals["sv"]) != len(refusals["da"]) || len(replies["sv"]) != len(replies["da"]) {
		t.Error("one language has more words than the other")
	}
}

func TestACodeWithoutWordsIsShownAsTheServerWroteIt(t *testing.T) {
	for _, lang := range []string{"sv", "da", "en"} {
		w := Pick(lang)
		text, next := w.OfProblem(&view.Problem{Code: "never-heard-of", Text: "It failed.", Next: "Try again."})
		if text != "It failed." || next != "Try again." || w.OfReply(view.Reply{Code: "never-heard-of", Text: "Done."}) != "Done." {
			t.Errorf("%s: %q %q", lang, text, next)
		}
	}
}
