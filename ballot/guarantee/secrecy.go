package guarantee

// onePath, G13: all vote electronically. If some voted on paper, the electronic
// ballots would be those of the remote members, a tiny set (A17).
var onePath = guarantee{
	id: "G13", effect: Voting, source: "A17",
	holds: "All vote electronically, in the room and remotely.",
	conditions: []condition{{
		Reason: Reason{
			Code: "G13-paper",
			Want: "nobody votes on paper in the secret ballots of this meeting",
			Lack: "Somebody votes on paper, so that the electronic ballots stand apart.",
			Mend: "Have everybody vote electronically, or hold the secret ballots on paper without remote members.",
		},
		judge: func(f *facts) answer { return is(f.Casting.AllElectronic) },
	}},
}

// unlinkable, G14: nothing on the way of a ballot leads back to its voter (A17), and
// it is shuffled before anything is published.
var unlinkable = guarantee{
	id: "G14", effect: Voting, source: "A17",
	holds: "The urn keeps no login, address, time or order of a ballot, shares nothing with the registrar, and ballots are shuffled before they are opened.",
	conditions: []condition{
		audited("G14-login", "the urn asks nobody who they are", "The urn asks visitors who they are.",
			func(c *Casting) Known { return c.NoLogin }),
		audited("G14-address", "the urn keeps no address of a visitor", "The urn keeps addresses of visitors.",
			func(c *Casting) Known { return c.NoAddress }),
		audited("G14-order", "the urn keeps neither time nor order of ballots", "The urn keeps time or order of ballots.",
			func(c *Casting) Known { return c.NoOrder }),
		audited("G14-apart", "registrar and urn share no store, log or memory", "Registrar and urn share a store, a log or memory.",
			func(c *Casting) Known { return c.Apart }),
		{
			Reason: Reason{
				Code: "G14-shuffles",
				Want: "the ballots were shuffled by {least} trustees before they were opened",
				Lack: "The ballots were shuffled by {shuffles} trustees before they were opened; {least} had to.",
				Mend: "Do not certify: void the ballot and hold it anew.",
			},
			since: Certification,
			judge: shuffled,
		},
	},
}

// audited is a condition on a program's audit of itself.
func audited(code, want, lack string, ask func(*Casting) Known) condition {
	return condition{
		Reason: Reason{
			Code: code, Want: want, Lack: lack,
			Mend: "Have registrar and urn audit themselves; if the audit fails, set them up as the operators' guide says and audit again.",
		},
		judge: func(f *facts) answer { return is(ask(&f.Casting)) },
	}
}

// shuffled: of an empty box there is nothing to shuffle.
func shuffled(f *facts) answer {
	if cast, ok := f.Ballot.Cast.get(); ok && cast == 0 {
		return is(Yes)
	}
	least, ok := f.shuffles()
	if !ok {
		return is(NotShown, Arg{"least", "enough"})
	}
	return is(f.Ballot.Shuffles.least(least), number("shuffles", f.Ballot.Shuffles.N), number("least", least))
}

// crowd, G15: whoever votes is one of enough (A17; the floor is a value of this
// design, which the body may raise). Before there is a ballot, the body's seats are
// what it can have at most.
var crowd = guarantee{
	id: "G15", effect: Voting, source: "A17",
	holds: "A voter is one of {voters}; {floor} are needed.",
	conditions: []condition{
		{
			Reason: Reason{
				Code: "G15-ballot",
				Want: "the ballot has {floor} eligible voters",
				Lack: "The ballot has {voters} eligible voters; {floor} are needed to hide one among them.",
				Mend: "Wait until more members take part, or hold this ballot without remote members.",
			},
			since: OpeningOf,
			judge: func(f *facts) answer { return f.crowd(f.Ballot.Eligible) },
		},
		{
			Reason: Reason{
				Code: "G15-body",
				Want: "the body has {floor} seats, so that a ballot can have as many voters",
				Lack: "The body has {voters} seats; {floor} voters are needed to hide one among them.",
				Mend: "Hold this body's secret ballots without remote members.",
			},
			judge: func(f *facts) answer { return f.crowd(f.Meeting.Seats) },
		},
	},
}

func (f *facts) crowd(voters Number) answer {
	floor := max(DefaultFloor, f.Policy.Floor)
	return is(voters.least(floor), number("voters", voters.N), number("floor", floor))
}

// alone, G20: nobody looks over the shoulder of a remote voter, as far as the
// voter's own word or the chair's goes (A06, A17). Pressure or a camera cannot be
// excluded by it.
var alone = guarantee{
	id: "G20", effect: Voting, source: "A06, A17",
	holds: "All {remote} remote members are confirmed to be alone.",
	conditions: []condition{
		remoteListed("G20"),
		ofEach(Reason{
			Code: "G20-alone",
			Want: "person {person}, seat {seat}, is alone",
			Lack: "Person {person}, seat {seat}, is not alone.",
			Mend: "Person {person} goes where nobody else is and confirms it, or votes in the room.",
		}, func(f *facts, p *Person) Known { return p.Alone.by(append([]int{p.Number}, f.chairs()...)...) }),
	},
}
