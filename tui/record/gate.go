package record

import (
	"slices"
	"strings"

	"valurna/ballot/guarantee"
	"valurna/ballot/journal"
	"valurna/ballot/record"
	"valurna/tui/words"
)

// gate tells what the guarantee gate found over time, and what the registrar found
// itself to be.
func (t *text) gate() {
	w := t.w.Gate
	t.section(t.w.Heads.Gate, len(t.Gate)+len(t.Preflights))
	var all []told
	for i := 0; i < len(t.Gate); {
		// The same finding again and again is told once.
		n := 1
		for i+n < len(t.Gate) && alike(t.Gate[i], t.Gate[i+n]) {
			n++
		}
		says := t.found(t.Gate[i])
		if n > 1 {
			says += "; " + words.Fill(w.Times, "n", n) + ", " + t.span(t.Gate[i].Stamp, &t.Gate[i+n-1].Stamp)
		}
		all = append(all, told{at: t.Gate[i].Stamp, says: says})
		i += n
	}
	for _, p := range t.Preflights {
		sentence := either(p.By.Person == 0, w.Restarted, w.Preflight)
		all = append(all, t.acted(p.Act, sentence, "program", short(p.Program.String()), "store", short(p.Store.String())))
	}
	t.tell(all)
}

func alike(a, b record.Look) bool {
	return a.Moment == b.Moment && a.Ballot == b.Ballot && a.Holding == b.Holding && slices.Equal(a.Failing, b.Failing)
}

func (t *text) found(l record.Look) string {
	w := t.w.Gate
	moment := t.words.OfMoment(guarantee.Moment(l.Moment))
	if l.Ballot != "" {
		moment = words.Fill(w.Moment, "moment", moment, "ballot", l.Ballot)
	}
	if len(l.Failing) == 0 {
		return words.Fill(w.All, "moment", moment, "holding", l.Holding)
	}
	var failing []string
	for _, f := range l.Failing {
		verdict := t.words.OfVerdict(guarantee.Verdict(f.Verdict))
		failing = append(failing, t.words.OfGuarantee(f.ID)+": "+verdict+" ("+f.Code+")")
	}
	return words.Fill(w.Some, "moment", moment, "holding", l.Holding, "failing", strings.Join(failing, "; "))
}

// short is the beginning of a hash, enough to tell two apart by eye.
func short(hash string) string { return hash[:min(16, len(hash))] + "…" }

// odd lists keys that were changed, irregularities and trial ballots.
func (t *text) odd() {
	w := t.w.Odd
	t.section(t.w.Heads.Keys, len(t.Keys))
	var keys []told
	for _, k := range t.Keys {
		keys = append(keys, told{at: k.Stamp, says: t.by(w.Keys, k.Of)})
	}
	t.tell(keys)

	t.section(t.w.Heads.Odd, len(t.Irregular))
	var all []told
	for _, in := range t.Irregular {
		sentence := choose(in.Type, journal.TypeVoid, w.Void, journal.TypeReject, w.Reject, journal.TypePass, w.Pass,
			journal.TypeMissing, w.Missing, journal.TypeComplaint, w.Complaint)
		all = append(all, told{at: in.Stamp, says: words.Fill(sentence, "ballot", in.Ballot, "party", in.Party, "against", in.Against, "reason", t.words.OfReason(in.Reason))})
	}
	t.tell(all)
	if len(t.Trials) == 0 {
		return
	}
	t.section(t.w.Heads.Trials, 1)
	var trials []told
	for _, b := range t.Trials {
		state := t.w.Ballot.NotEnded
		switch {
		case b.Certified != nil:
			state = t.w.Ballot.Ended
		case b.Void != nil:
			state = t.words.Phase.Void.Name
		}
		trials = append(trials, told{at: b.Defined, says: words.Fill(t.w.Ballot.Trial, "ballot", b.Ballot, "state", state)})
	}
	t.tell(trials)
}
