package words

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"valurna/ballot/view"
)

func TestAVotingCardSaysWhoseItIsWhatItIsForAndWhatToType(t *testing.T) {
	for _, lang := range []string{"sv", "da", "en"} {
		for _, purpose := range []string{view.CardKey, view.CardLoan} {
			card := view.Card{Body: "Exempelby", Meeting: "november", Date: "2026-11-30", Seat: 7, Name: "Åsa Öberg", Purpose: purpose,
				Code: "ABCD-EFGH-JKMN-PQRS", Commands: []string{"ssh one", "type two"}, KeyPrint: "SHA256:host", Booth: "SHA256:booth"}
			text := Pick(lang).Card(card)
			for _, want := range []string{"Exempelby", "Åsa Öberg", " 7\n", "  ABCD-EFGH-JKMN-PQRS\n", "    ssh one\n", "    type two\n", "    SHA256:host\n", "    SHA256:booth\n"} {
				if strings.Count(text, want) != 1 {
					t.Errorf("%s %s: %q stands %d times in\n%s", lang, purpose, want, strings.Count(text, want), text)
				}
			}
			for line := range strings.Lines(text) {
				if utf8.RuneCountInString(line) > 80 || strings.ContainsAny(line, "\x1b\t\r") {
					t.Errorf("%s %s: a card's line does not fit a window: %q", lang, purpose, line)
				}
			}
		}
		v := reflect.ValueOf(cards[lang])
		for i := range v.NumField() {
			if v.Field(i).String() == "" {
				t.Errorf("%s: nothing for %s", lang, v.Type().Field(i).Name)
			}
		}
		if say, prompt := Pick(lang).LoanQuestion(); say == "" || !strings.HasSuffix(prompt, ": ") {
			t.Errorf("%s: %q %q", lang, say, prompt)
		}
	}
}
