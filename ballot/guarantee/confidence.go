package guarantee

// inPrivate, G7: nobody else can see papers and picture or hear sound where a remote
// member sits (A06; again after a reconnection and for each secret item), the chair
// has asked (A21), and the member has taken on a personal responsibility (A22).
// The panic key withdraws the member's word.
var inPrivate = guarantee{
	id: "G7", effect: Participation, source: "A06, A21, A22",
	holds: "All {remote} remote members have attested their rooms and their own responsibility, and the chair has asked each of them.",
	conditions: []condition{
		remoteListed("G7"),
		ofEach(Reason{
			Code: "G7-room", Source: "A06",
			Want: "nobody else can see or hear the meeting where person {person}, seat {seat}, sits",
			Lack: "Somebody else can see or hear the meeting where person {person}, seat {seat}, sits.",
			Mend: "Interrupt until person {person} is in private again and attests it.",
		}, func(_ *facts, p *Person) Known { return p.InPrivate.by(p.Number) }),
		ofEach(Reason{
			Code: "G7-renewed", Source: "A06",
			Want: "person {person}, seat {seat}, has attested the room again since the last reconnection and for this item",
			Lack: "Person {person}, seat {seat}, has not attested the room again since a reconnection or for this item.",
			Mend: "Have person {person} attest the room again.",
		}, func(_ *facts, p *Person) Known { return p.Renewed }),
		ofEach(Reason{
			Code: "G7-asked", Source: "A21",
			Want: "the chair has asked person {person}, seat {seat}, whether outsiders can follow the meeting there",
			Lack: "Person {person}, seat {seat}, has not answered the chair that no outsider can follow the meeting there.",
			Mend: "The chair asks person {person}, and question and answer are entered.",
		}, func(f *facts, p *Person) Known { return p.Asked.by(f.chairs()...) }),
		ofEach(Reason{
			Code: "G7-own", Source: "A22",
			Want: "person {person}, seat {seat}, has taken on a personal responsibility for secrecy",
			Lack: "Person {person}, seat {seat}, has not taken on a personal responsibility for secrecy.",
			Mend: "Show person {person} the duty of secrecy, and have it acknowledged for this meeting.",
		}, func(_ *facts, p *Person) Known { return p.Responsible.by(p.Number) }),
	},
}

// confidential, G8: items under secrecy or with sensitive or protected personal data
// keep remote members out until transmission and rooms are safeguarded; an item that
// nobody has classified counts as one (A07). Every seat has a way to get confidential
// papers (E09).
var confidential = guarantee{
	id: "G8", effect: Participation, source: "A07, E09",
	holds: "All {items} items are classified, those under secrecy are safeguarded, and every seat has a key and a mailbox.",
	conditions: []condition{
		{
			Reason: Reason{
				Code: "G8-agenda", Source: "A07",
				Want: "the agenda is complete",
				Lack: "The agenda is not complete.",
				Mend: "Enter every item of the agenda.",
			},
			judge: func(f *facts) answer { return is(f.Agenda.Listed, number("items", len(f.Agenda.Items))) },
		},
		{
			Reason: Reason{
				Code: "G8-class", Source: "A07",
				Want: "item {item} is classified as to secrecy and sensitive personal data",
				Lack: "Item {item} is not classified as to secrecy and sensitive personal data.",
				Mend: "The secretary classifies item {item}: plain, or under secrecy, sensitive or protected.",
			},
			judge: unclassified,
		},
		{
			Reason: Reason{
				Code: "G8-transmission", Source: "A07",
				Want: "the transmission is safeguarded for items under secrecy or with sensitive personal data, such as item {item}",
				Lack: "The transmission is not safeguarded for items under secrecy or with sensitive personal data, such as item {item}.",
				Mend: "Safeguard the transmission and have a named person attest it, or handle item {item} in another meeting, with everybody in the room.",
			},
			judge: func(f *facts) answer { return f.safeguarded(f.Agenda.Transmission) },
		},
		{
			Reason: Reason{
				Code: "G8-rooms", Source: "A07",
				Want: "the rooms are safeguarded for items under secrecy or with sensitive personal data, such as item {item}",
				Lack: "The rooms are not safeguarded for items under secrecy or with sensitive personal data, such as item {item}.",
				Mend: "Safeguard the rooms and have a named person attest it, or handle item {item} in another meeting, with everybody in the room.",
			},
			judge: func(f *facts) answer { return f.safeguarded(f.Agenda.Rooms) },
		},
		{
			Reason: Reason{
				Code: "G8-mailbox", Source: "E09",
				Want: "every member and substitute with a seat has a key and a mailbox",
				Lack: "A member or substitute with a seat has no key or no mailbox.",
				Mend: "Enrol whoever has none.",
			},
			judge: func(f *facts) answer { return is(f.Agenda.Mailboxes) },
		},
	},
}

// unclassified names the first item of which nobody has said whether it is plain.
func unclassified(f *facts) answer {
	for _, it := range f.Agenda.Items {
		if known(it.Plain) == NotShown {
			return is(NotShown, number("item", it.Number))
		}
	}
	return is(Yes)
}

// safeguarded asks for an attestation if there is an item that is not plain.
func (f *facts) safeguarded(a Attestation) answer {
	for _, it := range f.Agenda.Items {
		if it.Plain == No {
			return is(a.by(), number("item", it.Number))
		}
	}
	return is(Yes)
}

// papersRead, G9: whoever takes part remotely has what is handed out (A15).
var papersRead = guarantee{
	id: "G9", effect: Participation, source: "A15",
	holds: "All {remote} remote members have acknowledged every paper that was handed out.",
	conditions: []condition{
		remoteListed("G9"),
		{
			Reason: Reason{
				Code: "G9-entered",
				Want: "every paper that was handed out is in the system with its hash",
				Lack: "A paper that was handed out is not in the system with its hash.",
				Mend: "The secretary enters every paper before the item is decided.",
			},
			judge: func(f *facts) answer { return is(f.Agenda.PapersIn) },
		},
		ofEach(Reason{
			Code: "G9-read",
			Want: "person {person}, seat {seat}, has received every paper that was handed out",
			Lack: "Person {person}, seat {seat}, has not received every paper that was handed out.",
			Mend: "Have person {person} open the papers and acknowledge them.",
		}, func(_ *facts, p *Person) Known { return p.Papers }),
	},
}
