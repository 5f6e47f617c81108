package words

import (
	"strings"

	"valurna/ballot/meeting"
	"valurna/ballot/view"
)

// FieldWords ask for one thing that a step needs, and say what becomes of the answer.
type FieldWords struct{ Ask, Help string }

// Words of the steps, the fields and the groups, by language.
var (
	stepWords  = map[string]map[string]Told{"sv": swedishSteps, "da": danishSteps, "en": englishSteps}
	fieldWords = map[string]map[string]FieldWords{"sv": swedishFields, "da": danishFields, "en": englishFields}
	groupWords = map[string]map[string]string{"sv": swedishGroups, "da": danishGroups, "en": englishGroups}
)

// OfField asks for a field of a step; one unknown here is asked for by its name.
func (w *Words) OfField(name string) FieldWords {
	if f, known := fieldWords[w.Lang][name]; known {
		return f
	}
	return FieldWords{Ask: name}
}

// OfValue says what a choice of a field means, as far as that is a matter of words.
func (w *Words) OfValue(of, value string) string {
	switch of {
	case meeting.OfCause:
		return w.OfCause(value)
	case meeting.OfClass:
		return w.OfClass(value)
	case meeting.OfChoice:
		return w.OfChoice(value)
	case meeting.OfGuarantee:
		base, _, _ := strings.Cut(value, "-")
		if title := w.OfGuarantee(base); title != base {
			return value + "  " + title
		}
	}
	return value
}

// Groups are the subjects under which steps are listed, in their order.
func Groups() []string {
	return []string{"now", "ballot", "vote", "question", "speak", "motion", "agenda", "people", "remote", "papers", "meeting"}
}

// OfGroup heads a group.
func (w *Words) OfGroup(group string) string { return groupWords[w.Lang][group] }

// groups of the steps, by the first word of their id.
var groups = map[string]string{
	"ballot": "ballot", "trial": "ballot", "vote": "vote", "question": "question", "acclaim": "question", "elect": "question", "gavel": "question",
	"speak": "speak", "motion": "motion", "nominate": "motion", "dissent": "motion", "item": "agenda",
	"standby": "people", "substitute": "people", "jav": "people", "no": "people", "appoint": "people", "checkin": "people", "checkout": "people", "chair": "people",
	"remote": "remote", "room": "remote", "paper": "papers", "attest": "papers", "notice": "papers",
	"meeting": "meeting", "test": "meeting",
}

// SubjectOf is the group of a step by what it is about.
func SubjectOf(s view.Step) string {
	word, _, _ := strings.Cut(s.ID, "-")
	return groups[word]
}

// GroupOf is the group under which a step is listed: what leads on comes first.
func GroupOf(s view.Step) string {
	if s.Lead {
		return "now"
	}
	return SubjectOf(s)
}
