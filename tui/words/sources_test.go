package words

import "testing"

func TestTheLawBehindARuleIsNamed(t *testing.T) {
	for rule, want := range map[string][3]string{
		"KL 5:45": {"kommunallagen 5 kap. 45 §", "den svenske kommunallag (kommunallagen) kapitel 5 § 45", "the Swedish Local Government Act (kommunallagen) chapter 5 section 45"},
		"KL 5:45–47, 6:27; A25": {
			"kommunallagen 5 kap. 45–47 §§, 6 kap. 27 §, A25 (fullmäktiges beslut om distansdeltagande, källa 000)",
			"den svenske kommunallag (kommunallagen) kapitel 5 §§ 45–47, kapitel 6 § 27, A25 (kommunalbestyrelsens beslutning om fjerndeltagelse, kilde 000)",
			"the Swedish Local Government Act (kommunallagen) chapter 5 sections 45–47, chapter 6 section 27, A25 (the council's decision on remote participation, source 000)",
		},
		"A14": {
			"A14 (fullmäktiges beslut om distansdeltagande, källa 000)",
			"A14 (kommunalbestyrelsens beslutning om fjerndeltagelse, kilde 000)",
			"A14 (the council's decision on remote participation, source 000)",
		},
		"A02, A03": {
			"A02, A03 (fullmäktiges beslut om distansdeltagande, källa 000)",
			"A02, A03 (kommunalbestyrelsens beslutning om fjerndeltagelse, kilde 000)",
			"A02, A03 (the council's decision on remote participation, source 000)",
		},
		"87.1.4": {"danska ministeriets uttalande 87.1.4", "ministeriets udtalelse 87.1.4", "the Danish ministry's statement 87.1.4"},
		"G6":     {"G6 Se och höra varandra", "G6 Se og høre hinanden", "G6 Seeing and hearing each other"},
	} {
		for i, lang := range Languages() {
			if got := Pick(lang).OfRule(rule); got != want[i] {
				t.Errorf("%s %s: %q", lang, rule, got)
			}
		}
	}
	for _, unknown := range []string{"", "vote", "5:45", "styrelsesloven § 11, 2", ", ", "A14, "} {
		for _, lang := range Languages() {
			if got := Pick(lang).OfRule(unknown); unknown != "A14, " && got != unknown {
				t.Errorf("%s: %q is taken for %q", lang, unknown, got)
			}
		}
	}
}

func TestEverySourceOfARefusalAndAGuaranteeIsNamed(t *testing.T) {
	for _, lang := range Languages() {
		w := Pick(lang)
		for _, id := range ruleIDs(t) {
			if legal := id[0] >= 'A' && id[0] <= 'Z' || id[0] >= '0' && id[0] <= '9'; legal == (w.OfRule(id) == id) {
				t.Errorf("%s: %s is called %q", lang, id, w.OfRule(id))
			}
		}
	}
}
