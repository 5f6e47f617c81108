package guarantee

func openingChanges() []change {
	return []change{
		{"the number of seats is not known", "G10-seats", Unknown, func(e *Evidence) { e.Meeting.Seats = Number{} }, []string{"G15", absent}},
		{"more members take part than there are seats", "G10-seats", Fails, func(e *Evidence) { e.Meeting.Room = Count(47) }, nil},
		{"24 of 49 take part", "G10-quorum", Fails, func(e *Evidence) { e.Meeting.Room = Count(21) }, nil},
		{"a jäv is alleged", "G10-jav", Fails, func(e *Evidence) { e.Meeting.JavResolved = No }, nil},
		{"nobody knows of jäv", "G10-jav", Unknown, func(e *Evidence) { e.Meeting.JavResolved = NotShown }, nil},
		{"no item is chosen", "G11-item", Unknown, func(e *Evidence) { e.Ballot.Item = 0 }, nil},
		{"the item is not on the agenda", "G11-item", Unknown, func(e *Evidence) { e.Ballot.Item = 4 }, nil},
		{"two items have one number", "G11-item", Unknown, func(e *Evidence) { e.Agenda.Items[2].Number = 2 }, nil},
		{"an item has no number", "G11-item", Unknown, func(e *Evidence) { e.Agenda.Items[1].Number, e.Ballot.Item = 0, 0 }, nil},
		{"the item is an ordinary one", "G11-class", Fails, func(e *Evidence) { e.Ballot.Item = 3 }, nil},
		{"the item is of no known class", "G11-class", Unknown, func(e *Evidence) { e.Agenda.Items[1].Class = "poll" }, nil},
		{"a Danish council votes in secret", "G12-named", Fails, func(e *Evidence) { e.Profile = "dk-kommunalbestyrelse" }, nil},
	}
}

func secrecyChanges() []change {
	return []change{
		{"some vote on paper", "G13-paper", Fails, func(e *Evidence) { e.Casting.AllElectronic = No }, nil},
		{"some may vote on paper", "G13-paper", Unknown, func(e *Evidence) { e.Casting.AllElectronic = NotShown }, nil},
		{"the urn asks for a key", "G14-login", Fails, func(e *Evidence) { e.Casting.NoLogin = No }, nil},
		{"the urn has not said whether it asks for a key", "G14-login", Unknown, func(e *Evidence) { e.Casting.NoLogin = NotShown }, nil},
		{"the urn logs addresses", "G14-address", Fails, func(e *Evidence) { e.Casting.NoAddress = No }, nil},
		{"the urn has not said what it logs", "G14-address", Unknown, func(e *Evidence) { e.Casting.NoAddress = NotShown }, nil},
		{"the urn keeps the order", "G14-order", Fails, func(e *Evidence) { e.Casting.NoOrder = No }, nil},
		{"the urn has not said whether it keeps the order", "G14-order", Unknown, func(e *Evidence) { e.Casting.NoOrder = NotShown }, nil},
		{"registrar and urn have one store", "G14-apart", Fails, func(e *Evidence) { e.Casting.Apart = No }, nil},
		{"nobody has looked whether registrar and urn have one store", "G14-apart", Unknown, func(e *Evidence) { e.Casting.Apart = NotShown }, nil},
		{"one trustee has shuffled", "G14-shuffles", Fails, func(e *Evidence) { e.Ballot.Shuffles = Count(1) }, nil},
		{"nobody knows who has shuffled", "G14-shuffles", Unknown, func(e *Evidence) { e.Ballot.Shuffles = Number{} }, nil},
		{"four are eligible", "G15-ballot", Fails, func(e *Evidence) { e.Ballot.Eligible = Count(4) }, nil},
		{"the body's floor is 34", "G15-ballot", Fails, func(e *Evidence) { e.Policy.Floor = 34 }, nil},
		{"the body has three seats", "G15-body", Fails, func(e *Evidence) { e.Meeting.Seats = Count(3) }, []string{"G10"}},
		{"the number of seats is not known", "G15-body", Unknown, func(e *Evidence) { e.Meeting.Seats = Number{} }, []string{"G10"}},
	}
}

