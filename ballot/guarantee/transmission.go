package guarantee

import "cmp"

// seenAndHeard, G6: everybody sees and hears everybody else in real time, on equal
// terms (A02, A03, A12), in a transmission that is stable and of high quality; where
// it is lost the meeting is interrupted until all see and hear each other again
// (A14). Remote members who could not see the room, and one who had lost the picture,
// cost Luleå all decisions of a meeting in 2020.
var seenAndHeard = guarantee{
	id: "G6", effect: Participation, source: "A02, A03, A12, A14; Luleå 2020",
	holds: "The room and all {remote} remote members see and hear each other, and every line is alive.",
	conditions: []condition{
		remoteListed("G6"),
		ofEach(Reason{
			Code: "G6-transmission", Source: "A02",
			Want: "person {person}, seat {seat}, takes part with sound and picture in real time",
			Lack: "Person {person}, seat {seat}, has no sound or picture in real time.",
			Mend: "Have person {person} mend the transmission and confirm sound and picture.",
		}, func(_ *facts, p *Person) Known { return p.Transmission.by(p.Number) }),
		ofEach(Reason{
			Code: "G6-view", Source: "A03, A12; Luleå 2020",
			Want: "person {person}, seat {seat}, sees and hears the room",
			Lack: "Person {person}, seat {seat}, does not see and hear the room.",
			Mend: "Turn camera and microphone to the room, and have person {person} confirm it.",
		}, func(f *facts, p *Person) Known { return f.sights[[2]int{p.Number, Room}] }),
		ofEach(Reason{
			Code: "G6-room", Source: "A03; Luleå 2020",
			Want: "the room sees and hears person {person}, seat {seat}",
			Lack: "The room does not see and hear person {person}, seat {seat}.",
			Mend: "Have person {person} mend sound and picture, and the chair confirm that the room sees and hears.",
		}, func(f *facts, p *Person) Known { return f.sights[[2]int{Room, p.Number}] }),
		{
			Reason: Reason{
				Code: "G6-matrix", Source: "A03, A12", Each: true,
				Want: "person {person}, seat {seat}, sees and hears person {of}",
				Lack: "Person {person}, seat {seat}, does not see and hear person {of}.",
				Mend: "Have person {person} confirm sound and picture of all other remote members, person {of} among them.",
			},
			judge: matrix,
		},
		{
			Reason: Reason{
				Code: "G6-overview", Source: "A03; Luleå 2020",
				Want: "the picture of the room shows everyone in it",
				Lack: "The picture of the room does not show everyone in it.",
				Mend: "Set up the camera so that it overlooks the room; the chair confirms it.",
			},
			judge: func(f *facts) answer { return attested(f.Remote.View, f.Meeting.Chair) },
		},
		{
			Reason: Reason{
				Code: "G6-stable", Source: "A14",
				Want: "sound and picture are stable and of high quality",
				Lack: "Sound or picture are not stable and of high quality.",
				Mend: "Interrupt the meeting until the transmission is good; then the chair confirms it.",
			},
			judge: func(f *facts) answer { return attested(f.Remote.Stable, f.Meeting.Chair) },
		},
		{
			Reason: Reason{
				Code: "G6-lost", Source: "A14",
				Want: "no sound or picture was lost since everybody confirmed to see and hear",
				Lack: "Sound or picture was lost since everybody confirmed to see and hear.",
				Mend: "Interrupt the meeting. When the transmission is back, have everybody confirm sound and picture anew.",
			},
			judge: func(f *facts) answer { return is(f.Remote.Unlost) },
		},
		{
			Reason: Reason{
				Code: "G6-heartbeat", Source: "A14", Each: true,
				Want: "the line of person {person}, seat {seat}, is alive",
				Lack: "The line of person {person}, seat {seat}, has been silent for {age} s; {limit} s are allowed.",
				Mend: "Interrupt the meeting until person {person} is connected again and all have confirmed sound and picture anew.",
			},
			judge: heartbeats,
		},
	},
}

// matrix asks whether every remote member has confirmed every other one. It names
// the lowest number that is missing, of those that are shown to be missing first.
func matrix(f *facts) answer {
	others := len(f.Remote.People) - 1
	a, who := f.each(func(p *Person) Known {
		switch r := f.rows[p.Number]; {
		case r.denied:
			return No
		case r.yes < others:
			return NotShown
		}
		return Yes
	})
	if who == nil {
		return a
	}
	of := 0
	for _, p := range f.Remote.People {
		if p.Number != who.Number && f.sights[[2]int{who.Number, p.Number}] == a.known && (of == 0 || p.Number < of) {
			of = p.Number
		}
	}
	a.args = append(a.args, number("of", of))
	return a
}

func heartbeats(f *facts) answer {
	a, who := f.each(f.live)
	if who != nil {
		a.args = append(a.args, number("age", max(0, f.Now-cmp.Or(who.Heartbeat, f.Now))), number("limit", f.heartbeatAge()))
	}
	return a
}

func (f *facts) heartbeatAge() int64 { return lowered(f.Policy.HeartbeatAge, DefaultHeartbeatAge) }

// live says whether a person's line has been heard of within the limit. A heartbeat
// from the future shows nothing.
func (f *facts) live(p *Person) Known { return fresh(p.Heartbeat, f.Now, f.heartbeatAge()) }

// fresh says whether at is at most limit seconds before now; all in Unix seconds.
func fresh(at, now, limit int64) Known {
	if at <= 0 || now <= 0 || at > now {
		return NotShown
	}
	return when(now-at <= limit)
}
