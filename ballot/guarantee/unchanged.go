package guarantee

// unchanged, G19: what runs is what was looked at before the meeting (A19). A restart
// with the same program, policy and store runs the preflight again and is journaled.
var unchanged = guarantee{
	id: "G19", effect: Voting, source: "A19",
	holds: "Program, policy and store are those of the preflight, and the clocks agree.",
	conditions: []condition{
		{
			Reason: Reason{
				Code: "G19-preflight",
				Want: "a preflight was run and stands in the journal",
				Lack: "The preflight failed.",
				Mend: "Run the preflight.",
			},
			judge: func(f *facts) answer { return is(f.Machine.Preflight) },
		},
		same("G19-program", "the program that runs is the one of the preflight", "Another program runs than at the preflight.",
			func(m *Machine) Hash { return m.Program }),
		same("G19-policy", "the policy is the one of the preflight", "The policy is another than at the preflight.",
			func(m *Machine) Hash { return m.Policy }),
		same("G19-store", "the store is the one of the preflight", "The store is another than at the preflight.",
			func(m *Machine) Hash { return m.Store }),
		{
			Reason: Reason{
				Code: "G19-clock",
				Want: "the registrar's clock agrees with the witnesses'",
				Lack: "The registrar's clock differs from the witnesses' by {drift} s; {limit} s are allowed.",
				Mend: "Set the registrar's clock, and run the preflight again.",
			},
			judge: func(f *facts) answer {
				d := f.Machine.Drift
				k := when(-ClockTolerance <= d.N && d.N <= ClockTolerance)
				if !d.Shown {
					k = NotShown
				}
				return is(k, number("drift", d.N), number("limit", ClockTolerance))
			},
		},
		{
			Reason: Reason{
				Code: "G19-restart",
				Want: "every restart since the preflight is journaled and has run it again",
				Lack: "There was a restart since the preflight that is not journaled or has not run it again.",
				Mend: "Run the preflight again, so that it is journaled after the restart.",
			},
			judge: func(f *facts) answer { return is(f.Machine.Restarts) },
		},
	},
}

// same is a condition on what must not change after the preflight.
func same(code, want, lack string, ask func(*Machine) Hash) condition {
	return condition{
		Reason: Reason{
			Code: code, Want: want, Lack: lack,
			Mend: "Put back what was looked at, or look at the new one, adjourned, and run the preflight again.",
		},
		judge: func(f *facts) answer { return is(ask(&f.Machine).unchanged()) },
	}
}
