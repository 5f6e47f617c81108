package words

import (
	"regexp"
	"strings"
)

// sourceWords names sources of law: {c} is a chapter, {p} a section or several.
type sourceWords struct {
	act, section, sections string // of kommunallagen
	statement, court       string // {id} is the ministry's statement, or the case
	documents              map[byte]string
}

var sources = map[string]sourceWords{
	"sv": {
		act: "kommunallagen ", section: "{c} kap. {p} §", sections: "{c} kap. {p} §§",
		statement: "danska ministeriets uttalande {id}", court: "{id} (besluten upphävdes av domstol)",
		documents: map[byte]string{
			'A': "fullmäktiges beslut om distansdeltagande, källa 000", 'B': "riktlinjer för protokoll på internet, källa 001",
			'D': "brev om valkamp och it-utrustning, källa 002", 'E': "utlåtande om e-post och tystnadsplikt, källa 003",
			'F': "lagen om kommunala folkomröstningar, källa 004",
		},
	},
	"da": {
		act: "den svenske kommunallag (kommunallagen) ", section: "kapitel {c} § {p}", sections: "kapitel {c} §§ {p}",
		statement: "ministeriets udtalelse {id}", court: "{id} (beslutningerne blev ophævet af en domstol)",
		documents: map[byte]string{
			'A': "kommunalbestyrelsens beslutning om fjerndeltagelse, kilde 000", 'B': "retningslinjer for protokoller på internettet, kilde 001",
			'D': "brev om valgkamp og it-udstyr, kilde 002", 'E': "udtalelse om mail og tavshedspligt, kilde 003",
			'F': "den svenske lov om kommunale folkeafstemninger, kilde 004",
		},
	},
	"en": {
		act: "the Swedish Local Government Act (kommunallagen) ", section: "chapter {c} section {p}", sections: "chapter {c} sections {p}",
		statement: "the Danish ministry's statement {id}", court: "{id} (a court annulled the decisions)",
		documents: map[byte]string{
			'A': "the council's decision on remote participation, source 000", 'B': "guidelines for minutes on the internet, source 001",
			'D': "letter on campaigns and equipment, source 002", 'E': "statement on mail and the duty of secrecy, source 003",
			'F': "the Swedish act on municipal referendums, source 004",
		},
	},
}

var (
	sectionOf = regexp.MustCompile(`^(KL )?([0-9]+):([0-9]+)(–[0-9]+)?$`)
	document  = regexp.MustCompile(`^[ABDEF][0-9]{2}$`)
	statement = regexp.MustCompile(`^[0-9]+\.[0-9]+\.[0-9]+$`)
	list      = regexp.MustCompile(`[,;] `)
)

// OfRule names the law behind a rule, or behind several: "KL 5:45" is kommunallagen 5
// kap. 45 §, "A14" stands in the council's decision on remote participation, "G6" is a
// guarantee. What it does not know it gives back as it came.
func (w *Words) OfRule(rule string) string {
	t := sources[w.Lang]
	rules := list.Split(rule, -1)
	named := false // the act, for the sections that follow
	for i, r := range rules {
		section := sectionOf.FindStringSubmatch(r)
		switch {
		case section != nil && (section[1] != "" || named):
			form := t.section
			if section[4] != "" {
				form = t.sections
			}
			rules[i] = Fill(form, "c", section[2], "p", section[3]+section[4])
			if !named {
				rules[i] = t.act + rules[i]
			}
			named = true
			continue
		case document.MatchString(r):
			if i+1 == len(rules) || !strings.HasPrefix(rules[i+1], r[:1]) {
				rules[i] = r + " (" + t.documents[r[0]] + ")"
			}
		case statement.MatchString(r):
			rules[i] = Fill(t.statement, "id", r)
		case strings.HasPrefix(r, "Luleå "):
			rules[i] = Fill(t.court, "id", r)
		case title(w.Lang, r) != "":
			rules[i] = w.OfGuarantee(r)
		}
		named = false
	}
	return strings.Join(rules, ", ")
}
