package guarantee

import "valurna/ballot/manifest"

// quorate, G10: enough members are present and nobody takes part who may not (KL
// 5:45–47, for a nämnd 6:27 and 6:30; A25). Whoever takes part remotely counts only
// while admitted and alive (A10).
var quorate = guarantee{
	id: "G10", effect: Opening, source: "KL 5:45–47, 6:27, 6:30; kommunestyrelsesloven § 11 stk. 2; A25",
	holds: "{present} of {seats} members take part, {need} are needed, and no disqualification (jäv) is undecided.",
	conditions: []condition{
		{
			Reason: Reason{
				Code: "G10-seats",
				Want: "it is known how many seats the body has and how many members take part",
				Lack: "More members take part than the body has seats.",
				Mend: "Correct the roll: enter who is in the room and who takes part remotely.",
			},
			judge: func(f *facts) answer { return is(f.seated()) },
		},
		{
			Reason: Reason{
				Code: "G10-quorum",
				Want: "enough members take part for a decision",
				Lack: "{present} of {seats} members take part; {need} are needed.",
				Mend: "Wait until enough members take part, or adjourn the meeting.",
			},
			judge: quorum,
		},
		{
			Reason: Reason{
				Code: "G10-jav", Source: "KL 5:47, 6:30",
				Want: "every declared or alleged disqualification (jäv) in this item is decided",
				Lack: "A disqualification (jäv) in this item is declared or alleged and not decided.",
				Mend: "Decide on the disqualification. Who is disqualified stands back, and in a board (nämnd) leaves: also sound, picture and papers are cut.",
			},
			judge: func(f *facts) answer { return is(f.Meeting.JavResolved) },
		},
	},
}

// seated says whether the numbers are known and not more take part than have seats.
func (f *facts) seated() Known {
	seats, ok := f.Meeting.Seats.get()
	room, shown := f.Meeting.Room.get()
	if !ok || !shown || seats < 1 || f.listed != Yes {
		return NotShown
	}
	return when(room <= seats && len(f.Remote.People) <= seats-room)
}

func quorum(f *facts) answer {
	if f.seated() != Yes {
		return is(NotShown)
	}
	present := f.Meeting.Room.N
	for i := range f.Remote.People {
		if p := &f.Remote.People[i]; p.Admitted == Yes && f.live(p) == Yes {
			present++
		}
	}
	need, ok := f.needed()
	if !ok {
		return is(NotShown)
	}
	return is(when(present >= need), number("present", present), number("seats", f.Meeting.Seats.N), number("need", need))
}

// needed is how many members have to take part: more than half, in Denmark at least
// half (kommunestyrelsesloven § 11 stk. 2), in an association what its statutes
// demand. Fullmäktige may handle an item though too few are left because of jäv (KL
// 5:46); no nämnd may.
func (f *facts) needed() (int, bool) {
	seats := f.Meeting.Seats.N
	switch f.Profile {
	case manifest.ProfileCouncil:
		need := seats/2 + 1
		if away, ok := f.Meeting.Disqualified.get(); ok {
			need -= min(away, need-1)
		}
		return need, true
	case manifest.ProfileBoard, manifest.ProfileCommittee:
		return seats/2 + 1, true
	case manifest.ProfileDanish:
		return seats - seats/2, true
	case manifest.ProfileAssociation:
		demanded, ok := f.Meeting.Demanded.get()
		return max(1, demanded), ok
	}
	return 0, false
}
