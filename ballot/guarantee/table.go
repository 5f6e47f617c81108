package guarantee

// guarantees is the gate. A20 stands last: it asks about the others.
var guarantees = []*guarantee{
	&decided, &permittedBody, &applied, &met, &identified, &seenAndHeard, &inPrivate, &confidential, &papersRead,
	&quorate, &votedInSecret, &namedVotes,
	&onePath, &unlinkable, &crowd, &counted, &inspected, &operatorsChecked, &unchanged, &alone,
	&witnessed, &anchored, &rehearsed, &sharesApart, &shuffledEnough, &urnIndependent, &urnKnown, &exchanges,
	&absence,
}

// Guarantees lists the gate in the order of a Panel, for whoever prints it or
// translates it. The values are copies.
func Guarantees() []Guarantee {
	out := make([]Guarantee, 0, len(guarantees))
	for _, g := range guarantees {
		row := Guarantee{ID: g.id, Effect: g.effect, Source: g.source, Holds: g.holds}
		for _, c := range g.conditions {
			r := c.Reason
			r.Source = c.source(g)
			row.Reasons = append(row.Reasons, r)
		}
		out = append(out, row)
	}
	return out
}

// Codes lists every code that a Finding can carry: of each guarantee that it holds,
// then its reasons.
func Codes() []string {
	var out []string
	for _, g := range guarantees {
		out = append(out, g.id+suffixHolds)
		for _, c := range g.conditions {
			out = append(out, c.Code)
		}
	}
	return out
}
