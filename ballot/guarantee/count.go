package guarantee

// counted, G16: every vote of those who decide is in the count, and no other (A18).
// Fewer tokens than seats is abstention, and lawful. Before a ballot runs, the
// programs' audits stand for it; afterwards the numbers do.
var counted = guarantee{
	id: "G16", effect: Voting, source: "A18",
	holds: "One token a seat and one ballot a token, and the numbers agree as far as there are any.",
	conditions: []condition{
		{
			Reason: Reason{
				Code: "G16-tokens",
				Want: "there are no more tokens than seats on the frozen roll",
				Lack: "There are {tokens} tokens, and {eligible} seats on the frozen roll.",
				Mend: "Stop and void the ballot, find out why, and hold it anew with new tokens.",
			},
			since: Running,
			judge: func(f *facts) answer {
				return is(f.Ballot.Tokens.within(f.Ballot.Eligible), number("tokens", f.Ballot.Tokens.N), number("eligible", f.Ballot.Eligible.N))
			},
		},
		{
			Reason: Reason{
				Code: "G16-cast",
				Want: "there are no more ballots than tokens",
				Lack: "There are {cast} ballots, and {tokens} tokens.",
				Mend: "Stop and void the ballot, find out why, and hold it anew with new tokens.",
			},
			since: Running,
			judge: func(f *facts) answer {
				return is(f.Ballot.Cast.within(f.Ballot.Tokens), number("cast", f.Ballot.Cast.N), number("tokens", f.Ballot.Tokens.N))
			},
		},
		{
			Reason: Reason{
				Code: "G16-spent",
				Want: "the urn's spent tokens and its ballots agree",
				Lack: "The urn's spent tokens and its ballots do not agree.",
				Mend: "Stop and void the ballot, find out why, and hold it anew with new tokens.",
			},
			since: Running,
			judge: func(f *facts) answer { return is(f.Ballot.Spent) },
		},
		{
			Reason: Reason{
				Code: "G16-missing",
				Want: "every ballot with a receipt is among the sealed ones",
				Lack: "A ballot with a receipt is not among the sealed ones.",
				Mend: "Do not certify: void the ballot and hold it anew.",
			},
			since: Certification,
			judge: func(f *facts) answer { return is(f.Ballot.NoneMissing) },
		},
		{
			Reason: Reason{
				Code: "G16-keys",
				Want: "the keys of the ballot were published before its opening",
				Lack: "The keys of the ballot were not published before its opening.",
				Mend: "Wait for the cosigned definition before opening; a ballot that was opened before it is void.",
			},
			since: OpeningOf,
			judge: func(f *facts) answer { return is(f.Ballot.Published) },
		},
		audited("G16-issue", "the registrar gives a seat one token a ballot", "The registrar can give a seat more than one token.",
			func(c *Casting) Known { return c.OneToken }),
		audited("G16-accept", "the urn accepts one ballot a token", "The urn can accept more than one ballot a token.",
			func(c *Casting) Known { return c.OneBallot }),
	},
}
