package guarantee

func sightChanges() []change {
	p := func(do func(*Person)) func(*Evidence) { return func(e *Evidence) { do(person(e, 7)) } }
	return []change{
		{"the list of remote members is not complete", "G6-list", Fails, func(e *Evidence) { e.Remote.Listed = No }, []string{"G3", "G5", "G7", "G9", "G10", "G20", absent}},
		{"a member has no sound", "G6-transmission", Fails, p(func(p *Person) { p.Transmission = denial(7) }), nil},
		{"a member has not confirmed sound and picture", "G6-transmission", Unknown, p(func(p *Person) { p.Transmission = Attestation{} }), nil},
		{"the chair confirms a member's picture for it", "G6-transmission", Unknown, p(func(p *Person) { p.Transmission = word(chair) }), nil},
		{"a member cannot see the room", "G6-view", Fails, func(e *Evidence) { see(e, 7, Room, No) }, nil},
		{"a member has not said that it sees the room", "G6-view", Unknown, func(e *Evidence) { see(e, 7, Room, NotShown) }, nil},
		{"the room cannot see a member", "G6-room", Fails, func(e *Evidence) { see(e, Room, 7, No) }, nil},
		{"the room has not said that it sees a member", "G6-room", Unknown, func(e *Evidence) { see(e, Room, 7, NotShown) }, nil},
		{"one remote member cannot see another", "G6-matrix", Fails, func(e *Evidence) { see(e, 9, 4, No) }, nil},
		{"one remote member has not said that it sees another", "G6-matrix", Unknown, func(e *Evidence) { see(e, 4, 9, NotShown) }, nil},
		{"a sight is confirmed and denied", "G6-matrix", Fails, func(e *Evidence) { e.Remote.Sights = append(e.Remote.Sights, Sight{9, 4, No}) }, nil},
		{"the chair has not looked at the picture of the room", "G6-overview", Unknown, func(e *Evidence) { e.Remote.View = Attestation{} }, nil},
		{"the picture shows half the room", "G6-overview", Fails, func(e *Evidence) { e.Remote.View = denial(chair) }, nil},
		{"a remote member attests the picture of the room", "G6-overview", Unknown, func(e *Evidence) { e.Remote.View = word(4) }, nil},
		{"nobody says how good the transmission is", "G6-stable", Unknown, func(e *Evidence) { e.Remote.Stable = Attestation{} }, nil},
		{"the transmission is bad", "G6-stable", Fails, func(e *Evidence) { e.Remote.Stable = denial(4) }, nil},
		{"the picture was lost and nobody has confirmed anew", "G6-lost", Fails, func(e *Evidence) { e.Remote.Unlost = No }, nil},
		{"nobody knows whether the picture was lost", "G6-lost", Unknown, func(e *Evidence) { e.Remote.Unlost = NotShown }, nil},
		{"a line is dead", "G6-heartbeat", Fails, p(func(p *Person) { p.Heartbeat = now - 31 }), nil},
		{"there never was a heartbeat", "G6-heartbeat", Unknown, p(func(p *Person) { p.Heartbeat = 0 }), nil},
		{"a heartbeat comes from the future", "G6-heartbeat", Unknown, p(func(p *Person) { p.Heartbeat = now + 1 }), nil},
		{"the body allows a shorter silence", "G6-heartbeat", Fails, func(e *Evidence) { e.Policy.HeartbeatAge = 4 }, nil},
	}
}

func privacyChanges() []change {
	p := func(do func(*Person)) func(*Evidence) { return func(e *Evidence) { do(person(e, 7)) } }
	return []change{
		{"two members sit on one seat", "G7-list", Fails, func(e *Evidence) { person(e, 9).Seat = 7 }, []string{"G3", "G5", "G6", "G9", "G10", "G20", absent}},
		{"a member sits on two seats", "G7-list", Fails, func(e *Evidence) { e.Remote.People[2] = remote(7); e.Remote.People[2].Seat = 9 }, []string{"G3", "G5", "G6", "G9", "G10", "G20", absent}},
		{"a member has no seat", "G7-list", Fails, func(e *Evidence) { person(e, 9).Seat = 0 }, []string{"G3", "G5", "G6", "G9", "G10", "G20", absent}},
		{"a member has no number", "G7-list", Fails, func(e *Evidence) { e.Remote.People = append(e.Remote.People, remote(0)); person(e, 0).Seat = 11 }, []string{"G3", "G5", "G6", "G9", "G10", "G20", absent}},
		{"a member has not attested the room", "G7-room", Unknown, p(func(p *Person) { p.InPrivate = Attestation{} }), nil},
		{"a member pressed the panic key", "G7-room", Fails, p(func(p *Person) { p.InPrivate = denial(7) }), nil},
		{"somebody else attests a member's room", "G7-room", Unknown, p(func(p *Person) { p.InPrivate = word(4) }), nil},
		{"a member has reconnected", "G7-renewed", Fails, p(func(p *Person) { p.Renewed = No }), nil},
		{"nobody knows whether a member has reconnected", "G7-renewed", Unknown, p(func(p *Person) { p.Renewed = NotShown }), nil},
		{"the chair has not asked", "G7-asked", Unknown, p(func(p *Person) { p.Asked = Attestation{} }), nil},
		{"the answer to the chair was no", "G7-asked", Fails, p(func(p *Person) { p.Asked = denial(chair) }), nil},
		{"the secretary has asked", "G7-asked", Unknown, p(func(p *Person) { p.Asked = word(secretary) }), nil},
		{"a member has not taken on its responsibility", "G7-own", Unknown, p(func(p *Person) { p.Responsible = Attestation{} }), nil},
		{"a member refuses its responsibility", "G7-own", Fails, p(func(p *Person) { p.Responsible = denial(7) }), nil},
		{"the list of remote members is not complete", "G20-list", Fails, func(e *Evidence) { e.Remote.Listed = No }, []string{"G3", "G5", "G6", "G7", "G9", "G10"}},
		{"a member has not said that it is alone", "G20-alone", Unknown, p(func(p *Person) { p.Alone = Attestation{} }), nil},
		{"a member is not alone", "G20-alone", Fails, p(func(p *Person) { p.Alone = denial(7) }), nil},
		{"another member says that it is alone", "G20-alone", Unknown, p(func(p *Person) { p.Alone = word(4) }), nil},
	}
}
