package meeting

import "valurna/ballot/manifest"

// Profile is the law under which a body meets, as data. LAW.md gives the rules; each
// field names its source.
type Profile struct {
	Name string

	// Remote says whether members may take part from elsewhere at all: committees and
	// drafting bodies may not (A24; KL 5:16 and 6:24 know councils and boards only).
	Remote bool

	// Quorum is the share of the seats that have to be taken before anything is
	// decided: more than half (KL 5:45, 6:27), at least half (styrelsesloven § 11,
	// 2), or what an association's statutes say.
	Quorum Quorum

	// NoticeDays is how many days before the meeting it is announced and its members
	// are summoned (KL 5:13, 15); 0 where the body's own rules decide.
	NoticeDays int

	// JavQuorum lets an item be handled although disqualification leaves too few
	// members (KL 5:46). Boards have no such rule.
	JavQuorum bool

	// JavLeaves sends a disqualified member out of the room, with the line to a remote
	// one cut (KL 6:30). In a council the member stays and takes no part (KL 5:47).
	JavLeaves bool

	// OnceADay bars who has broken off serving, other than for disqualification, from
	// serving again on that day (KL 5:20).
	OnceADay bool

	// Minority says whether a third of those present can have an item tabled or sent
	// back (KL 5:50). Of the rules on deciding, KL 6:33 gives boards 5:53-56 only.
	Minority bool

	// Summary of what else decides.
	Source string
}

// Quorum is the share of a body's seats that have to be taken.
type Quorum struct {
	Percent int  // 0: whoever has come
	More    bool // more than the share, not just as much
	Source  string
}

// Met says whether so many of the seats are enough.
func (q Quorum) Met(taken, seats int) bool {
	if q.More {
		return 100*taken > q.Percent*seats
	}
	return taken > 0 && 100*taken >= q.Percent*seats
}

// ProfileOf gives the profile of a manifest, with what the body's statutes fix where
// the law leaves it to them.
func ProfileOf(m *manifest.Manifest) Profile {
	p := profiles[m.Profile]
	if s := m.Policy.Statutes; s != nil && m.Profile == manifest.ProfileAssociation {
		p.Quorum.Percent, p.Quorum.More = s.Quorum, s.MoreThan
	}
	return p
}

var profiles = map[string]Profile{
	manifest.ProfileCouncil: {
		Name: manifest.ProfileCouncil, Remote: true, Quorum: Quorum{50, true, "KL 5:45"}, NoticeDays: 7,
		JavQuorum: true, OnceADay: true, Minority: true, Source: "KL 5",
	},
	manifest.ProfileBoard: {
		Name: manifest.ProfileBoard, Remote: true, Quorum: Quorum{50, true, "KL 6:27"},
		JavLeaves: true, Source: "KL 6",
	},
	manifest.ProfileCommittee: {
		Name: manifest.ProfileCommittee, Quorum: Quorum{50, true, "KL 6:27"},
		JavLeaves: true, Source: "KL 6, A24",
	},
	manifest.ProfileDanish: {
		Name: manifest.ProfileDanish, Remote: true, Quorum: Quorum{50, false, "styrelsesloven § 11, 2"},
		JavLeaves: true, Source: "styrelsesloven",
	},
	manifest.ProfileAssociation: {
		Name: manifest.ProfileAssociation, Remote: true, Quorum: Quorum{0, false, "statutes"}, Source: "statutes",
	},
}
