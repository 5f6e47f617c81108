package guarantee

import "valurna/ballot/manifest"

// sharesApart, S4: as many different operators run trustees as decrypt together, and
// no operator, nor those of registrar and urn together, holds so many shares (A17):
// machines of one operator count as one.
var sharesApart = guarantee{
	id: "S4", effect: Ballots, source: "A17",
	holds: "{operators} different operators run trustees, as persons have attested; {threshold} decrypt together, and nobody holds so many shares.",
	conditions: []condition{
		{
			Reason: Reason{
				Code: "S4-threshold",
				Want: "there are more trustees than decrypt together, and no one decrypts alone",
				Lack: "{threshold} of {trustees} trustees decrypt: it must be at least 2 and fewer than there are.",
				Mend: "Name at least three trustees and a threshold from 2 up to one less, and make the manifest anew.",
			},
			judge: func(f *facts) answer {
				t, ok := f.Parties.Threshold.get()
				n := len(f.Parties.Trustees)
				if !ok || n == 0 {
					return is(NotShown)
				}
				return is(when(t >= 2 && t < n), number("threshold", t), number("trustees", n))
			},
		},
		{
			Reason: Reason{
				Code: "S4-attested",
				Want: "{threshold} different operators run trustees: persons have attested {operators}",
				Lack: "An operator does not run the trustee that the manifest says, or not alone.",
				Mend: "Have a named person look who runs each trustee, and attest it.",
			},
			judge: operators,
		},
		{
			Reason: Reason{
				Code: "S4-shares",
				Want: "no operator runs as many trustees as decrypt together",
				Lack: "One operator runs {shares} trustees; {threshold} decrypt together.",
				Mend: "Have one of these trustees run by somebody else, and make the manifest anew.",
			},
			judge: func(f *facts) answer {
				most := 0
				for _, n := range f.shares() {
					most = max(most, n)
				}
				return f.below(most)
			},
		},
		{
			Reason: Reason{
				Code: "S4-servers",
				Want: "the operators of registrar and urn together run fewer trustees than decrypt together",
				Lack: "The operators of registrar and urn together run {shares} trustees; {threshold} decrypt together.",
				Mend: "Have one of these trustees run by somebody who runs neither registrar nor urn, and make the manifest anew.",
			},
			judge: func(f *facts) answer {
				shares := f.shares()
				servers := shares[manifest.FoldOperator(f.Parties.Registrar)]
				if !manifest.SameOperator(f.Parties.Registrar, f.Parties.Urn) {
					servers += shares[manifest.FoldOperator(f.Parties.Urn)]
				}
				if !named(f.Parties.Registrar) || !named(f.Parties.Urn) {
					return is(NotShown)
				}
				return f.below(servers)
			},
		},
	},
}

// shares counts trustees by their operators; those without one under "".
func (f *facts) shares() map[string]int {
	shares := map[string]int{}
	for _, t := range f.Parties.Trustees {
		shares[manifest.FoldOperator(t.Operator)]++
	}
	return shares
}

// below asks that some operators' trustees are fewer than decrypt together.
func (f *facts) below(shares int) answer {
	t, ok := f.Parties.Threshold.get()
	if !ok || len(f.Parties.Trustees) == 0 || f.shares()[""] > 0 {
		return is(NotShown)
	}
	return is(when(shares < t), number("shares", shares), number("threshold", t))
}

// operators counts the different ones that persons have attested.
func operators(f *facts) answer {
	t, ok := f.Parties.Threshold.get()
	if !ok {
		return is(NotShown, Arg{"threshold", "enough"}, number("operators", 0))
	}
	seen := map[string]bool{}
	worst := Yes
	for _, trustee := range f.Parties.Trustees {
		switch trustee.Attested.by() {
		case Yes:
			if named(trustee.Operator) {
				seen[manifest.FoldOperator(trustee.Operator)] = true
			}
		case No:
			worst = No
		}
	}
	if worst == Yes && len(seen) < t {
		worst = NotShown
	}
	return is(worst, number("threshold", t), number("operators", len(seen)))
}

// urnIndependent, S6: the urn's booth sees choices and the registrar knows who comes,
// so votes are made in it only where the urn has an operator of its own, as a named
// person attests (A17). Own booths do not depend on it.
var urnIndependent = guarantee{
	id: "S6", effect: Hosted, source: "A17",
	holds: "The urn has an operator of its own: attested by person {by} in entry {entry}.",
	conditions: []condition{
		{
			Reason: Reason{
				Code: "S6-same",
				Want: "registrar and urn have different operators",
				Lack: "Registrar and urn have the same operator.",
				Mend: "Have the urn run by somebody else, or let all vote in booths of their own.",
			},
			judge: func(f *facts) answer {
				if !named(f.Parties.Registrar) || !named(f.Parties.Urn) {
					return is(NotShown)
				}
				return is(when(!manifest.SameOperator(f.Parties.Registrar, f.Parties.Urn)))
			},
		},
		{
			Reason: Reason{
				Code: "S6-attested",
				Want: "the urn's operator is independent of the registrar's",
				Lack: "The urn's operator is not independent of the registrar's: attested by person {by} in entry {entry}.",
				Mend: "Have a named person look who runs the urn and attest it, or let all vote in booths of their own.",
			},
			judge: func(f *facts) answer { return attested(f.Parties.UrnApart) },
		},
	},
}
