package guarantee

// inspected, G17: everybody can follow the count and check it (A19).
var inspected = guarantee{
	id: "G17", effect: Voting, source: "A19",
	holds: "An independent observer has the key and the public record, and what there is to verify verifies.",
	conditions: []condition{
		{
			Reason: Reason{
				Code: "G17-observer",
				Want: "an observer whose operator runs neither registrar nor urn stands in the manifest",
				Lack: "No observer in the manifest is independent of registrar and urn.",
				Mend: "Add a witness with another operator to the manifest and have it signed anew.",
			},
			judge: func(f *facts) answer { return is(f.Parties.Observer) },
		},
		{
			Reason: Reason{
				Code: "G17-published",
				Want: "the journal's commitments are published where everybody can read them",
				Lack: "The journal's commitments are not published.",
				Mend: "Publish the journal's checkpoints: observers must reach them without a key.",
			},
			judge: func(f *facts) answer { return is(f.Record.Published) },
		},
		{
			Reason: Reason{
				Code: "G17-trial",
				Want: "the bundle of a trial ballot was verified",
				Lack: "The bundle of the trial ballot does not verify.",
				Mend: "Hold a trial ballot to its end and have its bundle verified.",
			},
			judge: func(f *facts) answer { return is(f.Record.TrialVerified) },
		},
		{
			Reason: Reason{
				Code: "G17-recount",
				Want: "a recount from the evidence gives the same result",
				Lack: "A recount from the evidence does not give the result.",
				Mend: "Do not certify: void the ballot and hold it anew.",
			},
			since: Certification,
			judge: func(f *facts) answer { return is(f.Ballot.Recounted) },
		},
	},
}

// operatorsChecked, G18: that the operators are who the manifest says is not one
// unchecked person's word: a second person attests it (A19).
var operatorsChecked = guarantee{
	id: "G18", effect: Voting, source: "A19",
	holds: "Who runs which machine is attested by person {by} in entry {entry} and by person {second} in entry {second_entry}.",
	conditions: []condition{
		{
			Reason: Reason{
				Code: "G18-first",
				Want: "the machines are run by whom the manifest names",
				Lack: "The machines are not run by whom the manifest names: attested by person {by} in entry {entry}.",
				Mend: "Have a named person look who runs registrar, urn and trustees, and attest it.",
			},
			judge: func(f *facts) answer { return attested(f.Parties.First) },
		},
		{
			Reason: Reason{
				Code: "G18-second",
				Want: "a second person has attested who runs the machines",
				Lack: "A second person, number {second}, denies in entry {second_entry} that the machines are run by whom the manifest names.",
				Mend: "Have a second named person look who runs the machines, and attest it.",
			},
			judge: func(f *facts) answer { return is(f.Parties.Second.by(), f.second()...) },
		},
		{
			Reason: Reason{
				Code: "G18-same",
				Want: "two different persons have attested who runs the machines",
				Lack: "Both attestations of who runs the machines are person {second}'s.",
				Mend: "Have another person make the second attestation.",
			},
			judge: func(f *facts) answer {
				return is(f.Parties.differ(), f.second()...)
			},
		},
	},
}

// differ says whether two persons have attested.
func (p *Parties) differ() Known {
	if p.First.by() != Yes || p.Second.by() != Yes {
		return NotShown
	}
	return when(p.First.By != p.Second.By)
}

func (f *facts) second() []Arg {
	return []Arg{number("second", f.Parties.Second.By), number("second_entry", f.Parties.Second.Entry)}
}
