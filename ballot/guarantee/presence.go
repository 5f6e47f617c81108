package guarantee

// met, G4: there is a physical meeting, which remote participation complements (A11).
var met = guarantee{
	id: "G4", effect: Participation, source: "A11",
	holds: "The meeting is held at its place, attested by person {by} in entry {entry}, with {room} members in the room.",
	conditions: []condition{
		{
			Reason: Reason{
				Code: "G4-place",
				Want: "the meeting is held at the place that its summons names",
				Lack: "The meeting has no place: person {by} says so in entry {entry}.",
				Mend: "Hold the meeting at a place, name it in the summons, and have a person who is there attest it.",
			},
			judge: func(f *facts) answer { return attested(f.Meeting.Place) },
		},
		{
			Reason: Reason{
				Code: "G4-room",
				Want: "a member is present in the room",
				Lack: "No member is present in the room.",
				Mend: "At least one member has to be in the room: check in whoever is there.",
			},
			judge: func(f *facts) answer { return is(f.Meeting.Room.least(1), number("room", f.Meeting.Room.N)) },
		},
	},
}

// identified, G5: everybody can be told reliably (A13): a key of one's own that is
// bound to the seat, one session, and the chair who knows face or voice.
var identified = guarantee{
	id: "G5", effect: Participation, source: "A13",
	holds: "All {remote} remote members came with a key of their own, once each, and the chair has confirmed who they are.",
	conditions: []condition{
		remoteListed("G5"),
		ofEach(Reason{
			Code: "G5-key",
			Want: "person {person}, seat {seat}, came with a personal key that is bound to this seat alone",
			Lack: "The key of person {person}, seat {seat}, is not personal or is bound to another seat too.",
			Mend: "Give person {person} a key or card of the person's own.",
		}, func(_ *facts, p *Person) Known { return p.OwnKey }),
		ofEach(Reason{
			Code: "G5-session",
			Want: "seat {seat} of person {person} has one live session",
			Lack: "Seat {seat} of person {person} has more than one live session, or none.",
			Mend: "Have person {person} end all sessions but one; if one of them is a stranger's, revoke the key.",
		}, func(_ *facts, p *Person) Known { return p.OneSession }),
		ofEach(Reason{
			Code: "G5-identity",
			Want: "the chair has confirmed by face or voice that person {person}, seat {seat}, is who the roll says",
			Lack: "Face and voice are not those of person {person}, seat {seat}.",
			Mend: "The chair speaks with person {person} in picture and sound and confirms who it is.",
		}, func(f *facts, p *Person) Known { return p.Confirmed.by(f.chairs()...) }),
	},
}
