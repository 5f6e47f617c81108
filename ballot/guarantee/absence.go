package guarantee

import "valurna/ballot/manifest"

// absence, A20: where secrecy, completeness and insight of a remote secret ballot are
// not shown, members may not take part remotely in a meeting where one can come up.
// That is every meeting with an election or employment on its agenda, whatever the
// profile, or in an association any item with a ballot, also one that is added during
// the meeting (KL 5:52), and every meeting whose agenda is not known.
var absence = guarantee{
	id: "A20", effect: Participation, source: "A20",
	holds: "Either no secret ballot can come up, or remote votes in one are fully guaranteed: {failing} guarantees are missing.",
	conditions: []condition{
		{
			Reason: Reason{
				Code: "A20-item",
				Want: "a secret ballot on item {item} would be secret, complete and open to inspection: {failing} guarantees are missing",
				Lack: "A secret ballot can come up on item {item}, and {failing} guarantees of remote voting do not hold.",
				Mend: "Mend the guarantees with effect V, or hold this meeting with everybody in the room; if it has begun, adjourn it or table item {item}.",
			},
			judge: func(f *facts) answer {
				if it := f.secretItem(No); it != nil {
					return is(f.voting, number("item", it.Number), number("failing", f.failing))
				}
				return is(Yes, number("failing", f.failing))
			},
		},
		{
			Reason: Reason{
				Code: "A20-agenda",
				Want: "no secret ballot can come up, and {failing} guarantees of remote voting are missing",
				Lack: "A secret ballot can come up, and {failing} guarantees of remote voting do not hold.",
				Mend: "Enter the whole agenda with the class of each item, or mend the guarantees with effect V.",
			},
			judge: func(f *facts) answer {
				missing := f.voting != Yes && (f.Agenda.Listed != Yes || f.secretItem(NotShown) != nil)
				if missing {
					return is(NotShown, number("failing", f.failing))
				}
				return is(Yes)
			},
		},
	},
}

// secretItem is the first item that is without a secret ballot as much as k says; nil
// if there is none.
func (f *facts) secretItem(k Known) *Item {
	for i := range f.Agenda.Items {
		if f.withoutSecret(&f.Agenda.Items[i]) == k {
			return &f.Agenda.Items[i]
		}
	}
	return nil
}

// withoutSecret says whether no secret ballot can come up on an item.
func (f *facts) withoutSecret(it *Item) Known {
	personal := it.personal()
	if personal == Yes {
		return No
	}
	impersonal := NotShown
	if personal == No {
		impersonal = Yes
	}
	switch f.profile(manifest.ProfileAssociation) {
	case Yes:
		return all(impersonal, it.NoBallot)
	case No:
		return impersonal
	}
	return NotShown
}