func countChanges() []change {
	return []change{
		{"there are more tokens than seats", "G16-tokens", Fails, func(e *Evidence) { e.Ballot.Tokens = Count(34) }, nil},
		{"there are more ballots than tokens", "G16-cast", Fails, func(e *Evidence) { e.Ballot.Cast = Count(5) }, nil},
		{"nobody knows how many ballots there are", "G16-cast", Unknown, func(e *Evidence) { e.Ballot.Cast = Number{} }, nil},
		{"the number of ballots is negative", "G16-cast", Unknown, func(e *Evidence) { e.Ballot.Cast = Count(-1) }, nil},
		{"the spent tokens are not the ballots", "G16-spent", Fails, func(e *Evidence) { e.Ballot.Spent = No }, nil},
		{"the urn has not compared them", "G16-spent", Unknown, func(e *Evidence) { e.Ballot.Spent = NotShown }, nil},
		{"a receipt has no entry", "G16-missing", Fails, func(e *Evidence) { e.Ballot.NoneMissing = No }, nil},
		{"nobody has looked for receipts", "G16-missing", Unknown, func(e *Evidence) { e.Ballot.NoneMissing = NotShown }, nil},
		{"the keys were published after the opening", "G16-keys", Fails, func(e *Evidence) { e.Ballot.Published = No }, nil},
		{"the keys may not be published", "G16-keys", Unknown, func(e *Evidence) { e.Ballot.Published = NotShown }, nil},
		{"a seat can have two tokens", "G16-issue", Fails, func(e *Evidence) { e.Casting.OneToken = No }, nil},
		{"the registrar has not looked how it issues", "G16-issue", Unknown, func(e *Evidence) { e.Casting.OneToken = NotShown }, nil},
		{"a token admits two ballots", "G16-accept", Fails, func(e *Evidence) { e.Casting.OneBallot = No }, nil},
		{"the urn has not looked how it accepts", "G16-accept", Unknown, func(e *Evidence) { e.Casting.OneBallot = NotShown }, nil},
	}
}

func insightChanges() []change {
	return []change{
		{"all witnesses are the registrar's", "G17-observer", Fails, func(e *Evidence) { e.Parties.Observer = No }, nil},
		{"no observer is known", "G17-observer", Unknown, func(e *Evidence) { e.Parties.Observer = NotShown }, nil},
		{"the journal is kept back", "G17-published", Fails, func(e *Evidence) { e.Record.Published = No }, nil},
		{"nobody knows whether observers reach the journal", "G17-published", Unknown, func(e *Evidence) { e.Record.Published = NotShown }, nil},
		{"the trial does not verify", "G17-trial", Fails, func(e *Evidence) { e.Record.TrialVerified = No }, nil},
		{"nobody has verified the trial", "G17-trial", Unknown, func(e *Evidence) { e.Record.TrialVerified = NotShown }, nil},
		{"the recount differs", "G17-recount", Fails, func(e *Evidence) { e.Ballot.Recounted = No }, nil},
		{"nobody has recounted", "G17-recount", Unknown, func(e *Evidence) { e.Ballot.Recounted = NotShown }, nil},
		{"nobody attests who runs what", "G18-first", Unknown, func(e *Evidence) { e.Parties.First = Attestation{} }, nil},
		{"somebody else runs the urn", "G18-first", Fails, func(e *Evidence) { e.Parties.First = denial(chair) }, nil},
		{"there is no second attester", "G18-second", Unknown, func(e *Evidence) { e.Parties.Second = Attestation{} }, nil},
		{"the second attester denies it", "G18-second", Fails, func(e *Evidence) { e.Parties.Second = denial(secretary) }, nil},
		{"one person attests twice", "G18-same", Fails, func(e *Evidence) { e.Parties.Second.By = chair }, nil},
		{"there was no preflight", "G19-preflight", Unknown, func(e *Evidence) { e.Machine.Preflight = NotShown }, nil},
		{"the preflight failed", "G19-preflight", Fails, func(e *Evidence) { e.Machine.Preflight = No }, nil},
		{"another program runs", "G19-program", Fails, func(e *Evidence) { e.Machine.Program.Now = "dd" }, nil},
		{"nobody knows what program runs", "G19-program", Unknown, func(e *Evidence) { e.Machine.Program.Now = "" }, nil},
		{"the policy is another", "G19-policy", Fails, func(e *Evidence) { e.Machine.Policy.Now = "dd" }, nil},
		{"the policy of the preflight is not known", "G19-policy", Unknown, func(e *Evidence) { e.Machine.Policy.Preflight = "" }, nil},
		{"the store is another", "G19-store", Fails, func(e *Evidence) { e.Machine.Store.Now = "dd" }, nil},
		{"neither store is known", "G19-store", Unknown, func(e *Evidence) { e.Machine.Store = Hash{} }, nil},
		{"the clock is three minutes fast", "G19-clock", Fails, func(e *Evidence) { e.Machine.Drift = Count(180) }, nil},
		{"the clock is three minutes slow", "G19-clock", Fails, func(e *Evidence) { e.Machine.Drift = Count(-180) }, nil},
		{"nobody has compared the clocks", "G19-clock", Unknown, func(e *Evidence) { e.Machine.Drift = Number{} }, nil},
		{"there was a restart that nobody entered", "G19-restart", Fails, func(e *Evidence) { e.Machine.Restarts = No }, nil},
		{"nobody knows of restarts", "G19-restart", Unknown, func(e *Evidence) { e.Machine.Restarts = NotShown }, nil},
	}
}
