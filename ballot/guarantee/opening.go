package guarantee

import "valurna/ballot/manifest"

// votedInSecret, G11: a vote of fullmäktige or nämnd is secret only in elections and
// in the employment of staff; on every other item it is open (KL 5:54, 6:33). An
// association's statutes decide for it; Danish councils are G12's.
var votedInSecret = guarantee{
	id: "G11", effect: Opening, source: "KL 5:54, 6:33",
	holds: "The law allows a secret ballot on item {item}.",
	conditions: []condition{
		{
			Reason: Reason{
				Code: "G11-item",
				Want: "the item that is voted on stands on the agenda",
				Lack: "The item that is voted on does not stand on the agenda.",
				Mend: "Choose an item of the agenda.",
			},
			judge: func(f *facts) answer {
				if f.Agenda.item(f.Ballot.Item) == nil {
					return is(NotShown)
				}
				return is(Yes, number("item", f.Ballot.Item))
			},
		},
		{
			Reason: Reason{
				Code: "G11-class",
				Want: "item {item} is an election or the employment of staff",
				Lack: "Item {item} is neither an election nor the employment of staff.",
				Mend: "Hold an open vote on item {item}.",
			},
			judge: secretClass,
		},
	},
}

func secretClass(f *facts) answer {
	it := f.Agenda.item(f.Ballot.Item)
	switch {
	case it == nil:
		return is(NotShown, number("item", f.Ballot.Item))
	case f.profile(manifest.ProfileAssociation, manifest.ProfileDanish) == Yes:
		return is(Yes)
	}
	return is(all(f.profile(manifest.Profiles()...), it.personal()), number("item", it.Number))
}

// namedVotes, G12: Danish councils elect and decide by named votes (the ministry's
// statements 87.1.4 and 87.1.5 of 1987).
var namedVotes = guarantee{
	id: "G12", effect: Opening, source: "87.1.4, 87.1.5",
	holds: "No Danish rule of named votes binds the body.",
	conditions: []condition{{
		Reason: Reason{
			Code: "G12-named",
			Want: "the body is no Danish council",
			Lack: "The body is a Danish council, which elects and decides by named votes.",
			Mend: "Hold a named vote. If the manifest names no profile or the wrong one, make it anew.",
		},
		judge: func(f *facts) answer {
			return is(f.profile(manifest.ProfileCouncil, manifest.ProfileBoard, manifest.ProfileCommittee, manifest.ProfileAssociation))
		},
	}},
}
