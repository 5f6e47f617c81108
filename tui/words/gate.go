package words

import (
	"strings"

	"valurna/ballot/guarantee"
)

// Gate is what is said about guarantees in general.
type Gate struct {
	Holds, Fails, Unknown string // verdicts

	NotShown string // "Nothing shows that {want}."
	Each     string // how many of the remote members lack it

	Refused, Look string // of a step that a guarantee has refused

	Participation, Voting, Opening, Hosted string // what a guarantee refuses

	Admission, Agenda, OpeningOf, Running, Certification string // when the gate is asked
}

// gateTable is the gate in one language: titles by guarantee, sentences by code, as
// package guarantee has them in English.
type gateTable struct {
	titles  map[string]string
	holds   map[string]string
	reasons map[string]lacking
	values  map[string]string // of Args that are words
}

// lacking is a guarantee.Reason in one language.
type lacking struct{ Want, Lack, Mend string }

var gates = map[string]gateTable{
	"sv": {swedishTitles, swedishHolds, swedishReasons, map[string]string{"not known": "en okänd dag", "enough": "tillräckligt många", "none": "inga"}},
	"da": {danishTitles, danishHolds, danishReasons, map[string]string{"not known": "en ukendt dag", "enough": "tilstrækkeligt mange", "none": "ingen"}},
	"en": {titles: englishTitles},
}

// title is a guarantee's name; "" for what is none.
func title(lang, id string) string { return gates[lang].titles[id] }

// OfGuarantee is a guarantee's id and name: "G6 Se och höra varandra".
func (w *Words) OfGuarantee(id string) string {
	if t := title(w.Lang, id); t != "" {
		return id + " " + t
	}
	return id
}

// OfFinding says what was found about a guarantee, and how to mend it; mend is "" where
// the guarantee holds. A reason that has no words here is told in English.
func (w *Words) OfFinding(f guarantee.Finding) (verdict, sentence, mend string) {
	verdict = w.OfVerdict(f.Verdict)
	t := gates[w.Lang]
	args := make([]any, 0, 2*len(f.Args))
	for _, a := range f.Args {
		value := a.Value
		if word, ok := t.values[value]; ok {
			value = word
		}
		args = append(args, a.Name, value)
	}
	if holds, ok := t.holds[f.Code]; ok && f.Verdict == guarantee.Holds {
		return verdict, Fill(holds, args...), ""
	}
	r, ok := t.reasons[f.Code]
	if !ok || f.Verdict == guarantee.Holds {
		return verdict, f.Evidence, f.Mend
	}
	sentence = Fill(r.Lack, args...)
	if f.Verdict != guarantee.Fails {
		sentence = Fill(w.Gate.NotShown, "want", Fill(r.Want, args...))
	}
	if reasons[f.Code].Each {
		sentence += " " + Fill(w.Gate.Each, args...)
	}
	return verdict, sentence, Fill(r.Mend, args...)
}

// reasons are those of package guarantee, by their codes.
var reasons = func() map[string]guarantee.Reason {
	all := map[string]guarantee.Reason{}
	for _, g := range guarantee.Guarantees() {
		for _, r := range g.Reasons {
			all[r.Code] = r
		}
	}
	return all
}()

// mend says how a reason is mended where that needs no values; else "".
func (w *Words) mend(code string) string {
	mend := reasons[code].Mend
	if w.Lang != "en" {
		mend = gates[w.Lang].reasons[code].Mend
	}
	if strings.Contains(mend, "{") {
		return ""
	}
	return mend
}

// OfVerdict names a verdict; one that is none of the three shows nothing.
func (w *Words) OfVerdict(v guarantee.Verdict) string {
	switch v {
	case guarantee.Holds:
		return w.Gate.Holds
	case guarantee.Fails:
		return w.Gate.Fails
	}
	return w.Gate.Unknown
}

// OfEffect says what a guarantee refuses while it does not hold.
func (w *Words) OfEffect(e guarantee.Effect) string {
	var out []string
	for _, one := range []struct {
		effect guarantee.Effect
		says   string
	}{
		{guarantee.Participation, w.Gate.Participation}, {guarantee.Voting, w.Gate.Voting},
		{guarantee.Opening, w.Gate.Opening}, {guarantee.Hosted, w.Gate.Hosted},
	} {
		if e.Refuses(one.effect) {
			out = append(out, one.says)
		}
	}
	return strings.Join(out, ", ")
}

// OfMoment names when the gate was asked.
func (w *Words) OfMoment(m guarantee.Moment) string {
	switch m {
	case guarantee.Admission:
		return w.Gate.Admission
	case guarantee.Agenda:
		return w.Gate.Agenda
	case guarantee.OpeningOf:
		return w.Gate.OpeningOf
	case guarantee.Running:
		return w.Gate.Running
	case guarantee.Certification:
		return w.Gate.Certification
	}
	return string(m)
}
