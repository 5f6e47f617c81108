package guarantee

// witnessed, S1: a quorum of witnesses has cosigned the journal, and lately: nobody is
// shown another one (A19).
var witnessed = guarantee{
	id: "S1", effect: Ballots, source: "A19",
	holds: "{cosigned} witnesses have cosigned the journal within the last {limit} s; {quorum} are needed.",
	conditions: []condition{
		{
			Reason: Reason{
				Code: "S1-quorum",
				Want: "a quorum of witnesses has cosigned the journal",
				Lack: "{cosigned} witnesses have cosigned the journal; {quorum} are needed.",
				Mend: "Have the witnesses start their programs and wait for their cosignatures.",
			},
			judge: func(f *facts) answer {
				quorum, ok := f.Parties.Quorum.get()
				if !ok || quorum < 1 {
					return is(NotShown)
				}
				return is(f.Record.Cosigned.least(quorum), number("cosigned", f.Record.Cosigned.N), number("quorum", quorum))
			},
		},
		{
			Reason: Reason{
				Code: "S1-lapsed",
				Want: "a quorum of witnesses has cosigned the journal within the last {limit} s",
				Lack: "The witnesses' quorum is {age} s old; {limit} s are allowed.",
				Mend: "Have the witnesses' programs run, and wait until they have cosigned the journal as it is now.",
			},
			judge: func(f *facts) answer {
				limit := lowered(f.Policy.CosignedAge, DefaultCosignedAge)
				// The witnesses' clocks may be ahead of the registrar's.
				at := f.Record.CosignedAt
				if at > f.Now && at <= maxUnix && at-ClockTolerance <= f.Now {
					at = f.Now
				}
				return is(fresh(at, f.Now, limit), number("age", max(0, f.Now-at)), number("limit", limit))
			},
		},
	},
}

// anchored, S2: one manifest says who keeps what, and every party that it names has
// signed it (A19).
var anchored = guarantee{
	id: "S2", effect: Ballots, source: "A19",
	holds: "The manifest is complete and signed by every party that it names.",
	conditions: []condition{
		{
			Reason: Reason{
				Code: "S2-complete",
				Want: "there is a manifest that is complete",
				Lack: "The manifest is not complete.",
				Mend: "Write who keeps registrar and urn, the trustees and the witnesses into the body's file, and make the manifest.",
			},
			judge: func(f *facts) answer { return is(f.Parties.Complete) },
		},
		{
			Reason: Reason{
				Code: "S2-signed",
				Want: "every party that the manifest names has signed it",
				Lack: "A party that the manifest names has not signed it.",
				Mend: "Have registrar, urn, every trustee, every witness and the chair or secretary sign the manifest.",
			},
			judge: func(f *facts) answer { return is(f.Parties.Signed) },
		},
	},
}

// rehearsed, S3: trustees have taken a trial ballot the whole way (A19), so that the
// first one that decides is not the first one at all.
var rehearsed = guarantee{
	id: "S3", effect: Ballots, source: "A18, A19",
	holds: "A trial ballot went the whole way, with a vote in it.",
	conditions: []condition{{
		Reason: Reason{
			Code: "S3-trial",
			Want: "a trial ballot with a vote in it was certified",
			Lack: "No trial ballot with a vote in it was certified.",
			Mend: "Have the trustees make their keys, and hold a trial ballot until it is certified.",
		},
		judge: func(f *facts) answer { return is(f.Record.Tried) },
	}},
}

// shuffledEnough, S5: as many trustees shuffle as decrypt together, so that an honest
// one has (A17: fewer than t are taken to be corrupt).
var shuffledEnough = guarantee{
	id: "S5", effect: Ballots, source: "A17",
	holds: "{shuffles} trustees shuffle every ballot; {threshold} decrypt.",
	conditions: []condition{{
		Reason: Reason{
			Code: "S5-shuffles",
			Want: "as many trustees shuffle every ballot as decrypt together",
			Lack: "{shuffles} trustees shuffle every ballot, and {threshold} decrypt: those who shuffle could all be corrupt.",
			Mend: "Write at least the threshold as the number of shuffles into the body's policy, and make the manifest anew.",
		},
		judge: func(f *facts) answer {
			least, ok := f.Parties.Threshold.get()
			if !ok || least < 2 {
				return is(NotShown)
			}
			return is(f.Parties.Shuffles.least(least), number("shuffles", f.Parties.Shuffles.N), number("threshold", least))
		},
	}},
}

// shuffles is the least number of shuffles of a ballot.
func (f *facts) shuffles() (int, bool) {
	threshold, ok := f.Parties.Threshold.get()
	policy, shown := f.Parties.Shuffles.get()
	return max(threshold, policy), ok && shown && threshold >= 2
}
