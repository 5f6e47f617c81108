package guarantee

import "valurna/ballot/manifest"

// decided, G1: members take part remotely only where the body's own rules allow it
// (KL 5:16 and 5:72; for a nämnd 6:24, also a decision of fullmäktige). An
// association's statutes are its rule. No Danish statute is taken for granted: who
// relies on one has to name it.
var decided = guarantee{
	id: "G1", effect: Participation, source: "KL 5:16, 5:72, 6:24",
	holds: "The body's rules allow remote participation: attested by person {by} in entry {entry}, and the document's hash stands in the journal.",
	conditions: []condition{
		{
			Reason: Reason{
				Code: "G1-rule",
				Want: "the body's rules allow remote participation",
				Lack: "The body's rules do not allow remote participation: attested by person {by} in entry {entry}.",
				Mend: "Have the council (fullmäktige) decide it or write it into the standing orders (an association: into its statutes), and have a named person attest the decision.",
			},
			judge: func(f *facts) answer { return attested(f.Rule.Allows) },
		},
		{
			Reason: Reason{
				Code: "G1-document", Source: "KL 5:16, 6:24; A26",
				Want: "the hash of the document with that decision stands in the journal",
				Lack: "The document with that decision is not the one whose hash stands in the journal.",
				Mend: "Enter the document, so that everybody can check the decision.",
			},
			judge: func(f *facts) answer { return is(f.Rule.Document) },
		},
		{
			Reason: Reason{
				Code: "G1-danish", Source: "A26",
				Want: "a Danish statute allows this body to meet with remote members",
				Lack: "No Danish statute allows this body to meet with remote members: attested by person {by} in entry {entry}.",
				Mend: "Have a named person attest which statute allows it, or hold the meeting with everybody in the room.",
			},
			judge: func(f *facts) answer {
				if f.profile(manifest.ProfileDanish) == No {
					return is(Yes)
				}
				return attested(f.Rule.Danish)
			},
		},
	},
}

// permittedBody, G2: an utskott meets in its room, and so does a fullmäktigeberedning,
// which has the same profile; there is no override (A24: kommunallagen has only 5:16
// for fullmäktige and 6:24 for nämnder).
var permittedBody = guarantee{
	id: "G2", effect: Participation, source: "A24",
	holds: "The law lets this kind of body meet with remote members.",
	conditions: []condition{{
		Reason: Reason{
			Code: "G2-committee",
			Want: "the body is neither a committee (utskott) nor a drafting committee of the council (fullmäktigeberedning)",
			Lack: "The body is a committee (utskott) or a drafting committee of the council (fullmäktigeberedning), for which kommunallagen knows no remote participation.",
			Mend: "Hold the meeting with everybody in the room. If the manifest names no profile or the wrong one, make it anew.",
		},
		judge: func(f *facts) answer {
			return is(f.profile(manifest.ProfileCouncil, manifest.ProfileBoard, manifest.ProfileDanish, manifest.ProfileAssociation))
		},
	}},
}

// attested answers with an attestation and who made it. With persons given it has to
// be the word of one of them.
func attested(a Attestation, persons ...int) answer {
	return is(a.by(persons...), number("by", a.By), number("entry", a.Entry))
}
